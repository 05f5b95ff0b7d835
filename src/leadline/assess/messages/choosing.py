"""Which messages does a number speak of? The same conditions for a list, its count and its people.

In: a party, theme, reading, days. Out: the signals that fit.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Any

import narwhals as nw

from leadline.assess.aspects import AspectName, roles_of
from leadline.assess.cubes.making import last_versions
from leadline.assess.cubes.present import is_by, present_model
from leadline.assess.cubes.readings import KEPT_OUT, SHOWN, ReadingName, is_heard, shows
from leadline.assess.cubes.repeats import marked
from leadline.assess.messages.query import Words
from leadline.assess.reader.sentiment import SENTIMENTS
from leadline.assess.reader.themes import Themes
from leadline.assess.tables import SIGNALS
from leadline.engine import Lake, scan
from leadline.words import Period, SpeakerRole


@dataclass(frozen=True)
class Which:
    """Which messages; None means all of them.

    `speaker` is one role, `aspect` all roles of one side of the x-ray, `market` everybody but the company itself;
    `noise` counts repeats and bots as the voices that they seem to be.
    `merged` are further themes that count as `theme` today, `joined` those that count for `department` since they were
    merged, `left` those that did before (`with_merged`).
    `themeless` are those in which no theme was found; `counted` the themes that count for it (`with_merged`).
    `words` are sought in the texts by the index (`assess/messages/search.py`): no column of a table holds them.
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
    noise: bool = False
    author: str | None = None
    language: str | None = None
    words: Words | None = None
    themeless: bool = False
    counted: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


COLUMNS: dict[str, str] = {
    "party": "about_party",
    "speaker": "speaker_role",
    "channel": "channel",
    "theme": "theme",
    "department": "department",
    "author": "author",
    "language": "language",
}
"""The conditions that one value of a column answers, wherever it is asked: of signals, of cubes, of the index."""


def asked_of_columns(which: Which) -> dict[str, str]:
    """What must stand in which column; what themes were merged into these is not in it."""
    told = {column: getattr(which, name) for name, column in COLUMNS.items()}
    return {column: said for column, said in told.items() if said is not None}


def with_merged(which: Which, themes: Themes) -> Which:
    """The same question of themes as they count today: a merged one as the other, for the other's department."""
    if which.department is not None:
        moved = [one for one in themes if one.department != themes.department_of(one.id)]
        joined = tuple(one.id for one in moved if themes.department_of(one.id) == which.department)
        left = tuple(one.id for one in moved if one.department == which.department)
        which = replace(which, joined=joined, left=left)
    if which.themeless:
        which = replace(which, counted=tuple(one.id for one in themes if themes.is_counted(one.id)))
    if which.theme is None:
        return which
    standing, *merged = themes.family(which.theme)
    return replace(which, theme=standing, merged=tuple(merged))


def chosen(lake: Lake, which: Which) -> nw.LazyFrame[Any]:
    """The present model's signals that fit, of the last version that was read.

    One condition, since each step of a query opens the files again.
    """
    fits = reduce(and_, _conditions(which), is_by(present_model(lake)))
    told = last_versions(lake, scan(lake, SIGNALS, days=which.period).filter(fits))
    if which.noise or which.reading in ("spam", None):
        return told if which.reading is None else told.filter(_fits(which.reading))
    return marked(lake, told, which.period).filter(_fits(which.reading))


def about(which: Which, columns: Container[str]) -> Iterator[nw.Expr]:
    """Of whom and of what: the conditions that a table with these columns can answer."""
    for column, said in asked_of_columns(which).items():
        is_told_below = (column == "theme" and which.merged) or (
            column == "department" and (which.joined or which.left)
        )
        if column in columns and not is_told_below:
            yield nw.col(column) == said
    if which.merged and "theme" in columns:
        yield nw.col("theme").is_in([which.theme, *which.merged])
    if (which.joined or which.left) and "theme" in columns:
        of_it = (nw.col("department") == which.department) & ~nw.col("theme").is_in(list(which.left))
        yield of_it | nw.col("theme").is_in(list(which.joined))
    if which.aspect is not None:
        yield nw.col("speaker_role").is_in(roles_of(which.aspect))
    if which.market:
        yield nw.col("speaker_role") != SpeakerRole.BRAND.value


def _conditions(which: Which) -> Iterator[nw.Expr]:
    yield from about(which, SIGNALS.names)
    if which.themeless:
        yield ~nw.col("theme").is_in(list(which.counted))
    if which.reading in SENTIMENTS or which.reading in ("spam", "unread"):
        yield nw.col("sentiment") == which.reading
    elif which.reading in SHOWN:
        yield shows(which.reading)


def _fits(reading: ReadingName) -> nw.Expr:
    if reading == "voice":
        return ~nw.col("sentiment").is_in(KEPT_OUT)
    if reading == "read":
        return is_heard()
    if reading in SHOWN:
        return shows(reading)
    return nw.col("sentiment") == reading
