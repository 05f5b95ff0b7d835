"""Is an interval as narrow as it can be, and as wide as it must be? An oracle, louder noise and lying controls tell."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from benchmarks.evidence_families import FAMILIES, Floats, draw
from benchmarks.evidence_oracle import oracle_width
from leadline.measure import evidence
from leadline.measure.evidence.checks import control_decides
from leadline.measure.evidence.grid import BEND, BREAK, GRID, TREND_AHEAD, season_ahead
from leadline.measure.evidence.regressors import regressors, turns
from leadline.measure.evidence.series import Cadence
from leadline.measure.evidence.structural import Batch, Window, forecast
from leadline.words import Estimate
from tests.measure.evidence.series import covariance, days

SERIES, BEFORE, AFTER = 200, 180, 60
FIRST_DAY = dt.date(2025, 1, 1)


def analyse(outcomes: Floats, controls: Floats | None = None) -> list[evidence.Effect]:
    at = days(outcomes.shape[1], FIRST_DAY)
    return evidence.analyse_many(
        [
            evidence.Case(
                evidence.Series("calls", at, outcome, "calls"),
                at[BEFORE],
                () if controls is None else (evidence.Series("chats", at, controls[i], "chats"),),
            )
            for i, outcome in enumerate(outcomes)
        ]
    )


@pytest.mark.parametrize("family", ["independent", "AR .5", "AR .8 + weekday", "control shares a swing"])
def test_an_interval_is_hardly_wider_than_that_of_an_oracle(family: str) -> None:
    """Before the calibration, 1.2 to 2.5 times."""
    drawn = draw(family, np.random.default_rng(21), SERIES, BEFORE, AFTER)
    widths = [effect.mean.high - effect.mean.low for effect in analyse(drawn.outcomes, drawn.controls) if effect.mean]
    assert len(widths) >= 0.9 * SERIES
    assert 0.95 <= np.median(widths) / oracle_width(family, BEFORE, AFTER) <= 1.5


def test_every_family_has_its_oracle() -> None:
    assert all(oracle_width(family, 60, 20) > 0 for family in FAMILIES)


def test_noise_that_became_louder_at_the_start_widens_and_sound_noise_does_not() -> None:
    rng = np.random.default_rng(22)
    sound = rng.standard_normal((60, BEFORE + AFTER)) + 20
    louder = 20 + (sound - 20) * np.where(np.arange(BEFORE + AFTER) < BEFORE, 1.0, 2.0)
    plain = evidence.Settings(most_placebos=0)
    at = days(BEFORE + AFTER, FIRST_DAY)
    grown = [
        [
            effect.widened
            for effect in evidence.analyse_many(
                [evidence.Case(evidence.Series("calls", at, row, "calls"), at[BEFORE]) for row in rows], settings=plain
            )
        ]
        for rows in (sound, louder)
    ]
    assert np.mean(np.array(grown[0]) == 1.0) >= 0.95
    assert np.median(grown[1]) == pytest.approx(2.0, abs=0.25)


def test_an_effect_that_only_a_control_shows_which_jumped_is_refused() -> None:
    drawn = draw("control breaks at the start", np.random.default_rng(23), 100, BEFORE, AFTER)
    effects = analyse(drawn.outcomes, drawn.controls)
    assert sum("The control alone decides: chats jumped" in (effect.refused or "") for effect in effects) >= 70
    assert sum(effect.verdict == "effect" for effect in effects) <= 20


def test_a_control_does_not_decide_where_the_outcome_jumped_itself_or_shows_it_alone() -> None:
    change = [("chats", Estimate(5.0, 2.0, 8.0, "chats a day", 0.95), 0.001)]
    settings = evidence.DEFAULT_SETTINGS
    assert control_decides("calls", 0.4, change, [0.5, 4.0], settings) is not None
    assert control_decides("calls", 0.4, change, [5.0, 4.0], settings) is None
    assert control_decides("calls", 0.01, change, [0.5, 4.0], settings) is None
    assert control_decides("calls", 0.4, change, [0.5, 1.5], settings) is None


def test_a_jump_and_a_bend_before_the_start_are_weighed_as_dense_matrices_say() -> None:
    """Against nothing more, at the grid point of independent noise: the log odds of every turn, to eight digits."""
    number, first = 90, 70
    known = np.ones(number, dtype=bool)
    shared, turned = regressors(days(number), Cadence.DAY, (), known, first), turns(number, first)
    y = np.random.default_rng(24).standard_normal(number) + 1.5 * (np.arange(number) >= 40)
    batch = Batch(y[None], np.zeros((1, 0, number)), shared.columns, shared.precision, known, turned)
    weight = forecast(batch, [Window(first, number)])[0].mean.weight[:, 0]
    calm, points = np.flatnonzero(GRID.step == 0), len(GRID.step)
    plain = _dense_log(y, shared.columns[:, :-3], shared.precision[:-3], first)
    used = [j for kind in (0, 1) for j in np.flatnonzero((turned.kind == kind) & (turned.begins <= first - 7))]
    steady = weight[0] / np.exp(plain)
    for place, j in enumerate(used):
        columns = np.column_stack([shared.columns[:, :-3], turned.columns[:, j]])
        log = _dense_log(y, columns, np.append(shared.precision[:-3], turned.precision[j]), first)
        same_kind = sum(turned.kind[k] == turned.kind[j] for k in used)
        prior = (BREAK, BEND)[turned.kind[j]] / same_kind
        found = weight[3 * points + place * len(calm)] / (steady * np.exp(log))
        assert found == pytest.approx(prior / _steady_prior(), rel=1e-6)


def _steady_prior() -> float:
    return 1 - TREND_AHEAD - season_ahead(20 / 365.25) - BREAK - BEND


def _dense_log(y: Floats, columns: Floats, precision: Floats, first: int) -> float:
    """Log likelihood of the first days under independent noise, up to a constant that all columns share."""
    inverse = np.linalg.inv(covariance(0, first))
    design, seen = columns[:first], y[:first]
    information = design.T @ inverse @ design + np.diag(precision)
    slope = np.linalg.solve(information, design.T @ inverse @ seen)
    square = seen @ inverse @ seen - slope @ information @ slope
    df = first - int((precision <= 1e-8).sum())
    return float(-np.linalg.slogdet(information)[1] / 2 + np.log(precision).sum() / 2 - df / 2 * np.log(square))
