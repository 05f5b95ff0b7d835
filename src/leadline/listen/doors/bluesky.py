"""What people say to an account on Bluesky, and what it answers: mentions, replies, quotes, own posts, a search.

In: a server (PDS), a handle and an app password. Out: rows. The surprises: a post's `createdAt` is whatever its
writer's program says, so the time is read from the record's key where the server made it; lists come newest first, so
a long one is read over several visits and its place kept; and a deleted post is simply not there when it is asked for
again.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from leadline.listen.doors.asking import ask, client, web_address
from leadline.listen.doors.base import VISIT_ROWS, Batch, Cursor, DoorError, Row, Visit, Word, instant
from leadline.listen.doors.watched import Watched

_PAGE = 100
_HEAD = 200
"""Newest entries of a list that are known again at the next visit."""
_POSTS_AT_ONCE = 25
_ASKED_AGAIN = 200
_TO_US = frozenset({"mention", "reply", "quote"})
_TID = re.compile(r"[234567a-j][234567a-z]{12}")
_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
_FIRST = dt.datetime(2022, 11, 1, tzinfo=dt.UTC)
"""No record is older than the network."""
_AHEAD = dt.timedelta(minutes=5)


class Bluesky:
    name = "bluesky"
    secret = "an app password of the account"  # noqa: S105 - a sentence
    words: Mapping[str, Word] = {
        "server": Word("The account's server (PDS).", default="https://bsky.social"),
        "account": Word("The account's handle, as in halden.bsky.social.", required=True),
        "search": Word("Words to search public posts for."),
    }

    def fetch(self, visit: Visit) -> Iterator[Batch]:
        with client() as on:
            reading = _Reading(visit, on)
            cursor = dict(visit.cursor)
            for name, method, asked, entry in reading.ways():
                for batch in reading.walk(cursor, name, method, asked, entry):
                    cursor = dict(batch.cursor)
                    yield batch
            yield reading.asked_again(cursor)


class _Reading:
    """One visit."""

    def __init__(self, visit: Visit, on: Any) -> None:
        self._visit, self._on = visit, on
        self._server = web_address(visit.source.settings["server"], with_secret=True)
        account = visit.source.settings["account"].lstrip("@")
        session = self._call(
            "POST", "com.atproto.server.createSession", json={"identifier": account, "password": visit.secret}
        )
        self._me = str(session["did"])
        on.headers["Authorization"] = f"Bearer {session['accessJwt']}"

    def ways(self) -> list[tuple[str, str, dict[str, Any], str]]:
        """Lists by name: the method, what it is asked, and under which name its entries stand."""
        own = {"actor": self._me, "filter": "posts_with_replies"}
        found: list[tuple[str, str, dict[str, Any], str]] = [
            ("to us", "app.bsky.notification.listNotifications", {}, "notifications"),
            ("own", "app.bsky.feed.getAuthorFeed", own, "feed"),
        ]
        if words := self._visit.source.settings.get("search"):
            found.append(("search", "app.bsky.feed.searchPosts", {"q": words, "sort": "latest"}, "posts"))
        return found

    def walk(self, cursor: Cursor, name: str, method: str, asked: Mapping[str, Any], entry: str) -> Iterator[Batch]:
        """A list from its top, or from where the last visit left it, down to what is known."""
        place = {"page": None, "head": [], "next": [], **cursor.get(name, {})}
        rows = 0
        while rows < VISIT_ROWS:
            page = {"cursor": place["page"]} if place["page"] else {}
            told = self._call("GET", method, params={**asked, **page, "limit": _PAGE})
            posts = [post for one in told.get(entry, []) if (post := self._post(one)) is not None]
            uris = [post["uri"] for post in posts]
            if len(place["next"]) < _HEAD:
                place["next"] = [*place["next"], *uris][:_HEAD]
            over = not told.get("cursor") or not told.get(entry) or not set(uris).isdisjoint(place["head"])
            if over:
                place = {"page": None, "head": place["next"] or place["head"], "next": []}
            else:
                place["page"] = told["cursor"]
            watched = Watched.of(cursor, self._visit.now)
            for post in posts:
                watched.add(post["uri"], self._said_at(post), "")
            cursor = {**cursor, name: dict(place), "watched": watched.kept()}
            rows += len(posts)
            yield Batch([self._read(post) for post in reversed(posts)], cursor)
            if over:
                return

    def asked_again(self, cursor: Cursor) -> Batch:
        """Which posts of the last days are gone. Bluesky has no edits."""
        watched, rows = Watched.of(cursor, self._visit.now), list[Row]()
        turn = watched.next(_ASKED_AGAIN)
        for first in range(0, len(turn), _POSTS_AT_ONCE):
            some = turn[first : first + _POSTS_AT_ONCE]
            told = self._call("GET", "app.bsky.feed.getPosts", params={"uris": some})
            there = {post["uri"] for post in told["posts"]}
            for uri in some:
                if uri in there:
                    watched.add(uri, watched.said_at(uri), "")
                    continue
                watched.drop(uri)
                rows.append({"message_id": uri, "deleted_at": instant(self._visit.now), "channel": "bluesky"})
        return Batch(rows, {**cursor, "watched": watched.kept()})

    def _post(self, entry: dict[str, Any]) -> dict[str, Any] | None:
        """The post of an entry of any list; None for likes and follows, and for what is only passed on."""
        if "reason" in entry and isinstance(entry["reason"], str):
            return entry if entry["reason"] in _TO_US else None
        if "post" in entry:
            return None if entry.get("reason") else entry["post"]
        return entry

    def _read(self, post: dict[str, Any]) -> Row:
        """A post as a row; one whose record is none as a row without a text, which is refused: whoever writes posts
        must not be able to stop the visits."""
        try:
            return self._row(post)
        except (ValueError, TypeError, AttributeError, KeyError):
            return {"message_id": post["uri"], "posted_at": instant(self._visit.now), "author": "nobody"}

    def _row(self, post: dict[str, Any]) -> Row:
        said, author = post["record"], post["author"]
        reply, handle = said.get("reply") or {}, author.get("handle") or ""
        return {
            "message_id": post["uri"],
            "posted_at": instant(self._said_at(post)),
            "author": author["did"] if handle in ("", "handle.invalid") else handle,
            "text": said.get("text") or "",
            "thread_id": reply.get("root", {}).get("uri") or post["uri"],
            "reply_to": reply.get("parent", {}).get("uri"),
            "channel": "bluesky",
            "public": True,
            "language": next(iter(said.get("langs") or []), None),
        }

    def _said_at(self, post: dict[str, Any]) -> dt.datetime:
        """By the record's key where that is a plausible time, else as the writer's program says."""
        indexed = _instant(post.get("indexedAt"))
        by_key = _time_of(post["uri"].rpartition("/")[2])
        if by_key and by_key >= _FIRST and (indexed is None or by_key <= max(indexed, self._visit.now) + _AHEAD):
            return by_key
        return _instant(post["record"].get("createdAt")) or indexed or self._visit.now

    def _call(self, how: str, method: str, **what: Any) -> dict[str, Any]:
        host = urlsplit(self._server).netloc
        _, content = ask(self._on, how, f"{self._server}/xrpc/{method}", now=self._visit.now, **what)
        try:
            told = json.loads(content)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise DoorError(f"{host} did not answer as a server of Bluesky does.", "Check the server in sources.yaml.")
        return told


def _time_of(key: str) -> dt.datetime | None:
    """The time in a record's key (TID): microseconds since 1970 in its first 53 bits, and 10 bits of a clock's name."""
    if not _TID.fullmatch(key):
        return None
    number = 0
    for sign in key:
        number = number * 32 + _LETTERS.index(sign)
    return dt.datetime.fromtimestamp((number >> 10) / 1e6, dt.UTC)


def _instant(said: object) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return at if at.tzinfo else None
