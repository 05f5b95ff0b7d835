"""Which explanations are likely, and what does each say of a window? Coefficients and variance integrated out exactly.

In: what the filter passed on when the window opened, and how far each column missed in it. Out: a mixture with one
entry an explanation: a grid point with a pattern (nothing more, a trend, a season, one turn before the window).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadline.measure.evidence.grid import BEND, BREAK, GRID, TREND_AHEAD, season_ahead
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.structural.batch import EXTRA, LEAST_VARIANCE, Batch, Window, degrees
from leadline.measure.evidence.structural.filtering import Gains, Passed

LEAST_SEEN = 7
"""A turn counts from so many days before a forecast: younger ones cannot be told from noise."""


def posterior(batch: Batch, gains: Gains, passed: Passed, window: Window, misses: Floats, variance: Floats) -> Mixture:
    """Integrate coefficients and variance out, for every explanation: a grid point with a pattern.

    `misses` (G, width, R) and `variance` (G, R) belong to R linear summaries of the window. Shapes of the result:
    (explanations, S, R).
    """
    first = window.first
    days = int(batch.known[:first].sum())
    df = degrees(batch, days)
    rest = _without_base(batch, passed, misses, variance)
    log_spread = np.log(gains.spread[:first]).sum(axis=0) / 2
    patterns = patterns_of(batch, first, window.stop - first)
    parts = [_explain(rest, pattern, days, df) for pattern in patterns]
    log_weight, centre, scale = (np.concatenate(part) for part in zip(*parts, strict=True))
    log_weight = log_weight - log_spread[np.concatenate([pattern.points for pattern in patterns])][:, None]
    weight = np.exp(log_weight - log_weight.max(axis=0))
    weight = np.broadcast_to((weight / weight.sum(axis=0))[:, :, None], centre.shape)
    return Mixture(weight, centre, scale, float(df))


@dataclass(frozen=True, eq=False)
class Pattern:
    """Some of the extra columns (k,), at some grid points, with the log prior of each of these explanations."""

    columns: tuple[int, ...]
    precision: Floats
    points: NDArray[np.int_]
    log_prior: Floats


def patterns_of(batch: Batch, first: int, days: int = 0) -> list[Pattern]:
    """Nothing more, a trend, a season; then each turn that began early enough to be seen. `days` are forecast."""
    p, everywhere = batch.shared.shape[1], np.arange(len(GRID.step))
    precision = np.concatenate([batch.precision[p - EXTRA :], batch.turns.precision])
    season = season_ahead(_years(batch, days))
    steady = 1 - TREND_AHEAD - season - BREAK - BEND
    patterns = [
        Pattern(columns, precision[list(columns)], everywhere, np.log(prior) + GRID.log_prior)
        for columns, prior in (((), steady), ((0,), TREND_AHEAD), ((0, 1, 2), season))
    ]
    calm = np.flatnonzero(GRID.step == 0)
    for kind, prior in enumerate((BREAK, BEND)):
        mine = np.flatnonzero((batch.turns.kind == kind) & (batch.turns.begins <= first - LEAST_SEEN))
        for j in mine:
            log_prior = np.log(prior / len(mine)) + GRID.log_prior[calm]
            patterns.append(Pattern((EXTRA + int(j),), precision[[EXTRA + j]], calm, log_prior))
    return patterns


def _years(batch: Batch, days: int) -> float:
    """How much of a year so many steps are, by how far the season's columns turn from one step to the next."""
    turn = float(batch.shared[0, -2:] @ batch.shared[1, -2:])
    return days * float(np.arccos(np.clip(turn, -1, 1))) / (2 * np.pi)


@dataclass(frozen=True, eq=False)
class _Rest:
    """What the base columns leave: of the extra columns' products (G, E, E), of theirs with outcomes and controls
    (G, E, (1+K)S), of the latter's own (1+K, 1+K, G, S); and misses of both, (G, E, R) and (G, 1+K, S, R)."""

    extra: Floats
    cross: Floats
    own: Floats
    extra_miss: Floats
    miss: Floats
    variance: Floats
    log_root: Floats


def _without_base(batch: Batch, passed: Passed, misses: Floats, variance: Floats) -> _Rest:
    series, p = len(batch.outcomes), batch.shared.shape[1]
    wide = p + len(batch.turns.kind)
    base, extra = slice(0, p - EXTRA), slice(p - EXTRA, wide)
    root = np.linalg.cholesky(passed.shared[:, base, base] + np.diag(batch.precision[base]))
    beside = np.concatenate([passed.shared[:, base, extra], passed.cross[:, base], misses[:, base]], axis=2)
    solved = np.linalg.solve(root, beside)
    many = passed.cross.shape[2]
    a, b, c = (
        solved[:, :, : wide - p + EXTRA],
        solved[:, :, wide - p + EXTRA :][:, :, :many],
        solved[:, :, -misses.shape[2] :],
    )
    turned = a.transpose(0, 2, 1)
    left = misses[:, wide:] - b.transpose(0, 2, 1) @ c
    return _Rest(
        passed.shared[:, extra, extra] - turned @ a,
        passed.cross[:, extra] - turned @ b,
        passed.own - _own_products(b, series),
        misses[:, extra] - turned @ c,
        left.reshape(len(left), -1, series, left.shape[-1]),
        variance + (c**2).sum(axis=1),
        np.log(np.einsum("gii->gi", root)).sum(axis=1) - np.log(batch.precision[base]).sum() / 2,
    )


def _explain(rest: _Rest, pattern: Pattern, days: int, df: int) -> tuple[Floats, Floats, Floats]:
    """Log weight (G, S), centre and scale (G, S, R) of one pattern at its grid points."""
    at, which = pattern.points, np.array(pattern.columns, dtype=np.int64)
    own, miss, variance = rest.own[:, :, at], rest.miss[at], rest.variance[at]
    log_columns = rest.log_root[at]
    if len(which):
        root = np.linalg.cholesky(rest.extra[np.ix_(at, which, which)] + np.diag(pattern.precision))
        cross, extra_miss = rest.cross[np.ix_(at, which)], rest.extra_miss[np.ix_(at, which)]
        solved = np.linalg.solve(root, np.concatenate([cross, extra_miss], axis=2))
        a, b = solved[:, :, : cross.shape[2]], solved[:, :, cross.shape[2] :]
        own = own - _own_products(a, own.shape[3])
        miss = miss - (a.transpose(0, 2, 1) @ b).reshape(miss.shape)
        variance = variance + (b**2).sum(axis=1)
        log_columns = log_columns + np.log(np.einsum("gii->gi", root)).sum(axis=1) - np.log(pattern.precision).sum() / 2
    square, centre, spread = _sweep_controls(own, miss, days)
    square = np.maximum(square, LEAST_VARIANCE * df)
    log_weight = (pattern.log_prior - log_columns)[:, None] - df / 2 * np.log(square)
    return log_weight, centre, np.sqrt((variance[:, None] + spread) * (square / df)[:, :, None])


def _own_products(explained: Floats, series: int) -> Floats:
    apart = explained.reshape(*explained.shape[:2], -1, series)
    products: Floats = np.einsum("gpis,gpjs->ijgs", apart, apart)
    return products


def _sweep_controls(own: Floats, left: Floats, days: int) -> tuple[Floats, Floats, Floats]:
    """Take the controls out of the outcome one by one, each under a unit-information prior.

    `own` (1+K, 1+K, G, S) are sums of squares, `left` (G, 1+K, S, R) misses, the outcome at index 0. Returns the
    outcome's remaining sum of squares (G, S), its miss (G, S, R) and the variance that uncertain coefficients add
    (G, S, R). A prior that is a fixed share of each control's own information weighs no grid point above another.
    """
    spread = np.zeros_like(left[:, 0])
    for j in range(1, len(own)):
        pivot = np.maximum(own[j, j], LEAST_VARIANCE) * (1 + 1 / days)
        slope = own[:, j] / pivot
        spread = spread + left[:, j] ** 2 / pivot[:, :, None]
        left = left - slope.transpose(1, 0, 2)[..., None] * left[:, j : j + 1]
        own = own - slope[:, None] * own[None, j]
    return own[0, 0], left[:, 0], spread
