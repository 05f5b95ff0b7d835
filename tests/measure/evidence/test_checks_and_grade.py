"""The attempts to prove an analysis wrong, the four steps of the grade, and what would settle the next one."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest

from leadline.measure import evidence
from leadline.measure.evidence import Check, GradeReport, Series, Settings
from leadline.measure.evidence.checks import fortnights, placebo_in_time, placebo_windows, swing_shared, widening
from leadline.measure.evidence.grade import Grounds, grade_of
from leadline.measure.evidence.series import Cadence
from leadline.words import Grade
from tests.measure.evidence.series import FIRST_DAY, calls, days, year_ago

SETTINGS = Settings()
PASSED = Check("placebo in time", True, "Two earlier dates were tried; none claimed an effect.", {})
BEYOND_CHANCE = (
    "Before and after differ beyond chance: without an effect, such a difference would be seen in 0.01 of cases (p)."
)


def windows(before: int, after: int) -> tuple[list[tuple[int, int]], str]:
    found = placebo_windows(np.ones(before + after, dtype=bool), before, after, Cadence.DAY, SETTINGS)
    return [(window.first, window.stop) for window in found.windows], found.reason


def test_pretended_starts_do_not_overlap_and_each_has_enough_days_before_it() -> None:
    assert windows(180, 60)[0] == [(120, 180), (60, 120)]
    assert windows(90, 30)[0] == [(73, 90), (56, 73)], "shorter windows where two long ones do not fit"
    assert len(windows(2000, 30)[0]) == SETTINGS.most_placebos


def test_a_fold_too_short_to_learn_from_is_not_tried_and_the_check_says_so() -> None:
    """61 days before the start leave 5 beyond the 56 that a forecast learns from."""
    found, reason = windows(61, 30)
    assert found == []
    assert reason == (
        "No earlier date could be tried: after the 56 days that a forecast learns from, "
        "5 are left before the start; 9 more would do."
    )
    effect = evidence.analyse(calls(61, 30, change=-0.3), FIRST_DAY + dt.timedelta(days=61))
    assert effect.verdict == "effect"
    assert effect.checks[0].passed is None
    report = effect.grade()
    assert report.grade is Grade.CORRELATED
    assert report.steps[2].reason == reason


def test_missing_days_do_not_count_towards_a_fold() -> None:
    known = np.ones(200, dtype=bool)
    known[:90] = False
    found = placebo_windows(known, 180, 20, Cadence.DAY, SETTINGS)
    assert [(window.first, window.stop) for window in found.windows] == [(163, 180), (146, 163)]
    assert all(known[: window.first].sum() >= SETTINGS.min_days_before for window in found.windows)


def test_claims_at_dates_when_nothing_began_fail_the_check_and_widen_the_interval() -> None:
    placebos = placebo_windows(np.ones(400, dtype=bool), 340, 60, Cadence.DAY, SETTINGS)
    calm, wild = np.array([0.4, -1.1, 0.2, 0.9]), np.array([3.4, -4.1, 0.2, 2.9])
    passed, failed = (placebo_in_time(placebos, z, Cadence.DAY, SETTINGS) for z in (calm, wild))
    assert passed.passed is True
    assert passed.sentence == "Four earlier dates were tried, each with 60 days to forecast; none claimed an effect."
    assert failed.passed is False
    assert failed.numbers["claimed"] == 3
    assert widening(np.column_stack([calm, wild])) == pytest.approx([1.0, np.sqrt((4 + (wild**2).sum()) / 8)])


def test_the_interval_that_is_shown_is_the_widened_one() -> None:
    """The same analysis with and without its placebos: as much wider as `widened` says, around the same middle."""
    quiet = calls(300, 40)
    values = quiet.values + 15.0 * ((np.arange(340) >= 180) & (np.arange(340) < 220))
    lifted = Series("calls", quiet.days, values, "calls")
    rough = evidence.analyse(lifted, days(340)[300])
    plain = evidence.analyse(lifted, days(340)[300], settings=Settings(most_placebos=0))
    assert rough.widened > 1.05
    assert rough.mean is not None
    assert plain.mean is not None
    assert plain.widened == 1.0
    assert rough.mean.value == pytest.approx(plain.mean.value)
    assert rough.mean.high - rough.mean.low == pytest.approx(
        rough.widened * (plain.mean.high - plain.mean.low), rel=1e-4
    )


def test_one_claim_among_twelve_dates_is_chance_and_passes() -> None:
    placebos = placebo_windows(np.ones(800, dtype=bool), 770, 30, Cadence.DAY, SETTINGS)
    z = np.array([2.2] + [0.5] * 11)
    assert placebo_in_time(placebos, z, Cadence.DAY, SETTINGS).passed is True


def test_the_placebo_check_seldom_fails_where_the_method_is_sound() -> None:
    """At a check level of 1 %: of 200 sound analyses hardly more than a few fail."""
    start = FIRST_DAY + dt.timedelta(days=300)
    effects = evidence.analyse_many([evidence.Case(calls(300, 60, seed=seed), start) for seed in range(200)])
    assert sum(effect.checks[0].passed is False for effect in effects) <= 7


def test_a_control_that_moved_with_the_program_costs_the_grade_but_not_the_figures() -> None:
    """The program also emptied the chats: a control that it touched."""
    series = calls(400, 60, change=-0.11)
    touched = calls(400, 60, change=-0.3, seed=7, name="chats", level=300, noise=10)
    effect = evidence.analyse(series, series.days[400], controls=[touched])
    check = next(check for check in effect.checks if check.name == "control untouched")
    assert check.passed is False
    assert check.sentence.startswith("A control moved at the start: chats fell ")
    assert effect.mean is not None
    report = effect.grade()
    assert report.grade < Grade.SUPPORTED
    sound = evidence.analyse(series, series.days[400], controls=[year_ago(series)])
    assert sound.grade().grade is Grade.SUPPORTED


def season_of(check_of: evidence.Effect) -> Check:
    return next(check for check in check_of.checks if check.name == "season seen")


def swinging(name: str, swing: float, noise: float, seed: int, *, change: float = 0.0) -> Series:
    """200 days before 1 February 2026 and 60 after; a slow swing of the share `swing` that all share."""
    rng = np.random.default_rng(seed)
    drawn = np.convolve(np.random.default_rng(9).standard_normal(300), np.hanning(41), mode="valid")
    wave = drawn / drawn.std()
    values = 1000 * (1 + swing * wave) + noise * rng.standard_normal(260)
    values[200:] *= 1 + change
    return Series(name, days(260, dt.date(2025, 7, 16)), values, "calls")


def test_without_a_year_of_history_or_a_control_a_season_cannot_be_told_from_an_effect() -> None:
    series = swinging("calls", 0.05, 20, 1, change=-0.11)
    alone = evidence.analyse(series, series.days[200])
    helped = evidence.analyse(series, series.days[200], controls=[swinging("chats", 0.08, 20, 2)])
    season = season_of(alone)
    assert season.passed is None
    assert season.settle.startswith("165 earlier days, or a control")
    assert season_of(helped).passed is True
    assert "the control chats shows the season instead: it explains 9" in season_of(helped).sentence
    assert helped.grade().grade is Grade.SUPPORTED


def test_a_check_that_could_not_be_run_is_not_hidden_behind_those_that_passed() -> None:
    series = swinging("calls", 0.05, 20, 1, change=-0.3)
    alone = evidence.analyse(series, series.days[200])
    helped = evidence.analyse(series, series.days[200], controls=[swinging("chats", 0.08, 20, 2)])
    assert alone.sentence().endswith(
        " checks that could be run passed; season seen could not: "
        "200 days before the start hold no whole year, and no control shows the season"
    )
    assert "could" not in helped.sentence()


def test_a_control_that_is_noise_stands_for_no_season() -> None:
    """A winter alone, 90 days after a start in February: supported in 17 to 82 % where any control would do."""
    start, rng = dt.date(2026, 2, 1), np.random.default_rng(7)
    at = days(270, start - dt.timedelta(days=180))
    winter = np.cos(2 * np.pi * np.array([day.timetuple().tm_yday - 20 for day in at]) / 365.25)
    cases = []
    for _ in range(40):
        outcome = Series("calls", at, 1000 * (1 + 0.15 * winter) + rng.normal(0, 30, 270), "calls")
        noise = Series("noise", at, 200 + rng.normal(0, 10, 270), "x")
        cases.append(evidence.Case(outcome, start, (noise,)))
    effects = evidence.analyse_many(cases)
    assert sum(effect.verdict == "effect" for effect in effects) > 10, "winter does look like an effect"
    assert sum(effect.grade().grade >= Grade.SUPPORTED for effect in effects) <= 2
    unshown = season_of(next(effect for effect in effects if season_of(effect).passed is None))
    assert unshown.sentence == (
        "180 days before the start hold no whole year, and the control is not shown to swing with the season as the "
        "outcome does."
    )


def test_a_control_that_shares_only_a_straight_trend_or_moves_the_other_way_shows_no_season() -> None:
    outcome, known = swinging("calls", 0.05, 20, 1).values[:200], np.ones(200, dtype=bool)
    growth = np.arange(200) + np.random.default_rng(4).normal(0, 10, 200)
    against = swinging("ice cream", -0.05, 20, 3).values[:200]
    ours, *theirs = fortnights(np.array([outcome, growth, against]), known, Cadence.DAY)
    for control in theirs:
        assert swing_shared("control", ours, control).p_value > SETTINGS.check_level
    few = fortnights(outcome[:30], known[:30], Cadence.DAY)
    assert swing_shared("control", few, few).p_value == 1.0, "too few days"


def test_each_step_says_why_it_is_not_reached_and_what_would_settle_it() -> None:
    report = evidence.analyse(calls(400, 60, change=-0.11), days(460)[400]).grade()
    assert [step.grade for step in report.steps] == list(Grade)
    assert [step.reached for step in report.steps] == [True, True, True, False]
    assert report.steps[3].reason == "No experiment was planned: nothing was drawn by lot before the start."
    assert "pilot" in report.steps[3].settle
    assert all(step.reason for step in report.steps)


def grounds(**changes: object) -> Grounds:
    usual: dict[str, object] = {
        "verdict": "effect",
        "p_value": 0.01,
        "checks": (PASSED,),
        "moved": "down",
        "expected": "down",
        "allowed": 0.05,
        "tried": 1,
        "settle": "",
    }
    return Grounds(**(usual | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "grade", "reason"),
    [
        ({}, Grade.SUPPORTED, "A counterfactual design holds and its checks pass."),
        ({"experiment": True}, Grade.TESTED, "A planned experiment shows it."),
        ({"moved": "up"}, Grade.SUPPORTED, "A counterfactual design holds and its checks pass."),
        ({"tried": 20}, Grade.ASSUMED, "A mechanism is stated."),
        ({"verdict": "no effect seen"}, Grade.ASSUMED, "A mechanism is stated."),
        ({"checks": ()}, Grade.CORRELATED, BEYOND_CHANCE),
    ],
)
def test_a_grade_is_given_by_data_never_by_a_tick_box(changes: dict[str, object], grade: Grade, reason: str) -> None:
    """S1.8: goals, analytics or a pattern of correlation, else the value is assumptive."""
    report = grade_of(grounds(**changes))
    assert (report.grade, report.reason) == (grade, reason)


def test_an_experiment_whose_checks_failed_is_not_tested() -> None:
    failed = Check("placebo in time", False, "Three of four dates claimed an effect.", {})
    report = grade_of(grounds(checks=(failed,), experiment=True))
    assert report.grade is Grade.CORRELATED
    assert report.steps[3].reason == "The step below it is not reached."


def test_an_effect_against_the_direction_promised_is_named_at_the_grade_it_has() -> None:
    """A harm that is shown counts as a gain does; what it cannot do is hold up its line."""
    effect = evidence.analyse(calls(400, 60, change=0.11), days(460)[400], expected="down")
    report = effect.grade()
    assert effect.is_against
    assert report.grade is Grade.SUPPORTED
    assert report.steps[1].reason.endswith("The figure went up, and the line promises down.")
    assert effect.sentence().startswith("supported: calls rose 11.")
    assert "against what would have been, against what was expected; " in effect.sentence()


def test_a_grade_report_is_stored_and_read_back_exactly() -> None:
    report = grade_of(grounds(tried=20))
    assert GradeReport.from_dict(json.loads(json.dumps(report.as_dict()))) == report


def test_what_would_settle_it_is_computed_and_comes_true() -> None:
    """The days that it asks for are enough: with them, a planted effect of that size is seen four times in five."""
    before, now, noise = 400, 14, 150.0
    effect = evidence.analyse(calls(before, now, noise=noise, seed=3), days(before + now)[before])
    settlement = effect.settlement
    assert effect.verdict == "cannot tell"
    assert settlement is not None
    assert settlement.more_steps is not None
    assert settlement.control_share is not None
    assert 0 < settlement.control_share < 1
    after = now + settlement.more_steps
    cases = [
        evidence.Case(calls(before, after, change=-0.05, noise=noise, seed=seed), days(before + 1)[before])
        for seed in range(100, 160)
    ]
    seen = np.mean([each.verdict == "effect" for each in evidence.analyse_many(cases)])
    assert 0.65 <= seen <= 0.98


def test_on_a_wandering_series_more_steps_would_not_settle_it_and_the_sentence_says_so() -> None:
    rng = np.random.default_rng(2)
    wander = 1000 + np.cumsum(40 * rng.standard_normal(430))
    effect = evidence.analyse(Series("calls", days(430), wander, "calls"), days(430)[400])
    assert effect.settlement is not None
    assert effect.settlement.more_steps is None
    assert "More days alone would not settle it." in effect.settle()


def test_what_would_settle_a_share_in_percent_is_told_as_for_a_count() -> None:
    """Points have no percent of their own, and yet `cannot tell` says what would settle it."""
    told = calls(80, 20, noise=10, level=50.0)
    effect = evidence.analyse(replace(told, unit="%"), days(100)[80])
    assert (effect.verdict, effect.relative) == ("cannot tell", None)
    assert effect.settlement is not None
    assert effect.settlement.detectable_share is not None
    assert " of its level four times in five; 5.0 % is asked for. What would settle it: " in effect.settle()


def test_where_shares_have_no_meaning_the_ways_are_named_without_a_number() -> None:
    told = calls(80, 20, noise=200)
    effect = evidence.analyse(replace(told, values=told.values - 1000), days(100)[80])
    assert effect.verdict == "cannot tell"
    assert effect.settle().startswith("What would have been is not above zero")


def test_a_monthly_series_is_never_told_to_wait_for_more_than_half_a_year() -> None:
    months = tuple(dt.date(2020 + i // 12, i % 12 + 1, 1) for i in range(40))
    for seed in range(8):
        values = 1000 + 120 * np.random.default_rng(seed).standard_normal(40)
        settlement = evidence.analyse(Series("calls", months, values, "calls"), months[35]).settlement
        assert settlement is not None
        assert "day" not in settlement.sentence
        assert settlement.more_steps is None or settlement.more_steps <= 6


FALL = -0.2


def fallen(seed: int = 3) -> evidence.Series:
    return calls(400, 60, change=FALL, noise=40, seed=seed)


@pytest.mark.parametrize("factor", [1.0, 0.01, -3.0])
def test_a_control_that_is_the_outcome_itself_is_refused_whatever_its_unit(factor: float) -> None:
    outcome = fallen()
    same = evidence.Series("calls again", outcome.days, factor * outcome.values, "calls")
    effect = evidence.analyse(outcome, outcome.days[400], controls=[same])
    assert effect.verdict == "cannot tell"
    assert effect.refused is not None
    assert "The control calls again moves exactly as calls does before the start" in effect.refused
    assert effect.settle() == "Take a control that is another figure than the outcome."


@pytest.mark.parametrize(("apart", "when"), [(-1, "one day earlier"), (3, "three days later")])
def test_a_control_that_is_the_outcome_of_another_day_is_refused(apart: int, when: str) -> None:
    outcome = fallen()
    values = np.roll(outcome.values, apart)
    effect = evidence.analyse(outcome, outcome.days[400], controls=[Series("shifted", outcome.days, values, "calls")])
    assert effect.refused is not None
    assert f"The control shifted moves exactly as calls does, {when} before the start" in effect.refused


TOUCHED = {"a sum that holds the outcome": 0.85, "the outcome and noise": 0.85, "half of the effect": 0.7}


@pytest.mark.parametrize("touched", TOUCHED)
def test_of_a_control_that_the_program_touched_the_interval_reaches_over_both_readings(touched: str) -> None:
    """100 worlds each: before, the interval left the effect of 20 out in 89, 53 and 61 of 100."""
    cases = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        ours, control = shared(rng, alike=0.8), shared(rng, alike=0.8)[1]
        ours[0, 120:] += 20
        if touched == "half of the effect":
            control = ours[1] + np.where(np.arange(160) >= 120, 10, 0)
        else:
            control = ours[0] + (control if touched.startswith("a sum") else 8 * rng.standard_normal(160))
        days = tuple(FIRST_DAY + dt.timedelta(days=day) for day in range(160))
        series = Series("calls", days, ours[0], "calls"), Series("chats", days, control, "chats")
        cases.append(evidence.Case(series[0], days[120], (series[1],)))
    told = [effect for effect in evidence.analyse_many(cases) if effect.mean is not None]
    assert len(told) >= 95
    assert np.mean([effect.mean.low <= 20 <= effect.mean.high for effect in told if effect.mean]) >= TOUCHED[touched]
    doubted = [check.sentence for effect in told for check in effect.checks if "reaches over both" in check.sentence]
    assert len(doubted) > 60


@pytest.mark.parametrize("alike", [0.5, 0.8, 0.95])
def test_a_sound_control_is_hardly_ever_doubted(alike: float) -> None:
    """S0.12: as many as chance would have it, and the effect is seen beside it all the same."""
    cases = []
    for seed in range(150):
        both = shared(np.random.default_rng(seed), alike=alike)
        both[0, 120:] += 20
        days = tuple(FIRST_DAY + dt.timedelta(days=day) for day in range(160))
        series = Series("calls", days, both[0], "calls"), Series("chats", days, both[1], "chats")
        cases.append(evidence.Case(series[0], days[120], (series[1],)))
    effects = evidence.analyse_many(cases)
    assert sum(effect.refused is not None for effect in effects) <= 4
    assert sum(effect.verdict == "effect" for effect in effects) >= 140
    doubted = [check.sentence for effect in effects for check in effect.checks if "reaches over both" in check.sentence]
    assert len(doubted) <= 22


def shared(rng: np.random.Generator, *, alike: float, days: int = 160) -> np.ndarray:
    """Two AR(.5) of spread about 9 around 100 whose news correlate by `alike`; (2, days)."""
    news = rng.standard_normal((2, days))
    news[1] = alike * news[0] + np.sqrt(1 - alike**2) * news[1]
    found = np.zeros((2, days))
    for day in range(1, days):
        found[:, day] = 0.5 * found[:, day - 1] + news[:, day]
    return 100 + 8 * found


@pytest.mark.parametrize("noise", [2.0, 10.0])
def test_beside_a_control_that_the_program_moved_as_much_nothing_is_called_no_effect(noise: float) -> None:
    """A real fall of 20 %, and a control that holds the outcome: their difference shows nothing."""
    outcome = fallen()
    own = noise * np.random.default_rng(8).standard_normal(len(outcome.days))
    nearly = evidence.Series("calls of the region", outcome.days, 2 * outcome.values + own, "calls")
    effect = evidence.analyse(outcome, outcome.days[400], controls=[nearly])
    assert effect.verdict == "cannot tell"
    assert effect.refused is not None
    assert effect.refused.startswith("A control moved at the start: calls of the region fell")
    assert effect.grade(kept=Grade.CORRELATED).grade is Grade.CORRELATED


def test_a_control_that_the_program_left_alone_shows_the_fall_and_its_lack() -> None:
    """Sound controls: none of forty is refused, and where nothing happened that is still seen."""
    cases = []
    for seed in range(40):
        outcome = calls(400, 60, change=0.0 if seed % 2 else FALL, noise=40, seed=seed)
        cases.append(evidence.Case(outcome, outcome.days[400], (year_ago(outcome, seed=100 + seed),)))
    effects = evidence.analyse_many(cases)
    assert [effect.refused for effect in effects] == [None] * 40
    assert {effect.verdict for effect in effects[::2]} == {"effect"}
    assert {effect.verdict for effect in effects[1::2]} == {"no effect seen"}
