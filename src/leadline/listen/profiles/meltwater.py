"""Mentions of Meltwater, as its export writes them: UTF-16 with tabs, though it is called CSV.

The surprises: the text is cut to its opening and the sentence that was found; there is no id but the address.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import Contract, MessageExport


def _tell(row: Row) -> Iterator[Contract]:
    parts = [row.text(field).strip() for field in ("headline", "opening", "hit")]
    said = [part for part in dict.fromkeys(parts) if not any(part in other and part != other for other in parts)]
    yield {
        "message_id": row.id("url"),
        "posted_at": row.instant("published"),
        "author": row.word("author") or row.word("outlet") or f"unnamed {row.word('url')}",
        "text": "\n".join(said),
        "channel": "media",
        "language": row.word("language")[:2].casefold() if len(row.word("language")) == 2 else None,
    }


MELTWATER = MessageExport(
    name="meltwater",
    source="meltwater",
    columns={
        "published": ("Date",),
        "headline": ("Headline",),
        "url": ("URL",),
        "opening": ("Opening Text",),
        "hit": ("Hit Sentence",),
        "outlet": ("Source",),
        "author": ("Influencer",),
        "language": ("Language",),
    },
    needs=("published", "url", "hit", "outlet"),
    days=("published",),
    about_nobody=True,
    tell=_tell,
)
