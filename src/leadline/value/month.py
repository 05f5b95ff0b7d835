"""A month's money, from what was judged and back into the lake: returns a program, and every line joined.

In: judged effects, the cost sheet, champions' results, the strategy. Out: a `Roi` a program and one of all together,
kept as answers; the joined lines with grade and money. Two surprises. A benefit that lacks a price is left out and said
to be missing, never guessed. And a month in which nothing can be priced any more is kept too, as nothing, so that an
older return is not told as the newest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadline.engine import Lake
from leadline.engine.answers import Answer, keep, newest_of_each
from leadline.errors import LeadlineError
from leadline.measure.known import Which
from leadline.measure.month import Judged
from leadline.measure.standing import objective_standing
from leadline.programs.champions import Result
from leadline.programs.plan import Program
from leadline.strategy import Document, Line
from leadline.value.benefits import (
    Benefit,
    CustomerTime,
    DeflectedContacts,
    StatedContacts,
    deflected_contacts,
    hiring_cost_saved,
    new_business,
)
from leadline.value.bill import Billed, billed
from leadline.value.champions import HIRED, SOLD, as_input, claimed_again_words, of_champions, waiting_words
from leadline.value.claims import Claim, claims, doubled_words, shared_words
from leadline.value.cost_file import check_programs_known
from leadline.value.costs import CostSheet, Price
from leadline.value.line import JoinedLine, LinkEvidence, join
from leadline.value.periods import slices
from leadline.value.returns import ALL_PROGRAMS, Roi, Worth
from leadline.value.roi import Case, roi
from leadline.value.stating import Recorded, nothing_recorded, of_stated, recorded_in, standing_contacts
from leadline.value.uncertainty import Draws, Input
from leadline.value.ways import Ways, ways_of
from leadline.words import Finding, Month, PartyId, Period

ROI = "value roi"
ALL = ALL_PROGRAMS
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
class Priced:
    """A month's returns; `missing` says which benefits could not be priced, and what they need; `notes` what else a
    reader must know of the sums; `ways` the contacts avoided, counted in more than one way."""

    period: Period
    whole: Roi
    programs: tuple[Roi, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...] = ()
    ways: tuple[Ways, ...] = ()


@dataclass(frozen=True)
class Priceable:
    """Every benefit that has what it needs, a sentence for each that has not, and what else must be known; `beside` are
    formulas for contacts that another of the benefits holds already."""

    benefits: tuple[Benefit, ...]
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    beside: tuple[StatedContacts, ...] = ()


def measure_value(
    lake: Lake,
    sheet: CostSheet,
    *,
    judged: Sequence[Judged],
    document: Document,
    programs: Sequence[Program],
    results: Sequence[Result],
    month: Month,
    until: dt.date,
    now: dt.datetime,
) -> Priced | None:
    """Price what the programs did from the first one's start to `until`, the month's last day or an earlier one; None
    before any has started. A day that has not come costs nothing yet."""
    starts = {one.id: one.period.start for one in programs if one.period}
    running = [one for one in programs if one.id in starts and starts[one.id] <= until]
    if not running:
        _keep_nothing(lake, month, now)
        return None
    period = Period(min(starts[one.id] for one in running), until)
    found = priceable(lake, sheet, judged, document, running, results, period, month)
    begun = sheet.starting(starts)
    whole = roi(found.benefits, begun, period, from_start=True, starts=starts)
    each = tuple(
        roi(found.benefits, begun, Period(starts[one.id], until), program=one.id, from_start=True) for one in running
    )
    unplanned = tuple(
        f"{one.message} {one.advice}" for one in check_programs_known(sheet, {one.id for one in programs})
    )
    ways = ways_of(found.benefits, found.beside, period)
    priced = Priced(period, whole, each, found.missing, (*found.notes, *unplanned), ways)
    _keep(lake, priced, month, now)
    return priced


def month_case(
    lake: Lake,
    sheet: CostSheet,
    *,
    judged: Sequence[Judged],
    document: Document,
    programs: Sequence[Program],
    results: Sequence[Result],
    month: Month,
    until: dt.date,
) -> Case | None:
    """What the return of all programs is worked out from; None before any has started."""
    starts = {one.id: one.period.start for one in programs if one.period and one.period.start <= until}
    running = [one for one in programs if one.id in starts]
    if not running:
        return None
    period = Period(min(starts.values()), until)
    found = priceable(lake, sheet, judged, document, running, results, period, month)
    return Case(found.benefits, sheet.starting(starts), period, starts=starts)


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


def _keep(lake: Lake, priced: Priced, month: Month, now: dt.datetime) -> None:
    for found in priced.programs:
        keep(lake, ROI, f"{found.program}@{month}", {"roi": found.as_dict()}, now=now)
    content = {
        "roi": priced.whole.as_dict(),
        "programs": [one.program for one in priced.programs],
        "missing": list(priced.missing),
        "notes": list(priced.notes),
        "ways": [one.as_dict() for one in priced.ways],
    }
    keep(lake, ROI, f"{ALL}@{month}", content, now=now)


def _keep_nothing(lake: Lake, month: Month, now: dt.datetime) -> None:
    """Where this month or an earlier one was priced, say that nothing is priced any more."""
    if any(one <= month for one in priced_months(lake)):
        keep(lake, ROI, f"{ALL}@{month}", {"roi": None}, now=now)


def kept_value(lake: Lake, month: Month | None = None) -> Priced | None:
    """What was priced in a month, or in the newest one: of the programs that were priced together last.

    None where nothing was, and where it was kept in a shape that is no longer known: then it must be priced again.
    """
    kept = newest_of_each(lake, ROI)
    wanted = month or max(_months(kept), default=None)
    return _read(kept, wanted) if wanted else None


def value_as_of(lake: Lake, month: Month) -> Priced | None:
    """What was priced in a month, or in the newest one before it."""
    kept = newest_of_each(lake, ROI)
    newest = max((one for one in _months(kept) if one <= month), default=None)
    return _read(kept, newest) if newest else None


def priced_months(lake: Lake) -> tuple[Month, ...]:
    """The months that were priced, oldest first."""
    kept = newest_of_each(lake, ROI)
    return tuple(sorted(one for one in _months(kept) if kept[f"{ALL}@{one}"].content.get("roi")))


def _months(kept: Mapping[str, Answer]) -> set[Month]:
    """The months that anything is known of, be it that nothing is priced."""
    return {Month.parse(key.rsplit("@", 1)[1]) for key in kept if key.startswith(f"{ALL}@")}


def _read(kept: Mapping[str, Answer], month: Month) -> Priced | None:
    answer = kept.get(f"{ALL}@{month}")
    if answer is None or not answer.content.get("roi"):
        return None
    content = answer.content
    try:
        whole = Roi.from_dict(content["roi"])
        each = tuple(Roi.from_dict(kept[f"{name}@{month}"].content["roi"]) for name in content["programs"])
        ways = tuple(Ways.from_dict(one) for one in content.get("ways", ()))
        return Priced(whole.period, whole, each, tuple(content["missing"]), tuple(content["notes"]), ways)
    except (KeyError, LeadlineError):  # kept by an older version
        return None


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
    benefits, beside = _each_contact_once(benefits, on_calls)
    if not benefits and not missing:
        missing.append(NOTHING_KNOWN)
    notes = (
        *shared_words(found, names),
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


def join_lines(
    lake: Lake,
    document: Document,
    judged: Sequence[Judged],
    own: PartyId,
    *,
    as_of: dt.date,
    findings: Mapping[str, Sequence[Finding]],
    priced: Priced | None,
    programs: Sequence[Program] = (),
) -> tuple[JoinedLine, ...]:
    """Every line of the strategy with its links' grades, where its objective stands, and its money: a benefit that
    several lines rest on is told once, on the first of them."""
    kpis = {
        one.id: objective_standing(lake, one, own, as_of=as_of, programs=programs).kpi
        for one in document.company_objectives
    }
    telling: dict[tuple[str, str], str] = {}
    joined = []
    for line in document.lines:
        worth = _worth(line, priced)
        first = telling.setdefault((worth.facts.program, worth.facts.method), line.id) if worth else line.id
        is_told = first == line.id
        joined.append(
            join(
                line,
                document,
                _evidence(line, judged),
                kpi=kpis.get(line.objective or ""),
                findings=findings,
                worth=worth if is_told else None,
                told_on="" if is_told else first,
            )
        )
    return tuple(joined)


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


def _evidence(line: Line, judged: Sequence[Judged]) -> list[LinkEvidence]:
    """What was found of the line's own causal links; the grade is the one that was kept."""
    return [
        LinkEvidence.of(line.program or "", metric or "", one.effect, one.grade)
        for one in judged
        for metric in [line.business_metric if one.role == "business" else line.social_metric]
        if one.line == line.id
    ]


def _worth(line: Line, priced: Priced | None) -> Worth | None:
    """The company's benefit of the line's program that comes of the line's metric, since that program began."""
    method = _METHODS.get(line.business_metric or "")
    if priced is None or method is None:
        return None
    program = next((one for one in priced.programs if one.program == line.program), None)
    own = (one for one in program.worth if one.facts.side == "company") if program else ()
    return next((one for one in own if one.facts.method == method), None)


_METHODS = {
    CALLS: deflected_contacts.METHOD,
    **dict.fromkeys(HIRED, hiring_cost_saved.METHOD),
    **dict.fromkeys(SOLD, new_business.METHOD),
}
"""The method by which a business metric's benefit is priced."""
