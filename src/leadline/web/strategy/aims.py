"""Where a metric stands and where it should get to: an objective's numbers as its row shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from leadline.strategy import CompanyObjective, Document, Objective, StatedAs, metric_name
from leadline.web.grammar.numbers import SPACE, signed


@dataclass(frozen=True)
class Aimed:
    """Where a metric stands and where it should get to, in one unit."""

    metric: str
    unit: str
    baseline: Decimal | None
    since: dt.date | None
    level: Decimal | None
    stated: str


def aimed(objective: CompanyObjective | Objective, document: Document) -> Aimed:
    """The objective's numbers; a level only where the target says how its number is meant."""
    baseline, target = objective.baseline, objective.target
    level = None
    if target is not None:
        from_here = baseline.value if baseline else None
        level = target.level(from_here) if from_here is not None else _plain_level(objective)
    return Aimed(
        metric=metric_name(objective.metric, document),
        unit=(baseline.unit if baseline else "") or (target.unit if target else ""),
        baseline=baseline.value if baseline else None,
        since=baseline.date if baseline else None,
        level=level,
        stated=_stated(objective),
    )


def _plain_level(objective: CompanyObjective | Objective) -> Decimal | None:
    target = objective.target
    return target.value if target and target.stated_as is StatedAs.LEVEL else None


def _stated(objective: CompanyObjective | Objective) -> str:
    """How the target was said, where that is not the level itself: `+20 %`, `+4 points`."""
    target = objective.target
    if target is None or target.stated_as in (None, StatedAs.LEVEL):
        return ""
    size = signed(abs(target.value) if target.direction != "down" else -abs(target.value))
    return f"{size}{SPACE}%" if target.stated_as is StatedAs.RELATIVE else _("%(size)s points") % {"size": size}
