"""A backup is made while others write, is proven byte for byte, and never rests on a row that it lacks."""

import datetime as dt
import json
import multiprocessing
import shutil
import sqlite3
from pathlib import Path

import pytest

from leadline.config import PSEUDONYMS, Home, create_home, open_home
from leadline.engine import Lake, Table
from leadline.engine.backup import back_up, restore
from leadline.engine.check import check_table
from leadline.errors import LeadlineError
from tests.engine.things import THINGS, ids, things

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
COPIES = Table("copies", "Things that were seen among THINGS.", THINGS.columns, THINGS.key, THINGS.order)
"""Computed from THINGS: a row of it without its thing would be a number without its message."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = create_home(tmp_path / "home", company="Halden", zone="Europe/Amsterdam", currency="EUR")
    home.key(PSEUDONYMS)
    with sqlite3.connect(home.rows) as people:
        people.execute("create table people (name text)")
        people.execute("insert into people values ('Alice')")
    Lake(home.lake).append(THINGS, things(0, 10))
    return home


def _write_on(root: Path) -> None:
    for first in range(10, 2000, 10):
        lake = Lake(root)
        lake.append(THINGS, things(first, first + 10))
        lake.append(COPIES, things(first, first + 10))
        lake.compact(THINGS, most_files=8)


def test_a_backup_comes_back_equal_with_rows_and_keys_for_the_owner_only(home: Home, tmp_path: Path):
    made = back_up(home, [THINGS, COPIES], tmp_path / "copy", now=NOW)
    assert made.tables == {"things": 0, "copies": -1}
    assert restore(tmp_path / "copy", tmp_path / "back", [THINGS, COPIES]) == made
    back = open_home(tmp_path / "back")
    assert (back.company, back.key(PSEUDONYMS)) == (home.company, home.key(PSEUDONYMS))
    assert ids(Lake(back.lake)) == list(range(10))
    with sqlite3.connect(back.rows) as people:
        assert people.execute("select name from people").fetchall() == [("Alice",)]
    rights = {
        oct(path.stat().st_mode & 0o077) for folder in ("copy", "back") for path in (tmp_path / folder).rglob("*")
    }
    assert rights == {"0o0"}


def test_live_sources_come_back_with_where_they_stand_what_waits_and_accounts(home: Home, tmp_path: Path):
    (home.root / "sources.yaml").write_text("- {name: forum, door: push, legal_basis: contract}")
    for name in ("state/forum.json", "pushed/forum/waiting/b1.ndjson"):
        (home.live / name).parent.mkdir(parents=True)
        (home.live / name).write_text(name)
    with sqlite3.connect(home.live / "handles.sqlite3") as accounts:
        accounts.execute("create table handles (author text)")
    (home.live / "drafts").mkdir()
    (home.live / "drafts" / "half").write_text("half of something")
    back_up(home, [THINGS], tmp_path / "copy", now=NOW)
    restore(tmp_path / "copy", tmp_path / "back", [THINGS])
    back = open_home(tmp_path / "back")
    assert (back.root / "sources.yaml").read_text() == (home.root / "sources.yaml").read_text()
    for name in ("state/forum.json", "pushed/forum/waiting/b1.ndjson"):
        assert (back.live / name).read_text() == name
    with sqlite3.connect(back.live / "handles.sqlite3") as accounts:
        assert accounts.execute("select * from handles").fetchall() == []
    assert not (back.live / "drafts").exists()


def test_a_backup_made_while_others_write_is_whole_and_rests_on_nothing_that_it_lacks(home: Home, tmp_path: Path):
    writer = multiprocessing.get_context("spawn").Process(target=_write_on, args=(home.lake,))
    writer.start()
    try:
        while len(ids(Lake(home.lake))) < 100:
            pass
        for number in range(3):
            back_up(home, [THINGS, COPIES], tmp_path / f"copy{number}", now=NOW)
            restore(tmp_path / f"copy{number}", tmp_path / f"back{number}", [THINGS, COPIES])
            lake = Lake(tmp_path / f"back{number}" / "lake")
            held = ids(lake)
            assert check_table(lake, THINGS).is_whole
            assert held == list(range(len(held)))
            assert check_table(lake, COPIES).rows <= len(held)
        assert writer.is_alive(), "the writer was too quick: nothing was tried"
    finally:
        writer.kill()
        writer.join()


def test_a_backup_that_was_changed_is_refused_and_nothing_is_brought_back(home: Home, tmp_path: Path):
    back_up(home, [THINGS], tmp_path / "copy", now=NOW)
    [file] = (tmp_path / "copy" / "lake" / "things").glob("*.parquet")
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(LeadlineError, match="is not what was backed up"):
        restore(tmp_path / "copy", tmp_path / "back", [THINGS])
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("content", ["{", "[]", "{}", json.dumps({"sha256": 3})])
def test_a_manifest_that_cannot_be_read_is_refused_in_words(tmp_path: Path, content: str):
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "backup.json").write_text(content)
    with pytest.raises(LeadlineError, match=r"backup\.json in .* cannot be read"):
        restore(tmp_path / "copy", tmp_path / "back", [])


def test_a_manifest_that_names_a_file_outside_the_backup_is_refused(home: Home, tmp_path: Path):
    back_up(home, [THINGS], tmp_path / "copy", now=NOW)
    manifest = tmp_path / "copy" / "backup.json"
    told = json.loads(manifest.read_text())
    told["sha256"] = {"../outside": "0"}
    manifest.write_text(json.dumps(told))
    with pytest.raises(LeadlineError, match=r"backup\.json in .* cannot be read"):
        restore(tmp_path / "copy", tmp_path / "back", [THINGS])


def test_a_folder_that_holds_something_is_never_written_to(home: Home, tmp_path: Path):
    for within in (home.root, home.root / "keys" / "copy"):
        with pytest.raises(LeadlineError, match="lies in the home itself"):
            back_up(home, [THINGS], within, now=NOW)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    with pytest.raises(LeadlineError, match="is not empty"):
        back_up(home, [THINGS], tmp_path / "full", now=NOW)
    back_up(home, [THINGS], tmp_path / "copy", now=NOW)
    with pytest.raises(LeadlineError, match="is not empty"):
        restore(tmp_path / "copy", home.root, [THINGS])


def test_what_is_no_backup_is_refused_in_words(tmp_path: Path):
    with pytest.raises(LeadlineError, match="is no backup"):
        restore(tmp_path, tmp_path / "back", [])


@pytest.mark.parametrize("damage", ["changed", "log lost"])
def test_a_damaged_lake_is_not_backed_up_as_if_it_were_sound(home: Home, tmp_path: Path, damage: str):
    [file] = (home.lake / "things").glob("*.parquet")
    if damage == "changed":
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    else:
        shutil.rmtree(home.lake / "things" / "_delta_log")
    with pytest.raises(LeadlineError, match="The table things is damaged, so nothing was backed up"):
        back_up(home, [THINGS], tmp_path / "copy", now=NOW)
    with pytest.raises(LeadlineError, match="is no backup"):
        restore(tmp_path / "copy", tmp_path / "back", [THINGS])


def test_a_manifest_that_lacks_a_table_is_refused(home: Home, tmp_path: Path):
    back_up(home, [THINGS], tmp_path / "copy", now=NOW)
    manifest = tmp_path / "copy" / "backup.json"
    told = json.loads(manifest.read_text())
    told["sha256"] = {name: sha for name, sha in told["sha256"].items() if "things" not in name}
    manifest.write_text(json.dumps({**told, "files": len(told["sha256"])}))
    with pytest.raises(LeadlineError, match="cannot be read"):
        restore(tmp_path / "copy", tmp_path / "back", [THINGS])
