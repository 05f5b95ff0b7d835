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
from leadline.programs.plan import Program
from leadline.report.collect import collect
from leadline.report.facts import Facts
from leadline.report.keeping import kept_months
from leadline.report.making import found
from leadline.strategy import Document
from leadline.strategy.document import Participant
from leadline.value import Roi
from leadline.words import Department, Month

if TYPE_CHECKING:
    from leadline.engine import Lake


@dataclass(frozen=True)
class Standing:
    """What is known and decided as of a month. `pain` is each department's share (0 to 1) of what hurts customers."""

    facts: Facts
    strategy: Document | None = None
    version: int | None = None
    programs: tuple[Program, ...] = ()
    closed_on: dt.date | None = None
    whole: Roi | None = None
    reported: bool = False
    pain: tuple[tuple[Department, float], ...] = ()
    last_heard: dt.date | None = None

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
        pain=_pain(known.x_ray) if known.x_ray else (),
        last_heard=heard.last if heard else None,
    )


def _pain(x_ray: assess.XRay) -> tuple[tuple[Department, float], ...]:
    """The departments by their share of customers' hurting messages, the largest first."""
    hurting: dict[str, int] = {}
    for theme in x_ray.own.aspects["customers"].themes:
        hurting[theme.department] = hurting.get(theme.department, 0) + theme.hurting
    known = {name: count for name, count in hurting.items() if name in set(Department)}
    whole = sum(hurting.values())
    ranked = sorted(known.items(), key=lambda one: (-one[1], one[0]))
    return tuple((Department(name), count / whole) for name, count in ranked) if whole else ()
