"""What did it return? Benefits against costs, in present values, with an interval for each figure.

In: benefits (each with its grade), a cost sheet, a period. Out: a `Roi`. The middle value is the one in which all is as
stated; the interval is what 10,000 draws of the uncertain inputs say, drawn in common. Source of the ratio:
(benefits − costs) / costs on present values, as in Forrester's Total Economic Impact; its flat haircut for risk is
replaced by the interval itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from leadline.errors import LeadlineError
from leadline.value.benefits import Benefit
from leadline.value.costs import CostItem, CostSheet, cost_lines
from leadline.value.periods import Slice, slices
from leadline.value.returns import GradeWorth, MonthRow, Payback, Roi, Worth
from leadline.value.uncertainty import Draws, Floats, estimate
from leadline.words import Estimate, Grade, Money, Period

PROVEN = (Grade.SUPPORTED, Grade.TESTED)
"""What counts in a ratio unless its reader says otherwise; the rest stands beside it."""

MONTHS_A_YEAR = 12
DEFAULT_DRAWS = Draws()


def roi(
    benefits: Sequence[Benefit],
    sheet: CostSheet,
    period: Period,
    *,
    program: str | None = None,
    counting: Sequence[Grade] = PROVEN,
    draws: Draws = DEFAULT_DRAWS,
) -> Roi:
    """The return of one program, or of all where none is named, over a period of whole or cut months.

    Raises LeadlineError for a benefit in another currency than the sheet's.
    """
    own = [each for each in benefits if program is None or each.facts.program == program]
    _must_share(own, sheet.currency)
    table = _Table(slices(period), sheet, draws)
    items = sheet.of_program(program)
    valued = [_Valued(each, table, each.facts.grade in counting) for each in own]
    counted = [each for each in valued if each.is_company and each.counted]
    gains, cash = table.sum([each.total for each in counted]), table.sum([each.cashable for each in counted])
    costs = table.costs(items)
    lines = cost_lines(items, table.parts, sheet.currency)
    spent = Money(sum((line.money.amount for line in lines), Decimal(0)), sheet.currency)
    return Roi(
        program=program or "all programs",
        period=period,
        currency=sheet.currency,
        discount_percent_a_year=float(sheet.discount_percent_a_year),
        counting=tuple(sorted(counting)),
        spent=spent,
        costs=table.present(costs),
        benefits=table.present(gains),
        cashable=table.present(cash),
        net=table.present(gains.minus(costs)),
        percent=table.ratio(gains.minus(costs), costs, 100, "%") if spent.amount else None,
        cashable_percent=table.ratio(cash.minus(costs), costs, 100, "%") if spent.amount else None,
        benefit_cost=table.ratio(gains, costs, 1, "for 1") if spent.amount else None,
        payback=_payback(gains.minus(costs)),
        chance_of_gain=float(np.mean(table.discounted(gains.minus(costs)).drawn.sum(axis=1) > 0)),
        customers=_customers(valued, table),
        by_grade=_by_grade(valued, table),
        worth=tuple(each.worth() for each in valued),
        cost_lines=lines,
        months=table.rows(gains, costs, items),
        assumed_days=_assumed_days(counted, period),
        draws=draws.number,
        seed=draws.seed,
    )


@dataclass(frozen=True, eq=False)
class _Stream:
    """Money a month: `centre` (months,) where all is as stated, `drawn` (draws, months)."""

    centre: Floats
    drawn: Floats

    def minus(self, other: _Stream) -> _Stream:
        return _Stream(self.centre - other.centre, self.drawn - other.drawn)


class _Table:
    """The months, the discount rate, the currency and the draws that all streams of one answer share."""

    def __init__(self, parts: tuple[Slice, ...], sheet: CostSheet, draws: Draws) -> None:
        self.parts, self.draws, self.currency = parts, draws, sheet.currency
        yearly = 1 + float(sheet.discount_percent_a_year) / 100
        self.factors = yearly ** (-np.arange(len(parts)) / MONTHS_A_YEAR)

    def sum(self, streams: Sequence[_Stream]) -> _Stream:
        months = len(self.parts)
        nothing = _Stream(np.zeros(months), np.zeros((self.draws.number, months)))
        for stream in streams:
            nothing = _Stream(nothing.centre + stream.centre, nothing.drawn + stream.drawn)
        return nothing

    def costs(self, items: Sequence[CostItem]) -> _Stream:
        """Exact amounts, each item scaled by one draw where it is uncertain."""
        streams = []
        for item in items:
            amounts = np.array([float(item.amount_in(part)) for part in self.parts])
            stated = item.input(self.currency)
            scale = stated.draw(self.draws) / stated.value if stated.value else np.ones(self.draws.number)
            streams.append(_Stream(amounts, scale[:, None] * amounts))
        return self.sum(streams)

    def discounted(self, stream: _Stream) -> _Stream:
        return _Stream(stream.centre * self.factors, stream.drawn * self.factors)

    def present(self, stream: _Stream) -> Estimate:
        now = self.discounted(stream)
        return estimate(float(now.centre.sum()), now.drawn.sum(axis=1), self.currency)

    def a_month(self, stream: _Stream) -> Estimate:
        """The mean of a whole month, not discounted."""
        months = float(sum(part.share for part in self.parts))
        return estimate(float(stream.centre.sum()) / months, stream.drawn.sum(axis=1) / months, self.currency)

    def ratio(self, above: _Stream, below: _Stream, times: float, unit: str) -> Estimate:
        top, bottom = self.discounted(above), self.discounted(below)
        drawn = times * top.drawn.sum(axis=1) / bottom.drawn.sum(axis=1)
        return estimate(float(times * top.centre.sum() / bottom.centre.sum()), drawn, unit)

    def rows(self, gains: _Stream, costs: _Stream, items: Sequence[CostItem]) -> tuple[MonthRow, ...]:
        net = gains.minus(costs)
        so_far = _Stream(net.centre.cumsum(), net.drawn.cumsum(axis=1))
        return tuple(
            MonthRow(
                month=part.month,
                benefits=estimate(float(gains.centre[i]), gains.drawn[:, i], self.currency),
                costs=Money(sum((item.amount_in(part) for item in items), Decimal(0)), self.currency),
                net_so_far=estimate(float(so_far.centre[i]), so_far.drawn[:, i], self.currency),
            )
            for i, part in enumerate(self.parts)
        )


class _Valued:
    """A benefit with its streams."""

    def __init__(self, benefit: Benefit, table: _Table, counted: bool) -> None:
        self.facts, self.table, self.counted = benefit.facts, table, counted
        drawn, centre = benefit.flows(table.draws, table.parts), benefit.flows(table.draws.centre, table.parts)
        self.total = _Stream(centre.total[0], drawn.total)
        self.cashable = _Stream(centre.cashable[0], drawn.cashable)

    @property
    def is_company(self) -> bool:
        return self.facts.side == "company"

    def worth(self) -> Worth:
        return Worth(
            facts=self.facts,
            present=self.table.present(self.total),
            cashable=self.table.present(self.cashable),
            a_month=self.table.a_month(self.total),
            counted=self.counted and self.is_company,
        )


def _must_share(benefits: Sequence[Benefit], currency: str) -> None:
    for benefit in benefits:
        if benefit.facts.currency != currency:
            raise LeadlineError(
                f"“{benefit.facts.label}” is in {benefit.facts.currency}, the costs are in {currency}.",
                "Convert one of them with a dated rate first.",
            )


def _payback(net: _Stream) -> Payback:
    """The first month at whose end the running net is not below zero and something was spent or gained before."""
    months = net.drawn.shape[1]
    drawn = _months_until_even(net.drawn.cumsum(axis=1))
    low, high = np.quantile(drawn, [0.025, 0.975], method="inverted_cdf")
    centre = _months_until_even(net.centre.cumsum()[None])[0]
    within = float(np.mean(drawn <= months))
    middle, soon, late = (None if each > months else int(each) for each in (centre, low, high))
    return Payback(middle, soon, late, within)


def _months_until_even(so_far: Floats) -> Floats:
    """(draws,): counted from 1; one more than there are months where it never happens."""
    even = so_far >= 0
    first: Floats = np.where(even.any(axis=1), even.argmax(axis=1) + 1.0, so_far.shape[1] + 1.0)
    return first


def _customers(valued: Sequence[_Valued], table: _Table) -> Estimate | None:
    theirs = [each.total for each in valued if not each.is_company]
    return table.present(table.sum(theirs)) if theirs else None


def _by_grade(valued: Sequence[_Valued], table: _Table) -> tuple[GradeWorth, ...]:
    """Best grade first; the company's side only."""
    found = []
    for grade in reversed(Grade):
        own = [each for each in valued if each.is_company and each.facts.grade is grade]
        if own:
            total = table.sum([each.total for each in own])
            cashable = table.present(table.sum([each.cashable for each in own]))
            labels = tuple(each.facts.label for each in own)
            found.append(GradeWorth(grade, table.present(total), cashable, table.a_month(total), labels))
    return tuple(found)


def _assumed_days(counted: Sequence[_Valued], period: Period) -> int:
    """Days of the period after the earliest last measured day of what is counted."""
    ends = [dt.date.fromisoformat(each.facts.measured_until) for each in counted if each.facts.measured_until]
    return max(0, (period.last - min(ends)).days) if ends else 0
