"""What is left of each day once the likeliest explanation is taken out, over all days?

In: a `Batch` and a forecast's law. Out: daily surprises and steps at the start under one explanation a series; or the
whole batch as the filter sees it, for whoever seeks when a change began.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leadline.measure.evidence.grid import GRID
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.regressors import FLAT, NO_TURNS
from leadline.measure.evidence.series import Flags, Floats
from leadline.measure.evidence.structural.batch import EXTRA, LEAST_VARIANCE, Batch
from leadline.measure.evidence.structural.explaining import patterns_of
from leadline.measure.evidence.structural.filtering import Gains, columns_of, gains_of, run, run_each

CALMED, WILD, MEDIAN_TO_SD = 4, 4.0, 1.4826
"""A surprise counts for at most four deviations (by the median); what it did to a fit is gone after some rounds."""


@dataclass(frozen=True, eq=False)
class Explanations:
    """One explanation a series, (S,): the grid point, and the pattern as its place in `patterns_of`."""

    point: NDArray[np.int_]
    pattern: NDArray[np.int_]


def likeliest(batch: Batch, first: int, law: Mixture) -> Explanations:
    """Of a forecast from the days before `first`: the explanation of most weight."""
    patterns = patterns_of(batch, first)
    heaviest = law.weight.argmax(axis=0)
    points = np.concatenate([pattern.points for pattern in patterns])
    places = np.repeat(np.arange(len(patterns)), [len(pattern.points) for pattern in patterns])
    return Explanations(points[heaviest], places[heaviest])


def surprises_of(batch: Batch, first: int, explained: Explanations) -> tuple[Floats, Floats]:
    """(T, S): each outcome's daily surprises under one explanation, in units of one spread, before and after `first`;
    and (S,): how many standard errors its step at `first` is high. The step, a slope and other weekdays after it, and
    all that the explanation holds, are fitted to all days and taken out; wild days are calmed first."""
    gains, base, days = gains_of(batch.known.tobytes()), batch.shared.shape[1] - EXTRA, len(batch.known)
    shared, since = _with_changes(batch, first, base)
    white = _whitened(shared, batch.known, gains, 0)
    own = np.stack([batch.outcomes, *batch.controls.transpose(1, 0, 2)], axis=1)
    left = run_each(own, batch.known, gains, explained.point)
    patterns, steps = patterns_of(batch, first), np.zeros(len(own))
    last = range(shared.shape[1] - since, shared.shape[1])
    for point, place in np.unique(np.column_stack([explained.point, explained.pattern]), axis=0):
        mine = np.flatnonzero((explained.point == point) & (explained.pattern == place))
        use = [*range(base), *(base + column for column in patterns[place].columns), *last]
        turned = np.linalg.qr(white[point][:, use])[0]
        rest, met = _fitted(left[:, mine].reshape(days, -1), turned, batch.known)
        left[:, mine] = rest.reshape(days, len(mine), -1)
        size = (left[:, mine, 0] ** 2).sum(axis=0) / (int(batch.known.sum()) - len(use))
        steps[mine] = met[-1].reshape(len(mine), -1)[:, 0] / np.sqrt(np.maximum(size, LEAST_VARIANCE))
    return _without_controls(left), steps


def _with_changes(batch: Batch, first: int, base: int) -> tuple[Floats, int]:
    """(T, columns): the shared columns, the turns, and what may change at `first`: how many of these stand last, the
    step as the very last."""
    since = np.arange(len(batch.known)) - first
    turns = batch.turns.columns.reshape(len(since), -1)
    free = batch.shared[:, :base][:, batch.precision[:base] <= FLAT][:, 1:] * (since >= 0)[:, None]
    columns = np.column_stack([batch.shared, turns, free, np.maximum(since, 0) / len(since), since >= 0])
    return columns, free.shape[1] + 2


def _without_controls(left: Floats) -> Floats:
    """(T, S): the outcome of `left` (T, S, 1 + K), its controls taken out one by one."""
    for j in range(1, left.shape[2]):
        size = np.maximum((left[:, :, j] ** 2).sum(axis=0), LEAST_VARIANCE)
        slope = np.einsum("tsw,ts->sw", left, left[:, :, j]) / size[:, None]
        slope[:, j] = 0.0
        left = left - left[:, :, j : j + 1] * slope
    return left[:, :, 0]


def _fitted(rows: Floats, turned: Floats, known: Flags) -> tuple[Floats, Floats]:
    """What orthonormal columns leave of `rows` (T, C), and their coefficients; no wild day drags the fit along."""
    for _ in range(CALMED):
        fit = turned @ (turned.T @ rows)
        wild = WILD * MEDIAN_TO_SD * np.median(np.abs((rows - fit)[known]), axis=0)
        rows = fit + np.clip(rows - fit, -wild, wild)
    met = turned.T @ rows
    return rows - turned @ met, met


@dataclass(frozen=True, eq=False)
class Whitened:
    """Columns as the filter's surprises in units of their own spread: `shared` (G, T, p), `own` (G, T, S + K * S), and
    `more` (G, T - begin, C) from the day `begin` on; `log_spread` (G,) is half the noise's log determinant."""

    shared: Floats
    own: Floats
    more: Floats
    begin: int
    log_spread: Floats


def whiten(batch: Batch, more: Floats) -> Whitened:
    """The batch's columns and `more` of them (C, T), which are zero until one of them begins."""
    batch = replace(batch, turns=NO_TURNS)
    gains, p = gains_of(batch.known.tobytes()), batch.shared.shape[1]
    begin = int(np.argmax((more != 0).any(axis=0)))
    mine = _whitened(columns_of(batch), batch.known, gains, 0)
    added = _whitened(np.ascontiguousarray(more.T), batch.known, gains, begin)
    return Whitened(mine[:, :, :p], mine[:, :, p:], added, begin, np.log(gains.spread).sum(axis=0) / 2)


def _whitened(columns: Floats, known: Flags, gains: Gains, begin: int) -> Floats:
    state = np.zeros((len(GRID.step), columns.shape[1]))
    return run(columns, known, gains, begin, len(columns), state, state)[0]
