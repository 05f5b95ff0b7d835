"""The filter, the sweep and the grid against the same model written out with dense matrices."""

from __future__ import annotations

import numpy as np
import pytest

from leadline.measure.evidence.grid import BEND, BREAK, GRID, TREND_AHEAD, season_ahead
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.regressors import FLAT, regressors
from leadline.measure.evidence.series import Cadence, Floats
from leadline.measure.evidence.structural import Batch, Window, forecast
from tests.measure.evidence.series import covariance, days

DAYS, FIRST = 90, 70


@pytest.fixture(scope="module")
def batch() -> Batch:
    """One series with two controls, weekdays, one missing day in ten."""
    rng = np.random.default_rng(3)
    known = rng.random(DAYS) > 0.1
    shared = regressors(days(DAYS), Cadence.DAY, (), known, FIRST)
    controls = rng.standard_normal((2, DAYS))
    outcome = 0.2 * rng.standard_normal(DAYS).cumsum() + rng.standard_normal(DAYS) + 0.7 * controls[0]
    return Batch(outcome[None], controls[None], shared.columns, shared.precision, known)


def test_the_filter_agrees_with_dense_matrices_at_every_grid_point(batch: Batch) -> None:
    """The mean miss after the start: weight, centre and scale of every component, to ten digits."""
    law = forecast(batch, [Window(60, FIRST), Window(FIRST, DAYS)])[1].mean
    known_after = batch.known[FIRST:]
    weight, centre, scale = _dense(batch, known_after / known_after.sum())
    assert np.allclose(law.weight[:, 0], weight, atol=1e-10)
    assert np.allclose(law.centre[:, 0], centre, atol=1e-10)
    assert np.allclose(law.scale[:, 0], scale, atol=1e-10)


def test_day_by_day_forecasts_agree_with_dense_matrices_and_with_their_sum(batch: Batch) -> None:
    found = forecast(batch, [Window(FIRST, DAYS)], by_day=True)[0]
    assert found.daily is not None
    assert found.running is not None
    day = np.eye(DAYS - FIRST)[11]
    weight, centre, scale = _dense(batch, day)
    assert np.allclose(found.daily.weight[:, 0, 11], weight, atol=1e-10)
    assert np.allclose(found.daily.centre[:, 0, 11], centre, atol=1e-10)
    assert np.allclose(found.daily.scale[:, 0, 11], scale, atol=1e-10)
    count = batch.known[FIRST:].sum()
    assert np.allclose(found.running.centre[:, 0, -1] / count, found.mean.centre[:, 0])
    assert np.allclose(found.running.scale[:, 0, -1] / count, found.mean.scale[:, 0])


def test_a_series_gets_the_same_forecast_alone_and_among_others(batch: Batch) -> None:
    other = np.concatenate([batch.outcomes, batch.outcomes[:, ::-1]])
    both = Batch(other, np.concatenate([batch.controls, batch.controls * 2 + 1]), *_calendar(batch))
    alone, among = (forecast(one, [Window(FIRST, DAYS)])[0].mean for one in (batch, both))
    assert np.allclose(alone.scale[:, 0], among.scale[:, 0])
    assert np.allclose(alone.centre[:, 0], among.centre[:, 0])


def test_no_forecast_sees_a_day_of_its_own_window(batch: Batch) -> None:
    """Changing every day from the start on moves the observed side of the miss, and nothing else."""
    later = batch.outcomes.copy()
    later[:, FIRST:] += 5.0
    moved = Batch(later, batch.controls, *_calendar(batch))
    before, after = (forecast(one, [Window(FIRST, DAYS)])[0].mean for one in (batch, moved))
    assert np.allclose(after.centre - before.centre, 5.0)
    assert np.allclose(after.weight, before.weight)
    assert np.allclose(after.scale, before.scale)


def test_a_mixture_finds_the_number_below_which_a_share_lies() -> None:
    rng = np.random.default_rng(0)
    weight = rng.dirichlet(np.ones(6), size=40).T
    mixture = Mixture(weight, 3 * rng.standard_normal((6, 40)), np.exp(rng.standard_normal((6, 40))), 12.0)
    for share in (0.001, 0.025, 0.5, 0.975):
        assert np.allclose(mixture.below(mixture.quantile(share)), share, atol=1e-6)


def test_widening_keeps_the_mean_and_stretches_every_distance_from_it() -> None:
    rng = np.random.default_rng(1)
    weight = np.full((4, 3), 0.25)
    mixture = Mixture(weight, rng.standard_normal((4, 3)), np.ones((4, 3)), 30.0)
    wide = mixture.widened(1.5)
    assert np.allclose(wide.mean, mixture.mean)
    assert np.allclose(wide.quantile(0.9) - wide.mean, 1.5 * (mixture.quantile(0.9) - mixture.mean), atol=1e-5)


def _calendar(batch: Batch) -> tuple[Floats, Floats, np.ndarray]:
    return batch.shared, batch.precision, batch.known


def _dense(batch: Batch, summary: Floats) -> tuple[Floats, Floats, Floats]:
    """Every component of the law of `summary` of the window's misses, by textbook formulas on whole matrices."""
    rows = []
    season = season_ahead((DAYS - FIRST) / 365.25)
    steady = 1 - TREND_AHEAD - season - BREAK - BEND
    for dropped, prior in ((3, steady), (2, TREND_AHEAD), (0, season)):
        use = batch.shared.shape[1] - dropped
        for g in range(len(GRID.step)):
            rows.append(_component(batch, summary, covariance(g, DAYS), use, np.log(prior) + GRID.log_prior[g]))
    log, centre, scale = np.array(rows).T
    weight = np.exp(log - log.max())
    return weight / weight.sum(), centre, scale


def _component(
    batch: Batch, summary: Floats, covariance: Floats, use: int, log_prior: float
) -> tuple[float, float, float]:
    seen, later = np.flatnonzero(batch.known[:FIRST]), np.arange(FIRST, DAYS)
    shared, controls, y = batch.shared[:, :use], batch.controls[0], batch.outcomes[0]
    inverse = np.linalg.inv(covariance[np.ix_(seen, seen)])
    precision = np.diag([*batch.precision[:use], *_control_precisions(inverse, batch, seen, use)])
    design = np.column_stack([shared, controls.T])
    information = design[seen].T @ inverse @ design[seen] + precision
    slope = np.linalg.solve(information, design[seen].T @ inverse @ y[seen])
    square = y[seen] @ inverse @ y[seen] - slope @ information @ slope
    df = len(seen) - int((batch.precision <= FLAT).sum())
    bridge = covariance[np.ix_(later, seen)] @ inverse
    reach = design[later] - bridge @ design[seen]
    miss = y[later] - bridge @ y[seen] - reach @ slope
    spread = covariance[np.ix_(later, later)] - bridge @ covariance[np.ix_(seen, later)]
    spread += reach @ np.linalg.solve(information, reach.T)
    log_determinants = np.linalg.slogdet(covariance[np.ix_(seen, seen)])[1] + np.linalg.slogdet(information)[1]
    log = log_prior - log_determinants / 2 + np.log(np.diag(precision)).sum() / 2 - df / 2 * np.log(square)
    return log, float(summary @ miss), float(np.sqrt(summary @ spread @ summary * square / df))


def _control_precisions(inverse: Floats, batch: Batch, seen: np.ndarray, use: int) -> list[float]:
    """Unit information, each control after the shared columns and the controls before it."""
    shared, controls = batch.shared[seen, :use], batch.controls[0][:, seen].T
    within = shared.T @ inverse @ shared + np.diag(batch.precision[:use])
    left = inverse - inverse @ shared @ np.linalg.solve(within, shared.T @ inverse)
    own = controls.T @ left @ controls
    first = own[0, 0] / len(seen)
    second = (own[1, 1] - own[0, 1] ** 2 / (own[0, 0] + first)) / len(seen)
    return [first, second]
