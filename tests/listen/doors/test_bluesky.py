"""The door to Bluesky, against a small server that answers as the real one was seen to (`make test-bluesky` asks the
real one: PDS and AppView of the developers' own network).
"""

from __future__ import annotations

import datetime as dt
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from leadline.config import PSEUDONYMS
from leadline.listen.doors.bluesky import _LETTERS, _time_of
from leadline.listen.live import find_source, keep_secret
from leadline.listen.privacy import pseudonym
from tests.listen.conftest import bytes_of

NOW = dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)
PASSWORD = "app-14142135"
US = "did:plc:halden"


def tid(at: dt.datetime) -> str:
    number, said = int(at.timestamp() * 1_000_000) << 10, ""
    for _ in range(13):
        number, place = divmod(number, 32)
        said = _LETTERS[place] + said
    return said


class Network:
    """Posts of a small network; lists come newest first, in pages, as XRPC gives them."""

    def __init__(self) -> None:
        self.posts: list[dict] = []
        self.status: tuple[int, dict[str, str]] | None = None
        self.pages = 0

    def say(self, who: str, text: str, at: dt.datetime, *, answers: dict | None = None, said_at: str = "") -> dict:
        uri = f"at://did:plc:{who}/app.bsky.feed.post/{tid(at)}"
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": said_at or at.isoformat(), "langs": ["en"]}
        if answers:
            root = answers["record"].get("reply", {}).get("root") or {"uri": answers["uri"], "cid": "x"}
            record["reply"] = {"root": root, "parent": {"uri": answers["uri"], "cid": "x"}}
        author = {"did": f"did:plc:{who}", "handle": f"{who}.bsky.example"}
        post = {"uri": uri, "cid": "x", "author": author, "record": record, "indexedAt": record["createdAt"]}
        self.posts.append(post)
        return post

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        address = urlsplit(path)
        name, asked = address.path.rpartition("/")[2], parse_qs(address.query)
        if name.endswith("createSession"):
            if json.loads(body)["password"] != PASSWORD:
                return 401, {}, b'{"error":"AuthenticationRequired","message":"Invalid identifier or password"}'
            return 200, {}, json.dumps({"did": US, "accessJwt": "jwt-17320508"}).encode()
        if headers.get("authorization") != "Bearer jwt-17320508":
            return 401, {}, b"{}"
        if self.status:
            return self.status[0], self.status[1], b"{}"
        return 200, {}, json.dumps(getattr(self, name.rpartition(".")[2])(asked)).encode()

    def listNotifications(self, asked):  # noqa: N802 - as the method is called
        mine = [post for post in self.posts if post["author"]["did"] != US]
        reasons = {True: "reply", False: "mention"}
        found = [{**post, "reason": reasons["reply" in post["record"]]} for post in mine]
        like = {"uri": "at://x/app.bsky.feed.like/1", "reason": "like", "record": {}, "author": {}, "indexedAt": "x"}
        return self._page("notifications", [*found, like], asked)

    def getAuthorFeed(self, asked):  # noqa: N802
        return self._page("feed", [{"post": post} for post in self.posts if post["author"]["did"] == US], asked)

    def getPosts(self, asked):  # noqa: N802
        return {"posts": [post for post in self.posts if post["uri"] in asked["uris"]]}

    def _page(self, name, found, asked):
        self.pages += 1
        first = int(asked.get("cursor", ["0"])[0])
        some = found[::-1][first : first + int(asked["limit"][0])]
        more = {"cursor": str(first + len(some))} if first + len(some) < len(found) else {}
        return {name: some, **more}


@pytest.fixture
def network(serve, declare, home):
    network = Network()
    served = serve(network.answer)
    declare("halden-bluesky", "bluesky", server=served.url, account="halden.bsky.example", about="halden")
    keep_secret(home, find_source(home, "halden-bluesky"), PASSWORD)
    return network


def test_what_customers_say_and_what_the_account_answers_come_in_once_as_conversations(network, come, said, home):
    """S1.14: heard live."""
    asked = network.say("ann", "@halden.bsky.example my line is dead", NOW - dt.timedelta(hours=3))
    reply = network.say("halden", "Sorry!", NOW - dt.timedelta(hours=2), answers=asked)
    network.say("ann", "It works again", NOW - dt.timedelta(hours=1), answers=reply)
    state = come("halden-bluesky", now=NOW)
    assert (state.error, state.counts["new"]) == ("", 3)
    assert len({one["thread_id"] for one in said()}) == 1
    assert said()[1]["reply_to"] == said()[0]["message_id"]
    assert said()[0]["author"] == pseudonym(home.key(PSEUDONYMS), "bluesky", "ann.bsky.example")
    assert b"did:plc:ann" not in bytes_of(home)
    assert come("halden-bluesky", now=NOW).counts["new"] == 3


def test_a_long_list_is_read_to_its_end_and_next_time_only_its_top(network, come, said):
    for place in range(430):
        network.say("ann", f"question {place}", NOW - dt.timedelta(minutes=place + 60))
    network.posts.sort(key=lambda post: post["record"]["createdAt"])
    assert come("halden-bluesky", now=NOW).counts["new"] == 430
    network.say("bob", "one more", NOW)
    network.pages = 0
    assert come("halden-bluesky", now=NOW).counts["new"] == 431
    assert network.pages == 2
    assert len(said()) == 431


def test_a_visit_that_died_goes_on_where_it_was_and_misses_nothing(network, come, said, monkeypatch):
    monkeypatch.setattr("leadline.listen.doors.bluesky.VISIT_ROWS", 150)
    for place in range(500):
        network.say("ann", f"question {place}", NOW - dt.timedelta(minutes=600 - place))
    for visits in range(8):
        come("halden-bluesky", now=NOW)
        network.say("bob", f"meanwhile {visits}", NOW - dt.timedelta(minutes=60 - visits))
    come("halden-bluesky", now=NOW)
    assert len(said()) == 508


def test_a_deleted_post_is_kept_as_one_though_its_thread_is_gone(network, come, said):
    gone = network.say("ann", "regretted", NOW - dt.timedelta(hours=2))
    network.say("bob", "kept", NOW - dt.timedelta(hours=1))
    come("halden-bluesky", now=NOW)
    network.posts.remove(gone)
    assert come("halden-bluesky", now=NOW).counts["deleted"] == 1
    assert [one["deleted_at"] is not None for one in said()] == [True, False]


def test_the_time_is_read_from_the_key_where_the_writers_program_says_another(network, come, said):
    network.say("ann", "from the past", NOW - dt.timedelta(hours=1), said_at="2024-03-31T02:30:00+02:00")
    come("halden-bluesky", now=NOW)
    assert said()[0]["posted_at"] == NOW - dt.timedelta(hours=1)
    assert _time_of("3lffdtoljek2o") is not None
    assert _time_of("self") is None


def test_a_limit_is_kept_and_a_wrong_password_is_a_sentence(network, come, home, caplog):
    network.status = 429, {"RateLimit-Reset": str(int((NOW + dt.timedelta(minutes=50)).timestamp()))}
    state = come("halden-bluesky", now=NOW)
    assert dt.timedelta(minutes=50) <= state.next_at - NOW <= dt.timedelta(minutes=55)
    keep_secret(home, find_source(home, "halden-bluesky"), "wrong-22360679")
    state = come("halden-bluesky", now=NOW)
    assert "refuses the token or password" in state.error
    assert "22360679" not in caplog.text + str(state)
    assert "jwt-17320508" not in caplog.text


@pytest.mark.parametrize("what", ["a time before all times", "no reply", "no text", "languages"])
def test_nobody_stops_the_visits_to_bluesky_by_a_post(network, come, said, what):
    """Its writer chooses the key, the time and all else of a record."""
    at = NOW - dt.timedelta(hours=3)
    network.say("halden", "before", at - dt.timedelta(hours=1))
    post = network.say("halden", "hostile", at, said_at="0001-01-01T00:00:00+14:00")
    post["uri"] = post["uri"].rpartition("/")[0] + "/2222222222222"
    post["record"] |= {
        "a time before all times": {},
        "no reply": {"reply": {"root": None, "parent": 3}},
        "no text": {"text": {"a": [1]}},
        "languages": {"langs": 7},
    }[what]
    network.say("halden", "behind", at + dt.timedelta(hours=1))
    state = come("halden-bluesky", now=NOW)
    assert state.error == ""
    assert {"before", "behind"} <= {row["text"] for row in said()}
    assert state.counts["new"] + state.counts["refused"] == 3
