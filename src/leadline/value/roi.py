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
from dataclasses import dataclass
from typing import Any

import numpy as np

from leadline.errors import LeadlineError
from leadline.value.accounts import Account, Valued
from leadline.value.benefits import Benefit, BenefitFacts, CountsOutcomes
from leadline.value.case import PROVEN, last_observed
from leadline.value.costs import CostSheet
from leadline.value.periods import slices
from leadline.value.returns import (
    ALL_PROGRAMS,
    IF_NOTHING_LASTS,
    ON_ALL_DAYS,
    CostPer,
    GradeWorth,
    Roi,
)
from leadline.value.streams import Table, payback_of
from leadline.value.uncertainty import Draws, estimate
from leadline.words import Estimate, Grade, Period

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


def _sums(whole: Account) -> dict[str, Any]:
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
        "payback": payback_of(table.discounted(net)),
        "chance_of_gain": table.chance(net),
    }


def _parts(whole: Account, asked: _Asked) -> dict[str, Any]:
    """What the sums are made of: benefit by benefit, cost by cost, month by month."""
    credited = [each for each in whole.valued if asked.is_own(each.facts)]
    return {
        "customers": _customers(credited, whole.table),
        "by_grade": _by_grade(credited, whole.table),
        "worth": tuple(each.worth() for each in whole.valued),
        "cost_lines": whole.lines,
        "months": whole.table.rows(whole.gains, whole.net, whole.net_if_lasting, whole.items),
    }


def _two_returns(whole: Account, asked: _Asked, period: Period) -> dict[str, Any]:
    """The observed days' return and the whole period's if what was seen lasts; neither where all of it counts."""
    observed = last_observed([each.facts for each in whole.counted], period)
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
    table = Table(slices(days), asked.sheet, asked.draws, asked.from_start)
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

    def account(self, benefits: Sequence[Benefit], days: Period) -> Account:
        table = Table(slices(days), self.sheet, self.draws, self.from_start)
        valued = [
            Valued(each, table, self._counts(each.facts), self.starts.get(each.facts.program, days.first))
            for each in benefits
        ]
        return Account(valued, self.sheet.of_program(self.program), table, self.takes_all_to_last)

    def _counts(self, facts: BenefitFacts) -> bool:
        return facts.side == "company" and facts.grade in self.counting and self.is_own(facts)


def _must_share(benefits: Sequence[Benefit], currency: str) -> None:
    for benefit in benefits:
        if benefit.facts.currency != currency:
            raise LeadlineError(
                f"“{benefit.facts.label}” is in {benefit.facts.currency}, the costs are in {currency}.",
                "Convert one of them with a dated rate first.",
            )


def _customers(valued: Sequence[Valued], table: Table) -> Estimate | None:
    theirs = [each.seen for each in valued if not each.is_company]
    return table.present(table.sum(theirs)) if theirs else None


def _by_grade(valued: Sequence[Valued], table: Table) -> tuple[GradeWorth, ...]:
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
