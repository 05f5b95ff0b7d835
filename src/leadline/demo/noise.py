"""The weather of the numbers: how far a day lies from what one would expect, and why.

In: a generator and a length. Out: log-scale deviations, one a day. None of this is a local level, an AR(1)
or a Gaussian step: an estimator that assumes one of those is tested on a world that does not oblige.
Sources: ARMA as in Box & Jenkins; the threshold process as in Tong (1983); the two-state regime as in
Hamilton (1989); Pareto sizes for outages and storms.
"""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from leadline.demo.days import DayTable, Floats

_BURN_IN = 60


def arma(rng: np.random.Generator, n: int, *, sd: float) -> Floats:
    """ARMA(2,1), φ = (0.9, −0.25), θ = 0.35, scaled to a stationary deviation of `sd`."""
    shocks = rng.standard_normal(n + _BURN_IN)
    path = lfilter([1.0, 0.35], [1.0, -0.9, 0.25], shocks)[_BURN_IN:]
    return np.asarray(path * (sd / 1.82), dtype=float)


def threshold(rng: np.random.Generator, n: int, *, sd: float) -> Floats:
    """A self-exciting threshold process: high days fade quickly, low days linger. Deviation about `sd`."""
    shocks = (rng.standard_t(5, n + _BURN_IN) / 1.29).tolist()
    value, path = 0.0, []
    for shock in shocks:
        value = (0.35 * value + 0.9 * shock) if value > 0.6 else (0.75 * value + 0.6 * shock)
        path.append(value)
    return np.asarray(path[_BURN_IN:]) * sd


def strained(rng: np.random.Generator, n: int, *, size: float) -> Floats:
    """Calm and strained weeks: a two-state regime (44 and 11 days on average), smoothed over three days."""
    draws = rng.random(n + _BURN_IN).tolist()
    state, states = 0, []
    for draw in draws:
        state = (1 - state) if draw < (1 / 44 if state == 0 else 1 / 11) else state
        states.append(state)
    smooth = lfilter([0.4, 0.35, 0.25], [1.0], np.array(states, dtype=float))[_BURN_IN:]
    return np.asarray(size * (smooth - 0.2), dtype=float)


def outages(rng: np.random.Generator, n: int, *, a_year: float, smallest: float) -> Floats:
    """Rare network outages: sizes are Pareto (tail 2.3, capped at 1.1), gone after some days."""
    strikes = rng.random(n) < a_year / 365.25
    sizes = np.minimum(smallest * (1 + rng.pareto(2.3, n)), 1.1)
    return np.asarray(lfilter([1.0], [1.0, -0.45], strikes * sizes), dtype=float)


def storms(rng: np.random.Generator, table: DayTable, *, smallest: float) -> Floats:
    """Storms and thunder: often in autumn and winter, some in July, heavy-tailed, over in a day or two."""
    winter = 0.5 + 0.5 * np.cos(table.year_phase)
    thunder = np.exp(-0.5 * ((table.year_phase - 3.4) / 0.35) ** 2)
    n = len(table.days)
    strikes = rng.random(n) < 0.008 + 0.035 * winter + 0.02 * thunder
    sizes = np.minimum(smallest * (1 + rng.pareto(2.0, n)), 0.7)
    return np.asarray(lfilter([1.0], [1.0, -0.3], strikes * sizes), dtype=float)


def counts(rng: np.random.Generator, mean: Floats, *, dispersion: float) -> Floats:
    """Negative-binomial counts around `mean`, with variance mean + mean² / dispersion."""
    return rng.negative_binomial(dispersion, dispersion / (dispersion + mean)).astype(float)
