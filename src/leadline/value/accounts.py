"""What counts on some days, and what was spent on them: the sums that a return is made of.

In: benefits, cost items, a table of months. Out: each benefit with what was seen of it and what comes on top if it
lasts, and the account of all of them. The surprise: a benefit counts on the days on which it was observed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from leadline.value.benefits import Benefit, BenefitFacts
from leadline.value.cost_lines import cost_lines
from leadline.value.costs import CostItem
from leadline.value.periods import Slice
from leadline.value.returns import WhileObserved, Worth
from leadline.value.streams import Stream, Table
from leadline.words import Money, Period


class Valued:
    """A benefit with its streams: what was `seen`, its cashable part, and what comes on top if it lasts."""

    def __init__(self, benefit: Benefit, table: Table, counted: bool, begun: dt.date) -> None:
        self.benefit, self.facts, self.table, self.counted = benefit, benefit.facts, table, counted
        self.begun = begun
        self.seen, self.cashable = self._flows(benefit, measured(table.parts, self.facts))
        everything, cash = self._flows(benefit, table.parts)
        self.lasting, self.lasting_cash = everything.minus(self.seen), cash.minus(self.cashable)
        self.months_seen, self.months_lasting = self._months()

    @property
    def is_company(self) -> bool:
        return self.facts.side == "company"

    def worth(self) -> Worth:
        return Worth(
            facts=self.facts,
            present=self.table.present(self.seen),
            cashable=self.table.present(self.cashable),
            a_month=self.table.mean_month([(self.seen, self.months_seen)]),
            counted=self.counted,
            lasting=self.table.present(self.lasting),
            lasting_a_month=self.table.mean_month([(self.lasting, self.months_lasting)]),
        )

    def _months(self) -> tuple[float, float]:
        """How many months it was observed in, from the first that has any, and how many come after them; what is
        counted and not measured, since its program began: so it is as much a month beside others as alone."""
        parts = self.table.parts
        observed = measured(parts, self.facts)
        if not self.facts.measured_until:
            return float(sum(part.since(self.begun).share for part in parts)), 0.0
        begins = int(np.argmax(self.seen.centre != 0))
        after = sum(part.share for part in parts) - sum(part.share for part in observed)
        return float(sum(part.share for part in observed[begins:])), float(after)

    def _flows(self, benefit: Benefit, parts: Sequence[Slice]) -> tuple[Stream, Stream]:
        drawn, centre = benefit.flows(self.table.draws, parts), benefit.flows(self.table.draws.centre, parts)
        return Stream(centre.total[0], drawn.total), Stream(centre.cashable[0], drawn.cashable)


class Account:
    """What counts on some days, and what was spent on them: the sums that a return is made of."""

    def __init__(
        self, valued: Sequence[Valued], items: Sequence[CostItem], table: Table, takes_all_to_last: bool
    ) -> None:
        self.valued, self.items, self.table = valued, items, table
        self.counted = [each for each in valued if each.counted]
        self.costs = table.costs(items)
        self.lines = cost_lines(items, table.parts, table.currency, with_earlier=table.from_start)
        seen, lasting = (
            table.sum(each) for each in ([v.seen for v in self.counted], [v.lasting for v in self.counted])
        )
        self.if_lasting = table.sum([seen, lasting])
        self.gains = self.if_lasting if takes_all_to_last else seen
        self.takes_all_to_last = takes_all_to_last

    @property
    def cashable(self) -> Stream:
        """What of the gains can be spent again: of the same days as they."""
        lasting = [each.lasting_cash for each in self.counted] if self.takes_all_to_last else []
        return self.table.sum([*(each.cashable for each in self.counted), *lasting])

    @property
    def net_if_lasting(self) -> Stream:
        return self.if_lasting.minus(self.costs)

    @property
    def net(self) -> Stream:
        return self.gains.minus(self.costs)

    @property
    def spent(self) -> Money:
        return Money(sum((line.money.amount for line in self.lines), Decimal(0)), self.table.currency)

    @property
    def divides(self) -> bool:
        return bool(self.spent.amount and self.counted)

    def while_observed(self) -> WhileObserved:
        table, parts = self.table, self.table.parts
        return WhileObserved(
            period=Period(parts[0].first, parts[-1].last),
            benefits=table.present(self.gains),
            costs=table.present(self.costs),
            net=table.present(self.net),
            percent=table.ratio(self.net, self.costs, 100, "%") if self.divides else None,
            chance_of_gain=table.chance(self.net),
        )


def measured(parts: Sequence[Slice], facts: BenefitFacts) -> tuple[Slice, ...]:
    """The days on which the benefit was observed; all of them where it is counted, not measured."""
    if not facts.measured_until:
        return tuple(parts)
    last = dt.date.fromisoformat(facts.measured_until)
    return tuple(part.up_to(last) for part in parts)
