"""What the page of the plan shows: a year's budget spent on what is proven, and beside it on everything.

In: a month's case and a budget. Out: two plans, and what every program costs and is worth as it is. The surprise: where
nobody named a budget, the page takes what the programs cost now, so that it says at once whether that is well spent.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from leadline.flow import Documents
from leadline.value.plan import AS_IT_IS, Offer, Plan, offers_of
from leadline.value.plan import plan as planned
from leadline.value.roi import Case
from leadline.web.grammar.numbers import short_money
from leadline.words import Money

TEN_THOUSAND = Decimal(10_000)


@dataclass(frozen=True)
class PlanPage:
    budget: Money
    plans: tuple[Plan, ...]
    """On what is proven first, then on everything."""

    @property
    def finding(self) -> str:
        """What the proven plan buys."""
        return self.plans[0].sentence

    @property
    def budget_words(self) -> str:
        return short_money(float(self.budget.amount), self.budget.currency)


def page(case: Case, documents: Documents, budget: Decimal | None) -> PlanPage:
    """The two plans."""
    offers = offers_of(case, {one.id: one.name for one in documents.programs})
    money = Money(spent_now(offers) if budget is None else budget, case.sheet.currency)
    return PlanPage(money, (planned(offers, money), planned(offers, money, counting="everything")))


def spent_now(offers: tuple[Offer, ...]) -> Decimal:
    """What the programs cost a year as they are, rounded up to ten thousand."""
    now = sum((size.cost for offer in offers for size in offer.sizes if size.label == AS_IT_IS), Decimal(0))
    return -(-now // TEN_THOUSAND) * TEN_THOUSAND
