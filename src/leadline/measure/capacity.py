"""How many customers does each engaged colleague have? (S3.4)

The framework's own size: 2,000 employees report to 200 managers and 20 executives and engage with 800,000 customers;
that is 400 customers an employee if all employees take part, 360 counting all 2,220.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from leadline.errors import LeadlineError

FRAMEWORK_EACH = 400
"""Customers an engaged employee, at the framework's own size."""


@dataclass(frozen=True)
class Capacity:
    """`customers` are all that the company has; `engaged` the colleagues who answer or speak for it."""

    customers: int
    engaged: int

    @property
    def each(self) -> int | None:
        """Customers per engaged colleague, None where nobody is engaged."""
        if not self.engaged:
            return None
        return int((Decimal(self.customers) / self.engaged).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def missing(self) -> int:
        """How many more colleagues would bring it to the framework's size; 0 where it is reached."""
        return max(0, -(-self.customers // FRAMEWORK_EACH) - self.engaged)

    @property
    def sentence(self) -> str:
        """For people."""
        if self.each is None:
            told = f"Nobody engages with {self.customers:,} customers yet"
            return f"{told}; the framework's size is {FRAMEWORK_EACH} each."
        told = f"{self.engaged:,} engaged for {self.customers:,} customers: {self.each:,} each"
        if not self.missing:
            return f"{told}, within the framework's {FRAMEWORK_EACH}."
        return f"{told}; {self.missing:,} more would bring it to the framework's {FRAMEWORK_EACH}."


def capacity(customers: int, engaged: int) -> Capacity:
    """Raises LeadlineError for counts that cannot be."""
    if customers < 0 or engaged < 0:
        raise LeadlineError("People are counted from zero on.", "Say how many customers there are, and who is engaged.")
    return Capacity(customers, engaged)
