"""What did it return? Benefits against costs, in present values, with an interval for each figure.

In: benefits (each with its grade), a cost sheet, a period. Out: a `Roi`. The middle value is the one in which all is as
stated; the interval is what 10,000 draws of the uncertain inputs say, drawn in common. The surprise: a benefit counts
on the days on which it was observed, so like is set against like twice: the observed days' benefits against the costs
of the same days, and the whole period's, if what was seen lasts, against the whole period's costs. Source of the ratio:
(benefits − costs) / costs on present values, as in Forrester's Total Economic Impact; its flat haircut for risk is
replaced by the interval itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from leadline.errors import LeadlineError
from leadline.value.benefits import Benefit, BenefitFacts, CountsOutcomes
from leadline.value.costs import CostItem, CostSheet, amounts, cost_lines
from leadline.value.periods import Slice, slices
from leadline.value.returns import (
    ALL_PROGRAMS,
    IF_NOTHING_LASTS,
    ON_ALL_DAYS,
    CostPer,
    GradeWorth,
    Lasting,
    MonthRow,
    Payback,
    Roi,
    WhileObserved,
    Worth,
)
from leadline.value.uncertainty import Draws, Floats, estimate
from leadline.words import Estimate, Grade, Money, Period

PROVEN = (Grade.SUPPORTED, Grade.TESTED)
"""What counts in a ratio unless its reader says otherwise; the rest stands beside it."""

MONTHS_A_YEAR = 12
HALF_A_CENT = 0.005
DEFAULT_DRAWS = Draws()


def roi(
    benefits: Sequence[Benefit],
    sheet: CostSheet,
    period: Period,
    *,
    program: str | None = None,
    counting: Sequence[Grade] = PROVEN,
    from_start: bool = False,
    starts: Mapping[str, dt.date] | None = None,
    draws: Draws = DEFAULT_DRAWS,
) -> Roi:
    """The return of one program, or of all where none is named, over a period of whole or cut months.

    `from_start` says that the period begins with the program: then what was spent before it falls into its first month.
    `starts` are the programs' first days: what is counted and not measured is worth so much a month since its own.
    A saving that several programs share is in the return of all programs once, and in none of their own.
    Raises LeadlineError for a benefit in another currency than the sheet's.
    """
    own = [each for each in benefits if (each.facts.stands if program is None else each.facts.program == program)]
    _must_share(own, sheet.currency)
    asked = _Asked(sheet, program, tuple(counting), from_start, starts or {}, draws)
    whole = asked.account(own, period)
    return Roi(
        program=program or ALL_PROGRAMS,
        period=period,
        currency=sheet.currency,
        discount_percent_a_year=float(sheet.discount_percent_a_year),
        counting=tuple(sorted(counting)),
        draws=draws.number,
        seed=draws.seed,
        **_sums(whole),
        **_parts(whole, asked),
        **_two_returns(whole, asked, period),
        per_outcome=_per_outcome(own, asked, period) if program is not None else (),
    )


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
        ends = [dt.date.fromisoformat(each.facts.measured_until) for each in self.counted if each.facts.measured_until]
        last = min([self.period.last, *ends])
        return Period(self.period.first, last) if last >= self.period.first else None

    def sums(self, draws: Draws, days: Period | None = None) -> Sums:
        """Present values of some days, all by default: benefits as if they last, against the costs of the same days."""
        table = _Table(slices(days or self.period), self.sheet, draws, self.from_start)
        flows = [_Stream(np.zeros(len(table.parts)), each.flows(draws, table.parts).total) for each in self.counted]
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


def _sums(whole: _Account) -> dict[str, Any]:
    """Benefits against costs of the whole period."""
    table, net, costs, cash = whole.table, whole.net, whole.costs, whole.cashable
    return {
        "spent": whole.spent,
        "costs": table.present(costs),
        "benefits": table.present(whole.gains),
        "cashable": table.present(cash),
        "net": table.present(net),
        "percent": table.ratio(net, costs, 100, "%") if whole.divides else None,
        "cashable_percent": table.ratio(cash.minus(costs), costs, 100, "%") if whole.divides else None,
        "benefit_cost": table.ratio(whole.gains, costs, 1, "for 1") if whole.divides else None,
        "payback": _payback(table.discounted(net)),
        "chance_of_gain": table.chance(net),
    }


def _parts(whole: _Account, asked: _Asked) -> dict[str, Any]:
    """What the sums are made of: benefit by benefit, cost by cost, month by month."""
    credited = [each for each in whole.valued if asked.is_own(each.facts)]
    return {
        "customers": _customers(credited, whole.table),
        "by_grade": _by_grade(credited, whole.table),
        "worth": tuple(each.worth() for each in whole.valued),
        "cost_lines": whole.lines,
        "months": whole.table.rows(whole.gains, whole.net, whole.net_if_lasting, whole.items),
    }


def _two_returns(whole: _Account, asked: _Asked, period: Period) -> dict[str, Any]:
    """The observed days' return and the whole period's if what was seen lasts; neither where all of it counts."""
    observed = _last_observed(whole.counted, period)
    last = period.last if asked.takes_all_to_last else observed
    assumed_days = (period.last - observed).days
    found: dict[str, Any] = {"assumed_days": assumed_days, "basis": ON_ALL_DAYS}
    if last < period.last:
        costs = whole.costs if whole.divides else None
        lasting = whole.table.lasting(assumed_days, whole.net, whole.net_if_lasting, costs)
        found |= {"lasting": lasting, "basis": IF_NOTHING_LASTS}
        if last >= period.first:
            seen = [each.benefit for each in whole.counted]
            found["while_observed"] = asked.account(seen, Period(period.first, last)).while_observed()
    return found


def _per_outcome(benefits: Sequence[Benefit], asked: _Asked, period: Period) -> tuple[CostPer, ...]:
    """What each thing costs that the program's own benefits count, over the days on which it was observed."""
    found = []
    for each in benefits:
        days = _observed_days(each.facts, period)
        if isinstance(each, CountsOutcomes) and asked.is_own(each.facts) and days:
            found.append(_cost_per(each, each.facts.grade, days, asked))
    return tuple(found)


def _cost_per(each: CountsOutcomes, grade: Grade, days: Period, asked: _Asked) -> CostPer:
    table = _Table(slices(days), asked.sheet, asked.draws, asked.from_start)
    costs = table.costs(asked.sheet.of_program(asked.program))
    spent, least = costs.drawn.sum(axis=1), float(costs.centre.sum())
    drawn = each.outcomes(asked.draws, table.parts).sum(axis=1)
    stated = float(each.outcomes(asked.draws.centre, table.parts).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        of_one = np.where(drawn > 0, spent / drawn, np.inf)
    low, high = (float(end) for end in np.quantile(of_one, [0.025, 0.975], method="inverted_cdf"))
    value = least / stated if stated > 0 else None
    count = estimate(stated, drawn, f"{each.outcome}")
    is_told = value is not None and np.isfinite(low)
    return CostPer(
        each.outcome, grade, days, count, asked.sheet.currency, value,
        min(low, value or low) if is_told else None,
        max(high, value or high) if is_told and np.isfinite(high) else None,
    )  # fmt: skip


def _observed_days(facts: BenefitFacts, period: Period) -> Period | None:
    if not facts.measured_until:
        return period
    last = min(period.last, dt.date.fromisoformat(facts.measured_until))
    return Period(period.first, last) if last >= period.first else None


@dataclass(frozen=True)
class _Asked:
    """Whose return is asked for, from which sheet, counting which grades."""

    sheet: CostSheet
    program: str | None
    counting: tuple[Grade, ...]
    from_start: bool
    starts: Mapping[str, dt.date]
    draws: Draws

    @property
    def takes_all_to_last(self) -> bool:
        """Whether what is only assumed to last counts as well."""
        return Grade.ASSUMED in self.counting

    def is_own(self, facts: BenefitFacts) -> bool:
        """Of what several programs share nothing is one program's own."""
        return self.program is None or not facts.shared_with

    def account(self, benefits: Sequence[Benefit], days: Period) -> _Account:
        table = _Table(slices(days), self.sheet, self.draws, self.from_start)
        valued = [
            _Valued(each, table, self._counts(each.facts), self.starts.get(each.facts.program, days.first))
            for each in benefits
        ]
        return _Account(valued, self.sheet.of_program(self.program), table, self.takes_all_to_last)

    def _counts(self, facts: BenefitFacts) -> bool:
        return facts.side == "company" and facts.grade in self.counting and self.is_own(facts)


@dataclass(frozen=True, eq=False)
class _Stream:
    """Money a month: `centre` (months,) where all is as stated, `drawn` (draws, months)."""

    centre: Floats
    drawn: Floats

    def minus(self, other: _Stream) -> _Stream:
        return _Stream(self.centre - other.centre, self.drawn - other.drawn)

    def running(self) -> _Stream:
        return _Stream(self.centre.cumsum(), self.drawn.cumsum(axis=1))

    def month(self, i: int, unit: str) -> Estimate:
        return estimate(float(self.centre[i]), self.drawn[:, i], unit)


class _Table:
    """The months, the discount rate, the currency and the draws that all streams of one answer share."""

    def __init__(self, parts: tuple[Slice, ...], sheet: CostSheet, draws: Draws, from_start: bool) -> None:
        self.parts, self.draws, self.currency, self.from_start = parts, draws, sheet.currency, from_start
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
        return self.sum([self._cost(item) for item in items])

    def _cost(self, item: CostItem) -> _Stream:
        """Scaled from the interval's high end, because the stated amount may be 0."""
        stated, most = item.input(self.currency), float(item.most.each)
        centre, at_most = (np.array([float(amount) for amount in self.spent(each)]) for each in (item, item.most))
        scale = stated.draw(self.draws) / most if most else np.ones(self.draws.number)
        return _Stream(centre, scale[:, None] * at_most)

    def spent(self, item: CostItem) -> tuple[Decimal, ...]:
        return amounts(item, self.parts, with_earlier=self.from_start)

    def discounted(self, stream: _Stream) -> _Stream:
        return _Stream(stream.centre * self.factors, stream.drawn * self.factors)

    def present(self, stream: _Stream) -> Estimate:
        now = self.discounted(stream)
        return estimate(float(now.centre.sum()), now.drawn.sum(axis=1), self.currency)

    def mean_month(self, streams: Sequence[tuple[_Stream, float]]) -> Estimate:
        """Each stream's mean over its own number of months, not discounted, and added up."""
        centre = sum(float(stream.centre.sum()) / months for stream, months in streams if months)
        drawn = sum(
            (stream.drawn.sum(axis=1) / months for stream, months in streams if months), np.zeros(self.draws.number)
        )
        return estimate(float(centre), drawn, self.currency)

    def ratio(self, above: _Stream, below: _Stream, times: float, unit: str) -> Estimate:
        top, bottom = self.discounted(above), self.discounted(below)
        drawn = times * top.drawn.sum(axis=1) / bottom.drawn.sum(axis=1)
        return estimate(float(times * top.centre.sum() / bottom.centre.sum()), drawn, unit)

    def chance(self, net: _Stream) -> float:
        """The share of the draws in which something is gained."""
        return float(np.mean(self.discounted(net).drawn.sum(axis=1) > 0))

    def lasting(self, days: int, net: _Stream, lasting: _Stream, costs: _Stream | None) -> Lasting:
        return Lasting(
            days=days,
            more=self.present(lasting.minus(net)),
            net=self.present(lasting),
            percent=self.ratio(lasting, costs, 100, "%") if costs else None,
            payback=_payback(self.discounted(lasting)),
            chance_of_gain=self.chance(lasting),
        )

    def rows(self, gains: _Stream, net: _Stream, lasting: _Stream, items: Sequence[CostItem]) -> tuple[MonthRow, ...]:
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


class _Valued:
    """A benefit with its streams: what was `seen`, its cashable part, and what comes on top if it lasts."""

    def __init__(self, benefit: Benefit, table: _Table, counted: bool, begun: dt.date) -> None:
        self.benefit, self.facts, self.table, self.counted = benefit, benefit.facts, table, counted
        self.begun = begun
        self.seen, self.cashable = self._flows(benefit, _measured(table.parts, self.facts))
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
        observed = _measured(parts, self.facts)
        if not self.facts.measured_until:
            return float(sum(part.since(self.begun).share for part in parts)), 0.0
        begins = int(np.argmax(self.seen.centre != 0))
        after = sum(part.share for part in parts) - sum(part.share for part in observed)
        return float(sum(part.share for part in observed[begins:])), float(after)

    def _flows(self, benefit: Benefit, parts: Sequence[Slice]) -> tuple[_Stream, _Stream]:
        drawn, centre = benefit.flows(self.table.draws, parts), benefit.flows(self.table.draws.centre, parts)
        return _Stream(centre.total[0], drawn.total), _Stream(centre.cashable[0], drawn.cashable)


class _Account:
    """What counts on some days, and what was spent on them: the sums that a return is made of."""

    def __init__(
        self, valued: Sequence[_Valued], items: Sequence[CostItem], table: _Table, takes_all_to_last: bool
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
    def cashable(self) -> _Stream:
        """What of the gains can be spent again: of the same days as they."""
        lasting = [each.lasting_cash for each in self.counted] if self.takes_all_to_last else []
        return self.table.sum([*(each.cashable for each in self.counted), *lasting])

    @property
    def net_if_lasting(self) -> _Stream:
        return self.if_lasting.minus(self.costs)

    @property
    def net(self) -> _Stream:
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


def _measured(parts: Sequence[Slice], facts: BenefitFacts) -> tuple[Slice, ...]:
    """The days on which the benefit was observed; all of them where it is counted, not measured."""
    if not facts.measured_until:
        return tuple(parts)
    last = dt.date.fromisoformat(facts.measured_until)
    return tuple(part.up_to(last) for part in parts)


def _must_share(benefits: Sequence[Benefit], currency: str) -> None:
    for benefit in benefits:
        if benefit.facts.currency != currency:
            raise LeadlineError(
                f"“{benefit.facts.label}” is in {benefit.facts.currency}, the costs are in {currency}.",
                "Convert one of them with a dated rate first.",
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


def _payback(net: _Stream) -> Payback:
    return payback(net.centre, net.drawn)


def _months_until_even(so_far: Floats) -> Floats:
    """(draws,): the month after the last one that ends below zero, counted from 1; so one more than there are months
    where the last does. A cent of rounding is not a debt."""
    below = so_far < -HALF_A_CENT
    months = so_far.shape[1]
    last = months - below[:, ::-1].argmax(axis=1)
    first: Floats = np.where(below.any(axis=1), last + 1.0, 1.0)
    return first


def _customers(valued: Sequence[_Valued], table: _Table) -> Estimate | None:
    theirs = [each.seen for each in valued if not each.is_company]
    return table.present(table.sum(theirs)) if theirs else None


def _by_grade(valued: Sequence[_Valued], table: _Table) -> tuple[GradeWorth, ...]:
    """Best grade first; the company's side only. What is taken to last is assumed, whatever the grade of the rest."""
    parts = [
        (each.facts.grade, each.seen, each.cashable, each.facts.label, each.months_seen)
        for each in valued
        if each.is_company
    ]
    parts += [
        (Grade.ASSUMED, each.lasting, each.lasting_cash, f"{each.facts.label}, if that lasts", each.months_lasting)
        for each in valued
        if each.is_company and each.lasting.centre.any()
    ]
    found = []
    for grade in reversed(Grade):
        own = [part for part in parts if part[0] is grade]
        if own:
            total, cashable = table.sum([part[1] for part in own]), table.sum([part[2] for part in own])
            labels = tuple(part[3] for part in own)
            a_month = table.mean_month([(part[1], part[4]) for part in own])
            found.append(GradeWorth(grade, table.present(total), table.present(cashable), a_month, labels))
    return tuple(found)


def _last_observed(counted: Sequence[_Valued], period: Period) -> dt.date:
    """The last day of the period on which all that is counted was observed: the earliest of its last measured days."""
    ends = [dt.date.fromisoformat(each.facts.measured_until) for each in counted if each.facts.measured_until]
    return min([period.last, *ends])
