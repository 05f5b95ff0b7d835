"""The archive that X gives an account's owner (`data/tweets.js`): what the account itself wrote.

The surprises: the file is JavaScript, counts are texts, texts hold HTML's signs; whom it answers is known by id only,
so that response times need the customers' messages from elsewhere. Whose archive it is stands in another of its files:
say so by `--source`, or a party's account is not recognised; here the speaker is the brand.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import Contract, MessageExport

_AUTHOR = "owner of the archive"


def _tell(row: Row) -> Iterator[Contract]:
    yield {
        "message_id": row.id("id"),
        "posted_at": row.text("posted_at"),
        "author": _AUTHOR,
        "text": html.unescape(row.text("text")),
        "reply_to": row.word("reply_to"),
        "channel": "x",
        "speaker_role": "brand",
        "language": row.word("language") if row.word("language") != "und" else None,
    }


X_ARCHIVE = MessageExport(
    name="x-archive",
    source="x",
    columns={
        "id": ("id_str",),
        "text": ("full_text",),
        "posted_at": ("created_at",),
        "reply_to": ("in_reply_to_status_id_str",),
        "language": ("lang",),
        "likes": ("favorite_count",),
    },
    needs=("id", "text", "posted_at"),
    tell=_tell,
)
