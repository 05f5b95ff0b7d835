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
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from leadline.measure.evidence.grid import BEND, BREAK, GRID, SEASON, STEADY, TREND, TREND_AHEAD, season_ahead
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.regressors import FLAT, NO_TURNS, Turns
from leadline.measure.evidence.series import Flags, Floats

LEAST_VARIANCE = 1e-9

VARIANTS = ((3, STEADY), (2, TREND), (0, SEASON))
"""How many of the last shared columns (a trend, two of a season) are left out, and the prior weight of doing so."""

EXTRA = 3
"""The last shared columns: a trend, and two of a season."""

CALMED, WILD, MEDIAN_TO_SD = 4, 4.0, 1.4826
"""A surprise counts for at most four deviations (by the median); what it did to a fit is gone after some rounds."""

LEAST_SEEN = 7
"""A turn counts from so many days before a forecast: younger ones cannot be told from noise."""


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
    turns: Turns = NO_TURNS


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
    apart: Mixture | None = None
    """The same mean of each outcome without its controls, then of each control by itself: (components, (1 + K) S)."""


def forecast(
    panel: Panel, windows: Sequence[Window], *, by_day: bool = False, sums: bool = True, apart: int | None = None
) -> list[Forecast]:
    """Forecast each window from the days before it; no window sees a day of its own or later. `apart`: in the last
    window, forecast the outcome without controls too, and so many of the controls by themselves. Without `sums`, a
    forecast by day has no running sum, and no mean of its own."""
    columns = _columns(panel)
    gains = _gains(panel.known[: max(window.first for window in windows)].tobytes())
    passed = _filter(columns, panel, gains, sorted({window.first for window in windows}))
    laws = [_law(panel, columns, gains, passed[window.first], window, by_day=by_day, sums=sums) for window in windows]
    if apart is not None:
        last = windows[-1]
        laws[-1] = replace(laws[-1], apart=_apart(panel, columns, gains, passed[last.first], last, apart))
    return laws


@dataclass(frozen=True, eq=False)
class Explanations:
    """One explanation a series, (S,): the grid point, and the pattern as its place in `_patterns`."""

    point: NDArray[np.int_]
    pattern: NDArray[np.int_]


def likeliest(panel: Panel, first: int, law: Mixture) -> Explanations:
    """Of a forecast from the days before `first`: the explanation of most weight."""
    patterns = _patterns(panel, first)
    heaviest = law.weight.argmax(axis=0)
    points = np.concatenate([pattern.points for pattern in patterns])
    places = np.repeat(np.arange(len(patterns)), [len(pattern.points) for pattern in patterns])
    return Explanations(points[heaviest], places[heaviest])


def surprises_of(panel: Panel, first: int, explained: Explanations) -> tuple[Floats, Floats]:
    """(T, S): each outcome's daily surprises under one explanation, in units of one spread, before and after `first`;
    and (S,): how many standard errors its step at `first` is high. The step, a slope and other weekdays after it, and
    all that the explanation holds, are fitted to all days and taken out; wild days are calmed first."""
    gains, base = _gains(panel.known.tobytes()), panel.shared.shape[1] - EXTRA
    since = np.arange(len(panel.known)) - first
    turns = panel.turns.columns.reshape(len(since), -1)
    free = panel.shared[:, :base][:, panel.precision[:base] <= FLAT][:, 1:] * (since >= 0)[:, None]
    shared = np.column_stack([panel.shared, turns, free, np.maximum(since, 0) / len(since), since >= 0])
    state = np.zeros((len(GRID.step), shared.shape[1]))
    white = _run(shared, panel.known, gains, 0, len(since), state, state)[0]
    own = np.stack([panel.outcomes, *panel.controls.transpose(1, 0, 2)], axis=1)
    left = _run_each(own, panel.known, gains, explained.point)
    patterns, steps = _patterns(panel, first), np.zeros(len(own))
    last = range(shared.shape[1] - 2 - free.shape[1], shared.shape[1])
    for point, place in np.unique(np.column_stack([explained.point, explained.pattern]), axis=0):
        mine = np.flatnonzero((explained.point == point) & (explained.pattern == place))
        use = [*range(base), *(base + column for column in patterns[place].columns), *last]
        turned = np.linalg.qr(white[point][:, use])[0]
        rest, met = _fitted(left[:, mine].reshape(len(since), -1), turned, panel.known)
        left[:, mine] = rest.reshape(len(since), len(mine), -1)
        size = (left[:, mine, 0] ** 2).sum(axis=0) / (int(panel.known.sum()) - len(use))
        steps[mine] = met[-1].reshape(len(mine), -1)[:, 0] / np.sqrt(np.maximum(size, LEAST_VARIANCE))
    for j in range(1, own.shape[1]):
        size = np.maximum((left[:, :, j] ** 2).sum(axis=0), LEAST_VARIANCE)
        slope = np.einsum("tsw,ts->sw", left, left[:, :, j]) / size[:, None]
        slope[:, j] = 0.0
        left = left - left[:, :, j : j + 1] * slope
    return left[:, :, 0], steps


def _fitted(rows: Floats, turned: Floats, known: Flags) -> tuple[Floats, Floats]:
    """What orthonormal columns leave of `rows` (T, C), and their coefficients; no wild day drags the fit along."""
    for _ in range(CALMED):
        fit = turned @ (turned.T @ rows)
        wild = WILD * MEDIAN_TO_SD * np.median(np.abs((rows - fit)[known]), axis=0)
        rows = fit + np.clip(rows - fit, -wild, wild)
    met = turned.T @ rows
    return rows - turned @ met, met


def _run_each(own: Floats, known: Flags, gains: _Gains, point: NDArray[np.int_]) -> Floats:
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
    panel = replace(panel, turns=NO_TURNS)
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
    turns = panel.turns.columns.T.reshape(-1, panel.outcomes.shape[-1])
    return np.ascontiguousarray(np.concatenate([panel.shared.T, turns, panel.outcomes, controls]).T)


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
    points, width, p = len(GRID.step), columns.shape[1], panel.shared.shape[1] + len(panel.turns.kind)
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


def _law(
    panel: Panel, columns: Floats, gains: _Gains, passed: _Passed, window: Window, *, by_day: bool, sums: bool
) -> Forecast:
    known = panel.known[window.first : window.stop]
    day_variance, sum_variance = _variances(gains.before[window.first], known)
    count = int(known.sum())
    if not by_day:
        misses = _misses(columns, passed, window, known[:, None] / count)
        mean = _posterior(panel, gains, passed, window, misses, sum_variance[:, -1:] / count**2)
        return Forecast(_part(mean, 0))
    days = window.stop - window.first
    if not sums:
        misses = _misses(columns, passed, window, np.eye(days))
        daily = _posterior(panel, gains, passed, window, misses, day_variance)
        return Forecast(_part(daily, -1), daily)
    until = np.triu(np.ones((days, days))) * known[:, None]
    misses = _misses(columns, passed, window, np.hstack([np.eye(days), until]))
    mixture = _posterior(panel, gains, passed, window, misses, np.hstack([day_variance, sum_variance]))
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


def _apart(panel: Panel, columns: Floats, gains: _Gains, passed: _Passed, window: Window, controls: int) -> Mixture:
    """Each own column as if it were an outcome without controls: the sums of the same pass hold it already."""
    known, many = panel.known[window.first : window.stop], (1 + controls) * len(panel.outcomes)
    count, wide = int(known.sum()), panel.shared.shape[1] + len(panel.turns.kind) + many
    _, sum_variance = _variances(gains.before[window.first], known)
    rows = np.concatenate([panel.outcomes, *panel.controls.transpose(1, 0, 2)])[:many]
    alone = replace(panel, outcomes=rows, controls=np.zeros((many, 0, rows.shape[1])))
    own = np.einsum("iigs->gis", passed.own).reshape(1, 1, len(GRID.step), -1)[..., :many]
    mine = _Passed(passed.level[:, :wide], passed.swing[:, :wide], passed.shared, passed.cross[..., :many], own)
    misses = _misses(columns[:, :wide], mine, window, known[:, None] / count)
    return _part(_posterior(alone, gains, mine, window, misses, sum_variance[:, -1:] / count**2), 0)


def _posterior(
    panel: Panel, gains: _Gains, passed: _Passed, window: Window, misses: Floats, variance: Floats
) -> Mixture:
    """Integrate coefficients and variance out, for every explanation: a grid point with a pattern.

    `misses` (G, width, R) and `variance` (G, R) belong to R linear summaries of the window. Shapes of the result:
    (explanations, S, R).
    """
    first = window.first
    days = int(panel.known[:first].sum())
    df = degrees(panel, days)
    rest = _without_base(panel, passed, misses, variance)
    log_spread = np.log(gains.spread[:first]).sum(axis=0) / 2
    patterns = _patterns(panel, first, window.stop - first)
    parts = [_explain(rest, pattern, days, df) for pattern in patterns]
    log_weight, centre, scale = (np.concatenate(part) for part in zip(*parts, strict=True))
    log_weight = log_weight - log_spread[np.concatenate([pattern.points for pattern in patterns])][:, None]
    weight = np.exp(log_weight - log_weight.max(axis=0))
    weight = np.broadcast_to((weight / weight.sum(axis=0))[:, :, None], centre.shape)
    return Mixture(weight, centre, scale, float(df))


@dataclass(frozen=True, eq=False)
class _Pattern:
    """Some of the extra columns (k,), at some grid points, with the log prior of each of these explanations."""

    columns: tuple[int, ...]
    precision: Floats
    points: NDArray[np.int_]
    log_prior: Floats


def _patterns(panel: Panel, first: int, days: int = 0) -> list[_Pattern]:
    """Nothing more, a trend, a season; then each turn that began early enough to be seen. `days` are forecast."""
    p, everywhere = panel.shared.shape[1], np.arange(len(GRID.step))
    precision = np.concatenate([panel.precision[p - EXTRA :], panel.turns.precision])
    season = season_ahead(_years(panel, days))
    steady = 1 - TREND_AHEAD - season - BREAK - BEND
    patterns = [
        _Pattern(columns, precision[list(columns)], everywhere, np.log(prior) + GRID.log_prior)
        for columns, prior in (((), steady), ((0,), TREND_AHEAD), ((0, 1, 2), season))
    ]
    calm = np.flatnonzero(GRID.step == 0)
    for kind, prior in enumerate((BREAK, BEND)):
        mine = np.flatnonzero((panel.turns.kind == kind) & (panel.turns.begins <= first - LEAST_SEEN))
        for j in mine:
            log_prior = np.log(prior / len(mine)) + GRID.log_prior[calm]
            patterns.append(_Pattern((EXTRA + int(j),), precision[[EXTRA + j]], calm, log_prior))
    return patterns


def _years(panel: Panel, days: int) -> float:
    """How much of a year so many steps are, by how far the season's columns turn from one step to the next."""
    turn = float(panel.shared[0, -2:] @ panel.shared[1, -2:])
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


def _without_base(panel: Panel, passed: _Passed, misses: Floats, variance: Floats) -> _Rest:
    series, p = len(panel.outcomes), panel.shared.shape[1]
    wide = p + len(panel.turns.kind)
    base, extra = slice(0, p - EXTRA), slice(p - EXTRA, wide)
    root = np.linalg.cholesky(passed.shared[:, base, base] + np.diag(panel.precision[base]))
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
        np.log(np.einsum("gii->gi", root)).sum(axis=1) - np.log(panel.precision[base]).sum() / 2,
    )


def _explain(rest: _Rest, pattern: _Pattern, days: int, df: int) -> tuple[Floats, Floats, Floats]:
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
