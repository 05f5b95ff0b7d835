"""How much of a series' restlessness may be wandering level, passing swing or noise: the grid and its prior.

Variances are shares: swing + noise = 1, and `step` is the level's variance a day on that scale. The weights were
tuned once on simulated families and rounded (docs/words/measure.md says how), so that false claims at a nominal 5 %
stay near 5 % from independent noise to random walks. They lean to the careful side: the wider explanation weighs more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadline.measure.evidence.series import Floats

LEAST_NOISE = 1e-3

STEPS = ((0.0, 10.0), (0.001, 1.0), (0.01, 4.0), (0.1, 5.0), (1.0, 7.0), (10.0, 13.0))
"""The level's variance a day, and its prior weight."""

SWINGS = (
    *((0.0, 0.0, 6.0),),
    *((0.5, 0.5, 0.4), (0.5, 0.8, 0.15), (0.5, 0.93, 0.2)),
    *((1.0, 0.5, 6.5), (1.0, 0.8, 2.0), (1.0, 0.93, 1.0)),
)
"""The swing's variance, its AR(1) coefficient, and its prior weight."""

STEADY, TREND, SEASON = 0.6, 0.1, 0.3
"""Prior weights: nothing more, a straight trend that goes on after the start, and a season of the year beside it."""


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
    """Every step with every swing."""
    points = [(step, swing, phi, np.log(a * b)) for step, a in STEPS for swing, phi, b in SWINGS]
    step, swing, phi, log = np.array(points).T
    noise = np.maximum(1 - swing, LEAST_NOISE)
    return Grid(step, swing, phi, noise, swing * (1 - phi**2), log)


GRID = build()
