"""The first page of measure: the surest effect, every objective with its lines, and what else is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.flow import Documents, Lake
from leadline.measure.early_warning import EarlyWarning
from leadline.measure.kpi import Kpi
from leadline.measure.month import Judged, kept_service_levels
from leadline.measure.service_levels import ServiceLevel
from leadline.measure.standing import ObjectiveStanding, objective_standing
from leadline.programs.plan import Program
from leadline.report.collect.evidence import effects, pace_words
from leadline.report.passages import best_effect
from leadline.report.phrases import aimed, headline
from leadline.strategy import CompanyObjective
from leadline.value import JoinedLine
from leadline.web.grammar.numbers import number
from leadline.web.listen.pages import Recorded, by_metric, metric_lines
from leadline.web.measure.lines import joined_lines, judged_links
from leadline.web.measure.sentences import Tone, against, tone_of
from leadline.web.measure.warning_pages import warnings_page
from leadline.words import Month


@dataclass(frozen=True)
class ObjectiveRow:
    """One company objective: where it stands, and the lines that serve it."""

    objective: CompanyObjective
    standing: ObjectiveStanding
    lines: tuple[JoinedLine, ...]

    @property
    def kpi(self) -> Kpi | None:
        return self.standing.kpi

    @property
    def tone(self) -> Tone:
        """By where the figure goes, nothing where it is not known."""
        return tone_of(self.kpi.goes) if self.kpi else ""

    @property
    def aim(self) -> str:
        """`target 71.9, reached`, as Home and the reports say it."""
        if self.kpi is None:
            return ""
        target = self.kpi.aim.target
        return aimed("" if target is None else number(target), pace_words(self.kpi))


@dataclass(frozen=True)
class MeasureHome:
    finding: str
    lede: str
    objectives: tuple[ObjectiveRow, ...]
    service: ServiceLevel | None
    warnings: tuple[EarlyWarning, ...]
    metrics: tuple[Recorded, ...]


def measure_home(lake: Lake, documents: Documents, month: Month) -> MeasureHome:
    """Everything that is measured, with the surest effect as the finding."""
    finding, lede = _best(judged_links(lake, documents, month), documents.programs, month)
    return MeasureHome(
        finding=finding,
        lede=lede,
        objectives=objective_rows(lake, documents, month),
        service=kept_service_levels(lake).get(month),
        warnings=tuple(one for one, _at in warnings_page(lake, month).warnings),
        metrics=by_metric(metric_lines(lake)),
    )


def _best(judged: Sequence[Judged], programs: Sequence[Program], month: Month) -> tuple[str, str]:
    """The headline that Home and the reports have, and what it is against."""
    best = best_effect(effects(judged, programs, month))
    if best is None:
        if not judged:
            return _("Nothing can be judged yet"), _("A line needs a program with a start, and a metric with values.")
        return _("No effect can be told yet"), _("Each line says what would settle it.")
    return headline(best), against(next(one.effect for one in judged if one.about == best.id))


def objective_rows(lake: Lake, documents: Documents, month: Month) -> tuple[ObjectiveRow, ...]:
    if documents.strategy is None:
        return ()
    joined = joined_lines(lake, documents, month)
    served = {line.id: line.objective for line in documents.strategy.lines}
    own = documents.parties.own.id
    return tuple(
        ObjectiveRow(
            one,
            objective_standing(lake, one, own, as_of=month.last_day, programs=documents.programs),
            tuple(line for line in joined if served[line.id] == one.id),
        )
        for one in documents.strategy.company_objectives
    )
