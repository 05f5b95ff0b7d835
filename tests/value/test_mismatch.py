"""Pain against spend, and where to start (S4.5, S4.6)."""

import datetime as dt
from decimal import Decimal

import pytest

from leadline.assess import TouchPoint, share_of
from leadline.programs import Program
from leadline.value import CostSheet, mismatches, spend_by_department
from leadline.words import Department, Money, Period

OCTOBER = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))


def point(department: Department, hurting: int, whole: int = 1000) -> TouchPoint:
    return TouchPoint(department, whole, whole, hurting, share_of(hurting, whole), share_of(hurting, whole), ())


def euro(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


POINTS = (
    point(Department.SUPPORT, 500),
    point(Department.PRODUCT, 300),
    point(Department.LOGISTICS, 150),
    point(Department.MARKETING, 50),
)


def test_where_it_hurts_more_than_is_spent_comes_first_and_where_it_hurts_less_last():
    """S4.6: "many companies invest more in improving a situation that seems to be a none issue"."""
    spend = {Department.SUPPORT: euro(400), Department.LOGISTICS: euro(150), Department.MARKETING: euro(450)}
    told = mismatches(POINTS, spend)
    assert [(one.department.value, one.stance) for one in told] == [
        ("product", "under"),
        ("support", "under"),
        ("logistics", "even"),
        ("marketing", "over"),
    ]
    product = told[0]
    assert (product.spend, product.spend_share, product.gap) == (euro(0), 0, pytest.approx(0.3))


def test_without_spend_the_most_painful_comes_first():
    """S4.5: "touch points ranked by pain from own data"."""
    told = mismatches(POINTS[::-1], {})
    assert [one.department.value for one in told] == ["support", "product", "logistics", "marketing"]
    assert {(one.stance, one.gap) for one in told} == {("unknown", None)}


def item(program: str, amount: int) -> dict:
    source = {"source": "the books", "source_date": "2026-10-01"}
    return {"program": program, "label": program, "kind": "tools", "amount": amount, **source}


def test_spend_is_what_the_programs_of_a_department_cost_in_the_days():
    programs = [
        Program.model_validate({"id": "page", "name": "Page", "department": "support"}),
        Program.model_validate({"id": "desk", "name": "Desk", "department": "support"}),
        Program.model_validate({"id": "buzz", "name": "Buzz", "department": "marketing"}),
        Program.model_validate({"id": "nobody", "name": "Nobody's"}),
    ]
    items = [item("page", 1000), item("desk", 500), item("buzz", 300), item("nobody", 70)]
    sheet = CostSheet.from_dict({"currency": "EUR", "items": items})
    assert spend_by_department(programs, sheet, OCTOBER) == {
        Department.SUPPORT: euro(1500),
        Department.MARKETING: euro(300),
    }
    assert spend_by_department(programs, None, OCTOBER) == {}
