"""Did the treated units leave the path of a mixture of others that moved as they did before?

In: `Units` with one start, complete. Out: an `Effect` whose picture is the mixture, with placebo-in-space p-value and
interval. The surprise: by default units are compared without their own level (`demeaned`), because a company's regions
differ in size and the largest can be no mixture of smaller ones.

Abadie, Diamond & Hainmueller (2010), JASA 105: 493-505; demeaned: Ferman & Pinto (2021), Quantitative Economics 12.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadline.measure.evidence.designs.backdated import backdated
from leadline.measure.evidence.designs.in_space import (
    Statistic,
    in_space,
    needed,
    no_scale,
    pretended_check,
    statistic_of,
)
from leadline.measure.evidence.designs.results import Found, effect_of, refused
from leadline.measure.evidence.designs.simplex import simplex_weights
from leadline.measure.evidence.designs.units import Units, why_not
from leadline.measure.evidence.effect import Effect
from leadline.measure.evidence.grade import Check, Direction
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings

DESIGN, METHOD = "synthetic control", "simplex weights on the outcome, placebo in space, version 2"
LEAST_WEIGHT = 0.001


@dataclass(frozen=True, eq=False)
class Fit:
    """`weights` (J,) of the never-treated units; `observed` and `expected` (T,), the treated units' mean."""

    weights: Floats
    observed: Floats
    expected: Floats
    first: int

    @property
    def statistic(self) -> Statistic:
        gap = self.observed - self.expected
        return statistic_of(gap, self.first, float(np.sqrt((gap[: self.first] ** 2).mean())))


def synthetic_control(
    units: Units,
    *,
    demeaned: bool = True,
    expected: Direction | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Effect:
    """Compare the treated units' mean with a weighted mean of the others, fitted to the days before the start."""
    if problem := why_not(units, one_start=True, complete=True):
        return refused(units, DESIGN, METHOD, *problem, settings, expected=expected)
    fitted = fit(units, demeaned=demeaned)
    real = fitted.statistic
    if problem := no_scale(units, real):
        return refused(units, DESIGN, METHOD, *problem, settings, expected=expected)
    space = in_space(units, lambda one: fit(one, demeaned=demeaned).statistic, real, settings.level)
    if space.half is None:
        reason = f"{len(space.sets)} pretended programs among the others are too few to judge by."
        return refused(units, DESIGN, METHOD, reason, needed(units, settings.level), settings, expected=expected)
    checks: list[Check] = [
        pretended_check(real, space, settings),
        backdated(units, lambda one: _p_value(one, settings, demeaned=demeaned), settings),
    ]
    names = [name for name in units.names if name not in units.starts]
    used = sorted(zip(names, fitted.weights.tolist(), strict=True), key=lambda one: -one[1])
    weights = tuple(one for one in used if one[1] >= LEAST_WEIGHT)
    found = Found(
        real.effect,
        real.effect - space.half,
        real.effect + space.half,
        space.p_value,
        fitted.observed,
        fitted.expected,
        weights=weights,
    )
    notes = [f"The mixture: {', '.join(f'{name} {weight:.0%}'.replace('%', ' %') for name, weight in weights)}."]
    return effect_of(units, DESIGN, METHOD, found, checks, settings, expected=expected, notes=notes)


def fit(units: Units, *, demeaned: bool) -> Fit:
    """The mixture for these units, without judging it."""
    treated, first = units.treated, int(units.firsts[units.treated].min())
    observed, others = units.values[treated].mean(axis=0), units.values[~treated]
    level, levels = 0.0, np.zeros((len(others), 1))
    if demeaned:
        level, levels = float(observed[:first].mean()), others[:, :first].mean(axis=1, keepdims=True)
    weights = simplex_weights((observed - level)[:first], (others - levels)[:, :first].T)
    return Fit(weights, observed, level + weights @ (others - levels), first)


def _p_value(units: Units, settings: Settings, *, demeaned: bool) -> float:
    """NaN where it cannot be had."""

    def design(one: Units) -> Statistic:
        return fit(one, demeaned=demeaned).statistic

    real = design(units)
    return float("nan") if no_scale(units, real) else in_space(units, design, real, settings.level).p_value
