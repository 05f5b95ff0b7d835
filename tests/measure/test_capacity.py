"""How many customers each engaged colleague has (S3.4)."""

from __future__ import annotations

import pytest

from leadline.errors import LeadlineError
from leadline.measure.capacity import capacity


@pytest.mark.parametrize(
    ("customers", "engaged", "each", "missing"),
    [
        (800_000, 2_000, 400, 0),
        (800_000, 2_220, 360, 0),
        (800_000, 1_000, 800, 1_000),
        (401, 1, 401, 1),
        (5, 0, None, 1),
    ],
)
def test_s3_4_customers_an_engaged_employee(customers, engaged, each, missing):
    found = capacity(customers, engaged)
    assert (found.each, found.missing) == (each, missing)
    assert f"{customers:,}" in found.sentence


def test_people_below_zero_are_refused():
    with pytest.raises(LeadlineError, match="from zero on"):
        capacity(-1, 5)
