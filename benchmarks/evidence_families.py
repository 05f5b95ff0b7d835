"""Simulated series whose truth is known: the noise that companies have, one family a name.

In: a generator, how many series, days before and after. Out: outcomes (S, T) around 20 with noise of deviation 1, and a
control (S, T) or None. `TUNED` families, with other seeds and varied sizes, were looked at while the prior weights
were chosen (docs/decisions/0012-calibration.md); `APART` ones were not. `benchmarks/evidence_oracle.py` knows the noise
of each.
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


def sliding(begins: int, slope: float = 0.05) -> Family:
    """A trend that begins so many days before the start and goes on, up or down."""

    def make(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
        days = before + after
        sign = rng.choice([-1.0, 1.0], (series, 1))
        return Drawn(_ar(rng, series, days, 0.5) + slope * sign * np.maximum(np.arange(days) - before + begins, 0))

    return make


def poisson(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    return Drawn(rng.poisson(LEVEL, (series, before + after)).astype(float) - LEVEL)


def doubling_at_start(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    days = before + after
    return Drawn(_ar(rng, series, days, 0.5) * np.where(np.arange(days) < before, 1.0, 2.0))


def mixed(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    """ARMA(2, 1) with a slow cycle of about a month, which no AR(1) is."""
    shocks = rng.standard_normal((series, before + after + BURN_IN))
    rows = lfilter([1.0, 0.4], [1.0, -1.2, 0.4], shocks, axis=1)[:, BURN_IN:]
    return Drawn(rows / 2.65)


def long_memory(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
    """Fractional noise, d = 0.3: between a swing that ends and a level that wanders."""
    days = before + after + BURN_IN
    weight = np.cumprod(np.concatenate([[1.0], (np.arange(1, days) - 1 + 0.3) / np.arange(1, days)]))
    rows = lfilter(weight, [1.0], rng.standard_normal((series, days)), axis=1)[:, BURN_IN:]
    return Drawn(rows / 1.13)


def breaking_control(when: float) -> Family:
    """A control that shares a swing, until its own level jumps: `when` is a share of the days before (1: the start)."""

    def make(rng: np.random.Generator, series: int, before: int, after: int) -> Drawn:
        drawn = shared_control(rng, series, before, after)
        if drawn.controls is None:
            raise ValueError("this family has controls")
        return Drawn(drawn.outcomes, drawn.controls + 3.0 * (np.arange(before + after) >= round(when * before)))

    return make


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
    "trend begins 30 days before": sliding(30),
    "season of the year": seasonal,
    "level break before": broken,
    "useless control": useless_control,
    "control shares a swing": shared_control,
}
APART: dict[str, Family] = {
    "trend begins 50 days before": sliding(50, 0.03),
    "variance doubles": doubling,
    "variance doubles at the start": doubling_at_start,
    "heavy tails (t3)": heavy,
    "Poisson counts": poisson,
    "over-dispersed counts": counted,
    "one day in ten missing": missing,
    "ARMA(2, 1)": mixed,
    "long memory": long_memory,
    "control breaks before": breaking_control(0.6),
    "control breaks at the start": breaking_control(1.0),
}
FAMILIES = TUNED | APART
