"""A month's money through the lake: priced or said to be missing, each record once, no grade summed with another."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from leadline import flow
from leadline.assess import assessment_as_of, closed_findings
from leadline.engine.answers import answers, keep
from leadline.measure.known import Which, mean_a_day
from leadline.measure.month import Judged, kept_effects
from leadline.measure.standing import objective_standing
from leadline.programs.champions import Result
from leadline.programs.plan import Running
from leadline.strategy import CompanyObjective, lint
from leadline.value import CostItem, CostSheet, JoinedLine, Roi, Worth, roi
from leadline.value.champions import hires_by_month, won_by_month
from leadline.value.joining import join_lines
from leadline.value.kept import ALL, ROI, kept_value, priced_months, value_as_of
from leadline.value.month import measure_value, month_case
from leadline.value.pricing import NOTHING_KNOWN, Priceable, benefits_of
from leadline.value.uncertainty import Draws
from leadline.words import Estimate, Grade, Money, Month, Period
from tests.october import (
    AUGUST,
    FALL,
    LAST,
    NOW,
    OCTOBER,
    RESULTS,
    SEPTEMBER,
    START,
    World,
    copy_of,
    october,
    ran,
    result,
)
from tests.value.worlds import rows

DIRECT = "page-service-to-calls"


@pytest.fixture
def fresh(tmp_path: Path) -> World:
    """The months were run; a test may price them anew."""
    return copy_of(ran(), tmp_path / "home")


def sheet(*without: str) -> CostSheet:
    """The costs, some prices left out."""
    found = october().documents.costs
    assert found is not None
    return found.model_copy(update={"prices": tuple(one for one in found.prices if one.id not in without)})


def benefits(
    costs: CostSheet, *, judged: Sequence[Judged] | None = None, results: Sequence[Result] = RESULTS
) -> tuple[list[str], tuple[str, ...]]:
    """The labels of what was priced, and what is missing."""
    found = priceable(costs, judged=judged, results=results)
    return [one.facts.label for one in found.benefits], found.missing


def priceable(costs: CostSheet, *, judged: Sequence[Judged] | None = None, results: Sequence[Result] = ()) -> Priceable:
    documents = ran().documents
    assert documents.strategy is not None
    effects = kept_effects(ran().lake) if judged is None else judged
    return benefits_of(costs, effects, documents.strategy, documents.programs, results)


def calls_effect(**changes: object) -> Judged:
    """What was seen of the page's calls in October."""
    return replace(next(one for one in kept_effects(ran().lake) if one.about == f"{DIRECT}:business"), **changes)


def twin(program: str, metric: str = "calls@consumer", **changes: object) -> Judged:
    """The same fall, claimed by another program; `changes` are of the effect."""
    line = f"{program}-to-calls"
    one = calls_effect(line=line, about=f"{line}:business", program=program, metric=metric)
    return replace(one, effect=replace(one.effect, **changes))


def worth(label: str, roi: Roi | None = None) -> Worth:
    found = kept_value(ran().lake, OCTOBER)
    assert found is not None
    return next(one for one in (roi or found.whole).worth if label in one.facts.label)


def lines(world: World, month: Month = OCTOBER) -> dict[str, JoinedLine]:
    documents = world.documents
    assert documents.strategy is not None
    found = join_lines(
        world.lake,
        documents.strategy,
        kept_effects(world.lake, flow.links_asked(documents), until=month.last_day),
        documents.parties.own.id,
        as_of=month.last_day,
        findings=closed_findings(assessment_as_of(world.lake, month)),
        priced=value_as_of(world.lake, month),
        programs=documents.programs,
    )
    return {one.id: one for one in found}


def test_avoided_calls_are_priced_with_their_interval() -> None:
    """S0.15: avoided calls x the marginal price, as a range; here some 150 a weekday at 2.60 over 90 days."""
    saved = worth("calls@consumer avoided")
    expected = 1000 * (5 + 2 * 0.8) / 7 * FALL * 2.60 * 90
    assert saved.present.low < expected < saved.present.high * 1.01
    assert saved.facts.grade is Grade.SUPPORTED
    assert saved.counted
    assert saved.facts.program == "page-service"


def test_the_customers_side_of_the_same_calls_is_never_in_the_companys_sum() -> None:
    """S3.23: benefits for both sides, each on its own."""
    found = kept_value(ran().lake, OCTOBER)
    assert found is not None
    time = worth("time that customers")
    assert time.facts.side == "customers"
    assert found.whole.customers is not None
    assert found.whole.customers.value == pytest.approx(time.present.value)
    assert found.whole.benefits.value == pytest.approx(worth("calls@consumer avoided").present.value)


@pytest.mark.parametrize(
    ("without", "lost"),
    [
        ("call", "calls@consumer avoided"),
        ("customer-hour", "time that customers do not spend on the phone"),
        ("minutes-by-phone", "time that customers do not spend on the phone"),
        ("hire", "agency fees not paid"),
        ("came-anyway", "agency fees not paid"),
        ("contribution-margin", "business with clients"),
        ("credited", "business with clients"),
    ],
)
def test_a_benefit_without_its_price_is_said_to_be_missing_and_never_guessed(without: str, lost: str) -> None:
    everything, nothing_missing = benefits(sheet())
    assert nothing_missing == ()
    labels, missing = benefits(sheet(without))
    assert set(everything) - set(labels) == {lost}
    assert len(missing) == 1
    assert f"There is no price “{without}”." in missing[0]
    assert "Add it under prices" in missing[0]


def test_an_effect_that_cannot_be_told_or_that_nobody_saw_is_worth_nothing() -> None:
    """S1.8: no money without evidence; a verdict of none is no benefit of zero."""
    for verdict, said in (("cannot tell", "so nothing is priced of it"), ("no effect seen", "No effect on calls")):
        doubted = [replace(one, effect=replace(one.effect, verdict=verdict)) for one in kept_effects(ran().lake)]
        labels, missing = benefits(sheet(), judged=doubted, results=())
        assert labels == []
        assert said in missing[0]


def test_one_effect_that_two_lines_of_a_program_share_is_one_saving() -> None:
    kept = kept_effects(ran().lake)
    twin = [replace(one, line="another-line", about="another-line:business") for one in kept if one.role == "business"]
    labels, _ = benefits(sheet(), judged=[*kept, *twin], results=())
    assert labels == ["calls@consumer avoided", "time that customers do not spend on the phone"]


def test_a_social_metric_called_like_calls_brings_no_money() -> None:
    social = [replace(one, role="social") for one in kept_effects(ran().lake)]
    assert benefits(sheet(), judged=social, results=()) == ([], (NOTHING_KNOWN,))


def test_no_money_comes_from_what_nobody_confirmed() -> None:
    """S2.12: level D stands in the champions' report and in no sum."""
    unconfirmed = (result("erik", OCTOBER, "D", won=50_000), result("bob", OCTOBER, "D", hires=3))
    assert benefits(sheet(), judged=(), results=unconfirmed) == ([], (NOTHING_KNOWN,))


def test_two_champions_who_claim_one_record_count_once() -> None:
    """S2.12: however its number was typed, and in whichever month the second one tells of it."""
    told = (
        result("erik", SEPTEMBER, "A", won=9_000, shown_by="CRM 20001"),
        result("fay", OCTOBER, "A", won=9_000, shown_by=" crm   20001 "),
        result("fay", OCTOBER, "A", won=500, shown_by="CRM 20002"),
    )
    assert won_by_month(told) == {SEPTEMBER: Money(Decimal("9000.00"), "EUR"), OCTOBER: Money(Decimal("500.00"), "EUR")}
    hired = (
        result("bob", SEPTEMBER, "A", hires=1, shown_by="ATS 1"),
        result("dana", SEPTEMBER, "A", hires=1, shown_by="ats 1"),
        result("dana", SEPTEMBER, "C", hires=1, shown_by="recruiting"),
        result("bob", SEPTEMBER, "C", hires=1, shown_by="recruiting"),
    )
    assert hires_by_month(hired) == {SEPTEMBER: 3}, "a name that confirms is no record: those are two people"


def test_claims_that_differ_count_once_with_the_largest() -> None:
    told = (
        result("erik", OCTOBER, "A", won=9_000, shown_by="CRM 1"),
        result("fay", OCTOBER, "A", won=6_000, shown_by="CRM 1"),
    )
    assert won_by_month(told) == {OCTOBER: Money(Decimal("9000.00"), "EUR")}
    hired = (
        result("bob", OCTOBER, "A", hires=2, shown_by="ATS 1"),
        result("dana", OCTOBER, "A", hires=1, shown_by="ATS 1"),
    )
    assert hires_by_month(hired) == {OCTOBER: 2}


def won(champion: str, month: Month, level: str = "A", by: str = "CRM-1", client: str = "new") -> Result:
    return result(champion, month, level, won=10_000, shown_by=by, client=client)


@pytest.mark.parametrize(
    "claims",
    [
        (won("erik", AUGUST), won("erik", SEPTEMBER)),
        (won("erik", AUGUST), won("erik", AUGUST, client="existing")),
        (won("erik", AUGUST), won("fay", SEPTEMBER, by="crm 1")),
        (won("erik", AUGUST, "B", "https://halden.example/b/1"), won("fay", SEPTEMBER, "B", "halden.example/b/1/")),
        (won("erik", AUGUST, "C", "Jan"), won("fay", AUGUST, "C", "Jan")),
        (won("erik", AUGUST, "A"), won("erik", AUGUST, "C", "Jan")),
        (won("erik", AUGUST, "A"), won("fay", SEPTEMBER, "C", "crm 1")),
    ],
)
def test_one_deal_is_won_once_however_it_is_claimed(claims: tuple[Result, ...]) -> None:
    assert won_by_month(claims) == {AUGUST: Money(Decimal("10000.00"), "EUR")}
    assert won_by_month(claims[::-1]) == won_by_month(claims)


def test_one_hire_counts_once_in_whichever_months_it_is_told() -> None:
    assert hires_by_month([result("bob", one, "A", hires=1, shown_by="V-9") for one in (AUGUST, SEPTEMBER)]) == {
        AUGUST: 1
    }


def test_one_champions_own_link_brings_other_deals_in_other_months() -> None:
    """champions.md: a link is one person's; several deals may come by it."""
    told = [won("erik", AUGUST, "B", "halden.example/b/1"), won("erik", SEPTEMBER, "B", "halden.example/b/1")]
    assert won_by_month(told) == dict.fromkeys((AUGUST, SEPTEMBER), Money(Decimal("10000.00"), "EUR"))


def test_what_was_claimed_more_than_once_is_said_without_a_name() -> None:
    documents = ran().documents
    assert documents.strategy is not None
    [note] = [
        one
        for one in benefits_of(sheet(), (), documents.strategy, documents.programs, RESULTS).notes
        if "more than once" in one
    ]
    assert note.startswith("Champions claimed “ATS 3001”, “CRM 20001” more than once")


def test_money_of_fewer_than_five_champions_is_told_to_nobody() -> None:
    """One seller's deal would be one person's money; the sum of all programs would give it by subtraction."""
    alone = (*RESULTS[:2], RESULTS[6], RESULTS[7], *(one for one in RESULTS if one.champion == "kim"))
    labels, missing = benefits(sheet(), judged=(), results=alone)
    assert labels == []
    assert [one.split(":")[0] for one in missing] == [
        "Hires through champions are not priced",
        "What champions won is not priced",
    ]


def test_a_months_money_waits_until_five_stand_behind_it() -> None:
    """The difference of two months' sums would be the one champion's who came in the second."""
    later = result("erik", OCTOBER.next(), "A", won=7_000, shown_by="CRM 9")
    documents = ran().documents
    assert documents.strategy is not None
    found = benefits_of(sheet(), (), documents.strategy, documents.programs, (*RESULTS, later))
    [business] = [one for one in found.benefits if one.facts.label == "business with clients"]
    assert business.facts.inputs[0].value == 13_000
    assert any("they are told when at least 5 people stand behind them" in one for one in found.notes)


def test_who_sourced_a_deal_counts_before_who_influenced_it() -> None:
    told = (
        result("erik", OCTOBER, "A", won=9_000, shown_by="CRM 1"),
        result("fay", OCTOBER, "A", won=9_000, shown_by="CRM 1", credit="influenced"),
    )
    assert won_by_month(told) == {OCTOBER: Money(Decimal("9000.00"), "EUR")}


def test_one_champions_two_lines_of_one_record_are_one_deal() -> None:
    told = tuple(result("erik", OCTOBER, "A", won=amount, shown_by="CRM 1") for amount in (1_000, 250))
    assert won_by_month(told) == {OCTOBER: Money(Decimal("1000.00"), "EUR")}


def test_a_deal_in_another_currency_is_said_to_be_missing_and_stops_nothing() -> None:
    foreign = result("erik", OCTOBER, "A", won=1, shown_by="CRM 1", money=Money(Decimal(900), "SEK"))
    labels, missing = benefits(sheet(), results=(*RESULTS, foreign))
    assert "agency fees not paid" in labels
    assert "business with clients" not in labels
    assert any("SEK" in one for one in missing)


def test_results_under_no_champions_program_are_said_to_be_missing() -> None:
    documents = ran().documents
    assert documents.strategy is not None
    found = benefits_of(sheet(), (), documents.strategy, documents.programs[:1], RESULTS)
    assert found.missing == (
        "What champions brought belongs to no running program, so it is not priced. "
        "Give a method of the kind “champions” a program that has started.",
    )


def test_a_benefit_of_champions_has_the_grade_of_its_own_link() -> None:
    """Money from hires stands under the evidence for hires, not under that for something else they did."""
    hires = next(one for one in kept_effects(ran().lake) if one.about == "champions-to-hires:business")
    supported = replace(hires, grade=Grade.SUPPORTED)
    documents = ran().documents
    assert documents.strategy is not None
    found = benefits_of(sheet(), [supported], documents.strategy, documents.programs, RESULTS)
    grades = {one.facts.label: one.facts.grade for one in found.benefits}
    assert grades == {"agency fees not paid": Grade.SUPPORTED, "business with clients": Grade.ASSUMED}


def test_money_is_never_summed_over_grades() -> None:
    """Design section 1: a sum a grade; what is only assumed is in no return."""
    found = kept_value(ran().lake, OCTOBER)
    assert found is not None
    by_grade = {one.grade: one for one in found.whole.by_grade}
    assert set(by_grade) == {Grade.ASSUMED, Grade.SUPPORTED}
    assert by_grade[Grade.SUPPORTED].present.value == pytest.approx(found.whole.benefits.value)
    assert by_grade[Grade.ASSUMED].present.value > 0
    assert found.whole.counting == (Grade.SUPPORTED, Grade.TESTED)
    assert not any(one.counted for one in found.whole.worth if one.facts.grade is Grade.ASSUMED)


def test_a_result_of_a_later_month_is_not_in_an_earlier_one(fresh: World) -> None:
    """RESULTS hold a hire of September and a deal of October."""
    told = {month: {one.facts.label for one in _priced(fresh, month).whole.worth} for month in (AUGUST, SEPTEMBER)}
    assert "agency fees not paid" not in told[AUGUST]
    assert "agency fees not paid" in told[SEPTEMBER]
    assert "business with clients" not in told[SEPTEMBER]


def test_what_was_priced_reads_back_and_a_second_time_keeps_nothing_new(fresh: World) -> None:
    before = fresh.lake.state()
    assert kept_value(fresh.lake, OCTOBER) == _priced(fresh, OCTOBER) == kept_value(fresh.lake)
    assert fresh.lake.state() == before
    assert priced_months(fresh.lake) == (AUGUST, SEPTEMBER, OCTOBER)
    for answer in answers(fresh.lake, ROI):
        assert json.loads(json.dumps(Roi.from_dict(answer.content["roi"]).as_dict())) == answer.content["roi"]


def test_each_month_keeps_its_own_price_and_pages_show_the_newest_before() -> None:
    months = [kept_value(ran().lake, month) for month in (AUGUST, SEPTEMBER, OCTOBER)]
    assert [one.period.last for one in months if one] == [one.last_day for one in (AUGUST, SEPTEMBER, OCTOBER)]
    assert value_as_of(ran().lake, Month(2027, 2)) == months[-1]
    assert value_as_of(ran().lake, SEPTEMBER) == months[1]
    assert value_as_of(ran().lake, Month(2026, 7)) is None


def test_a_program_that_was_dropped_is_not_shown_beside_those_that_were_priced_again(fresh: World) -> None:
    kept = kept_value(fresh.lake, OCTOBER)
    assert kept is not None
    assert [one.program for one in kept.programs] == ["page-service", "field-champions", "north-stories"]
    _priced(fresh, OCTOBER, programs=fresh.documents.programs[:2])
    kept = kept_value(fresh.lake, OCTOBER)
    assert kept is not None
    assert [one.program for one in kept.programs] == ["page-service", "field-champions"]


def test_a_program_that_has_not_started_is_not_priced(fresh: World) -> None:
    first, *others = fresh.documents.programs
    later = [one.model_copy(update={"period": Running(start=LAST + dt.timedelta(days=1))}) for one in others]
    assert [one.program for one in _priced(fresh, OCTOBER, programs=[first, *later]).programs] == ["page-service"]
    assert _priced_or_none(fresh, Month(2026, 7)) is None


def test_all_programs_together_begin_with_the_first() -> None:
    found = kept_value(ran().lake, OCTOBER)
    assert found is not None
    assert (found.whole.program, found.whole.period.first, found.whole.period.last) == (ALL, START, LAST)
    assert found.whole.spent.amount == sum(one.spent.amount for one in found.programs)


def test_a_lines_grade_is_the_better_of_its_direct_evidence_and_its_weakest_link() -> None:
    """Design section 1: direct evidence program to calls is supported, while social metric to calls is assumed."""
    line = lines(ran())[DIRECT]
    assert (line.grade, line.way) == (Grade.SUPPORTED, "direct")
    assert line.direct is not None
    causal = [link.grade for link in line.links if link.kind == "causal"]
    assert min(grade for grade in causal if grade) is Grade.ASSUMED
    assert line.money == worth("calls@consumer avoided").a_month


def test_without_direct_evidence_the_weakest_link_decides() -> None:
    line = lines(ran())["page-service-to-satisfaction"]
    assert (line.grade, line.way) == (Grade.ASSUMED, "by way of the social metric")
    assert line.money is None


def test_the_grade_that_was_kept_is_the_lines_not_the_last_analysis(fresh: World) -> None:
    """A look that cannot tell takes nothing away."""
    documents = fresh.documents
    assert documents.strategy is not None
    kept = [
        replace(one, grade=Grade.CORRELATED) if one.about == "champions-to-hires:business" else one
        for one in kept_effects(fresh.lake)
    ]
    found = join_lines(
        fresh.lake,
        documents.strategy,
        kept,
        documents.parties.own.id,
        as_of=LAST,
        findings={},
        priced=None,
        programs=documents.programs,
    )
    line = next(one for one in found if one.id == "champions-to-hires")
    assert (line.grade, line.way) == (Grade.CORRELATED, "direct")


def test_a_harm_that_is_shown_costs_money_and_holds_up_no_line(fresh: World) -> None:
    """Calls rose where they were to fall: the saving is negative at its grade, and the line goes the wrong way."""
    one = calls_effect()
    rose = replace(
        one.effect, mean=Estimate(300, 200, 400, "calls a day"), relative=Estimate(57, 39, 87, "%"), observed=1_300.0
    )
    assert rose.is_against
    documents = fresh.documents
    assert documents.strategy is not None
    [label, _], _ = benefits(sheet(), judged=[replace(one, effect=rose)], results=())
    assert label == "calls@consumer more than without it"
    found = roi(priceable(sheet(), judged=[replace(one, effect=rose)]).benefits, sheet(), OCTOBER.period())
    assert found.counts
    assert found.benefits.high < 0
    kept = [replace(each, effect=rose) if each.about == one.about else each for each in kept_effects(fresh.lake)]
    own = documents.parties.own.id
    joined = join_lines(fresh.lake, documents.strategy, kept, own, as_of=LAST, findings={}, priced=None)
    line = next(each for each in joined if each.id == DIRECT)
    assert line.grade is Grade.ASSUMED
    assert line.sentence.startswith("assumed: it goes the wrong way (")
    assert "supported: calls@consumer rose 57 % [39, 87]" in line.sentence
    assert "against what was expected" in line.sentence


def test_a_line_in_august_knows_nothing_of_october() -> None:
    early = lines(ran(), AUGUST)[DIRECT]
    assert early.kpi is not None
    assert early.kpi.as_of == AUGUST.last_day
    assert early.money != lines(ran())[DIRECT].money


def test_an_objective_is_told_of_its_own_segment_and_area() -> None:
    documents = october().documents
    assert documents.strategy is not None
    told = {
        one.id: objective_standing(
            october().lake, one, documents.parties.own.id, as_of=LAST, programs=documents.programs
        ).kpi
        for one in documents.strategy.company_objectives
    }
    calls = told["lower-cost-to-serve"]
    assert calls is not None
    assert calls.metric == "calls@consumer"
    assert calls.state == "reached"
    assert told["north-market-share"] is None, "nobody has recorded a market share"


def _calls_objective(segment: str) -> CompanyObjective:
    strategy = october().documents.strategy
    assert strategy is not None
    objective = next(one for one in strategy.company_objectives if one.metric == "calls")
    return objective.model_copy(update={"segment": segment})


@pytest.mark.parametrize(
    ("segment", "said"),
    [
        ("", "is recorded only for segment business and segment consumer; name one of them in the objective."),
        ("schools", "is not recorded for segment schools, only for segment business and segment consumer."),
    ],
)
def test_a_segment_is_never_told_for_the_whole_nor_for_another(segment: str, said: str) -> None:
    """Whatever its programs name: consumers' 1,068 calls must not pass for the company's."""
    documents = october().documents
    told = objective_standing(
        october().lake, _calls_objective(segment), documents.parties.own.id, as_of=LAST, programs=documents.programs
    )
    assert (told.kpi, told.unknown) == (None, f"Cannot tell: “Calls” {said}")


def test_the_lint_remarks_an_objective_of_a_part_that_is_not_recorded() -> None:
    documents = october().documents
    assert documents.strategy is not None
    facts = flow.strategy_facts(october().lake, documents, LAST)
    for segment, codes in (("", ["COM010"]), ("consumer", [])):
        objectives = tuple(
            _calls_objective(segment) if one.metric == "calls" else one for one in documents.strategy.company_objectives
        )
        remarks = lint(documents.strategy.model_copy(update={"company_objectives": objectives}), facts)
        assert [one.code for one in remarks if one.code == "COM010"] == codes


def test_numbers_that_contradict_each_other_stop_no_month() -> None:
    """A target of more calls, though the line promises fewer: the lint says so, and pages go on."""
    documents = october().documents
    assert documents.strategy is not None
    calls = next(one for one in documents.strategy.company_objectives if one.metric == "calls")
    assert calls.target is not None
    wrong = calls.model_copy(update={"target": calls.target.model_copy(update={"value": Decimal(5000)})})
    own = documents.parties.own.id
    told = objective_standing(october().lake, wrong, own, as_of=LAST, programs=documents.programs)
    assert told.kpi is None
    assert told.unknown.endswith("that is the other way. Mend the direction, the baseline or the target.")


def test_an_objective_that_is_not_known_says_which_it_is() -> None:
    """Not recorded is one thing; numbers that clash, no day, no direction and no metric are others."""
    documents = october().documents
    assert documents.strategy is not None
    own, found = documents.parties.own.id, {one.id: one for one in documents.strategy.company_objectives}
    hires = next(one for one in found.values() if one.metric == "hires")
    assert hires.target is not None
    undirected = hires.model_copy(update={"target": hires.target.model_copy(update={"direction": None})})

    def unknown(one: CompanyObjective) -> str:
        return objective_standing(october().lake, one, own, as_of=LAST).unknown

    assert unknown(hires) == ""
    assert unknown(found["north-market-share"]) == "“Market share” is not recorded."
    assert "does not say since when it is counted" in unknown(hires.model_copy(update={"baseline": None}))
    assert unknown(undirected).startswith("Its target says no direction")
    assert unknown(hires.model_copy(update={"metric": None})) == "No metric is named for it."


def test_a_hire_is_worth_as_much_a_month_beside_other_programs_as_alone(fresh: World) -> None:
    """Home and the Value page tell one figure, though the first program began a month before the champions did."""
    programs = tuple(
        one.model_copy(update={"period": Running(start=dt.date(2026, 9, 1))}) if one.id == "field-champions" else one
        for one in fresh.documents.programs
    )
    found = _priced(fresh, OCTOBER, programs=programs)
    own = next(one for one in found.programs if one.program == "field-champions")
    alone, beside = (worth("agency fees not paid", one).a_month for one in (own, found.whole))
    assert found.whole.period.first == START
    assert alone.value == pytest.approx(5 * 0.7 * 7800 / 2)
    assert beside == alone


def with_minimum(*billed: str) -> CostSheet:
    """The costs, with a contract that bills 20,000 calls a month in any case."""
    priced = sheet()
    least = {"minimum_a_month": Decimal(20_000), "billed": billed}
    prices = tuple(one.model_copy(update=least if one.id == "call" else {}) for one in priced.prices)
    return priced.model_copy(update={"prices": prices})


def test_a_minimum_volume_is_held_against_every_series_that_the_bill_counts(fresh: World) -> None:
    """S0.6: consumers' calls alone are not the bill."""
    found = _priced(fresh, OCTOBER, sheet=with_minimum("calls@consumer", "calls@business"))
    [came] = [one for one in worth(" avoided", found.whole).facts.inputs if one.name.endswith("that came")]
    means = [mean_a_day(fresh.lake, Which("calls", one), Period(START, LAST)) for one in ("consumer", "business")]
    assert came.name == "calls@consumer and calls@business that came"
    assert came.value == sum(mean for mean in means if mean is not None)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ((), "calls was not recorded from"),
        (("calls@consumer", "calls@schools"), "calls@schools was not recorded from"),
        (("calls@business",), "is billed by calls@business, and calls@consumer is none of them"),
        (("calls@consumer", "calls"), "is billed by calls@consumer and calls, which count some contacts twice"),
    ],
)
def test_a_bill_that_nobody_can_tell_prices_nothing_and_says_what_to_name(
    fresh: World, named: tuple[str, ...], said: str
) -> None:
    found = _priced(fresh, OCTOBER, sheet=with_minimum(*named))
    assert not any(one.facts.label.endswith(" avoided") for one in found.whole.worth)
    assert any(said in one and "billed" in one for one in found.missing)


def test_a_saving_that_two_programs_claim_is_counted_once_and_said_to_be_shared(fresh: World) -> None:
    """The same start and the same series: -11 % must not become +78 % because a second program names it too."""
    alone = _priced(fresh, OCTOBER, judged=[calls_effect()], results=())
    both = _priced(fresh, OCTOBER, judged=[calls_effect(), twin("north-stories")], results=())
    assert both.whole.benefits == alone.whole.benefits
    assert both.whole.percent == alone.whole.percent
    assert both.whole.customers == alone.whole.customers
    own = {one.program: one for one in both.programs}
    for name, other in (("page-service", "north-stories"), ("north-stories", "page-service")):
        assert {one.facts.shared_with for one in own[name].worth} == {(other,)}
        assert not any(one.counted for one in own[name].worth)
        assert (own[name].percent, own[name].customers) == (None, None)
    [said] = both.notes
    assert "“Stories from the north” and “Service on the page” name calls@consumer" in said
    assert "counts once" in said
    assert "at least 90 days apart, or a segment for each program, would settle it" in said
    assert kept_value(fresh.lake, OCTOBER) == both


@pytest.mark.parametrize(
    ("metric", "other"), [("calls", "calls@consumer"), ("calls@consumer", "calls@all@north"), ("calls", "calls")]
)
def test_a_series_and_a_part_of_it_never_add_up(metric: str, other: str) -> None:
    found = priceable(sheet(), judged=[calls_effect(metric=metric), twin("north-stories", other)])
    assert [one.facts.stands for one in found.benefits] == [True, True, False, False]
    assert len(found.notes) == 1


def test_a_series_and_a_part_of_it_in_one_program_are_one_saving_and_the_other_is_named() -> None:
    found = priceable(sheet(), judged=[calls_effect(), twin("page-service", "calls", outcome="calls")])
    assert [(one.facts.label, one.facts.stands) for one in found.benefits] == [
        ("calls avoided", True),
        ("time that customers do not spend on the phone", True),
    ]
    [said] = found.notes
    assert said.startswith("calls@consumer of “Service on the page” is not counted again")


def test_programs_that_can_be_told_apart_each_have_their_own_saving() -> None:
    """Segments without a call in common, or windows that do not meet."""
    start, end = LAST + dt.timedelta(days=1), LAST + dt.timedelta(days=90)
    later = {"start": start, "end": end, "days": rows(start, end)}
    for other in (twin("north-stories", "calls@business"), twin("north-stories", **later)):
        found = priceable(sheet(), judged=[calls_effect(), other])
        assert [(one.facts.stands, one.facts.shared_with) for one in found.benefits] == [(True, ())] * 4
        assert found.notes == ()


def test_windows_that_meet_on_one_day_share_the_saving_and_the_surer_one_stands() -> None:
    end = LAST + dt.timedelta(days=89)
    overlapping = twin("north-stories", start=LAST, end=end, days=rows(LAST, end))
    weaker = replace(calls_effect(), grade=Grade.CORRELATED)
    found = priceable(sheet(), judged=[weaker, overlapping])
    assert {one.facts.program: one.facts.stands for one in found.benefits} == {
        "north-stories": True,
        "page-service": False,
    }


def test_the_line_of_a_shared_saving_names_who_shares_it(fresh: World) -> None:
    _priced(fresh, OCTOBER, judged=[calls_effect(), twin("north-stories")])
    assert lines(fresh)[DIRECT].shared_with == ("north-stories",)


def test_two_lines_on_one_benefit_of_a_program_tell_it_once() -> None:
    """Fewer calls serve two objectives: the same euros never stand under both as if they were two."""
    documents = ran().documents
    assert documents.strategy is not None
    one = next(line for line in documents.strategy.lines if line.id == DIRECT)
    again = one.model_copy(update={"id": "calls-again", "objective": "north-market-share"})
    strategy = documents.strategy.model_copy(update={"lines": (*documents.strategy.lines, again)})
    told = lines(replace(ran(), documents=replace(documents, strategy=strategy)))
    assert told[DIRECT].money is not None
    assert (told[DIRECT].told_on, told["calls-again"].told_on) == ("", DIRECT)
    assert (told["calls-again"].money, told["calls-again"].money_if_lasting) == (None, None)


def test_what_was_spent_before_the_start_is_in_the_return(fresh: World) -> None:
    """A one-off cost of the month before: setting up is part of what the program costs."""
    before = START - dt.timedelta(days=30)
    set_up = CostItem.model_validate(
        {
            "program": "page-service",
            "label": "Set-up",
            "kind": "other",
            "amount": Decimal("18000.00"),
            "every": "once",
            "from": before,
            "source": "Project account",
            "source_date": before,
        }
    )
    plain = _priced(fresh, OCTOBER)
    costs = sheet().model_copy(update={"items": (*sheet().items, set_up)})
    found = _priced(fresh, OCTOBER, sheet=costs)
    assert found.whole.spent == plain.whole.spent + Money(Decimal("18000.00"), "EUR")
    own = found.programs[0]
    assert own.spent == plain.programs[0].spent + Money(Decimal("18000.00"), "EUR")
    assert own.months[0].costs == plain.programs[0].months[0].costs + Money(Decimal("18000.00"), "EUR")


def test_a_running_cost_without_a_day_costs_nothing_before_its_program_begins(fresh: World) -> None:
    """North's editor has no first day in the sheet, and north began later than the page."""
    editor = sheet().items[0].model_copy(update={"program": "north-stories", "label": "Editor", "first": None})
    costs = sheet().model_copy(update={"items": (*sheet().items, editor)})
    first, *others = fresh.documents.programs
    later = [one.model_copy(update={"period": Running(start=OCTOBER.first_day)}) for one in others]
    found = _priced(fresh, OCTOBER, sheet=costs, programs=[first, *later])
    assert found.whole.spent.amount == sum(one.spent.amount for one in found.programs)


def test_a_what_if_begins_from_the_very_costs_that_the_month_was_priced_with(fresh: World) -> None:
    """North begins after the month, and its editor has no first day in the sheet: neither counts the editor yet."""
    editor = sheet().items[0].model_copy(update={"program": "north-stories", "label": "Editor", "first": None})
    costs = sheet().model_copy(update={"items": (*sheet().items, editor)})
    first, *others = fresh.documents.programs
    later = [one.model_copy(update={"period": Running(start=LAST + dt.timedelta(days=1))}) for one in others]
    priced = _priced(fresh, OCTOBER, sheet=costs, programs=[first, *later])
    assert fresh.documents.strategy is not None
    case = month_case(
        fresh.lake,
        costs,
        judged=(),
        document=fresh.documents.strategy,
        programs=[first, *later],
        results=(),
        month=OCTOBER,
        until=LAST,
    )
    assert case is not None
    assert case.sums(Draws().centre).costs.sum() == pytest.approx(priced.whole.costs.value)


def test_what_lies_after_the_judged_window_is_assumed_and_the_headline_says_both(fresh: World) -> None:
    """Ninety days were looked at; what November brings on top is not supported by anything."""
    november = Month(2026, 11)
    judged = [calls_effect()]
    october, found = (_priced(fresh, month, judged=judged, results=()) for month in (OCTOBER, november))
    grades = {one.grade: one.present.value for one in found.whole.by_grade}
    assert grades[Grade.SUPPORTED] == pytest.approx(october.whole.benefits.value)
    assert grades[Grade.ASSUMED] > 0
    assert found.whole.lasting is not None
    assert found.whole.lasting.days == 30
    assert found.whole.while_observed is not None
    assert found.whole.while_observed.percent == october.whole.percent
    assert "In the days that were observed, 3 August 2026 to 31 October 2026, it returned " in found.whole.sentence
    assert "; if that lasts until 30 November 2026, the return is " in found.whole.sentence
    assert october.whole.lasting is None


def test_costs_of_a_program_that_nobody_planned_are_noted(fresh: World) -> None:
    costs = sheet()
    strange = costs.items[0].model_copy(update={"program": "page-servce"})
    found = _priced(fresh, OCTOBER, sheet=costs.model_copy(update={"items": (*costs.items, strange)}))
    assert any("No program “page-servce” is planned" in one and "Write “page-service”" in one for one in found.notes)


def test_where_nothing_is_priced_any_more_an_old_return_is_not_the_newest_answer(fresh: World) -> None:
    """The programs were taken back: October is still October's, and November has nothing."""
    november = Month(2026, 11)
    assert value_as_of(fresh.lake, november) is not None
    assert _priced_or_none(fresh, november, programs=()) is None
    assert value_as_of(fresh.lake, november) is None
    assert kept_value(fresh.lake) is None
    assert value_as_of(fresh.lake, OCTOBER) is not None
    assert priced_months(fresh.lake) == (AUGUST, SEPTEMBER, OCTOBER)
    assert _priced_or_none(fresh, OCTOBER, programs=()) is None
    assert kept_value(fresh.lake, OCTOBER) is None
    assert priced_months(fresh.lake) == (AUGUST, SEPTEMBER)


def test_a_month_before_anything_was_priced_keeps_nothing(fresh: World) -> None:
    before = fresh.lake.state()
    assert _priced_or_none(fresh, Month(2026, 7)) is None
    assert fresh.lake.state() == before


@pytest.mark.parametrize(
    "content", [{"roi": {"program": ALL}}, {"roi": {"program": ALL}, "programs": [], "missing": []}]
)
def test_an_answer_of_an_older_shape_is_not_priced_rather_than_an_error(fresh: World, content: dict) -> None:
    keep(fresh.lake, ROI, f"{ALL}@{OCTOBER}", content, now=NOW)
    assert kept_value(fresh.lake, OCTOBER) is None
    assert value_as_of(fresh.lake, OCTOBER) is None
    assert _priced(fresh, OCTOBER) == kept_value(fresh.lake, OCTOBER)


def test_a_return_of_an_older_shape_is_not_priced_rather_than_an_error(fresh: World) -> None:
    found = _priced(fresh, OCTOBER)
    old = {name: value for name, value in found.whole.as_dict().items() if name != "worth"}
    content = {"roi": old, "programs": [], "missing": [], "notes": []}
    keep(fresh.lake, ROI, f"{ALL}@{OCTOBER}", content, now=NOW)
    assert kept_value(fresh.lake, OCTOBER) is None


def test_a_level_to_reach_is_held_against_the_time_since_its_baselines_day() -> None:
    """Pace is promised for levels as for totals; nobody says since when, so nobody can tell."""
    calls = _calls_objective("consumer")
    assert calls.baseline is not None
    assert calls.by is not None
    own = october().documents.parties.own.id
    half = LAST - (calls.by - LAST)
    dated, undated = (
        calls.model_copy(update={"baseline": calls.baseline.model_copy(update={"date": day})}) for day in (half, None)
    )
    told, untold = (objective_standing(october().lake, one, own, as_of=LAST).kpi for one in (dated, undated))
    assert told is not None
    assert untold is not None
    assert (told.time_share, told.is_on_pace) == (0.5, told.progress_share is not None and told.progress_share >= 0.5)
    assert (untold.time_share, untold.is_on_pace) == (None, None)


def test_an_objective_that_adds_up_is_counted_since_its_baseline() -> None:
    """Hire 40 field engineers: one and two a month in turn since October 2025, of which ten months are recorded."""
    documents = october().documents
    assert documents.strategy is not None
    hires = next(one for one in documents.strategy.company_objectives if one.metric == "hires")
    found = objective_standing(
        october().lake, hires, documents.parties.own.id, as_of=LAST, programs=documents.programs
    ).kpi
    assert found is not None
    assert found.aim.total_since == dt.date(2025, 10, 1)
    assert (found.current, found.aim.target, found.state) == (15, 40, "better")
    assert found.sentence().startswith("hires: 15 of 40 so far, 32 expected by now")


def test_an_objective_that_adds_up_and_says_no_day_is_counted_since_its_program_began() -> None:
    documents = october().documents
    assert documents.strategy is not None
    hires = next(one for one in documents.strategy.company_objectives if one.metric == "hires")
    undated = hires.model_copy(update={"baseline": None})
    own = documents.parties.own.id
    found = objective_standing(october().lake, undated, own, as_of=LAST, programs=documents.programs).kpi
    assert found is not None
    assert found.aim.total_since == START - dt.timedelta(days=1)
    assert objective_standing(october().lake, undated, own, as_of=LAST).kpi is None, "nobody says since when"


def _priced_or_none(world: World, month: Month, **changes: object):
    documents = world.documents
    assert documents.strategy is not None
    assert documents.costs is not None
    return measure_value(
        world.lake,
        changes.pop("sheet", documents.costs),
        **{
            "judged": kept_effects(world.lake, flow.links_asked(documents), until=month.last_day),
            "document": documents.strategy,
            "programs": documents.programs,
            "results": documents.results,
            "month": month,
            "until": month.last_day,
            "now": NOW,
            **changes,
        },
    )


def _priced(world: World, month: Month, **changes: object):
    found = _priced_or_none(world, month, **changes)
    assert found is not None
    return found
