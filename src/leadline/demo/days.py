"""The calendar under every number: weekdays, the season, and the holidays of the Netherlands.

In: a period. Out: arrays with one value a day. The surprise: holidays also tint the day after, when
people call about what broke while the lines were closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import holidays
import numpy as np
from numpy.typing import NDArray

from leadline.words import Period

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class DayTable:
    """One value a day: `weekday` 0 is Monday, `year_phase` runs from 0 to 2π, the flags are 0 or 1."""

    days: Days
    weekday: NDArray[np.int64]
    year_phase: Floats
    is_holiday: Floats
    after_holiday: Floats
    is_feast: Floats

    def since(self, day: object) -> NDArray[np.int64]:
        """Days since `day`, negative before it."""
        return (self.days - np.datetime64(str(day), "D")).astype(np.int64)

    def weekly(self, monday_to_sunday: tuple[float, ...]) -> Floats:
        return np.array(monday_to_sunday)[self.weekday]


@lru_cache(maxsize=8)
def day_table(period: Period) -> DayTable:
    """The days of `period`, both ends included."""
    days = np.arange(np.datetime64(period.first), np.datetime64(period.last) + 1)
    year_start = days.astype("datetime64[Y]").astype("datetime64[D]")
    is_holiday = np.isin(days, _dutch_holidays(period)).astype(float)
    after = np.concatenate([[0.0], is_holiday[:-1]]) * (1 - is_holiday)
    month_day = np.array([str(day)[5:] for day in days])
    return DayTable(
        days=days,
        weekday=(days.astype(np.int64) + 3) % 7,
        year_phase=2 * np.pi * (days - year_start).astype(np.int64) / 365.25,
        is_holiday=is_holiday,
        after_holiday=after,
        is_feast=np.isin(month_day, ["12-05", "12-24", "12-31"]).astype(float),
    )


def month_ends(period: Period) -> Days:
    """The last day of every whole month of `period`."""
    days = day_table(period).days
    months = np.unique(days.astype("datetime64[M]"))
    ends: Days = (months + 1).astype("datetime64[D]") - 1
    whole: Days = ends[ends <= days[-1]]
    return whole


def _dutch_holidays(period: Period) -> Days:
    years = range(period.first.year, period.last.year + 1)
    return np.array(sorted(holidays.country_holidays("NL", years=years)), dtype="datetime64[D]")
