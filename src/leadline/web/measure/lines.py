"""Which lines does the strategy in force have, and what is known of each by the month's end? Read for several pages."""

from __future__ import annotations

from leadline.assess import assessment_as_of, closed_findings
from leadline.flow import Documents, Lake, links_asked
from leadline.measure.month import Judged, kept_effects
from leadline.measure.pilots import kept_pilots, with_pilots
from leadline.value import JoinedLine
from leadline.value.joining import join_lines
from leadline.value.kept import value_as_of
from leadline.words import Month


def joined_lines(lake: Lake, documents: Documents, month: Month) -> tuple[JoinedLine, ...]:
    """Every line of the strategy in force, with grades and money as kept."""
    if documents.strategy is None:
        return ()
    return join_lines(
        lake,
        documents.strategy,
        with_pilots(judged_links(lake, documents, month), pilots(lake, documents, month)),
        documents.parties.own.id,
        as_of=month.last_day,
        findings=closed_findings(assessment_as_of(lake, month)),
        priced=value_as_of(lake, month),
        programs=documents.programs,
    )


def pilots(lake: Lake, documents: Documents, month: Month) -> tuple[Judged, ...]:
    """The pilots drawn by lot that were judged of these links by the month's end."""
    return kept_pilots(lake, links_asked(documents), until=month.last_day)


def judged_links(lake: Lake, documents: Documents, month: Month) -> tuple[Judged, ...]:
    """What was known by the month's end of the links that the strategy in force asks about."""
    return kept_effects(lake, links_asked(documents), until=month.last_day)
