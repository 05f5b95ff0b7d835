"""Where does a daily figure go, without the week's rhythm? Means of seven days, for pictures on pages and in reports.

In: days in order. Out: each day with the six before it. Two surprises: a mean looks back and never ahead, so that a
program moves nothing before it begins; and the band is the mean of single days' bands, wider than the mean's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from leadline.report.facts import Day

_MEASURES = ("observed", "expected", "low", "high")
_FEWEST = 4
"""With fewer known days than this of the seven, there is no mean."""


class Drawn(Protocol):
    """A day of an effect's picture, on whichever side of the freezing."""

    @property
    def day(self) -> dt.date: ...
    @property
    def observed(self) -> float | None: ...
    @property
    def expected(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


def is_daily(days: Sequence[Drawn]) -> bool:
    """Whether these are days, enough of them, and not weeks or months."""
    return len(days) > 28 and (days[-1].day - days[0].day).days < 2 * len(days)


def seven_day_means(days: Sequence[Drawn]) -> list[Day]:
    """Each day with the six before it, so that weekdays do not hide the picture."""
    return [
        Day(day.day, *(_mean([getattr(one, name) for one in days[n - 6 : n + 1]]) for name in _MEASURES))
        for n, day in enumerate(days)
        if n >= 6
    ]


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if len(known) >= _FEWEST else None
