"""Leadline's own contract for messages, as CSV or NDJSON: what everything else can be turned into.

Required: message_id, posted_at, author, text. Everything else may be left out. docs/words/listen.md
documents the columns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from leadline.listen.fields import (
    LONGEST_ID,
    Cell,
    Unreadable,
    a_bool,
    a_text,
    a_word,
    an_id,
    an_instant,
    one_of,
    what_was_said,
)
from leadline.listen.profiles.base import Cells, Kind, RawMessage
from leadline.listen.sheets import Sheet
from leadline.words import MessageKind, SpeakerRole

REQUIRED = ("message_id", "posted_at", "author", "text")
OPTIONAL = (
    "thread_id",
    "reply_to",
    "channel",
    "about_party",
    "speaker_role",
    "kind",
    "public",
    "language",
    "area",
    "source",
    "edited_at",
    "deleted_at",
)
CHANGES = ("edited_at", "deleted_at")
"""Columns that say that a row is a later version of its message."""


class Messages:
    name = "messages"
    kind: Kind = "messages"

    def fits(self, header: tuple[str, ...]) -> bool:
        return set(header) >= set(REQUIRED) or set(header) >= {"message_id", "deleted_at"}

    def read(self, record: dict[str, Any], zone: ZoneInfo | None) -> RawMessage:
        deleted_at = _when(record.get("deleted_at"), "deleted_at", zone)
        if deleted_at:
            record = _with_what_went(record)
        return RawMessage(
            edited_at=_when(record.get("edited_at"), "edited_at", zone),
            deleted_at=deleted_at,
            message_id=an_id(record.get("message_id"), "message_id") or "",
            posted_at=an_instant(record.get("posted_at"), "posted_at", zone),
            text=what_was_said(record.get("text")),
            thread_id=an_id(record.get("thread_id"), "thread_id", required=False),
            reply_to=an_id(record.get("reply_to"), "reply_to", required=False),
            **{name: read(record.get(name)) for name, read in WORDS.items()},
        )

    def cells(self, sheet: Sheet) -> Cells:
        return sheet.column


def _with_what_went(record: dict[str, Any]) -> dict[str, Any]:
    """A row that says that its message is deleted may say no more than that."""
    if record.get("text"):
        return record  # it says what was said, so it must say when and by whom
    author, posted_at = record.get("author") or "nobody", record.get("posted_at") or record["deleted_at"]
    return {**record, "text": "", "author": author, "posted_at": posted_at}


def _when(cell: Cell, column: str, zone: ZoneInfo | None) -> dt.datetime | None:
    return an_instant(cell, column, zone) if a_word(cell, column) else None


def _an_author(cell: Cell) -> str:
    said = a_text(cell, "author", longest=LONGEST_ID)
    if not said.strip():
        raise Unreadable("author is empty", "Give each message its author's handle or name; it is kept as a pseudonym.")
    return said


def _in_small_letters(cell: Cell, column: str) -> str | None:
    said = a_word(cell, column)
    return said.lower() if said else None


def _a_kind(cell: Cell) -> str:
    return one_of(cell, "kind", frozenset(MessageKind)) or "message"


def _public(cell: Cell) -> bool:
    return a_bool(cell, "public", default=True)


WORDS: dict[str, Callable[[Cell], Any]] = {
    "author": _an_author,
    "channel": partial(_in_small_letters, column="channel"),
    "about_party": partial(a_word, column="about_party"),
    "speaker_role": partial(one_of, column="speaker_role", allowed=frozenset(SpeakerRole)),
    "kind": _a_kind,
    "public": _public,
    "language": partial(_in_small_letters, column="language"),
    "area": partial(a_word, column="area"),
    "source": partial(a_word, column="source"),
}
"""How each column is read whose cells say the same few things again and again."""
