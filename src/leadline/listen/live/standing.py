"""How does each live source stand? What the page and the terminal show of it.

In: the declared sources with their states, and what was heard of each. Out: a `Standing` a source. The surprise: a
source that fails is not the only trouble: one that works and says nothing for longer than it should is a warning, too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from leadline.config import Home
from leadline.engine import Lake
from leadline.listen.doors import Source
from leadline.listen.heard import heard
from leadline.listen.live.running import is_running, spool_of
from leadline.listen.live.state import State, read_state
from leadline.listen.pushed.spool import held, waiting
from leadline.listen.sources import read_sources

Trouble = Literal["", "failing", "gone", "silent", "waiting", "never"]
"""Nothing; the last visit failed; it answers never again; nothing new for too long; much waits to be taken in; it was
never visited."""
_WAITS_LONG = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Standing:
    """One source. `last_at` is when its newest message was said; `waiting` counts pushed batches, the oldest of which
    came `waiting_since`.
    """

    source: Source
    state: State
    trouble: Trouble
    messages: int
    last_at: dt.datetime | None
    waiting: int = 0
    waiting_since: dt.datetime | None = None

    def lag(self, now: dt.datetime) -> dt.timedelta | None:
        """How long what is new may be unknown here: since the last visit, or since the oldest batch came."""
        since = self.waiting_since or self.state.reached_at
        return now - since if since else None


@dataclass(frozen=True)
class Standings:
    """All sources, and whether anybody visits them."""

    sources: tuple[Standing, ...]
    is_running: bool

    @property
    def troubled(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.sources if one.trouble)


def standings(home: Home, lake: Lake, *, now: dt.datetime) -> Standings:
    """Every declared source, in the file's order. Raises LeadlineError for a file that cannot be read."""
    sources = read_sources(home)
    return Standings(tuple(_standing(home, lake, one, now) for one in sources), is_running(home))


def _standing(home: Home, lake: Lake, source: Source, now: dt.datetime) -> Standing:
    state = read_state(home, source.name)
    mine = [one for one in heard(lake) if one.source == source.name]
    last = max((one.last_at for one in mine), default=None)
    batches, oldest = held(spool_of(home, source.name))[0], None
    if batches and (files := waiting(spool_of(home, source.name))):
        oldest = dt.datetime.fromtimestamp(files[0].stat().st_mtime, dt.UTC)
    return Standing(
        source,
        state,
        _trouble(source, state, last, oldest, now),
        messages=sum(one.messages for one in mine),
        last_at=last,
        waiting=batches,
        waiting_since=oldest,
    )


def _trouble(
    source: Source, state: State, last: dt.datetime | None, oldest: dt.datetime | None, now: dt.datetime
) -> Trouble:
    if state.gone:
        return "gone"
    if state.failures:
        return "failing"
    if oldest and now - oldest > _WAITS_LONG:
        return "waiting"
    since = last if source.door == "file" else state.heard_at or state.began_at
    if since is None:
        return "never"
    return "silent" if now - since > source.silent_after else ""
