"""What a company knows against its own evidence reaches the month: untouched figures, and what else happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from leadline.measure import evidence, month
from leadline.measure.evidence import Effect, Event
from leadline.measure.month import Judged, measure_effects, questions
from leadline.measure.month_checks import with_doubts
from leadline.programs.plan_file import read_programs
from leadline.words import Grade
from tests.measure.evidence.series import calls, days, year_ago
from tests.october import LAST, NOW, PROGRAMS, START, World, copy_of, october

DIRECT = "page-service-to-calls:business"
CALLS = "{metric: calls, segment: consumer, target: 880 calls a day, direction: down, controls: [calls@business]}"


@pytest.fixture
def fresh(tmp_path: Path) -> World:
    return copy_of(october(), tmp_path / "home")


def judged(world: World, plan: str) -> Judged:
    """The direct evidence of the service, by a plan of programs."""
    programs, remarks = read_programs(plan)
    assert not remarks, remarks
    assert world.documents.strategy is not None
    found = measure_effects(
        world.lake,
        questions(world.documents.strategy, programs),
        world.documents.parties.own.id,
        company=world.documents.company,
        until=LAST,
        now=NOW,
    )
    return next(one for one in found if one.about == DIRECT)


def planned(untouched: str = "", events: str = "") -> str:
    metric = CALLS.replace("}", f", untouched: [{untouched}]}}") if untouched else CALLS
    plan = PROGRAMS.replace(CALLS, metric)
    return plan.replace("channels: [facebook]}", f"channels: [facebook]}}\n    events: {events}") if events else plan


def check_of(effect: Effect, name: str) -> evidence.Check | None:
    return next((check for check in effect.checks if check.name == name), None)


def analysed() -> Effect:
    outcome = calls(400, 60, change=-0.11)
    return evidence.analyse(outcome, outcome.days[400], controls=[year_ago(outcome)])


def untouched(change: float, number: int = 2) -> list[Effect]:
    cases = [calls(400, 60, change=change, seed=20 + i, name=f"figure {i}") for i in range(number)]
    return [evidence.analyse(one, one.days[400]) for one in cases]


def test_a_plan_without_either_leaves_the_evidence_as_it_was(fresh: World) -> None:
    names = {check.name for check in judged(fresh, PROGRAMS).effect.checks}
    assert not names & {"negative controls", "other events"}


def test_a_figure_that_cannot_have_moved_is_judged_alike_and_shown(fresh: World) -> None:
    found = judged(fresh, planned("referral_traffic@all@south, visits"))
    check = check_of(found.effect, "negative controls")
    assert check is not None
    assert check.passed
    assert check.sentence == "One figure that the program cannot have moved was analysed alike; none claimed an effect."
    assert [row["outcome"] for row in check.rows] == ["referral_traffic@all@south"]
    assert "The untouched figure visits has no values and is left out." in found.effect.notes
    assert found.grade is Grade.SUPPORTED


def test_a_figure_that_moved_although_it_cannot_have_takes_the_grade_back(fresh: World) -> None:
    """The consumers' calls themselves stand for a figure that moved with whatever moved them."""
    plan = planned("calls@consumer, calls@consumer, calls@consumer")
    found = judged(fresh, plan)
    check = check_of(found.effect, "negative controls")
    assert check is not None
    assert check.passed is False
    assert found.grade is Grade.CORRELATED
    assert found.effect.grade().steps[2].reason == check.sentence


def test_what_else_happened_at_the_start_takes_the_grade_back_unless_controls_felt_it(fresh: World) -> None:
    near = "[{name: Prices rise, period: from 2026-08-10%s}]"
    doubted = judged(fresh, planned(events=near % ""))
    check = check_of(doubted.effect, "other events")
    assert check is not None
    assert check.sentence == "Something else happened within 14 days of the start: Prices rise (10 August 2026)."
    assert doubted.grade is Grade.CORRELATED
    shared = judged(fresh, planned(events=near % ", shared: yes"))
    assert shared.grade is Grade.SUPPORTED
    nothing = judged(fresh, planned(events="[]"))
    assert check_of(nothing.effect, "other events") is not None
    assert nothing.grade is Grade.SUPPORTED


def test_a_plan_that_names_more_is_judged_again_and_one_that_does_not_is_not(
    fresh: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = judged(fresh, planned(events="[]"))
    with monkeypatch.context() as patched:
        patched.setattr(month, "analyse", None)
        assert judged(fresh, planned(events="[]")).effect == before.effect
    after = judged(fresh, planned(events="[{name: Prices rise, period: from 2026-08-10}]"))
    assert (before.grade, after.grade) == (Grade.SUPPORTED, Grade.CORRELATED)


def test_an_untouched_figure_is_compared_with_no_control_that_is_itself(fresh: World) -> None:
    check = check_of(judged(fresh, planned("calls@business")).effect, "negative controls")
    assert check is not None
    assert check.rows[0]["outcome"] == "calls@business"


def test_nothing_is_doubted_of_a_refused_analysis_and_what_cannot_be_judged_says_so() -> None:
    refused = replace(analysed(), refused="Too short.", mean=None)
    assert with_doubts(refused, untouched(0.0), []) == refused
    short = calls(20, 20, name="new figure")
    told = with_doubts(analysed(), [evidence.analyse(short, short.days[20])], None)
    assert check_of(told, "negative controls") is None
    assert told.notes[-1].startswith("new figure could not be judged: new figure has 20 days with a value before")


def test_figures_that_all_moved_fail_and_quiet_ones_pass() -> None:
    moved, quiet = with_doubts(analysed(), untouched(-0.1), None), with_doubts(analysed(), untouched(0.0), None)
    assert [check_of(one, "negative controls").passed for one in (moved, quiet)] == [False, True]  # type: ignore[union-attr]


def test_events_far_from_the_start_pass_and_are_listed() -> None:
    effect = analysed()
    far = Event("a strike", effect.start - dt.timedelta(days=90), effect.start - dt.timedelta(days=80))
    check = check_of(with_doubts(effect, [], [far]), "other events")
    assert check is not None
    assert check.passed
    assert [row["event"] for row in check.rows] == ["a strike"]
    assert np.isclose(float(check.rows[0]["days_away"]), 80)
    assert days(1)[0] <= far.first
    assert START < LAST
