"""What the pages of report show: the frozen months, and each month for three groups of readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from leadline.errors import LeadlineError
from leadline.flow import Lake
from leadline.report import KeptMonth, Reader, Story, kept_month, kept_months, kept_story
from leadline.web.accounts.permissions import Ability
from leadline.words import Month

TAKES: dict[Reader, Ability] = {
    Reader.CHAMPIONS: "see_champions",
    Reader.ORGANISATION: "see_reports",
    Reader.DECIDERS: "see_deciders_report",
}
"""What each text takes: the organisation's holds no money; the champions' tells what they won, to them and deciders."""

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
    told_until: dt.date | None
    """The day up to which it tells, where the month was not over."""
    stories: tuple[Told, ...]


def month_rows(lake: Lake, *, slugs: Collection[str]) -> tuple[MonthRow, ...]:
    """The frozen months, newest first, each with the stories that are asked for."""
    return tuple(_row(lake, kept_month(lake, month), slugs) for month in kept_months(lake))


def story_of(lake: Lake, month: str, slug: str) -> Story:
    """One story. Raises LeadlineError for an unknown month or reader."""
    return kept_story(lake, Month.parse(month), reader_of(slug))


def reader_of(slug: str) -> Reader:
    if slug not in SLUGS:
        raise LeadlineError(f"There is no report for “{slug}”.", f"Reports are for: {', '.join(SLUGS)}.")
    return SLUGS[slug]


def _row(lake: Lake, kept: KeptMonth, slugs: Collection[str]) -> MonthRow:
    month = kept.frozen.facts.month
    stories = tuple(Told(SLUGS[slug].value, slug, kept_story(lake, month, SLUGS[slug]).title) for slug in slugs)
    return MonthRow(month, kept.version, kept.kept_at, kept.frozen.digest[:12], kept.frozen.facts.told_until, stories)
