"""Which messages does a number speak of? The same conditions for a list, its count and its people.

In: a party, theme, reading, days. Out: the signals that fit.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import narwhals as nw

from leadline.assess.cubes import last_versions
from leadline.assess.landscape import AspectName, aspect_of
from leadline.assess.reader import MODEL_VERSION
from leadline.assess.readings import SHOWN, ReadingName, is_heard, shows
from leadline.assess.tables import SIGNALS
from leadline.engine import Lake, scan
from leadline.words import Period, SpeakerRole


@dataclass(frozen=True)
class Which:
    """Which messages; None means all of them.

    `speaker` is one role, `aspect` all roles of one side of the x-ray, `market` everybody but the company itself.
    """

    party: str | None = None
    aspect: AspectName | None = None
    speaker: str | None = None
    theme: str | None = None
    department: str | None = None
    channel: str | None = None
    reading: ReadingName | None = None
    period: Period | None = None
    market: bool = False


def chosen(lake: Lake, which: Which) -> nw.LazyFrame[Any]:
    """The present model's signals that fit, of the last version that was read.

    One condition, since each step of a query opens the files again.
    """
    return last_versions(lake, scan(lake, SIGNALS, days=which.period).filter(reduce(and_, _conditions(which))))


def about(which: Which, columns: Container[str]) -> Iterator[nw.Expr]:
    """Of whom and of what: the conditions that a table with these columns can answer."""
    equal = {
        "about_party": which.party,
        "speaker_role": which.speaker,
        "channel": which.channel,
        "theme": which.theme,
        "department": which.department,
    }
    yield from (nw.col(name) == said for name, said in equal.items() if said is not None and name in columns)
    if which.aspect is not None:
        yield nw.col("speaker_role").is_in([role for role in SpeakerRole if aspect_of(role) == which.aspect])
    if which.market:
        yield nw.col("speaker_role") != SpeakerRole.BRAND.value


def _conditions(which: Which) -> Iterator[nw.Expr]:
    yield nw.col("model") == MODEL_VERSION
    yield from about(which, SIGNALS.names)
    if which.reading is not None:
        yield _fits(which.reading)


def _fits(reading: ReadingName) -> nw.Expr:
    if reading == "voice":
        return nw.col("sentiment") != "spam"
    if reading == "read":
        return is_heard()
    if reading in SHOWN:
        return shows(reading)
    return nw.col("sentiment") == reading
