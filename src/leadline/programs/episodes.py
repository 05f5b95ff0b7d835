"""Who waited for a reply, from when to when, and was the promise kept?

In: messages, a promise, people's marks and moves. Out: one `Episode` for each time that a customer waited in a
thread, with its due instant. The definitions are in docs/words/programs.md. The surprise: an episode knows its whole
life, so that one list answers for every `as_of`: March can be judged as March saw it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Literal

from leadline.programs.events import EXCUSES, Mark, MessageEvent, Move
from leadline.programs.layout import MICROS, instant
from leadline.programs.moves import Life, Thread, lives_of
from leadline.programs.promise import Promise
from leadline.programs.waits import Wait, waits_in

Status = Literal["met", "breached", "pending", "dismissed", "withdrawn", "quarantined", "superseded"]
NO_FLAGS: frozenset[str] = frozenset()
RULES_VERSION = 1
"""Raised with each change that lays the same messages out in another way: episodes that are kept are made anew."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One wait of one customer in one thread. Instants are UTC, durations seconds, `day` the local date of its opening.

    `number` counts the customer's episodes in the thread from 1. `wait_business_seconds` and `elapsed_seconds` are
    None while nobody has answered. `late_after` is the last instant at which an answer keeps the promise: `due_at`,
    or the next opening when `due_at` falls on a closing. `counts_from` and `superseded_at` bound the life of an
    episode whose thread was merged or split. Flags: clock_skew, quarantined, superseded_by_merge, superseded_by_split;
    dismissed_late (a person set it aside after the promise was broken) and beside it counts_as_late, unless it was
    spam or praise.
    """

    source: str
    thread_id: str
    customer: str
    number: int
    is_first_response: bool
    party: str | None
    channel: str
    day: dt.date
    opened_at: dt.datetime
    opened_by: str
    messages: int
    due_at: dt.datetime
    late_after: dt.datetime
    closed_at: dt.datetime | None = None
    answered_by: str | None = None
    wait_business_seconds: float | None = None
    elapsed_seconds: float | None = None
    first_action_business_seconds: float | None = None
    dismissed_at: dt.datetime | None = None
    withdrawn_at: dt.datetime | None = None
    counts_from: dt.datetime | None = None
    superseded_at: dt.datetime | None = None
    flags: frozenset[str] = NO_FLAGS


def episodes_of(
    messages: Iterable[MessageEvent], promise: Promise, *, marks: Iterable[Mark] = (), moves: Sequence[Move] = ()
) -> list[Episode]:
    """The episodes of many threads, told in any order; those of a merged thread stand last.

    Raises LeadlineError for an instant without a zone.
    """
    threads: defaultdict[Thread, list[MessageEvent]] = defaultdict(list)
    for message in messages:
        threads[message[0], message[2]].append(message)
    marked = _by_thread(marks)
    lives = list(lives_of(threads, marked, moves))
    moved = {life.thread for life in lives}
    still = (
        thread_episodes(told, promise, marked.get(thread, ()))
        for thread, told in threads.items()
        if thread not in moved
    )
    return [episode for episodes in still for episode in episodes] + _lived(lives, promise)


def episodes_in_order(
    messages: Iterable[MessageEvent], promise: Promise, *, marks: Iterable[Mark] = ()
) -> Iterator[Episode]:
    """As episodes_of, for messages that come thread by thread: only one thread at a time is in memory."""
    marked = _by_thread(marks)
    for thread, told in groupby(messages, key=itemgetter(0, 2)):
        yield from thread_episodes(list(told), promise, marked.get(thread, ()))


def thread_episodes(messages: Sequence[MessageEvent], promise: Promise, marks: Sequence[Mark] = ()) -> list[Episode]:
    """The episodes of one thread, in order of opening."""
    if not messages:
        return []
    source, _, thread_id, *_ = messages[0]
    return [_episode(source, thread_id, wait, promise) for wait in waits_in(messages, promise, marks)]


def status(episode: Episode, as_of: dt.datetime) -> Status:
    """What had become of the wait at an instant with a zone; an answer after `as_of` is not known yet."""
    if _by(episode.superseded_at, as_of):
        return "superseded"
    if "quarantined" in episode.flags:
        return "quarantined"
    if _by(episode.withdrawn_at, as_of):
        return "withdrawn"
    if is_dismissed(episode, as_of):
        return "breached" if "counts_as_late" in episode.flags else "dismissed"
    if episode.closed_at is not None and episode.closed_at <= as_of:
        return "met" if episode.closed_at <= episode.late_after else "breached"
    return "breached" if as_of > episode.late_after else "pending"


def is_known(episode: Episode, as_of: dt.datetime) -> bool:
    """Whether the episode existed at an instant: opened, and its thread already merged or split as it is told here."""
    return episode.opened_at <= as_of and (episode.counts_from is None or episode.counts_from <= as_of)


def is_waiting(episode: Episode, as_of: dt.datetime) -> bool:
    """Whether somebody still waited at an instant, in time or not."""
    is_over = is_answered(episode, as_of) or is_dismissed(episode, as_of)
    return not is_over and status(episode, as_of) in ("pending", "breached") and is_known(episode, as_of)


def is_answered(episode: Episode, as_of: dt.datetime) -> bool:
    return _by(episode.closed_at, as_of)


def is_dismissed(episode: Episode, as_of: dt.datetime) -> bool:
    """Whether a person had said that no reply is needed, so that nobody waits, even where the wait counts as late."""
    return _by(episode.dismissed_at, as_of)


def _by(at: dt.datetime | None, as_of: dt.datetime) -> bool:
    return at is not None and at <= as_of


def _by_thread(marks: Iterable[Mark]) -> dict[Thread, list[Mark]]:
    marked: defaultdict[Thread, list[Mark]] = defaultdict(list)
    for mark in marks:
        marked[mark.source, mark.thread_id].append(mark)
    return marked


def _lived(lives: Iterable[Life], promise: Promise) -> list[Episode]:
    return [
        replace(
            episode,
            thread_id=life.thread[1],
            counts_from=life.since,
            superseded_at=life.until,
            flags=episode.flags | {life.flag} if life.flag else episode.flags,
        )
        for life in lives
        for episode in thread_episodes(life.messages, promise, life.marks)
    ]


def _episode(source: str, thread_id: str, wait: Wait, promise: Promise) -> Episode:
    calendar, opened, closed, acted = promise.calendar, wait.opened_at, wait.closed_at, wait.first_action_at
    due, late_after = calendar.due_micros(opened, promise.target_micros)
    due_at = instant(due)
    if _was_set_aside_late(wait, late_after):
        wait.flags |= {"dismissed_late"} if wait.reason in EXCUSES else {"dismissed_late", "counts_as_late"}
    return Episode(
        source=source,
        thread_id=thread_id,
        customer=wait.customer,
        number=wait.number,
        is_first_response=wait.is_first_response,
        party=wait.party,
        channel=wait.channel,
        day=calendar.local_date_micros(opened),
        opened_at=instant(opened),
        opened_by=wait.inbounds[0][1],
        messages=len(wait.inbounds),
        due_at=due_at,
        late_after=due_at if late_after == due else instant(late_after),
        closed_at=None if closed is None else instant(closed),
        answered_by=wait.answered_by,
        wait_business_seconds=None if closed is None else calendar.business_micros(opened, closed) / MICROS,
        elapsed_seconds=None if closed is None else max(closed - opened, 0) / MICROS,
        first_action_business_seconds=None if acted is None else calendar.business_micros(opened, acted) / MICROS,
        dismissed_at=None if wait.dismissed_at is None else instant(wait.dismissed_at),
        withdrawn_at=None if wait.withdrawn_at is None else instant(wait.withdrawn_at),
        flags=frozenset(wait.flags) if wait.flags else NO_FLAGS,
    )


def _was_set_aside_late(wait: Wait, late_after: int) -> bool:
    """Whether a person set aside what had broken the promise by then. What its customer deleted is no such thing."""
    set_aside_at = wait.withdrawn_at if wait.reason == "spam" else wait.dismissed_at
    if set_aside_at is None:
        return False
    return (set_aside_at if wait.closed_at is None else min(wait.closed_at, set_aside_at)) > late_after
