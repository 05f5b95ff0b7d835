"""How a live source stands: its cursor, when it was reached, what went wrong, when it is tried again.

In: the home, a source's name. Out: a `State`, kept as one file a source. The surprise: the cursor and everything beside
it are written together, in one step that a power cut leaves done or undone, and only after the rows that the cursor has
passed stand in the lake.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from leadline.config import Home
from leadline.listen.intake import ImportCount

COUNTED = ("read", "new", "known", "refused", "edited", "deleted")


@dataclass(frozen=True)
class State:
    """All instants are in UTC. `reached_at` is the last visit that went well, `heard_at` the last that brought anything
    new; `failures` are visits in a row that did not go well, for the reason in `error`; `gone` says that the source
    answers never again. `counts` add up since it began.
    """

    cursor: Mapping[str, Any] = field(default_factory=dict)
    began_at: dt.datetime | None = None
    tried_at: dt.datetime | None = None
    reached_at: dt.datetime | None = None
    heard_at: dt.datetime | None = None
    next_at: dt.datetime | None = None
    failures: int = 0
    error: str = ""
    advice: str = ""
    gone: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)

    def after(self, cursor: Mapping[str, Any], count: ImportCount | None, now: dt.datetime) -> State:
        """When a batch stands in the lake."""
        if count is None:
            return replace(self, cursor=cursor)
        counts = {name: self.counts.get(name, 0) + getattr(count, name) for name in COUNTED}
        brought = count.new or count.edited or count.deleted
        return replace(self, cursor=cursor, counts=counts, heard_at=now if brought else self.heard_at)


_INSTANTS = frozenset(one.name for one in fields(State) if one.name.endswith("_at"))


def read_state(home: Home, name: str) -> State:
    """How the source stands; a new one where nothing is known, or what is cannot be read: then it begins anew, and what
    comes again is known row by row.
    """
    try:
        told = json.loads(_path(home, name).read_text())
        known = {one.name: told[one.name] for one in fields(State) if one.name in told}
        return State(**{key: _read(key, value) for key, value in known.items()})
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return State()


def write_state(home: Home, name: str, state: State) -> None:
    """In one step, and on the disk when this returns."""
    path = _path(home, name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    told = {one.name: _told(getattr(state, one.name)) for one in fields(State)}
    draft = path.with_name(f".{name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def forget_cursor(home: Home, name: str) -> None:
    """Let the next visit begin at the source's beginning, at once: what was lost in the lake comes again."""
    state = read_state(home, name)
    write_state(home, name, replace(state, cursor={}, next_at=None, gone=False, failures=0, error="", advice=""))


def _path(home: Home, name: str) -> Path:
    return home.live / "state" / f"{name}.json"


def _read(key: str, value: Any) -> Any:
    return dt.datetime.fromisoformat(value) if key in _INSTANTS and value is not None else value


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value
