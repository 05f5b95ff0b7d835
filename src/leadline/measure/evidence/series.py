"""What a daily, weekly or monthly series is to the evidence, and how several come to stand in one calendar.

In: a `Series` per figure, with NaN or simply no row where a day is missing. Out: a `Frame`, every series on the same
unbroken calendar. A missing day stays missing: nothing is filled in.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leadline.errors import LeadlineError
from leadline.words import Month, Period

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Cadence(StrEnum):
    """How often a series has a value; the word for one step of it."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, eq=False)
class Series:
    """One figure over time.

    `days` rise strictly and are in the company's zone (a week or month is named by its first day); `values` has
    one float a day, NaN where it is missing; `unit` is what one of it is (`calls`, `EUR`). Raises LeadlineError
    where days and values do not fit together.
    """

    name: str
    days: tuple[dt.date, ...]
    values: Floats
    unit: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", np.asarray(self.values, dtype=np.float64))
        if self.values.shape != (len(self.days),):
            raise LeadlineError(
                f"“{self.name}” has {len(self.days)} days and values of shape {self.values.shape}.",
                "Give one value a day, NaN where it is missing.",
            )
        if not _rises(self.days):
            raise LeadlineError(f"The days of “{self.name}” do not rise.", "Sort them, one row a day.")
        if np.isinf(self.values).any():
            raise LeadlineError(f"“{self.name}” holds an infinite value.", "Mend the source, or leave that day out.")

    @classmethod
    def of(cls, name: str, values: Mapping[dt.date, float], unit: str) -> Series:
        """From a mapping of day to value, in any order."""
        days = tuple(sorted(values))
        return cls(name, days, np.array([values[day] for day in days], dtype=np.float64), unit)

    @property
    def cadence(self) -> Cadence:
        return cadence_of(self.days)


@dataclass(frozen=True, eq=False)
class Frame:
    """An outcome and its controls on one calendar: `outcome` (T,), `controls` (K, T), NaN where missing."""

    days: tuple[dt.date, ...]
    cadence: Cadence
    outcome: Floats
    controls: Floats

    @property
    def complete(self) -> Flags:
        """(T,): the days on which the outcome and every control are known."""
        return ~(np.isnan(self.outcome) | np.isnan(self.controls).any(axis=0))


@lru_cache(maxsize=256)
def _rises(days: tuple[dt.date, ...]) -> bool:
    return all(later > earlier for earlier, later in pairwise(days))


def align(outcome: Series, controls: Sequence[Series], end: dt.date) -> Frame:
    """Put all series on the outcome's calendar, from its first day to `end`; days nobody recorded become NaN.

    A week's or a month's value stands at its step, on whichever day of it the source wrote it down.
    """
    cadence = outcome.cadence
    first = _on_its_weekday(outcome.days) if cadence is Cadence.WEEK else outcome.days[0]
    days, step = _calendar(first, end, cadence), _step_of(first, cadence)
    if cadence is not Cadence.DAY:
        days = _as_written(days, outcome.days, end, step)
    rows = [_on(days, series, step) for series in (outcome, *controls)]
    return Frame(days, cadence, rows[0], np.array(rows[1:], dtype=np.float64).reshape(len(controls), len(days)))


def cadence_of(days: Sequence[dt.date]) -> Cadence:
    """Weekly where each lies in a week of its own and nine of ten on one weekday, or whole weeks after the one before,
    as where a source changes its weekday once; monthly where each lies in a month of its own, on the same day, or
    among its first or last days, as the first and last working day do; else daily."""
    return _cadence_of(tuple(days))


@lru_cache(maxsize=256)
def _cadence_of(days: tuple[dt.date, ...]) -> Cadence:
    gaps = {(later - earlier).days for earlier, later in pairwise(days)}
    if not gaps or min(gaps) < 2:
        return Cadence.DAY
    if _are_weekly(days):
        return Cadence.WEEK
    return Cadence.MONTH if _are_monthly(days) else Cadence.DAY


def step_period(day: dt.date, cadence: Cadence) -> Period:
    """The days that a value is of: its own, the week that it begins, or the month that it lies in."""
    if cadence is Cadence.WEEK:
        return Period(day, day + dt.timedelta(days=6))
    return Month.of(day).period() if cadence is Cadence.MONTH else Period(day, day)


def share_with_value(days: Sequence[dt.date], since: dt.date) -> float:
    """Of the calendar's days since a day, the share that has a value (0 to 1), over whole weeks up to the last of
    `days`, which rise: 5 / 7 where weekends are closed. 1 where they span less than a week."""
    last = days[-1]
    weeks = ((last - since).days + 1) // 7
    begin = last - dt.timedelta(days=7 * weeks - 1)
    return sum(day >= begin for day in days) / (7 * weeks) if weeks else 1.0


_EDGE = 5
"""How many days from a month's first or last day its first or last working day may lie."""
_ON_ONE_WEEKDAY = 0.9


def _are_weekly(days: Sequence[dt.date]) -> bool:
    weekday, number = Counter(day.weekday() for day in days).most_common(1)[0]
    slots = [_week_of(day, weekday) for day in days]
    whole = sum((later - earlier).days % 7 == 0 for earlier, later in pairwise(days))
    is_regular = number >= _ON_ONE_WEEKDAY * len(days) or whole >= _ON_ONE_WEEKDAY * (len(days) - 1)
    return is_regular and len(set(slots)) == len(days)


def _week_of(day: dt.date, weekday: int) -> int:
    """Which week a value is of, where values are expected on this weekday: up to three days early or late is its."""
    return (day.toordinal() - 1 - weekday + 3) // 7


def _on_its_weekday(days: Sequence[dt.date]) -> dt.date:
    """The first day of a weekly series, had it been written down on the weekday of the others."""
    weekday = Counter(day.weekday() for day in days).most_common(1)[0][0]
    return dt.date.fromordinal(7 * _week_of(days[0], weekday) + weekday + 1)


def _month_of(day: dt.date) -> int:
    return 12 * day.year + day.month


def _are_monthly(days: Sequence[dt.date]) -> bool:
    if len({_month_of(day) for day in days}) < len(days):
        return False
    same = len({day.day for day in days}) == 1
    return same or all(day.day <= _EDGE for day in days) or all(_days_left(day) < _EDGE for day in days)


def _days_left(day: dt.date) -> int:
    """Of its month, after this day."""
    return monthrange(day.year, day.month)[1] - day.day


def _are_month_ends(days: Sequence[dt.date]) -> bool:
    return all(_days_left(day) == 0 for day in days)


def following(days: Sequence[dt.date], length: int, cadence: Cadence) -> tuple[dt.date, ...]:
    """The calendar that begins as `days` does, `length` steps long."""
    longest = {Cadence.DAY: 1, Cadence.WEEK: 7, Cadence.MONTH: 31}[cadence]
    return _calendar(days[0], days[0] + dt.timedelta(days=length * longest), cadence)[:length]


@lru_cache(maxsize=64)
def _calendar(first: dt.date, last: dt.date, cadence: Cadence) -> tuple[dt.date, ...]:
    if cadence is Cadence.MONTH:
        return _months(first, last)
    step = 7 if cadence is Cadence.WEEK else 1
    return tuple(first + dt.timedelta(days=i) for i in range(0, (last - first).days + 1, step))


def _months(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """The same day of every month, or its last where it is shorter or `first` is a month's last."""
    number = 31 if _are_month_ends([first]) else first.day
    found = [
        (first.year + month // 12, month % 12 + 1)
        for month in range(first.month - 1, first.month + 12 * (last.year - first.year) + last.month - first.month)
    ]
    days = (dt.date(year, month, min(number, monthrange(year, month)[1])) for year, month in found)
    return tuple(day for day in days if day <= last)


def _as_written(
    days: tuple[dt.date, ...], written: Sequence[dt.date], end: dt.date, step: Callable[[dt.date], int]
) -> tuple[dt.date, ...]:
    """The calendar with the days on which the values of its weeks or months were written down, up to `end`."""
    named = {step(day): day for day in (*days, *written)}
    return tuple(day for _step, day in sorted(named.items()) if day <= end)


def _on(days: tuple[dt.date, ...], series: Series, step: Callable[[dt.date], int]) -> Floats:
    if series.days[: len(days)] == days:
        return series.values[: len(days)]
    place = {step(day): i for i, day in enumerate(days)}
    row = np.full(len(days), np.nan)
    for day, value in zip(series.days, series.values, strict=True):
        if step(day) in place:
            row[place[step(day)]] = value
    return row


def _step_of(first: dt.date, cadence: Cadence) -> Callable[[dt.date], int]:
    """Which step of a calendar that begins so a day lies in."""
    if cadence is Cadence.WEEK:
        return lambda day: _week_of(day, first.weekday())
    return _month_of if cadence is Cadence.MONTH else dt.date.toordinal
