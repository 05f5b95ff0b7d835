"""Benefits that a company states: each method against a sum done by hand, with its grade and its currency."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from leadline.errors import LeadlineError
from leadline.measure.evidence import Effect
from leadline.measure.month import Judged
from leadline.value import Draws, costs_from, read_costs, roi
from leadline.value.benefits import STATED, Benefit, CountsOutcomes, DeflectedContacts
from leadline.value.claims import shared_sum_words, shared_sums
from leadline.value.cost_file import template
from leadline.value.costs import CostSheet
from leadline.value.periods import slices
from leadline.value.pricing import _each_contact_once
from leadline.value.stated import Method
from leadline.value.stating import nothing_recorded, stated_sum
from leadline.value.ways import LOOKS_AT_CALLS, ways_of
from leadline.words import Estimate, Grade
from tests.value.worlds import YEAR, call_price, effect

DRAWS = Draws(2000)
DATED = {"source": "invented", "source_date": "2026-01-15"}
COST = {"program": "page-service", "label": "Desk", "kind": "tools", "amount": 100, **DATED}
PRICE = {"id": "call", "label": "Price of a call", "per": "call", "amount": "2.60", **DATED}
EXAMPLES: dict[Method, tuple[dict[str, object], float]] = {
    Method.SURVEY_DEFLECTION: (
        {"visits": 40000, "came_for_support": "60 %", "found_answer": "70 %", "would_have_called": "40 %"},
        40000 * 0.6 * 0.7 * 0.4 * 2.60,
    ),
    Method.DIRECT_INDIRECT: (
        {
            "questions_answered": 900,
            "askers_would_have_called": "80 %",
            "readers": 20000,
            "found_answer": "50 %",
            "readers_would_have_called": "20 %",
        },
        (900 * 0.8 + 20000 * 0.5 * 0.2) * 2.60,
    ),
    Method.SILENT_DEFLECTION: ({"views": 20000, "would_have_called": "10 %"}, 20000 * 0.1 * 2.60),
    Method.RETENTION: ({"customers_kept": 12, "margin_a_month": 14, "months_they_stay": 18}, 12 * 14 * 18),
    Method.CHURN: (
        {
            "customers": 40000,
            "churn_before": "1.8 %",
            "churn_now": "1.7 %",
            "margin_a_month": 14,
            "months_they_stay": 18,
        },
        40000 * (0.018 - 0.017) * 14 * 18,
    ),
    Method.REVENUE_INFLUENCED: (
        {"revenue_touched": 90000, "contribution_margin": "30 %", "credited": "25 %"},
        90000 * 0.3 * 0.25,
    ),
    Method.PRODUCT_COST: ({"pieces": 400, "less_a_piece": 35, "owed_to_customers": "50 %"}, 400 * 35 * 0.5),
    Method.INTERNAL_EFFICIENCY: ({"hours_saved": 50, "loaded_rate": 38, "share_used": "60 %"}, 50 * 38 * 0.6),
    Method.COMPANY_DEFINED: ({"visits": 3000, "worth_a_visit": "0.40"}, 1200),
}


def given(value: object) -> dict[str, object]:
    """`40 %` is an amount with its unit."""
    if isinstance(value, dict):
        return value
    text = str(value)
    return {"amount": text.removesuffix(" %"), **({"unit": "%"} if text.endswith("%") else {}), **DATED}


def stating(method: Method, inputs: dict[str, object], **changes: object) -> dict[str, object]:
    own = {"formula": "visits * worth_a_visit"} if method is Method.COMPANY_DEFINED else {}
    named = {name: given(value) for name, value in inputs.items()}
    return {"program": "page-service", "method": str(method), "inputs": named, **own, **changes}


def sheet(*benefits: dict[str, object], **changes: object) -> CostSheet:
    reading = costs_from({"currency": "EUR", "items": [COST], "prices": [PRICE], "benefits": list(benefits), **changes})
    assert reading.sheet is not None, reading.remarks
    return reading.sheet


def made(method: Method, *, judged: tuple[Judged, ...] = (), **changes: object) -> Benefit:
    inputs, _ = EXAMPLES[method]
    one = sheet(stating(method, inputs, **changes))
    return stated_sum(one.benefits[0], one, judged)


def judgement(found: Effect, grade: Grade = Grade.SUPPORTED, metric: str = "calls") -> Judged:
    now = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    return Judged("L1:business", "L1", "business", metric, "page-service", found, grade, now)


def january(benefit: Benefit) -> float:
    return float(benefit.flows(DRAWS.centre, slices(YEAR)).total[0, 0])


@pytest.mark.parametrize("method", list(Method))
def test_each_method_is_worth_what_its_formula_says_and_assumed_while_nothing_was_judged(method: Method) -> None:
    """S0.11, S1.5, S4.14: one file each; the test is the formula."""
    benefit = made(method)
    assert january(benefit) == pytest.approx(EXAMPLES[method][1])
    assert benefit.facts.grade is Grade.ASSUMED
    assert all(each.source and each.source_date for each in benefit.facts.inputs)
    assert set(STATED) == set(Method)


def test_silent_deflection_is_views_of_answered_threads_by_the_share_that_would_have_called() -> None:
    """S0.11: some customers need not even ask; 20,000 views, one in ten would have called, 2.60 each."""
    benefit = made(Method.SILENT_DEFLECTION)
    assert january(benefit) == pytest.approx(5200)
    assert "tends to overstate" in " ".join(benefit.facts.notes)


def test_revenue_reads_influenced_until_an_experiment_shows_that_it_was_closed() -> None:
    """S4.14: a credit of a hundred percent is still no evidence."""
    full = {**EXAMPLES[Method.REVENUE_INFLUENCED][0], "credited": "100 %"}
    one = sheet(stating(Method.REVENUE_INFLUENCED, full))
    stated = stated_sum(one.benefits[0], one)
    assert (stated.facts.credit, stated.facts.grade) == ("influenced", Grade.ASSUMED)
    assert "Nobody showed that it closed a sale" in stated.facts.notes[0]
    orders = effect(900.0, 500.0, 1300.0, outcome="orders", expected_direction="up", relative=None)
    resting = {**full, "revenue_touched": {"effect_on": "orders"}}
    sold = sheet(stating(Method.REVENUE_INFLUENCED, resting))
    tested = stated_sum(sold.benefits[0], sold, [judgement(orders, Grade.TESTED, "orders")])
    assert (tested.facts.credit, tested.facts.notes) == ("caused", ())


def test_churn_that_rose_costs_and_churn_that_is_no_share_is_refused() -> None:
    """S0.4: 40,000 customers, 1.8 percent before and 1.9 now; nobody showed that the program moved it."""
    inputs, _ = EXAMPLES[Method.CHURN]
    one = sheet(stating(Method.CHURN, {**inputs, "churn_now": "1.9 %"}))
    risen = stated_sum(one.benefits[0], one)
    assert january(risen) == pytest.approx(40000 * -0.001 * 14 * 18)
    assert risen.facts.grade is Grade.ASSUMED
    assert risen.facts.notes[0].startswith("Churn before against churn now is no proof")
    kept = made(Method.CHURN)
    assert isinstance(kept, CountsOutcomes)
    assert float(kept.outcomes(DRAWS.centre, slices(YEAR))[0, 0]) == pytest.approx(40)
    wrong = sheet(stating(Method.CHURN, {**inputs, "churn_now": 1.7}))
    with pytest.raises(LeadlineError, match=r"“churn_now” of “churn” is a share, and 1\.7 is none"):
        stated_sum(wrong.benefits[0], wrong)


def test_a_benefit_has_the_grade_of_the_effect_it_rests_on_and_counts_its_days() -> None:
    """Nine customers a day fewer leave, in January's 31 counted days; 14 a month, 18 months."""
    inputs = {**EXAMPLES[Method.RETENTION][0], "customers_kept": {"effect_on": "churned"}}
    leaving = effect(-9.0, -14.0, -4.0, outcome="churned", unit="customers", expected_direction="down")
    one = sheet(stating(Method.RETENTION, inputs))
    kept = stated_sum(one.benefits[0], one, [judgement(leaving, metric="churned")])
    assert january(kept) == pytest.approx(9 * 31 * 14 * 18)
    assert (kept.facts.grade, kept.facts.measured_until) == (Grade.SUPPORTED, "2026-08-31")
    found = roi([kept], one, YEAR, draws=DRAWS)
    assert found.counts
    assert found.lasting is not None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"verdict": "cannot tell"}, "No effect on churned was seen"),
        ({"unit": "percent"}, "cannot be added up over days"),
    ],
)
def test_a_benefit_is_not_priced_from_what_was_not_seen(changes: dict[str, object], said: str) -> None:
    inputs = {**EXAMPLES[Method.RETENTION][0], "customers_kept": {"effect_on": "churned"}}
    one = sheet(stating(Method.RETENTION, inputs))
    with pytest.raises(LeadlineError, match=said):
        stated_sum(one.benefits[0], one, [judgement(effect(outcome="churned", **changes), metric="churned")])
    with pytest.raises(LeadlineError, match="nobody has judged"):
        stated_sum(one.benefits[0], one)


def test_hours_that_are_freed_cannot_be_spent_unless_the_company_says_so() -> None:
    freed, paid = made(Method.INTERNAL_EFFICIENCY), made(Method.INTERNAL_EFFICIENCY, cashable_percent=40)
    assert freed.flows(DRAWS, slices(YEAR)).cashable.sum() == 0
    assert paid.flows(DRAWS.centre, slices(YEAR)).cashable[0, 0] == pytest.approx(0.4 * 1140)


def test_an_input_in_another_currency_is_converted_at_the_rate_of_its_day() -> None:
    """Dated rates, Decimal: 35 dollars at 0.90, the newest rate on or before 15 January, not the later one."""
    rates = [
        {"of": "USD", "to": "EUR", "amount": "0.85", "source": "ECB", "source_date": "2025-12-01"},
        {"of": "USD", "to": "EUR", "amount": "0.90", "source": "ECB", "source_date": "2026-01-10"},
        {"of": "USD", "to": "EUR", "amount": "0.99", "source": "ECB", "source_date": "2026-02-01"},
    ]
    inputs = {**EXAMPLES[Method.PRODUCT_COST][0], "less_a_piece": {"amount": 35, "currency": "USD", **DATED}}
    one = sheet(stating(Method.PRODUCT_COST, inputs), rates=rates)
    assert one.stated(one.benefits[0])["less_a_piece"].amount == Decimal("31.5")
    assert january(stated_sum(one.benefits[0], one)) == pytest.approx(400 * 31.5 * 0.5)
    wrong = costs_from({"currency": "EUR", "items": [COST], "benefits": [stating(Method.PRODUCT_COST, inputs)]})
    assert wrong.sheet is None
    assert "no rate to EUR is given for 2026-01-15" in wrong.remarks[0].message


def test_a_month_counts_by_the_days_since_the_benefit_began() -> None:
    half = made(Method.INTERNAL_EFFICIENCY, **{"from": "2026-01-17"})
    assert january(half) == pytest.approx(1140 * 15 / 31)


@pytest.mark.parametrize(
    ("benefit", "said"),
    [
        ({"method": "hope"}, "is not one of the choices"),
        ({"method": "company-defined"}, "It has no formula"),
        ({"method": "company-defined", "formula": "open('x')"}, "cannot stand in a formula"),
        ({"method": "retention", "formula": "a * b"}, "has a formula of its own"),
        ({"method": "retention", "inputs": {"customers_kept": {"amount": 3}}}, "Nobody can tell where it comes from"),
        ({"method": "retention", "inputs": {"customers_kept": {"unit": "people"}}}, "one of them"),
        ({"method": "retention", "inputs": {"customers_kept": {"amount": 3, "hope": 1}}}, "no such field"),
    ],
)
def test_what_is_wrong_with_a_stated_benefit_is_said(benefit: dict[str, object], said: str) -> None:
    reading = costs_from({"currency": "EUR", "items": [COST], "benefits": [{"program": "page-service", **benefit}]})
    assert reading.sheet is None
    assert said in reading.remarks[0].message


def test_a_number_that_is_missing_or_no_share_is_named() -> None:
    few = sheet(stating(Method.RETENTION, {"customers_kept": 3}))
    with pytest.raises(LeadlineError, match=r"lacks margin_a_month .*, months_they_stay"):
        stated_sum(few.benefits[0], few)
    wrong = sheet(stating(Method.SILENT_DEFLECTION, {"views": 10, "would_have_called": 30}))
    with pytest.raises(LeadlineError, match="is a share, and 30 is none"):
        stated_sum(wrong.benefits[0], wrong)
    with pytest.raises(LeadlineError, match="is not known here"):
        nothing_recorded("views", ("thread_views",))


def test_three_ways_to_count_stand_side_by_side_and_one_counts() -> None:
    """S0.11, S0.15: the formulas disagree with what the calls show; nothing is averaged and nothing added."""
    survey, direct = made(Method.SURVEY_DEFLECTION), made(Method.DIRECT_INDIRECT)
    seen = DeflectedContacts("page-service", effect(), call_price(), "EUR", Grade.SUPPORTED)
    counted, beside = _each_contact_once([seen, survey, direct], [judgement(effect())])
    assert (counted, beside) == ([seen], (survey, direct))
    (found,) = ways_of(counted, beside, YEAR, draws=DRAWS)
    assert [(way.method, way.counted, way.grade) for way in found.ways] == [
        ("deflected contacts, by counterfactual", True, Grade.SUPPORTED),
        ("deflected contacts, by survey", False, Grade.ASSUMED),
        ("deflected contacts, direct + indirect", False, Grade.ASSUMED),
    ]
    assert [round(way.contacts.value) for way in found.ways] == [16402, 6720, 2720]
    assert found.missing == ()
    assert found.factor == pytest.approx(6.03, abs=0.01)
    assert "they disagree: 2,720 to 16,402 a month, a factor of 6.0" in found.sentence
    assert found.sentence.endswith(LOOKS_AT_CALLS)


def test_without_an_analysis_the_smallest_of_the_ways_counts_as_assumed() -> None:
    survey, silent = made(Method.SURVEY_DEFLECTION), made(Method.SILENT_DEFLECTION)
    unsure = judgement(effect(verdict="cannot tell"), Grade.ASSUMED)
    counted, beside = _each_contact_once([survey, silent], [unsure])
    assert (counted, beside) == ([silent], (survey,))
    (found,) = ways_of(counted, beside, YEAR, draws=DRAWS)
    assert found.missing == ("direct + indirect", "by counterfactual")
    nothing, aside = _each_contact_once([survey], [judgement(effect(verdict="no effect seen"))])
    assert (nothing, aside) == ([], (survey,))


def test_stated_inputs_are_drawn_with_their_intervals() -> None:
    share = {"amount": 10, "low": 5, "high": 20, "unit": "%", **DATED}
    one = sheet(stating(Method.SILENT_DEFLECTION, {"views": 20000, "would_have_called": share}))
    total = stated_sum(one.benefits[0], one).flows(DRAWS, slices(YEAR)).total[:, 0]
    assert np.quantile(total, [0.025, 0.975]) == pytest.approx([2600, 10400], rel=0.06)


def test_the_template_shows_a_stated_benefit_and_reads() -> None:
    reading = read_costs(template())
    assert reading.sheet is not None
    assert reading.sheet.benefits


def test_an_effect_for_the_worse_is_a_loss() -> None:
    inputs = {**EXAMPLES[Method.RETENTION][0], "customers_kept": {"effect_on": "churned"}}
    more = effect(5.0, 2.0, 8.0, outcome="churned", expected_direction="down", relative=Estimate(5, 2, 8, "%"))
    one = sheet(stating(Method.RETENTION, inputs))
    assert january(stated_sum(one.benefits[0], one, [judgement(more, metric="churned")])) < 0


def test_two_programs_that_state_one_kind_of_money_of_one_effect_share_it() -> None:
    """Both say that fewer customers left because of them; the return of all programs counts those customers once."""
    inputs = {**EXAMPLES[Method.RETENTION][0], "customers_kept": {"effect_on": "churned"}}
    stated = [{**stating(Method.RETENTION, inputs), "program": name} for name in ("page-service", "vip")]
    one = sheet(*stated)
    leaving = effect(-9.0, -14.0, -4.0, outcome="churned", unit="customers", expected_direction="down")
    found = [judgement(leaving, metric="churned"), replace(judgement(leaving, metric="churned"), program="vip")]
    sums = shared_sums([stated_sum(each, one, found) for each in one.benefits])
    assert [(each.facts.shared_with, each.facts.stands) for each in sums] == [
        (("vip",), True),
        (("page-service",), False),
    ]
    alone, together = (roi(each, one, YEAR, draws=DRAWS).benefits.value for each in (sums[:1], sums))
    assert together == pytest.approx(alone)
    assert "counts once" in shared_sum_words(sums, {})[0]
    apart = shared_sums([stated_sum(one.benefits[0], one, found)])
    assert (apart[0].facts.shared_with, apart[0].facts.stands) == ((), True)
