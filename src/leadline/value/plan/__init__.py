"""Given a budget for a year: which programs, how much of each, and what does the next euro buy?

In: offers (a program, and the sizes it can have), a budget. Out: a `Plan`. A program has one size or none, and a size
is bought whole, so this is a knapsack with choices; it is solved exactly, by keeping every spending that no other
beats. Two surprises. A plan may leave money over, for what costs more than it brings is not bought. And what is
`assumed` alone is in the plan only where everything is counted, and says so on its line.

`offers` makes them of a month's case, `curves` says how a benefit flattens, `spending` searches, `words` tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from math import prod

import numpy as np

from leadline.errors import LeadlineError
from leadline.value.plan.offers import offers_of
from leadline.value.plan.results import Pick, Plan, Step
from leadline.value.plan.sizes import AS_IT_IS, DRAWS, Counting, Offer, Size
from leadline.value.plan.spending import Choice, Spending, frontier_of
from leadline.value.plan.words import (
    ON_ASSUMED,
    ONLY_WITH_ASSUMED,
    caution_of,
    change_words,
    not_bought,
    sentence_of,
    shared_words,
    step_caution,
)
from leadline.value.uncertainty import estimate
from leadline.words import Estimate, Money, listed

__all__ = [
    "AS_IT_IS",
    "DRAWS",
    "ONLY_WITH_ASSUMED",
    "ON_ASSUMED",
    "Counting",
    "Offer",
    "Pick",
    "Plan",
    "Size",
    "Step",
    "offers_of",
    "plan",
]

MOST_COMBINATIONS = 5_000
"""Up to so many, the best plan is sought in every draw again."""


def plan(offers: Sequence[Offer], budget: Money, *, counting: Counting = "proven") -> Plan:
    """The plan with the largest net benefit a year that the budget pays for. Raises LeadlineError for less than 0."""
    if budget.amount < 0:
        raise LeadlineError(f"A budget of {budget.amount} cannot be spent.", "Name an amount of zero or more.")
    frontier, notes = frontier_of(offers, counting, budget.amount)
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
        sentence=sentence_of(picks, spent, budget, net, counting),
        not_bought=not_bought(offers, best.choice, counting, budget.amount - spent.amount),
        notes=(*notes, *shared_words(offers)),
    )


def _net(offers: Sequence[Offer], choice: Choice, counting: Counting, currency: str) -> Estimate:
    bought = [offer.sizes[i] for offer, i in zip(offers, choice, strict=True) if i >= 0]
    drawn = sum((size.drawn_net(counting) for size in bought), np.zeros(DRAWS.number))
    return estimate(sum(size.net(counting) for size in bought), drawn, currency)


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
                    chance_of_gain=float(np.mean(size.drawn_net(counting) > 0)),
                    chosen_in=shares.get((n, i)) if shares is not None else None,
                    caution=caution_of(size),
                    source=size.source,
                    next_money=size.next_money,
                    next_basis=size.next_basis,
                    shared_with=size.shared_with,
                )
            )
    return tuple(found)


def _chosen_in(offers: Sequence[Offer], counting: Counting, budget: Decimal) -> dict[tuple[int, int], float] | None:
    """By offer and size, in which share of the draws the best plan of that draw holds it."""
    if prod(len(offer.sizes) + 1 for offer in offers) > MOST_COMBINATIONS:
        return None
    every = product(*(range(-1, len(offer.sizes)) for offer in offers))
    paid = [choice for choice in every if _cost(offers, choice) <= budget]
    bought = [[(n, i) for n, i in enumerate(choice) if i >= 0] for choice in paid]
    net = {(n, i): size.drawn_net(counting) for n, offer in enumerate(offers) for i, size in enumerate(offer.sizes)}
    totals = np.array([sum((net[pair] for pair in own), np.zeros(DRAWS.number)) for own in bought])
    winners = np.bincount(totals.argmax(axis=0), minlength=len(paid)) / DRAWS.number
    return {pair: float(sum(w for w, own in zip(winners, bought, strict=True) if pair in own)) for pair in net}


def _cost(offers: Sequence[Offer], choice: Choice) -> Decimal:
    bought = (offer.sizes[i].cost for offer, i in zip(offers, choice, strict=True) if i >= 0)
    return sum(bought, Decimal(0))


def _step(offers: Sequence[Offer], best: Spending, later: Spending, budget: Money, counting: Counting) -> Step:
    """From the best plan to the next that would be better, were there more money."""
    changed = [
        (offer, before, after)
        for offer, before, after in zip(offers, best.choice, later.choice, strict=True)
        if before != after
    ]
    words = listed([change_words(offer, before, after) for offer, before, after in changed])
    added = [(offer.name, offer.sizes[after]) for offer, _, after in changed if after >= 0]
    more = Money(later.cost - budget.amount, budget.currency)
    return Step(more, later.net - best.net, words, step_caution(added))
