"""Money by the month, as stated and as drawn: what a return is added up, discounted and divided in.

In: months, a discount rate, a currency, draws. Out: streams of money, their present values, ratios and paybacks. The
surprise: the middle value is the one in which all is as stated, and not the middle of the draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from leadline.value.cost_lines import amounts
from leadline.value.costs import CostItem, CostSheet
from leadline.value.periods import Slice
from leadline.value.returns import Lasting, MonthRow, Payback
from leadline.value.uncertainty import Draws, Floats, estimate
from leadline.words import Estimate, Money

MONTHS_A_YEAR = 12
HALF_A_CENT = 0.005


@dataclass(frozen=True, eq=False)
class Stream:
    """Money a month: `centre` (months,) where all is as stated, `drawn` (draws, months)."""

    centre: Floats
    drawn: Floats

    def minus(self, other: Stream) -> Stream:
        return Stream(self.centre - other.centre, self.drawn - other.drawn)

    def running(self) -> Stream:
        return Stream(self.centre.cumsum(), self.drawn.cumsum(axis=1))

    def month(self, i: int, unit: str) -> Estimate:
        return estimate(float(self.centre[i]), self.drawn[:, i], unit)


class Table:
    """The months, the discount rate, the currency and the draws that all streams of one answer share."""

    def __init__(self, parts: tuple[Slice, ...], sheet: CostSheet, draws: Draws, from_start: bool) -> None:
        self.parts, self.draws, self.currency, self.from_start = parts, draws, sheet.currency, from_start
        yearly = 1 + float(sheet.discount_percent_a_year) / 100
        self.factors = yearly ** (-np.arange(len(parts)) / MONTHS_A_YEAR)

    def sum(self, streams: Sequence[Stream]) -> Stream:
        months = len(self.parts)
        nothing = Stream(np.zeros(months), np.zeros((self.draws.number, months)))
        for stream in streams:
            nothing = Stream(nothing.centre + stream.centre, nothing.drawn + stream.drawn)
        return nothing

    def costs(self, items: Sequence[CostItem]) -> Stream:
        """Exact amounts, each item scaled by one draw where it is uncertain."""
        return self.sum([self._cost(item) for item in items])

    def _cost(self, item: CostItem) -> Stream:
        """Scaled from the interval's high end, because the stated amount may be 0."""
        stated, most = item.input(self.currency), float(item.most.each)
        centre, at_most = (np.array([float(amount) for amount in self.spent(each)]) for each in (item, item.most))
        scale = stated.draw(self.draws) / most if most else np.ones(self.draws.number)
        return Stream(centre, scale[:, None] * at_most)

    def spent(self, item: CostItem) -> tuple[Decimal, ...]:
        return amounts(item, self.parts, with_earlier=self.from_start)

    def discounted(self, stream: Stream) -> Stream:
        return Stream(stream.centre * self.factors, stream.drawn * self.factors)

    def present(self, stream: Stream) -> Estimate:
        now = self.discounted(stream)
        return estimate(float(now.centre.sum()), now.drawn.sum(axis=1), self.currency)

    def mean_month(self, streams: Sequence[tuple[Stream, float]]) -> Estimate:
        """Each stream's mean over its own number of months, not discounted, and added up."""
        centre = sum(float(stream.centre.sum()) / months for stream, months in streams if months)
        drawn = sum(
            (stream.drawn.sum(axis=1) / months for stream, months in streams if months), np.zeros(self.draws.number)
        )
        return estimate(float(centre), drawn, self.currency)

    def ratio(self, above: Stream, below: Stream, times: float, unit: str) -> Estimate:
        top, bottom = self.discounted(above), self.discounted(below)
        drawn = times * top.drawn.sum(axis=1) / bottom.drawn.sum(axis=1)
        return estimate(float(times * top.centre.sum() / bottom.centre.sum()), drawn, unit)

    def chance(self, net: Stream) -> float:
        """The share of the draws in which something is gained."""
        return float(np.mean(self.discounted(net).drawn.sum(axis=1) > 0))

    def lasting(self, days: int, net: Stream, lasting: Stream, costs: Stream | None) -> Lasting:
        return Lasting(
            days=days,
            more=self.present(lasting.minus(net)),
            net=self.present(lasting),
            percent=self.ratio(lasting, costs, 100, "%") if costs else None,
            payback=payback_of(self.discounted(lasting)),
            chance_of_gain=self.chance(lasting),
        )

    def rows(self, gains: Stream, net: Stream, lasting: Stream, items: Sequence[CostItem]) -> tuple[MonthRow, ...]:
        booked = [sum(each, Decimal(0)) for each in zip(*(self.spent(item) for item in items), strict=True)]
        so_far, if_lasting = (self.discounted(stream).running() for stream in (net, lasting))
        return tuple(
            MonthRow(
                month=part.month,
                benefits=gains.month(i, self.currency),
                costs=Money(booked[i] if booked else Decimal(0), self.currency),
                net_so_far=so_far.month(i, self.currency),
                net_if_lasting=if_lasting.month(i, self.currency),
            )
            for i, part in enumerate(self.parts)
        )


def payback(stated: Floats, drawn_net: Floats) -> Payback:
    """Of net benefits by the month, (months,) and (draws, months): the first month from whose end on the running net is
    never below zero again."""
    months = drawn_net.shape[1]
    drawn = _months_until_even(drawn_net.cumsum(axis=1))
    low, high = np.quantile(drawn, [0.025, 0.975], method="inverted_cdf")
    centre = _months_until_even(stated.cumsum()[None])[0]
    within = float(np.mean(drawn <= months))
    middle, soon, late = (None if each > months else int(each) for each in (centre, low, high))
    return Payback(middle, soon, late, within)


def payback_of(net: Stream) -> Payback:
    return payback(net.centre, net.drawn)


def _months_until_even(so_far: Floats) -> Floats:
    """(draws,): the month after the last one that ends below zero, counted from 1; so one more than there are months
    where the last does. A cent of rounding is not a debt."""
    below = so_far < -HALF_A_CENT
    months = so_far.shape[1]
    last = months - below[:, ::-1].argmax(axis=1)
    first: Floats = np.where(below.any(axis=1), last + 1.0, 1.0)
    return first
