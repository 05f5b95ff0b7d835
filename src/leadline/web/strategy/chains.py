"""The lines as they are drawn: stop by stop from the company objective down to the opportunity.

In: a document and what is known of its links. Out: frozen chains for the template. The surprise: a line's own grade
may be better than the links drawn in it, because its program can be judged against the business metric directly.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext as _

from leadline.strategy import CompanyObjective, Document, Line, Link, Node, chain, method_of, metrics_of
from leadline.web.assess.addresses import opportunity_address
from leadline.web.assess.periods import name_of
from leadline.web.grammar.numbers import day, number
from leadline.web.strategy.known import Known
from leadline.words import Grade, Period


@dataclass(frozen=True)
class Tie:
    """What joins a stop to the one before it: a word, or for a causal link its grade."""

    word: str
    grade: Grade | None = None


@dataclass(frozen=True)
class Stop:
    """One part of a line. `leads_to` is the address of its own page, where it has one."""

    kind: str
    text: str
    note: str
    id: str
    leads_to: str = ""
    tie: Tie | None = None


@dataclass(frozen=True)
class Chain:
    """One line. `grade` is the line's, `judged` whether data were asked at all."""

    id: str
    title: str
    mechanism: str
    objective: str
    grade: Grade
    judged: bool
    stops: tuple[Stop, ...]


def chains(document: Document, known: Known) -> tuple[Chain, ...]:
    """Every line of the document, in its order."""
    return tuple(_chain(line, document, known) for line in document.lines)


def _chain(line: Line, document: Document, known: Known) -> Chain:
    links = chain(line, document)
    grade = known.facts.grades.get(line.id)
    return Chain(
        id=line.id,
        title=_title(line, links),
        mechanism=line.mechanism,
        objective=line.objective or "",
        grade=grade or Grade.ASSUMED,
        judged=grade is not None,
        stops=_stops(line, links, document, known),
    )


def _title(line: Line, links: tuple[Link, ...]) -> str:
    """`Service on the page → Calls`."""
    names = {node.kind: node.text for link in links for node in (link.upper, link.lower)}
    ends = [names.get("program"), names.get("business metric")]
    return " → ".join(end for end in ends if end) or line.id


def _stops(line: Line, links: tuple[Link, ...], document: Document, known: Known) -> tuple[Stop, ...]:
    """Every part in its order; where two neighbours are not joined, the tie says so."""
    nodes = list(dict.fromkeys(node for link in links for node in (link.upper, link.lower)))
    ties = {(link.upper, link.lower): tie_of(line, link, known) for link in links}
    broken = Tie(_("not joined"))
    first = [_stop(nodes[0], None, line, document, known)] if nodes else []
    rest = [_stop(low, ties.get((up, low), broken), line, document, known) for up, low in pairwise(nodes)]
    return (*first, *rest)


def tie_of(line: Line, link: Link, known: Known) -> Tie:
    """The word of a link, or for a causal one the grade that data gave it."""
    if link.kind == "defined":
        return Tie(_("defined by"))
    if link.kind == "provenance":
        return Tie(_("chosen from"))
    if link.upper.kind == "social metric":
        return Tie("", known.links.get(f"{line.id}:social", Grade.ASSUMED))
    if link.lower.kind == "program":
        return Tie("", known.facts.grades.get(line.id, Grade.ASSUMED))
    return Tie("", Grade.ASSUMED)


def _stop(node: Node, tie: Tie | None, line: Line, document: Document, known: Known) -> Stop:
    kinds = {
        "objective": _("Objective"),
        "business metric": _("Business metric"),
        "social metric": _("Social metric"),
        "program": _("Program"),
        "opportunity": _("Opportunity"),
    }
    cited = known.opportunity(node.id) if node.kind == "opportunity" else None
    text = cited.text if cited else node.text
    return Stop(kinds[node.kind], text, _note(node, document, known), node.id, _page_of(node, known), tie)


def _page_of(node: Node, known: Known) -> str:
    """A program that was planned has a page, and so has an opportunity that the last assessment found."""
    if node.kind == "program" and node.id in (known.facts.programs or ()):
        return reverse("programs:program", args=[node.id])
    days = known.opportunity(node.id).days if node.kind == "opportunity" else None
    return opportunity_address(node.id, days) if days else ""


def _note(node: Node, document: Document, known: Known) -> str:
    """The one thing to say below a stop."""
    if node.kind == "objective":
        return _owned(next((one for one in document.company_objectives if one.id == node.id), None))
    if node.kind == "program":
        method = method_of(node.id, document)
        start = _("from %(day)s") % {"day": day(method.start)} if method and method.start else ""
        return ", ".join(part for part in (method.department if method else "", start) if part)
    if node.kind == "opportunity":
        cited = known.opportunity(node.id)
        return _heard(cited.messages_a_month, cited.days)
    metric = next((one for one in metrics_of(document) if one.id == node.id), None)
    return (metric.unit if metric else "") or _("the company's own metric")


def _heard(a_month: float | None, days: Period | None) -> str:
    """`113 messages a month, 12 July to 9 October 2026`."""
    if a_month is None or days is None:
        return ""
    return _("%(n)s messages a month, %(days)s") % {"n": number(a_month, 0), "days": name_of(days)}


def _owned(objective: CompanyObjective | None) -> str:
    return objective.owner if objective else ""
