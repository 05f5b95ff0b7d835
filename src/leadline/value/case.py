"""What a return is worked out from, so that it can be worked out again: what-if, what it hangs on, scenarios, plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from leadline.value.benefits import Benefit, BenefitFacts
from leadline.value.costs import CostSheet
from leadline.value.periods import slices
from leadline.value.streams import Stream, Table
from leadline.value.uncertainty import Draws, Floats
from leadline.words import Grade, Period

PROVEN = (Grade.SUPPORTED, Grade.TESTED)
"""What counts in a ratio unless its reader says otherwise; the rest stands beside it."""


@dataclass(frozen=True)
class Case:
    """What a return is worked out from, so that it can be worked out again with other draws: see `roi`."""

    benefits: tuple[Benefit, ...]
    sheet: CostSheet
    period: Period
    program: str | None = None
    counting: tuple[Grade, ...] = PROVEN
    from_start: bool = True
    starts: Mapping[str, dt.date] = field(default_factory=dict, hash=False)

    @property
    def counted(self) -> tuple[Benefit, ...]:
        """The company's benefits whose grade counts, each saving once."""
        own = [each for each in self.benefits if self._is_own(each.facts)]
        return tuple(each for each in own if each.facts.side == "company" and each.facts.grade in self.counting)

    @property
    def observed(self) -> Period | None:
        """The days on which all that counts was observed; None where there are none."""
        last = last_observed([each.facts for each in self.counted], self.period)
        return Period(self.period.first, last) if last >= self.period.first else None

    def sums(self, draws: Draws, days: Period | None = None) -> Sums:
        """Present values of some days, all by default: benefits as if they last, against the costs of the same days."""
        table = Table(slices(days or self.period), self.sheet, draws, self.from_start)
        flows = [Stream(np.zeros(len(table.parts)), each.flows(draws, table.parts).total) for each in self.counted]
        gains, costs = table.sum(flows), table.costs(self.sheet.of_program(self.program))
        return Sums(table.discounted(gains).drawn, table.discounted(costs).drawn)

    def _is_own(self, facts: BenefitFacts) -> bool:
        if self.program is None:
            return facts.stands
        return facts.program == self.program and not facts.shared_with


@dataclass(frozen=True, eq=False)
class Sums:
    """(draws, months) each, in present values: what counts as a benefit, and what it cost."""

    gains: Floats
    costs: Floats

    @property
    def net(self) -> Floats:
        found: Floats = (self.gains - self.costs).sum(axis=1)
        return found


def last_observed(counted: Iterable[BenefitFacts], period: Period) -> dt.date:
    """The last day of the period on which all that is counted was observed: the earliest of its last measured days."""
    ends = [dt.date.fromisoformat(each.measured_until) for each in counted if each.measured_until]
    return min([period.last, *ends])
