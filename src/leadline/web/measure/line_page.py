"""One line as a page: the chain with its grades, and each analysis behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leadline.assess import Assessment, assessment_as_of
from leadline.flow import Documents, Lake, links_asked
from leadline.measure.month import Judged, kept_effects
from leadline.value import JoinedLine, JoinedLink
from leadline.web.assess.addresses import opportunity_address
from leadline.web.assess.periods import name_of
from leadline.web.measure.lines import joined_lines, judged_links, pilots
from leadline.words import Month


@dataclass(frozen=True)
class Origin:
    """The opportunity that a line was chosen for: its name, the days that its assessment counted, and its page over
    those days. Without an assessment that holds it, only the name that the strategy gives it."""

    title: str
    days: str = ""
    href: str = ""


@dataclass(frozen=True)
class LinePage:
    """One line: the chain with its grades, and each analysis behind it."""

    joined: JoinedLine
    analyses: tuple[Judged, ...]
    program: str
    origin: Origin
    newer: dt.date | None = None
    """The last day that a judgement of this line looks at which nobody knew by the month's end."""

    @property
    def direct(self) -> JoinedLink | None:
        """The link past the social metric, drawn below the chain."""
        return self.joined.direct

    @property
    def direct_decides(self) -> bool:
        """Whether that link gives the line its grade."""
        return self.direct is not None and self.joined.way == "direct"

    @property
    def unasked(self) -> tuple[JoinedLink, ...]:
        """Causal links between two metrics: no analysis asks about them."""
        return tuple(one for one in self.joined.links if one.kind == "causal" and one.lower != self.program)


def line_page(lake: Lake, documents: Documents, month: Month, line_id: str) -> LinePage | None:
    joined = next((one for one in joined_lines(lake, documents, month) if one.id == line_id), None)
    if joined is None or documents.strategy is None:
        return None
    line = next(one for one in documents.strategy.lines if one.id == line_id)
    found = (*pilots(lake, documents, month), *judged_links(lake, documents, month))
    analyses = tuple(one for one in found if one.line == line_id)
    program = next((one.name for one in documents.programs if one.id == line.program), line.program or "")
    origin = _origin(assessment_as_of(lake, month), line.opportunity)
    newer = _newer(analyses, kept_effects(lake, links_asked(documents)))
    return LinePage(joined, analyses, program, origin, newer)


def _newer(shown: Sequence[Judged], newest: Sequence[Judged]) -> dt.date | None:
    """The last day of the newest judgement of these links, where it is later than that of the one shown."""
    ends = {one.about: one.effect.end for one in shown if not one.effect.experiment}
    return max(
        (one.effect.end for one in newest if one.about in ends and one.effect.end > ends[one.about]), default=None
    )


def _origin(closed: Assessment | None, opportunity: str | None) -> Origin:
    """As the assessment that was closed by the month's end called and counted it."""
    chances = closed.content["opportunities"] if closed else ()
    found = next((one for one in chances if one["id"] == opportunity), None)
    if closed is None or found is None:
        return Origin(opportunity or "")
    return Origin(found["title"], name_of(closed.period), opportunity_address(found["id"], closed.period))
