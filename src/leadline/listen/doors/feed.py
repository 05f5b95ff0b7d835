"""What a feed says (RSS, Atom): one row an entry, again where its words changed.

In: an address. Out: rows. The surprises: a feed that did not change is not sent again (ETag, Last-Modified), and costs
nothing; an entry that is gone from the feed was pushed out by newer ones, so nothing is ever deleted; a feed that
answers 410 is gone for good, and asked no more.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import io
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from leadline.listen.doors.asking import SEALED, ask, client, web_address
from leadline.listen.doors.base import Batch, DoorError, Row, Visit, Word, instant, library
from leadline.listen.doors.plain_text import plain_text

_LONGEST = 90_000
_SIGN = re.compile(rb"&#([xX][0-9a-fA-F]{1,12}|[0-9]{1,12});?")
_HALVES = (0xD800, 0xDFFF)
_KINDS = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"


class Feed:
    name = "feed"
    secret = ""
    words: Mapping[str, Word] = {
        "address": Word("The feed's address; {secret} stands where its stored token goes.", required=True),
        "channel": Word("What its entries are: forum, review, blog, news.", default="web"),
    }

    def fetch(self, visit: Visit) -> Iterator[Batch]:
        url, cursor = web_address(visit.source.settings["address"]), visit.cursor
        asked = {"If-None-Match": cursor.get("etag"), "If-Modified-Since": cursor.get("modified")}
        with client(Accept=_KINDS) as on:
            headers = {name: value for name, value in asked.items() if value}
            answer, content = ask(
                on, "GET", url.replace(SEALED, quote(visit.secret, safe="")), now=visit.now, headers=headers
            )
        if answer.status_code == 304:
            yield Batch([], cursor)
            return
        feed = _parsed(content, answer, urlsplit(url).netloc)
        known: Mapping[str, Any] = cursor.get("entries", {})
        entries = [_Entry(one, feed, visit, known) for one in feed["entries"]]
        marks = {"etag": answer.headers.get("etag"), "modified": answer.headers.get("last-modified")}
        said = [one.row for one in entries if one.is_news]
        yield Batch(said[::-1], {**marks, "entries": {one.key: one.mark for one in entries}})


def _parsed(content: bytes, answer: Any, host: str) -> Any:
    """The feed. Raises DoorError where the answer is none; one with a fault is read as far as it can be."""
    kind = {
        "content-type": answer.headers.get("content-type", ""),
        "content-location": str(answer.url.copy_with(query=None, fragment=None)),
    }
    plain = io.BytesIO(_SIGN.sub(_sign, content))  # bytes may name a file here
    try:
        feed = library("feedparser").parse(plain, response_headers=kind)
    except (ValueError, OverflowError, RecursionError):
        feed = {"entries": []}
    if not feed["entries"] and (feed.get("bozo") or not feed.get("version")):
        raise DoorError(
            f"What {host} sent is no feed that can be read.", "Open the address, and look for the feed's own."
        )
    return feed


def _sign(found: re.Match[bytes]) -> bytes:
    """A sign by number; half of one, and what is none, would stop whoever reads the feed."""
    said = found[1].decode()
    number = int(said[1:], 16) if said[0] in "xX" else int(said)
    return found[0] if number < _HALVES[0] or _HALVES[1] < number <= sys.maxunicode else b"&#xFFFD;"


class _Entry:
    """One entry of a feed: its row, and whether it says something new."""

    def __init__(self, entry: Any, feed: Any, visit: Visit, known: Mapping[str, Any]) -> None:
        said = _text(entry)
        name = entry.get("id") or entry.get("link") or _digest(said)
        self.key = _digest(name)[:20]
        published = _instant(entry.get("published_parsed"))
        updated = _instant(entry.get("updated_parsed"))
        first = known.get(self.key, {}).get("first") or instant(visit.now)
        posted = published or updated or dt.datetime.fromisoformat(first)
        digest = _digest(f"{said}\0{updated}")[:20]
        self.mark = {"says": digest, "first": first}
        self.is_news = known.get(self.key, {}).get("says") != digest
        answered = entry.get("thr_in-reply-to") or entry.get("in-reply-to") or {}
        self.row: Row = {
            "message_id": name,
            "posted_at": instant(posted),
            "author": entry.get("author")
            or feed["feed"].get("author")
            or urlsplit(visit.source.settings["address"]).hostname,
            "text": said,
            "reply_to": answered.get("ref") if isinstance(answered, dict) else None,
            "channel": visit.source.settings["channel"],
            "language": (feed["feed"].get("language") or "")[:2].lower() or None,
        }
        if published and updated and updated > published:
            self.row["edited_at"] = instant(updated)


def _digest(said: str) -> str:
    """Also of half a sign, which an entity may name: its row is refused, and stops nothing."""
    return hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()


def _text(entry: Any) -> str:
    """The title and what stands below it."""
    title = plain_text(entry.get("title", ""))
    whole = next((one["value"] for one in entry.get("content", ())), None) or entry.get("summary", "")
    below = plain_text(whole)
    parts = (title, "" if below == title else below)
    return "\n".join(part for part in parts if part)[:_LONGEST]


def _instant(parsed: Any) -> dt.datetime | None:
    """feedparser gives UTC; what cannot be a time is none."""
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None
