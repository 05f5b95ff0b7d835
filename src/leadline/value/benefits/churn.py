"""Customers who stayed, from churn rates: fewer of them leave a month than before (S0.4, loyalty).

In: how many customers there are, the share that left a month before and the share that leaves now, the margin of one a
month, and the months that who is kept stays on. Out: money, booked in the month in which they were kept. The surprise:
a rate that fell is a difference between two times, not what the program did, so this is assumed; whoever has the count
of those who left by the day rests `retention` on its judged effect instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from leadline.value.benefits.stated_sum import StatedSum
from leadline.value.periods import Slice
from leadline.value.uncertainty import Draws, Floats


class Churn(StatedSum):
    """`customers` × (`churn_before` − `churn_now`) × `margin_a_month` × `months_they_stay`; a rise of churn costs."""

    method = "churn"
    kind = "income"
    formula = (
        "customers × (share that left a month before − share that leaves now) × contribution margin of one a month × "
        "months that they stay on"
    )
    needs: ClassVar[Mapping[str, str]] = {
        "customers": "customers on average",
        "churn_before": "share of them that left a month before the program",
        "churn_now": "share that leaves a month now",
        "margin_a_month": "contribution margin of a customer a month",
        "months_they_stay": "months that a kept customer stays on",
    }
    shares = frozenset({"churn_before", "churn_now"})

    def worth_of(self, given: Mapping[str, Floats]) -> Floats:
        return _kept(given) * given["margin_a_month"] * given["months_they_stay"]

    @property
    def outcome(self) -> str:
        return "customer kept"

    def outcomes(self, draws: Draws, parts: Sequence[Slice]) -> Floats:
        """(draws, months): how many were kept."""
        return _kept(self._drawn(draws, parts)) * self._days(parts)

    def _notes(self) -> tuple[str, ...]:
        return (
            "Churn before against churn now is no proof that the program moved it: prices and rivals move it as well.",
            "The months to come are booked when a customer is kept, and not discounted among themselves.",
        )


def _kept(given: Mapping[str, Floats]) -> Floats:
    return given["customers"] * (given["churn_before"] - given["churn_now"])
