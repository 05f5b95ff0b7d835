"""Reviews of an app in Google Play, with the developer's replies (CSV in UTF-16).

The surprises: the id stands inside the link only, nobody is named, and one row holds two messages where the developer
replied: the review, and the answer with its own time, so that response times come with the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leadline.listen.fields import Unreadable
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import Contract, MessageExport

_ID = re.compile(r"[?&#/]reviewId=([\w:-]{4,200})|[?&]reviewid=([\w:-]{4,200})", re.IGNORECASE)


def _tell(row: Row) -> Iterator[Contract]:
    name = _review_id(row)
    posted = row.since_1970("posted_millis", a_second=1000) or row.instant("posted")
    edited = row.since_1970("edited_millis", a_second=1000) or row.instant("edited")
    said = "\n".join(part for part in (row.text("title").strip(), row.text("text")) if part)
    same = {"channel": "review", "thread_id": name, "language": row.word("language")[:2].casefold() or None}
    yield same | {
        "message_id": name,
        "posted_at": posted,
        "author": f"reviewer {name}",
        "text": said,
        "speaker_role": "customer",
        "edited_at": edited if edited != posted else None,
    }
    replied = row.since_1970("replied_millis", a_second=1000) or row.instant("replied")
    if replied and row.text("reply").strip():
        yield same | {
            "message_id": f"{name}-reply",
            "posted_at": replied,
            "author": row.word("package") or "developer",
            "text": row.text("reply"),
            "reply_to": name,
            "speaker_role": "brand",
        }


def _review_id(row: Row) -> str:
    found = _ID.search(row.text("link"))
    if not found:
        raise Unreadable("Review Link holds no id of the review", "Export the file again: reviews have links.")
    return found[1] or found[2]


GOOGLE_PLAY = MessageExport(
    name="google-play",
    source="google-play",
    columns={
        "package": ("Package Name",),
        "language": ("Reviewer Language",),
        "posted": ("Review Submit Date and Time",),
        "posted_millis": ("Review Submit Millis Since Epoch",),
        "edited": ("Review Last Update Date and Time",),
        "edited_millis": ("Review Last Update Millis Since Epoch",),
        "title": ("Review Title",),
        "text": ("Review Text",),
        "replied": ("Developer Reply Date and Time",),
        "replied_millis": ("Developer Reply Millis Since Epoch",),
        "reply": ("Developer Reply Text",),
        "link": ("Review Link",),
    },
    needs=("package", "text", "link", "posted_millis"),
    tell=_tell,
)
