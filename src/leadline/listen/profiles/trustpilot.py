"""Reviews of Trustpilot, as a business exports them (CSV or xlsx).

The surprises: `Review ID` is written in two ways, a review may have no words, times are UTC as the column says. The
reply's words are not in the export, so no reply comes in; neither do stars.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import Contract, MessageExport


def _tell(row: Row) -> Iterator[Contract]:
    name = row.id("id")
    yield {
        "message_id": name,
        "posted_at": row.instant("created"),
        "author": row.word("author") or row.word("name") or f"reviewer {name}",
        "text": "\n".join(part for part in (row.text("title").strip(), row.text("content")) if part),
        "channel": "review",
        "speaker_role": "customer",
        "area": row.word("place") or None,
    }


TRUSTPILOT = MessageExport(
    name="trustpilot",
    source="trustpilot",
    columns={
        "id": ("Review Id",),
        "created": ("Review Created (UTC)",),
        "author": ("Review Consumer User Id",),
        "name": ("Review Username",),
        "title": ("Review Title",),
        "content": ("Review Content",),
        "stars": ("Review Stars",),
        "place": ("Location Name",),
    },
    needs=("id", "created", "content"),
    zone="UTC",
    days=("created",),
    tell=_tell,
)
