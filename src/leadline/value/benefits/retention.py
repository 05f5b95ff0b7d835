"""Customers who stayed: how many, what one leaves a month, and for how long (S0.4, loyalty).

In: customers kept a month, the margin of one a month, and the months they stay on. Out: money, booked in the month in
which they were kept. The surprise: a customer is kept once. Who would have stayed anyway is not in `customers_kept`;
where that is the judged effect on those who leave, the counterfactual has taken them out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from leadline.value.benefits.stated_sum import StatedSum
from leadline.value.periods import Slice
from leadline.value.uncertainty import Draws, Floats


class Retention(StatedSum):
    """`customers_kept` × `margin_a_month` × `months_they_stay`."""

    method = "retention"
    kind = "income"
    formula = "customers kept × contribution margin of one a month × months that they stay on"
    needs: ClassVar[Mapping[str, str]] = {
        "customers_kept": "customers a month who would have left",
        "margin_a_month": "contribution margin of a customer a month",
        "months_they_stay": "months that a kept customer stays on",
    }

    def worth_of(self, given: Mapping[str, Floats]) -> Floats:
        return given["customers_kept"] * given["margin_a_month"] * given["months_they_stay"]

    @property
    def outcome(self) -> str:
        return "customer kept"

    def outcomes(self, draws: Draws, parts: Sequence[Slice]) -> Floats:
        """(draws, months): how many were kept."""
        return self._drawn(draws, parts)["customers_kept"] * self._days(parts)

    def _notes(self) -> tuple[str, ...]:
        return ("The months to come are booked when a customer is kept, and not discounted among themselves.",)
