"""Live sources: what is declared, what a death in the middle leaves, who is silent, how long texts stay."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from leadline.config import PSEUDONYMS, Home, open_home
from leadline.engine import Lake, rows
from leadline.errors import LeadlineError
from leadline.flow.keeping import keep_within
from leadline.listen import Options, ask_to_erase, import_file, messages
from leadline.listen.doors import DOORS, Source
from leadline.listen.handles import forget_handle, handle_of, handles_file
from leadline.listen.live import (
    due,
    find_source,
    is_running,
    keep_secret,
    read_sources,
    read_state,
    running,
    standings,
)
from leadline.listen.live.running import spool_of
from leadline.listen.live.state import State, write_state
from leadline.listen.privacy import pseudonym
from leadline.listen.pushed import Limit, accept
from leadline.listen.sources import secret_of, sources_of, variable_of
from tests.listen.conftest import BOOK, bytes_of, lines
from tests.listen.dying import MOMENTS, NOW, Counting, come

ROOT = Path(__file__).parents[2]
FORUM = "- {name: forum, door: push, legal_basis: legitimate interests%s}\n"
ROOM = Limit(10_000_000)


@pytest.fixture
def forum(halden: Home):
    """`forum(", keep_days: 30")` declares a source that is pushed to, and gives its spool."""

    def forum(words: str = "") -> Path:
        (halden.root / "sources.yaml").write_text(FORUM % words)
        return spool_of(halden, "forum")

    return forum


def texts(home: Home) -> dict[str, str]:
    return {one["message_id"]: one["text"] for one in rows(messages(Lake(home.lake)))}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: forum", "no list of sources"),
        ("- {door: feed}", "has no name"),
        ("- {name: Ann Smith, door: feed}", "cannot be a source's name"),
        ("- {name: a, door: telepathy}", "no door that is known: “telepathy”"),
        ("- {name: a, door: push}", "does not say on what legal ground"),
        ("- {name: a, door: push, legal_basis: because}", "does not say on what legal ground"),
        ("- {name: a, door: push, legal_basis: consent}", "does not say how it was given"),
        ("- {name: a, door: feed, legal_basis: contract}", "a lacks address"),
        ("- {name: a, door: mastodon, server: x, token: abc, legal_basis: contract}", "everybody who reads the file"),
        ("- {name: a, door: push, colour: red, legal_basis: contract}", "unknown word “colour”"),
        ("- {name: a, door: push, every: often, legal_basis: contract}", "every is “often”"),
        ("- {name: a, door: feed, address: x, every: 1 second, legal_basis: contract}", "every 1 second"),
        ("- {name: a, door: push, keep_days: 0, legal_basis: contract}", "keep_days is “0”"),
        ("- {name: a, door: push, reply: maybe, legal_basis: contract}", "reply is “maybe”"),
        ("- {name: a, door: mail, server: x, user: y, port: big, legal_basis: contract}", "port is “big”"),
        ("- {name: a, door: mail, server: x, user: y, security: ssl, legal_basis: contract}", "security is “ssl”"),
        (FORUM % "" + FORUM % "", "Two sources are called forum"),
        ("- {name: a, door: [x]}", "door is not one text"),
        ("- {", "cannot be read"),
    ],
)
def test_a_source_that_is_declared_wrongly_is_a_sentence(text, words):
    with pytest.raises(LeadlineError) as told:
        sources_of(text)
    assert words in told.value.sentence
    assert told.value.advice


def test_a_source_says_how_often_on_what_ground_and_how_long_texts_stay():
    [one] = sources_of(
        "- {name: a, door: push, every: 2 hours, silent_after: 3 days, keep_days: 90, legal_basis: Consent, "
        "consent: at sign-up, about: halden, reply: yes}"
    )
    assert one == Source(
        "a", "push", {}, dt.timedelta(hours=2), dt.timedelta(days=3), "consent", "at sign-up", "halden", 90, True
    )
    assert sources_of("") == sources_of("[]") == ()


def test_a_secret_is_the_owners_alone_and_the_environment_goes_before(halden, monkeypatch):
    (halden.root / "sources.yaml").write_text(
        "- {name: halden-mail, door: mail, server: x, user: y, legal_basis: contract}"
    )
    source = find_source(halden, "halden-mail")
    with pytest.raises(LeadlineError, match=r"leadline listen secret halden-mail"):
        secret_of(halden, source)
    keep_secret(halden, source, " first \n")
    keep_secret(halden, source, "second")
    assert secret_of(halden, source) == "second"
    monkeypatch.setenv(variable_of("halden-mail"), "third")
    assert secret_of(halden, source) == "third"
    with pytest.raises(LeadlineError, match="empty"):
        keep_secret(halden, source, " ")


@pytest.fixture
def counting(monkeypatch, halden):
    door = Counting()
    monkeypatch.setitem(DOORS, "counting", door)
    (halden.root / "sources.yaml").write_text("- {name: forum, door: counting, legal_basis: contract}")
    return door


@pytest.mark.parametrize("when", MOMENTS)
def test_a_kill_at_any_moment_loses_and_doubles_nothing(halden, counting, when):
    command = [sys.executable, "-m", "tests.listen.dying", str(halden.root), when]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    given = int(read_state(halden, "forum").cursor.get("given", 0))
    assert given == {"before the commit": 0, "after the commit": 0, "after the cursor": 2}[when]
    assert len(texts(halden)) == {"before the commit": 0, "after the commit": 20, "after the cursor": 40}[when]
    state = come(halden)
    assert sorted(int(one["message_id"]) for one in rows(messages(Lake(halden.lake)))) == list(range(100))
    assert (state.error, state.cursor) == ("", {"given": 5})
    with running(halden):
        assert not list(halden.live.glob("drafts/*/*"))


def test_what_nobody_foresaw_is_a_sentence_without_what_was_said_and_the_next_visit_goes_on(halden, counting, caplog):
    def fall(given: int) -> None:
        if given == 3:
            raise ValueError("ann_smith said tok-31415")

    counting.between = fall
    state = come(halden)
    assert state.error == "Something happened that nobody foresaw (ValueError)."
    assert state.cursor == {"given": 3}
    assert "31415" not in caplog.text
    assert "ValueError in test_live.py" in caplog.text
    counting.between = lambda _given: None
    assert (come(halden).error, len(texts(halden))) == ("", 100)


def test_each_failure_in_a_row_waits_longer_up_to_a_limit_and_no_source_is_asked_before_its_turn(halden, counting):
    def fall(_given: int) -> None:
        raise OSError("no")

    counting.between = fall
    waits = [(come(halden).next_at - NOW) / dt.timedelta(minutes=1) for _ in range(9)]
    assert waits == [10, 20, 40, 80, 160, 320, 360, 360, 360]
    sources = read_sources(halden)
    assert due(halden, sources, NOW + dt.timedelta(minutes=359)) == []
    assert due(halden, sources, NOW + dt.timedelta(minutes=361)) == list(sources)


def test_one_listens_at_a_time(halden):
    with running(halden):
        told: list[bool] = []
        thread = threading.Thread(target=lambda: told.append(is_running(halden)))
        thread.start()
        thread.join()
        assert told == [True]
        with pytest.raises(LeadlineError, match="Another leadline listen run"), running(halden):
            raise AssertionError
    assert not is_running(halden)


def test_silence_is_a_warning_and_so_is_what_waits(halden, counting):
    def trouble(now: dt.datetime) -> str:
        [one] = standings(halden, Lake(halden.lake), now=now).sources
        return one.trouble

    assert trouble(NOW) == "never"
    come(halden)
    assert trouble(NOW + dt.timedelta(days=6)) == ""
    assert come(halden, now=NOW + dt.timedelta(days=8)).error == ""
    assert trouble(NOW + dt.timedelta(days=8)) == "silent"
    write_state(halden, "forum", State(failures=1, error="x"))
    assert trouble(NOW) == "failing"


def test_pushed_batches_are_taken_in_in_their_order_so_that_the_last_edit_counts(halden, forum):
    spool = forum()
    for text in ("first", "second", "third"):
        accept(spool, lines({"message_id": "1", "text": text}).encode(), key=text, limit=ROOM)
    state = come(halden)
    assert (state.counts["new"], state.counts["edited"]) == (1, 2)
    assert texts(halden) == {"1": "third"}


def test_a_state_that_cannot_be_read_begins_anew_and_doubles_nothing(halden, counting):
    come(halden)
    (halden.live / "state" / "forum.json").write_text("{torn")
    assert come(halden).counts["known"] == 100
    assert len(texts(halden)) == 100


def test_old_texts_go_with_their_bytes_and_an_old_file_brings_none_back(halden, forum, tmp_path):
    """Retention: the message stays counted, its words are nowhere."""
    spool, lake = forum(", keep_days: 30"), Lake(halden.lake)
    old, young = "2026-09-01T10:00:00+02:00", "2026-10-20T10:00:00+02:00"
    (halden.root / "sources.yaml").write_text(FORUM % "")
    body = lines(
        {"message_id": "1", "posted_at": old, "text": "an old secret word"},
        {"message_id": "1", "posted_at": old, "text": "an edited secret word", "edited_at": old},
        {"message_id": "2", "posted_at": young, "text": "a young word"},
    )
    accept(spool, body.encode(), key=None, limit=ROOM)
    come(halden)
    assert texts(halden) == {"1": "an edited secret word", "2": "a young word"}
    forum(", keep_days: 30")
    sources = read_sources(halden)
    assert keep_within(halden, lake, sources, now=NOW) == 1
    assert texts(halden) == {"1": "", "2": "a young word"}
    assert keep_within(halden, lake, sources, now=NOW) == 0
    path = tmp_path / "again.ndjson"
    path.write_text(body + lines({"message_id": "3", "posted_at": old, "text": "one more old secret word"}))
    count = import_file(halden, lake, path, parties=BOOK, options=Options(source="forum"), now=NOW)
    assert (count.new, count.edited) == (1, 0)
    assert texts(halden) == {"1": "", "2": "a young word", "3": ""}
    found = [path for path in halden.lake.rglob("*") if path.is_file()]
    assert not [path for path in found if b"secret word" in _plain(path)]


def _plain(path: Path) -> bytes:
    """What a file says: Parquet is unpacked."""
    if path.suffix != ".parquet":
        return path.read_bytes()
    import pyarrow.parquet as pq

    return repr(pq.read_table(path).to_pylist()).encode()


def test_accounts_are_kept_apart_and_sealed_only_where_the_desk_replies_and_go_with_the_person(halden, forum):
    spool = forum(", reply: yes")
    accept(spool, lines({"message_id": "1"}, {"message_id": "2", "author": "@halden"}).encode(), key=None, limit=ROOM)
    come(halden)
    ann = pseudonym(halden.key(PSEUDONYMS), "x", "ann_smith")
    assert handle_of(halden, ann, "forum") == "ann_smith"
    assert handle_of(halden, ann, "elsewhere") is None
    assert handle_of(halden, pseudonym(halden.key(PSEUDONYMS), "x", "halden"), "forum") is None
    sealed = handles_file(halden)
    assert b"ann_smith" not in sealed.read_bytes() + bytes_of(halden)
    assert sealed.stat().st_mode & 0o077 == 0
    assert forget_handle(halden, ann) == 1
    assert handle_of(halden, ann, "forum") is None
    assert ann.encode() not in sealed.read_bytes()
    ask_to_erase(Lake(halden.lake), ann, now=NOW)
    accept(spool, lines({"message_id": "1"}).encode(), key=None, limit=ROOM)
    come(halden)
    assert handle_of(halden, ann, "forum") is None


def test_accounts_of_another_key_are_told_to_nobody_and_go_when_nobody_replies_any_more(halden, forum):
    spool = forum(", reply: yes")
    accept(spool, lines({"message_id": "1"}).encode(), key=None, limit=ROOM)
    come(halden)
    ann = pseudonym(halden.key(PSEUDONYMS), "x", "ann_smith")
    key = halden.root / "keys" / "handles.key"
    before = key.read_text()
    key.write_text("0" * 64)
    assert handle_of(halden, ann, "forum") is None
    key.write_text(before)
    assert handle_of(open_home(halden.root), ann, "forum") == "ann_smith"
    forum()
    keep_within(halden, Lake(halden.lake), read_sources(halden), now=NOW)
    assert handle_of(halden, ann, "forum") is None


def test_without_reply_no_account_is_kept_anywhere(halden, forum):
    accept(forum(), lines({"message_id": "1"}).encode(), key=None, limit=ROOM)
    come(halden)
    assert not handles_file(halden).exists()
    every = b"".join(path.read_bytes() for path in halden.root.rglob("*") if path.is_file())
    assert b"ann_smith" not in every
    assert json.loads((halden.live / "state" / "forum.json").read_text())["counts"]["new"] == 1
