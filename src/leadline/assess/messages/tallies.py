"""How many messages is that, and by how many people?

In: which messages. Out: both counts. The surprise: few people are counted, many are estimated from sketches, and
the answer says which. What neither the cubes nor the index know is counted one by one, in seconds where there are
millions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import narwhals as nw

from leadline.assess.messages.choosing import Which, chosen
from leadline.assess.messages.counting import COUNTED_AT_ONCE, messages_by_day, people_behind
from leadline.assess.messages.search import count_sought, search_is_current, writers_sought
from leadline.assess.tables import NOISE, SIGNALS
from leadline.engine import Lake, rows
from leadline.engine.memory import remembered
from leadline.words import Period


@dataclass(frozen=True)
class Tally:
    """How many messages, by how many people (pseudonyms: who speaks on two channels counts twice).

    `between` says where an estimate of the people lies at 95 %; None where they were counted.
    """

    messages: int
    people: int
    between: tuple[int, int] | None = None


def tally(lake: Lake, which: Which) -> Tally:
    """What a list of these messages will hold; remembered until messages are read or erased."""
    if which.words:  # of the index, which may be made anew while the signals stay
        return _sought(lake, which)
    return remembered(lake, [SIGNALS, NOISE], ("tally", which), lambda: _tally(lake, which))


def count_messages(lake: Lake, which: Which) -> int:
    """How many messages fit, counted one by one."""
    [row] = rows(chosen(lake, which).select(n=nw.len()))
    return int(row["n"])


def _tally(lake: Lake, which: Which) -> Tally:
    days = messages_by_day(lake, which)
    if days is None:
        return _sought(lake, which) if search_is_current(lake) else _counted(lake, which)
    if not days:
        return Tally(0, 0)
    estimate = people_behind(lake, which, days)
    if estimate is None and sum(days.values()) > COUNTED_AT_ONCE and search_is_current(lake):
        return _sought(lake, which)
    if estimate is None:
        return _counted(lake, replace(which, period=_span(days)))
    between = None if estimate.is_exact else (estimate.least, estimate.most)
    return Tally(sum(days.values()), estimate.count, between)


def _sought(lake: Lake, which: Which) -> Tally:
    writers = writers_sought(lake, which)
    return Tally(count_sought(lake, which), writers.count, writers.between)


def _counted(lake: Lake, which: Which) -> Tally:
    [row] = rows(chosen(lake, which).select(messages=nw.len(), people=nw.col("author").n_unique()))
    return Tally(row["messages"], row["people"] or 0)


def _span(days: dict[dt.date, int]) -> Period:
    return Period(min(days), max(days))
