"""Make a month's report: gather what every stage has kept, freeze it, put it away.

In: the lake, what people wrote, the month. Out: a `KeptMonth`. Two surprises. Nothing is judged or priced here: what a
stage has not kept for the month is missing from the report, and the report says so. And no day after the month is
looked at; but the x-ray, the turns and where objectives stand are counted from the lake as it is now, so a message of
March that is imported in May changes March when it is made again, as a new version beside the one that was sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from leadline import assess
from leadline.assess import Themes
from leadline.engine import Lake
from leadline.engine.ledger import entries
from leadline.listen import PartyBook, imports_until
from leadline.measure.kpi import Kpi
from leadline.measure.month import (
    Judged,
    is_good_news,
    kept_effects,
    kept_service_levels,
    kept_warnings,
    kept_watch,
    questions,
)
from leadline.measure.pilots import kept_pilots, with_pilots
from leadline.measure.standing import ObjectiveStanding, objective_standing, target_kpi
from leadline.programs.champions import Champion, Pilot, Result
from leadline.programs.plan import Program
from leadline.report.collect import Found, collect
from leadline.report.facts import Source
from leadline.report.keeping import KeptMonth, keep_month
from leadline.report.month import freeze
from leadline.strategy import Document, lint
from leadline.strategy import Facts as KnownToTheLint
from leadline.value import JoinedLine
from leadline.value.champions import HIRED, SOLD
from leadline.value.cost_lines import CostLine, cost_lines
from leadline.value.costs import CostSheet
from leadline.value.joining import join_lines
from leadline.value.kept import Priced, kept_value
from leadline.value.periods import slices
from leadline.words import Company, MethodKind, Month, Period, Remark

SOURCES_SHOWN = 12


class Written(Protocol):
    """What a report needs of the documents."""

    @property
    def company(self) -> Company: ...
    @property
    def parties(self) -> PartyBook: ...
    @property
    def strategy(self) -> Document | None: ...
    @property
    def programs(self) -> tuple[Program, ...]: ...
    @property
    def costs(self) -> CostSheet | None: ...
    @property
    def champions(self) -> tuple[Champion, ...]: ...
    @property
    def results(self) -> tuple[Result, ...]: ...
    @property
    def themes(self) -> Themes: ...


def make_report(lake: Lake, written: Written, month: Month, *, now: dt.datetime) -> KeptMonth:
    """Freeze the month as it is known now. Making it again without news keeps the version that is there."""
    return keep_month(lake, freeze(collect(found(lake, written, month, now=now))), now=now)


def found(lake: Lake, written: Written, month: Month, *, now: dt.datetime) -> Found:
    """What the stages found of a month, as plain values."""
    themes = written.themes
    own = written.parties.own.id
    x_ray = assess.x_ray(lake, written.parties.parties, month.period(), themes=themes)
    services, warned = kept_service_levels(lake), kept_warnings(lake, month)
    asked = questions(written.strategy, written.programs) if written.strategy else ()
    judged = kept_effects(lake, asked, until=month.last_day)
    pilots = kept_pilots(lake, asked, until=month.last_day)
    priced = kept_value(lake, month)
    closed = assess.assessment_as_of(lake, month)
    standings = _standings(lake, written, month)
    return Found(
        company=written.company,
        month=month,
        as_of=now,
        strategy=written.strategy,
        programs=written.programs,
        x_ray=x_ray,
        assessment_version=str(closed.version) if closed else "",
        findings=assess.findings(x_ray),
        theme_names={theme.id: themes.name_of(theme.id) for theme in themes},
        turns=tuple(turn for turn in assess.turns(lake, own) if turn.month <= month),
        service=services.get(month),
        service_before=services.get(month.previous()),
        judged=judged,
        kpis=_kpis(lake, written, month, standings),
        unknown={name: one.unknown for name, one in standings.items() if one.unknown},
        kpis_before=_kpis(lake, written, month.previous(), _standings(lake, written, month.previous())),
        warnings=warned,
        watch=kept_watch(lake, month),
        remarks=_remarks(written, judged, month),
        good_news=frozenset(one.id for one in warned if is_good_news(lake, one, themes=themes)),
        lines=_lines(lake, written, with_pilots(judged, pilots), priced, month),
        rois=priced.programs if priced else (),
        whole=priced.whole if priced else None,
        costs=_costs(written, month, now),
        champions=written.champions,
        results=tuple(one for one in written.results if one.month <= month),
        champions_serve=_served(written.strategy),
        sources=_sources(lake, month),
    )


def _remarks(written: Written, judged: tuple[Judged, ...], month: Month) -> tuple[Remark, ...]:
    """What the lint says of the strategy as of the month's end.

    It is told of the grades of that day and of no recorded metric or assessment, which later imports would change.
    """
    if written.strategy is None:
        return ()
    return lint(
        written.strategy,
        KnownToTheLint(
            today=month.last_day,
            programs=frozenset(program.id for program in written.programs) or None,
            grades={one.line: one.grade for one in judged if one.role == "business"},
        ),
    )


def _lines(
    lake: Lake, written: Written, judged: tuple[Judged, ...], priced: Priced | None, month: Month
) -> tuple[JoinedLine, ...]:
    if written.strategy is None:
        return ()
    return join_lines(
        lake,
        written.strategy,
        judged,
        written.parties.own.id,
        as_of=month.last_day,
        findings=assess.closed_findings(assess.assessment_as_of(lake, month)),
        priced=priced,
        programs=written.programs,
    )


def _standings(lake: Lake, written: Written, month: Month) -> dict[str, ObjectiveStanding]:
    """Where each company objective stands at the month's end, or why nobody knows, by its id."""
    own, as_of = written.parties.own.id, month.last_day
    objectives = written.strategy.company_objectives if written.strategy else ()
    return {one.id: objective_standing(lake, one, own, as_of=as_of, programs=written.programs) for one in objectives}


def _kpis(lake: Lake, written: Written, month: Month, standings: Mapping[str, ObjectiveStanding]) -> dict[str, Kpi]:
    """Where objectives stand, by their ids, and numbers on the way to them, by their metrics."""
    own, strategy = written.parties.own.id, written.strategy
    targets = {one.metric: one for one in (strategy.targets if strategy else ()) if one.metric}
    last = month.last_day
    told = {name: target_kpi(lake, one, own, as_of=last, document=strategy) for name, one in targets.items()}
    told |= {name: one.kpi for name, one in standings.items()}
    return {name: kpi for name, kpi in told.items() if kpi is not None}


def _costs(written: Written, month: Month, now: dt.datetime) -> tuple[CostLine, ...]:
    """What fell due in the month, of a month that is not over up to today."""
    if written.costs is None:
        return ()
    starts = {one.id: one.period.start for one in written.programs if one.period}
    sheet = written.costs.starting(starts)  # as value counts them: what runs with a program begins with it
    until = month.told_until(now.astimezone(written.company.tz).date())
    parts = slices(Period(month.first_day, until)) if until >= month.first_day else ()
    return cost_lines(sheet.of_program(None), parts, sheet.currency)


def _served(document: Document | None) -> dict[Pilot, str]:
    """Which company objective each pilot of the champions is for."""
    if document is None:
        return {}
    programs = {
        program for method in document.methods if method.kind is MethodKind.CHAMPIONS for program in method.program_ids
    }
    texts = {one.id: one.text for one in document.company_objectives}
    serves = [
        (line.business_metric, texts.get(line.objective or "")) for line in document.lines if line.program in programs
    ]
    moves = {Pilot.NEW_EMPLOYEES: HIRED, Pilot.NEW_BUSINESS: SOLD}
    return {
        pilot: text
        for pilot, metrics in moves.items()
        if (text := next((text for metric, text in serves if metric in metrics and text), None))
    }


def _sources(lake: Lake, month: Month) -> tuple[Source, ...]:
    """The imports that brought what is known up to the month's end, the newest first."""
    brought = imports_until(lake, month.last_day)
    return tuple(
        Source(
            one.scope, f"{one.detail['read'] - one.detail['refused']:,} {one.detail['kind']}", one.done_at, "listen/"
        )
        for one in entries(lake, "listen import")
        if one.input in brought
    )[:SOURCES_SHOWN]
