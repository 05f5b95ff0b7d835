"""How do the stages' results become the facts of a month? By thin conversions, one file a kind.

In: `Found`, what each stage found, as plain values. Out: `Facts`, ready to freeze. Nothing is computed here that a
stage could have said; what no stage found stays empty, and the reports say that it is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from leadline.assess import Turn, XRay
from leadline.measure.early_warning import EarlyWarning
from leadline.measure.kpi import Kpi
from leadline.measure.month import Judged
from leadline.measure.service_levels import ServiceLevel
from leadline.programs.champions import Champion, Pilot, Result
from leadline.programs.plan import Program
from leadline.report.collect import decisions, evidence, market, money, people
from leadline.report.facts import Facts, Source
from leadline.strategy import Document
from leadline.value import CostLine, JoinedLine, Roi
from leadline.words import Company, Finding, Month, Remark


@dataclass(frozen=True)
class Found:
    """What the stages found of a month. `*_before` is the same of the month before.

    `kpis` go by objective or metric, `unknown` says by objective why one has none, `theme_names` by theme. `rois`
    are one a program, `whole` is of all programs together; `costs` are the month's. `watch` says how much is
    watched, at which false alarms; `remarks` are what the lint says of the strategy in force.
    """

    company: Company
    month: Month
    as_of: dt.datetime
    strategy: Document | None = None
    programs: tuple[Program, ...] = ()
    x_ray: XRay | None = None
    assessment_version: str = ""
    findings: tuple[Finding, ...] = ()
    theme_names: dict[str, str] = field(default_factory=dict)
    turns: tuple[Turn, ...] = ()
    service: ServiceLevel | None = None
    service_before: ServiceLevel | None = None
    judged: tuple[Judged, ...] = ()
    kpis: Mapping[str, Kpi] = field(default_factory=dict)
    kpis_before: Mapping[str, Kpi] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[EarlyWarning, ...] = ()
    good_news: frozenset[str] = frozenset()
    watch: str = ""
    remarks: tuple[Remark, ...] = ()
    lines: tuple[JoinedLine, ...] = ()
    rois: tuple[Roi, ...] = ()
    whole: Roi | None = None
    costs: tuple[CostLine, ...] = ()
    champions: tuple[Champion, ...] = ()
    results: tuple[Result, ...] = ()
    champions_serve: Mapping[Pilot, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()


def collect(found: Found) -> Facts:
    """The facts of the month."""
    names = {program.id: program.name for program in found.programs}
    warned = market.warnings(found.warnings, found.month, good_news=found.good_news)
    return Facts(
        company=found.company,
        month=found.month,
        as_of=found.as_of,
        objectives=evidence.objectives(
            found.strategy,
            kpis=found.kpis,
            before=found.kpis_before,
            unknown=found.unknown,
            grades={line.id: line.grade for line in found.lines},
            worth=money.line_worth(found.lines),
            told_on={line.id: line.told_on for line in found.lines if line.told_on},
        ),
        effects=evidence.effects(found.judged, found.programs, found.month),
        worth=money.worth(found.whole, names),
        costs=money.costs(found.costs, names),
        returns=money.returns(found.rois, names),
        all_programs=money.whole_return(found.whole),
        assessment=market.assessment(
            found.x_ray,
            found.findings,
            version=found.assessment_version,
            names=found.theme_names,
            said=decisions.said(found.strategy, found.month),
        ),
        service=market.service(found.service, found.service_before, found.month),
        sides=market.sides(found.turns, found.x_ray, money.largest_saving(found.whole), found.month),
        champions=people.champions(
            found.champions,
            found.results,
            found.month,
            objectives=found.champions_serve,
        ),
        warnings=warned,
        watch=found.watch,
        decided=decisions.decided(found.strategy, found.month),
        next_steps=decisions.next_steps(warned, found.remarks, found.strategy),
        requests=(*money.choices(found.rois, names), *evidence.requests(found.judged, found.programs)),
        sources=found.sources,
    )
