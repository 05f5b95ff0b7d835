"""How much of a series' restlessness may be wandering level, passing swing or noise: the grid and its prior.

Variances are shares: swing + noise = 1, and `step` is the level's variance a day on that scale. The surprise is a
gap: a level either stands still or wanders visibly (a hundredth of the noise's variance a day, or more). Levels that
wander by less cannot be told from still ones in a year of days, and allowing for them made every interval of calm
series up to twice as wide as it had to be. The weights were chosen on simulated families and rounded:
docs/decisions/0012 says how.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadline.measure.evidence.series import Floats

LEAST_NOISE = 1e-3

STILL = (
    *((0.0, 0.0, 0.0, 40.0), (0.0, 0.5, 0.9, 0.3)),
    *((0.0, 1.0, 0.2, 6.0), (0.0, 1.0, 0.35, 7.0), (0.0, 1.0, 0.5, 9.0), (0.0, 1.0, 0.65, 4.0)),
    *((0.0, 1.0, 0.8, 5.0), (0.0, 1.0, 0.9, 2.0), (0.0, 1.0, 0.95, 2.0), (0.0, 1.0, 0.98, 0.5)),
)
WANDERING = (
    *((0.01, 0.0, 0.0, 2.0), (0.03, 0.0, 0.0, 8.0), (0.03, 1.0, 0.4, 4.0), (0.1, 0.0, 0.0, 15.0), (0.1, 1.0, 0.4, 5.0)),
    *((0.3, 0.0, 0.0, 4.0), (1.0, 0.0, 0.0, 4.0), (1.0, 1.0, 0.5, 1.0), (10.0, 0.0, 0.0, 12.0)),
)
"""The level's variance a day; the swing's variance, its AR(1) coefficient; and the prior weight of the three."""

STEADY, TREND, SEASON = 0.6, 0.1, 0.3
"""Prior weights where the beginning of a change is sought: nothing more, a straight trend, and a season beside it."""

TREND_AHEAD, BREAK, BEND = 0.02, 0.05, 0.015
"""Prior weights in a forecast: a straight trend that goes on; a level that jumped once before the start; a trend that
began at some time before it. The last two only where the level stands still: a wandering one has room for both."""

SEASON_AT_ONCE, SEASON_IN_HALF_A_YEAR = 0.03, 0.4


def season_ahead(years: float) -> float:
    """The prior weight of a season in a forecast over so many years: in a few weeks it is hardly
    more than a slow level, in half a year it turns."""
    return SEASON_AT_ONCE + (SEASON_IN_HALF_A_YEAR - SEASON_AT_ONCE) * min(1.0, 2 * years)


@dataclass(frozen=True, eq=False)
class Grid:
    """One entry a grid point: the variances, the AR coefficient, and the log prior."""

    step: Floats
    swing: Floats
    phi: Floats
    noise: Floats
    swing_step: Floats
    log_prior: Floats


def build() -> Grid:
    step, swing, phi, weight = np.array([*STILL, *WANDERING]).T
    noise = np.maximum(1 - swing, LEAST_NOISE)
    return Grid(step, swing, phi, noise, swing * (1 - phi**2), np.log(weight))


GRID = build()
