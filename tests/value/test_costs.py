"""What a program costs, month by month, to the cent; and what a person may write in costs.yaml."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from leadline.errors import LeadlineError
from leadline.value import CostKind, CostSheet, DoneBy, Every, Rate, by_side, cost_lines, outsourced_share, read_costs
from leadline.value.cost_file import check_currency, check_programs_known, template
from leadline.value.periods import slices
from leadline.value.pricing import CALL, HOUR, PAGE, PHONE
from leadline.words import Money, Month, Period
from tests.value.worlds import YEAR, item, sheet


def test_the_template_holds_every_price_that_an_effect_on_calls_asks_for() -> None:
    """Whoever fills it in is not told on the Value page that one is missing."""
    priced = {price.id for price in read_costs(template()).sheet.prices}
    assert {CALL, HOUR, PHONE, PAGE} <= priced


def test_the_template_is_a_sheet() -> None:
    reading = read_costs(template())
    assert reading.remarks == ()
    assert reading.sheet is not None
    assert [(one.label, one.each) for one in reading.sheet.items] == [
        ("Service team on the page", Decimal("12320.00")),
        ("Desk software", Decimal(450)),
    ]
    call = reading.sheet.price("call")
    assert (call.each, call.minimum_a_month, call.marginal) == (Decimal("2.60"), Decimal(90000), True)
    assert reading.sheet.price("customer-hour").placeholder is True


def test_labour_is_hours_times_a_loaded_rate() -> None:
    """S2.20: hours x rate + money."""
    work = item(None, kind=CostKind.LABOUR, hours=Decimal("12.5"), rate=Decimal("38.50"))
    assert work.each == Decimal("481.25")
    assert work.how == "12.5 hours × 38.50 a month"


def test_a_running_cost_falls_by_the_days_that_it_covers() -> None:
    running = item("310", **{"from": dt.date(2026, 3, 11), "until": dt.date(2026, 5, 10)})
    amounts = {part.month: running.amount_in(part) for part in slices(YEAR)}
    assert amounts[Month(2026, 2)] == 0
    assert amounts[Month(2026, 3)] == Decimal("210.00")
    assert amounts[Month(2026, 4)] == Decimal("310.00")
    assert amounts[Month(2026, 5)] == Decimal("100.00")
    assert amounts[Month(2026, 6)] == 0


def test_a_one_off_cost_falls_once_and_outside_the_period_not_at_all() -> None:
    once = item("5000", every=Every.ONCE, **{"from": dt.date(2026, 4, 1)})
    year, later = (sum(once.amount_in(part) for part in slices(each)) for each in (YEAR, Period(*_autumn())))
    assert (year, later) == (5000, 0)


def test_the_outsourced_share_is_of_the_money() -> None:
    """S3.3: outsourcing your love to customers to an agency."""
    items = (item("300"), item("100", label="Agency", kind=CostKind.AGENCY, done_by=DoneBy.OUTSOURCED))
    lines = cost_lines(items, slices(YEAR), "EUR")
    assert [line.money for line in lines] == [Money(Decimal("3600.00"), "EUR"), Money(Decimal("1200.00"), "EUR")]
    assert outsourced_share(lines) == Decimal("0.25")
    assert outsourced_share(()) is None


def test_numbers_are_read_as_people_write_them() -> None:
    """S0.20: 50.000 and 50,000 are both fifty thousand."""
    entry = "  - {program: p, label: Ads, kind: media, source: Offer, source_date: 2026-01-01, amount: "
    reading = read_costs(f"currency: eur\nitems:\n{entry}'1.250,50'}}\n{entry}50.000}}\n")
    assert reading.sheet is not None, reading.remarks
    assert [one.each for one in reading.sheet.items] == [Decimal("1250.5"), Decimal(50000)]
    assert reading.sheet.currency == "EUR"


@pytest.mark.parametrize(
    ("written", "code", "message", "advice"),
    [
        ("amuont: 450", "CST002", "The cost “Desk software”, amuont: There is no such field.", "Write “amount”"),
        ("every: love", "CST004", "“love” is not one of the choices.", "Choose: 'once' or 'month'"),
        ("amount: many", "CST006", "“many” is not a number.", "Write digits only"),
        ("from: soon", "CST005", "“soon” is not a date.", "Write year, month and day"),
        ("{}", "CST006", "It needs either an amount, or hours with a rate.", "Write amount: 450, or hours"),
        ("every: once\n    amount: 3", "CST006", "A one-off cost needs its day.", "Write from: 2026-04-01."),
        ("amount: 5\n    low: 6\n    high: 7", "CST006", "5 does not lie between low and high.", "Mend one"),
        ("amount: 5\n    low: 4", "CST006", "One end of the interval is missing.", "Give low and high"),
        ("amount: 5\n    currency: USD", "CST006", "is in USD, and no rate to EUR is given", "Add a rate: of USD"),
        ("amount: -5", "CST006", "“-5” cannot stand here.", "not below zero"),
        (
            "amount: 5\n    from: 2026-04-02\n    until: 2026-04-01",
            "CST006",
            "It ends on 2026-04-01, before it begins",
            "Exchange",
        ),
    ],
)
def test_a_slip_is_a_remark_with_an_advice_and_leaves_no_sheet(
    written: str, code: str, message: str, advice: str
) -> None:
    line = "" if written == "{}" else f"    {written}\n"
    reading = read_costs(_one_item("").replace("    \n", line) + "currency: EUR\n")
    assert reading.sheet is None
    remark = next(remark for remark in reading.remarks if remark.code == code)
    assert message in remark.message
    assert remark.advice.startswith(advice) or advice in remark.advice


def test_a_source_and_its_date_are_asked_for() -> None:
    reading = read_costs("currency: EUR\nitems:\n  - {program: p, label: Ads, kind: media, amount: 5}\n")
    missing = {remark.where for remark in reading.remarks if remark.code == "CST003"}
    assert missing == {"items[0].source", "items[0].source_date"}


def test_a_file_that_is_not_there_or_not_yaml_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(LeadlineError, match="There is no file"):
        read_costs(tmp_path / "costs.yaml")
    (tmp_path / "costs.yaml").write_text("items: [", encoding="utf-8")
    assert read_costs(tmp_path / "costs.yaml").remarks[0].code == "CST001"
    for text in ("[" * 100_000, "items: &a [1]\nprices: *a"):
        assert [one.code for one in read_costs(text).remarks] == ["CST001"]
    assert read_costs("just words").remarks[0].message == "The file holds no costs."


def test_another_currency_is_converted_with_the_newest_rate_of_its_day() -> None:
    """S3.32: several countries, several currencies, one sum."""
    dollars = item("100", currency="USD")
    rates = [
        {"of": "USD", "to": "EUR", "amount": amount, "source": "European Central Bank", "source_date": day}
        for amount, day in (("0.90", "2025-11-01"), ("0.92", "2025-12-01"), ("0.50", "2026-06-01"))
    ]
    one = CostSheet.model_validate({"currency": "EUR", "items": [dollars], "rates": rates})
    (own,) = one.of_program("page-service")
    assert own.each == Decimal("92.00")
    assert own.currency == "EUR"
    assert own.source.endswith("USD to EUR at 0.92, European Central Bank, 2025-12-01")


def test_a_price_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(LeadlineError, match="There is no price “call”"):
        sheet().price("call")


def test_a_sheet_is_stored_and_read_back_exactly() -> None:
    one = read_costs(template()).sheet
    assert one is not None
    assert CostSheet.from_dict(json.loads(json.dumps(one.as_dict()))) == one


def _one_item(amount: str) -> str:
    return f"""items:
  - program: page-service
    label: Desk software
    kind: tools
    {amount}
    source: Offer
    source_date: 2026-01-01
"""


def _autumn() -> tuple[dt.date, dt.date]:
    return dt.date(2026, 9, 1), dt.date(2026, 11, 30)


ENTRY = "  - {program: page-service, label: Desk, kind: tools, amount: 10, source: Offer, source_date: 2026-01-01}\n"
PRICE = "  - {id: call, label: A call, per: call, amount: 2.60, source: Contract, source_date: 2026-01-01}\n"


@pytest.mark.parametrize("items", ["", "items:\n", "items: []\n"])
def test_a_sheet_without_any_cost_is_refused_and_says_how_to_write_that_nothing_is_paid(items: str) -> None:
    """A return on no costs at all is no return; S3.29 allows a program at no cost, said in so many words."""
    reading = read_costs(f"currency: EUR\n{items}prices:\n{PRICE}")
    assert reading.sheet is None
    [remark] = reading.remarks
    assert (remark.code, remark.message) == ("CST003", "There is no cost in the file.")
    assert "write amount: 0" in remark.advice
    free = read_costs(f"currency: EUR\nitems:\n{ENTRY.replace('10', '0')}")
    assert free.sheet is not None, free.remarks


def test_a_price_that_stands_there_twice_is_refused() -> None:
    reading = read_costs(f"currency: EUR\nitems:\n{ENTRY}prices:\n{PRICE}{PRICE.replace('2.60', '9.90')}")
    assert reading.sheet is None
    [remark] = reading.remarks
    assert "The price “call” stands here 2 times" in remark.message
    assert "Keep one of them" in remark.advice


def test_costs_of_a_program_that_nobody_planned_are_remarked_with_the_nearest_name() -> None:
    reading = read_costs(f"currency: EUR\nitems:\n{ENTRY}{ENTRY.replace('page-service', 'page-servce')}")
    assert reading.sheet is not None
    assert check_programs_known(reading.sheet, {"page-service", "page-servce"}) == ()
    [remark] = check_programs_known(reading.sheet, {"page-service"})
    assert (remark.code, remark.severity) == ("CST009", "warning")
    assert "No program “page-servce” is planned" in remark.message
    assert remark.advice == "Write “page-service” if that is what you mean."
    assert "none yet are planned" in check_programs_known(reading.sheet, set())[0].advice


def test_costs_in_another_currency_than_the_companys_are_remarked() -> None:
    costs = read_costs(f"currency: CHF\nitems:\n{ENTRY}").sheet
    assert costs is not None
    assert check_currency(costs, "CHF") == ()
    [remark] = check_currency(costs, "EUR")
    assert (remark.code, remark.severity) == ("CST010", "warning")
    assert "told in CHF, and deals in EUR are not in them" in remark.message


def test_the_parts_of_a_month_add_up_to_the_month_to_the_cent() -> None:
    running = item("100.01")
    for day in range(1, 28):
        cut = dt.date(2026, 4, day)
        first, last = Period(dt.date(2026, 4, 1), cut), Period(cut + dt.timedelta(days=1), dt.date(2026, 4, 30))
        parts = [part for period in (first, last) for part in slices(period)]
        assert sum(running.amount_in(part) for part in parts) == Decimal("100.01")


def test_a_running_cost_without_a_first_day_begins_with_its_program() -> None:
    begun = sheet(item("100"), item("7", program="other")).starting({"page-service": dt.date(2026, 3, 1)})
    assert [one.first for one in begun.items] == [dt.date(2026, 3, 1), None]


def test_in_house_and_outsourced_stand_side_by_side_in_one_currency() -> None:
    """S3.3: an agency paid in dollars beside the company's own people, converted at the rate of its day."""
    rate = Rate(of="USD", to="EUR", amount=Decimal("0.90"), source="ECB", source_date=dt.date(2025, 12, 1))
    agency = item("1000", "Agency", done_by=DoneBy.OUTSOURCED, currency="USD")
    known = CostSheet(currency="EUR", items=(item("2100", "Team"), agency), rates=(rate,))
    lines = cost_lines(known.of_program(None), slices(YEAR), "EUR")
    (one,) = by_side(lines, "EUR")
    assert (one.in_house.amount, one.outsourced.amount) == (Decimal(25200), Decimal(10800))
    assert one.share == pytest.approx(0.3)
