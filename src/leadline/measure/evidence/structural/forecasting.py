"""What would the days of a window have been, by those before them?

In: a `Batch` and `Window`s. Out: a `Forecast` a window: observed minus forecast, on average and, if asked for, by day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from leadline.measure.evidence.grid import GRID
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.structural.batch import Batch, Window
from leadline.measure.evidence.structural.explaining import posterior
from leadline.measure.evidence.structural.filtering import (
    Gains,
    Passed,
    columns_of,
    gains_of,
    misses_of,
    pass_through,
    variances,
)


def forecast(
    batch: Batch, windows: Sequence[Window], *, by_day: bool = False, sums: bool = True, apart: int | None = None
) -> list[Forecast]:
    """Forecast each window from the days before it; no window sees a day of its own or later. `apart`: in the last
    window, forecast the outcome without controls too, and so many of the controls by themselves. Without `sums`, a
    forecast by day has no running sum, and no mean of its own."""
    columns = columns_of(batch)
    gains = gains_of(batch.known[: max(window.first for window in windows)].tobytes())
    passed = pass_through(columns, batch, gains, sorted({window.first for window in windows}))
    laws = [_law(batch, columns, gains, passed[window.first], window, by_day=by_day, sums=sums) for window in windows]
    if apart is not None:
        last = windows[-1]
        laws[-1] = replace(laws[-1], apart=_apart(batch, columns, gains, passed[last.first], last, apart))
    return laws


@dataclass(frozen=True, eq=False)
class Forecast:
    """Observed minus forecast: `mean` over the window's known days (components, S); and day by day, if asked for,
    `daily` and the `running` sum, each (components, S, days)."""

    mean: Mixture
    daily: Mixture | None = None
    running: Mixture | None = None
    apart: Mixture | None = None
    """The same mean of each outcome without its controls, then of each control by itself: (components, (1 + K) S)."""


def _law(
    batch: Batch, columns: Floats, gains: Gains, passed: Passed, window: Window, *, by_day: bool, sums: bool
) -> Forecast:
    known = batch.known[window.first : window.stop]
    day_variance, sum_variance = variances(gains.before[window.first], known)
    count = int(known.sum())
    if not by_day:
        misses = misses_of(columns, passed, window, known[:, None] / count)
        mean = posterior(batch, gains, passed, window, misses, sum_variance[:, -1:] / count**2)
        return Forecast(_part(mean, 0))
    days = window.stop - window.first
    if not sums:
        misses = misses_of(columns, passed, window, np.eye(days))
        daily = posterior(batch, gains, passed, window, misses, day_variance)
        return Forecast(_part(daily, -1), daily)
    until = np.triu(np.ones((days, days))) * known[:, None]
    misses = misses_of(columns, passed, window, np.hstack([np.eye(days), until]))
    mixture = posterior(batch, gains, passed, window, misses, np.hstack([day_variance, sum_variance]))
    mean = _part(mixture, -1).times(1 / count)
    return Forecast(mean, _part(mixture, slice(0, days)), _part(mixture, slice(days, None)))


def _part(mixture: Mixture, which: int | slice) -> Mixture:
    return Mixture(mixture.weight[..., which], mixture.centre[..., which], mixture.scale[..., which], mixture.df)


def _apart(batch: Batch, columns: Floats, gains: Gains, passed: Passed, window: Window, controls: int) -> Mixture:
    """Each own column as if it were an outcome without controls: the sums of the same pass hold it already."""
    known, many = batch.known[window.first : window.stop], (1 + controls) * len(batch.outcomes)
    count, wide = int(known.sum()), batch.shared.shape[1] + len(batch.turns.kind) + many
    _, sum_variance = variances(gains.before[window.first], known)
    rows = np.concatenate([batch.outcomes, *batch.controls.transpose(1, 0, 2)])[:many]
    alone = replace(batch, outcomes=rows, controls=np.zeros((many, 0, rows.shape[1])))
    own = np.einsum("iigs->gis", passed.own).reshape(1, 1, len(GRID.step), -1)[..., :many]
    mine = Passed(passed.level[:, :wide], passed.swing[:, :wide], passed.shared, passed.cross[..., :many], own)
    misses = misses_of(columns[:, :wide], mine, window, known[:, None] / count)
    return _part(posterior(alone, gains, mine, window, misses, sum_variance[:, -1:] / count**2), 0)
