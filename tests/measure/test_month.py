"""A month's measuring through the lake: what was planted is found, what was kept stays, nothing is asked twice."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import narwhals as nw
import pytest

from leadline.assess import load_themes
from leadline.engine import Lake, rows
from leadline.engine.answers import answers, keep
from leadline.listen import METRICS, metrics
from leadline.measure import month as month_of_measuring
from leadline.measure.known import Known, Which, known_metrics, series_of
from leadline.measure.month import (
    EFFECTS,
    SERVICE_LEVELS,
    kept_effects,
    kept_service_levels,
    kept_warnings,
    measure_effects,
    measure_warnings,
    questions,
    warned_months,
    watched_since,
)
from leadline.measure.service_levels import ServiceLevel, service_level
from leadline.programs.plan import Program, Running
from leadline.programs.waiting import lay_out
from leadline.strategy import OwnMetric
from leadline.strategy.metrics import Direction as Wanted
from leadline.words import Grade, Month, Period
from tests.october import AUGUST, BURST, FALL, LAST, NOW, OCTOBER, SEPTEMBER, START, World, copy_of, october, ran

DIRECT = "page-service-to-calls:business"


@pytest.fixture
def fresh(tmp_path: Path) -> World:
    return copy_of(october(), tmp_path / "home")


def asked(world: World, **changes: object):
    """The strategy's questions; `changes` are of every program."""
    assert world.documents.strategy is not None
    programs = [one.model_copy(update=changes) for one in world.documents.programs]
    return questions(world.documents.strategy, programs)


def judge(world: World, until: dt.date, **changes: object):
    return judge_of(world, [one.model_copy(update=changes) for one in world.documents.programs], until)


def judge_of(world: World, programs: list[Program], until: dt.date):
    assert world.documents.strategy is not None
    found = measure_effects(
        world.lake,
        questions(world.documents.strategy, programs),
        world.documents.parties.own.id,
        company=world.documents.company,
        until=until,
        now=NOW,
    )
    return {one.about: one for one in found}


def refused(*_: object, **__: object) -> None:
    raise AssertionError("analysed again")


def of(kept, about: str):
    return next(one for one in kept if one.about == about)


def test_each_causal_link_of_a_program_with_a_start_is_asked_about() -> None:
    """Design section 1: program to business metric, and program to social metric; with segment, area and controls."""
    found = {one.about: one for one in asked(october())}
    assert set(found) == {
        "page-service-to-calls:business",
        "page-service-to-calls:social",
        "page-service-to-satisfaction:business",
        "page-service-to-satisfaction:social",
        "champions-to-hires:business",
        "champions-to-hires:social",
        "stories-to-market-share:business",
        "stories-to-market-share:social",
    }
    assert (found[DIRECT].which, found[DIRECT].controls) == (Which("calls", "consumer"), (Which("calls", "business"),))
    assert found[DIRECT].expected == "down"
    north = found["stories-to-market-share:social"]
    assert north.which == Which("referral_traffic", "all", "north")
    assert north.controls == (Which("referral_traffic", "all", "south"), Which("visits"))
    assert found["page-service-to-satisfaction:business"].which == Which("csat")


def test_a_program_without_a_start_is_not_asked_about() -> None:
    assert asked(october(), period=None) == ()


def test_the_planted_fall_is_found_through_the_lake_and_graded() -> None:
    """S0.14: calls fall by the planted share, against what would have been; business calls are the control."""
    found = of(kept_effects(ran().lake), DIRECT)
    assert found.grade is Grade.SUPPORTED
    assert found.effect.relative is not None
    assert found.effect.relative.low <= -100 * FALL <= found.effect.relative.high
    assert found.effect.relative.high < -10
    assert (found.effect.start, found.effect.end) == (START, START + dt.timedelta(days=89))
    assert found.effect.controls == ("calls@business",)


def test_where_nothing_was_planted_no_effect_is_claimed() -> None:
    found = of(kept_effects(ran().lake), "stories-to-market-share:social")
    assert found.effect.verdict == "no effect seen"
    assert found.grade is Grade.ASSUMED


def test_a_link_must_be_surer_only_for_links_that_could_have_shown_something_by_chance() -> None:
    """Bonferroni over the links that were analysed: one with nine values claims nothing and costs nobody anything."""
    found = kept_effects(ran().lake)
    could = {(one.program, one.metric) for one in found if one.effect.p_value is not None}
    assert 1 < len(could) < len(found)
    assert {one.effect.tried for one in found} == {len(could)}


def test_a_control_that_cannot_be_used_is_left_out_and_said() -> None:
    found = of(kept_effects(ran().lake), "stories-to-market-share:social")
    assert found.effect.controls == ("referral_traffic@all@south",)
    assert "The control visits has no values and is left out." in found.effect.notes


def test_a_control_of_another_rhythm_is_left_out_and_said(fresh: World) -> None:
    program = fresh.documents.programs[0]
    monthly = program.metrics[1].model_copy(update={"controls": ("hires", "calls@business")})
    changed = program.model_copy(update={"metrics": (program.metrics[0], monthly)})
    assert fresh.documents.strategy is not None
    found = measure_effects(
        fresh.lake,
        questions(fresh.documents.strategy, [changed]),
        fresh.documents.parties.own.id,
        company=fresh.documents.company,
        until=LAST,
        now=NOW,
    )
    effect = of(found, DIRECT).effect
    assert effect.controls == ("calls@business",)
    assert "The control hires comes by the month and is left out." in effect.notes


def test_a_grade_that_was_earned_stays_where_the_next_look_cannot_tell(fresh: World) -> None:
    """Design section 1: `cannot tell` is the verdict of one analysis, and the link keeps the grade it had."""
    first = judge(fresh, AUGUST.last_day)["champions-to-hires:business"]
    assert (first.effect.verdict, first.grade) == ("cannot tell", Grade.ASSUMED)
    answer = next(one for one in answers(fresh.lake, EFFECTS) if one.about.startswith("champions-to-hires:business@"))
    keep(fresh.lake, EFFECTS, answer.about, answer.content | {"grade": "correlated"}, now=NOW)
    later = judge(fresh, SEPTEMBER.last_day)["champions-to-hires:business"]
    assert (later.effect.verdict, later.grade) == ("cannot tell", Grade.CORRELATED)


def test_what_an_early_look_read_is_taken_back_where_the_whole_window_cannot_tell(fresh: World) -> None:
    """Supported after two months; once the window is over, the outcome's last days alone decide: assumed, and said."""
    early = judge(fresh, SEPTEMBER.last_day)[DIRECT]
    assert early.grade is Grade.SUPPORTED
    mine = (
        (nw.col("metric") == "calls")
        & (nw.col("segment") == "consumer")
        & (nw.col("day") > OCTOBER.last_day - dt.timedelta(days=12))
    )
    told = [
        row | {"value": 20_000.0, "seen_at": NOW, "import_id": "late"} for row in rows(metrics(fresh.lake).filter(mine))
    ]
    fresh.lake.append(METRICS, METRICS.of_rows([{name: one[name] for name in METRICS.names} for one in told]))
    late = judge(fresh, LAST)[DIRECT]
    assert late.effect.verdict != "effect"
    assert late.effect.checks, "it was looked at"
    assert (late.grade, late.effect.withdrawn) == (Grade.ASSUMED, Grade.SUPPORTED)
    assert late.effect.sentence(late.grade).endswith("; an earlier look read supported, taken back")
    if late.effect.verdict == "cannot tell":
        assert "an earlier grade is taken back: supported" in late.effect.grade(late.grade).reason


def test_a_judgement_stands_still_once_its_window_is_over(fresh: World) -> None:
    """Asked again in December, it is not asked again: a window that grows until it says yes would say yes."""
    at_the_end = judge(fresh, LAST)[DIRECT]
    later = judge(fresh, dt.date(2026, 12, 31))[DIRECT]
    assert later == at_the_end
    assert len([one for one in answers(fresh.lake, EFFECTS) if one.about.startswith(DIRECT)]) == 1


def test_a_judgement_whose_window_is_over_is_not_moved_by_another_program_that_starts(fresh: World) -> None:
    """What is tried later makes no earlier finding less sure."""
    ended = {"period": Running(start=START, end=SEPTEMBER.last_day)}
    first, *others = fresh.documents.programs
    alone = [first.model_copy(update=ended)]
    together = [*alone, *others]
    before = judge_of(fresh, alone, SEPTEMBER.last_day)[DIRECT]
    later = judge_of(fresh, together, LAST)
    assert later[DIRECT] == before
    assert later["stories-to-market-share:social"].effect.tried > before.effect.tried


def test_what_was_judged_from_the_same_values_is_not_analysed_again(
    fresh: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = judge(fresh, LAST)
    monkeypatch.setattr(month_of_measuring, "analyse", refused)
    assert judge(fresh, LAST) == first
    with pytest.raises(AssertionError, match="analysed again"):
        judge(fresh, SEPTEMBER.last_day)


def test_a_value_that_was_corrected_is_judged_again_though_the_window_is_over(fresh: World) -> None:
    before = judge(fresh, LAST)[DIRECT]
    first = rows(metrics(fresh.lake).filter(nw.col("metric") == "calls", nw.col("segment") == "consumer").sort("day"))[
        0
    ]
    corrected = first | {"value": first["value"] + 40, "import_id": "corrected", "seen_at": NOW}
    fresh.lake.append(METRICS, METRICS.of_rows([{name: corrected[name] for name in METRICS.names}]))
    after = judge(fresh, LAST)[DIRECT]
    assert (after.data != before.data, after.effect != before.effect) == (True, True)


def test_nothing_is_judged_before_its_program_began(fresh: World) -> None:
    assert judge(fresh, START - dt.timedelta(days=1)) == {}


def test_each_month_keeps_what_was_known_then() -> None:
    lake = ran().lake
    ends = [of(kept_effects(lake, until=month.last_day), DIRECT).effect.end for month in (AUGUST, SEPTEMBER, OCTOBER)]
    assert ends == [AUGUST.last_day, SEPTEMBER.last_day, LAST]
    assert kept_effects(lake, until=START) == ()
    assert of(kept_effects(lake), DIRECT).effect.end == LAST


def test_only_links_that_are_still_asked_about_as_they_were_count(fresh: World) -> None:
    """A moved start, another metric, a line that was dropped: what was judged before is no answer to them."""
    judge(fresh, LAST)
    now = asked(fresh)
    assert {one.about for one in kept_effects(fresh.lake, now)} >= {DIRECT, "stories-to-market-share:social"}
    moved = asked(fresh, period=Running(start=START + dt.timedelta(days=7)))
    assert kept_effects(fresh.lake, moved) == ()
    dropped = [one for one in now if one.about != DIRECT]
    assert DIRECT not in {one.about for one in kept_effects(fresh.lake, dropped)}
    other = [replace(one, which=Which("calls")) if one.about == DIRECT else one for one in now]
    assert DIRECT not in {one.about for one in kept_effects(fresh.lake, other)}
    assert DIRECT in {one.about for one in kept_effects(fresh.lake)}


def test_a_moved_start_does_not_inherit_the_grade_of_the_old_one(fresh: World) -> None:
    judge(fresh, LAST)
    moved = judge(fresh, LAST, period=Running(start=LAST - dt.timedelta(days=2)))[DIRECT]
    assert (moved.effect.verdict, moved.grade) == ("cannot tell", Grade.ASSUMED)


def test_service_levels_through_the_lake_are_those_of_the_pure_function() -> None:
    """S0.9: first and next replies apart, the worst, the share kept."""
    world = ran()
    promise = world.documents.promise
    assert promise is not None
    for month in (AUGUST, SEPTEMBER, OCTOBER):
        kept = kept_service_levels(world.lake)[month]
        pure = service_level(lay_out(world.lake, promise), promise, kept.as_of, month.period())
        assert pure.as_dict() == kept.as_dict()
        assert kept.total.n == kept.first.n + kept.next.n > 150
    kept = kept_service_levels(world.lake)[OCTOBER]
    assert 0.9 < (kept.share or 0) < 0.99
    assert kept.worst[0].business_seconds == 150 * 60


def test_a_service_level_reads_back_as_it_was_kept() -> None:
    for answer in answers(ran().lake, SERVICE_LEVELS):
        assert json.loads(json.dumps(ServiceLevel.from_dict(answer.content).as_dict())) == answer.content


def test_trying_another_promise_leaves_the_desks_episodes_alone(fresh: World) -> None:
    promise = fresh.documents.promise
    assert promise is not None
    before = fresh.lake.state()
    assert len(lay_out(fresh.lake, replace(promise, target_minutes=5))) > 500
    assert fresh.lake.state() == before


def test_a_planted_burst_is_warned_of_and_sent_to_its_department() -> None:
    """S4.9: routers, on the day, to product; in the months before, silence."""
    [found] = kept_warnings(ran().lake, OCTOBER)
    assert (found.first_day, found.last_day) == BURST
    assert found.department == "product"
    assert kept_warnings(ran().lake, SEPTEMBER) == kept_warnings(ran().lake, AUGUST) == ()
    assert kept_warnings(ran().lake) == (found,)
    assert warned_months(ran().lake) == (OCTOBER, SEPTEMBER, AUGUST)


def test_a_whole_month_is_watched_also_a_long_one() -> None:
    """31 October looks back to the first, 28 February thirty days."""
    assert watched_since(dt.date(2026, 10, 31)) == dt.date(2026, 10, 1)
    assert watched_since(dt.date(2026, 2, 28)) == dt.date(2026, 1, 30)
    assert watched_since(dt.date(2026, 10, 3)) == dt.date(2026, 9, 4)


def test_where_nothing_was_said_there_is_nothing_to_warn_of(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    own = october().documents.parties.own.id
    assert measure_warnings(lake, own, themes=load_themes(), until=LAST, now=NOW) == ()
    assert kept_warnings(lake) == kept_warnings(lake, OCTOBER) == ()
    assert kept_effects(lake) == ()
    assert kept_service_levels(lake) == {}


def test_what_the_business_recorded_is_known_with_its_parts_and_days() -> None:
    """S0.6, S1.10: calls by segment, visits by area."""
    found = {one.which: one for one in known_metrics(october().lake)}
    assert set(found) == {
        Which("calls", "consumer"),
        Which("calls", "business"),
        Which("referral_traffic", "all", "north"),
        Which("referral_traffic", "all", "south"),
        Which("followers"),
        Which("hires"),
    }
    calls = found[Which("calls", "consumer")]
    days = Period(dt.date(2025, 8, 1), LAST)
    assert calls == Known(Which("calls", "consumer"), "calls", days, days.days)


def test_a_part_of_the_market_is_written_and_read_the_same_way() -> None:
    for text in ("calls", "calls@consumer", "referral_traffic@all@north"):
        assert str(Which.parse(text)) == text
    assert Which.parse(" calls @ consumer ") == Which("calls", "consumer")
    assert Which.parse("calls@@north") == Which("calls", "all", "north")


def test_social_metrics_are_asked_for_as_the_businesss_own() -> None:
    """S0.12, S3.10: the promise kept, anger turned, frustration: percent by day; nothing of a metric nobody knows."""
    world = ran()
    own = world.documents.parties.own.id
    for metric in ("answered_within_promise", "turn_rate", "frustration_share"):
        found = series_of(world.lake, Which(metric), own, until=LAST)
        assert found is not None
        assert found.unit == "%"
        assert found.days[-1] <= LAST
        assert 0 <= found.values.min() <= found.values.max() <= 100
    assert series_of(world.lake, Which("moon_phase"), own) is None
    assert series_of(world.lake, Which("calls"), own) is None, "calls are recorded by segment only"


def test_a_program_with_an_end_is_judged_until_then(fresh: World) -> None:
    end = START + dt.timedelta(days=40)
    assert judge(fresh, LAST, period=Running(start=START, end=end))[DIRECT].effect.end == end


def test_the_promise_of_the_month_is_kept_by_month() -> None:
    assert tuple(kept_service_levels(ran().lake)) == (AUGUST, SEPTEMBER, OCTOBER)
    assert Month(2026, 7) not in kept_service_levels(ran().lake)


def test_a_plan_without_metrics_asks_of_the_whole_company() -> None:
    assert october().documents.strategy is not None
    bare = Program(id="page-service", name="Service", period=Running(start=START))
    found = {one.about: one for one in questions(october().documents.strategy, [bare])}
    assert found[DIRECT].which == Which("calls")
    assert (found[DIRECT].controls, found[DIRECT].expected) == ((), "down")


def test_a_plan_without_a_direction_promises_what_the_objective_wants_else_what_is_better() -> None:
    strategy = october().documents.strategy
    assert strategy is not None
    bare = Program(id="page-service", name="Service", period=Running(start=START))
    wanted = [
        one.model_copy(update={"target": one.target.model_copy(update={"direction": Wanted.UP})})
        if one.metric == "calls" and one.target
        else one
        for one in strategy.company_objectives
    ]
    turned = strategy.model_copy(update={"company_objectives": tuple(wanted)})
    [plain, other] = [{one.about: one.expected for one in questions(each, [bare])} for each in (strategy, turned)]
    assert plain[DIRECT] == "down"
    assert other[DIRECT] == "up"
    assert plain["page-service-to-satisfaction:business"] == "up"


def test_a_plan_promises_less_of_a_companys_own_metric_where_it_said_that_less_is_better() -> None:
    """Section 1 of the issue: reductions are first-class, of one's own metrics as of the catalogue's."""
    strategy = october().documents.strategy
    assert strategy is not None
    bare = Program(id="page-service", name="Service", period=Running(start=START))
    lines = [one.model_copy(update={"business_metric": "queue_walks"}) for one in strategy.lines]
    walks = strategy.model_copy(update={"lines": tuple(lines)})
    less, more = (
        walks.model_copy(update={"metrics": (OwnMetric(id="queue_walks", good=way),)}) for way in ("down", "up")
    )
    promised = [{one.about: one.expected for one in questions(each, [bare])}[DIRECT] for each in (less, more, walks)]
    assert promised == ["down", "up", None]
