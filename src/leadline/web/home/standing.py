"""Where does the company stand this month? Everything that Home is told from, as plain values.

In: the lake, people's documents, the month. Out: a `Standing`: the month's facts as its report would freeze them, and
what people decided. The surprise: Home and the month's report say the same, because both are told from one `Facts`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadline import assess
from leadline.flow import Documents
from leadline.listen import messages_known_until
from leadline.measure.month import links_tried
from leadline.programs.plan import Program
from leadline.report.collect import collect
from leadline.report.facts import Facts
from leadline.report.keeping import kept_months
from leadline.report.making import found
from leadline.strategy import Document
from leadline.strategy.document import Participant
from leadline.strategy.tuning import undecided
from leadline.value import Roi
from leadline.value.kept import value_as_of
from leadline.web.assess.departments import DepartmentHurt, hurt_by_department
from leadline.words import Grade, Month

if TYPE_CHECKING:
    from leadline.engine import Lake


@dataclass(frozen=True)
class Standing:
    """What is known and decided as of a month. `hurt` holds the departments by what hurts customers, the most first;
    `lines` the grade of each line of the strategy, `tried` how many links could be told from chance.
    """

    facts: Facts
    strategy: Document | None = None
    version: int | None = None
    programs: tuple[Program, ...] = ()
    closed_on: dt.date | None = None
    whole: Roi | None = None
    reported: bool = False
    hurt: tuple[DepartmentHurt, ...] = ()
    last_heard: dt.date | None = None
    waits_to_be_read: bool = False
    """Whether messages came in and none of them was read yet."""
    costs_entered: bool = False
    was_priced: bool = False
    """Whether this month or an earlier one was."""
    lines: tuple[Grade, ...] = ()
    tried: int = 0
    undecided: int | None = None
    """How many lines nobody has decided on for this month; None before anything was ever decided."""

    @property
    def month(self) -> Month:
        return self.facts.month

    @property
    def market(self) -> tuple[Participant, ...]:
        """Who takes part for the market (S3.17)."""
        return tuple(one for one in self.strategy.participants if one.role.is_market) if self.strategy else ()

    @property
    def unsigned(self) -> tuple[Participant, ...]:
        """Who of them has not signed."""
        return tuple(one for one in self.market if one.signed is None)

    @property
    def running(self) -> tuple[Program, ...]:
        """The programs of this month."""
        return tuple(one for one in self.programs if one.runs_in(self.month))


def standing(lake: Lake, documents: Documents, month: Month, *, now: dt.datetime) -> Standing:
    """Read it from what the stages have kept; nothing is computed anew."""
    known = found(lake, documents, month, now=now)
    closed = assess.assessments(lake)
    heard = assess.months_heard(lake)
    return Standing(
        facts=collect(known),
        strategy=documents.strategy,
        version=documents.strategy_version,
        programs=documents.programs,
        closed_on=closed[-1].closed_on(documents.company) if closed else None,
        whole=known.whole,
        reported=month in kept_months(lake),
        hurt=hurt_by_department(known.x_ray) if known.x_ray else (),
        last_heard=heard.last if heard else None,
        waits_to_be_read=heard is None and messages_known_until(lake) is not None,
        costs_entered=documents.costs is not None,
        was_priced=value_as_of(lake, month) is not None,
        lines=tuple(one.grade for one in known.lines),
        undecided=_undecided(documents, month),
        tried=links_tried((one.program, one.metric, one.effect) for one in known.judged),
    )


def _undecided(documents: Documents, month: Month) -> int | None:
    if documents.strategy is None or not documents.decisions:
        return None
    return len(undecided(documents.strategy, documents.decisions, month))
