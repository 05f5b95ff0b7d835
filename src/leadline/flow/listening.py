"""Listen to live sources until somebody says stop: visit who is due, bring the desk up to date, keep texts no longer
than they may be.

In: a home, the sources of its file, people's records. Out: what became of each visit, told as it happens. The surprise:
sources are visited beside one another, so that a slow server keeps no pushed batch waiting; the file and the records
are read anew each round, so that a change of either needs no start.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from leadline.config import Home
from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.flow.documents import Documents
from leadline.flow.keeping import keep_within
from leadline.flow.stages import refresh_desk
from leadline.listen import live
from leadline.listen.doors import Source
from leadline.listen.live import State

_AT_ONCE = 64
"""Servers that are waited for at once: so many slow ones it would take to keep another source waiting."""
_TICK_SECONDS = 1.0


@dataclass(frozen=True)
class Visited:
    """One visit: how the source stood before, and how it stands now."""

    source: Source
    before: State
    after: State

    @property
    def new(self) -> int:
        return self._brought("new")

    @property
    def changed(self) -> int:
        return self._brought("edited") + self._brought("deleted")

    @property
    def sentence(self) -> str:
        """`halden-mail: 12 new messages.`, or what went wrong."""
        if self.after.error:
            return f"{self.source.name}: {self.after.error} {self.after.advice}"
        told = f"{self.source.name}: {self.new:,} new message{'' if self.new == 1 else 's'}"
        told += f", {self.changed:,} edited or deleted" if self.changed else ""
        return f"{told}{f', {refused:,} refused' if (refused := self._brought('refused')) else ''}."

    def _brought(self, what: str) -> int:
        return self.after.counts.get(what, 0) - self.before.counts.get(what, 0)


Tell = Callable[[Visited], None]


def visit_once(
    home: Home, lake: Lake, sources: Sequence[Source], documents: Callable[[], Documents]
) -> tuple[Visited, ...]:
    """Visit these sources now, whether it is their turn or not. Raises LeadlineError where somebody else does."""
    with live.running(home), ThreadPoolExecutor(_AT_ONCE) as pool:
        told = documents()
        begun = [pool.submit(_visit, home, lake, one, told) for one in sources]
        visited = tuple(one.result() for one in begun)
        _bring_up_to_date(home, lake, told, visited)
        keep_within(home, lake, sources, now=home.now())
        return visited


def listen(
    home: Home,
    lake: Lake,
    documents: Callable[[], Documents],
    *,
    only: Collection[str],
    stop: threading.Event,
    tell: Tell,
    trouble: Callable[[LeadlineError], None],
) -> None:
    """Visit sources as they are due, until `stop`. What a round itself cannot do is told as `trouble`, and tried again.

    Raises LeadlineError where somebody else listens here already.
    """
    with live.running(home), ThreadPoolExecutor(_AT_ONCE) as pool:
        under_way: dict[str, Future[Visited]] = {}
        kept_on: dt.date | None = None
        said = ""
        while not stop.is_set():
            try:
                sources = [one for one in live.read_sources(home) if not only or one.name in only]
                _begin(home, lake, sources, documents, pool, under_way)
                ended = [under_way.pop(name).result() for name, one in list(under_way.items()) if one.done()]
                _bring_up_to_date(home, lake, documents, ended)
                if kept_on != (today := home.now().date()):
                    keep_within(home, lake, sources, now=home.now())
                    kept_on = today
                for one in ended:
                    tell(one)
                said = ""
            except LeadlineError as error:
                if error.sentence != said:
                    trouble(error)
                said = error.sentence
            stop.wait(_TICK_SECONDS)
        wait(under_way.values())


def _begin(
    home: Home,
    lake: Lake,
    sources: Sequence[Source],
    documents: Callable[[], Documents],
    pool: ThreadPoolExecutor,
    under_way: dict[str, Future[Visited]],
) -> None:
    turn = [one for one in live.due(home, sources, dt.datetime.now(dt.UTC)) if one.name not in under_way]
    if not turn:
        return
    told = documents()
    for one in turn:
        under_way[one.name] = pool.submit(_visit, home, lake, one, told)


def _visit(home: Home, lake: Lake, source: Source, documents: Documents) -> Visited:
    before = live.read_state(home, source.name)
    now = dt.datetime.now(dt.UTC)
    return Visited(source, before, live.visit(home, lake, source, parties=documents.parties, now=now))


def _bring_up_to_date(
    home: Home, lake: Lake, documents: Documents | Callable[[], Documents], ended: Sequence[Visited]
) -> None:
    """The desk, where anything came in."""
    if any(one.new or one.changed for one in ended):
        refresh_desk(lake, documents if isinstance(documents, Documents) else documents())
