"""Tickets of Freshdesk and Freshservice, as their lists export them (CSV).

The surprises: `First response time (in hrs)` holds `HH:MM:SS` and is empty in some files while the instants are there,
so minutes are counted from the instants; times are in the account's zone.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadline.listen.profiles.base import Count
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import RecordExport
from leadline.listen.profiles.tickets import minutes_between, of_a_ticket


def _count(row: Row) -> Iterator[Count]:
    minutes = minutes_between(row.moment("created"), row.moment("replied"))
    yield from of_a_ticket(row, reply_minutes=minutes, way=row.word("via"))


FRESHDESK = RecordExport(
    name="freshdesk",
    source="freshdesk",
    what="ticket",
    columns={
        "id": ("Ticket ID",),
        "status": ("Status",),
        "via": ("Source",),
        "type": ("Type",),
        "created": ("Created time",),
        "replied": ("Initial response time",),
        "solved": ("Resolved time",),
    },
    needs=("id", "created", "solved", "status"),
    days=("created", "replied", "solved"),
    count=_count,
)
