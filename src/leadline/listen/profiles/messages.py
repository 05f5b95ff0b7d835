"""Leadline's own contract for messages, as CSV or NDJSON: what everything else can be turned into.

Required: message_id, posted_at, author, text. Everything else may be left out. docs/words/listen.md
documents the columns.
"""

from __future__ import annotations

from typing import Any, Literal
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
from leadline.listen.profiles.base import RawMessage
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
)
_ROLES = frozenset(SpeakerRole)
_KINDS = frozenset(MessageKind)


class Messages:
    name = "messages"
    kind: Literal["messages", "metrics"] = "messages"

    def fits(self, header: tuple[str, ...]) -> bool:
        return set(header) >= set(REQUIRED)

    def read(self, record: dict[str, Any], zone: ZoneInfo | None) -> RawMessage:
        return RawMessage(
            message_id=an_id(record.get("message_id"), "message_id") or "",
            posted_at=an_instant(record.get("posted_at"), "posted_at", zone),
            author=_an_author(record.get("author")),
            text=what_was_said(record.get("text")),
            thread_id=an_id(record.get("thread_id"), "thread_id", required=False),
            reply_to=an_id(record.get("reply_to"), "reply_to", required=False),
            channel=_in_small_letters(record.get("channel"), "channel"),
            about_party=a_word(record.get("about_party"), "about_party"),
            speaker_role=one_of(record.get("speaker_role"), "speaker_role", _ROLES),
            kind=one_of(record.get("kind"), "kind", _KINDS) or "message",
            public=a_bool(record.get("public"), "public", default=True),
            language=_in_small_letters(record.get("language"), "language"),
            area=a_word(record.get("area"), "area"),
            source=a_word(record.get("source"), "source"),
        )


def _an_author(cell: Cell) -> str:
    said = a_text(cell, "author", longest=LONGEST_ID)
    if not said.strip():
        raise Unreadable("author is empty", "Give each message its author's handle or name; it is kept as a pseudonym.")
    return said


def _in_small_letters(cell: Cell, column: str) -> str | None:
    said = a_word(cell, column)
    return said.lower() if said else None
