"""Which conversation a message belongs to, and whom that conversation is with.

In: (message, parent, declared thread, speaker) links of one import and what the lake already knows of the parents
outside it. Out: for each message its conversation, and the party that speaks in it. The surprise: rows come in any
order, so links are gathered from the whole file before the first row is kept. A thread that the file declares is
final; only replies are walked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Link(NamedTuple):
    """What threading needs of a message: its id, its parent, its declared thread, the party it speaks for."""

    message_id: str
    reply_to: str | None
    thread_id: str | None
    spoken_by: str | None


class Threads:
    """Conversations of one import. Memory: one entry a message of the file."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._parent: dict[str, str | None] = {}
        self._settled: dict[str, str] = {}
        self._spoken: dict[str, str] = {}
        self._speakers: list[tuple[str, str]] = []
        for link in links:
            self._parent[link.message_id] = link.reply_to
            if link.thread_id:
                self._settled[link.message_id] = link.thread_id
            if link.spoken_by:
                self._speakers.append((link.message_id, link.spoken_by))

    def open_ends(self) -> set[str]:
        """Parents that the import itself does not hold: the lake may know their threads."""
        return {parent for parent in self._parent.values() if parent and parent not in self._parent}

    def learn(self, threads: dict[str, str]) -> None:
        """Take over the threads of messages that came in earlier; then who speaks where is settled."""
        for message_id, thread in threads.items():
            self._settled.setdefault(message_id, thread)
        for message_id, party in self._speakers:
            self._spoken.setdefault(self.of(message_id), party)

    def of(self, message_id: str) -> str:
        """The conversation of a message: its own, or its first known ancestor's; loops end at their smallest id."""
        seen: dict[str, None] = {}
        at = message_id
        while at not in self._settled and at not in seen:
            seen[at] = None
            parent = self._parent.get(at)
            if parent is None:
                break
            at = parent
        walked_in_a_circle = at in seen and self._parent.get(at) is not None
        thread = self._settled.get(at) or (min(seen) if walked_in_a_circle else at)
        for one in seen:
            self._settled[one] = thread
        return thread

    def party_of(self, thread: str) -> str | None:
        """The first party that speaks in the conversation."""
        return self._spoken.get(thread)
