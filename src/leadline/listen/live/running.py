"""Visit live sources when it is their turn, and never so that anything is lost or doubled.

In: a source, the company's parties. Out: its `State`, kept after each batch. The surprises: whatever goes wrong at
one source is a sentence in its state and no end of the others; each failure in a row doubles the wait, spread at
random, so that a server that comes back is not met by everybody at once; and a source that names its own wait is left
alone so long.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from leadline.config import Home, locked
from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.listen.doors import DOORS, DoorError, Source, Visit
from leadline.listen.doors.reaching import within
from leadline.listen.live.state import State, read_state, write_state
from leadline.listen.live.taking import clear_drafts, take_in
from leadline.listen.parties import PartyBook
from leadline.listen.sources import secret_of
from leadline.listen.visits import record_visit

log = logging.getLogger(__name__)
_LONGEST_WAIT = dt.timedelta(hours=6)
_MOST_DOUBLED = 12
_TRIES = 5
_LONGEST_VISIT_SECONDS = 600.0
"""However slowly a server sends; what came until then is kept."""
_TAKING = threading.BoundedSemaphore(4)
"""Many servers are waited for at once; the lake is written to by few."""
_ELSEWHERE = LeadlineError(
    "Another leadline listen run is at work in this home.", "Let it work, or end it before you start one here."
)

Spread = Callable[[float, float], float]
"""A number between two, at random."""


@contextmanager
def running(home: Home) -> Iterator[None]:
    """Be the one who visits this home's sources. Raises LeadlineError where somebody is already."""
    home.live.mkdir(exist_ok=True, mode=0o700)
    with ExitStack() as held:
        for left in reversed(range(_TRIES)):  # a page that asks whether somebody runs holds the folder for a moment
            try:
                held.enter_context(locked(home.live, busy=_ELSEWHERE))
                break
            except LeadlineError:
                if not left:
                    raise
                time.sleep(0.1)
        clear_drafts(home)
        yield


def is_running(home: Home) -> bool:
    """Whether somebody visits this home's sources now."""
    if not home.live.is_dir():
        return False
    try:
        with locked(home.live, busy=_ELSEWHERE):
            return False
    except LeadlineError:
        return True


def due(home: Home, sources: Sequence[Source], now: dt.datetime) -> list[Source]:
    """The sources whose turn it is."""
    states = [(source, read_state(home, source.name)) for source in sources]
    return [
        one
        for one, state in states
        if one.door != "file" and not state.gone and (state.next_at is None or state.next_at <= now)
    ]


def visit(
    home: Home,
    lake: Lake,
    source: Source,
    *,
    parties: PartyBook,
    now: dt.datetime,
    spread: Spread = random.uniform,
) -> State:
    """Fetch and keep what is new. Never raises for what is wrong at the source: the state says it."""
    began = read_state(home, source.name)
    state = replace(began, tried_at=now, began_at=began.began_at or now)
    try:
        asked = Visit(source, secret_of(home, source), state.cursor, now, spool_of(home, source.name))
        with within(_LONGEST_VISIT_SECONDS):
            for batch in DOORS[source.door].fetch(asked):
                with _TAKING:
                    count = take_in(home, lake, source, batch, parties=parties, now=home.now())
                state = state.after(batch.cursor, count, now)
                write_state(home, source.name, state)
        next_at = now + source.every * spread(0.9, 1.1)
        state = replace(state, reached_at=now, next_at=next_at, failures=0, error="", advice="")
        record_visit(lake, source.name, before=began.counts, after=state.counts, now=home.now())
    except LeadlineError as error:
        state = _failed(state, source, error, now, spread)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]  # its words may quote what people said, or a secret
        where = (source.name, type(error).__name__, Path(place.filename).name, place.lineno)
        log.error("source %s: %s in %s, line %s", *where)
        told = LeadlineError(
            f"Something happened that nobody foresaw ({type(error).__name__}).", "The log says where; report it."
        )
        state = _failed(state, source, told, now, spread)
    write_state(home, source.name, state)
    return state


def spool_of(home: Home, name: str) -> Path:
    """Where what was pushed for a source waits."""
    return home.live / "pushed" / name


def _failed(state: State, source: Source, error: LeadlineError, now: dt.datetime, spread: Spread) -> State:
    failures = state.failures + 1
    backing_off = min(source.every * 2 ** min(failures, _MOST_DOUBLED), _LONGEST_WAIT) * spread(0.5, 1.0)
    asked = error.wait if isinstance(error, DoorError) and error.wait else dt.timedelta()
    wait = max(backing_off, asked * spread(1.0, 1.1))
    log.warning("source %s: %s (%d in a row)", source.name, error.sentence, failures)
    return replace(
        state,
        failures=failures,
        error=error.sentence,
        advice=error.advice,
        gone=isinstance(error, DoorError) and error.for_good,
        next_at=now + wait,
    )
