"""Which spendings are worth looking at? Of all plans there are, those that no cheaper one equals.

In: offers, which grades count, a budget. Out: spendings, cheapest first, each better than the one before. This is a
knapsack with choices, solved exactly; with very many plans costs are rounded up to steps of the budget, and a note
says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from leadline.value.plan.sizes import Counting, Offer

MOST_KEPT = 20_000
"""Spendings that no other beats; beyond, costs are rounded up to steps of the budget."""
Choice = tuple[int, ...]
"""Of each offer the size that is bought, or −1."""


@dataclass(frozen=True)
class Spending:
    """Sizes that are bought together: their exact cost, and what they bring net."""

    cost: Decimal
    net: float
    choice: Choice


def frontier_of(offers: Sequence[Offer], counting: Counting, budget: Decimal) -> tuple[list[Spending], tuple[str, ...]]:
    """Every spending that no cheaper one equals, cheapest first: each brings more than the one before."""
    kept, notes = [Spending(Decimal(0), 0.0, ())], tuple[str, ...]()
    for offer in offers:
        grown = list(kept)
        grown = [replace(one, choice=(*one.choice, -1)) for one in grown]
        for i, size in enumerate(offer.sizes):
            net = size.net(counting)
            if net > 0:
                grown += [Spending(one.cost + size.cost, one.net + net, (*one.choice, i)) for one in kept]
        kept = _unbeaten(grown)
        if len(kept) > MOST_KEPT:
            kept = _unbeaten(_in_steps(kept, budget))
            notes = (f"There are too many plans to look at each: costs are rounded to {MOST_KEPT:,} steps.",)
    return kept, notes


def _unbeaten(found: Sequence[Spending]) -> list[Spending]:
    kept: list[Spending] = []
    for one in sorted(found, key=lambda each: (each.cost, -each.net)):
        if not kept or one.net > kept[-1].net:
            kept.append(one)
    return kept


def _in_steps(found: Sequence[Spending], budget: Decimal) -> list[Spending]:
    step = max(budget, found[-1].cost) / MOST_KEPT
    return [replace(one, cost=(one.cost / step).to_integral_value(rounding="ROUND_CEILING") * step) for one in found]
