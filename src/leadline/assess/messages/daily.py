"""How many messages fit on each day, and how many of them hurt?

In: which messages. Out: one value a day on which any fits. The surprise: there are three ways to know it, and all give
the same days: a cube (any two conditions), the full-text index (every other combination, and words), or, where both are
behind, all signals one by one; that takes seconds where there are millions, so a page asks first and shows the rest.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import narwhals as nw

from leadline.assess.messages.choosing import Which, chosen
from leadline.assess.messages.counting import messages_by_day
from leadline.assess.messages.search import search_is_current, sought_by_day
from leadline.assess.tables import NOISE, SIGNALS
from leadline.engine import Lake, rows
from leadline.engine.memory import remembered

_PARTED = (None, "voice", "read")
"""Readings of which some hurt and some do not; of every other one the answer is the reading itself."""


@dataclass(frozen=True)
class Day:
    """`hurting` are negative or frustrated; None where a reading was asked for and the question makes no sense."""

    day: dt.date
    messages: int
    hurting: int | None


def daily(lake: Lake, which: Which) -> tuple[Day, ...]:
    """Oldest first. Raises LeadlineError where words are sought and there is no index."""
    counted = _by_day(lake, which)
    hurting = _by_day(lake, replace(which, reading="hurting")) if which.reading in _PARTED else None
    told = hurting if hurting is not None else {}
    return tuple(Day(day, counted[day], told.get(day, 0) if hurting is not None else None) for day in sorted(counted))


def is_told_at_once(lake: Lake, which: Which) -> bool:
    """Whether a cube or the index knows, so that no signal is read."""
    return which.words is not None or messages_by_day(lake, which) is not None or search_is_current(lake)


def _by_day(lake: Lake, which: Which) -> dict[dt.date, int]:
    days = messages_by_day(lake, which)
    if days is not None:
        return days
    if which.words or search_is_current(lake):
        return sought_by_day(lake, which)
    return remembered(lake, [SIGNALS, NOISE], ("days one by one", which), lambda: _one_by_one(lake, which))


def _one_by_one(lake: Lake, which: Which) -> dict[dt.date, int]:
    told = chosen(lake, which).group_by("posted_day").agg(n=nw.len())
    return {row["posted_day"]: row["n"] for row in rows(told)}
