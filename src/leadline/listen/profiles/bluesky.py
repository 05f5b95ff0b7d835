"""The repository of a Bluesky account (CAR): its posts, and its likes and reposts as actions.

The surprises: `createdAt` is set by the client and may lie; the record's key (TID) holds the microseconds at which it
was made, and where both differ by more than five minutes the key is believed. Follows, blocks and the profile are no
messages, and are refused by name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from leadline.listen.fields import Unreadable, an_instant
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import Contract, MessageExport

_TID = "234567abcdefghijklmnopqrstuvwxyz"
_DIFFERS = dt.timedelta(minutes=5)
_ACTIONS = ("app.bsky.feed.like", "app.bsky.feed.repost")


def _tell(row: Row) -> Iterator[Contract]:
    kind = row.word("collection")
    if kind != "app.bsky.feed.post" and kind not in _ACTIONS:
        raise Unreadable(f"“{kind}” is no post", "Only posts, likes and reposts are taken in.")
    is_post = kind not in _ACTIONS
    did, rkey = row.word("did"), row.word("rkey")
    languages = row.text("langs")
    yield {
        "message_id": f"at://{did}/{kind}/{rkey}",
        "posted_at": _made_at(row.text("created"), rkey),
        "author": did,
        "text": row.text("text") if is_post else "",
        "thread_id": row.word("root") if is_post else None,
        "reply_to": row.word("parent") if is_post else row.word("subject"),
        "channel": "bluesky",
        "kind": "message" if is_post else "action",
        "language": languages.strip('[]" ')[:2] or None,
    }


def _made_at(created: str, rkey: str) -> str:
    said, key = an_instant(created, "createdAt", None), of_tid(rkey)
    return (key if key and abs(key - said) > _DIFFERS else said).isoformat()


def of_tid(rkey: str) -> dt.datetime | None:
    """When a record's key was made; None where it is no TID (13 signs of base 32: microseconds, a clock's number)."""
    if len(rkey) != 13 or any(sign not in _TID for sign in rkey) or rkey[0] not in _TID[:16]:
        return None
    number = 0
    for sign in rkey:
        number = number << 5 | _TID.index(sign)
    made = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=number >> 10)
    return made if dt.datetime(2022, 1, 1, tzinfo=dt.UTC) < made < dt.datetime(2100, 1, 1, tzinfo=dt.UTC) else None


BLUESKY = MessageExport(
    name="bluesky-car",
    source="bluesky",
    columns={
        "did": ("did",),
        "collection": ("collection",),
        "rkey": ("rkey",),
        "text": ("text",),
        "created": ("createdAt",),
        "root": ("reply.root.uri",),
        "parent": ("reply.parent.uri",),
        "subject": ("subject.uri",),
        "langs": ("langs",),
    },
    needs=("did", "collection", "rkey", "created"),
    tell=_tell,
)
