"""One line as a page: the chain with its grades, and each analysis behind it."""

from __future__ import annotations

from dataclasses import dataclass

from leadline.assess import assessments
from leadline.flow import Documents, Lake
from leadline.measure.month import Judged
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


def line_page(lake: Lake, documents: Documents, month: Month, line_id: str) -> LinePage | None:
    joined = next((one for one in joined_lines(lake, documents, month) if one.id == line_id), None)
    if joined is None or documents.strategy is None:
        return None
    line = next(one for one in documents.strategy.lines if one.id == line_id)
    analyses = tuple(one for one in judged_links(lake, documents, month) if one.line == line_id)
    program = next((one.name for one in documents.programs if one.id == line.program), line.program or "")
    return LinePage(joined, analyses, program, line.opportunity, _opportunity_title(lake, line.opportunity))


def _opportunity_title(lake: Lake, opportunity: str | None) -> str:
    """What the closed assessment called it."""
    closed = assessments(lake)
    chances = closed[-1].content["opportunities"] if closed else ()
    return next((one["title"] for one in chances if one["id"] == opportunity), opportunity or "")
