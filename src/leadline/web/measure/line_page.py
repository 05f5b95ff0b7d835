"""One line as a page: the chain with its grades, and each analysis behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leadline.assess import assessment_as_of
from leadline.flow import Documents, Lake, links_asked
from leadline.measure.month import Judged, kept_effects
from leadline.value import JoinedLine
from leadline.web.measure.lines import joined_lines, judged_links
from leadline.words import Month


@dataclass(frozen=True)
class LinePage:
    """One line: the chain with its grades, and each analysis behind it."""

    joined: JoinedLine
    analyses: tuple[Judged, ...]
    program: str
    opportunity: str | None
    opportunity_title: str
    newer: dt.date | None = None
    """The last day that a judgement of this line looks at which nobody knew by the month's end."""


def line_page(lake: Lake, documents: Documents, month: Month, line_id: str) -> LinePage | None:
    joined = next((one for one in joined_lines(lake, documents, month) if one.id == line_id), None)
    if joined is None or documents.strategy is None:
        return None
    line = next(one for one in documents.strategy.lines if one.id == line_id)
    analyses = tuple(one for one in judged_links(lake, documents, month) if one.line == line_id)
    program = next((one.name for one in documents.programs if one.id == line.program), line.program or "")
    title = _opportunity_title(lake, line.opportunity, month)
    newer = _newer(analyses, kept_effects(lake, links_asked(documents)))
    return LinePage(joined, analyses, program, line.opportunity, title, newer)


def _newer(shown: Sequence[Judged], newest: Sequence[Judged]) -> dt.date | None:
    """The last day of the newest judgement of these links, where it is later than that of the one shown."""
    ends = {one.about: one.effect.end for one in shown}
    return max(
        (one.effect.end for one in newest if one.about in ends and one.effect.end > ends[one.about]), default=None
    )


def _opportunity_title(lake: Lake, opportunity: str | None, month: Month) -> str:
    """What the assessment that was closed by the month's end called it."""
    closed = assessment_as_of(lake, month)
    chances = closed.content["opportunities"] if closed else ()
    return next((one["title"] for one in chances if one["id"] == opportunity), opportunity or "")
