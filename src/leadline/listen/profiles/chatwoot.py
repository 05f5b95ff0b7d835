"""Messages of Chatwoot, as its API gives them (JSON, or an object a line).

The surprises: `created_at` is in seconds since 1970; types are numbers (0 in, 1 out, 2 an activity, 3 a template), and
a private message is a note among colleagues.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadline.listen.fields import Unreadable
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import Contract, MessageExport
from leadline.listen.profiles.plain_text import plain_text

_TYPES = {
    **dict.fromkeys(("0", "incoming"), ("message", "customer")),
    **dict.fromkeys(("1", "outgoing"), ("message", "brand")),
    **dict.fromkeys(("2", "activity"), ("system", "brand")),
    **dict.fromkeys(("3", "template"), ("auto", "brand")),
}


def _tell(row: Row) -> Iterator[Contract]:
    kind, role = _TYPES.get(row.word("type"), ("", ""))
    if not kind:
        raise Unreadable(f"message_type “{row.word('type')}” is not known", "Export it as Chatwoot's API gives it.")
    sender = f"{row.word('sender_type')} {row.word('sender')}".strip()
    yield {
        "message_id": row.id("id"),
        "posted_at": row.since_1970("posted_at"),
        "author": sender or ("chatwoot" if role == "brand" else f"visitor {row.word('conversation')}"),
        "text": plain_text(row.text("text")),
        "thread_id": row.id("conversation"),
        "channel": "chat",
        "speaker_role": role,
        "kind": "note" if row.yes("private") else kind,
        "public": "false",
    }


CHATWOOT = MessageExport(
    name="chatwoot",
    source="chatwoot",
    columns={
        "id": ("id",),
        "text": ("content",),
        "type": ("message_type",),
        "private": ("private",),
        "posted_at": ("created_at",),
        "conversation": ("conversation_id",),
        "sender": ("sender.id", "sender_id"),
        "sender_type": ("sender.type", "sender_type"),
    },
    needs=("id", "text", "type", "private", "posted_at", "conversation"),
    tell=_tell,
)
