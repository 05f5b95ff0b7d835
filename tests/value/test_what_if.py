"""What-if, tornado, Sobol's indices and scenarios: against sums done by hand and against functions that are known."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from scipy.special import ndtr

from leadline.errors import LeadlineError
from leadline.value import DeflectedContacts, Draws, Input, NewBusiness, roi
from leadline.value.roi import Case
from leadline.value.sensitivity import indices, scenarios, sobol, tornado
from leadline.value.uncertainty import Floats
from leadline.value.what_if import FULL, movable, told_changes, what_if
from leadline.words import Grade, Money, Month, Period
from tests.value.worlds import START, YEAR, call_price, effect, item, sheet

CALLS, PRICE = "calls avoided a day", "Price of a call"
DESK = "page-service: Desk software"


def case(amount: str = "12770", *, period: Period = YEAR, **ends: Decimal) -> Case:
    seen = effect(end=YEAR.last)
    saved = DeflectedContacts("page-service", seen, call_price(low=Decimal("2.40"), high=Decimal("2.90")), "EUR",
                              Grade.SUPPORTED)  # fmt: skip
    costs = sheet(item(amount, **ends), discount="5")
    return Case((saved,), costs, period, starts={"page-service": START})


def test_a_case_gives_the_return_that_roi_gives() -> None:
    """The same benefits, costs, draws and discounting, by the shorter way."""
    one = case()
    found = roi(one.benefits, one.sheet, YEAR, from_start=True, starts=one.starts)
    told = what_if(one)
    assert (told.net.value, told.net.low, told.net.high) == pytest.approx(
        (found.net.value, found.net.low, found.net.high), rel=1e-12
    )
    assert told.stated == told.net
    assert told.percent is not None
    assert found.percent is not None
    assert told.percent.value == pytest.approx(found.percent.value)
    assert told.percent.low == pytest.approx(found.percent.low)
    assert (told.payback, told.chance_of_gain) == (found.payback, found.chance_of_gain)
    assert sum(each.share for each in told.bins) == pytest.approx(0.99, abs=0.002)


def test_a_moved_input_changes_the_net_by_what_it_is_worth() -> None:
    """A call at a tenth more brings a tenth more; costs a fifth higher cost a fifth more."""
    one = case()
    gains, costs = (float(each.sum()) for each in (one.sums(Draws().centre).gains, one.sums(Draws().centre).costs))
    dearer = what_if(one, {PRICE: 10, DESK: 20})
    assert dearer.difference == pytest.approx(0.1 * gains - 0.2 * costs)
    assert dearer.stated == what_if(one).net
    assert {each.name for each in movable(one)} == {CALLS, PRICE, DESK}


@pytest.mark.parametrize(("changes", "said"), [({"Hope": 5}, "is no input"), ({PRICE: 900}, "cannot be changed by")])
def test_a_change_that_nobody_can_make_is_refused(changes: dict[str, float], said: str) -> None:
    with pytest.raises(LeadlineError, match=said):
        what_if(case(), changes)
    with pytest.raises(LeadlineError, match="is no change"):
        told_changes(["Price of a call"])
    assert told_changes(["Price of a call=−20 %"]) == {PRICE: -20}


def test_ten_thousand_draws_answer_within_two_hundred_milliseconds() -> None:
    """36 months, two inputs moved; the best of five, since other work shares these processors."""
    one = case(period=Period(START, START.replace(year=2028)))
    times = []
    for _ in range(5):
        begun = time.process_time()
        what_if(one, {PRICE: 10, DESK: -10})
        times.append(time.process_time() - begun)
    assert min(times) < 0.2


def test_the_full_run_agrees_with_the_quick_one() -> None:
    quick, full = what_if(case()), what_if(case(), draws=FULL)
    assert (quick.draws, full.draws) == (10_000, 100_000)
    assert full.net.value == quick.net.value
    assert full.net.low == pytest.approx(quick.net.low, rel=0.03)


def test_a_program_at_no_cost_has_no_ratio_in_a_what_if_either() -> None:
    """S3.29: executed by the market; its net benefit stands alone."""
    free = Case(case().benefits, sheet(), YEAR)
    told = what_if(free, {PRICE: -50})
    assert (told.percent, told.benefit_cost) == (None, None)
    assert told.net.value == pytest.approx(0.5 * 540 * 365 * 2.60)


def test_the_tornado_shows_the_net_at_both_ends_of_each_input_widest_first() -> None:
    one = case("12770", low=Decimal(12000), high=Decimal(14000))
    bars = tornado(one)
    assert [bar.name for bar in bars] == [CALLS, PRICE, DESK]
    assert bars[0].at_low == pytest.approx(what_if(one, {CALLS: 100 * (350 / 540 - 1)}).net.value)
    assert bars[0].at_high == pytest.approx(what_if(one, {CALLS: 100 * (730 / 540 - 1)}).net.value)
    assert bars[2].at_low > bars[2].at_high
    assert tornado(Case((), sheet(item("100")), YEAR)) == ()


def test_sobols_indices_agree_with_the_ishigami_function() -> None:
    """sin x + 7 sin² y + 0.1 z⁴ sin x on [−π, π]: first order 0.314, 0.442, 0, total 0.558, 0.442, 0.244."""

    def ishigami(normal: Floats) -> Floats:
        x, y, z = np.pi * (2 * ndtr(normal) - 1)
        found: Floats = np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)
        return found

    found = {one.name: one for one in indices(ishigami, ("x", "y", "z"), points=4096)}
    assert [found[name].alone for name in "xyz"] == pytest.approx([0.314, 0.442, 0.0], abs=0.02)
    assert [found[name].together for name in "xyz"] == pytest.approx([0.558, 0.442, 0.244], abs=0.02)


def test_sobols_indices_of_a_sum_are_the_shares_of_its_variance() -> None:
    """Two independent incomes with deviations 3 to 1: nine tenths and one tenth."""

    def income(name: str, half: float, month: int) -> NewBusiness:
        margin = Input(name, 0.5, "share", "invented", None, 0.5 - half, 0.5 + half)
        won = {Month(2026, month): Money(Decimal(1000), "EUR")}
        return NewBusiness(name, margin, Input("credited", 1.0, "share", "invented"), "EUR", Grade.TESTED, won)

    one = Case((income("wide", 0.3, 1), income("narrow", 0.1, 2)), sheet(item("10")), YEAR)
    found = sobol(one)
    assert [each.name for each in found] == ["wide", "narrow"]
    assert [each.alone for each in found] == pytest.approx([0.9, 0.1], abs=0.02)
    assert [each.together for each in found] == pytest.approx([0.9, 0.1], abs=0.02)
    assert sobol(Case((), sheet(item("10")), YEAR)) == ()
    assert [(each.name, each.alone) for each in sobol(replace(one, benefits=one.benefits[:1]))] == [("wide", 1.0)]


def test_scenarios_move_several_inputs_at_once() -> None:
    told = {each.name: each for each in scenarios(case(), {"dearer desk": {DESK: 50}})}
    assert list(told) == ["as stated", "all that hurts", "all that helps", "dearer desk"]
    assert told["all that hurts"].net < told["dearer desk"].net < told["as stated"].net < told["all that helps"].net
    assert told["dearer desk"].words == "page-service: Desk software +50 %"
