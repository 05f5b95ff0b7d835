"""Which conversation a message belongs to, and whom that conversation is with.

In: links of one import (source, message, parent, declared thread, speaker), and what the lake already knows of the
parents and the conversations outside it. Out: for each message its conversation, and the party that speaks in it. The
surprise: rows come in any order, so links are gathered from the whole file before the first row is kept; a thread that
the file declares is final, and costs no memory beyond its two ids unless a reply refers to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc


class Link(NamedTuple):
    """What threading needs of a message: its id in its source, its parent, its declared thread, the party it speaks
    for; and whether it is said whom it is about, so that nobody asks its conversation.
    """

    source: str
    message_id: str
    reply_to: str | None
    thread_id: str | None
    spoken_by: str | None
    is_about_somebody: bool


class Declared(NamedTuple):
    """Messages of one source of which thread and party are declared, and in which no party speaks: ids and threads."""

    source: str
    ids: pa.Array
    threads: pa.Array


class Links(NamedTuple):
    """The links of some rows."""

    declared: list[Declared]
    others: list[Link]


class Threads:
    """Conversations of one import, by source. Memory: an entry a message whose thread or party is not declared."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._sources: dict[str, _OfSource] = {}
        self.add(links)

    def add(self, links: Iterable[Link]) -> None:
        declared: dict[str, tuple[list[str], list[str]]] = {}
        for link in links:
            if link.thread_id and link.is_about_somebody and not link.spoken_by:
                ids, threads = declared.setdefault(link.source, ([], []))
                ids.append(link.message_id)
                threads.append(link.thread_id)
            else:
                self._of(link.source).add(link)
        for source, (ids, threads) in declared.items():
            self.declare(Declared(source, pa.array(ids), pa.array(threads)))

    def declare(self, told: Declared) -> None:
        """As `add`, for messages that nobody needs to ask."""
        self._of(told.source).declare(told.ids, told.threads)

    def open_ends(self) -> dict[str, set[str]]:
        """Parents that the import itself does not hold, by source: the lake may know their threads."""
        return self._of_each(_OfSource.open_ends)

    def learn(self, known: Iterable[tuple[str, str, str]]) -> None:
        """Take over the threads of messages that came in earlier: (source, message id, thread)."""
        for source, message_id, thread in known:
            self._of(source).learn(message_id, thread)

    def without_party(self) -> dict[str, set[str]]:
        """Conversations in which a message is about nobody that is known yet, by source: the lake may know whom."""
        return self._of_each(_OfSource.without_party)

    def learn_parties(self, known: Iterable[tuple[str, str, str]]) -> None:
        """Take over whom conversations are with that began earlier: (source, thread, party)."""
        for source, thread, party in known:
            self._of(source).learn_party(thread, party)

    def of(self, source: str, message_id: str) -> str:
        """The conversation of a message: its own, or its first known ancestor's; loops end at their smallest id."""
        return self._of(source).of(message_id)

    def party_of(self, source: str, thread: str) -> str | None:
        """The first party that speaks in the conversation."""
        return self._of(source).party_of(thread)

    def _of_each(self, ask: Callable[[_OfSource], set[str]]) -> dict[str, set[str]]:
        """What each source answers; sources that answer nothing are left out."""
        return {source: found for source, threads in self._sources.items() if (found := ask(threads))}

    def _of(self, source: str) -> _OfSource:
        if source not in self._sources:
            self._sources[source] = _OfSource()
        return self._sources[source]


class _OfSource:
    """Conversations within one source."""

    def __init__(self) -> None:
        self._parent: dict[str, str | None] = {}
        self._settled: dict[str, str] = {}
        self._declared: list[tuple[pa.Array, pa.Array]] = []
        self._speakers: list[tuple[str, str]] = []
        self._asks: list[str] = []
        self._spoken: dict[str, str] = {}

    def add(self, link: Link) -> None:
        self._parent[link.message_id] = link.reply_to
        if link.thread_id:
            self._settled[link.message_id] = link.thread_id
        if link.spoken_by:
            self._speakers.append((link.message_id, link.spoken_by))
        if not link.is_about_somebody:
            self._asks.append(link.message_id)

    def declare(self, ids: pa.Array, threads: pa.Array) -> None:
        self._declared.append((ids, threads))

    def open_ends(self) -> set[str]:
        """Of parents that the import declares, the threads are taken over first."""
        ends = {parent for parent in self._parent.values() if parent and parent not in self._parent}
        for message_id, thread in self._declared_among(ends):
            self._settled[message_id] = thread
        return ends - self._settled.keys()

    def learn(self, message_id: str, thread: str) -> None:
        self._settled.setdefault(message_id, thread)

    def without_party(self) -> set[str]:
        """Here who speaks where is settled, from what the import itself says."""
        for message_id, party in self._speakers:
            self._spoken.setdefault(self.of(message_id), party)
        return {thread for message_id in self._asks if (thread := self.of(message_id)) not in self._spoken}

    def learn_party(self, thread: str, party: str) -> None:
        self._spoken.setdefault(thread, party)

    def of(self, message_id: str) -> str:
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
        return self._spoken.get(thread)

    def _declared_among(self, ids: set[str]) -> Iterator[tuple[str, str]]:
        wanted = pa.array(sorted(ids), pa.string())
        for messages, threads in self._declared if ids else ():
            mine = pc.is_in(messages, wanted)
            yield from zip(messages.filter(mine).to_pylist(), threads.filter(mine).to_pylist(), strict=True)
