"""What a series would have done: a Bayesian structural time series, integrated by quadrature instead of drawn.

    value = regressors + level + swing + noise;   level: a random walk;   swing: an AR(1)

In: a `Panel` of series on one calendar, and `Window`s to forecast from the days before them. Out: per window the law
of (observed - forecast) as a mixture of Student t: coefficients and the overall variance are integrated out exactly,
the other parameters over a grid (`grid.py`). One pass of a Kalman filter over every column serves all windows of all
series at once, because the filter's gains depend on the grid and on missing days only, never on the values.

Method: Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, ch. 3; generalised least
squares inside the filter: Rosenberg (1973), de Jong (1991); counterfactual use: Brodersen et al. (2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from leadline.measure.evidence.grid import GRID, SEASON, STEADY, TREND
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.regressors import FLAT
from leadline.measure.evidence.series import Flags, Floats

LEAST_VARIANCE = 1e-9

VARIANTS = ((3, STEADY), (2, TREND), (0, SEASON))
"""How many of the last shared columns (a trend, two of a season) are left out, and the prior weight of doing so."""


@dataclass(frozen=True, eq=False)
class Panel:
    """S series of one calendar of T days, each with K controls, in units of their own spread.

    `outcomes` (S, T) and `controls` (S, K, T) hold any number where unknown; `known` (T,) says which days count;
    `shared` (T, p) are the calendar's columns, the trend last; `precision` (p,) is their prior precision.
    """

    outcomes: Floats
    controls: Floats
    shared: Floats
    precision: Floats
    known: Flags


@dataclass(frozen=True)
class Window:
    """Forecast the days `first` to `stop` (excluded) from all known days before `first`."""

    first: int
    stop: int


@dataclass(frozen=True, eq=False)
class Forecast:
    """Observed minus forecast: `mean` over the window's known days (components, S); and day by day, if asked for,
    `daily` and the `running` sum, each (components, S, days)."""

    mean: Mixture
    daily: Mixture | None = None
    running: Mixture | None = None


def forecast(panel: Panel, windows: Sequence[Window], *, by_day: bool = False) -> list[Forecast]:
    """Forecast each window from the days before it; no window sees a day of its own or later."""
    columns = _columns(panel)
    gains = _gains(panel.known[: max(window.first for window in windows)].tobytes())
    passed = _filter(columns, panel, gains, sorted({window.first for window in windows}))
    return [_law(panel, columns, gains, passed[window.first], window, by_day=by_day) for window in windows]


@dataclass(frozen=True, eq=False)
class Whitened:
    """Columns as the filter's surprises in units of their own spread: `shared` (G, T, p), `own` (G, T, S + K * S), and
    `more` (G, T - begin, C) from the day `begin` on; `log_spread` (G,) is half the noise's log determinant."""

    shared: Floats
    own: Floats
    more: Floats
    begin: int
    log_spread: Floats


def whiten(panel: Panel, more: Floats) -> Whitened:
    """The panel's columns and `more` of them (C, T), which are zero until one of them begins."""
    gains, p = _gains(panel.known.tobytes()), panel.shared.shape[1]
    begin = int(np.argmax((more != 0).any(axis=0)))
    mine = _whitened(_columns(panel), panel.known, gains, 0)
    added = _whitened(np.ascontiguousarray(more.T), panel.known, gains, begin)
    return Whitened(mine[:, :, :p], mine[:, :, p:], added, begin, np.log(gains.spread).sum(axis=0) / 2)


def _whitened(columns: Floats, known: Flags, gains: _Gains, begin: int) -> Floats:
    state = np.zeros((len(GRID.step), columns.shape[1]))
    return _run(columns, known, gains, begin, len(columns), state, state)[0]


def degrees(panel: Panel, days: int) -> int:
    """What is left to learn the noise from, once the free columns took theirs."""
    return days - int((panel.precision <= FLAT).sum())


@dataclass(frozen=True, eq=False)
class _Gains:
    """The filter's data-free half, per day and grid point; `before` (T+1, 3, G) is the state's covariance
    (level, level x swing, swing) before each day."""

    level: Floats
    swing: Floats
    spread: Floats
    before: Floats


@dataclass(frozen=True, eq=False)
class _Passed:
    """The filter's state and sums when a window opens: what the days before it say."""

    level: Floats
    swing: Floats
    shared: Floats
    cross: Floats
    own: Floats


def _columns(panel: Panel) -> Floats:
    """(T, p + S + K * S): shared columns, then the outcomes, then each control of every series."""
    controls = panel.controls.transpose(1, 0, 2).reshape(-1, panel.controls.shape[-1])
    return np.ascontiguousarray(np.concatenate([panel.shared.T, panel.outcomes, controls]).T)


@lru_cache(maxsize=64)
def _gains(known: bytes) -> _Gains:
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
    return _Gains(level, swing, spread, before)


def _filter(columns: Floats, panel: Panel, gains: _Gains, stops: Sequence[int]) -> dict[int, _Passed]:
    """Run every column through the filter; keep state and sums of squares at each stop."""
    points, width, p = len(GRID.step), columns.shape[1], panel.shared.shape[1]
    level, swing = np.zeros((points, width)), np.zeros((points, width))
    sums: tuple[Floats, Floats, Floats] | None = None
    passed, start = {}, 0
    for stop in stops:
        surprises, level, swing = _run(columns, panel.known, gains, start, stop, level, swing)
        sums = _add(sums, _squares(surprises, p, len(panel.outcomes)))
        passed[stop] = _Passed(level, swing, *sums)
        start = stop
    return passed


def _run(
    columns: Floats, known: Flags, gains: _Gains, start: int, stop: int, level: Floats, swing: Floats
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


def _law(panel: Panel, columns: Floats, gains: _Gains, passed: _Passed, window: Window, *, by_day: bool) -> Forecast:
    known = panel.known[window.first : window.stop]
    day_variance, sum_variance = _variances(gains.before[window.first], known)
    count = int(known.sum())
    if not by_day:
        misses = _misses(columns, passed, window, known[:, None] / count)
        return Forecast(
            _part(_posterior(panel, gains, passed, window.first, misses, sum_variance[:, -1:] / count**2), 0)
        )
    days = window.stop - window.first
    until = np.triu(np.ones((days, days))) * known[:, None]
    misses = _misses(columns, passed, window, np.hstack([np.eye(days), until]))
    mixture = _posterior(panel, gains, passed, window.first, misses, np.hstack([day_variance, sum_variance]))
    mean = _part(mixture, -1).times(1 / count)
    return Forecast(mean, _part(mixture, slice(0, days)), _part(mixture, slice(days, None)))


def _part(mixture: Mixture, which: int | slice) -> Mixture:
    return Mixture(mixture.weight[..., which], mixture.centre[..., which], mixture.scale[..., which], mixture.df)


def _variances(before: Floats, known: Flags) -> tuple[Floats, Floats]:
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


def _misses(columns: Floats, passed: _Passed, window: Window, summaries: Floats) -> Floats:
    """(G, width, R): each column minus its own forecast, in R weighted sums over the window's days (days, R)."""
    ahead = GRID.phi[:, None] ** np.arange(window.stop - window.first) @ summaries
    seen = columns[window.first : window.stop].T @ summaries
    misses: Floats = seen - passed.level[:, :, None] * summaries.sum(axis=0) - passed.swing[:, :, None] * ahead[:, None]
    return misses


def _posterior(panel: Panel, gains: _Gains, passed: _Passed, first: int, misses: Floats, variance: Floats) -> Mixture:
    """Integrate coefficients and variance out, at each grid point with and without the trend.

    `misses` (G, width, R) and `variance` (G, R) belong to R linear summaries of the window. Shapes of the result:
    (2G, S, R).
    """
    series, p = len(panel.outcomes), panel.shared.shape[1]
    days = int(panel.known[:first].sum())
    root = np.linalg.cholesky(passed.shared + np.diag(panel.precision))
    solved = np.linalg.solve(root, np.concatenate([passed.cross, misses[:, :p]], axis=2))
    explained, reach = solved[:, :, : passed.cross.shape[2]], solved[:, :, passed.cross.shape[2] :]
    log_root = np.log(np.einsum("gii->gi", root))
    df = degrees(panel, days)
    log_spread = np.log(gains.spread[:first]).sum(axis=0) / 2
    parts = []
    for dropped, prior in VARIANTS:
        use = slice(0, p - dropped)
        own = passed.own - _own_products(explained[:, use], series)
        left = misses[:, p:] - np.einsum("gpw,gpr->gwr", explained[:, use], reach[:, use])
        left = left.reshape(len(left), -1, series, left.shape[-1])
        square, centre, spread = _sweep_controls(own, left, days)
        square = np.maximum(square, LEAST_VARIANCE * df)
        log_columns = log_root[:, use].sum(axis=1) - np.log(panel.precision[use]).sum() / 2
        log_weight = (np.log(prior) + GRID.log_prior - log_columns - log_spread)[:, None] - df / 2 * np.log(square)
        total = variance + (reach[:, use] ** 2).sum(axis=1)
        parts.append((log_weight, centre, np.sqrt((total[:, None] + spread) * (square / df)[:, :, None])))
    log_weight, centre, scale = (np.concatenate(part) for part in zip(*parts, strict=True))
    weight = np.exp(log_weight - log_weight.max(axis=0))
    weight = np.broadcast_to((weight / weight.sum(axis=0))[:, :, None], centre.shape)
    return Mixture(weight, centre, scale, float(df))


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
