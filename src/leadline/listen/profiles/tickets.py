"""What a ticket adds to the days: that it came, reported a fault, was answered, was solved.

In: when each happened, in UTC. Out: counts on days of the company's zone. The surprise: minutes to the first reply are
those that the clock shows, nights and Sundays included; service minutes are counted from messages only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from leadline.listen.fields import Unreadable
from leadline.listen.profiles.base import Count
from leadline.listen.profiles.columns import Row
from leadline.words import EVERYWHERE

_FAULTS = frozenset({"incident", "problem", "störung", "vorfall", "storing"})


def of_a_ticket(row: Row, *, reply_minutes: float | None, way: str = "") -> Iterator[Count]:
    """`created` and `solved` are the fields of the instants; `type` says whether it reports a fault."""
    day = row.needed_day("created")
    for segment in dict.fromkeys((EVERYWHERE, segment_of(way))):
        yield Count("tickets", day, 1.0, "tickets", segment)
    if row.word("type").casefold() in _FAULTS:
        yield Count("incident_reports", day, 1.0, "reports")
    if reply_minutes is not None:
        yield Count("ticket_first_reply_minutes", day, reply_minutes, "minutes", how="mean")
    solved = row.day("solved")
    if solved:
        yield Count("tickets_solved", solved, 1.0, "tickets")


def minutes_between(begin: dt.datetime | None, end: dt.datetime | None) -> float | None:
    """None where one of them is not known. Raises Unreadable for an answer before the question."""
    if begin is None or end is None:
        return None
    if end < begin:
        raise Unreadable("the first reply is older than the ticket", "Export it again, with all times in one zone.")
    return (end - begin).total_seconds() / 60


def segment_of(said: str) -> str:
    """A word of an export as the part of a market: without the signs that a metric's address has."""
    plain = "".join(" " if sign in "/?#@%:" else sign for sign in said)
    return " ".join(plain.split())[:80].casefold().strip(" -.()") or EVERYWHERE
