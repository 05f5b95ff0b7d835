"""What each method says a program saved or brought in, against sums done by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from leadline.errors import LeadlineError
from leadline.measure.evidence import Effect
from leadline.value import CustomerTime, DeflectedContacts, Draws, HiringCostSaved, Input, NewBusiness, Price
from leadline.value.benefits import Benefit
from leadline.value.bill import Billed
from leadline.value.periods import slices
from leadline.words import Estimate, Grade, Money, Month, Period
from tests.value.worlds import SOURCE, START, YEAR, call_price, effect, item, rows

DRAWS = Draws(4000)
PARTS = slices(YEAR)
SUPPORTED = Grade.SUPPORTED


def deflected(price: Price, found: Effect | None = None) -> DeflectedContacts:
    return DeflectedContacts("page-service", found or effect(), price, "EUR", SUPPORTED)


def centre(benefit: Benefit) -> list[float]:
    flows = benefit.flows(DRAWS.centre, PARTS)
    return [round(value, 2) for value in flows.total[0]]


def test_avoided_calls_times_the_marginal_price_are_the_saving() -> None:
    """S0.15: 540 calls a day, 31 days, 2.60 each."""
    assert centre(deflected(call_price()))[:2] == [540 * 31 * 2.60, 540 * 28 * 2.60]


def test_closed_days_avoid_nothing_so_the_saving_is_that_of_the_days_that_were_counted() -> None:
    """Open from Monday to Friday: the mean of the open days is not laid on the weekends."""
    weekdays = rows(START, dt.date(2026, 8, 31), open_on=range(5))
    open_days = effect(days=weekdays, days_after=len(weekdays))
    benefit = deflected(call_price(), open_days)
    saving = centre(benefit)
    assert saving[0] == pytest.approx(540 * 22 * 2.60)
    assert sum(saving[:8]) == pytest.approx(540 * open_days.days_after * 2.60)
    assert saving[8] == pytest.approx(540 * 30 * 5 / 7 * 2.60, abs=0.01)
    assert benefit.facts.measured_until == "2026-08-31"


def test_after_the_last_day_that_was_recorded_nothing_was_observed() -> None:
    """The window runs until August, the record ends in July: August is what comes if it lasts."""
    short = effect(days=rows(START, dt.date(2026, 7, 31)))
    assert deflected(call_price(), short).facts.measured_until == "2026-07-31"
    assert centre(deflected(call_price(), short))[7] == 540 * 31 * 2.60


def test_an_effect_without_its_days_is_not_priced() -> None:
    with pytest.raises(LeadlineError, match="On which days calls was counted is not known"):
        deflected(call_price(), effect(days=()))


def test_a_bill_of_weekdays_is_held_against_a_minimum_of_the_whole_month() -> None:
    """4,320 on each of five days a week are 95,657 in January, 11,957 fewer than without it, and 100,000 are billed."""
    open_days = effect(days=rows(START, dt.date(2026, 8, 31), open_on=range(5)))
    benefit = deflected(call_price(minimum_a_month=Decimal(100_000)), open_days)
    came = 4320 * 31 * 5 / 7
    assert centre(benefit)[0] == pytest.approx((came + 540 * 22 - 100_000) * 2.60, abs=0.01)


def test_the_interval_of_the_saving_is_the_interval_of_the_effect() -> None:
    flows = deflected(call_price()).flows(DRAWS, PARTS)
    low, high = np.quantile(flows.total[:, 0], [0.025, 0.975])
    assert low == pytest.approx(350 * 31 * 2.60, rel=0.03)
    assert high == pytest.approx(730 * 31 * 2.60, rel=0.03)


def test_below_the_minimum_volume_an_avoided_call_saves_nothing() -> None:
    """S0.6: 4,320 calls a day came, 4,860 would have; the contract bills 145,000 a month in any case.

    January: 150,660 would have come, 133,920 came, billed 145,000: 5,660 calls less on the bill. February: 136,080
    would have come, under the minimum: nothing.
    """
    saving = centre(deflected(call_price(minimum_a_month=Decimal(145000))))
    assert saving[0] == pytest.approx(5660 * 2.60)
    assert saving[1] == 0


def test_the_minimum_volume_is_of_all_that_the_bill_counts() -> None:
    """Consumers' 4,320 calls a day lie under the minimum; with 600 of businesses the bill is above it, and falls."""
    consumers = replace(effect(), outcome="calls@consumer")
    price = call_price(minimum_a_month=Decimal(145000))
    both = Billed(("calls@consumer", "calls@business"), 4920.0)
    benefit = DeflectedContacts("page-service", consumers, price, "EUR", SUPPORTED, billed=both)
    assert centre(benefit)[0] == pytest.approx(540 * 31 * 2.60)
    assert benefit.facts.inputs[-1].name == "calls@consumer and calls@business that came"


def test_one_segment_is_never_compared_with_the_minimum_of_the_whole_bill() -> None:
    consumers = replace(effect(), outcome="calls@consumer")
    with pytest.raises(LeadlineError, match="how many the bill counts besides calls@consumer is not known"):
        deflected(call_price(minimum_a_month=Decimal(90000)), consumers)


def test_own_staff_who_stay_are_freed_and_not_cashable() -> None:
    benefit = deflected(call_price(cashable_percent=Decimal(0)))
    flows = benefit.flows(DRAWS.centre, PARTS)
    assert flows.total[0, 0] == pytest.approx(540 * 31 * 2.60)
    assert flows.cashable[0, 0] == 0
    assert benefit.facts.notes == ("Not cashable: the people are freed for other work, the bill does not fall.",)


def test_an_average_price_is_said_to_overstate() -> None:
    assert "overstates" in deflected(call_price(marginal=False)).facts.notes[0]


def test_a_program_that_brought_more_calls_costs_money_here() -> None:
    rose = effect(mean=200.0, low=50.0, high=350.0)
    assert centre(deflected(call_price(), rose))[0] == -200 * 31 * 2.60


def test_nothing_is_saved_before_the_start() -> None:
    late = effect(start=PARTS[2].first)
    assert centre(deflected(call_price(), late))[:3] == [0, 0, 540 * 31 * 2.60]


def test_a_refused_analysis_cannot_be_priced() -> None:
    refused = effect(mean=0, low=0, high=0, refused="calls has 9 days.", verdict="cannot tell")
    nothing = Effect.from_dict(refused.as_dict() | {"mean": None, "relative": None, "cumulative": None})
    with pytest.raises(LeadlineError, match="cannot be priced: calls has 9 days"):
        deflected(call_price(), nothing)


def test_every_input_of_a_benefit_says_where_it_comes_from_and_when() -> None:
    facts = deflected(call_price(minimum_a_month=Decimal(90000))).facts
    assert [one.name for one in facts.inputs] == [
        "calls avoided a day",
        "Price of a call",
        "minimum volume",
        "calls that came",
    ]
    assert all(one.source and one.source_date for one in facts.inputs)
    assert facts.inputs[1].entered == Decimal("2.60")
    assert facts.measured_until == "2026-08-31"


def test_customers_save_minutes_on_their_own_side_and_nobody_can_spend_them() -> None:
    """S0.10, S3.23: 540 calls, eleven minutes by phone against three on the page, 12 EUR an hour."""
    hour = Price.model_validate({"id": "hour", "label": "An hour", "per": "hour", "amount": Decimal(12)} | SOURCE)
    benefit = CustomerTime(
        "page-service",
        effect(),
        Input("minutes by phone", 11, "minutes", "wait series and call records", SOURCE["source_date"]),
        Input("minutes on the page", 3, "minutes", "twenty people timed", SOURCE["source_date"]),
        hour,
        "EUR",
        SUPPORTED,
    )
    flows = benefit.flows(DRAWS.centre, PARTS)
    assert flows.total[0, 0] == pytest.approx(540 * 31 * 8 / 60 * 12)
    assert not flows.cashable.any()
    assert benefit.facts.side == "customers"


def test_hires_through_champions_save_the_fee_of_those_who_would_not_have_come_anyway() -> None:
    """S2.12: saved fees."""
    fee = Price.model_validate({"id": "fee", "label": "Agency fee", "per": "hire", "amount": Decimal(9000)} | SOURCE)
    anyway = Input("would have come anyway", 0.3, "share", "asked at the interview", None, 0.1, 0.5)
    benefit = HiringCostSaved("champions", fee, anyway, "EUR", SUPPORTED, {Month(2026, 3): 2, Month(2026, 5): 1})
    saved = centre(benefit)
    assert saved[2] == pytest.approx(2 * 0.7 * 9000)
    assert saved[4] == pytest.approx(0.7 * 9000)
    assert sum(saved) == pytest.approx(3 * 0.7 * 9000)
    assert benefit.facts.inputs[0].value == 3


def test_the_return_of_new_business_is_its_margin_and_the_credit_is_influence() -> None:
    """S4.14: it does not help closing; only an experiment makes it `caused`."""
    won = {Month(2026, 2): Money(Decimal(100_000), "EUR")}
    margin, credited = (Input(name, share, "share", "finance") for name, share in (("margin", 0.4), ("credit", 0.5)))
    supported, tested = (
        NewBusiness("champions", margin, credited, "EUR", grade, won) for grade in (SUPPORTED, Grade.TESTED)
    )
    assert centre(supported)[1] == pytest.approx(20_000)
    assert (supported.facts.credit, tested.facts.credit) == ("influenced", "caused")
    assert supported.facts.inputs[0].entered == Decimal(100_000)


def test_a_month_that_is_cut_holds_the_days_share_of_what_champions_brought() -> None:
    """As of costs. What is told of a month in which the program began was all brought since."""
    whole = Period(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    fee = Price.model_validate({"id": "fee", "label": "Agency fee", "per": "hire", "amount": Decimal(9000)} | SOURCE)
    sure, none = Input("sure", 1.0, "share", "finance"), Input("nobody", 0.0, "share", "finance")
    march = Month(2026, 3)
    hired = HiringCostSaved("champions", fee, none, "EUR", SUPPORTED, {march: 2})
    won = NewBusiness("champions", sure, sure, "EUR", SUPPORTED, {march: Money(Decimal(18_000), "EUR")})
    until, since = replace(whole, last=dt.date(2026, 3, 10)), replace(whole, first=dt.date(2026, 3, 21))
    for benefit in (hired, won):
        worth = [benefit.flows(DRAWS.centre, slices(each)).total[0, 0] for each in (whole, until, since)]
        assert worth == [pytest.approx(18_000), pytest.approx(18_000 * 10 / 31), pytest.approx(18_000)]


def test_a_deal_in_another_currency_is_refused() -> None:
    share = Input("margin", 0.4, "share", "finance")
    with pytest.raises(LeadlineError, match="A deal in USD cannot be counted in EUR"):
        NewBusiness("champions", share, share, "EUR", SUPPORTED, {Month(2026, 2): Money(Decimal(1), "USD")})


def test_draws_belong_to_the_thing_that_is_uncertain() -> None:
    """Two benefits on one effect rise and fall together; two effects do not."""
    one, same, other = (
        DeflectedContacts("p", effect(outcome=name), call_price(), "EUR", SUPPORTED).flows(DRAWS, PARTS).total[:, 0]
        for name in ("calls", "calls", "chats")
    )
    assert np.array_equal(one, same)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.06
    assert not np.array_equal(one, deflected(call_price()).flows(Draws(4000, seed=2), PARTS).total[:, 0])


def test_an_input_draws_its_value_and_both_ends_of_a_skewed_interval() -> None:
    drawn = Input.of("skewed", Estimate(10, 9, 15, "EUR"), "a guess").draw(Draws(40_000))
    assert np.quantile(drawn, [0.025, 0.5, 0.975]) == pytest.approx([9, 10, 15], abs=0.1)


def test_a_cost_or_a_price_is_never_drawn_below_nothing() -> None:
    """100 [0, 200]: a normal law would be negative in one draw of forty. The interval stays to 4 % of the value."""
    wide = item("100", low=Decimal(0), high=Decimal(200)).input("EUR").draw(Draws(40_000))
    assert wide.min() > 0
    assert np.quantile(wide, [0.025, 0.5, 0.975]) == pytest.approx([0, 100, 200], abs=4)
    assert call_price(low=Decimal(0), high=Decimal(5)).input("EUR").draw(DRAWS).min() > 0


def test_a_sound_price_is_drawn_as_its_interval_says() -> None:
    priced = call_price(low=Decimal("2.40"), high=Decimal("3.10")).input("EUR")
    assert np.array_equal(priced.draw(DRAWS), replace(priced, is_positive=False).draw(DRAWS))


def test_an_input_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(LeadlineError, match="does not lie between"):
        Input("price", 5, "EUR", "a guess", None, 6, 7)
    with pytest.raises(LeadlineError, match="one end of an interval"):
        Input("price", 5, "EUR", "a guess", None, 4)
