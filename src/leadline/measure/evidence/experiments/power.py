"""How small an effect would this experiment show, and after how many days? From the company's own history.

In: pairs of units, their history in shares of their own level, and a number of days. Out: the minimum detectable
effect, and an A/A run: how often the test claims something where nothing happened. Every simulated experiment is a
window of real days, lots drawn anew, and an effect planted in the units drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from leadline.measure.evidence.experiments.lot import flips
from leadline.measure.evidence.experiments.windows import carry_of, starts_of, window_means
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import Settings
from leadline.measure.record import Recorded
from leadline.words import Estimate

REPLICATES = 400
MOST_WINDOWS = 20
SIMULATED_FLIPS = 1024
LARGEST = 1.0
STEPS = 10
"""Halvings of the search for the smallest effect: finer than the simulation's own noise."""


@dataclass(frozen=True)
class Power(Recorded):
    """An experiment of so many days: `detectable_share` is the effect that it shows with the wanted power, as a share
    of a unit's level (None where even doubling would not be seen); `windows` the pretended starts in history;
    `false_positives` how often it claims an effect where none was, with its own interval."""

    days: int
    windows: int
    detectable_share: float | None
    false_positives: Estimate


def power_of(
    shares: Floats, pairs: Sequence[tuple[int, int]], days: int, before: int, seed: int, settings: Settings
) -> Power | None:
    """`shares` (N, T) is the history; None where it holds no window of `before` + `days`."""
    made = _worlds(shares, pairs, days, before, seed)
    if made is None:
        return None
    base, lift, windows = made
    simulated = _Simulated(base, lift, 1 - settings.level)
    quiet = _share(simulated.claimed(0.0), len(base), settings.level)
    return Power(days, windows, _detectable(simulated, settings.power), quiet)


class _Simulated:
    """Experiments (R,) whose lots are all tried: what they show without an effect, and what an effect of 1 adds."""

    def __init__(self, base: Floats, lift: Floats, allowed: float) -> None:
        ways = flips(base.shape[1], SIMULATED_FLIPS)
        self._base, self._lift, self._allowed = base @ ways.T, lift @ ways.T, allowed

    def claimed(self, effect: float) -> float:
        """The share of experiments that claim an effect where `effect` was planted; the real lot stands first."""
        shown = np.abs(self._base + effect * self._lift)
        p_values = (shown >= shown[:, :1] * (1 - 1e-12)).mean(axis=1)
        return float((p_values <= self._allowed + 1e-12).mean())


def _worlds(
    shares: Floats, pairs: Sequence[tuple[int, int]], days: int, before: int, seed: int
) -> tuple[Floats, Floats, int] | None:
    """(R, P) twice: pairs' differences with lots drawn anew, and what an effect of 1 would add to each."""
    starts = starts_of(shares.shape[1], before, days, MOST_WINDOWS)
    if not starts:
        return None
    carry = carry_of(shares, before, days, MOST_WINDOWS)
    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    posts = np.array([window_means(shares, first, days) for first in starts])
    moved = posts - carry * np.array([window_means(shares, first - before, before) for first in starts])
    apart, seen = moved[:, left] - moved[:, right], np.nan_to_num(posts, nan=1.0)
    rng = np.random.default_rng(seed)
    which = rng.integers(len(starts), size=REPLICATES)
    lots = rng.choice((1.0, -1.0), size=(REPLICATES, len(pairs)))
    base = lots * np.nan_to_num(apart[which])
    lift = np.where(lots > 0, seen[which][:, left], seen[which][:, right])
    return base, lift, len(starts)


def _detectable(simulated: _Simulated, power: float) -> float | None:
    if simulated.claimed(LARGEST) < power:
        return None
    low, high = 0.0, LARGEST
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if simulated.claimed(middle) >= power else (middle, high)
    return high


def _share(share: float, tried: int, level: float) -> Estimate:
    """Clopper & Pearson's interval of a share."""
    hits = round(share * tried)
    low = float(betaincinv(hits, tried - hits + 1, (1 - level) / 2)) if hits else 0.0
    high = float(betaincinv(hits + 1, tried - hits, (1 + level) / 2)) if hits < tried else 1.0
    return Estimate(share, low, high, "experiments without an effect", level)
