"""What does each day add to what the days before it foretold? A Kalman filter over every column at once.

In: a `Batch`, or columns (T, width) of any kind. Out: surprises in units of their own spread, and the state and sums of
squares on the day that a window opens. The surprise: the gains depend on the grid and on missing days only, never on
the values, so that they are computed once for a calendar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from leadline.measure.evidence.grid import GRID
from leadline.measure.evidence.series import Flags, Floats
from leadline.measure.evidence.structural.batch import Batch, Window


@dataclass(frozen=True, eq=False)
class Gains:
    """The filter's data-free half, per day and grid point; `before` (T+1, 3, G) is the state's covariance
    (level, level x swing, swing) before each day."""

    level: Floats
    swing: Floats
    spread: Floats
    before: Floats


@dataclass(frozen=True, eq=False)
class Passed:
    """The filter's state and sums when a window opens: what the days before it say."""

    level: Floats
    swing: Floats
    shared: Floats
    cross: Floats
    own: Floats


def columns_of(batch: Batch) -> Floats:
    """(T, p + S + K * S): shared columns, then the outcomes, then each control of every series."""
    controls = batch.controls.transpose(1, 0, 2).reshape(-1, batch.controls.shape[-1])
    turns = batch.turns.columns.T.reshape(-1, batch.outcomes.shape[-1])
    return np.ascontiguousarray(np.concatenate([batch.shared.T, turns, batch.outcomes, controls]).T)


@lru_cache(maxsize=64)
def gains_of(known: bytes) -> Gains:
    """`known` are the bytes of (T,) flags: which days have a value."""
    days = np.frombuffer(known, dtype=bool)
    points = len(GRID.step)
    level, swing, spread = np.zeros((3, len(days), points))
    spread += 1.0
    before = np.empty((len(days) + 1, 3, points))
    p11, p12, p22 = np.zeros(points), np.zeros(points), GRID.swing.copy()
    for t, is_known in enumerate(days):
        before[t] = p11, p12, p22
        if is_known:
            f = p11 + 2 * p12 + p22 + GRID.noise
            k1, k2 = (p11 + p12) / f, (p12 + p22) / f
            level[t], swing[t], spread[t] = k1, k2, f
            p11, p12, p22 = p11 - k1 * k1 * f, p12 - k1 * k2 * f, p22 - k2 * k2 * f
        p11, p12, p22 = p11 + GRID.step, GRID.phi * p12, GRID.phi**2 * p22 + GRID.swing_step
    before[len(days)] = p11, p12, p22
    return Gains(level, swing, spread, before)


def pass_through(columns: Floats, batch: Batch, gains: Gains, stops: Sequence[int]) -> dict[int, Passed]:
    """Run every column through the filter; keep state and sums of squares at each stop."""
    points, width, p = len(GRID.step), columns.shape[1], batch.shared.shape[1] + len(batch.turns.kind)
    level, swing = np.zeros((points, width)), np.zeros((points, width))
    sums: tuple[Floats, Floats, Floats] | None = None
    passed, start = {}, 0
    for stop in stops:
        surprises, level, swing = run(columns, batch.known, gains, start, stop, level, swing)
        sums = _add(sums, _squares(surprises, p, len(batch.outcomes)))
        passed[stop] = Passed(level, swing, *sums)
        start = stop
    return passed


def run(
    columns: Floats, known: Flags, gains: Gains, start: int, stop: int, level: Floats, swing: Floats
) -> tuple[Floats, Floats, Floats]:
    """The surprises (G, days, width) of the days `start` to `stop`, and the state after them."""
    surprises, phi = np.zeros((len(GRID.step), stop - start, columns.shape[1])), GRID.phi[:, None]
    for t in range(start, stop):
        if known[t]:
            surprise = columns[t] - level - swing
            np.multiply(surprise, gains.spread[t][:, None] ** -0.5, out=surprises[:, t - start])
            level = level + gains.level[t][:, None] * surprise
            swing = swing + gains.swing[t][:, None] * surprise
        swing = phi * swing
    return surprises, level, swing


def run_each(own: Floats, known: Flags, gains: Gains, point: NDArray[np.int_]) -> Floats:
    """(T, S, 1 + K): the filter over `own` (S, 1 + K, T), each series at its own grid point."""
    surprises = np.zeros((own.shape[2], *own.shape[:2]))
    level, swing, phi = np.zeros(own.shape[:2]), np.zeros(own.shape[:2]), GRID.phi[point][:, None]
    for t in np.arange(len(known)):
        if known[t]:
            surprise = own[:, :, t] - level - swing
            surprises[t] = surprise * gains.spread[t][point][:, None] ** -0.5
            level = level + gains.level[t][point][:, None] * surprise
            swing = swing + gains.swing[t][point][:, None] * surprise
        swing = phi * swing
    return surprises


def _squares(surprises: Floats, p: int, series: int) -> tuple[Floats, Floats, Floats]:
    """Sums over days: shared x shared (G, p, p), shared x own (G, p, S(1+K)), own x own (1+K, 1+K, G, S)."""
    shared, own = surprises[:, :, :p], surprises[:, :, p:]
    turned = shared.transpose(0, 2, 1)
    apart = own.reshape(*own.shape[:2], -1, series)
    return turned @ shared, turned @ own, np.einsum("gtis,gtjs->ijgs", apart, apart)


def _add(sums: tuple[Floats, ...] | None, more: tuple[Floats, Floats, Floats]) -> tuple[Floats, Floats, Floats]:
    if sums is None:
        return more
    return sums[0] + more[0], sums[1] + more[1], sums[2] + more[2]


def variances(before: Floats, known: Flags) -> tuple[Floats, Floats]:
    """(G, days) twice: the forecast variance of each day's value, and of the running sum over known days."""
    p11, p12, p22 = before
    with_level, with_swing, total = np.zeros_like(p11), np.zeros_like(p11), np.zeros_like(p11)
    days, sums = np.empty((2, len(known), len(p11)))
    for i, is_known in enumerate(known):
        days[i] = p11 + 2 * p12 + p22 + GRID.noise
        if is_known:
            total = total + 2 * (with_level + with_swing) + days[i]
            with_level, with_swing = with_level + p11 + p12, with_swing + p12 + p22
        sums[i] = total
        p11, p12, p22 = p11 + GRID.step, GRID.phi * p12, GRID.phi**2 * p22 + GRID.swing_step
        with_swing = GRID.phi * with_swing
    return days.T, sums.T


def misses_of(columns: Floats, passed: Passed, window: Window, summaries: Floats) -> Floats:
    """(G, width, R): each column minus its own forecast, in R weighted sums over the window's days (days, R)."""
    ahead = GRID.phi[:, None] ** np.arange(window.stop - window.first) @ summaries
    seen = columns[window.first : window.stop].T @ summaries
    misses: Floats = seen - passed.level[:, :, None] * summaries.sum(axis=0) - passed.swing[:, :, None] * ahead[:, None]
    return misses
