"""What people say to an account on Mastodon, and what it answers: mentions, own posts, a hashtag.

In: a server, a token with the scopes read:accounts, read:notifications and read:statuses. Out: rows. The surprise: the
server tells of edits and deletions only to whoever asks about each post, so the posts of the last days are asked for
again, a few each visit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from leadline.listen.doors.asking import LARGEST_ANSWER, PATIENCE_SECONDS, web_address
from leadline.listen.doors.base import VISIT_ROWS, Batch, Cursor, DoorError, Row, Visit, Word, instant, library
from leadline.listen.doors.plain_text import plain_text
from leadline.listen.doors.reaching import checked_session, is_over, too_slow
from leadline.listen.doors.watched import Watched

_PAGE = 40
_ASKED_AGAIN = 30
"""Posts that one visit asks about again: a server allows 300 questions in five minutes."""

_Way: TypeAlias = tuple[str, Callable[[str | None], list[Any]], Callable[[Any], Any]]


class MastodonDoor:
    name = "mastodon"
    secret = "an access token with read:accounts, read:notifications and read:statuses"  # noqa: S105 - a sentence
    words: Mapping[str, Word] = {
        "server": Word("The server of the account, as in https://mastodon.example.", required=True),
        "hashtag": Word("A hashtag whose public posts come in, too."),
    }

    def fetch(self, visit: Visit) -> Iterator[Batch]:
        reading = _Reading(visit)
        try:
            yield from reading.batches()
        except library("mastodon").MastodonError as error:
            raise reading.refused(error) from None


class _Reading:
    """One visit."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._server = web_address(visit.source.settings["server"], with_secret=True)
        self._api: Any = library("mastodon").Mastodon(
            api_base_url=self._server,
            access_token=visit.secret,
            ratelimit_method="throw",
            request_timeout=PATIENCE_SECONDS,
            session=checked_session(LARGEST_ANSWER),
            version_check_mode="none",
        )

    def batches(self) -> Iterator[Batch]:
        cursor: dict[str, Any] = {"after": {}, **self._visit.cursor}
        me = cursor["me"] = cursor.get("me") or str(self._api.account_verify_credentials()["id"])
        for name, page, status_of in self._ways(me):
            rows = 0
            while (found := page(cursor["after"].get(name))) and rows < VISIT_ROWS:
                statuses = [status for one in found if (status := status_of(one)) is not None]
                newest = str(max(int(one["id"]) for one in found))
                cursor = self._after(cursor, name, newest, statuses)
                rows += len(statuses)
                yield Batch([self._row(one) for one in statuses], cursor)
        yield self._asked_again(cursor)

    def _ways(self, me: str) -> list[_Way]:
        """Lists of the server by name: how a page after an id is asked for, and the post in each of its entries."""
        api, tag = self._api, self._visit.source.settings.get("hashtag", "").lstrip("#")

        def mentions(after: str | None) -> list[Any]:
            return list(api.notifications(types=["mention"], min_id=after or "0", limit=_PAGE))

        def own(after: str | None) -> list[Any]:
            return list(api.account_statuses(me, exclude_reblogs=True, min_id=after or "0", limit=_PAGE))

        def tagged(after: str | None) -> list[Any]:
            return list(api.timeline_hashtag(tag, min_id=after or "0", limit=_PAGE))

        ways: list[_Way] = [("mentions", mentions, _mentioned), ("own", own, _itself)]
        return [*ways, ("hashtag", tagged, _itself)] if tag else ways

    def _after(self, cursor: Cursor, name: str, newest: str, statuses: list[Any]) -> dict[str, Any]:
        watched = Watched.of(cursor, self._visit.now)
        for one in statuses:
            watched.add(str(one["id"]), one["created_at"], _edited(one))
        return {**cursor, "after": {**cursor["after"], name: newest}, "watched": watched.kept()}

    def _asked_again(self, cursor: Cursor) -> Batch:
        """What became of some posts of the last days since they came in."""
        watched, rows = Watched.of(cursor, self._visit.now), list[Row]()
        for key in watched.next(_ASKED_AGAIN):
            try:
                status = self._api.status(key)
            except library("mastodon").MastodonNotFoundError:
                rows.append({"message_id": key, "deleted_at": instant(self._visit.now), "channel": "mastodon"})
                watched.drop(key)
                continue
            if _edited(status) != watched.state(key):
                rows.append(self._row(status))
            watched.add(key, status["created_at"], _edited(status))
        return Batch(rows, {**cursor, "watched": watched.kept()})

    def _row(self, status: Any) -> Row:
        accounts = {one["url"]: one["acct"] for one in status["mentions"]}
        warning = status.get("spoiler_text") or ""
        said = plain_text(status["content"], accounts=accounts)
        row = {
            "message_id": str(status["id"]),
            "posted_at": instant(status["created_at"]),
            "author": status["account"]["acct"],
            "text": f"{warning}\n{said}" if warning else said,
            "reply_to": str(status["in_reply_to_id"]) if status["in_reply_to_id"] else None,
            "channel": "mastodon",
            "public": status["visibility"] in ("public", "unlisted"),
            "language": status.get("language"),
            "kind": "auto" if status["account"].get("bot") else "message",
        }
        return row | ({"edited_at": _edited(status)} if _edited(status) else {})

    def refused(self, error: Exception) -> DoorError:
        """In words, without what the server said."""
        library_, host = library("mastodon"), urlsplit(self._server).netloc
        if is_over():
            return too_slow(host)
        if isinstance(error, library_.MastodonRatelimitError):
            reset = self._api.ratelimit_reset
            seconds = reset - self._visit.now.timestamp() if reset else 300
            wait = dt.timedelta(seconds=min(max(seconds, 1), 86_400))
            return DoorError(f"{host} asks for fewer questions.", "It is left alone as long as it says.", wait=wait)
        if isinstance(error, library_.MastodonUnauthorizedError):
            return DoorError(f"{host} refuses the token.", "Make a new one and store it: leadline listen secret SOURCE")
        if isinstance(error, library_.MastodonNetworkError):
            return DoorError(f"{host} could not be reached.", "Check the address; it is tried again by itself.")
        if isinstance(error, library_.MastodonServerError):
            return DoorError(f"{host} has a fault of its own.", "It is tried again by itself.")
        return DoorError(
            f"{host} refuses the question ({type(error).__name__}).", "Check the token's scopes and the hashtag."
        )


def _mentioned(notification: Any) -> Any:
    return notification.get("status")


def _itself(status: Any) -> Any:
    """A post; what somebody only passes on was said by another."""
    return None if status.get("reblog") else status


def _edited(status: Any) -> str:
    return instant(status["edited_at"]) if status.get("edited_at") else ""
