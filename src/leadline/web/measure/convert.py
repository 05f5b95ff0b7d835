"""Between rows and the stage's own words."""

from __future__ import annotations

from typing import cast

from leadline.strategy.tuning import Choice, Decision
from leadline.web.documents import part
from leadline.web.measure.models import DecisionRow
from leadline.words import Company, Grade, Month

NOBODY = "somebody who left"


@part("decisions")
def decisions(company: Company) -> tuple[Decision, ...]:
    """Everything that was decided, the oldest first."""
    return tuple(_decision(row) for row in DecisionRow.objects.select_related("by"))


def _decision(row: DecisionRow) -> Decision:
    return Decision(
        line=row.line,
        month=Month.parse(row.month),
        choice=cast("Choice", row.choice),
        reason=row.reason,
        by=str(row.by) if row.by else NOBODY,
        owner=row.owner,
        at=row.at,
        version=row.version,
        grade=Grade(row.grade),
        value=row.value,
    )
