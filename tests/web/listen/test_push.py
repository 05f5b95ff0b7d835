"""Programs push messages: what is acknowledged is taken in once, and everything else is refused in words (S1.14)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import time
from pathlib import Path

import pytest
from django.test import Client

from leadline.config import Home, create_home
from leadline.engine import Lake, rows
from leadline.listen import messages, own_brand_only
from leadline.listen.live import find_source, read_state, visit
from leadline.listen.live.running import spool_of
from leadline.listen.pushed import receipts, signature
from leadline.web.listen import tokens
from tests.listen.conftest import NOW, bytes_of

pytestmark = pytest.mark.django_db
SOURCES = """
- {name: forum, door: push, legal_basis: legitimate interests}
- {name: chat, door: push, legal_basis: contract}
- {name: news, door: feed, address: "http://127.0.0.1:9/", legal_basis: legitimate interests}
"""


@pytest.fixture
def home(tmp_path, in_home) -> Home:
    home = create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    (home.root / "sources.yaml").write_text(SOURCES)
    in_home(home)
    return home


@pytest.fixture
def made(home):
    return tokens.make(home, find_source(home, "forum"), signed=True, now=NOW)


def said(*keys: str, **more: object) -> bytes:
    row = {"posted_at": "2026-10-01T10:00:00+02:00", "author": "ann_smith", "text": "call me on 06 12345678"}
    return "".join(json.dumps({"message_id": key, **row, **more}) + "\n" for key in keys).encode()


def push(made, body: bytes, *, at: float | None = None, key: str | None = None, **headers: str):
    signed = signature(bytes.fromhex(made.signing_key), int(at or time.time()), body) if made.signing_key else ""
    given = {"authorization": f"Bearer {made.token}", **({"leadline-signature": signed} if signed else {})}
    given |= {"idempotency-key": key} if key else {}
    return Client().post("/push/messages", body, content_type="application/x-ndjson", headers={**given, **headers})


def take_in(home: Home, name: str = "forum"):
    book = own_brand_only(home.company)
    return visit(home, Lake(home.lake), find_source(home, name), parties=book, now=NOW)


def test_a_batch_is_on_the_disk_when_it_is_acknowledged_and_is_taken_in_once_with_a_receipt(home, made):
    answer = push(made, said("1", "2") + b'{"message_id": "3", "author": "bob"}\n')
    assert (answer.status_code, answer.json()["rows"], answer.json()["repeated"]) == (202, 3, False)
    address = f"/push/batches/{answer.json()['batch']}"
    headers = {"authorization": f"Bearer {made.token}"}
    assert Client().get(address, headers=headers).json()["state"] == "waiting"
    [waits] = (spool_of(home, "forum") / "waiting").iterdir()
    assert waits.stat().st_mode & 0o077 == 0
    state = take_in(home)
    assert (state.error, state.counts["new"], state.counts["refused"]) == ("", 2, 1)
    told = Client().get(address, headers=headers).json()
    assert (told["state"], told["new"], told["refused"]) == ("taken in", 2, 1)
    assert told["reasons"] == {"posted_at “…” is not a time": 1}
    assert list((spool_of(home, "forum") / "waiting").iterdir()) == []
    found = rows(messages(Lake(home.lake)))
    assert {(one["source"], one["text"]) for one in found} == {("forum", "call me on [phone]")}
    assert b"ann_smith" not in bytes_of(home)
    assert take_in(home).counts["new"] == 2


def test_the_same_key_gives_the_same_batch_before_and_after_it_is_taken_in_and_another_body_is_refused(home, made):
    first = push(made, said("1"), key="a-1")
    again = push(made, said("1"), key="a-1")
    assert (again.status_code, again.json()) == (200, first.json() | {"repeated": True})
    assert push(made, said("2"), key="a-1").status_code == 409
    take_in(home)
    later = push(made, said("1"), key="a-1")
    assert (later.status_code, later.json()["repeated"]) == (200, True)
    assert push(made, said("2"), key="a-1").status_code == 409
    assert take_in(home).counts["new"] == 1


def test_who_has_no_token_a_revoked_one_or_one_of_another_source_is_refused(home, made):
    def refused(token: str) -> int:
        return Client().post("/push/messages", said("1"), "text/plain", headers={"authorization": token}).status_code

    assert refused("") == refused("Bearer nonsense") == refused(f"Basic {made.token}") == 401
    assert refused(f"Bearer ll_{made.id}_{'x' * 43}") == 401
    other = tokens.make(home, find_source(home, "chat"), signed=False, now=NOW)
    batch = push(made, said("1")).json()["batch"]
    theirs = Client().get(f"/push/batches/{batch}", headers={"authorization": f"Bearer {other.token}"})
    assert theirs.status_code == 404
    tokens.revoke(made.id, now=NOW)
    assert push(made, said("2")).status_code == 401
    assert push(other, said("1")).status_code == 202
    (home.root / "sources.yaml").write_text("[]")
    assert push(other, said("2")).status_code == 403


def test_a_token_is_kept_as_a_digest_only_and_for_a_source_that_takes_pushes(home, made):
    from leadline.errors import LeadlineError
    from leadline.web.listen.models import PushTokenRow

    row = PushTokenRow.objects.get()
    assert made.token not in str(row.__dict__)
    assert made.signing_key not in str(row.__dict__)
    with pytest.raises(LeadlineError, match="takes no pushes"):
        tokens.make(home, find_source(home, "news"), signed=True, now=NOW)


def test_a_batch_without_its_signature_with_a_changed_body_or_of_another_time_is_refused(home, made):
    now = time.time()
    body = said("1")
    wrong = signature(bytes.fromhex(made.signing_key), int(now), said("2"))
    assert push(made, body, **{"leadline-signature": ""}).status_code == 401
    assert push(made, body, **{"leadline-signature": wrong}).status_code == 401
    assert push(made, body, at=now - 301).status_code == 401
    assert push(made, body, at=now + 330).status_code == 401
    assert push(made, body, at=now - 200).status_code == 202
    assert read_state(home, "forum").counts == {}


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"\n", 422, "empty"),
        (b"not json\n", 422, "1 lines are no JSON objects: 1"),
        (b"[1]\n", 422, "no JSON objects"),
        (b"\xff\xfe", 422, "not text in UTF-8"),
        (b'{"id": 1}\n', 422, "lack names of the contract"),
        (said("1") * 10_001, 413, "10,001 rows"),
        (b" " * 8_000_001, 413, "larger than 8 MB"),
    ],
)
def test_what_is_no_batch_is_refused_as_a_whole_and_nothing_of_it_is_kept(home, body, status, words):
    made = tokens.make(home, find_source(home, "forum"), signed=False, now=NOW)
    answer = push(made, body)
    assert (answer.status_code, words in answer.json()["error"]) == (status, True)
    assert not list(spool_of(home, "forum").glob("*/*"))


def test_more_than_may_wait_is_asked_to_come_again_later_and_comes_in_then(home, made, monkeypatch):
    monkeypatch.setenv("LEADLINE_PUSH_SPOOL_MB", "1")
    body = said(*map(str, range(6_000)), text="x" * 50)
    assert len(body) < 1_000_000 < 2 * len(body)
    assert push(made, body, key="a").status_code == 202
    full = push(made, said("9999"), key="b") if len(body) > 999_000 else push(made, body, key="b")
    assert (full.status_code, full.headers["Retry-After"]) == (429, "5")
    take_in(home)
    assert push(made, body, key="b").status_code == 202


def test_a_disk_that_takes_nothing_acknowledges_nothing(home, made, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = push(made, said("1"))
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert not list(spool_of(home, "forum").glob("waiting/*"))


def test_get_and_foreign_addresses_say_nothing(home, made):
    assert Client().get("/push/messages").status_code == 405
    headers = {"authorization": f"Bearer {made.token}"}
    assert Client().get("/push/batches/b00", headers=headers).status_code == 404


def test_receipts_are_few_and_young_and_a_key_is_known_as_long_as_its_receipt(home, made, monkeypatch):
    """An attacker with a token pushes one row at a time: what is left of it on the disk does not grow."""
    monkeypatch.setenv("LEADLINE_PUSH_RECEIPTS", "20")
    left = spool_of(home, "forum") / "receipts"
    for start in (0, 30):
        for number in range(start, start + 30):
            assert push(made, said(str(number)), key=f"key-{number}").status_code == 202
            os.utime(spool_of(home, "forum") / "waiting" / f"{_of(f'key-{number}')}.ndjson", (number, number))
        take_in(home)
    take_in(home)
    assert len(list(left.glob("*.json"))) == 20
    assert push(made, said("59"), key="key-59").json()["repeated"]
    forgotten = push(made, said("0"), key="key-0")
    assert (forgotten.status_code, forgotten.json()["repeated"]) == (202, False)
    state = take_in(home)
    assert (state.counts["new"], state.counts["known"]) == (60, 1)
    gone = Client().get(f"/push/batches/{_of('key-1')}", headers={"authorization": f"Bearer {made.token}"})
    assert (gone.status_code, "seven days" in gone.json()["advice"]) == (404, True)


def test_receipts_older_than_seven_days_go_though_they_are_few_and_so_does_what_was_left_half_written(home, made):
    spool = spool_of(home, "forum")
    for key in ("old", "young"):
        push(made, said(key), key=key)
    (spool / "drafts" / "torn").write_bytes(said("3"))
    take_in(home)
    days = 86_400
    os.utime(spool / "receipts" / f"{_of('old')}.json", (time.time() - 7.1 * days,) * 2)
    os.utime(spool / "receipts" / f"{_of('young')}.json", (time.time() - 6.9 * days,) * 2)
    os.utime(spool / "drafts" / "torn", (time.time() - 7_200,) * 2)
    (spool / "receipts" / ".looked").unlink(missing_ok=True)
    take_in(home)
    assert [one.stem for one in (spool / "receipts").glob("*.json")] == [_of("young")]
    assert not list((spool / "drafts").iterdir())
    assert push(made, said("young"), key="young").json()["repeated"]


def test_a_batch_of_rows_that_nobody_can_read_does_not_stop_those_behind_it(home, made):
    """Its first hundred rows say the right names, and none of them is a row: the columns of the file are not asked."""
    half = said(*map(str, range(100))).replace(b"call me", b"\\ud800")
    assert push(made, half + said("good")).status_code == 202
    assert push(made, said("behind")).status_code == 202
    state = take_in(home)
    assert (state.error, state.counts["new"], state.counts["refused"]) == ("", 2, 100)
    assert not list((spool_of(home, "forum") / "waiting").iterdir())


@pytest.fixture
def on_the_disk(monkeypatch) -> list[str]:
    """What was synced and what was taken out, in turn, by folder."""
    told: list[str] = []
    fsync, unlink = os.fsync, Path.unlink

    def synced(handle: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        told.append(f"sync {path.name if path.is_dir() else path.parent.name + '/'}")
        fsync(handle)

    def gone(path: Path, **how: bool) -> None:
        if path.parent.name == "waiting":
            told.append("out")
        unlink(path, **how)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "unlink", gone)
    return told


def test_all_batches_of_a_visit_leave_when_their_receipts_are_on_the_disk_by_one_sync_of_the_folder(
    home, made, on_the_disk
):
    for key in ("1", "2", "3"):
        push(made, said(key), key=key)
    on_the_disk.clear()
    take_in(home)
    of_receipts = [one for one in on_the_disk if one in ("sync receipts/", "sync receipts", "out")]
    assert of_receipts == ["sync receipts", "out", "out", "out"]


def test_a_batch_that_comes_again_is_acknowledged_when_the_name_of_the_first_is_on_the_disk(home, made, on_the_disk):
    """Its first sender may have died before that."""
    push(made, said("1"), key="a")
    assert on_the_disk[-2:] == ["sync drafts/", "sync waiting"]
    on_the_disk.clear()
    assert push(made, said("1"), key="a").json()["repeated"]
    assert on_the_disk == ["sync waiting"]
    on_the_disk.clear()
    assert push(made, said("2"), key="a").status_code == 409
    assert on_the_disk == []


def test_folders_of_a_new_source_are_on_the_disk_before_its_first_batch_is_acknowledged(home, made, on_the_disk):
    push(made, said("1"))
    assert on_the_disk[: on_the_disk.index("sync drafts/")] == [
        *(f"sync {one}" for one in (home.root.name, home.live.name, "pushed", "forum", "forum"))
    ]


def test_receipts_are_listed_when_an_hour_has_passed_and_not_at_each_visit(home, made, monkeypatch):
    listed: list[Path] = []
    entries = receipts.entries
    monkeypatch.setattr(receipts, "entries", lambda folder: listed.append(folder) or entries(folder))
    spool, now = spool_of(home, "forum"), dt.datetime.now(dt.UTC)
    for key in ("1", "2"):
        push(made, said(key), key=key)
        take_in(home)
    assert listed.count(spool / "receipts") == 2  # once for what is half written, once for what is old
    listed.clear()
    assert receipts.forget_receipts(spool, most=100, now=now + dt.timedelta(minutes=59)) == 0
    assert listed == []
    assert receipts.forget_receipts(spool, most=100, now=now + dt.timedelta(minutes=61)) == 0
    assert spool / "receipts" in listed


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b"null"])
def test_a_receipt_that_a_power_cut_tore_is_none_and_its_batch_comes_again_and_is_known(home, made, left):
    push(made, said("1"), key="a")
    take_in(home)
    (spool_of(home, "forum") / "receipts" / f"{_of('a')}.json").write_bytes(left)
    headers = {"authorization": f"Bearer {made.token}"}
    assert Client().get(f"/push/batches/{_of('a')}", headers=headers).status_code == 404
    assert push(made, said("1"), key="a").status_code == 202
    state = take_in(home)
    assert (state.error, state.counts["new"], state.counts["known"]) == ("", 1, 1)
    assert push(made, said("1"), key="a").json()["repeated"]


@pytest.mark.parametrize("length", ["9" * 5_000, "-1", "1e3", "٣", ""])
def test_a_length_that_is_none_is_refused_before_anything_is_read(made, length):
    headers = {"HTTP_AUTHORIZATION": f"Bearer {made.token}", "CONTENT_LENGTH": length}
    answer = Client().generic("POST", "/push/messages", b"", **headers)
    assert answer.status_code == 411


def _of(key: str) -> str:
    """The name of the batch that came under this key."""
    return f"k{hashlib.sha256(key.encode()).hexdigest()[:32]}"
