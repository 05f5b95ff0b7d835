"""What else began at the same time?

In: the start, and events that people listed: campaigns, prices, outages, competitors. Out: a check; its rows are the
table, and the marks of its picture. The surprise: it looks at the calendar only. An event that controls share does no
harm, and one that nobody listed is not seen; the check can name a doubt, never clear one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leadline.measure.evidence.grade import Check, Row
from leadline.words import day_words, listed

NAME = "other events"
NEAR_DAYS = 14
MOST_NAMED = 3


@dataclass(frozen=True)
class Event:
    """Something that may have moved the outcome; `last` is None where it only began. `shared` says that controls felt
    it as the outcome did, such as a holiday of the whole market."""

    name: str
    first: dt.date
    last: dt.date | None = None
    shared: bool = False


def other_events(start: dt.date, events: Sequence[Event] | None, *, near_days: int = NEAR_DAYS) -> Check:
    """Fails where something that controls do not share began or ended within `near_days` of the start. `events` is None
    where nobody was asked, which is not the same as an empty list."""
    if events is None:
        settle = "Ask what else happened in those weeks, and list it; an empty list will do."
        return Check(NAME, None, "Nobody has said what else happened about the start.", {}, settle)
    near = [event for event in events if _distance(event, start) <= near_days]
    doubts = [event for event in near if not event.shared]
    numbers = {"listed": float(len(events)), "near": float(len(near)), "not_shared": float(len(doubts))}
    rows = tuple(_row(event, start) for event in events)
    if not doubts:
        told = f"None of {len(events)} events listed" if events else "No event was listed that"
        apart = " without controls feeling it, too" if near else ""
        sentence = f"{told} began or ended within {near_days} days of the start{apart}."
        return Check(NAME, True, sentence, numbers, rows=rows)
    named = [f"{event.name} ({day_words(event.first)})" for event in doubts[:MOST_NAMED]]
    more = [f"{len(doubts) - MOST_NAMED} more"] if len(doubts) > MOST_NAMED else []
    sentence = f"Something else happened within {near_days} days of the start: {listed([*named, *more])}."
    return Check(NAME, False, sentence, numbers, "Controls or units that felt it without the program.", rows)


def _distance(event: Event, start: dt.date) -> int:
    """Days from the start to where the event began or ended, whichever is nearer."""
    edges = [event.first] if event.last is None else [event.first, event.last]
    return min(abs((edge - start).days) for edge in edges)


def _row(event: Event, start: dt.date) -> Row:
    last = "" if event.last is None else event.last.isoformat()
    days = float(_distance(event, start))
    shared = "yes" if event.shared else "no"
    return {"event": event.name, "first": event.first.isoformat(), "last": last, "days_away": days, "shared": shared}
