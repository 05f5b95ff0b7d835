"""The return on a program: against numpy-financial, against worked cases, and honest where there is no ratio."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import numpy_financial as npf
import pytest

from leadline.errors import LeadlineError
from leadline.value import (
    CostKind,
    CustomerTime,
    DeflectedContacts,
    Draws,
    Every,
    Input,
    NewBusiness,
    Price,
    Roi,
    roi,
)
from leadline.words import Grade, Money, Month, Period
from tests.value.worlds import SOURCE, START, YEAR, call_price, effect, item, sheet

ALL = tuple(Grade)
DRAWS = Draws(5000)


def saving(grade: Grade = Grade.SUPPORTED, outcome: str = "calls", **changes: object) -> DeflectedContacts:
    """Observed for all of the year, unless a test says otherwise."""
    seen = effect(outcome=outcome, **({"end": YEAR.last} | changes))
    return DeflectedContacts("page-service", seen, call_price(), "EUR", grade)


def certain_income(amount: int, by_month: dict[Month, int] | None = None) -> NewBusiness:
    won = by_month or {Month(2026, 1): amount}
    one = Input("margin", 1.0, "share", "finance")
    money = {month: Money(Decimal(each), "EUR") for month, each in won.items()}
    return NewBusiness("page-service", one, Input("credited", 1.0, "share", "finance"), "EUR", Grade.TESTED, money)


def test_the_ratio_is_benefits_less_costs_over_costs() -> None:
    """540 calls a day at 2.60 for a year against 12,770 a month, not discounted."""
    found = roi([saving()], sheet(item("12770")), YEAR, draws=DRAWS)
    benefits, costs = 540 * 365 * 2.60, 12 * 12770
    assert found.spent == Money(Decimal(costs), "EUR")
    assert found.benefits.value == pytest.approx(benefits)
    assert found.net.value == pytest.approx(benefits - costs)
    assert found.percent is not None
    assert found.benefit_cost is not None
    assert found.percent.value == pytest.approx(100 * (benefits - costs) / costs)
    assert found.percent.low == pytest.approx(100 * (350 * 365 * 2.60 - costs) / costs, rel=0.03)
    assert found.benefit_cost.value == pytest.approx(benefits / costs)
    assert found.chance_of_gain == 1.0
    assert found.payback.months == 1
    assert found.sentence == (
        f"Return 234 % [{found.percent.low:.0f}, {found.percent.high:.0f}]: benefits EUR 512,460 "
        f"[{found.benefits.low:,.0f}, {found.benefits.high:,.0f}] against costs of EUR 153,240; "
        "paid back after 1 month [1, 1] (1 January 2026 to 31 December 2026, counting what is supported)."
    )


def test_net_present_value_agrees_with_numpy_financial() -> None:
    """36 months, a one-off cost at the start, 7 % a year."""
    period = Period(START, dt.date(2028, 12, 31))
    once = item("50000", every=Every.ONCE, label="Set-up", **{"from": START})
    by_month = {Month(2026 + i // 12, i % 12 + 1): 1000 + 250 * i for i in range(36)}
    found = roi([certain_income(0, by_month)], sheet(once, item("800"), discount="7"), period, draws=Draws(10))
    flows = [by_month[month] - 800 - (50000 if i == 0 else 0) for i, month in enumerate(by_month)]
    assert found.net.value == pytest.approx(float(npf.npv(1.07 ** (1 / 12) - 1, flows)), rel=1e-11)
    present = np.cumsum([flow * 1.07 ** (-i / 12) for i, flow in enumerate(flows)])
    assert found.payback.months == next(i + 1 for i, so_far in enumerate(present) if so_far >= 0)
    assert found.months[-1].net_so_far.value == pytest.approx(found.net.value)
    assert (found.net.low, found.net.high) == pytest.approx((found.net.value, found.net.value))


@pytest.mark.parametrize(
    ("department", "cost", "margin", "percent"),
    [
        ("support", 100_000, 242_000, 142),
        ("product", 120_000, 320_400, 167),
        ("sales", 80_000, 349_600, 337),
        ("marketing", 40_000, 250_000, 525),
    ],
)
def test_a_department_case_with_contribution_margin_as_the_return_can_be_expressed(
    department: str, cost: int, margin: int, percent: int
) -> None:
    """S3.30: the Academy's four ratios, with invented inputs (its own are not known here): dollars on both sides."""
    share, all_of_it = Input("margin", 0.4, "share", "invented"), Input("credited", 1.0, "share", "invented")
    won = {Month(2026, 6): Money(Decimal(margin) / Decimal("0.4"), "USD")}
    benefit = NewBusiness(department, share, all_of_it, "USD", Grade.TESTED, won)
    costs = sheet(
        item(str(cost), program=department, kind=CostKind.LABOUR, every=Every.ONCE, **{"from": START})
    ).model_copy(update={"currency": "USD"})
    found = roi([benefit], costs, YEAR, program=department, draws=Draws(10))
    assert found.percent is not None
    assert found.percent.value == pytest.approx(percent)


def test_a_program_at_no_cost_has_a_net_benefit_and_no_ratio() -> None:
    """S3.29: executed by the market, where the company does not do a thing."""
    found = roi([saving()], sheet(), YEAR, draws=DRAWS)
    assert (found.percent, found.cashable_percent, found.benefit_cost) == (None, None, None)
    assert found.net.value == pytest.approx(540 * 365 * 2.60)
    assert found.sentence.startswith("Net benefit EUR 512,460 [")
    assert "no ratio" in found.sentence


def test_what_is_only_assumed_stands_beside_the_ratio_and_not_in_it() -> None:
    benefits = [saving(), saving(Grade.ASSUMED, outcome="chats")]
    found = roi(benefits, sheet(item("12770")), YEAR, draws=DRAWS)
    everything = roi(benefits, sheet(item("12770")), YEAR, counting=ALL, draws=DRAWS)
    assert found.counting == (Grade.SUPPORTED, Grade.TESTED)
    assert found.benefits.value == pytest.approx(540 * 365 * 2.60)
    assert everything.benefits.value == pytest.approx(2 * 540 * 365 * 2.60)
    assert [(each.grade, each.labels) for each in found.by_grade] == [
        (Grade.SUPPORTED, ("calls avoided",)),
        (Grade.ASSUMED, ("chats avoided",)),
    ]
    assert [each.counted for each in found.worth] == [True, False]
    assert everything.sentence.endswith("counting what is supported or assumed).")


def test_a_cost_of_nothing_that_may_be_more_is_drawn_and_told_with_its_range() -> None:
    """The market works for nothing, or for up to 400 a month: twelve months of that may take from the net benefit."""
    free, open_end = (sheet(item("0", **ends)) for ends in ({}, {"low": Decimal(0), "high": Decimal(400)}))
    sure, unsure = (roi([saving()], one, YEAR, draws=DRAWS) for one in (free, open_end))
    assert (sure.costs.low, sure.costs.high) == (0, 0)
    assert (unsure.costs.value, unsure.costs.low) == (0, 0)
    assert unsure.costs.high == pytest.approx(4800, rel=0.05)
    assert (unsure.percent, unsure.net.value) == (None, sure.net.value)
    assert [(one.money.amount, one.how) for one in unsure.cost_lines] == [(0, "0.00 [0.00, 400.00] a month")]
    assert sure.cost_lines == ()
    assert "it costs the company nothing, so there is no ratio" in sure.sentence
    most = f"{unsure.costs.high:,.0f}"
    assert f"it is stated to cost the company nothing and may cost up to EUR {most}" in unsure.sentence
    nothing = roi([], open_end, YEAR, draws=DRAWS)
    assert nothing.sentence.startswith(f"No benefit could be priced yet; costs of EUR 0 [0, {most}]")


def test_only_one_programs_own_return_says_that_what_it_brought_cannot_be_told_apart() -> None:
    """All programs together are not “it alone”: there a shared saving is left out for its grade, and that is said."""
    shared = replace(saving(Grade.CORRELATED), shared_with=("north-stories",))
    own, whole = (roi([shared], sheet(item("10")), YEAR, program=one, draws=DRAWS) for one in ("page-service", None))
    assert own.sentence.startswith("What it brought cannot be told apart from what “North stories” brought")
    assert whole.sentence.startswith("No benefit is supported or tested, so nothing is counted against costs of EUR ")


def test_where_nothing_is_proven_the_sentence_says_so_and_claims_no_ratio() -> None:
    found = roi([saving(Grade.ASSUMED)], sheet(item("1000")), YEAR, draws=DRAWS)
    assert found.benefits.value == 0
    assert found.sentence.startswith(
        "No benefit is supported or tested, so nothing is counted against costs of EUR 12,"
    )


def test_customers_gain_on_their_own_side_in_money_and_never_in_the_sum() -> None:
    """S3.23: benefits for both customer and company."""
    hour = Price.model_validate({"id": "hour", "label": "An hour", "per": "hour", "amount": Decimal(12)} | SOURCE)
    minutes = [Input(name, value, "minutes", "timed") for name, value in (("phone", 11.0), ("page", 3.0))]
    theirs = CustomerTime("page-service", effect(end=YEAR.last), minutes[0], minutes[1], hour, "EUR", Grade.SUPPORTED)
    alone, both = (roi(each, sheet(item("12770")), YEAR, draws=DRAWS) for each in ([saving()], [saving(), theirs]))
    assert both.customers is not None
    assert both.customers.value == pytest.approx(540 * 365 * 8 / 60 * 12)
    assert alone.customers is None
    assert (both.benefits, both.percent, both.by_grade) == (alone.benefits, alone.percent, alone.by_grade)
    assert [each.counted for each in both.worth] == [True, False]


def test_costs_that_are_uncertain_widen_the_ratio() -> None:
    certain, uncertain = (
        roi([certain_income(100_000)], sheet(cost), YEAR, draws=DRAWS)
        for cost in (item("5000"), item("5000", low=Decimal(4000), high=Decimal(7000)))
    )
    assert certain.percent is not None
    assert uncertain.percent is not None
    assert certain.percent.low == pytest.approx(certain.percent.high)
    assert uncertain.percent.low == pytest.approx(100 * (100_000 / 84_000 - 1), abs=2)
    assert uncertain.costs.high == pytest.approx(84_000, rel=0.02)


def test_no_cost_returns_less_than_minus_a_hundred_percent() -> None:
    costs = sheet(item("100", low=Decimal(0), high=Decimal(200)))
    found = roi([certain_income(800)], costs, YEAR, draws=DRAWS)
    assert found.percent is not None
    assert found.costs.low > 0
    assert -100 < found.percent.low < found.percent.value < found.percent.high


def test_costs_that_never_come_back_are_not_paid_back() -> None:
    found = roi([saving()], sheet(item("60000")), YEAR, draws=DRAWS)
    assert found.payback.months is None
    assert "not paid back within the period" in found.sentence
    assert found.net.value < 0
    assert found.percent is not None
    assert found.percent.value < 0
    assert "Return −29 %" in found.sentence


def test_payback_has_an_interval_and_later_means_after_the_period() -> None:
    once = item("130000", every=Every.ONCE, **{"from": START})
    found = roi([saving()], sheet(once), YEAR, draws=DRAWS)
    assert (found.payback.low, found.payback.months, found.payback.high) == (3, 4, 5)
    assert found.payback.share_within == 1.0
    slow = roi([saving()], sheet(item("500000", every=Every.ONCE, **{"from": START})), YEAR, draws=DRAWS)
    assert slow.payback.high is None
    assert (
        slow.payback.sentence()
        == f"paid back after 12 months [9, later], in {100 * slow.chance_of_gain:.0f} % of the draws"
    )


def test_payback_is_never_told_beside_a_loss() -> None:
    """Ahead after the first month, below zero for good from the fifth on: that is not paid back after one month."""
    once = item("10000", every=Every.ONCE, **{"from": START})
    early = {Month(2026, 1): 40_000}
    found = roi([certain_income(0, early)], sheet(once, item("8000")), YEAR, draws=DRAWS)
    assert found.months[0].net_so_far.value > 0
    assert found.net.value < 0
    assert (found.payback.months, found.payback.share_within) == (None, 0)
    assert "not paid back within the period" in found.sentence


def test_payback_is_the_month_from_which_it_stays_paid_back() -> None:
    """Up in January, down in March, up for good in June."""
    once = [
        item("20000", every=Every.ONCE, label=f"Fair {day}", **{"from": day}) for day in (START, dt.date(2026, 3, 1))
    ]
    by_month = {Month(2026, 1): 30_000, Month(2026, 6): 15_000}
    found = roi([certain_income(0, by_month)], sheet(*once), YEAR, draws=DRAWS)
    assert [row.net_so_far.value >= 0 for row in found.months[:6]] == [True, True, False, False, False, True]
    assert found.payback.months == 6


def test_paid_back_and_a_net_benefit_are_the_same_thing_whatever_the_discount() -> None:
    """12,000 spent and 12,100 earned a year later: in present values that is a loss."""
    once = item("12000", every=Every.ONCE, **{"from": START})
    late = {Month(2026, 12): 12_100}
    for discount, gains in (("0", True), ("9", False)):
        found = roi([certain_income(0, late)], sheet(once, discount=discount), YEAR, draws=Draws(10))
        assert (found.net.value >= 0) is gains
        assert (found.payback.months is not None) is gains


def test_only_what_was_observed_is_counted_and_what_it_comes_to_if_it_lasts_stands_beside() -> None:
    """Seen from January to August; the sentence, the grades and the sums keep September to December apart."""
    found = roi([saving(end=dt.date(2026, 8, 31))], sheet(item("12770")), YEAR, draws=DRAWS)
    whole = roi([saving()], sheet(item("12770")), YEAR, draws=DRAWS)
    day, costs = 540 * 2.60, 12 * 12770
    assert found.benefits.value == pytest.approx(243 * day)
    assert found.percent is not None
    assert found.percent.value == pytest.approx(100 * (243 * day - costs) / costs)
    assert found.lasting is not None
    assert (found.lasting.days, found.assumed_days) == (122, 122)
    assert found.lasting.more.value == pytest.approx(122 * day)
    assert found.lasting.net.value == pytest.approx(whole.net.value)
    assert found.lasting.percent is not None
    assert whole.percent is not None
    assert found.lasting.percent.value == pytest.approx(whole.percent.value)
    assert (whole.lasting, whole.assumed_days) == (None, 0)
    assert [(each.grade, each.labels) for each in found.by_grade] == [
        (Grade.SUPPORTED, ("calls avoided",)),
        (Grade.ASSUMED, ("calls avoided, if that lasts",)),
    ]
    assert [each.present.value for each in found.by_grade] == pytest.approx([243 * day, 122 * day])
    lasts = found.lasting.percent
    assert found.sentence == (
        "In the days that were observed, 1 January 2026 to 31 August 2026, it returned 234 % "
        f"[{lasts.low:.0f}, {lasts.high:.0f}] on EUR 102,160; if that lasts until 31 December 2026, the return is "
        f"234 % [{lasts.low:.0f}, {lasts.high:.0f}] on EUR 153,240. "
        "Paid back after 1 month [1, 1]; counting what is supported."
    )
    assert found.months[-1].net_so_far.value == pytest.approx(found.net.value)
    assert found.months[-1].net_if_lasting.value == pytest.approx(found.lasting.net.value)


def test_what_was_observed_may_be_a_loss_where_it_is_a_gain_if_it_lasts() -> None:
    found = roi([saving(end=dt.date(2026, 3, 31))], sheet(item("20000")), YEAR, draws=DRAWS)
    assert found.lasting is not None
    assert found.net.value < 0 < found.lasting.net.value
    assert found.payback.months is None
    assert (
        "If it lasts, paid back after 1 month [1, 1]; if nothing lasts, not paid back within the period"
        in found.sentence
    )


def test_the_observed_days_are_set_against_the_costs_of_the_same_days() -> None:
    """90 days of benefit against 90 days of cost: what it returns on the period that ends with them, to the cent."""
    last = dt.date(2026, 3, 31)
    costs = sheet(item("20000", low=Decimal(18_000), high=Decimal(25_000)), discount="7")
    found = roi([saving(end=last)], costs, YEAR, draws=DRAWS)
    quarter = roi([saving(end=last)], costs, Period(START, last), draws=DRAWS)
    seen = found.while_observed
    assert seen is not None
    assert seen.period == Period(START, last)
    assert (seen.benefits, seen.costs, seen.net) == (quarter.benefits, quarter.costs, quarter.net)
    assert (seen.percent, seen.chance_of_gain) == (quarter.percent, quarter.chance_of_gain)
    assert (found.headline, found.headline_chance) == (seen.percent, seen.chance_of_gain)
    assert (quarter.while_observed, quarter.headline) == (None, quarter.percent)
    assert found.percent is not None
    assert found.percent.value < 0 < quarter.headline.value
    assert found.basis.startswith("if nothing lasts: ")
    assert quarter.basis == "benefits and costs of the whole period"
    assert f"{found.percent.value:.0f}".replace("-", "−") not in found.sentence, "what nobody saw is no headline"


def test_what_champions_brought_is_set_against_the_costs_of_the_same_days() -> None:
    """Looked at until 15 March: half of March's deals stand against half of March's costs."""
    middle = dt.date(2026, 3, 15)
    found = roi(
        [saving(end=middle), certain_income(0, {Month(2026, 3): 31_000})], sheet(item("3100")), YEAR, draws=DRAWS
    )
    assert found.while_observed is not None
    assert found.while_observed.costs.value == pytest.approx(2 * 3100 + 1500)
    assert found.while_observed.benefits.value == pytest.approx(74 * 540 * 2.60 + 15_000)


def test_what_was_spent_before_the_start_or_at_once_is_in_the_observed_days_in_full() -> None:
    before = item("9000", label="Training", every=Every.ONCE, **{"from": dt.date(2025, 11, 1)})
    late = item("5000", label="Fair", every=Every.ONCE, **{"from": dt.date(2026, 9, 1)})
    costs = sheet(item("1000"), before, late)
    found = roi([saving(end=dt.date(2026, 3, 31))], costs, YEAR, from_start=True, draws=DRAWS)
    assert found.while_observed is not None
    assert found.while_observed.costs.value == pytest.approx(3 * 1000 + 9000)


def test_where_looks_end_on_two_days_both_are_observed_until_the_earlier_one() -> None:
    found = roi(
        [saving(end=dt.date(2026, 3, 31)), saving(outcome="chats", end=dt.date(2026, 6, 30))],
        sheet(item("20000")),
        YEAR,
        draws=DRAWS,
    )
    assert found.while_observed is not None
    assert found.while_observed.period.last == dt.date(2026, 3, 31)
    assert found.while_observed.benefits.value == pytest.approx(2 * 90 * 540 * 2.60)


def test_a_return_whose_interval_holds_zero_is_told_as_neither_gain_nor_loss() -> None:
    found = roi([saving(end=dt.date(2026, 3, 31))], sheet(item("40000")), YEAR, draws=DRAWS)
    seen = found.while_observed
    assert seen is not None
    assert seen.percent is not None
    assert seen.percent.low < 0 < seen.percent.high
    chance = f"which may be a gain or a loss (chance of a gain {100 * seen.chance_of_gain:.0f} %)"
    assert found.sentence.count("which may be a gain or a loss") == 2
    assert f"on EUR 120,000, {chance}; if that lasts until 31 December 2026, the return is " in found.sentence


def test_at_no_cost_the_observed_days_have_a_net_benefit_and_no_ratio() -> None:
    found = roi([saving(end=dt.date(2026, 3, 31))], sheet(), YEAR, draws=DRAWS)
    assert found.while_observed is not None
    assert found.while_observed.percent is None
    assert "1 January 2026 to 31 March 2026, its net benefit was EUR 126,360 [" in found.sentence
    assert "if that lasts until 31 December 2026, it is EUR 512,460 [" in found.sentence
    assert "It costs the company nothing, so there is no ratio; counting what is supported." in found.sentence


def test_what_was_observed_before_the_period_only_has_no_return_of_observed_days() -> None:
    found = roi([saving(start=dt.date(2025, 9, 1), end=dt.date(2025, 11, 30))], sheet(item("9000")), YEAR, draws=DRAWS)
    assert (found.while_observed, found.headline) == (None, None)
    assert found.sentence.startswith("From 1 January 2026 on nothing of it was observed; if that lasts until ")


def test_where_the_assumed_counts_as_well_there_is_one_return() -> None:
    found = roi([saving(end=dt.date(2026, 8, 31))], sheet(item("12770")), YEAR, counting=ALL, draws=DRAWS)
    assert found.benefits.value == pytest.approx(540 * 365 * 2.60)
    assert found.lasting is None
    assert found.cashable == found.benefits, "all of a supplier's price leaves the bill, on the assumed days as well"
    assert found.cashable_percent == found.percent


def test_without_a_minimum_volume_lasting_and_observed_add_up_to_the_whole() -> None:
    """With one too: the months are cut at the last measured day, and the bill with them."""
    price = call_price(minimum_a_month=Decimal(135_000))
    parts = [
        roi(
            [DeflectedContacts("page-service", effect(end=end), price, "EUR", Grade.SUPPORTED)],
            sheet(item("1000")),
            YEAR,
            draws=DRAWS,
        )
        for end in (dt.date(2026, 8, 12), YEAR.last)
    ]
    assert parts[0].lasting is not None
    assert parts[0].lasting.net.value == pytest.approx(parts[1].net.value)


def test_what_was_spent_before_the_start_falls_into_the_first_month_to_the_cent() -> None:
    """18,000 for setting up in December, and a tool that ran from the tenth of December on."""
    before = dt.date(2025, 12, 10)
    costs = sheet(
        item("18000.01", every=Every.ONCE, label="Set-up", **{"from": before}), item("100.03", **{"from": before})
    )
    found = roi([saving()], costs, YEAR, from_start=True, draws=DRAWS)
    december = Decimal("18000.01") + (Decimal("100.03") * 22 / 31).quantize(Decimal("0.01"))
    assert found.months[0].costs == Money(december + Decimal("100.03"), "EUR")
    assert found.spent == Money(december + 12 * Decimal("100.03"), "EUR")
    assert found.costs.value == pytest.approx(float(found.spent.amount))
    assert [line.how for line in found.cost_lines] == [
        "18,000.01; 18,000.01 of it before the start",
        "100.03 a month; 70.99 of it before the start",
    ]
    assert roi([saving()], costs, YEAR, draws=DRAWS).spent == Money(12 * Decimal("100.03"), "EUR")


def test_a_saving_that_two_programs_share_is_once_in_the_sum_and_in_neither_s_own() -> None:
    one = replace(saving(), shared_with=("other",))
    twin = replace(saving(), program="other", shared_with=("page-service",), stands=False)
    whole = roi([one, twin], sheet(item("12770")), YEAR, draws=DRAWS)
    assert whole.benefits.value == pytest.approx(540 * 365 * 2.60)
    for name in ("page-service", "other"):
        own = roi([one, twin], sheet(item("12770")), YEAR, program=name, draws=DRAWS)
        assert (own.benefits.value, own.percent, own.by_grade) == (0, None, ())
        assert [each.counted for each in own.worth] == [False]
        assert own.sentence.startswith("What it brought cannot be told apart from what ")


def test_where_no_benefit_could_be_priced_the_sentence_says_so_and_claims_no_loss_of_a_hundred_percent() -> None:
    found = roi([], sheet(item("1000")), YEAR, draws=DRAWS)
    assert (found.percent, found.cashable_percent, found.benefit_cost, found.counts) == (None, None, None, False)
    assert found.sentence == "No benefit could be priced yet; costs of EUR 12,000 (1 January 2026 to 31 December 2026)."


def test_a_program_is_charged_only_its_own_costs() -> None:
    other = item("99999", program="champions")
    one, all_of_them = (
        roi([saving()], sheet(item("1000"), other), YEAR, program=name, draws=DRAWS) for name in ("page-service", None)
    )
    assert one.spent == Money(Decimal(12_000), "EUR")
    assert all_of_them.spent == Money(Decimal(12 * 100_999), "EUR")
    assert (one.program, all_of_them.program) == ("page-service", "all programs")
    assert [line.label for line in one.cost_lines] == ["Desk software"]


def test_the_months_add_up_to_the_year() -> None:
    found = roi([saving()], sheet(item("12770")), YEAR, draws=DRAWS)
    assert len(found.months) == 12
    assert sum((row.costs.amount for row in found.months), Decimal(0)) == found.spent.amount
    assert sum(row.benefits.value for row in found.months) == pytest.approx(found.benefits.value)
    assert found.months[-1].net_so_far.value == pytest.approx(found.net.value)


def test_the_same_seed_gives_the_same_answer_and_another_seed_nearly_so() -> None:
    one, same, other = (roi([saving()], sheet(item("12770")), YEAR, draws=Draws(10_000, seed)) for seed in (1, 1, 2))
    assert one == same
    assert one.percent is not None
    assert other.percent is not None
    assert other.percent.value == one.percent.value
    assert other.percent.low == pytest.approx(one.percent.low, rel=0.02)


def test_unlike_currencies_never_mix() -> None:
    foreign = DeflectedContacts("page-service", effect(), call_price(), "USD", Grade.SUPPORTED)
    with pytest.raises(LeadlineError, match="is in USD, the costs are in EUR"):
        roi([foreign], sheet(), YEAR)


def test_a_return_is_stored_and_read_back_exactly() -> None:
    found = roi([saving(), certain_income(5)], sheet(item("12770"), discount="5"), YEAR, draws=DRAWS)
    assert Roi.from_dict(json.loads(json.dumps(found.as_dict(), allow_nan=False))) == found


def test_a_months_worth_of_what_was_seen_does_not_melt_as_the_months_go_by():
    """Ninety observed days are worth the same a month in April and in December; only what follows is added."""
    seen = saving(end=dt.date(2026, 3, 31))
    told = [
        roi([seen], sheet(item("12770")), Period(YEAR.first, last), draws=DRAWS).by_grade
        for last in (dt.date(2026, 3, 31), dt.date(2026, 6, 30), YEAR.last)
    ]
    assert [each[0].a_month.value for each in told] == pytest.approx([540 * 90 * 2.60 / 3] * 3)
    assert [one.grade for one in told[0]] == [Grade.SUPPORTED]
    assert told[2][1].a_month.value == pytest.approx(540 * 275 * 2.60 / 9)


def test_the_cost_of_a_contact_avoided_is_all_costs_by_all_contacts_of_the_observed_days() -> None:
    """540 a day until the end of August against eight months of 12,770; nothing of what may last."""
    found = roi([saving(end=date_of("2026-08-31"))], sheet(item("12770")), YEAR, program="page-service", draws=DRAWS)
    (one,) = found.per_outcome
    assert one.value == pytest.approx(8 * 12770 / (540 * 243))
    assert (one.low, one.high) == (pytest.approx(8 * 12770 / (730 * 243), rel=0.03), pytest.approx(1.2, rel=0.04))
    assert (one.what, one.grade, one.days.last) == ("contact avoided", Grade.SUPPORTED, date_of("2026-08-31"))
    assert one.sentence.startswith("EUR 0.78 [0.5")
    assert Roi.from_dict(found.as_dict()) == found


def test_where_there_may_have_been_none_the_cost_of_one_has_no_upper_end() -> None:
    unsure = roi([saving(mean=-100.0, low=-300.0, high=100.0)], sheet(item("100")), YEAR, program="page-service")
    (one,) = unsure.per_outcome
    assert one.value is not None
    assert one.high is None
    assert "without end" in one.sentence
    brought = roi([saving(mean=100.0, low=50.0, high=150.0)], sheet(item("100")), YEAR, program="page-service")
    assert brought.per_outcome[0].sentence == "no contact avoided was seen, so there is no cost of one"
    assert roi([saving()], sheet(item("100")), YEAR).per_outcome == ()


def date_of(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
