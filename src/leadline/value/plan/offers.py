"""Which programs can a budget buy, and in which sizes? Each as it is for a year, and the sizes that the sheet states.

In: a month's case (benefits, costs, starts), names for people. Out: `Offer`s. Two surprises. A saving that several
programs share is dealt out in equal parts, so that whatever a plan buys it never counts more than the saving. And what
was seen is taken to last a year; only what nobody has run is assumed as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from leadline.value.benefits import Benefit
from leadline.value.case import PROVEN, Case
from leadline.value.costs import CostItem, Every
from leadline.value.periods import slices
from leadline.value.plan.sizes import AS_IT_IS, DRAWS, MONTHS, Offer, Size
from leadline.value.plan.stated_sizes import sizes_along, stated_size
from leadline.value.stated import StatedOption
from leadline.value.uncertainty import Floats
from leadline.words import Grade, Period

ON_AVERAGE = "its average: nobody said how it flattens, so the next money is taken to bring as much as the rest"


@dataclass(frozen=True)
class _Part:
    """What a program is credited with of one benefit: all of it, or an equal part of what it shares with others."""

    benefit: Benefit
    share: float
    others: tuple[str, ...]

    def a_year(self, case: Case) -> tuple[float, Floats]:
        """As stated and in each draw: twelve mean months since the program that the benefit stands under began."""
        begun = case.starts.get(self.benefit.facts.program, case.period.first)
        parts = slices(Period(begun, case.period.last))
        years = self.share * MONTHS / sum(float(part.share) for part in parts)
        stated, drawn = (self.benefit.flows(draws, parts).total.sum(axis=1) for draws in (DRAWS.centre, DRAWS))
        return float(stated[0]) * years, drawn * years


def offers_of(case: Case, names: Mapping[str, str]) -> tuple[Offer, ...]:
    """Every program as it is now, for a year, and the sizes that the sheet states; `names` are for people.

    Raises LeadlineError where a curve is to go through what was measured and nothing was.
    """
    told = {**{one.program: one.name for one in case.sheet.options if one.name}, **names}
    credited = _credited(case.benefits)
    sizes = {program: [_as_it_is(case, program, credited.get(program, ()), told)] for program in case.starts}
    for option in case.sheet.options:
        own = sizes.setdefault(option.program, [])
        own.extend(_stated_sizes(case, option, next(iter(own), None)))
    return tuple(Offer(program, told.get(program, program), _with_next(own)) for program, own in sizes.items())


def _credited(benefits: Iterable[Benefit]) -> dict[str, list[_Part]]:
    """By program, its part of every benefit of the company: each saving once, in equal parts where it is shared."""
    found: dict[str, list[_Part]] = {}
    for each in benefits:
        if each.facts.side == "company" and each.facts.stands:
            claiming = (each.facts.program, *each.facts.shared_with)
            for program in claiming:
                others = tuple(one for one in claiming if one != program)
                found.setdefault(program, []).append(_Part(each, 1 / len(claiming), others))
    return found


def _as_it_is(case: Case, program: str, parts: Sequence[_Part], names: Mapping[str, str]) -> Size:
    """What it costs a year at today's rate, and the mean month of what it is credited with, twelve times."""
    items = [one for one in case.sheet.of_program(program) if _runs(one, case.period)]
    flows = [part.a_year(case) for part in parts]
    proven = [flow for part, flow in zip(parts, flows, strict=True) if part.benefit.facts.grade in PROVEN]
    zero = np.zeros(DRAWS.number)
    return Size(
        label=AS_IT_IS,
        cost=sum((one.each * MONTHS for one in items), Decimal(0)),
        worth=sum((drawn for _, drawn in flows), zero),
        proven=sum((drawn for _, drawn in proven), zero),
        stated_worth=sum(stated for stated, _ in flows),
        stated_proven=sum(stated for stated, _ in proven),
        grade=max((part.benefit.facts.grade for part in parts), default=Grade.ASSUMED),
        source="its own record, taken to last",
        shared_with=tuple(dict.fromkeys(names.get(one, one) for part in parts for one in part.others)),
        dealt=max((1 + len(part.others) for part in parts), default=1),
    )


def _runs(item: CostItem, period: Period) -> bool:
    """Whether it costs something every month, at the period's end."""
    begun = item.first is None or item.first <= period.last
    return item.every is Every.MONTH and begun and (item.until is None or item.until >= period.last)


def _stated_sizes(case: Case, option: StatedOption, now: Size | None) -> list[Size]:
    """Points that somebody stated, and steps along a curve; `now` is the running program, which a curve can go
    through."""
    sheet = case.sheet
    found = [stated_size(sheet.package(one), option.program, now) for one in option.packages]
    if option.curve is not None:
        found += sizes_along(sheet.curve(option.curve), option.program, sheet.currency, now)
    return found


def _with_next(sizes: Sequence[Size]) -> tuple[Size, ...]:
    """Each with what the next money brings beside it, and who says so."""
    return tuple(_and_next(one, sizes) for one in sizes)


def _and_next(size: Size, sizes: Sequence[Size]) -> Size:
    """Along the curve, on the way to the next stated size or, where nobody said otherwise, as much as the rest."""
    larger = [one for one in sizes if one.curve is None and one.cost > size.cost]
    curve = size.curve or next((one.curve for one in sizes if one.curve), None)
    if curve and (size.curve or not larger):
        return replace(size, next_money=curve.marginal(float(size.cost)), next_basis=curve.words)
    if larger:
        to = min(larger, key=lambda one: one.cost)
        slope = (to.stated_worth - size.stated_worth) / float(to.cost - size.cost)
        return replace(size, next_money=slope, next_basis=f"on the way to “{to.label}”, as stated")
    if size.cost > 0:
        return replace(size, next_money=size.stated_worth / float(size.cost), next_basis=ON_AVERAGE)
    return size
