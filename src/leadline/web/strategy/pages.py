"""The strategy in force as one calm page: what is wanted, the six elements, the lines, who made it, what is remarked.

In: a version and what is known. Out: one frozen value for the template. The surprise: money is left out for readers
whose role may not see it, in the resources, the methods and the remarks alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.strategy import (
    CompanyObjective,
    Contribution,
    Document,
    Goal,
    Method,
    Needs,
    Objective,
    Orphans,
    Participant,
    Reopened,
    Report,
    lint,
    method_of,
    metric_name,
    needed,
    orphans,
    reopened,
)
from leadline.web.grammar.numbers import exact_money, number
from leadline.web.strategy import sentences
from leadline.web.strategy.aims import Aimed, aimed
from leadline.web.strategy.chains import Chain, chains
from leadline.web.strategy.known import Cited, Known
from leadline.web.strategy.models import StrategyVersion
from leadline.words import Grade, Money, Remark, listed


@dataclass(frozen=True)
class SocialRow:
    objective: Objective
    aimed: Aimed


@dataclass(frozen=True)
class CompanyRow:
    """A company objective with the social objectives that serve it; `grade` is its best line's, None without one."""

    objective: CompanyObjective
    aimed: Aimed
    grade: Grade | None
    best: Chain | None
    lines: int
    social: tuple[SocialRow, ...]


@dataclass(frozen=True)
class MethodRow:
    method: Method
    serves: tuple[str, ...]
    findings: tuple[Cited, ...]
    opportunity: Cited | None
    takes: str


@dataclass(frozen=True)
class Resource:
    name: str
    given: str
    needed: str
    covers: bool


@dataclass(frozen=True)
class ReportRow:
    report: Report
    metrics: str


@dataclass(frozen=True)
class Words:
    """What somebody said, and the part of the strategy it is about."""

    said: Contribution
    about: str


@dataclass(frozen=True)
class Person:
    participant: Participant
    words: tuple[Words, ...]


@dataclass(frozen=True)
class StrategyPage:
    version: StrategyVersion
    document: Document
    finding: str
    is_in_force: bool
    lede: str
    wanted: tuple[CompanyRow, ...]
    goal: Goal
    goal_findings: tuple[Cited, ...]
    methods: tuple[MethodRow, ...]
    resources: tuple[Resource, ...]
    reporting: tuple[ReportRow, ...]
    lines: tuple[Chain, ...]
    orphans: Orphans
    orphaned_programs: tuple[str, ...]
    market: tuple[Person, ...]
    inside: tuple[Person, ...]
    from_market: str
    remarks: tuple[Remark, ...]
    reopened: tuple[Reopened, ...] = ()


def strategy_page(version: StrategyVersion, document: Document, known: Known, *, money: bool) -> StrategyPage:
    """The page of a version; of one that is not in force any more, without what the lint would say of it today."""
    is_in_force = version.number == known.documents.strategy_version
    drawn = chains(document, known)
    remarks = seen_by(lint(document, known.facts), money=money) if is_in_force else ()
    loose = orphans(document)
    people = [_person(one, document) for one in document.participants]
    return StrategyPage(
        version=version,
        document=document,
        finding=_finding(version.number, document, remarks if is_in_force else None),
        is_in_force=is_in_force,
        lede=f"{sentences.signed_by(document)} {sentences.how_sure(one.grade for one in drawn)}",
        wanted=tuple(_company_row(one, document, drawn) for one in document.company_objectives),
        goal=document.goal,
        goal_findings=tuple(known.finding(one) for one in document.goal.findings),
        methods=tuple(_method_row(one, document, known, money=money) for one in document.methods),
        resources=_resources(document, money=money),
        reporting=tuple(
            ReportRow(one, listed([metric_name(name, document) for name in one.metrics])) for one in document.reporting
        ),
        lines=drawn,
        orphans=loose,
        orphaned_programs=tuple(_program_name(one, document) for one in loose.programs),
        market=tuple(one for one in people if one.participant.role.is_market),
        inside=tuple(one for one in people if not one.participant.role.is_market),
        from_market=_from_market(people),
        remarks=remarks,
        reopened=reopened(document, known.facts) if is_in_force else (),
    )


def _finding(number: int, document: Document, remarks: tuple[Remark, ...] | None) -> str:
    return sentences.replaced(number, document) if remarks is None else sentences.in_force(number, document, remarks)


def seen_by(remarks: tuple[Remark, ...], *, money: bool) -> tuple[Remark, ...]:
    """The remarks without those that tell amounts of money, where the reader may not see money."""
    return remarks if money else tuple(one for one in remarks if "resources.money" not in one.where)


def _company_row(objective: CompanyObjective, document: Document, drawn: tuple[Chain, ...]) -> CompanyRow:
    mine = [one for one in drawn if one.objective == objective.id]
    best = max(mine, key=lambda one: one.grade, default=None)
    return CompanyRow(
        objective=objective,
        aimed=aimed(objective, document),
        grade=best.grade if best else None,
        best=best,
        lines=len(mine),
        social=tuple(SocialRow(one, aimed(one, document)) for one in document.objectives if one.serves == objective.id),
    )


def _method_row(method: Method, document: Document, known: Known, *, money: bool) -> MethodRow:
    objectives: tuple[CompanyObjective | Objective, ...] = (*document.company_objectives, *document.objectives)
    texts = {one.id: one.text for one in objectives}
    return MethodRow(
        method=method,
        serves=tuple(texts.get(one, one) for one in method.serves),
        findings=tuple(known.finding(one) for one in method.findings),
        opportunity=known.opportunity(method.opportunity) if method.opportunity else None,
        takes=takes(method.resources, document, money=money),
    )


def takes(needs: Needs | None, document: Document, *, money: bool) -> str:
    """`6 people, 960 hours a month, € 31,000 a month`."""
    if needs is None or not needs.stated:
        return ""
    people, hours = needs.people, needs.hours_a_month
    told = [
        ngettext("%(n)s person", "%(n)s people", ceil(people)) % {"n": exactly(people)} if people else "",
        ngettext("%(n)s hour a month", "%(n)s hours a month", ceil(hours)) % {"n": exactly(hours)} if hours else "",
    ]
    if money:
        monthly, once = needs.money_a_month, needs.money_once
        told.append(_("%(m)s a month") % {"m": whole(document.money(monthly))} if monthly else "")
        told.append(_("%(m)s once") % {"m": whole(document.money(once))} if once else "")
    return listed([one for one in told if one]) or _("nothing")


def whole(amount: Money) -> str:
    """An amount in full, because two of them stand side by side to be compared: `€ 40,500`."""
    return exact_money(amount).removesuffix(".00")


def exactly(value: Decimal | None) -> str:
    """A number that a person wrote, as they wrote it: `0.5`, never `0.50`."""
    return number(value, max(0, -int(value.normalize().as_tuple().exponent))) if value is not None else number(None)


def _resources(document: Document, *, money: bool) -> tuple[Resource, ...]:
    """What the strategy has against what its methods take together (S3.25)."""
    names = {"people": _("people"), "hours_a_month": _("hours a month")}
    if money:
        names |= {"money_a_month": _("a month"), "money_once": _("once")}
    has, needs = document.resources, needed(document)
    return tuple(
        _resource(name, getattr(has, kind), getattr(needs, kind), document if kind.startswith("money") else None)
        for kind, name in names.items()
        if getattr(has, kind) is not None or getattr(needs, kind) is not None
    )


def _resource(name: str, given: Decimal | None, need: Decimal | None, money_of: Document | None) -> Resource:
    def told(amount: Decimal | None) -> str:
        return whole(money_of.money(amount)) if money_of and amount is not None else exactly(amount)

    return Resource(name, told(given), told(need), (given or 0) >= (need or 0))


def _program_name(program: str, document: Document) -> str:
    method = method_of(program, document)
    return method.name if method else program


def _person(participant: Participant, document: Document) -> Person:
    return Person(participant, tuple(Words(one, _about(one.to, document)) for one in participant.contributions))


def _about(part: str, document: Document) -> str:
    """What a contribution is about, as people call it."""
    named = {method.id: method.name for method in document.methods}
    named |= {one.id: one.text for one in document.company_objectives} | {
        one.id: one.text for one in document.objectives
    }
    return named.get(part, part.replace("-", " ").replace("_", " "))


def _from_market(people: list[Person]) -> str:
    """How much of what was said came from outside (S3.17)."""
    every = [(one.participant.role.is_market) for one in people for _said in one.words]
    if not every:
        return ""
    told = {"n": sentences.in_words(sum(every)), "all": sentences.in_words(len(every))}
    return sentences.first_upper(_("%(n)s of %(all)s things said came from the market.") % told)
