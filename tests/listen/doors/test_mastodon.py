"""The door to Mastodon, against mastodon_mock: a server by others that speaks Mastodon's API."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from mastodon_mock.testing.server import MockServer

from leadline.config import PSEUDONYMS
from leadline.listen.live import find_source, forget_cursor, keep_secret
from leadline.listen.privacy import pseudonym
from tests.listen.conftest import bytes_of


@pytest.fixture
def server():
    with MockServer() as server:
        yield server


@pytest.fixture
def listening(home, declare, server):
    """Halden listens with Alice's account; Bob is a customer."""
    declare("halden-mastodon", "mastodon", server=server.base_url, about="halden")
    keep_secret(home, find_source(home, "halden-mastodon"), server.client("alice").access_token)
    return server


def test_what_customers_say_to_the_account_and_what_it_answers_come_in_once_as_conversations(
    listening, come, said, home
):
    """S1.14: heard live; a second visit finds nothing new."""
    bob, alice = listening.client("bob"), listening.client("alice")
    asked = bob.status_post("@alice my line is dead, call me on 06 12345678")
    alice.status_post("@bob Sorry! We look into it.", in_reply_to_id=asked["id"])
    state = come("halden-mastodon")
    assert (state.error, state.counts["new"]) == ("", 2)
    question, answer = said()
    assert (
        question["text"]
        == f"@{pseudonym(home.key(PSEUDONYMS), 'mastodon', 'alice')} my line is dead, call me on [phone]"
    )
    assert question["author"] == pseudonym(home.key(PSEUDONYMS), "mastodon", "bob")
    assert (answer["thread_id"], answer["reply_to"]) == (question["message_id"], str(asked["id"]))
    assert {one["source"] for one in said()} == {"halden-mastodon"}
    assert b"bob" not in bytes_of(home)
    again = come("halden-mastodon")
    assert (again.counts, again.heard_at) == (state.counts, state.heard_at)


def test_an_edit_is_a_version_and_a_deletion_is_kept_as_one(listening, come, said):
    bob = listening.client("bob")
    kept, gone = bob.status_post("@alice is the shop open?"), bob.status_post("@alice never mind")
    come("halden-mastodon")
    bob.status_update(kept["id"], "@alice is the shop in town open?")
    bob.status_delete(gone["id"])
    state = come("halden-mastodon")
    assert (state.counts["edited"], state.counts["deleted"]) == (1, 1)
    edited, deleted = said()
    assert edited["text"].endswith("is the shop in town open?")
    assert edited["edited_at"] is not None
    assert edited["deleted_at"] is None
    assert deleted["deleted_at"] is not None
    assert come("halden-mastodon").counts["edited"] == 1


def test_many_pages_are_read_to_the_end_and_from_the_beginning_again_every_row_is_known(listening, come, said, home):
    bob = listening.client("bob")
    for place in range(95):
        bob.status_post(f"@alice question {place}")
    assert come("halden-mastodon").counts["new"] == 95
    forget_cursor(home, "halden-mastodon")
    state = come("halden-mastodon")
    assert (len(said()), state.counts["new"]) == (95, 95)
    assert state.counts["known"] >= 95


def test_a_server_that_asks_for_fewer_questions_is_left_alone_and_the_wait_grows(listening, come):
    now = dt.datetime.now(dt.UTC)
    reset = (now + dt.timedelta(minutes=25)).isoformat()
    with listening.fault(path="/api/v1/notifications", status=429, headers={"X-RateLimit-Reset": reset}, count=1):
        state = come("halden-mastodon", now=now)
    assert "fewer questions" in state.error
    assert dt.timedelta(minutes=24) < state.next_at - now < dt.timedelta(minutes=29)
    with listening.fault(path="/api/v1/notifications", status=503, count=2):
        first, second = come("halden-mastodon", now=now), come("halden-mastodon", now=now)
    assert (first.failures, second.failures) == (2, 3)
    assert second.next_at - now == 2 * (first.next_at - now)
    well = come("halden-mastodon", now=now)
    assert (well.failures, well.error) == (0, "")


def test_a_wrong_token_is_a_sentence_and_stands_in_no_log(listening, come, home, caplog):
    keep_secret(home, find_source(home, "halden-mastodon"), "tok-3141592653")
    with caplog.at_level(logging.DEBUG):
        state = come("halden-mastodon")
    assert state.error.endswith("refuses the token.")
    assert "tok-3141592653" not in caplog.text + str(state)
    assert (home.root / "keys" / "source-halden-mastodon.secret").stat().st_mode & 0o077 == 0
