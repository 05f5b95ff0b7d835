"""Hires that needed no agency: hires through champions x the fee that was not paid (S2.12).

In: hires a month, the fee, and the share of them that would have come anyway. Out: money a month. Two surprises. A hire
who would have come without the champion saves nothing, so that share must be stated. And a month that is cut before its
end holds the days' share of its hires, as it does of its costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from leadline.value.benefits.base import BenefitFacts, Flows
from leadline.value.costs import Price
from leadline.value.periods import Slice
from leadline.value.uncertainty import Draws, Floats, Input
from leadline.words import Grade, Month

METHOD = "hiring cost saved"
"""What the sum calls its method, and what a line finds its worth by."""


@dataclass(frozen=True)
class HiringCostSaved:
    """`hires` counts confirmed hires by month; `fee` is what an agency would have asked for one;
    `came_anyway` is a share, 0 to 1."""

    program: str
    fee: Price
    came_anyway: Input
    currency: str
    grade: Grade
    hires: Mapping[Month, int] = field(default_factory=dict, hash=False)

    @property
    def facts(self) -> BenefitFacts:
        counted = Input("hires through champions", float(sum(self.hires.values())), "hires", "champions' results")
        return BenefitFacts(
            method=METHOD,
            label="agency fees not paid",
            program=self.program,
            side="company",
            kind="saving",
            grade=self.grade,
            currency=self.currency,
            formula="hires × the share that would not have come anyway × agency fee",
            inputs=(counted, self.came_anyway, self.fee.input(self.currency)),
        )

    def flows(self, draws: Draws, parts: Sequence[Slice]) -> Flows:
        total = self.fee.input(self.currency).draw(draws)[:, None] * self.outcomes(draws, parts)
        return Flows(total, total * float(self.fee.cashable_percent) / 100)

    @property
    def outcome(self) -> str:
        return "hire who would not have come anyway"

    def outcomes(self, draws: Draws, parts: Sequence[Slice]) -> Floats:
        hires = np.array([self.hires.get(part.month, 0) * part.share_so_far for part in parts], dtype=np.float64)
        gained: Floats = 1 - np.clip(self.came_anyway.draw(draws), 0, 1)
        return gained[:, None] * hires
