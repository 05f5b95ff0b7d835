"""Who waits now, how long is left, and who is on it?

In: episodes, the marks that people set at the desk, now, the promise. Out: `DeskItem`s: first those that can still be
answered in time, the least time left first, then those that are late, the newest first. The surprise: a mark
`answered` only moves an item to the end, because the clock trusts the reply itself, which the next import brings.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from leadline.programs.durations import duration_words
from leadline.programs.episodes import Episode, is_waiting
from leadline.programs.events import Mark
from leadline.programs.layout import zone_info
from leadline.programs.promise import Promise

Urgency = Literal["late", "soon", "due"]

SOON_SHARE = 0.25
"""An item is `soon` when this share of the target, or less, is left: the warning before the breach (S0.9)."""

RECENT_DAYS = 14
"""Who has waited longer than this stands apart at the desk, counted and one step away."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class DeskItem:
    """One open episode as the desk sees it.

    `state` is for people: `due in 23 min`, `due Tue 08:50`, `late by 4 min`. `left_seconds` is the open time until the
    promise breaks, negative once it is broken. `claimed_by` is who took it on; `answered_by` who marked it answered.
    """

    episode: Episode
    urgency: Urgency
    state: str
    left_seconds: float
    waiting_seconds: float
    claimed_by: str | None = None
    answered_by: str | None = None


def desk(
    episodes: Iterable[Episode], marks: Iterable[Mark], now: dt.datetime, promise: Promise
) -> tuple[DeskItem, ...]:
    """The open episodes in the order in which to answer them, those marked answered last; `now` has a zone.

    Marks that are younger than the episodes (dismissed, closed, withdrawn, spam) take effect at once.
    """
    by_thread: defaultdict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: mark.at):
        by_thread[mark.source, mark.thread_id].append(mark)
    waiting = (episode for episode in episodes if is_waiting(episode, now))
    marked = ((episode, _marks_on(episode, by_thread[episode.source, episode.thread_id], now)) for episode in waiting)
    items = [_item(episode, own, now, promise) for episode, own in marked if not any(_ends(mark) for mark in own)]
    return tuple(sorted(items, key=_order))


def is_old(episode: Episode, now: dt.datetime) -> bool:
    """Whether the wait stands apart, with those that have lasted longest."""
    return now - episode.opened_at > dt.timedelta(days=RECENT_DAYS)


def desk_sentence(items: Sequence[DeskItem], *, older: int = 0) -> str:
    """The desk in one sentence: what is late, what is pressing, what comes next, and how many are from long ago.

    It counts waits: one person in two threads waits twice.
    """
    waiting = [item for item in items if item.answered_by is None]
    if not waiting and not older:
        return "Nobody waits for a reply."
    if not waiting:
        return f"{_older_words(older, 'wait has' if older == 1 else 'waits have')}."
    number = {urgency: sum(item.urgency == urgency for item in waiting) for urgency in ("late", "soon", "due")}
    waits = "1 wait" if len(waiting) == 1 else f"{len(waiting):,} waits"
    parts = [
        f"{number[urgency]:,} {word}" for urgency, word in (("late", "late"), ("soon", "due soon")) if number[urgency]
    ]
    following = next((item.state for item in waiting if item.urgency != "late"), None)
    extra = [_older_words(older, "more has" if older == 1 else "more have")] if older else []
    return (
        "; ".join([f"{waits} for a reply", *parts, *([f"the next is {following}"] if following else []), *extra]) + "."
    )


def _older_words(older: int, have: str) -> str:
    return f"{older:,} {have} lasted for more than {RECENT_DAYS} days"


def _marks_on(episode: Episode, marks: Iterable[Mark], now: dt.datetime) -> list[Mark]:
    """The marks that concern this wait: set while it lasted, for its customer or for all, on its message or on none."""
    return [
        mark
        for mark in marks
        if episode.opened_at <= mark.at <= now
        and mark.customer in (None, episode.customer)
        and (mark.message_id in (None, episode.opened_by) or mark.customer is not None)
    ]


def _ends(mark: Mark) -> bool:
    return mark.kind in ("dismissed", "closed", "withdrawn", "spam")


def _item(episode: Episode, marks: Sequence[Mark], now: dt.datetime, promise: Promise) -> DeskItem:
    left = promise.target_seconds - promise.calendar.business_seconds(episode.opened_at, now)
    held = [mark for mark in marks if mark.kind in ("claimed", "released")]
    answered = [mark for mark in marks if mark.kind == "answered"]
    return DeskItem(
        episode=episode,
        urgency=_urgency(episode, left, now, promise),
        state=_state(episode, left, now, promise),
        left_seconds=left,
        waiting_seconds=(now - episode.opened_at).total_seconds(),
        claimed_by=(held[-1].by or "somebody") if held and held[-1].kind == "claimed" else None,
        answered_by=(answered[-1].by or "somebody") if answered else None,
    )


def _urgency(episode: Episode, left: float, now: dt.datetime, promise: Promise) -> Urgency:
    if now > episode.late_after:
        return "late"
    return "soon" if left <= SOON_SHARE * promise.target_seconds else "due"


def _state(episode: Episode, left: float, now: dt.datetime, promise: Promise) -> str:
    """Minutes where the clock runs through to the due instant; the wall clock's hour where the desk closes first."""
    if now > episode.late_after:
        return f"late by {duration_words(-left)}"
    if left > 0 and (episode.due_at - now).total_seconds() == left:
        return f"due in {duration_words(left)}"
    due = episode.due_at if episode.due_at > now else episode.late_after
    if due <= now:
        return "due now"
    local, today = (at.astimezone(zone_info(promise.calendar.zone)) for at in (due, now))
    day = "" if local.date() == today.date() else f"{_WEEKDAYS[local.weekday()]} "
    return f"due {day}{local:%H:%M}"


def _order(item: DeskItem) -> tuple[bool, bool, float, dt.datetime, str]:
    """A promise that can still be kept comes before one that is broken; of those, the latest question is nearest."""
    is_late = item.urgency == "late"
    near = abs(item.left_seconds)
    return item.answered_by is not None, is_late, near, item.episode.opened_at, item.episode.opened_by
