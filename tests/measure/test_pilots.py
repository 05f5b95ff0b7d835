"""A pilot drawn by lot gives its line the grade: kept before its start, judged once, only as it was drawn (S1.8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from leadline import flow
from leadline.errors import LeadlineError
from leadline.measure import evidence
from leadline.measure.evidence import Plan, Units
from leadline.measure.month import Question
from leadline.measure.pilots import judge_pilot, keep_plan, kept_pilots
from leadline.web.measure.lines import joined_lines
from leadline.words import Grade, Month
from tests.measure.evidence.test_experiments import BEFORE, DAYS, NOW, lifted, planned, regions
from tests.october import World, copy_of, ran

LINE = "page-service-to-calls"
AFTER = dt.datetime(2026, 6, 20, tzinfo=dt.UTC)
MONTH = Month(2026, 10)


@pytest.fixture
def fresh(tmp_path: Path) -> World:
    return copy_of(ran(), tmp_path / "home")


@pytest.fixture
def link(fresh: World) -> Question:
    return flow.link_of(fresh.documents, LINE, "business")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned(regions())


def fallen(plan: Plan, change: float = -0.12) -> Units:
    return lifted(regions(), plan, change)


def grade_of(world: World) -> Grade:
    return next(one.grade for one in joined_lines(world.lake, world.documents, MONTH) if one.id == LINE)


def test_a_pilot_whose_plan_was_kept_before_its_start_makes_the_line_tested(
    fresh: World, link: Question, plan: Plan
) -> None:
    assert grade_of(fresh) < Grade.TESTED
    keep_plan(fresh.lake, link, plan, zone="Europe/Amsterdam", now=NOW)
    keep_plan(fresh.lake, link, plan, zone="Europe/Amsterdam", now=NOW)
    judged = judge_pilot(fresh.lake, link, fallen(plan), now=AFTER)
    assert (judged.grade, judged.effect.verdict, judged.effect.experiment) == (Grade.TESTED, "effect", True)
    assert kept_pilots(fresh.lake, [link]) == (judged,)
    assert kept_pilots(fresh.lake, [link], until=plan.end - dt.timedelta(days=1)) == ()
    assert grade_of(fresh) is Grade.TESTED
    line = next(one for one in joined_lines(fresh.lake, fresh.documents, MONTH) if one.id == LINE)
    assert line.direct is not None
    assert line.direct.sentence.startswith("tested: ")


def test_a_pilot_that_saw_nothing_takes_back_what_was_judged_without_lots(
    fresh: World, link: Question, plan: Plan
) -> None:
    keep_plan(fresh.lake, link, plan, zone="Europe/Amsterdam", now=NOW)
    judged = judge_pilot(fresh.lake, link, fallen(plan, 0.0), now=AFTER)
    assert judged.effect.verdict == "no effect seen"
    assert grade_of(fresh) is Grade.ASSUMED


def test_a_pilot_that_harms_is_no_proof_of_the_line(fresh: World, link: Question, plan: Plan) -> None:
    keep_plan(fresh.lake, link, plan, zone="Europe/Amsterdam", now=NOW)
    judged = judge_pilot(fresh.lake, link, fallen(plan, 0.12), now=AFTER)
    assert judged.effect.is_against
    line = next(one for one in joined_lines(fresh.lake, fresh.documents, MONTH) if one.id == LINE)
    assert (line.grade, line.direct is not None and line.direct.against) == (Grade.ASSUMED, True)


def test_what_was_kept_too_late_twice_or_for_another_link_tests_nothing(
    fresh: World, link: Question, plan: Plan
) -> None:
    lake, late = fresh.lake, dt.datetime(2026, 5, 5, 23, 0, tzinfo=dt.UTC)
    with pytest.raises(LeadlineError, match="No plan of a pilot was kept"):
        judge_pilot(lake, link, fallen(plan), now=AFTER)
    assert plan.start == dt.date(2026, 5, 6)
    with pytest.raises(LeadlineError, match="The pilot began on 2026-05-06, and its plan was not kept"):
        keep_plan(lake, link, plan, zone="Europe/Amsterdam", now=late)
    keep_plan(lake, link, plan, zone="UTC", now=late)
    with pytest.raises(LeadlineError, match="Another plan is kept"):
        keep_plan(lake, link, planned(regions(), seed=8), zone="UTC", now=NOW)
    with pytest.raises(LeadlineError, match="days are still to come"):
        judge_pilot(lake, link, regions().before(BEFORE + DAYS - 3), now=AFTER)
    assert kept_pilots(lake, [link]) == ()
    judge_pilot(lake, link, fallen(plan), now=AFTER)
    judge_pilot(lake, link, fallen(plan), now=AFTER)
    with pytest.raises(LeadlineError, match="A pilot answers once"):
        judge_pilot(lake, link, fallen(plan, -0.2), now=AFTER)
    other = replace(link, program=link.program.model_copy(update={"id": "another"}))
    assert kept_pilots(lake, [other]) == ()
    with pytest.raises(LeadlineError, match="No plan of a pilot was kept"):
        judge_pilot(lake, other, fallen(plan), now=AFTER)


def test_a_forged_plan_is_judged_by_its_seed(fresh: World, link: Question, plan: Plan) -> None:
    turned = replace(plan, pairs=tuple(replace(one, treated=one.control, control=one.treated) for one in plan.pairs))
    keep_plan(fresh.lake, link, turned, zone="UTC", now=NOW)
    with pytest.raises(LeadlineError, match="not those that its seed draws"):
        judge_pilot(fresh.lake, link, fallen(plan), now=AFTER)
    assert evidence.analyse_experiment(turned, fallen(plan)).refused


def test_a_line_that_nobody_asks_about_is_answered_with_those_that_are(fresh: World) -> None:
    with pytest.raises(LeadlineError, match=f"Links that are asked about: .*{LINE} .business."):
        flow.link_of(fresh.documents, "nothing", "business")
