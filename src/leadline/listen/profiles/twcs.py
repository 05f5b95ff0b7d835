"""Customer Support on Twitter: tweets between customers and brands, ids as whole numbers.

The surprises: rows are in no order, texts hold HTML entities, copies saved by pandas have an unnamed first
column and parents as `3.0`, and customers are numbers while brands are names.
"""

from __future__ import annotations

import html
from typing import Any, Literal
from zoneinfo import ZoneInfo

from leadline.listen.fields import a_bool, an_id, an_instant, what_was_said
from leadline.listen.profiles.base import RawMessage

_COLUMNS = {"tweet_id", "author_id", "inbound", "created_at", "text", "in_response_to_tweet_id"}


class Twcs:
    name = "twcs"
    kind: Literal["messages", "metrics"] = "messages"

    def fits(self, header: tuple[str, ...]) -> bool:
        return set(header) >= _COLUMNS

    def read(self, record: dict[str, Any], zone: ZoneInfo | None) -> RawMessage:
        author = an_id(record.get("author_id"), "author_id") or ""
        by_brand = not a_bool(record.get("inbound"), "inbound")
        return RawMessage(
            message_id=an_id(record.get("tweet_id"), "tweet_id") or "",
            posted_at=an_instant(record.get("created_at"), "created_at", zone),
            author=author,
            text=html.unescape(what_was_said(record.get("text"))),
            reply_to=an_id(record.get("in_response_to_tweet_id"), "in_response_to_tweet_id", required=False),
            channel="x",
            about_party=author if by_brand else None,
            speaker_role="brand" if by_brand else "customer",
            source="twitter",
        )
