"""The Academy's four departments as cost sheets, the contribution margin as the return. Every input is invented."""

from __future__ import annotations

import pytest

from leadline.value import Draws, costs_from, roi
from leadline.value.stating import stated_sum
from leadline.words import Grade
from tests.value.worlds import YEAR

DATED = {"source": "invented for this case", "source_date": "2026-01-15", "placeholder": True}
PLAIN = {"source": "invented for this case", "source_date": "2026-01-15"}


@pytest.mark.parametrize(
    ("department", "cost", "revenue_a_month", "margin_percent", "credited_percent"),
    [
        ("support", 9_000, 120_000, 35, 50),
        ("product", 11_000, 90_000, 40, 60),
        ("sales", 7_500, 160_000, 30, 45),
        ("marketing", 4_000, 110_000, 25, 40),
    ],
)
def test_a_department_case_is_a_sheet_and_its_return_is_margin_less_cost_by_cost(
    department: str, cost: int, revenue_a_month: int, margin_percent: int, credited_percent: int
) -> None:
    """S3.30: (revenue × contribution margin × credit − cost) / cost; told as influenced and assumed."""
    inputs = {
        "revenue_touched": {"amount": revenue_a_month, "currency": "USD", **DATED},
        "contribution_margin": {"amount": margin_percent, "unit": "%", **DATED},
        "credited": {"amount": credited_percent, "unit": "%", **DATED},
    }
    item = {"program": department, "label": "Community team", "kind": "labour", "amount": cost, **PLAIN}
    benefit = {"program": department, "method": "revenue influenced", "inputs": inputs}
    sheet = costs_from({"currency": "USD", "items": [item], "benefits": [benefit]}).sheet
    assert sheet is not None
    made = stated_sum(sheet.benefits[0], sheet)
    found = roi([made], sheet, YEAR, program=department, counting=tuple(Grade), draws=Draws(10))
    margin = revenue_a_month * margin_percent / 100 * credited_percent / 100
    assert found.percent is not None
    assert found.percent.value == pytest.approx(100 * (margin - cost) / cost)
    assert (made.facts.grade, made.facts.credit) == (Grade.ASSUMED, "influenced")
    assert all(each.placeholder for each in made.facts.inputs)
    assert roi([made], sheet, YEAR, program=department, draws=Draws(10)).percent is None
