"""The outbox that Mastodon gives an account's owner (`outbox.json`): ActivityStreams, what the account itself wrote.

The surprises: texts are HTML, ids are addresses whose last part is the number that the API gives; a boost says nothing
of its own and counts as an action; what is not addressed to everybody is not public.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import Contract, MessageExport
from leadline.listen.profiles.plain_text import plain_text

_EVERYBODY = "activitystreams#Public"


def _tell(row: Row) -> Iterator[Contract]:
    actor = row.word("actor")
    is_boost = row.word("type") == "Announce"
    address = row.word("activity") if is_boost else row.word("id")
    yield {
        "message_id": _number(address, actor) or row.id("id"),
        "posted_at": row.text("published"),
        "author": actor.rstrip("/").rpartition("/")[2] or actor,
        "text": "" if is_boost else plain_text(row.text("content")),
        "reply_to": _number(row.word("boosted") if is_boost else row.word("reply_to"), actor),
        "channel": "mastodon",
        "speaker_role": "brand",
        "kind": "action" if is_boost else "message",
        "public": "true" if _EVERYBODY in row.text("to") + row.text("cc") else "false",
    }


def _number(address: str, actor: str) -> str:
    """The number of a status of the account's own server; the whole address of another one's."""
    parts = address.removesuffix("/activity").rstrip("/").rpartition("/")
    is_own = urlsplit(address).netloc == urlsplit(actor).netloc if address.startswith("http") else False
    return parts[2] if is_own and parts[2].isdecimal() else address


MASTODON = MessageExport(
    name="mastodon-outbox",
    source="mastodon",
    columns={
        "activity": ("id",),
        "type": ("type",),
        "actor": ("actor",),
        "published": ("published",),
        "id": ("object.id", "id"),
        "boosted": ("object",),
        "content": ("object.content",),
        "reply_to": ("object.inReplyTo",),
        "to": ("to",),
        "cc": ("cc",),
    },
    needs=("activity", "type", "actor", "published"),
    tell=_tell,
)
