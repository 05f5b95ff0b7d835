"""A month is checked as a whole, then each stage runs in order; a second run or another order changes nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from leadline import assess, flow
from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.flow import STAGES, Documents, check_month, report_of, run_month
from leadline.listen import has_messages
from leadline.measure.month import kept_effects, kept_service_levels, kept_warnings
from leadline.report import kept_month, kept_months, tell_all
from leadline.report.facts import Facts
from leadline.value.kept import kept_value
from leadline.words import Month
from tests.october import AUGUST, NOW, OCTOBER, SEPTEMBER, START, ZONE, World, copy_of, october, ran

EMPTY = Month(2027, 3)


@pytest.fixture
def fresh(tmp_path: Path) -> World:
    """The home before any month."""
    return copy_of(october(), tmp_path / "home")


@pytest.fixture
def again(tmp_path: Path) -> World:
    """The home with August to October run."""
    return copy_of(ran(), tmp_path / "home")


def without(documents: Documents, *fields: str) -> Documents:
    return replace(documents, **{name: () if name == "programs" else None for name in fields})


def test_what_stands_in_the_way_is_said_before_anything_runs(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    bare = without(october().documents, "strategy", "programs", "costs")
    remarks = check_month(lake, bare, OCTOBER, now=NOW)
    assert [(one.code, one.severity, bool(one.advice)) for one in remarks] == [
        ("MON001", "error", True),
        ("MON002", "warning", True),
        ("MON003", "warning", True),
        ("MON004", "warning", True),
    ]
    assert remarks[0].message == "Nothing was said in October 2026: the lake holds no messages."


def test_a_month_without_messages_is_refused_and_leaves_no_trace(fresh: World) -> None:
    before, seen = fresh.lake.state(), []
    with pytest.raises(LeadlineError, match="messages of June 2026 to October 2026"):
        run_month(fresh.lake, fresh.documents, EMPTY, now=NOW, progress=seen.append)
    assert (fresh.lake.state(), seen) == (before, [])


def test_everything_in_place_leaves_nothing_to_remark() -> None:
    assert check_month(october().lake, october().documents, OCTOBER, now=NOW) == ()


def test_the_stages_run_in_the_order_in_which_data_flow(fresh: World) -> None:
    """S4.2: the contract's order, each stage with a sentence a person can read."""
    seen: list[str] = []
    steps = run_month(fresh.lake, fresh.documents, OCTOBER, now=NOW, progress=seen.append)
    assert STAGES == ("listen", "assess", "strategy", "programs", "measure", "value", "report")
    assert [STAGES.index(stage) for stage in seen] == sorted(STAGES.index(stage) for stage in seen)
    assert [step.stage for step in steps] == seen
    assert steps[-1].sentence == "October 2026 is frozen as version 1; told three ways."


def test_a_second_run_changes_nothing_not_even_a_version(again: World) -> None:
    """Design section 6: nothing is lost or doubled; the tables keep their versions, the answers their numbers."""
    before = again.lake.state()
    for now in (NOW, NOW + dt.timedelta(days=40)):
        run_month(again.lake, again.documents, OCTOBER, now=now)
        assert again.lake.state() == before


def test_an_earlier_month_that_is_run_again_finds_what_was_known_then(again: World) -> None:
    """March in May says what it said in April, and May stays the newest word on every link."""
    before, newest = again.lake.state(), kept_effects(again.lake)
    run_month(again.lake, again.documents, AUGUST, now=NOW + dt.timedelta(days=90))
    assert again.lake.state() == before
    assert kept_effects(again.lake) == newest


def test_months_run_in_another_order_say_the_same(tmp_path: Path) -> None:
    """Nothing of October gets into August, whichever was run first; only what a link kept from before may differ."""
    world = copy_of(october(), tmp_path / "home")
    for month in (OCTOBER, AUGUST):
        run_month(world.lake, world.documents, month, now=NOW)
    for month in (AUGUST, OCTOBER):
        assert kept_service_levels(world.lake)[month] == kept_service_levels(ran().lake)[month]
        assert kept_warnings(world.lake, month) == kept_warnings(ran().lake, month)
        found, known = (kept_value(one.lake, month) for one in (world, ran()))
        assert found == known
    ours, theirs = (kept_effects(one.lake, until=AUGUST.last_day) for one in (world, ran()))
    assert [(one.about, one.grade, one.effect) for one in ours] == [
        (one.about, one.grade, one.effect) for one in theirs
    ]


def test_a_company_without_a_strategy_still_gets_its_messages_read_and_its_month_told(tmp_path: Path) -> None:
    """S0.24: from the bottom up; what is not there yet is remarked, not needed."""
    world = copy_of(october(), tmp_path / "home")
    for table in ("signals", "message_days", "theme_days", "conversations", "turn_months", "cubes", "assessments"):
        _forget(world, table)
    bare = without(world.documents, "strategy", "programs", "costs")
    steps = run_month(world.lake, bare, OCTOBER, now=NOW)
    assert [step.stage for step in steps] == ["assess", "measure", "report"]
    assert steps[0].sentence.startswith("1,")
    assert assess.months_heard(world.lake) == assess.months_heard(october().lake)
    facts = kept_month(world.lake, OCTOBER).frozen.facts
    assert facts.assessment is not None
    assert facts.assessment.messages.value > 200
    assert (facts.effects, facts.returns, facts.objectives, facts.service) == ((), (), (), None)


def test_a_month_that_is_not_over_is_judged_as_far_as_it_is_known(tmp_path: Path) -> None:
    """Neither an effect nor a warning looks at days that have not come; run twice on a day, it says the same."""
    world = copy_of(october(), tmp_path / "home")
    noon = dt.datetime(2026, 10, 21, 12, tzinfo=ZONE)
    run_month(world.lake, world.documents, OCTOBER, now=noon)
    assert {one.effect.end for one in kept_effects(world.lake)} == {noon.date()}
    assert kept_warnings(world.lake, OCTOBER)[0].last_day <= noon.date()
    assert kept_service_levels(world.lake)[OCTOBER].as_of == noon.astimezone(dt.UTC)
    before = world.lake.state()
    run_month(world.lake, world.documents, OCTOBER, now=noon)
    assert world.lake.state() == before


def test_a_month_that_is_not_over_says_so_and_counts_no_day_that_has_not_come(tmp_path: Path) -> None:
    """What was frozen on the 21st tells 21 days; once the month is over the next run freezes all of it beside it."""
    world = copy_of(october(), tmp_path / "home")
    noon = dt.datetime(2026, 10, 21, 12, tzinfo=ZONE)
    [remark] = check_month(world.lake, world.documents, OCTOBER, now=noon)
    assert (remark.code, remark.severity) == ("MON005", "warning")
    assert "October 2026 is not over: waits, costs and worth are told up to 21 October 2026." in remark.message
    steps = run_month(world.lake, world.documents, OCTOBER, now=noon)
    said = "October 2026 is not over: it is frozen as version 1, up to 21 October 2026; told three ways."
    assert steps[-1].sentence == said
    part = kept_month(world.lake, OCTOBER).frozen
    for story in tell_all(part):
        assert story.lede.startswith("October 2026 is not over: this tells it up to 21 October 2026.")
    priced = kept_value(world.lake, OCTOBER)
    assert priced is not None
    assert priced.period.last == noon.date()
    next_day = report_of(world.lake, world.documents, OCTOBER, now=noon + dt.timedelta(days=1))
    assert (next_day.version, next_day.frozen.facts.told_until) == (2, dt.date(2026, 10, 22))
    run_month(world.lake, world.documents, OCTOBER, now=NOW)
    whole = kept_month(world.lake, OCTOBER)
    assert (whole.version, whole.frozen.facts.told_until) == (3, None)
    of_part, of_whole = (_monthly_cost(one.facts) for one in (part, whole.frozen))
    assert of_part == pytest.approx(of_whole * 21 / 31, rel=0.001)
    assert all("not over" not in story.lede for story in tell_all(whole.frozen))


def test_a_month_says_what_was_found_of_every_link(fresh: World) -> None:
    """The terminal's `measure effect` and `month` tell the same links, those that cannot be told too."""
    steps = run_month(fresh.lake, fresh.documents, OCTOBER, now=NOW)
    told = "\n".join(step.sentence for step in steps if step.stage == "measure")
    judged = kept_effects(fresh.lake)
    assert {one.role for one in judged} == {"business", "social"}
    for one in judged:
        assert f"{one.line} → {one.metric}: {one.effect.sentence(one.grade)}" in told


def _monthly_cost(facts: Facts) -> float:
    return sum(float(one.money.amount) for one in facts.costs)


def test_nothing_is_judged_later_than_the_last_import_of_messages(fresh: World) -> None:
    """What was answered after the last export nobody can know: to call it late would be a guess."""
    later = NOW + dt.timedelta(days=20)
    found = flow.measure_service_of(fresh.lake, fresh.documents, Month(2026, 11), now=later)
    assert found.as_of == NOW.astimezone(dt.UTC)


def test_what_needs_a_document_says_which_one_is_missing(fresh: World) -> None:
    bare = without(fresh.documents, "strategy", "programs", "costs")
    for run in (flow.measure_service_of, flow.measure_effects_of, flow.value_of):
        with pytest.raises(LeadlineError, match=r"No .* yet"):
            run(fresh.lake, bare, OCTOBER, now=NOW)
    with pytest.raises(LeadlineError, match="No costs were handed in yet"):
        flow.value_of(fresh.lake, without(fresh.documents, "costs"), OCTOBER, now=NOW)


def test_warnings_of_a_month_nobody_heard_are_refused_not_empty(fresh: World) -> None:
    """S4.9: silence must not look like calm."""
    with pytest.raises(LeadlineError, match="Nothing was read of November 2026"):
        flow.measure_warnings_of(fresh.lake, fresh.documents, Month(2026, 11), now=NOW + dt.timedelta(days=30))


def test_before_any_program_has_started_nothing_is_priced(fresh: World) -> None:
    assert flow.value_of(fresh.lake, fresh.documents, Month(2026, 7), now=NOW) is None


def test_the_last_month_heard_is_meant_where_none_is_named(tmp_path: Path) -> None:
    lake = october().lake
    assert flow.month_or_last(lake, None) == flow.month_asked(lake, None) == OCTOBER
    assert flow.month_or_last(lake, "2026-09") == SEPTEMBER
    for ask in (flow.month_or_last, flow.month_asked):
        with pytest.raises(LeadlineError, match="Nothing was"):
            ask(Lake(tmp_path / "none"), None)


def test_a_strategys_lint_knows_what_the_home_holds() -> None:
    """S0.18, S1.7: metrics with their days, closed assessments, programs, grades."""
    facts = flow.strategy_facts(ran().lake, ran().documents, NOW.date())
    assert facts.metrics["calls"].unit == "calls"
    assert facts.metrics["turn_rate"].grain == "day"
    assert facts.metrics["hires"].grain == "month"
    assert facts.closed_assessments == {"1": START}
    assert facts.programs == {"page-service", "field-champions", "north-stories"}
    assert facts.grades["page-service-to-calls"].value == "supported"


def test_a_grade_goes_when_its_program_is_planned_anew() -> None:
    """What was judged is of the program as it was then; with another start nobody has judged the line yet."""
    lake, documents = ran().lake, ran().documents
    assert flow.line_grades(lake, documents)["page-service-to-calls"].value == "supported"
    later = replace_program(documents, "page-service", dt.date(2026, 9, 1))
    assert "page-service-to-calls" not in flow.line_grades(lake, later)
    assert "page-service-to-calls" not in flow.strategy_facts(lake, later, NOW.date()).grades


def replace_program(documents: Documents, program: str, start: dt.date) -> Documents:
    """The documents with one program that starts on another day."""
    planned = tuple(
        one.model_copy(update={"period": one.period.model_copy(update={"start": start})})
        if one.id == program and one.period
        else one
        for one in documents.programs
    )
    return replace(documents, programs=planned)


def test_every_month_from_the_start_was_told() -> None:
    assert kept_months(ran().lake) == (OCTOBER, SEPTEMBER, AUGUST)
    assert has_messages(ran().lake, AUGUST.period())
    assert START.month == AUGUST.month


def _forget(world: World, table: str) -> None:
    shutil.rmtree(world.home.lake / table, ignore_errors=True)
