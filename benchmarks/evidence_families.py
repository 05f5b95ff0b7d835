"""Simulated series whose truth is known: the noise that companies have, one family a name.

In: a generator, how many series, days before and after. Out: outcomes (S, T) around 20 with noise of deviation 1, and a
control (S, T) or None. `TUNED` families were looked at while the grid's prior weights, the season's weight and the slow
half of a control were chosen; `APART` ones were not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
LEVEL = 20.0
BURN_IN = 200


@dataclass(frozen=True)
class Drawn:
    """`outcomes` (S, T), `controls` (S, T) or None."""

    outcomes: Floats
    controls: Floats | None = None


Family = Callable[[np.random.Generator, int, int, int], Drawn]


def draw(name: str, rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    """`series` outcomes of the family; nothing begins in any of them."""
    drawn = FAMILIES[name](rng, series, before, after)
    return Drawn(LEVEL + drawn.outcomes, drawn.controls)


def white(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    return Drawn(rng.standard_normal((series, before + after)))


def swinging(phi: float, weekday: float = 0.0) -> Family:
    def make(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
        return Drawn(_ar(rng, series, before + after, phi) + _week(rng, series, before + after, weekday))

    return make


def wandering(step: float, noise: float = 1.0, weekday: float = 1.5) -> Family:
    def make(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
        days = before + after
        level = np.cumsum(step * rng.standard_normal((series, days)), axis=1)
        return Drawn(level + noise * rng.standard_normal((series, days)) + _week(rng, series, days, weekday))

    return make


def trending(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    slope = rng.uniform(-0.03, 0.03, (series, 1))
    return Drawn(rng.standard_normal((series, before + after)) + slope * np.arange(before + after))


def seasonal(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    phase = rng.uniform(0, 2 * np.pi, (series, 1))
    season = 1.5 * np.sin(2 * np.pi * np.arange(before + after) / 365.25 + phase)
    return Drawn(season + _ar(rng, series, before + after, 0.5))


def doubling(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    days = before + after
    return Drawn(_ar(rng, series, days, 0.5) * np.where(np.arange(days) < days // 2, 1.0, 2.0))


def heavy(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    return Drawn(rng.standard_t(3, (series, before + after)) / np.sqrt(3))


def counted(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    """Over-dispersed counts around 20, less the level that `draw` adds."""
    mean = LEVEL * np.exp(0.1 * _ar(rng, series, before + after, 0.7))
    return Drawn(rng.negative_binomial(40, 40 / (40 + mean)).astype(float) - LEVEL)


def broken(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    """The level jumps by two deviations somewhere in the middle of the days before."""
    at = rng.integers(before // 4, 3 * before // 4, (series, 1))
    return Drawn(_ar(rng, series, before + after, 0.5) + 2.0 * (np.arange(before + after) >= at))


def missing(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    days = before + after
    values = _ar(rng, series, days, 0.5)
    return Drawn(np.where(rng.random(days) < 0.1, np.nan, values))


def useless_control(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    days = before + after
    return Drawn(_ar(rng, series, days, 0.8), np.cumsum(0.1 * rng.standard_normal((series, days)), axis=1))


def shared_control(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    """Outcome and control share a slow swing; each has noise of its own."""
    days = before + after
    shared = 1.5 * _ar(rng, series, days, 0.95)
    control = shared + 0.7 * rng.standard_normal((series, days))
    return Drawn(shared + rng.standard_normal((series, days)), control)


def _ar(rng: np.random.Generator, series: int, days: int, phi: float) -> Floats:
    shocks = rng.standard_normal((series, days + BURN_IN))
    swing: Floats = lfilter([np.sqrt(1 - phi**2)], [1.0, -phi], shocks, axis=1)[:, BURN_IN:]
    return swing


def _week(rng: np.random.Generator, series: int, days: int, size: float) -> Floats:
    pattern = size * rng.standard_normal((series, 7))
    week: Floats = pattern[:, np.arange(days) % 7]
    return week


TUNED: dict[str, Family] = {
    "independent": white,
    "AR .5": swinging(0.5),
    "AR .8 + weekday": swinging(0.8, weekday=1.5),
    "AR .95": swinging(0.95),
    "random-walk level .3 + weekday": wandering(0.3),
    "random-walk level .1 + weekday": wandering(0.1),
    "random walk": wandering(1.0, noise=0.0, weekday=0.0),
    "straight trend": trending,
    "season of the year": seasonal,
    "useless control": useless_control,
    "control shares a swing": shared_control,
}
APART: dict[str, Family] = {
    "variance doubles": doubling,
    "heavy tails (t3)": heavy,
    "over-dispersed counts": counted,
    "level break before": broken,
    "one day in ten missing": missing,
}
FAMILIES = TUNED | APART
