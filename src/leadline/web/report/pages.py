"""What the pages of report show: the frozen months, and each month for three groups of readers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from leadline.errors import LeadlineError
from leadline.flow import Lake
from leadline.report import KeptMonth, Reader, Story, kept_month, kept_months, kept_story
from leadline.words import Month

SLUGS: dict[str, Reader] = {reader.value.replace(" ", "-"): reader for reader in Reader}


@dataclass(frozen=True)
class Told:
    """One story of a month, for the list."""

    reader: str
    slug: str
    title: str


@dataclass(frozen=True)
class MonthRow:
    month: Month
    version: int
    kept_at: dt.datetime
    digest: str
    stories: tuple[Told, ...]


def month_rows(lake: Lake, *, deciders: bool) -> tuple[MonthRow, ...]:
    """The frozen months, newest first; without `deciders` the decision makers' story is left out."""
    return tuple(_row(lake, kept_month(lake, month), deciders) for month in kept_months(lake))


def story_of(lake: Lake, month: str, slug: str) -> Story:
    """One story. Raises LeadlineError for an unknown month or reader."""
    return kept_story(lake, Month.parse(month), reader_of(slug))


def reader_of(slug: str) -> Reader:
    if slug not in SLUGS:
        raise LeadlineError(f"There is no report for “{slug}”.", f"Reports are for: {', '.join(SLUGS)}.")
    return SLUGS[slug]


def _row(lake: Lake, kept: KeptMonth, deciders: bool) -> MonthRow:
    shown = [(slug, reader) for slug, reader in SLUGS.items() if deciders or reader is not Reader.DECIDERS]
    stories = tuple(
        Told(reader.value, slug, kept_story(lake, kept.frozen.facts.month, reader).title) for slug, reader in shown
    )
    return MonthRow(kept.frozen.facts.month, kept.version, kept.kept_at, kept.frozen.digest[:12], stories)
