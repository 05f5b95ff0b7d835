"""Every line of the strategy joined: its links' grades, where its objective stands, and its money.

In: the strategy, what was judged, what was priced. Out: `JoinedLine`s. The surprise: money that several lines rest on
is told once, on the first of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from leadline.engine import Lake
from leadline.measure.month import Judged
from leadline.measure.standing import objective_standing
from leadline.programs.plan import Program
from leadline.strategy import Document, Line
from leadline.value.benefits import (
    deflected_contacts,
    hiring_cost_saved,
    new_business,
)
from leadline.value.champions import HIRED, SOLD
from leadline.value.kept import Priced
from leadline.value.line import JoinedLine, LinkEvidence, join
from leadline.value.pricing import CALLS
from leadline.value.returns import Worth
from leadline.words import Finding, PartyId


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


def _evidence(line: Line, judged: Sequence[Judged]) -> list[LinkEvidence]:
    """What was found of the line's own causal links; the grade is the one that was kept, and the last word counts."""
    return [
        LinkEvidence.of(line.program or "", metric or "", one.effect, one.grade)
        for one in judged
        for metric in [line.business_metric if one.role.endswith("business") else line.social_metric]
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
