"""The door to Bluesky against the real PDS and AppView (tests/bluesky/run.py starts them)."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from leadline.config import create_home
from leadline.engine import Lake, rows
from leadline.listen import messages
from leadline.listen.live import find_source, keep_secret, visit
from tests.listen.conftest import BOOK

SERVER = os.environ["BLUESKY_SERVER"]
PATIENCE_SECONDS = 60


class Account:
    """Somebody on the network, signed in."""

    def __init__(self, name: str) -> None:
        self.handle, self.password = f"{name}-{secrets.token_hex(3)}.test", secrets.token_urlsafe(12)
        words = {"handle": self.handle, "password": self.password, "email": f"{self.handle}@mail.example"}
        made = self.call("com.atproto.server.createAccount", **words)
        self.did, self.token = made["did"], made["accessJwt"]

    def call(self, method: str, **words: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} if hasattr(self, "token") else {}
        answer = httpx.post(f"{SERVER}/xrpc/{method}", json=words, headers=headers, timeout=30)
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    def say(self, text: str, *, to: dict[str, Any] | None = None, names: Account | None = None, **more: str):
        record: dict[str, Any] = {"$type": "app.bsky.feed.post", "text": text, "langs": ["en"]}
        record["createdAt"] = dt.datetime.now(dt.UTC).isoformat().replace("+00:00", "Z")
        record |= more
        if to:
            record["reply"] = {"root": to.get("root", _ref(to)), "parent": _ref(to)}
        if names:
            feature = {"$type": "app.bsky.richtext.facet#mention", "did": names.did}
            index = {"byteStart": 0, "byteEnd": len(names.handle) + 1}
            record["facets"] = [{"index": index, "features": [feature]}]
        words = {"repo": self.did, "collection": "app.bsky.feed.post", "record": record}
        made = self.call("com.atproto.repo.createRecord", **words)
        return {**made, "root": record["reply"]["root"]} if to else made

    def delete(self, post: dict[str, Any]) -> None:
        words = {"repo": self.did, "collection": "app.bsky.feed.post", "rkey": post["uri"].rpartition("/")[2]}
        self.call("com.atproto.repo.deleteRecord", **words)


def _ref(post: dict[str, Any]) -> dict[str, str]:
    return {"uri": post["uri"], "cid": post["cid"]}


@pytest.fixture
def halden() -> Account:
    return Account("halden")


@pytest.fixture
def listening(tmp_path, halden) -> Callable[[Callable[[list[dict[str, Any]]], bool]], list[dict[str, Any]]]:
    """Visit until what was heard fulfils a condition: the AppView indexes a little later. It fails after a minute."""
    home = create_home(tmp_path / "halden", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    words = f"server: {SERVER}, account: {halden.handle}, legal_basis: legitimate interests"
    (home.root / "sources.yaml").write_text(f"- {{name: halden-bluesky, door: bluesky, {words}}}")
    source = find_source(home, "halden-bluesky")
    keep_secret(home, source, halden.password)

    def until(fulfilled):
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            state = visit(home, Lake(home.lake), source, parties=BOOK, now=dt.datetime.now(dt.UTC))
            found = sorted(rows(messages(Lake(home.lake))), key=lambda row: row["posted_at"])
            if not state.error and fulfilled(found):
                return found
            assert time.monotonic() < end, (state.error, found)
            time.sleep(1)

    return until


def test_a_conversation_comes_in_joined_and_a_deleted_post_is_kept_as_one(listening, halden):
    ann = Account("ann")
    asked = ann.say(f"@{halden.handle} my line is dead", names=halden)
    answered = halden.say("Sorry! Since when?", to=asked)
    more = ann.say("Since Monday", to=answered)
    ann.say("Somebody else's business")
    question, answer, last = listening(lambda found: len(found) == 3)
    assert [one["text"].partition(" ")[2] for one in (question, answer, last)] == [
        "my line is dead",
        "Since when?",
        "Monday",
    ]
    assert question["thread_id"] == answer["thread_id"] == last["thread_id"] == question["message_id"]
    assert (answer["reply_to"], last["reply_to"]) == (question["message_id"], answer["message_id"])
    assert question["author"] == last["author"] != answer["author"]
    ann.delete(more)
    found = listening(lambda found: any(one["deleted_at"] for one in found))
    assert [one["deleted_at"] is not None for one in found] == [False, False, True]


def test_a_post_that_claims_another_time_stands_at_the_servers(listening, halden):
    ann, began = Account("ann"), dt.datetime.now(dt.UTC)
    ann.say(f"@{halden.handle} from the past", names=halden, createdAt="2024-03-31T02:30:00+02:00")
    [one] = listening(lambda found: len(found) == 1)
    assert abs(one["posted_at"] - began) < dt.timedelta(minutes=5)


def test_pages_are_read_to_the_end(listening, halden):
    for place in range(130):
        halden.say(f"post {place}")
    assert len(listening(lambda found: len(found) == 130)) == 130
