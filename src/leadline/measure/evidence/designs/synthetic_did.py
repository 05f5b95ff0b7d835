"""Did the treated units change more than a mixture of others, both seen from the days that foretell the days after?

In: `Units` with one start, complete. Out: an `Effect` with placebo-in-space p-value and interval. Units and days are
both weighted: a synthetic control that may stand at another level, and a before that resembles the after.

Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), American Economic Review 111: 4088-4118, algorithm 1; the weights
are solved exactly instead of by Frank-Wolfe steps.
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
from leadline.measure.evidence.designs.synthetic_control import LEAST_WEIGHT
from leadline.measure.evidence.designs.units import Units, why_not
from leadline.measure.evidence.effect import Effect
from leadline.measure.evidence.grade import Direction
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings

DESIGN, METHOD = "synthetic difference-in-differences", "unit and time weights, placebo in space, version 2"
NO_RIDGE = 1e-6


@dataclass(frozen=True, eq=False)
class Fit:
    """`unit_weights` (J,) of the never-treated units, `day_weights` (T0,) of the days before; `observed` (T,), the
    treated units' mean, and `mixture` (T,), still at its own level."""

    unit_weights: Floats
    day_weights: Floats
    observed: Floats
    mixture: Floats

    @property
    def expected(self) -> Floats:
        """The mixture at the treated units' level, as the weighted days before have it."""
        before = (self.observed - self.mixture)[: len(self.day_weights)]
        level: Floats = self.mixture + self.day_weights @ before
        return level

    @property
    def statistic(self) -> Statistic:
        gap = self.observed - self.expected
        first = len(self.day_weights)
        return statistic_of(gap, first, float(gap[:first].std()))


def synthetic_did(units: Units, *, expected: Direction | None = None, settings: Settings = DEFAULT_SETTINGS) -> Effect:
    """Difference-in-differences between the treated units' mean and a mixture, by weighted days before the start."""
    if problem := why_not(units, one_start=True, complete=True):
        return refused(units, DESIGN, METHOD, *problem, settings, expected=expected)
    fitted = fit(units)
    real = fitted.statistic
    if problem := no_scale(units, real):
        return refused(units, DESIGN, METHOD, *problem, settings, expected=expected)
    space = in_space(units, lambda one: fit(one).statistic, real, settings.level)
    if space.half is None:
        reason = f"{len(space.sets)} pretended programs among the others are too few to judge by."
        return refused(units, DESIGN, METHOD, reason, needed(units, settings.level), settings, expected=expected)
    checks = [
        pretended_check(real, space, settings),
        backdated(units, lambda one: _p_value(one, settings), settings),
    ]
    names = [name for name in units.names if name not in units.starts]
    used = sorted(zip(names, fitted.unit_weights.tolist(), strict=True), key=lambda one: -one[1])
    low, high = real.effect - space.half, real.effect + space.half
    weights = tuple(one for one in used if one[1] >= LEAST_WEIGHT)
    found = Found(real.effect, low, high, space.p_value, fitted.observed, fitted.expected, weights=weights)
    return effect_of(units, DESIGN, METHOD, found, checks, settings, expected=expected)


def fit(units: Units) -> Fit:
    """Both sets of weights for these units, without judging them."""
    treated, first = units.treated, int(units.firsts[units.treated].min())
    observed, others = units.values[treated].mean(axis=0), units.values[~treated]
    before, after = others[:, :first], others[:, first:]
    noise = float(np.diff(before, axis=1).std(ddof=1))
    ridge = first * np.sqrt(treated.sum() * after.shape[1]) * noise**2
    unit_weights = simplex_weights(_centred(observed[:first]), _centred(before.T), ridge=ridge)
    still = len(others) * (NO_RIDGE * noise) ** 2
    day_weights = simplex_weights(_centred(after.mean(axis=1)), _centred(before), ridge=still)
    return Fit(unit_weights, day_weights, observed, unit_weights @ others)


def _p_value(units: Units, settings: Settings) -> float:
    """NaN where it cannot be had."""
    real = fit(units).statistic
    if no_scale(units, real):
        return float("nan")
    return in_space(units, lambda one: fit(one).statistic, real, settings.level).p_value


def _centred(rows: Floats) -> Floats:
    """Without the mean over the first axis: the regression's intercept."""
    centred: Floats = rows - rows.mean(axis=0)
    return centred
