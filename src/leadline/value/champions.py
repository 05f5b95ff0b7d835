"""What champions brought, as benefits: hires without an agency, business with clients (S2.12), each record once.

In: champions' results, the prices, the strategy's champions' programs, judged links. Out: benefits, each with the grade
of its own link. Two surprises. Two claims of one record never make two deals (`programs.records`); level D counts
nowhere. And money behind which fewer than five people stand is told to nobody: months wait until five stand behind
them together, so that neither a month nor the difference of two sums is one champion's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from leadline.errors import LeadlineError
from leadline.measure.known import Which
from leadline.measure.month import Judged
from leadline.programs.champions import EvidenceLevel, Pilot, Result
from leadline.programs.plan import Program
from leadline.programs.records import Record, records
from leadline.programs.small_groups import K_INTERNAL
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


@dataclass(frozen=True)
class Told:
    """Records by the month in which they are told, and those that still wait for more people behind them."""

    by_month: dict[Month, list[Record]]
    waiting: tuple[Record, ...] = ()


def of_champions(
    sheet: CostSheet,
    judged: Sequence[Judged],
    document: Document,
    programs: Sequence[Program],
    results: Sequence[Result],
) -> list[Make]:
    """How to make each benefit; making it raises LeadlineError where a price, a program or people are missing."""

    def hires() -> Benefit:
        program, grade = _link(HIRED, document, programs, judged)
        fee, came_anyway = sheet.price(FEE), as_input(sheet.price(ANYWAY), "share")
        found = _hires(_told_of(hired(results)).by_month)
        return HiringCostSaved(program, fee, came_anyway, sheet.currency, grade, found)

    def business() -> Benefit:
        program, grade = _link(SOLD, document, programs, judged)
        margin, credited = (as_input(sheet.price(name), "share") for name in (MARGIN, CREDITED))
        found = _won(_told_of(sold(results)).by_month)
        return NewBusiness(program, margin, credited, sheet.currency, grade, found)

    return [*([hires] if hired(results) else []), *([business] if sold(results) else [])]


def hired(results: Iterable[Result]) -> list[Result]:
    """The lines about hires that somebody confirmed."""
    return [one for one in _proven(results) if one.pilot is Pilot.NEW_EMPLOYEES and one.counts.get("hires")]


def sold(results: Iterable[Result]) -> list[Result]:
    """The lines about money won that somebody confirmed."""
    return [one for one in _proven(results) if one.pilot is Pilot.NEW_BUSINESS and one.money is not None]


def hires_by_month(results: Iterable[Result]) -> dict[Month, int]:
    """Hires by the month in which each was claimed first, each record once: whoever may be told of one person's."""
    return _hires(_by_month(records(results)))


def won_by_month(results: Iterable[Result]) -> dict[Month, Money]:
    """Value won by the month in which each deal was claimed first. Raises LeadlineError for unlike currencies."""
    return _won(_by_month(records(results)))


def told_together(found: Iterable[Record], *, k: int = K_INTERNAL) -> Told:
    """Months put together until at least k people stand behind them, told in the month that makes them enough."""
    told: dict[Month, list[Record]] = {}
    waiting: list[Record] = []
    for month, of_month in sorted(_by_month(found).items()):
        waiting += of_month
        if len({one.champion for record in waiting for one in record.counted}) >= k:
            told[month], waiting = waiting, []
    return Told(told, tuple(waiting))


def claimed_again_words(results: Iterable[Result]) -> tuple[str, ...]:
    """Which of the records that are told were claimed more than once; nobody's name."""
    again: dict[str, None] = {}
    for lines in (hired(results), sold(results)):
        for found in told_together(_safe(lines)).by_month.values():
            again |= dict.fromkeys(f"“{one.name}”" for one in found if one.is_claimed_again)
    if not again:
        return ()
    return (
        f"Champions claimed {', '.join(again)} more than once: in two months, by two people, for two kinds of clients, "
        "or on two levels. Each counts once, with its largest claim, in the month of its first.",
    )


def waiting_words(results: Iterable[Result]) -> tuple[str, ...]:
    """That some results are not priced yet, because too few people stand behind them; not how many."""
    parts = (("hires", hired(results)), ("money won", sold(results)))
    told = ((what, told_together(_safe(lines))) for what, lines in parts)
    late = [what for what, found in told if found.by_month and found.waiting]
    if not late:
        return ()
    return (
        f"The newest {' and '.join(late)} of champions are not in these sums yet: they are told when at least "
        f"{K_INTERNAL} people stand behind them, so that no figure is one person's own.",
    )


def as_input(price: Price, unit: str) -> Input:
    """A price that is no money: an amount, or an amount per 100 as a share of 0 to 1."""
    scale = 100 if unit == "share" else 1
    low, high = (None if one is None else float(one) / scale for one in (price.low, price.high))
    value, source = float(price.each) / scale, (price.source, price.source_date)
    return Input(price.label, value, unit, *source, low, high, placeholder=price.placeholder, is_positive=True)


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
        Grade.ASSUMED if one.effect.is_against else one.grade
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


def _proven(results: Iterable[Result]) -> list[Result]:
    return [one for one in results if one.evidence is not EvidenceLevel.D]


def _told_of(lines: Sequence[Result]) -> Told:
    """Raises LeadlineError where so few people stand behind all of it that the sum would be somebody's own."""
    told = told_together(records(lines))
    if not told.by_month:
        what = "Hires through champions are" if lines[0].pilot is Pilot.NEW_EMPLOYEES else "What champions won is"
        raise LeadlineError(
            f"{what} not priced: fewer than {K_INTERNAL} people stand behind it, so a sum would tell one person's own.",
            "It counts as soon as more of them have brought something that somebody confirms.",
        )
    return told


def _safe(lines: Sequence[Result]) -> tuple[Record, ...]:
    """No records where their currencies differ: the benefit says so itself."""
    try:
        return records(lines)
    except LeadlineError:
        return ()


def _by_month(found: Iterable[Record]) -> dict[Month, list[Record]]:
    """A link's months stay apart; any other record stands in the month of its first claim."""
    months: defaultdict[Month, list[Record]] = defaultdict(list)
    for record in found:
        for one in record.counted:
            part = Record(record.name, record.claims, (one,))
            months[one.month if len(record.counted) > 1 else record.month].append(part)
    return dict(months)


def _hires(by_month: dict[Month, list[Record]]) -> dict[Month, int]:
    return {
        month: sum(one.counts["hires"] for record in found for one in record.counted)
        for month, found in by_month.items()
    }


def _won(by_month: dict[Month, list[Record]]) -> dict[Month, Money]:
    won: dict[Month, Money] = {}
    for month, found in by_month.items():
        money = [one.money for record in found for one in record.counted if one.money is not None]
        total = sum(money[1:], start=money[0])
        won[month] = Money(total.amount.quantize(CENT), total.currency)
    return won
