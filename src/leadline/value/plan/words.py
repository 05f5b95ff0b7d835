"""The sentences of a plan: what is bought, what rests on what is assumed, what is shared, why the rest is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from leadline.value.case import PROVEN
from leadline.value.plan.results import Pick
from leadline.value.plan.sizes import Counting, Offer, Size
from leadline.value.plan.spending import Choice
from leadline.words import Estimate, Money, listed

_ON_ASSUMED_ALONE = "on what is assumed alone"
_SMALL_FIRST = "try it small, and measure it, before the money is spent"
ON_ASSUMED = f"rests {_ON_ASSUMED_ALONE}: {_SMALL_FIRST}"
ONLY_WITH_ASSUMED = "pays for itself only together with what is assumed"
BEYOND_NOW = "what it adds to today's size is assumed: grow it in steps, and measure each"


def sentence_of(picks: Sequence[Pick], spent: Money, budget: Money, net: Estimate, counting: Counting) -> str:
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


def caution_of(size: Size) -> str:
    """What a reader must know before the money is spent; empty where what is proven pays for it."""
    if size.grade not in PROVEN and not size.stated_proven:
        return ON_ASSUMED
    if size.grade not in PROVEN and size.stated_proven >= float(size.cost):
        return BEYOND_NOW
    return ONLY_WITH_ASSUMED if size.stated_proven < float(size.cost) else ""


def step_caution(added: Iterable[tuple[str, Size]]) -> str:
    """Which of the programs that a step adds rest on what is assumed alone."""
    assumed = [name for name, size in added if caution_of(size) == ON_ASSUMED]
    return f"{_who_rest(assumed)} {_ON_ASSUMED_ALONE}: {_SMALL_FIRST}" if assumed else ""


def shared_words(offers: Sequence[Offer]) -> tuple[str, ...]:
    """A sentence for each set of programs that share a saving: how it is counted here."""
    sharing = [(offer.name, *size.shared_with) for offer in offers for size in offer.sizes if size.shared_with]
    groups = dict.fromkeys(frozenset(group) for group in sharing)
    told = [sorted(group) for group in groups]
    return tuple(
        f"{listed([f'“{name}”' for name in names])} claim one saving, and what each of them saved cannot be told "
        f"apart: each is credited with 1/{len(names)} of it, and the plan never counts more than the saving."
        for names in told
    )


def _who_rest(names: Sequence[str]) -> str:
    return f"{listed(names)} {'rests' if len(names) == 1 else 'rest'}"


def change_words(offer: Offer, before: int, after: int) -> str:
    if after < 0:
        return f"leave {offer.name}"
    size = offer.sizes[after].label
    if before < 0:
        return f"add {offer.name} ({size})"
    return f"change {offer.name} from {offer.sizes[before].label} to {size}"


def not_bought(
    offers: Sequence[Offer], choice: Choice, counting: Counting, left: Decimal
) -> tuple[tuple[str, str], ...]:
    found = []
    for offer, i in zip(offers, choice, strict=True):
        if i < 0:
            paying = [size for size in offer.sizes if size.net(counting) > 0]
            found.append((offer.name, _why(offer, paying, counting, left)))
    return tuple(found)


def _why(offer: Offer, paying: Sequence[Size], counting: Counting, left: Decimal) -> str:
    if paying:
        least = min(size.cost for size in paying)
        return f"the smallest size that pays costs {least:,.0f} a year, and {left:,.0f} is left beside better ones"
    if counting == "proven" and not any(size.stated_proven for size in offer.sizes):
        return "nothing of it is proven yet"
    return "it costs more than it is worth"
