"""Customer Support on Twitter: tweets between customers and brands, ids as whole numbers.

The surprises: rows are in no order, texts hold HTML entities, copies saved by pandas have an unnamed first
column and parents as `3.0`, and customers are numbers while brands are names.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from leadline.listen.codes import Coded, coded, same, together
from leadline.listen.fields import Cell, Unreadable, a_bool, an_id, an_instant, what_was_said
from leadline.listen.profiles.base import Cells, Kind, RawMessage
from leadline.listen.sheets import Column, Sheet, cells_of

_COLUMNS = {"tweet_id", "author_id", "inbound", "created_at", "text", "in_response_to_tweet_id"}


class Twcs:
    name = "twcs"
    kind: Kind = "messages"
    about_nobody = True

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

    def cells(self, sheet: Sheet) -> Cells:
        return partial(_cells, sheet)


def _cells(sheet: Sheet, name: str) -> Column:
    """One column of the contract."""
    if name in _SAME:
        return sheet.column(_SAME[name])
    if name in _ALWAYS:
        return same(_ALWAYS[name], len(sheet)).array()
    if name == "text":
        return [text and html.unescape(text) for text in cells_of(sheet.column("text"))]
    authors, roles = _read(sheet, "author_id", _an_author), _read(sheet, "inbound", _role)
    if name == "author":
        return authors.array()
    if name == "speaker_role":
        return roles.array()
    return together(authors, roles).read(lambda one: one[0] if one[1] == "brand" else None).array()


def _read(sheet: Sheet, name: str, read: Callable[[Cell], str | None]) -> Coded:
    return coded(sheet.column(name)).read(read)


_SAME = {"message_id": "tweet_id", "posted_at": "created_at", "reply_to": "in_response_to_tweet_id"}
_NEVER = ("thread_id", "kind", "public", "language", "area", "edited_at", "deleted_at")
_ALWAYS = {"channel": "x", "source": "twitter"} | dict.fromkeys(_NEVER)


def _role(cell: Cell) -> str:
    """A cell that says neither is none of the contract's roles, and refused."""
    try:
        return "customer" if a_bool(cell, "inbound") else "brand"
    except Unreadable:
        return "neither"


def _an_author(cell: Cell) -> str | None:
    try:
        return an_id(cell, "author_id")
    except Unreadable:
        return None
