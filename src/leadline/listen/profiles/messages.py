"""Leadline's own contract for messages, as CSV or NDJSON: what everything else can be turned into.

Required: message_id, posted_at, author, text. Everything else may be left out. docs/words/listen.md
documents the columns.
"""

from __future__ import annotations

from typing import Any, Literal
from zoneinfo import ZoneInfo

from leadline.listen.fields import Unreadable, a_bool, an_id, an_instant, one_of
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
            text=record.get("text") or "",
            thread_id=an_id(record.get("thread_id"), "thread_id", required=False),
            reply_to=an_id(record.get("reply_to"), "reply_to", required=False),
            channel=_a_word(record.get("channel")),
            about_party=_said(record.get("about_party")),
            speaker_role=one_of(record.get("speaker_role"), "speaker_role", _ROLES),
            kind=one_of(record.get("kind"), "kind", _KINDS) or "message",
            public=a_bool(record.get("public"), "public", default=True),
            language=_a_word(record.get("language")),
            area=_said(record.get("area")),
            source=_said(record.get("source")),
        )


def _an_author(text: str | None) -> str:
    if not (text or "").strip():
        raise Unreadable("author is empty", "Give each message its author's handle or name; it is kept as a pseudonym.")
    return str(text)


def _said(text: str | None) -> str | None:
    return (text or "").strip() or None


def _a_word(text: str | None) -> str | None:
    said = _said(text)
    return said.lower() if said else None
