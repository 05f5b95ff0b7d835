"""Did the treated units change more than the others did over the same days?

In: `Units`, with one start or several, values missing or not. Out: an `Effect`. Errors are by unit: with five units or
more on either side from leaving each out, with fewer from pretended programs among the others, because a handful of
clusters has no reliable standard error.

Imputation: Borusyak, Jaravel & Spiess (2024). Errors by unit: Bertrand, Duflo & Mullainathan (2004), QJE 119: 249-275;
with few units: Conley & Taber (2011).
"""

from __future__ import annotations

import numpy as np

from leadline.measure.evidence.checks.pre_trend import pre_trend
from leadline.measure.evidence.designs.backdated import backdated
from leadline.measure.evidence.designs.in_space import (
    UNKNOWN,
    Statistic,
    in_space,
    needed,
    no_scale,
    pretended_check,
    statistic_of,
)
from leadline.measure.evidence.designs.results import Found, effect_of, refused
from leadline.measure.evidence.designs.two_way import Imputed, impute, spread_of, without_each
from leadline.measure.evidence.designs.units import Units, why_not
from leadline.measure.evidence.effect import Effect
from leadline.measure.evidence.grade import Check, Direction
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings

DESIGN, METHOD = "difference-in-differences", "imputation with unit and day effects, errors by unit, version 2"
FEW = 5
"""Fewer units than this on either side have no reliable standard error."""


def difference_in_differences(
    units: Units, *, expected: Direction | None = None, settings: Settings = DEFAULT_SETTINGS
) -> Effect:
    """The average change of a treated unit and day beyond what its own level and the untreated units' days foretell."""
    if problem := why_not(units):
        return refused(units, DESIGN, METHOD, *problem, settings, expected=expected)
    imputed = _imputed(units)
    if imputed is None:
        reason = "The treated and the other units share too few days to be compared."
        return refused(units, DESIGN, METHOD, reason, "Values on the same days.", settings, expected=expected)
    checks: list[Check] = []
    if _are_few(units):
        real = _statistic(units, imputed)
        if problem := no_scale(units, real):
            return refused(units, DESIGN, METHOD, *problem, settings, expected=expected)
        space = in_space(units, _pretended, real, settings.level)
        if space.half is None:
            reason = f"{int(units.treated.sum())} treated units are too few for an error by unit, and "
            reason += f"{len(space.sets)} pretended programs among the others too few to judge by."
            return refused(units, DESIGN, METHOD, reason, needed(units, settings.level), settings, expected=expected)
        checks.append(pretended_check(real, space, settings))
        low, high, p_value = real.effect - space.half, real.effect + space.half, space.p_value
    else:
        left_out = without_each(units.values, units.firsts, imputed)
        if problem := _no_error(units, left_out):
            return refused(units, DESIGN, METHOD, *problem, settings, expected=expected)
        spread = spread_of(left_out, units.treated)
        low, high = spread.interval(imputed.effect, settings.level)
        p_value = spread.p_value(imputed.effect)
    checks += [pre_trend(*_slopes(units), settings), backdated(units, _p_value, settings)]
    found = Found(imputed.effect, low, high, p_value, *_lines(units, imputed))
    return effect_of(units, DESIGN, METHOD, found, checks, settings, expected=expected)


def _imputed(units: Units) -> Imputed | None:
    """None where the treated and the other units share too few days."""
    try:
        imputed = impute(units.values, units.firsts)
    except np.linalg.LinAlgError:
        return None
    return None if np.isnan(imputed.effect) else imputed


def _no_error(units: Units, left_out: Floats) -> tuple[str, str] | None:
    """Why leaving out one unit at a time tells no error, and what would mend it; None where it does."""
    needed_all = [name for name, left in zip(units.names, left_out, strict=True) if np.isnan(left)]
    if needed_all:
        reason = f"Without {needed_all[0]} nothing is left to compare, so no error can be had from leaving it out."
        return reason, f"More units with values on the days of {needed_all[0]}."
    if spread_of(left_out, units.treated).is_nothing(units.values):
        reason = "Leaving out any unit changes nothing: the units do not differ, so no error can be had from them."
        return reason, "Check that each unit has figures of its own, not copies or a constant."
    return None


def _are_few(units: Units) -> bool:
    treated = int(units.treated.sum())
    return min(treated, len(units.names) - treated) < FEW


def _statistic(units: Units, imputed: Imputed) -> Statistic:
    """The differences' spread before the start makes units of different size comparable."""
    observed, expected = _lines(units, imputed)
    gap, first = observed - expected, int(units.firsts[units.treated].min())
    before, after = (part[~np.isnan(part)] for part in (gap[:first], gap[first:]))
    if not len(before) or not len(after):
        return UNKNOWN
    one = statistic_of(after, 0, float(before.std()))
    return Statistic(imputed.effect, one.scale, one.after)


def _pretended(units: Units) -> Statistic:
    imputed = _imputed(units)
    return _statistic(units, imputed) if imputed else UNKNOWN


def _p_value(units: Units) -> float:
    """NaN where it cannot be had."""
    imputed = _imputed(units)
    if imputed is None:
        return float("nan")
    if not _are_few(units):
        left_out = without_each(units.values, units.firsts, imputed)
        without_error = _no_error(units, left_out) is not None
        return float("nan") if without_error else spread_of(left_out, units.treated).p_value(imputed.effect)
    real = _statistic(units, imputed)
    return float("nan") if no_scale(units, real) else in_space(units, _pretended, real, 0.95).p_value


def _lines(units: Units, imputed: Imputed) -> tuple[Floats, Floats]:
    """(T,) twice: the treated units' mean as observed and as it would have been, over the cells that have both."""
    both = units.treated[:, None] & ~np.isnan(units.values) & ~np.isnan(imputed.expected)
    number = both.sum(axis=0)
    sums = [np.where(both, one, 0).sum(axis=0) for one in (units.values, imputed.expected)]
    observed, expected = (np.where(number > 0, one / np.maximum(number, 1), np.nan) for one in sums)
    return observed, expected


def _slopes(units: Units) -> tuple[Floats, Floats]:
    """Each unit's straight trend a step before the first start: of the treated ones, and of the others."""
    first = int(units.firsts[units.treated].min())
    values = units.values[:, :first]
    known = ~np.isnan(values)
    number = np.maximum(known.sum(axis=1, keepdims=True), 1)
    at = np.where(known, np.arange(first), 0.0)
    away = np.where(known, at - at.sum(axis=1, keepdims=True) / number, 0.0)
    square = (away**2).sum(axis=1)
    slopes = (away * np.nan_to_num(values)).sum(axis=1) / np.where(square > 0, square, np.nan)
    found = ~np.isnan(slopes)
    return slopes[units.treated & found], slopes[~units.treated & found]
