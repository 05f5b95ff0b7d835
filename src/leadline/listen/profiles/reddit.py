"""Comments and posts of Reddit, as the monthly dumps hold them: one JSON object a line.

The surprises: times are seconds since 1970, as a number or a text; ids carry their kind (`t1_` a comment, `t3_` a post)
in references and not in `id`; who deleted an account is `[deleted]`, and each such message is somebody else's; later
dumps say that a message was deleted afterwards, and keep its text.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadline.listen.fields import Unreadable
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.exports import Contract, MessageExport

_GONE = frozenset({"[deleted]", "[removed]", "[ Removed by Reddit ]", "[deleted by user]"})


def _tell(row: Row) -> Iterator[Contract]:
    is_comment = bool(row.word("post"))
    name = f"{'t1' if is_comment else 't3'}_{row.id('id')}"
    author, said = row.word("author"), _said(row, is_comment)
    gone = said in _GONE
    seen_again = row.since_1970("seen_again") or row.since_1970("seen")
    yield {
        "message_id": name,
        "posted_at": row.since_1970("posted_at") or _no_time(),
        "author": f"deleted {name}" if author in _GONE or not author else author,
        "text": "" if gone else said,
        "thread_id": row.word("post") if is_comment else name,
        "reply_to": row.word("parent") or None,
        "channel": "reddit",
        "edited_at": row.since_1970("edited") if row.word("edited")[:1].isdigit() else None,
        "deleted_at": seen_again if gone or row.yes("deleted_later") else None,
    }


def _said(row: Row, is_comment: bool) -> str:
    if is_comment:
        return row.text("body")
    title, own = row.text("title"), row.text("selftext")
    return own if own in _GONE else f"{title}\n{own}".strip()


def _no_time() -> str:
    raise Unreadable("created_utc is empty", "Response times need the time of day: export with times.")


REDDIT = MessageExport(
    name="reddit",
    source="reddit",
    columns={
        "id": ("id",),
        "author": ("author",),
        "posted_at": ("created_utc",),
        "body": ("body",),
        "title": ("title",),
        "selftext": ("selftext",),
        "post": ("link_id",),
        "parent": ("parent_id",),
        "subreddit": ("subreddit",),
        "edited": ("edited",),
        "seen": ("retrieved_on", "retrieved_utc"),
        "deleted_later": ("_meta.was_deleted_later",),
        "seen_again": ("_meta.retrieved_2nd_on",),
    },
    needs=("id", "author", "posted_at", "subreddit"),
    about_nobody=True,
    tell=_tell,
)
