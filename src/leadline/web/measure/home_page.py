"""The first page of measure: the surest effect, every objective with its lines, and what else is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.flow import Documents, Lake
from leadline.measure.early_warning import EarlyWarning
from leadline.measure.known import Known, Which, known_metrics
from leadline.measure.kpi import Kpi
from leadline.measure.month import Judged, kept_service_levels
from leadline.measure.service_levels import ServiceLevel
from leadline.measure.standing import ObjectiveStanding, objective_standing
from leadline.strategy import CompanyObjective
from leadline.value import JoinedLine
from leadline.web.measure.lines import joined_lines, judged_links
from leadline.web.measure.sentences import against, finding_of, name_of
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
    def tone(self) -> str:
        """Good or warn by where the figure goes, nothing where it is not known; a total must keep pace."""
        if self.kpi and self.kpi.expected is not None and self.kpi.is_on_pace is False and self.kpi.state != "reached":
            return "warn"
        words = {"reached": "good", "better": "good", "worse": "warn"}
        return words.get(self.kpi.state, "") if self.kpi else ""


@dataclass(frozen=True)
class MeasureHome:
    finding: str
    lede: str
    objectives: tuple[ObjectiveRow, ...]
    service: ServiceLevel | None
    warnings: tuple[EarlyWarning, ...]
    metrics: tuple[Known, ...]


def measure_home(lake: Lake, documents: Documents, month: Month) -> MeasureHome:
    """Everything that is measured, with the surest effect as the finding."""
    judged = [one for one in judged_links(lake, documents, month) if one.role == "business"]
    finding, lede = _best(judged)
    return MeasureHome(
        finding=finding,
        lede=lede,
        objectives=objective_rows(lake, documents, month),
        service=kept_service_levels(lake).get(month),
        warnings=tuple(one for one, _at in warnings_page(lake, month).warnings),
        metrics=known_metrics(lake),
    )


def _best(judged: Sequence[Judged]) -> tuple[str, str]:
    told = [one for one in judged if one.effect.verdict == "effect" and one.effect.relative is not None]
    if not told:
        if not judged:
            return _("Nothing can be judged yet"), _("A line needs a program with a start, and a metric with values.")
        return _("No effect can be told yet"), _("Each line says what would settle it.")
    best = max(told, key=lambda one: one.grade.step)
    name = name_of(Which.parse(best.metric).metric)
    return finding_of(best.effect, name, best.grade), against(best.effect)


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
