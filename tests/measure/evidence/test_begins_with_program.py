"""When did the change begin? What was under way before the start, or came long after it, is not the program's."""

from __future__ import annotations

import datetime as dt
import json
import warnings
from collections.abc import Sequence

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import binom

from leadline.measure import evidence
from leadline.measure.evidence import DEFAULT_SETTINGS, Check, Effect, Series
from leadline.measure.evidence.breaks import Beginnings, beginnings
from leadline.measure.evidence.checks import begins_with_program
from leadline.measure.evidence.grid import GRID, SEASON, STEADY, TREND
from leadline.measure.evidence.regressors import FLAT, regressors
from leadline.measure.evidence.series import Cadence, Floats
from leadline.measure.evidence.structural import Batch
from leadline.words import Grade
from tests.measure.evidence.series import calls, covariance, days

BEFORE, AFTER, SEEDS = 400, 90, range(40)
START = days(BEFORE + 1)[BEFORE]


def changed(seed: int, *, at: int, share: float, over: int = 1, noise: float = 50.0) -> Series:
    """From day `at` of the program on (negative: before it) the calls change by `share`, whole after `over` days."""
    series = calls(BEFORE, AFTER, noise=noise, seed=seed)
    passed = np.arange(BEFORE + AFTER) - (BEFORE + at) + 1
    return Series("calls", series.days, series.values * (1 + share * np.clip(passed / over, 0, 1)), "calls")


def analyse(*, at: int, share: float, over: int = 1, noise: float = 50.0) -> list[Effect]:
    return evidence.analyse_many(
        [evidence.Case(changed(seed, at=at, share=share, over=over, noise=noise), START) for seed in SEEDS]
    )


def supported(effects: list[Effect]) -> int:
    return sum(effect.verdict == "effect" and effect.grade().grade >= Grade.SUPPORTED for effect in effects)


def beginning(effect: Effect) -> Check:
    return next(check for check in effect.checks if check.name == "begins with the program")


@pytest.mark.parametrize(
    ("at", "share", "over", "noise", "most"),
    [
        (-30, -0.3, 120, 50.0, 2),
        (-30, -0.2, 120, 50.0, 4),
        (-3, -0.11, 1, 20.0, 2),
        (-7, -0.11, 1, 50.0, 2),
        (45, -0.11, 1, 50.0, 10),
        (45, -0.2, 1, 50.0, 2),
        (30, -0.11, 1, 20.0, 2),
    ],
)
def test_a_change_that_began_at_another_time_is_seldom_supported(
    at: int, share: float, over: int, noise: float, most: int
) -> None:
    """Without the check, 39 to 40 of 40 were. Where a day's noise is half of the change, three days cannot be told."""
    assert supported(analyse(at=at, share=share, over=over, noise=noise)) <= most


def test_a_change_that_was_under_way_before_the_start_is_refused_and_the_sentence_says_since_when() -> None:
    """A forecast from the middle of a change says nothing of what the program did: an interval would be wrong."""
    effects = analyse(at=-14, share=-0.11, noise=20.0)
    assert sum(effect.refused is not None for effect in effects) >= 36
    effect = effects[0]
    check = beginning(effect)
    assert check.passed is False
    assert check.numbers["low"] <= -14 <= check.numbers["high"]
    assert "not with the program: about " in check.sentence
    assert "days before the start." in check.sentence
    assert (effect.verdict, effect.mean, effect.refused) == ("cannot tell", None, check.sentence)
    assert effect.settle().startswith("Ask what happened about ")


def test_a_change_that_came_long_after_the_start_keeps_its_figures_but_not_its_grade() -> None:
    effect = analyse(at=45, share=-0.2)[1]
    report = effect.grade()
    assert effect.verdict == "effect"
    assert report.grade is Grade.CORRELATED
    assert report.steps[2].reason == beginning(effect).sentence


@pytest.mark.parametrize("over", [1, 14, 28, 42, 90])
@pytest.mark.parametrize("noise", [20.0, 50.0, 100.0])
def test_a_real_effect_is_hardly_ever_doubted_however_slowly_it_grows(over: int, noise: float) -> None:
    effects = analyse(at=0, share=-0.11, over=over, noise=noise)
    checks = [check for effect in effects for check in effect.checks if check.name == "begins with the program"]
    failed = sum(check.passed is False for check in checks)
    assert failed <= binom.ppf(0.999, len(SEEDS), 0.03)


@pytest.mark.parametrize("late", [3, 7, 10])
def test_people_may_need_some_days_until_they_notice(late: int) -> None:
    assert supported(analyse(at=late, share=-0.11)) >= 38


@pytest.mark.parametrize("blank", [16, 20, 40])
def test_days_that_are_missing_after_the_start_are_not_held_against_the_program(blank: int) -> None:
    """Nobody recorded the first weeks: a change that is there when the days come back may have begun on any of them."""
    effects = evidence.analyse_many(
        [evidence.Case(_without(changed(seed, at=0, share=-0.11), 0, blank), START) for seed in range(12)]
    )
    told = [effect for effect in effects if effect.verdict == "effect"]
    assert len(told) >= 11
    for effect in told:
        check = beginning(effect)
        assert check.passed, check.sentence
        assert check.numbers["low"] <= 0 <= check.numbers["high"]
        assert effect.grade().grade is Grade.SUPPORTED


def test_a_change_that_began_long_before_a_gap_that_touches_the_start_is_never_the_programs() -> None:
    cases = [evidence.Case(_without(changed(seed, at=-30, share=-0.3, over=120), 0, 20), START) for seed in range(6)]
    effects = evidence.analyse_many(cases)
    assert not [effect for effect in effects if effect.verdict == "effect" and beginning(effect).passed]


def test_no_change_is_said_to_have_begun_without_the_program_where_its_start_may_be_the_day() -> None:
    """The start lies between the days that the sentence names, though little speaks for it."""
    day = days(BEFORE + AFTER)
    found = Beginnings(np.array([390, 400, 430]), np.array([False, True, False]), np.zeros((3, 1)))
    check = begins_with_program(found, np.array([0.9, 0.04, 0.06]), day, START, DEFAULT_SETTINGS)
    assert check.passed is False
    assert check.numbers["low"] < 0 < check.numbers["high"]
    assert "not with" not in check.sentence
    assert "4 %" in check.sentence


def test_days_that_are_missing_after_the_start_leave_a_picture_without_a_warning() -> None:
    """The sum so far of no days is nothing, for sure."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        effect = evidence.analyse(_without(changed(1, at=0, share=-0.11), 0, 16), START)
    json.dumps(effect.as_dict(), allow_nan=False)


def _without(series: Series, first: int, stop: int) -> Series:
    """The same, and nothing recorded on the days `first` to `stop` (excluded) of the program."""
    values = series.values.copy()
    values[BEFORE + first : BEFORE + stop] = np.nan
    return Series(series.name, series.days, values, series.unit)


def test_the_interval_of_the_beginning_holds_it_as_often_as_it_says() -> None:
    """95 %, over steps at ten places."""
    cases, truths = [], []
    for seed in range(200):
        at = seed % 10 - 1
        cases.append(evidence.Case(changed(seed, at=at, share=-0.11, noise=80.0), START))
        truths.append(at)
    effects = zip(evidence.analyse_many(cases), truths, strict=True)
    told = [(beginning(effect), at) for effect, at in effects if effect.verdict == "effect"]
    held = sum(check.numbers["low"] <= at <= check.numbers["high"] for check, at in told)
    assert len(told) >= 190
    assert held >= binom.ppf(0.001, len(told), 0.95)


def test_weeks_and_months_have_their_own_beginnings() -> None:
    rng = np.random.default_rng(4)
    weeks = tuple(dt.date(2024, 1, 1) + dt.timedelta(weeks=i) for i in range(120))
    values = 100 + rng.standard_normal(120)
    values[96:] -= 8
    series = Series("churn", weeks, values, "customers")
    with_it = evidence.analyse(series, weeks[96] + dt.timedelta(days=3))
    before_it = evidence.analyse(series, weeks[99])
    assert beginning(with_it).passed
    found = next((check for check in before_it.checks if check.name == "begins with the program"), None)
    assert found is None or found.passed is False
    assert before_it.grade().grade < Grade.SUPPORTED


def test_the_probabilities_agree_with_dense_matrices() -> None:
    """One series with a control, a missing day in ten: every day's probability, to eight digits."""
    batch, first = _small_batch()
    found = beginnings(batch, first, Cadence.DAY)
    noises = _noises(batch)
    log = np.array([_dense_log(batch, int(at), noises) for at in found.at])
    prior = np.where(found.inside, np.gradient(found.at.astype(float)), 0.0)
    other = np.where(found.inside, 0.0, np.gradient(found.at.astype(float)))
    weight = np.exp(log - log.max()) * (prior / prior.sum() + other / other.sum())
    assert np.allclose(found.share[:, 0], weight / weight.sum(), atol=1e-8)


def _small_batch() -> tuple[Batch, int]:
    rng = np.random.default_rng(3)
    number, first = 48, 34
    known = rng.random(number) > 0.1
    shared = regressors(days(number), Cadence.DAY, (), known, first)
    control = rng.standard_normal((1, number))
    outcome = 0.2 * rng.standard_normal(number).cumsum() + rng.standard_normal(number) + 0.7 * control[0]
    outcome[first:] -= 2.0
    return Batch(outcome[None], control[None], shared.columns, shared.precision, known), first


def _dense_log(batch: Batch, at: int, noises: Sequence[tuple[Floats, float]]) -> float:
    """Of a change that begins on day `at`, summed over its shapes and over every explanation of the noise."""
    passed = np.maximum(np.arange(len(batch.known)) - at + 1, 0)
    shapes = [np.minimum(passed / over, 1.0) for over in (1, 14, 28, 42)] + [passed / passed[-1]]
    explained = [
        _explained(batch, shape, *noise) + GRID.log_prior[g] for shape in shapes for g, noise in enumerate(noises)
    ]
    return float(logsumexp(explained))


def _noises(batch: Batch) -> list[tuple[Floats, float]]:
    """Of each grid point: the inverse of the noise's covariance, and its log determinant."""
    seen = np.ix_(batch.known, batch.known)
    whole = [covariance(g, len(batch.known))[seen] for g in range(len(GRID.step))]
    return [(np.linalg.inv(one), float(np.linalg.slogdet(one)[1])) for one in whole]


def _explained(batch: Batch, shape: Floats, inverse: Floats, log_noise: float) -> float:
    seen = batch.known
    y, number = batch.outcomes[0][seen], int(seen.sum())
    df = number - int((batch.precision <= FLAT).sum())
    logs = []
    for dropped, prior in ((3, STEADY), (2, TREND), (0, SEASON)):
        use = batch.shared.shape[1] - dropped
        design, precision = batch.shared[seen, :use], list(batch.precision[:use])
        for column in (batch.controls[0, 0][seen], shape[seen]):
            known_so_far = design.T @ inverse @ design + np.diag(precision)
            met = design.T @ inverse @ column
            precision.append((column @ inverse @ column - met @ np.linalg.solve(known_so_far, met)) / number)
            design = np.column_stack([design, column])
        information = design.T @ inverse @ design + np.diag(precision)
        slope = np.linalg.solve(information, design.T @ inverse @ y)
        square = y @ inverse @ y - slope @ information @ slope
        determinants = log_noise + np.linalg.slogdet(information)[1] - np.log(precision).sum()
        logs.append(np.log(prior) - determinants / 2 - df / 2 * np.log(square))
    return float(logsumexp(logs))
