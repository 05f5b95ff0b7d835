"""The stage as a page: each criterion with what meets it, what comes next, and value beside it month by month."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from leadline.flow import Documents, Lake
from leadline.flow.maturity import practice_of, worth_by_month
from leadline.measure.maturity import Criterion, Maturity, Stage, ValueByStage, Worthy, maturity, value_by_stage
from leadline.words import Month

SHOWN = 18
"""Months in the table, at most."""


@dataclass(frozen=True)
class MaturityPage:
    """`groups` are the criteria by stage; `history` is None for whoever may not see money."""

    found: Maturity
    groups: tuple[tuple[Stage, tuple[Criterion, ...]], ...]
    history: tuple[Worthy, ...] | None
    value: ValueByStage | None
    stages: tuple[Stage, ...] = tuple(Stage)

    @property
    def finding(self) -> str:
        missing = len(self.found.missing)
        if self.found.stage is Stage.SOCIAL:
            return _("Stage 4 of 4: social business")
        told = {"step": self.found.stage.step, "stage": self.found.stage, "n": missing}
        return _("Stage %(step)d of 4: %(stage)s; missing to the next: %(n)d") % told


def maturity_page(
    lake: Lake, documents: Documents, month: Month, months: tuple[Month, ...], *, money: bool
) -> MaturityPage:
    """The page of a month; `months` are those heard, of which the newest are laid beside what they were worth."""
    found = maturity(practice_of(lake, documents, month))
    groups = tuple((stage, tuple(some)) for stage, some in groupby(found.criteria, key=lambda one: one.stage))
    until = sorted(one for one in months if one <= month)[-SHOWN:]
    history = worth_by_month(lake, documents, until) if money else None
    return MaturityPage(found, groups, history, value_by_stage(history) if history is not None else None)
