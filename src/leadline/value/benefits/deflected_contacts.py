"""Calls that were not made: avoided calls x the marginal price, as far as the bill really falls (S0.14, S0.15).

In: the effect on calls, and a price. Out: money a month. Two surprises. Below the supplier's minimum volume an avoided
call saves nothing, so the saving is the difference of two bills, not a product (S0.6). And own staff who stay are
freed, not saved: that part is worth something and cannot be spent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.evidence import Effect
from leadline.value.benefits.avoided import (
    avoided_a_day,
    avoided_a_month,
    avoided_words,
    counted_share,
    counted_until,
)
from leadline.value.benefits.base import BenefitFacts, Flows
from leadline.value.bill import Billed
from leadline.value.costs import Price
from leadline.value.periods import Slice
from leadline.value.uncertainty import Draws, Floats, Input
from leadline.words import Grade

METHOD = "deflected contacts, by counterfactual"
"""What the sum calls its method, and what a line finds its worth by."""


@dataclass(frozen=True)
class DeflectedContacts:
    """`price` is of one contact, in `currency`; `billed` (all that the bill counts, since the start) is needed for a
    minimum only, and is read from the effect where that is on the whole. Raises LeadlineError where the effect was
    refused."""

    program: str
    effect: Effect
    price: Price
    currency: str
    grade: Grade
    billed: Billed | None = None
    shared_with: tuple[str, ...] = ()
    stands: bool = True

    def __post_init__(self) -> None:
        avoided_a_day(self.effect)
        if self.price.minimum_a_month is not None and self._came is None:
            raise LeadlineError(
                f"“{self.price.label}” has a minimum volume, and how many the bill counts besides "
                f"{self.effect.outcome} is not known.",
                "Name them in the price, as in billed: [calls@consumer, calls@business].",
            )

    @property
    def facts(self) -> BenefitFacts:
        return BenefitFacts(
            method=METHOD,
            label=avoided_words(self.effect),
            program=self.program,
            side="company",
            kind="saving",
            grade=self.grade,
            currency=self.currency,
            formula=self._formula(),
            inputs=self._inputs(),
            measured_until=counted_until(self.effect),
            shared_with=self.shared_with,
            stands=self.stands,
            notes=self._notes(),
        )

    def flows(self, draws: Draws, parts: Sequence[Slice]) -> Flows:
        avoided = avoided_a_month(self.effect, draws, parts)
        price = self.price.input(self.currency).draw(draws)[:, None]
        total = price * (avoided if self.price.minimum_a_month is None else self._shorter(avoided, parts))
        return Flows(total, total * float(self.price.cashable_percent) / 100)

    @property
    def outcome(self) -> str:
        return "contact avoided"

    def outcomes(self, draws: Draws, parts: Sequence[Slice]) -> Floats:
        return avoided_a_month(self.effect, draws, parts)

    def _shorter(self, avoided: Floats, parts: Sequence[Slice]) -> Floats:
        """(draws, months): by how many calls the bill is shorter, given the minimum."""
        came = (self._came.a_day if self._came else 0.0) * np.array([part.days for part in parts], dtype=np.float64)
        least = float(self.price.minimum_a_month or 0) * np.array([float(part.share) for part in parts])
        billed: Floats = np.maximum(came + avoided, least) - np.maximum(came, least)
        return billed

    @property
    def _came(self) -> Billed | None:
        """All that the bill counts. A part of the market is never taken for it."""
        if self.billed is not None or self.effect.observed is None or "@" in self.effect.outcome:
            return self.billed
        return Billed((self.effect.outcome,), self.effect.observed * counted_share(self.effect))

    def _formula(self) -> str:
        if self.price.minimum_a_month is None:
            return "contacts avoided a day × days that were counted × marginal price"
        return "the bill for what would have come less the bill for what came, each at least the minimum volume"

    def _inputs(self) -> tuple[Input, ...]:
        inputs = [avoided_a_day(self.effect), self.price.input(self.currency)]
        if self.price.minimum_a_month is not None and self._came is not None:
            least, source = float(self.price.minimum_a_month), (self.price.source, self.price.source_date)
            inputs.append(Input("minimum volume", least, f"{self.price.per}s a month", *source))
            inputs.append(Input(self._came.name, self._came.a_day, "a day", "observed", self.effect.end))
        return tuple(inputs)

    def _notes(self) -> tuple[str, ...]:
        notes = []
        if not self.price.marginal:
            notes.append("The price is an average: deflection leaves the harder calls behind, so this overstates.")
        if self.price.cashable_percent == 0:
            notes.append("Not cashable: the people are freed for other work, the bill does not fall.")
        return tuple(notes)
