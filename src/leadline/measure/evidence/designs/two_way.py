"""What treated units would have shown: their own level, and what the days did to whoever was not yet treated.

In: values (N, T) and each unit's first treated day. Out: the imputed values, the average effect, and its covariance by
leaving out one unit at a time. The surprise: units that are treated already never serve as controls, which is what
biases a plain two-way regression when programs start at different times.

Borusyak, Jaravel & Spiess (2024), Review of Economic Studies 91: 3253-3285 (imputation). MacKinnon, Nielsen & Webb
(2023), Journal of Econometrics 232: 272-299 (the cluster jackknife).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from leadline.measure.evidence.designs.units import Ints
from leadline.measure.evidence.series import Flags, Floats

ROUNDING = 1e-10
"""Of the largest value: a smaller spread is what arithmetic leaves, and says nothing of the units."""


def is_rounding(spread: float, values: Floats) -> bool:
    """Whether a spread is no more than rounding beside the values' own size; then it is none, but a lack of one."""
    return not spread > ROUNDING * float(np.nanmax(np.abs(values), initial=0.0))


@dataclass(frozen=True, eq=False)
class Imputed:
    """`expected` (N, T) without the program, NaN where no untreated value says; `effect` the mean difference over
    treated `cells` (N, T), NaN where there are none."""

    expected: Floats
    effect: float
    cells: Flags


def impute(values: Floats, firsts: Ints) -> Imputed:
    """Unit and day effects by least squares on untreated cells. Raises LinAlgError for units that share no days."""
    weight, filled, known = _weighed(values, firsts)
    expected = _expected(weight, filled, _solved(*_normal(weight, filled)))
    cells = known & (weight == 0) & ~np.isnan(expected)
    return Imputed(expected, _mean(filled - np.nan_to_num(expected), cells), cells)


def without_each(values: Floats, firsts: Ints, imputed: Imputed) -> Floats:
    """(N,): the effect without each unit, NaN where it cannot be had."""
    weight, filled, _known = _weighed(values, firsts)
    normal, right = _normal(weight, filled)
    sums = _sums(weight, filled, imputed.cells)
    return np.array([_without(i, weight, filled, normal, right, sums) for i in range(len(values))])


def _weighed(values: Floats, firsts: Ints) -> tuple[Floats, Floats, Flags]:
    """Each cell's weight in the fit (1 where untreated and known), its value (0 where not known), and which are."""
    known = ~np.isnan(values)
    after = np.arange(values.shape[1]) >= firsts[:, None]
    return (known & ~after).astype(np.float64), np.where(known, values, 0.0), known


@dataclass(frozen=True)
class Spread:
    """A standard error by leaving out one unit at a time, and the degrees of freedom of its t law (Satterthwaite)."""

    se: float
    df: float

    def is_nothing(self, values: Floats) -> bool:
        """Whether it is no more than rounding: then no interval and no p-value can be had from it."""
        return is_rounding(self.se, values)

    def interval(self, value: float, level: float) -> tuple[float, float]:
        half = float(stdtrit(self.df, (1 + level) / 2)) * self.se
        return value - half, value + half

    def p_value(self, value: float) -> float:
        return float(2 * stdtr(self.df, -abs(value) / self.se)) if self.se > 0 else 1.0


def spread_of(left_out: Floats, treated: Flags) -> Spread:
    """From the estimates without each unit (N,): treated and control units are two samples, as in Welch's test, to
    which this reduces with one start and complete data."""
    parts = [_part(left_out[group]) for group in (treated, ~treated)]
    variance = sum(one for one, _ in parts)
    df = variance**2 / max(sum(one**2 / freedom for one, freedom in parts), np.finfo(np.float64).tiny)
    return Spread(float(np.sqrt(variance)), float(df) if variance > 0 else 1.0)


def covariance_of(left_out: Floats, treated: Flags) -> Floats:
    """(H, H) of several estimates at once, from the estimates without each unit (N, H)."""
    whole = np.zeros((left_out.shape[1], left_out.shape[1]))
    for group in (treated, ~treated):
        away = left_out[group] - left_out[group].mean(axis=0)
        whole += (len(away) - 1) / len(away) * away.T @ away
    return whole


def _part(left_out: Floats) -> tuple[float, int]:
    known = left_out[~np.isnan(left_out)]
    number = len(known)
    return float((number - 1) / number * ((known - known.mean()) ** 2).sum()), max(number - 1, 1)


def _normal(weight: Floats, filled: Floats) -> tuple[Floats, Floats]:
    """The normal equations of the day effects, unit effects taken out."""
    share = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1)
    normal = np.diag(weight.sum(axis=0)) - share.T @ weight
    return normal, (weight * filled).sum(axis=0) - share.T @ (weight * filled).sum(axis=1)


def _solved(normal: Floats, right: Floats) -> Floats:
    """The day effects; of a day without any untreated value NaN. Their common level is free, and set to nothing."""
    some = np.diag(normal) > 1e-9
    days = np.full(len(right), np.nan)
    inner = normal[np.ix_(some, some)]
    days[some] = np.linalg.solve(inner + np.ones_like(inner) / len(inner), right[some])
    return days


def _expected(weight: Floats, filled: Floats, days: Floats) -> Floats:
    """(N, T): NaN for a unit without untreated days, and on a day without untreated units."""
    number = weight.sum(axis=1, keepdims=True)
    level = (weight * (filled - np.nan_to_num(days))).sum(axis=1, keepdims=True) / np.maximum(number, 1)
    expected: Floats = np.where(number > 0, level, np.nan) + days
    return expected


@dataclass(frozen=True, eq=False)
class _Sums:
    """Of the treated `cells` (N, T), so that one unit is taken off instead of all others added up: each unit's number
    (N,), its values less its own level (N,), and how the day effects enter both (N, T); with their totals."""

    cells: Flags
    number: Floats
    apart: Floats
    by_day: Floats
    total_apart: float
    total_by_day: Floats


def _sums(weight: Floats, filled: Floats, cells: Flags) -> _Sums:
    number, seen = cells.sum(axis=1).astype(np.float64), np.maximum(weight.sum(axis=1), 1)
    apart = (cells * filled).sum(axis=1) - number * (weight * filled).sum(axis=1) / seen
    by_day = weight * (number / seen)[:, None] - cells
    return _Sums(cells, number, apart, by_day, float(apart.sum()), by_day.sum(axis=0))


def _without(i: int, weight: Floats, filled: Floats, normal: Floats, right: Floats, sums: _Sums) -> float:
    mine, number = weight[i], max(weight[i].sum(), 1.0)
    less = normal - np.diag(mine) + np.outer(mine, mine) / number
    rest = right - mine * filled[i] + mine * (mine @ filled[i]) / number
    days = _solved(less, rest)
    lost = np.isnan(days)
    if (sums.cells[:, lost].sum(axis=0) > sums.cells[i, lost]).any():
        return _without_days(i, weight, filled, days, sums.cells)
    left = sums.number.sum() - sums.number[i]
    by_day = (sums.total_by_day - sums.by_day[i])[~lost] @ days[~lost]
    return float((sums.total_apart - sums.apart[i] + by_day) / left) if left else np.nan


def _without_days(i: int, weight: Floats, filled: Floats, days: Floats, cells: Flags) -> float:
    """The same where some cells lose what they are compared with: those that are left, one by one."""
    left = cells & (np.arange(len(weight)) != i)[:, None]
    rows = left.any(axis=1)
    expected = _expected(weight[rows], filled[rows], days)
    return _mean(filled[rows] - np.nan_to_num(expected), left[rows] & ~np.isnan(expected))


def _mean(differences: Floats, cells: Flags) -> float:
    return float(differences[cells].mean()) if cells.any() else float("nan")
