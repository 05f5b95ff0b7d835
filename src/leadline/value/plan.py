"""Given a budget for a year: which programs, how much of each, and what does the next euro buy?

In: offers (a program, and the sizes it can have), a budget. Out: a `Plan`. A program has one size or none, and a size
is bought whole, so this is a knapsack with choices; it is solved exactly, by keeping every spending that no other
beats. Two surprises. A plan may leave money over, for what costs more than it brings is not bought. And what is
`assumed` alone is in the plan only where everything is counted, and says so on its line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from math import prod
from typing import Literal

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.record import Recorded
from leadline.value.case import PROVEN, Case
from leadline.value.costs import CostItem, Every
from leadline.value.periods import slices
from leadline.value.stated import StatedPackage
from leadline.value.uncertainty import Draws, Floats, Input, estimate
from leadline.words import Estimate, Grade, Money, Period, listed

Counting = Literal["proven", "everything"]
MONTHS = 12
DRAWS = Draws(2000)
MOST_COMBINATIONS = 5_000
"""Up to so many, the best plan is sought in every draw again."""
MOST_KEPT = 20_000
"""Spendings that no other beats; beyond, costs are rounded up to steps of the budget."""
AS_IT_IS = "as it is"
_ON_ASSUMED_ALONE = "on what is assumed alone"
_SMALL_FIRST = "try it small, and measure it, before the money is spent"
ON_ASSUMED = f"rests {_ON_ASSUMED_ALONE}: {_SMALL_FIRST}"

ONLY_WITH_ASSUMED = "pays for itself only together with what is assumed"


@dataclass(frozen=True, eq=False)
class Size:
    """One size of a program for a year: its exact cost, what it is worth in each draw, and the part that is proven."""

    label: str
    cost: Decimal
    worth: Floats
    proven: Floats
    stated_worth: float
    stated_proven: float
    grade: Grade
    source: str = ""


@dataclass(frozen=True, eq=False)
class Offer:
    """A program with the sizes that it can have; at most one of them is bought."""

    program: str
    name: str
    sizes: tuple[Size, ...]


@dataclass(frozen=True)
class Pick(Recorded):
    """A size that the plan buys: what it costs and is worth a year, how sure that is, and in which share of the draws
    the best plan holds it (None where there are too many plans to ask)."""

    program: str
    name: str
    size: str
    cost: Money
    worth: Estimate
    proven: Estimate
    grade: Grade
    chance_of_gain: float
    chosen_in: float | None
    caution: str
    source: str = ""


@dataclass(frozen=True)
class Step(Recorded):
    """What the next money buys: `more` beyond the budget, the net benefit it adds a year, and what changes."""

    more: Money
    adds: float
    words: str
    caution: str = ""


@dataclass(frozen=True)
class Plan(Recorded):
    """The best use of a budget for a year; `left` is not spent. `not_bought` says why, by program."""

    budget: Money
    counting: Counting
    picks: tuple[Pick, ...]
    spent: Money
    left: Money
    net: Estimate
    next: Step | None
    sentence: str
    not_bought: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


Choice = tuple[int, ...]
"""Of each offer the size that is bought, or −1."""


@dataclass(frozen=True)
class _Spending:
    cost: Decimal
    net: float
    choice: Choice


def plan(offers: Sequence[Offer], budget: Money, *, counting: Counting = "proven") -> Plan:
    """The plan with the largest net benefit a year that the budget pays for. Raises LeadlineError for less than 0."""
    if budget.amount < 0:
        raise LeadlineError(f"A budget of {budget.amount} cannot be spent.", "Name an amount of zero or more.")
    frontier, notes = _frontier(offers, counting, budget.amount)
    best = [one for one in frontier if one.cost <= budget.amount][-1]
    later = next((one for one in frontier if one.cost > budget.amount), None)
    picks = _picks(offers, best.choice, counting, budget)
    spent = Money(sum((pick.cost.amount for pick in picks), Decimal(0)), budget.currency)
    net = _net(offers, best.choice, counting, budget.currency)
    return Plan(
        budget=budget,
        counting=counting,
        picks=picks,
        spent=spent,
        left=budget - spent,
        net=net,
        next=_step(offers, best, later, budget, counting) if later else None,
        sentence=_sentence(picks, spent, budget, net, counting),
        not_bought=_not_bought(offers, best.choice, counting, budget.amount - spent.amount),
        notes=notes,
    )


def offers_of(case: Case, names: Mapping[str, str]) -> tuple[Offer, ...]:
    """Every program as it is now, for a year, and the sizes that the sheet states. What was seen is taken to last."""
    sheet = case.sheet
    sizes: dict[str, list[Size]] = {program: _as_it_is(case, program) for program in case.starts}
    for stated in sheet.options:
        packages = (sheet.package(one) for one in stated.packages)
        sizes.setdefault(stated.program, []).extend(_stated(one, stated.program) for one in packages)
    told = {**{one.program: one.name for one in sheet.options if one.name}, **names}
    return tuple(Offer(program, told.get(program, program), tuple(own)) for program, own in sizes.items() if own)


def _as_it_is(case: Case, program: str) -> list[Size]:
    """What it costs a year at today's rate, and the mean month of its benefits, twelve times."""
    days = Period(case.starts[program], case.period.last)
    parts = slices(days)
    months = sum(float(part.share) for part in parts)
    own = [
        each for each in case.benefits
        if each.facts.program == program and each.facts.side == "company" and each.facts.stands
    ]  # fmt: skip
    items = [one for one in case.sheet.of_program(program) if _runs(one, case.period)]
    cost = sum((one.each * MONTHS for one in items), Decimal(0))
    both = (DRAWS.centre, DRAWS)
    flows = [[each.flows(draws, parts).total.sum(axis=1) * MONTHS / months for draws in both] for each in own]
    proven = [flow for each, flow in zip(own, flows, strict=True) if each.facts.grade in PROVEN]
    grade = max((each.facts.grade for each in own), default=Grade.ASSUMED)
    zero = np.zeros(DRAWS.number)
    return [
        Size(
            AS_IT_IS, cost, sum((one[1] for one in flows), zero), sum((one[1] for one in proven), zero),
            float(sum(one[0][0] for one in flows)), float(sum(one[0][0] for one in proven)), grade,
            "its own record, taken to last",
        )
    ]  # fmt: skip


def _runs(item: CostItem, period: Period) -> bool:
    """Whether it costs something every month, at the period's end."""
    begun = item.first is None or item.first <= period.last
    return item.every is Every.MONTH and begun and (item.until is None or item.until >= period.last)


def _stated(one: StatedPackage, program: str) -> Size:
    """A size that nobody has run yet is assumed."""
    value, low, high = (None if each is None else float(each) for each in (one.benefit, one.low, one.high))
    told = Input(f"{program}: {one.label}", value or 0.0, "", one.source, one.source_date, low, high)
    source = f"{one.source}, {one.source_date}"
    nothing = np.zeros(DRAWS.number)
    return Size(one.label, one.cost, told.draw(DRAWS), nothing, value or 0.0, 0.0, Grade.ASSUMED, source)


def _frontier(offers: Sequence[Offer], counting: Counting, budget: Decimal) -> tuple[list[_Spending], tuple[str, ...]]:
    """Every spending that no cheaper one equals, cheapest first: each brings more than the one before."""
    kept, notes = [_Spending(Decimal(0), 0.0, ())], tuple[str, ...]()
    for offer in offers:
        grown = list(kept)
        grown = [replace(one, choice=(*one.choice, -1)) for one in grown]
        for i, size in enumerate(offer.sizes):
            net = _stated_net(size, counting)
            if net > 0:
                grown += [_Spending(one.cost + size.cost, one.net + net, (*one.choice, i)) for one in kept]
        kept = _unbeaten(grown)
        if len(kept) > MOST_KEPT:
            kept = _unbeaten(_in_steps(kept, budget))
            notes = (f"There are too many plans to look at each: costs are rounded to {MOST_KEPT:,} steps.",)
    return kept, notes


def _unbeaten(found: Sequence[_Spending]) -> list[_Spending]:
    kept: list[_Spending] = []
    for one in sorted(found, key=lambda each: (each.cost, -each.net)):
        if not kept or one.net > kept[-1].net:
            kept.append(one)
    return kept


def _in_steps(found: Sequence[_Spending], budget: Decimal) -> list[_Spending]:
    step = max(budget, found[-1].cost) / MOST_KEPT
    return [replace(one, cost=(one.cost / step).to_integral_value(rounding="ROUND_CEILING") * step) for one in found]


def _stated_net(size: Size, counting: Counting) -> float:
    return (size.stated_proven if counting == "proven" else size.stated_worth) - float(size.cost)


def _drawn_net(size: Size, counting: Counting) -> Floats:
    found: Floats = (size.proven if counting == "proven" else size.worth) - float(size.cost)
    return found


def _net(offers: Sequence[Offer], choice: Choice, counting: Counting, currency: str) -> Estimate:
    bought = [offer.sizes[i] for offer, i in zip(offers, choice, strict=True) if i >= 0]
    drawn = sum((_drawn_net(size, counting) for size in bought), np.zeros(DRAWS.number))
    return estimate(sum(_stated_net(size, counting) for size in bought), drawn, currency)


def _picks(offers: Sequence[Offer], choice: Choice, counting: Counting, budget: Money) -> tuple[Pick, ...]:
    shares = _chosen_in(offers, counting, budget.amount)
    found = []
    for n, (offer, i) in enumerate(zip(offers, choice, strict=True)):
        if i >= 0:
            size = offer.sizes[i]
            found.append(
                Pick(
                    program=offer.program,
                    name=offer.name,
                    size=size.label,
                    cost=Money(size.cost, budget.currency),
                    worth=estimate(size.stated_worth, size.worth, budget.currency),
                    proven=estimate(size.stated_proven, size.proven, budget.currency),
                    grade=size.grade,
                    chance_of_gain=float(np.mean(_drawn_net(size, counting) > 0)),
                    chosen_in=shares.get((n, i)) if shares is not None else None,
                    caution=_caution(size),
                    source=size.source,
                )
            )
    return tuple(found)


def _who_rest(names: Sequence[str]) -> str:
    return f"{listed(names)} {'rests' if len(names) == 1 else 'rest'}"


def _caution(size: Size) -> str:
    if size.grade not in PROVEN:
        return ON_ASSUMED
    return ONLY_WITH_ASSUMED if size.stated_proven < float(size.cost) else ""


def _chosen_in(offers: Sequence[Offer], counting: Counting, budget: Decimal) -> dict[tuple[int, int], float] | None:
    """By offer and size, in which share of the draws the best plan of that draw holds it."""
    if prod(len(offer.sizes) + 1 for offer in offers) > MOST_COMBINATIONS:
        return None
    every = product(*(range(-1, len(offer.sizes)) for offer in offers))
    paid = [choice for choice in every if _cost(offers, choice) <= budget]
    bought = [[(n, i) for n, i in enumerate(choice) if i >= 0] for choice in paid]
    net = {(n, i): _drawn_net(size, counting) for n, offer in enumerate(offers) for i, size in enumerate(offer.sizes)}
    totals = np.array([sum((net[pair] for pair in own), np.zeros(DRAWS.number)) for own in bought])
    winners = np.bincount(totals.argmax(axis=0), minlength=len(paid)) / DRAWS.number
    return {pair: float(sum(w for w, own in zip(winners, bought, strict=True) if pair in own)) for pair in net}


def _cost(offers: Sequence[Offer], choice: Choice) -> Decimal:
    bought = (offer.sizes[i].cost for offer, i in zip(offers, choice, strict=True) if i >= 0)
    return sum(bought, Decimal(0))


def _step(offers: Sequence[Offer], best: _Spending, later: _Spending, budget: Money, counting: Counting) -> Step:
    """From the best plan to the next that would be better, were there more money."""
    changed = [
        (offer, before, after)
        for offer, before, after in zip(offers, best.choice, later.choice, strict=True)
        if before != after
    ]
    words = listed([_change_words(offer, before, after) for offer, before, after in changed])
    assumed = [offer.name for offer, _, i in changed if i >= 0 and _caution(offer.sizes[i]) == ON_ASSUMED]
    caution = f"{_who_rest(assumed)} {_ON_ASSUMED_ALONE}: {_SMALL_FIRST}" if assumed else ""
    return Step(Money(later.cost - budget.amount, budget.currency), later.net - best.net, words, caution)


def _change_words(offer: Offer, before: int, after: int) -> str:
    if after < 0:
        return f"leave {offer.name}"
    size = offer.sizes[after].label
    if before < 0:
        return f"add {offer.name} ({size})"
    return f"change {offer.name} from {offer.sizes[before].label} to {size}"


def _sentence(picks: Sequence[Pick], spent: Money, budget: Money, net: Estimate, counting: Counting) -> str:
    of = "what is proven" if counting == "proven" else "everything, also what is assumed"
    if not picks:
        return (
            f"Counting {of}, nothing is worth its cost in a year, so no program is recommended and "
            f"{_words(budget)} is left."
        )
    names = listed([f"{pick.name} ({pick.size})" for pick in picks])
    assumed = [pick.name for pick in picks if pick.caution == ON_ASSUMED]
    told = f" {_who_rest(assumed)} {_ON_ASSUMED_ALONE}." if assumed else ""
    gain = f"{net.unit} {net.value:,.0f} [{net.low:,.0f}, {net.high:,.0f}]".replace("-", "−")
    bring = "brings" if len(picks) == 1 else "bring"
    return (
        f"Counting {of}: {names} for {_words(spent)} of {_words(budget)} {bring} a net benefit of {gain} a year, if "
        f"what was seen lasts.{told}"
    )


def _words(money: Money) -> str:
    return f"{money.currency} {money.amount:,.0f}"


def _not_bought(
    offers: Sequence[Offer], choice: Choice, counting: Counting, left: Decimal
) -> tuple[tuple[str, str], ...]:
    found = []
    for offer, i in zip(offers, choice, strict=True):
        if i < 0:
            paying = [size for size in offer.sizes if _stated_net(size, counting) > 0]
            found.append((offer.name, _why(offer, paying, counting, left)))
    return tuple(found)


def _why(offer: Offer, paying: Sequence[Size], counting: Counting, left: Decimal) -> str:
    if paying:
        least = min(size.cost for size in paying)
        return f"the smallest size that pays costs {least:,.0f} a year, and {left:,.0f} is left beside better ones"
    if counting == "proven" and not any(size.stated_proven for size in offer.sizes):
        return "nothing of it is proven yet"
    return "it costs more than it is worth"
