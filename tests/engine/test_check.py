"""Damage is found and named, and mended without losing a row that can be brought in again."""

import datetime as dt
import errno
import os
import shutil
import subprocess
import time
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import write_deltalake

from leadline.engine import Appended, Lake
from leadline.engine.check import check_table
from leadline.engine.repair import repair_table
from leadline.errors import LeadlineError
from tests.engine.things import THINGS, a_file, ids, things


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Three files: 0 to 9, 10 to 19, 20 to 29."""
    lake = Lake(tmp_path)
    for first in (0, 10, 20):
        lake.append(THINGS, things(first, first + 10))
    return lake


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def grow_unsealed(path: Path) -> None:
    """Another table of the same name and size cannot be told without its seal: this one has other rows."""
    (path.parent / "_seals" / f"{path.name}.sha256").unlink()
    cut(path)


DAMAGES = {"changed": flip_a_byte, "wrong size": cut, "missing": Path.unlink}


def test_a_whole_table_is_whole_and_every_file_is_sealed_as_sha256sum_reads_it(lake: Lake):
    state = check_table(lake, THINGS)
    assert state.is_whole
    assert (state.files, state.rows, state.unsealed, state.left) == (3, 30, 0, 0)
    seals = lake.root / "things" / "_seals"
    done = subprocess.run(["sha256sum", "--check", *os.listdir(seals)], cwd=seals, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("fault", "damage"), DAMAGES.items())
def test_a_damaged_file_is_named_and_its_rows_come_back_with_the_same_import(lake: Lake, fault: str, damage):
    hurt = a_file(lake)
    damage(hurt)
    state = check_table(lake, THINGS)
    assert not state.is_whole
    assert [(one.file, one.fault, one.rows) for one in state.damages] == [(hurt.name, fault, 10)]

    [told] = [deed for deed in repair_table(lake, THINGS).deeds if hurt.name in deed]
    assert "off the table with its 10 rows" in told
    assert (lake.root / "things" / "_damaged" / hurt.name).exists() == (fault != "missing")
    assert check_table(lake, THINGS).is_whole
    assert lake.append(THINGS, things(0, 30)) == Appended(new=10, known=20)
    assert ids(lake) == list(range(30))


def test_a_file_without_a_seal_is_still_held_to_the_size_that_the_log_tells(lake: Lake):
    grow_unsealed(a_file(lake))
    assert [one.fault for one in check_table(lake, THINGS).damages] == ["wrong size"]


def test_a_missing_seal_is_no_damage_and_is_written_by_the_repair(lake: Lake):
    for seal in (lake.root / "things" / "_seals").iterdir():
        seal.unlink()
    state = check_table(lake, THINGS)
    assert state.is_whole
    assert state.unsealed == 3
    assert repair_table(lake, THINGS).deeds == ("things: 3 files got the checksum that they lacked.",)
    assert check_table(lake, THINGS).unsealed == 0


def torn(log: Path) -> None:
    newest = max(log.glob("*.json"))
    newest.write_text(newest.read_text()[:40])


LOST = {
    "a torn commit": torn,
    "no commit": lambda log: max(log.glob("*.json")).unlink(),
    "no log": shutil.rmtree,
    "a log without its files": lambda log: (
        [one.write_text("\n".join(one.read_text().splitlines()[:3])) for one in log.glob("*0.json")]
        and [one.unlink() for one in log.glob("*[12].json")]
    ),
}


@pytest.mark.parametrize("lose", LOST.values(), ids=LOST)
def test_what_the_log_has_lost_is_found_and_stands_on_the_table_again(lake: Lake, lose):
    """However old the files are: nothing is taken for what a dead writer left."""
    for path in (lake.root / "things").glob("*.parquet"):
        os.utime(path, (time.time() - 7200,) * 2)
    lose(lake.root / "things" / "_delta_log")
    again = Lake(lake.root)
    assert not check_table(again, THINGS).is_whole
    assert again.tidy(THINGS) == 0 if lose is not torn else True
    assert repair_table(again, THINGS).deeds
    assert ids(Lake(lake.root)) == list(range(30))
    assert check_table(Lake(lake.root), THINGS).is_whole
    assert Lake(lake.root).append(THINGS, things(0, 30)) == Appended(new=0, known=30)


def test_an_import_after_the_log_was_lost_does_not_bury_what_was_there(lake: Lake):
    shutil.rmtree(lake.root / "things" / "_delta_log")
    again = Lake(lake.root)
    again.append(THINGS, things(30, 31))
    assert [one.fault for one in check_table(again, THINGS).damages] == ["not in the log"] * 3
    repair_table(again, THINGS)
    assert ids(again) == list(range(31))


def test_files_that_were_replaced_never_come_back(lake: Lake):
    lake.replace(THINGS, things(0, 5, note="new"))
    lake.compact(THINGS, most_files=0)
    assert lake.strays(THINGS) == ()
    assert repair_table(lake, THINGS).deeds == ()
    assert ids(lake) == list(range(5))


def test_a_key_that_stands_twice_is_found_and_stands_once_after_the_repair(lake: Lake):
    double = things(5, 7, note="again")
    write_deltalake(str(lake.root / "things"), double, mode="append")
    assert check_table(lake, THINGS).doubled == 2
    assert any("2 keys stood more than once" in deed for deed in repair_table(lake, THINGS).deeds)
    assert ids(lake) == list(range(30))


def test_what_a_dead_writer_left_is_removed_when_no_writer_can_still_be_at_it(lake: Lake):
    old, young = (lake.root / "things" / f"part-{name}.parquet" for name in ("old", "young"))
    for path in (old, young):
        path.write_bytes(b"half of a file")
    os.utime(old, (time.time() - 7200,) * 2)
    assert check_table(lake, THINGS).left == 2
    assert repair_table(lake, THINGS).deeds == ("things: 1 files that belong to no version in use were removed.",)
    assert (old.exists(), young.exists()) == (False, True)
    assert ids(lake) == list(range(30))


def test_putting_files_together_keeps_every_row_and_is_no_change_of_the_rows(lake: Lake):
    version = lake.version(THINGS)
    lake.compact(THINGS, most_files=2)
    assert len(lake.files(THINGS)) == 1
    assert ids(lake) == list(range(30))
    assert lake.version(THINGS) == version
    state = check_table(lake, THINGS)
    assert state.is_whole
    assert (state.unsealed, state.left) == (0, 3)


def test_the_log_of_a_table_tells_bounds_of_keys_and_never_a_text(lake: Lake):
    lake.append(THINGS, things(30, 31, note="a person's words"))
    log = "".join(path.read_text() for path in (lake.root / "things" / "_delta_log").glob("*.json"))
    assert '\\"id\\":30' in log
    assert "a person's words" not in log


def damage_the_footer(path: Path) -> None:
    """Of the right size, and without a seal to compare it with."""
    (path.parent / "_seals" / f"{path.name}.sha256").unlink()
    content = bytearray(path.read_bytes())
    content[-200:-8] = b"\xff" * 192
    path.write_bytes(bytes(content))


def test_a_file_without_a_seal_whose_footer_is_no_parquet_is_damaged(lake: Lake):
    damage_the_footer(a_file(lake))
    assert [one.fault for one in check_table(lake, THINGS).damages] == ["no table"]
    assert repair_table(lake, THINGS).lost_rows
    assert check_table(lake, THINGS).is_whole


def no_memory(*_: object) -> None:
    raise LeadlineError("The query needs more memory than it may use.", "Raise LEADLINE_ENGINE_MEMORY, as in 8GB.")


def stalled(path: Path, *_: object, **__: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))


@pytest.mark.parametrize(
    ("where", "fails", "what"),
    [
        ("leadline.engine.seals.Path.open", stalled, "Input/output error"),
        ("leadline.engine.check.rows", no_memory, "more memory"),
    ],
)
def test_what_cannot_be_read_now_is_said_and_left_alone(lake: Lake, monkeypatch, where: str, fails, what: str):
    """A disk that stalls, too little memory: the files are sound, and stay where they are."""
    files = lake.files(THINGS)
    with monkeypatch.context() as patched:
        patched.setattr(where, fails)
        state = check_table(lake, THINGS)
        assert not state.is_whole
        assert state.damages == ()
        assert all(what in one.why for one in state.unread)
        mended = repair_table(lake, THINGS)
    assert (mended.deeds, mended.lost_rows) == ((), False)
    assert mended.left
    assert all("cannot be read now" in one for one in mended.left)
    assert lake.files(THINGS) == files
    assert not (lake.root / "things" / "_damaged").exists()
    assert check_table(lake, THINGS).is_whole


@pytest.mark.parametrize("told", [b"", b"half of a che", b"\xff\xfe"])
def test_a_seal_that_is_no_checksum_proves_nothing_and_is_written_anew(lake: Lake, told: bytes):
    """The power failed before the seal was on the disk; the file was."""
    hurt = a_file(lake)
    (hurt.parent / "_seals" / f"{hurt.name}.sha256").write_bytes(told)
    state = check_table(lake, THINGS)
    assert state.is_whole
    assert state.unsealed == 1
    assert repair_table(lake, THINGS).deeds == ("things: 1 files got the checksum that they lacked.",)
    assert check_table(lake, THINGS).unsealed == 0


@pytest.mark.parametrize(("minutes", "left"), [(30, True), (59, True), (61, True), (125, False)])
def test_a_file_is_never_removed_before_its_time(lake: Lake, minutes: int, left: bool):
    """Half an hour is no time at all where hours are rounded; an hour and a half are two."""
    young = lake.root / "things" / "part-young.parquet"
    young.write_bytes(b"half of a file")
    os.utime(young, (time.time() - minutes * 60 + 30,) * 2)
    lake.tidy(THINGS, unread_for=dt.timedelta(minutes=minutes if left else 90))
    assert young.exists() == left


def test_one_bad_table_leaves_the_others_readable(lake: Lake):
    cut(a_file(lake))
    other = type(THINGS)("others", "Others.", THINGS.columns, THINGS.key)
    lake.append(other, pa.table(things(0, 3)))
    assert check_table(lake, other).is_whole
