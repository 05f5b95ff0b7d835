"""Which regular patterns a series may follow: its level, weekday, holidays and a straight trend.

In: a calendar and the holidays. Out: the columns (T, p) that every series of that calendar shares, how firmly each is
held near zero, and the days to leave out. The surprise: holidays of which too few lie before the start cannot be
learned, so those days are left out on both sides instead of guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from leadline.measure.evidence.series import Cadence, Flags, Floats

HOLIDAYS_TO_LEARN = 3
HOLIDAY_PRECISION = 0.01
"""A holiday may move a day by some ten standard deviations of the noise: a wide, proper prior."""

TREND_PRECISION = 0.04
"""A trend may add up to some five standard deviations of the noise over the days before the start."""

SEASON_PRECISION = 1.0
"""A season of the year may swing by one standard deviation of the noise, or two."""

DAYS_A_YEAR = 365.25

FLAT = 1e-8
"""Free, but for a pretended start before which that weekday was never seen."""


@dataclass(frozen=True, eq=False)
class Regressors:
    """`columns` (T, p), the trend last; `precision` (p,), `FLAT` where free; `left_out` (T,): days nothing explains."""

    columns: Floats
    precision: Floats
    left_out: Flags


@dataclass(frozen=True, eq=False)
class Turns:
    """`columns` (T, J): changes of the level (`kind` 0) or of the slope (1) that begin on the day `begins` (J,), before
    the start; `precision` (J,)."""

    columns: Floats
    kind: NDArray[np.int_]
    begins: NDArray[np.int_]
    precision: Floats


NO_TURNS = Turns(np.zeros((0, 0)), np.zeros(0, dtype=int), np.zeros(0, dtype=int), np.zeros(0))

BREAK_PRECISION, BEND_PRECISION, BEND_DAYS = 0.25, 1.0, 20
BEND_BEFORE = (14, 21, 32, 48, 72, 108, 162)


def turns(days: int, first: int) -> Turns:
    """Where a level or a slope may have turned before the start."""
    apart = max(7, first // 14)
    breaks = np.arange(first - 7, 9, -apart)
    bends = np.array([first - back for back in BEND_BEFORE if back < 0.8 * first], dtype=int)
    at = np.arange(days)[:, None]
    columns = np.hstack([(at >= breaks).astype(np.float64), np.maximum(at - bends, 0) / BEND_DAYS])
    kind = np.repeat([0, 1], [len(breaks), len(bends)])
    precision = np.where(kind == 0, BREAK_PRECISION, BEND_PRECISION)
    return Turns(columns, kind, np.concatenate([breaks, bends]), precision)


def regressors(
    days: Sequence[dt.date], cadence: Cadence, holidays: Collection[dt.date], known: Flags, first: int
) -> Regressors:
    """The shared columns; weekdays and holidays are learned from the `known` days before index `first`."""
    return _regressors(tuple(days), cadence, frozenset(holidays), known.tobytes(), first)


@lru_cache(maxsize=64)
def _regressors(
    days: tuple[dt.date, ...], cadence: Cadence, holidays: frozenset[dt.date], known: bytes, first: int
) -> Regressors:
    seen = np.frombuffer(known, dtype=bool) & (np.arange(len(days)) < first)
    columns, precision = [np.ones(len(days))], [FLAT]
    left_out = np.zeros(len(days), dtype=bool)
    if cadence is Cadence.DAY:
        weekdays, left_out = _weekdays(days, seen)
        holiday = np.array([day in holidays for day in days], dtype=bool)
        columns += weekdays
        precision += [FLAT] * len(weekdays)
        if int((holiday & seen).sum()) >= HOLIDAYS_TO_LEARN:
            columns.append(holiday.astype(np.float64))
            precision.append(HOLIDAY_PRECISION)
        else:
            left_out |= holiday
    year = 2 * np.pi / DAYS_A_YEAR * np.array([(day - days[0]).days for day in days])
    columns += [(np.arange(len(days)) - first) / first, np.cos(year), np.sin(year)]
    precision += [TREND_PRECISION, SEASON_PRECISION, SEASON_PRECISION]
    return Regressors(np.column_stack(columns), np.array(precision), left_out)


def _weekdays(days: Sequence[dt.date], seen: Flags) -> tuple[list[Floats], Flags]:
    """A column for each weekday ever seen but one, and the days whose weekday was not."""
    weekday = np.array([day.weekday() for day in days])
    present = np.unique(weekday[seen])
    columns = [(weekday == which).astype(np.float64) for which in present[:-1]]
    return columns, ~np.isin(weekday, present)
