"""Tickets of Zendesk, as its view exports them (CSV).

The surprises: minutes are named in four ways and may be hours; a dash says nothing; times are in the account's zone;
there is no row a message, so these are counted and never read.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadline.listen.profiles.base import Count
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import RecordExport
from leadline.listen.profiles.tickets import of_a_ticket


def _count(row: Row) -> Iterator[Count]:
    minutes, hours = row.number("minutes"), row.number("hours")
    if row.word("status").casefold() == "deleted":
        return
    yield from of_a_ticket(
        row,
        reply_minutes=minutes if minutes is not None or hours is None else hours * 60,
        way=row.word("via"),
    )
    score = row.word("score").casefold()
    if score in ("good", "bad"):
        day = row.needed_day("created")
        yield Count("ticket_satisfaction", day, 100.0 if score == "good" else 0.0, "percent", how="mean")
        yield Count("ticket_satisfaction_n", day, 1.0, "answers")


ZENDESK = RecordExport(
    name="zendesk",
    source="zendesk",
    what="ticket",
    columns={
        "id": ("Id", "Ticket ID"),
        "requester": ("Requester id", "Requester"),
        "status": ("Status",),
        "via": ("Via",),
        "type": ("Ticket type",),
        "created": ("Created at",),
        "solved": ("Solved at",),
        "stations": ("Group stations", "Assignee stations", "Reopens"),
        "score": ("Satisfaction Score",),
        "minutes": ("First reply time in minutes", "First reply time (min)", "First reply time (in minutes)"),
        "hours": ("First reply time (hrs)", "First reply time in hours"),
    },
    needs=("id", "requester", "created", "via", "stations"),
    days=("created", "solved"),
    numbers=("hours",),
    count=_count,
)
