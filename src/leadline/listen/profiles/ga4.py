"""Visits by the day, as Google Analytics 4 exports a report (CSV).

The surprises: several tables stand in one file, and some count days from the report's start (`Nth day`). Only tables by
day, and by day and channel, are taken: the visits of all pages together are more than there were.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from leadline.listen.fields import Unreadable
from leadline.listen.profiles.base import Count
from leadline.listen.profiles.columns import Row, same_name
from leadline.listen.profiles.exports import RecordExport
from leadline.listen.profiles.tickets import segment_of
from leadline.words import EVERYWHERE

_METRICS = {
    "sessions": ("visits", "visits"),
    "users": ("site_users", "users"),
    "new_users": ("site_new_users", "users"),
    "views": ("site_views", "views"),
}
_MEASURES = frozenset(
    {"rate", "time", "duration", "per", "count", "events", "users", "revenue", "conversions", "sessions", "views"}
)
"""Words in the names of columns that count something; any other column cuts the table into parts."""


def _record(row: Row) -> str:
    counts = list(_count(row))
    names = " ".join(sorted(count.metric for count in counts))
    return f"{counts[0].day.isoformat()} {counts[0].segment} {names}"


def _count(row: Row) -> Iterator[Count]:
    _must_be_by_day(row)
    day = row.day("date")
    if day is None:
        nth, start = row.whole("nth"), row.day("start")
        if nth is None or start is None or nth > 10_000:
            raise Unreadable("the row names no day", "Export the report by date.")
        day = start + timedelta(days=int(nth))
    channel = row.text("channel").strip()  # “(not set)” is a channel, too
    segment = segment_of(channel) if channel else EVERYWHERE
    told = [(row.whole(field), *named) for field, named in _METRICS.items()]
    found = [Count(metric, day, value, unit, segment) for value, metric, unit in told if value is not None]
    if not found:
        raise Unreadable("the row counts neither visits nor visitors", "Export sessions or users by date.")
    yield from found


def _must_be_by_day(row: Row) -> None:
    """A table by page or by country counts a visit several times, or in parts that nobody asked for."""
    known = set(row.columns.values())
    others = [name for name, said in row.content.items() if name not in known and said not in (None, "")]
    dimension = next((name for name in others if not _MEASURES & set(same_name(name).split())), None)
    if dimension:
        raise Unreadable(f"the table is by “{dimension}”", "Export it by date, or by date and channel.")


GA4 = RecordExport(
    name="ga4",
    source="ga4",
    what="day",
    columns={
        "start": ("# start date",),
        "table": ("# table",),
        "date": ("Date", "Datum"),
        "nth": ("Nth day",),
        "channel": (
            "Session default channel group",
            "Session primary channel group (Default channel group)",
            "First user default channel group",
            "Session default channel grouping",
        ),
        "sessions": ("Sessions", "Sitzungen"),
        "users": ("Total users", "Users", "Active users", "Nutzer insgesamt"),
        "new_users": ("New users", "Neue Nutzer"),
        "views": ("Views", "Aufrufe"),
    },
    needs=("start", "table"),
    days=("date",),
    record=_record,
    count=_count,
)
