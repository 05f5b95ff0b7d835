"""Merged and split threads: which messages stood together, from when to when?

In: the messages and marks of each thread, and the moves. Out: the lives of every thread that a move touched. A
merge does not undo the past: what each thread was until then ends its own life, superseded, and the union begins one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leadline.programs.events import Mark, MessageEvent, Move
from leadline.programs.layout import instant, micros

Thread = tuple[str, str]
"""Source and thread id."""


@dataclass(frozen=True)
class Life:
    """What a thread held from `since` (None: always) until `until` (None: for good), and why that ended."""

    thread: Thread
    messages: list[MessageEvent]
    marks: list[Mark]
    since: dt.datetime | None
    until: dt.datetime | None = None
    flag: str | None = None


def lives_of(
    messages: Mapping[Thread, Sequence[MessageEvent]], marks: Mapping[Thread, Sequence[Mark]], moves: Sequence[Move]
) -> Iterator[Life]:
    """Every life of the threads that the moves touch, ended ones first."""
    held: dict[Thread, Life] = {}
    for move in sorted(moves, key=lambda move: move.at):
        touched = (move.source, move.thread_id), (move.source, move.into)
        leaving, joining = (
            held.get(thread) or Life(thread, list(messages.get(thread, ())), list(marks.get(thread, ())), None)
            for thread in touched
        )
        yield from (_ended(life, move) for life in (leaving, joining))
        held[touched[0]], held[touched[1]] = _rearranged(leaving, joining, move)
    yield from held.values()


def _ended(life: Life, move: Move) -> Life:
    """What the thread knew of itself when the move came."""
    return Life(
        thread=life.thread,
        messages=[message for message in life.messages if _posted(message) <= move.at],
        marks=[mark for mark in life.marks if mark.at <= move.at],
        since=life.since,
        until=move.at,
        flag=move.flag,
    )


def _rearranged(leaving: Life, joining: Life, move: Move) -> tuple[Life, Life]:
    def goes(message_id: str | None) -> bool:
        return move.message_ids is None or message_id in move.message_ids

    return (
        Life(
            leaving.thread,
            [message for message in leaving.messages if not goes(message[1])],
            [mark for mark in leaving.marks if not goes(mark.message_id)],
            since=move.at,
        ),
        Life(
            joining.thread,
            joining.messages + [message for message in leaving.messages if goes(message[1])],
            joining.marks + [mark for mark in leaving.marks if goes(mark.message_id)],
            since=move.at,
        ),
    )


def _posted(message: MessageEvent) -> dt.datetime:
    posted_at = message[3]
    return instant(posted_at) if isinstance(posted_at, int) else instant(micros(posted_at))
