"""Tune: each line of the strategy in a month, what was decided of it, and what came of the month before's decision.

The surprise: a line that left the strategy stays on the page for as long as the decision before it is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.flow import Documents, Lake
from leadline.strategy import Document
from leadline.strategy.tuning import Decision, Outcome, decided, outcome, owner_of
from leadline.value import JoinedLine
from leadline.web.measure.lines import joined_lines
from leadline.web.strategy.convert import document_of
from leadline.web.strategy.models import StrategyVersion
from leadline.words import Month


@dataclass(frozen=True)
class TuneRow:
    """A line: how it stands now, what was decided now, and what came of the last decision before."""

    joined: JoinedLine
    owner: str
    decision: Decision | None
    before: Outcome | None

    @property
    def title(self) -> str:
        """From the program to the business metric: two lines may serve one objective."""
        causal = [link for link in self.joined.links if link.kind == "causal"]
        return f"{causal[-1].lower} → {causal[0].upper}" if causal else self.joined.objective

    @property
    def unit(self) -> str:
        return self.joined.kpi.unit if self.joined.kpi else ""


@dataclass(frozen=True)
class TunePage:
    """`gone` are outcomes of lines that the strategy in force has no more; `to_write` how many decisions the next
    version has to follow."""

    finding: str
    rows: tuple[TuneRow, ...]
    gone: tuple[Outcome, ...]
    to_write: int

    @property
    def open_lines(self) -> int:
        return sum(row.decision is None for row in self.rows)


def tune_page(lake: Lake, documents: Documents, month: Month) -> TunePage | None:
    """The page of a month; None while no strategy is in force."""
    strategy, version = documents.strategy, documents.strategy_version
    if strategy is None or version is None:
        return None
    now, last = decided(documents.decisions, month), _last_before(documents, month)
    came = {line: _came(one, strategy, version) for line, one in last.items()}
    owners = {line.id: owner_of(line, strategy) for line in strategy.lines}
    rows = tuple(
        TuneRow(one, owners.get(one.id, ""), now.get(one.id), came.get(one.id))
        for one in joined_lines(lake, documents, month)
    )
    gone = tuple(one for line, one in came.items() if line not in owners)
    waiting = [one for one in to_follow(documents, month) if one.line in owners]
    return TunePage(_finding(rows, month), rows, gone, len(waiting))


def to_follow(documents: Documents, month: Month) -> tuple[Decision, ...]:
    """What the next version of the strategy begins from: the month's decisions that ask for a change."""
    return tuple(one for one in decided(documents.decisions, month).values() if one.choice != "continue")


def _last_before(documents: Documents, month: Month) -> Mapping[str, Decision]:
    """By line, what was decided for the last month before this one for which anything was decided of it."""
    earlier = sorted((one for one in documents.decisions if one.month < month), key=lambda one: (one.month, one.at))
    return {one.line: one for one in earlier}


def _came(decision: Decision, strategy: Document, version: int) -> Outcome:
    row = StrategyVersion.objects.filter(number=decision.version).first()
    return outcome(decision, document_of(row) if row else strategy, strategy, version=version)


def _finding(rows: tuple[TuneRow, ...], month: Month) -> str:
    waiting = sum(row.decision is None for row in rows)
    if not rows:
        return _("The strategy has no line to decide on")
    if waiting == len(rows):
        return ngettext(
            "%(n)d line waits for a decision on %(month)s", "%(n)d lines wait for a decision on %(month)s", waiting
        ) % {"n": waiting, "month": month.name}
    if waiting:
        told = ngettext("%(n)d of %(all)d lines still waits", "%(n)d of %(all)d lines still wait", waiting)
        return (told + _(" for a decision on %(month)s")) % {"n": waiting, "all": len(rows), "month": month.name}
    return _("Every line is decided for %(month)s") % {"month": month.name}
