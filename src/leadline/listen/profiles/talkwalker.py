"""Mentions of Talkwalker, as its export (xlsx, CSV) or its API names them: JSON paths as columns.

The surprises: `published` is a text with the day first in exports and milliseconds since 1970 in the API; there is no
short id, so the address of the mention stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import Contract, MessageExport
from leadline.listen.profiles.plain_text import plain_text

_MILLIS = re.compile(r"\d{12,14}")


def _tell(row: Row) -> Iterator[Contract]:
    published, title, content = row.word("published"), row.text("title").strip(), row.text("content")
    is_millis = bool(_MILLIS.fullmatch(published))
    yield {
        "message_id": row.id("url"),
        "posted_at": row.since_1970("published", a_second=1000) if is_millis else row.instant("published"),
        "author": row.word("author_id") or row.word("short_name") or row.word("name") or f"unnamed {row.word('url')}",
        "text": plain_text(content if not title or content.startswith(title) else f"{title}\n{content}"),
        "channel": row.word("kind").casefold().partition("_")[2] or row.word("kind").casefold() or "media",
        "language": row.word("language")[:2].casefold() or None,
    }


TALKWALKER = MessageExport(
    name="talkwalker",
    source="talkwalker",
    columns={
        "url": ("url",),
        "published": ("published",),
        "title": ("title",),
        "content": ("content",),
        "language": ("lang",),
        "kind": ("source_type",),
        "name": ("extra_author_attributes.name",),
        "short_name": ("extra_author_attributes.short_name",),
        "author_id": ("extra_author_attributes.id",),
    },
    needs=("url", "published", "content", "kind"),
    days=("published",),
    about_nobody=True,
    tell=_tell,
)
