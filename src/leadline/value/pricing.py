"""What can be priced? Every benefit that has what it needs, and a sentence for each that has not.

In: judged effects, the cost sheet, champions' results, the strategy. Out: `Priceable`. The surprise: a benefit that
lacks a price is left out and said to be missing, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.measure.known import Which
from leadline.measure.month import Judged
from leadline.programs.champions import Result
from leadline.programs.plan import Program
from leadline.strategy import Document
from leadline.value.benefits import (
    Benefit,
    CustomerTime,
    DeflectedContacts,
    StatedContacts,
)
from leadline.value.bill import Billed, billed
from leadline.value.champions import as_input, claimed_again_words, of_champions, waiting_words
from leadline.value.claims import Claim, claims, doubled_words, shared_sum_words, shared_sums, shared_words
from leadline.value.costs import CostSheet, Price
from leadline.value.periods import slices
from leadline.value.stating import Recorded, nothing_recorded, of_stated, recorded_in, standing_contacts
from leadline.value.uncertainty import Draws, Input
from leadline.words import Month, Period

CALL, HOUR, PHONE, PAGE = "call", "customer-hour", "minutes-by-phone", "minutes-on-page"
"""The ids of prices in `costs.yaml` that effects on calls ask for."""
CALLS = "calls"
Came = Callable[[Judged], Billed | None]
"""What a bill counted of the contacts that an effect is on; None where nothing must be known of it."""
NOTHING_KNOWN = (
    "No effect on calls was seen and no result of champions was handed in, and other effects have no price yet. "
    "Tie a program to the business metric “calls” in a line of the strategy, or hand in what champions brought."
)


@dataclass(frozen=True)
class Priceable:
    """Every benefit that has what it needs, a sentence for each that has not, and what else must be known; `beside` are
    formulas for contacts that another of the benefits holds already."""

    benefits: tuple[Benefit, ...]
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    beside: tuple[StatedContacts, ...] = ()


def priceable(
    lake: Lake,
    sheet: CostSheet,
    judged: Sequence[Judged],
    document: Document,
    running: Sequence[Program],
    results: Sequence[Result],
    period: Period,
    month: Month,
) -> Priceable:
    """What a month's benefits are, as the lake knows them: what a return, a what-if and a plan are worked out from."""
    known = [one for one in results if one.month <= month]
    recorded = recorded_in(lake, period)
    return benefits_of(sheet, judged, document, running, known, came=_came(lake, sheet), recorded=recorded)


def benefits_of(
    sheet: CostSheet,
    judged: Sequence[Judged],
    document: Document,
    programs: Sequence[Program],
    results: Sequence[Result],
    *,
    came: Came = lambda _one: None,
    recorded: Recorded = nothing_recorded,
) -> Priceable:
    """Every benefit that has what it needs, and a sentence for each that has not; `came` says what a bill counts."""
    names = {one.id: one.name for one in programs}
    on_calls = [one for one in judged if one.role == "business" and Which.parse(one.metric).metric == CALLS]
    seen = [one for one in on_calls if one.effect.verdict == "effect" and one.effect.mean is not None]
    found = claims(seen)
    benefits: list[Benefit] = []
    missing = [_untold(one, names) for one in on_calls if one.effect.verdict == "cannot tell"]
    stated = of_stated(sheet, judged, programs, recorded)
    for make in (*_of_effects(sheet, found, came), *of_champions(sheet, judged, document, programs, results), *stated):
        try:
            benefits.append(make())
        except LeadlineError as error:
            missing.append(f"{error.sentence} {error.advice}".strip())
    benefits, beside = _each_contact_once(shared_sums(benefits), on_calls)
    if not benefits and not missing:
        missing.append(NOTHING_KNOWN)
    notes = (
        *shared_words(found, names),
        *shared_sum_words(benefits, names),
        *doubled_words(seen, found, names),
        *claimed_again_words(results),
        *waiting_words(results),
    )
    return Priceable(tuple(benefits), tuple(dict.fromkeys(missing)), notes, beside)


def _each_contact_once(
    benefits: Sequence[Benefit], on_calls: Sequence[Judged]
) -> tuple[list[Benefit], tuple[StatedContacts, ...]]:
    """What counts, and the formulas that stand beside it: what was judged of the calls holds their contacts already."""
    formulas = [one for one in benefits if isinstance(one, StatedContacts)]
    told = [one.program for one in on_calls if one.effect.verdict in ("effect", "no effect seen")]
    priced = [one.program for one in benefits if isinstance(one, DeflectedContacts)]
    standing = standing_contacts(formulas, (*told, *priced), a_month=_stated_month)
    kept = [one for one in benefits if not isinstance(one, StatedContacts) or one in standing]
    return kept, tuple(one for one in formulas if one not in standing)


def _stated_month(one: StatedContacts) -> float:
    month = Month(2026, 1)
    return float(one.outcomes(Draws().centre, slices(month.period())).sum())


def _untold(one: Judged, names: Mapping[str, str]) -> str:
    """Why an effect that cannot be told is worth nothing yet, and what would settle it."""
    said = f"“{names.get(one.program, one.program)}” {one.effect.sentence(one.grade)}, so nothing is priced of it."
    return f"{said} {one.effect.settle()}".strip()


def _came(lake: Lake, sheet: CostSheet) -> Came:
    """All contacts that came and were billed since a program's start; raises LeadlineError where nobody can tell."""
    return lambda one: billed(
        lake, sheet.price(CALL), Which.parse(one.metric), Period(one.effect.start, one.effect.end)
    )


def _of_effects(sheet: CostSheet, found: Iterable[Claim], came: Came) -> Iterable[Callable[[], Benefit]]:
    """Calls avoided, and the customers' time that they would have taken: of every effect on calls that can be told."""
    for claim in found:
        one = claim.judged

        def saved(one: Judged = one, claim: Claim = claim) -> Benefit:
            return DeflectedContacts(
                one.program,
                one.effect,
                sheet.price(CALL),
                sheet.currency,
                one.grade,
                billed=came(one),
                shared_with=claim.shared_with,
                stands=claim.stands,
            )

        def time(one: Judged = one, claim: Claim = claim) -> Benefit:
            phone, page = _minutes(sheet.price(PHONE)), _minutes(sheet.price(PAGE))
            return CustomerTime(
                one.program,
                one.effect,
                phone,
                page,
                sheet.price(HOUR),
                sheet.currency,
                one.grade,
                shared_with=claim.shared_with,
                stands=claim.stands,
            )

        yield saved
        yield time


def _minutes(price: Price) -> Input:
    return as_input(price, "minutes")
