"""A company's own formula: it computes what it says, and nothing that it says is ever run."""

from __future__ import annotations

import numpy as np
import pytest

from leadline.errors import LeadlineError
from leadline.value.formula import Formula


def test_a_formula_of_named_inputs_is_worked_out() -> None:
    """S1.5: value as the organisation defines it."""
    formula = Formula("visits * (spend_after - spend_before) * max(margin, 0.1) / -(-2)")
    assert formula.names == ("visits", "spend_after", "spend_before", "margin")
    given = {"visits": 100.0, "spend_after": 7.0, "spend_before": 4.0, "margin": 0.5}
    arrays = {name: np.array([value, 2 * value]) for name, value in given.items()}
    assert formula.value(arrays) == pytest.approx([75.0, 600.0])


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "visits.__class__",
        "visits[0]",
        "visits ** visits",
        "[visits for _ in visits]",
        "lambda: visits",
        "max(visits)",
        "max(visits, key=visits)",
        "print(visits, 1)",
        "visits if visits else 1",
        "visits := 2",
        "'text' * visits",
        "True * visits",
        "1 + 2",
        "visits +",
        "",
        "(" * 400 + "visits",
        "visits" * 100,
    ],
)
def test_what_is_no_formula_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(LeadlineError):
        Formula(text)


def test_a_division_by_what_may_be_nothing_is_refused() -> None:
    with pytest.raises(LeadlineError, match="divides by something that may be nothing"):
        Formula("saved / visits").value({"saved": np.ones(2), "visits": np.array([1.0, 0.0])})
