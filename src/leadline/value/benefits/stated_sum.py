"""What all benefits with stated inputs share: named numbers, the days they are laid on, what they say of themselves.

In: quantities by name, and what a program, a grade and a currency are. Out: money a month. A method is a subclass that
names what it `needs` and multiplies it in `worth_of`. The surprise: stated numbers are of a month, and a month that is
cut holds its share of them; an effect is of a day, and is laid on the days that were counted.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.evidence import Effect
from leadline.value.benefits.avoided import change_a_month, counted_until
from leadline.value.benefits.base import BenefitFacts, Credit, Flows, Kind, Side
from leadline.value.periods import Slice
from leadline.value.uncertainty import Draws, Floats, Input
from leadline.words import Grade, Month


@dataclass(frozen=True)
class Quantity:
    """One named number; with an `effect` it is so much a day, for the better."""

    input: Input
    effect: Effect | None = None

    def drawn(self, draws: Draws, parts: Sequence[Slice]) -> Floats:
        """(draws, 1), or (draws, months) where it is an effect."""
        if self.effect is not None:
            return change_a_month(self.effect, self.input, draws, parts)
        return self.input.draw(draws)[:, None]


@dataclass(frozen=True)
class StatedSum(ABC):
    """`quantities` by the names that the method needs; `cashable_share` is None where the method's own holds.

    Raises LeadlineError where a number is missing or a share is none."""

    program: str
    quantities: Mapping[str, Quantity] = field(hash=False)
    currency: str
    grade: Grade
    label: str = ""
    side: Side = "company"
    cashable_share: float | None = None
    first: dt.date | None = None
    until: dt.date | None = None
    shared_with: tuple[str, ...] = ()
    """Other programs that claim the same money of the same effect; of them one `stands` for all."""
    stands: bool = True

    method: ClassVar[str]
    formula: ClassVar[str]
    needs: ClassVar[Mapping[str, str]]
    """What each number is, for people."""
    shares: ClassVar[frozenset[str]] = frozenset()
    """Which of them lie between 0 and 1."""
    kind: ClassVar[Kind] = "saving"
    usually_cashable: ClassVar[float] = 1.0

    def __post_init__(self) -> None:
        missing = [f"{name} ({what})" for name, what in self._needed().items() if name not in self.quantities]
        if missing:
            raise LeadlineError(
                f"“{self.label or self.method}” of {self.program} lacks {', '.join(missing)}.",
                "Add it under its inputs, with its source and its date.",
            )
        for name in self.shares:
            if not 0 <= (value := self.quantities[name].input.value) <= 1:
                raise LeadlineError(
                    f"“{name}” of “{self.label or self.method}” is a share, and {value:g} is none.",
                    "Write it in percent: amount: 30, unit: “%”.",
                )
        self.worth_of(self._drawn(Draws(), self._a_month()))

    @abstractmethod
    def worth_of(self, given: Mapping[str, Floats]) -> Floats:
        """Money a month, from the numbers by name."""

    @property
    def facts(self) -> BenefitFacts:
        effect = self.effect
        return BenefitFacts(
            method=self.method,
            label=self.label or self.method,
            program=self.program,
            side=self.side,
            kind=self.kind,
            grade=self.grade,
            currency=self.currency,
            formula=self._formula(),
            inputs=tuple(each.input for each in self.quantities.values()),
            credit=self._credit(),
            measured_until=counted_until(effect) if effect else "",
            notes=self._notes(),
            shared_with=self.shared_with,
            stands=self.stands,
        )

    def flows(self, draws: Draws, parts: Sequence[Slice]) -> Flows:
        total = self.worth_of(self._drawn(draws, parts)) * self._days(parts)
        return Flows(total, total * self._cashable())

    def _drawn(self, draws: Draws, parts: Sequence[Slice]) -> dict[str, Floats]:
        drawn = {name: each.drawn(draws, parts) for name, each in self.quantities.items()}
        return {name: np.clip(each, 0, 1) if name in self.shares else each for name, each in drawn.items()}

    def _days(self, parts: Sequence[Slice]) -> Floats:
        """(months,): of each month, the share in which it counts; an effect knows its days itself."""
        if self.effect is not None:
            return np.ones(len(parts))
        return np.array([part.days_within(self.first, self.until) / part.month.last_day.day for part in parts])

    @property
    def effect(self) -> Effect | None:
        """What it rests on, where it rests on a judged effect."""
        return next((each.effect for each in self.quantities.values() if each.effect), None)

    def _needed(self) -> Mapping[str, str]:
        return self.needs

    def _formula(self) -> str:
        return self.formula

    def _credit(self) -> Credit:
        return "caused"

    def _cashable(self) -> float:
        if self.side != "company":
            return 0.0
        return self.usually_cashable if self.cashable_share is None else self.cashable_share

    def _notes(self) -> tuple[str, ...]:
        return () if self._cashable() else ("Not cashable: what is freed is used otherwise, the bill does not fall.",)

    @staticmethod
    def _a_month() -> tuple[Slice, ...]:
        month = Month(2026, 1)
        return (Slice(month, month.first_day, month.last_day),)
