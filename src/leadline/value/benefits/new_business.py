"""Orders that social activity helped along: won value x contribution margin x its share of the credit (S4.14).

In: value won a month, the contribution margin, and the share that is credited. Out: money a month. Two surprises: the
return is the margin and not the turnover, because goods must be made before they are sold; and the credit reads
`influenced` until an experiment shows more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import numpy as np

from leadline.errors import LeadlineError
from leadline.value.benefits.base import BenefitFacts, Credit, Flows
from leadline.value.periods import Slice
from leadline.value.uncertainty import Draws, Input
from leadline.words import Grade, Money, Month

Clients = Literal["existing clients", "new clients", "clients"]

METHOD = "contribution margin of new business"
"""What the sum calls its method, and what a line finds its worth by."""


@dataclass(frozen=True)
class NewBusiness:
    """`won` is the confirmed value by month, all in `currency`; `margin` and `credited` are shares, 0 to 1.

    Raises LeadlineError for an amount in another currency.
    """

    program: str
    margin: Input
    credited: Input
    currency: str
    grade: Grade
    won: Mapping[Month, Money] = field(default_factory=dict, hash=False)
    clients: Clients = "clients"

    def __post_init__(self) -> None:
        for money in self.won.values():
            if money.currency != self.currency:
                raise LeadlineError(
                    f"A deal in {money.currency} cannot be counted in {self.currency}.",
                    "Convert it with a dated rate first.",
                )

    @property
    def facts(self) -> BenefitFacts:
        won = sum((money.amount for money in self.won.values()), Decimal(0))
        counted = Input("value won", float(won), self.currency, "champions' results", entered=won)
        return BenefitFacts(
            method=METHOD,
            label=f"business with {self.clients}",
            program=self.program,
            side="company",
            kind="income",
            grade=self.grade,
            currency=self.currency,
            formula="value won × contribution margin × share credited",
            inputs=(counted, self.margin, self.credited),
            credit=self.credit,
        )

    @property
    def credit(self) -> Credit:
        return "caused" if self.grade is Grade.TESTED else "influenced"

    def flows(self, draws: Draws, parts: Sequence[Slice]) -> Flows:
        won = np.array([self._won_in(part) for part in parts])
        share = np.clip(self.margin.draw(draws), 0, 1) * np.clip(self.credited.draw(draws), 0, 1)
        total = share[:, None] * won
        return Flows(total, total)

    def _won_in(self, part: Slice) -> float:
        """A month that is cut before its end holds the days' share of what was won, as it does of its costs."""
        won = self.won.get(part.month)
        return float(won.amount) * part.share_so_far if won else 0.0
