"""What a door is: how the messages of one kind of live source are fetched.

To add one, copy a neighbour: one file with `words` and `fetch`, one line in `doors/__init__.py`. A door gives plain
rows of the contract for messages, so that privacy, threads, edits and exactly-once are the importer's, as for a file.
The surprise: a door keeps nothing. It is handed a cursor, gives the next one with each batch, and whoever asked keeps
that when the batch stands in the lake; so a batch may come twice, and never not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from leadline.errors import LeadlineError

Row = dict[str, Any]
"""A row of the contract for messages (profiles/messages.py): text, true, false or None under each name."""
Cursor = Mapping[str, Any]
"""Where a door stands at its source, as JSON would hold it; empty before the first visit."""
VISIT_ROWS = 5_000
"""About how many rows one visit brings at most: what is left comes with the next."""


@dataclass(frozen=True)
class Source:
    """One live source as `sources.yaml` declares it. `name` is the source of its messages in the lake, `settings` are
    the door's own words. `keep_days` is how long texts are kept, None for ever; `reply` says that the desk answers
    there, so that accounts are kept apart, encrypted.
    """

    name: str
    door: str
    settings: Mapping[str, str]
    every: dt.timedelta
    silent_after: dt.timedelta
    legal_basis: str
    consent: str = ""
    about: str | None = None
    keep_days: int | None = None
    reply: bool = False


@dataclass(frozen=True)
class Visit:
    """What a door needs to fetch. `secret` is the token or password, where there is one; `spool` holds what was
    pushed.
    """

    source: Source
    secret: str
    cursor: Cursor
    now: dt.datetime
    spool: Path


class Batch(NamedTuple):
    """Some rows, and where the door stands after them; or `files` of the spool, which leave it when taken in."""

    rows: list[Row]
    cursor: Cursor
    files: tuple[Path, ...] = ()


class Word(NamedTuple):
    """One word of a door in `sources.yaml`; `allowed` are all values that it may have, where they are few."""

    sentence: str
    required: bool = False
    default: str = ""
    allowed: tuple[str, ...] = ()


class Door(Protocol):
    """One kind of live source. `secret` says what it takes to sign in there, empty where nothing."""

    name: str
    secret: str
    words: Mapping[str, Word]

    def fetch(self, visit: Visit) -> Iterator[Batch]:
        """What is new since the cursor, oldest first. Raises DoorError."""
        ...


class DoorError(LeadlineError):
    """A source could not be read. `wait` is how long it asks to be left alone; `for_good` that it never answers
    again.
    """

    def __init__(self, sentence: str, advice: str, *, wait: dt.timedelta | None = None, for_good: bool = False) -> None:
        super().__init__(sentence, advice)
        self.wait, self.for_good = wait, for_good


def library(name: str) -> Any:
    """A library of the extra `live`. Raises DoorError where it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        raise DoorError(f"The library {name} is not installed.", "Install it: pip install 'leadline[live]'") from None


def instant(at: dt.datetime) -> str:
    """An instant with a zone as rows hold it, in UTC; at the ends of the calendar, where no other zone is, as it is."""
    try:
        return at.astimezone(dt.UTC).isoformat()
    except OverflowError:
        return at.replace(tzinfo=dt.UTC).isoformat()
