"""What champions brought, as benefits: hires without an agency, business with clients (S2.12), each record once.

In: champions' results, the prices, the strategy's champions' programs, judged links. Out: benefits, each with the grade
of its own link. The surprise: where several champions claim one record, whoever sourced it counts before whoever
influenced it, and what they say of it is averaged; two claims never make two deals. Level D counts nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal

from leadline.errors import LeadlineError
from leadline.measure.known import Which
from leadline.measure.month import Judged
from leadline.programs.champions import EvidenceLevel, Pilot, Result
from leadline.programs.plan import Program
from leadline.strategy import Document
from leadline.value.benefits import Benefit, HiringCostSaved, NewBusiness
from leadline.value.costs import CostSheet, Price
from leadline.value.uncertainty import Input
from leadline.words import Grade, MethodKind, Money, Month

FEE, ANYWAY, MARGIN, CREDITED = "hire", "came-anyway", "contribution-margin", "credited"
"""The ids of prices in `costs.yaml` that are asked for; shares are given as an amount per 100."""

HIRED, SOLD = frozenset({"hires"}), frozenset({"revenue", "sales"})
"""The business metrics that the two pilots are to move."""

CENT = Decimal("0.01")

Make = Callable[[], Benefit]


def of_champions(
    sheet: CostSheet,
    judged: Sequence[Judged],
    document: Document,
    programs: Sequence[Program],
    results: Sequence[Result],
) -> list[Make]:
    """How to make each benefit; making it raises LeadlineError where a price or a program is missing."""
    proven = [one for one in results if one.evidence is not EvidenceLevel.D]
    hired = [one for one in proven if one.pilot is Pilot.NEW_EMPLOYEES and one.counts.get("hires")]
    sold = [one for one in proven if one.pilot is Pilot.NEW_BUSINESS and one.money is not None]

    def hires() -> Benefit:
        program, grade = _link(HIRED, document, programs, judged)
        fee, came_anyway = sheet.price(FEE), as_input(sheet.price(ANYWAY), "share")
        return HiringCostSaved(program, fee, came_anyway, sheet.currency, grade, hires_by_month(hired))

    def business() -> Benefit:
        program, grade = _link(SOLD, document, programs, judged)
        margin, credited = (as_input(sheet.price(name), "share") for name in (MARGIN, CREDITED))
        return NewBusiness(program, margin, credited, sheet.currency, grade, won_by_month(sold))

    return [*([hires] if hired else []), *([business] if sold else [])]


def hires_by_month(results: Iterable[Result]) -> dict[Month, int]:
    """Hires by month; where claims of one record differ, the lower whole number of their mean."""
    counted: defaultdict[Month, int] = defaultdict(int)
    for month, claims in _by_record(results):
        found = _mean([Decimal(one.counts["hires"]) for one in claims], claims)
        counted[month] += int(found.to_integral_value(ROUND_FLOOR))
    return dict(counted)


def won_by_month(results: Iterable[Result]) -> dict[Month, Money]:
    """Value won by month, to the cent. Raises LeadlineError where results are in unlike currencies."""
    won: dict[Month, Money] = {}
    for month, claims in _by_record(results):
        amounts = [one.money for one in claims if one.money is not None]
        together = sum(amounts[1:], start=amounts[0])
        part = Money(_mean([together.amount], claims).quantize(CENT), together.currency)
        won[month] = won[month] + part if month in won else part
    return won


def as_input(price: Price, unit: str) -> Input:
    """A price that is no money: an amount, or an amount per 100 as a share of 0 to 1."""
    scale = 100 if unit == "share" else 1
    low, high = (None if one is None else float(one) / scale for one in (price.low, price.high))
    value, source = float(price.each) / scale, (price.source, price.source_date)
    return Input(price.label, value, unit, *source, low, high, placeholder=price.placeholder)


def _link(
    metrics: frozenset[str], document: Document, programs: Sequence[Program], judged: Sequence[Judged]
) -> tuple[str, Grade]:
    """The champions' program whose line is to move one of these metrics, else the first; and that link's grade."""
    own = _programs(document, programs)
    moving = next(
        (one.program for one in document.lines if one.business_metric in metrics and one.program in own), None
    )
    program = moving or own[0]
    grades = (
        one.grade
        for one in judged
        if (one.program, one.role) == (program, "business") and Which.parse(one.metric).metric in metrics
    )
    return program, next(grades, Grade.ASSUMED)


def _programs(document: Document, programs: Sequence[Program]) -> list[str]:
    """The running programs of champions. Raises LeadlineError where there is none to say what the results belong to."""
    named = {name for method in document.methods if method.kind is MethodKind.CHAMPIONS for name in method.program_ids}
    own = [one.id for one in programs if one.id in named]
    if not own:
        raise LeadlineError(
            "What champions brought belongs to no running program, so it is not priced.",
            "Give a method of the kind “champions” a program that has started.",
        )
    return own


def _by_record(results: Iterable[Result]) -> list[tuple[Month, list[Result]]]:
    """The claims of each record with the first month in which it was told; without a record a result stands alone."""
    claims: defaultdict[tuple[object, ...], list[Result]] = defaultdict(list)
    for number, one in enumerate(results):
        claims[_record(one) or (number,)].append(one)
    return [(min(one.month for one in found), _sourced_first(found)) for found in claims.values()]


def _record(result: Result) -> tuple[object, ...]:
    """What makes two results the same one: a record's number, however it was typed, or one month's link.

    A name that confirms (level C) is no record.
    """
    shown_by = " ".join(result.shown_by.lower().split())
    if not shown_by or result.evidence is EvidenceLevel.C:
        return ()
    return ("link", result.month, shown_by) if result.evidence is EvidenceLevel.B else ("record", shown_by)


def _sourced_first(claims: list[Result]) -> list[Result]:
    return [one for one in claims if one.credit == "sourced"] or claims


def _mean(amounts: Sequence[Decimal], claims: Sequence[Result]) -> Decimal:
    """Per champion who claims it: one champion's own lines add up, different champions' are averaged."""
    return sum(amounts, Decimal(0)) / len({one.champion for one in claims})
