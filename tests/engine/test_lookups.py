"""A lookup finds all that stands, and is a hint only: nothing is lost or doubled where it is gone, torn or behind."""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadline.engine import Appended, Column, Lake, matching, rows
from leadline.engine.check import check_table
from leadline.engine.lookups import Held, Lookup
from leadline.engine.repair import repair_table
from leadline.errors import LeadlineError
from tests.engine.things import THINGS, ids, things
from tests.engine.things import THINGS as PLAIN

LOOKED_UP = replace(THINGS, lookups=(("source", "id"), ("note",)))


def told(lake: Lake, note: str) -> list[int]:
    found = rows(matching(lake, LOOKED_UP, pa.table({"note": [note]})))
    return sorted(row["id"] for row in found)


def lookups(lake: Lake) -> Path:
    return lake.root / "things" / "_lookups"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Twelve files of ten rows each; every third is of `b`."""
    lake = Lake(tmp_path)
    for file in range(12):
        lake.append(LOOKED_UP, things(file * 10, file * 10 + 10, note="b" if file % 3 == 0 else "a"))
    return lake


def test_rows_are_found_by_what_they_say_and_known_keys_are_known(lake: Lake):
    assert told(lake, "b") == [*range(10), *range(30, 40), *range(60, 70), *range(90, 100)]
    assert told(lake, "nobody says this") == []
    assert lake.append(LOOKED_UP, things(115, 125)) == Appended(new=5, known=5)
    assert ids(lake) == list(range(125))


def test_of_what_is_found_only_the_columns_are_read_that_are_asked_for(lake: Lake):
    wanted = pa.table({"note": ["b", "nobody says this"]})
    for one in (wanted, wanted.slice(0, 1)):
        assert {*map(len, rows(matching(lake, LOOKED_UP, one, names=["id"])))} == {1}
    grown = replace(LOOKED_UP, columns=(*LOOKED_UP.columns, Column("amount", "int", "How many.", since=2, default=3)))
    assert rows(matching(lake, grown, pa.table({"source": ["s"], "id": [5]}), names=["id", "amount"])) == [
        {"id": 5, "amount": 3}
    ]


def test_a_damaged_file_that_is_restored_under_its_name_is_read_as_it_stands_again(tmp_path: Path):
    """As `cp --preserve` restores it: of the same size, with the same time."""
    lake = Lake(tmp_path)
    lake.append(LOOKED_UP, things(0, 10))
    file = Path(lake.files(LOOKED_UP)[0])
    whole, told_at = file.read_bytes(), (file.stat().st_atime_ns, file.stat().st_mtime_ns)

    def write(content: bytes) -> None:
        aside = tmp_path / "copied"
        aside.write_bytes(content)
        os.utime(aside, ns=told_at)
        aside.replace(file)

    write(whole.replace(b"note", b"nota"))
    with pytest.raises(LeadlineError, match="cannot be read"):
        told(lake, "a")
    write(whole)
    assert told(lake, "a") == list(range(10))


def test_only_files_that_may_hold_a_key_are_opened(lake: Lake):
    found = lake.lookup(LOOKED_UP, ("source", "id")).find(_hashes(lake, [55]), lake.files(LOOKED_UP))
    assert found.hit.all()
    assert [list(groups) for groups in found.groups.values()] == [[0]]
    assert not found.uncovered


def _hashes(lake: Lake, wanted: list[int]) -> np.ndarray:
    from leadline.engine import DuckDB

    return DuckDB.here().hashes(pa.table({"source": ["s"] * len(wanted), "id": wanted}), ("source", "id"))


def test_runs_of_like_size_are_merged(lake: Lake):
    runs = list((lookups(lake) / "source-id").glob("*.run"))
    assert len(runs) < 8 < len(lake.files(LOOKED_UP))


@pytest.mark.parametrize("how", ["gone", "torn", "no run", "of another engine"])
def test_without_its_lookups_a_table_says_and_keeps_the_same(lake: Lake, how: str):
    for run in list(lookups(lake).rglob("*.run")):
        if how == "gone":
            run.unlink()
        elif how == "torn":
            run.write_bytes(run.read_bytes()[:-7])
        elif how == "no run":
            run.write_bytes(b"lookup1\n       4[1] ")
        else:
            run.write_bytes(run.read_bytes().replace(b"duckdb", b"duckdc", 1))
    fresh = Lake(lake.root)
    assert told(fresh, "b") == [*range(10), *range(30, 40), *range(60, 70), *range(90, 100)]
    assert fresh.append(LOOKED_UP, things(115, 125)) == Appended(new=5, known=5)
    assert ids(fresh) == list(range(125))


def test_a_table_that_had_no_lookups_gets_them_with_the_next_append(tmp_path: Path):
    lake = Lake(tmp_path)
    lake.append(PLAIN, things(0, 10))
    assert told(lake, "a") == list(range(10))
    assert lake.append(LOOKED_UP, things(5, 15)) == Appended(new=5, known=5)
    found = lake.lookup(LOOKED_UP, ("note",)).find(np.zeros(1, np.uint64), lake.files(LOOKED_UP))
    assert not found.uncovered


def test_what_is_compacted_replaced_or_set_aside_is_not_found_where_it_was(lake: Lake):
    lake.compact(LOOKED_UP, most_files=2)
    assert len(lake.files(LOOKED_UP)) == 1
    assert told(lake, "b") == [*range(10), *range(30, 40), *range(60, 70), *range(90, 100)]
    assert lake.append(LOOKED_UP, things(0, 120)) == Appended(new=0, known=120)
    lake.replace(LOOKED_UP, things(0, 3, note="c"))
    assert (told(lake, "b"), told(lake, "c")) == ([], [0, 1, 2])


def test_a_key_that_stands_twice_in_a_batch_is_kept_once(lake: Lake):
    twice = pa.concat_tables([things(200, 205), things(203, 207), things(0, 2)])
    assert lake.append(LOOKED_UP, twice) == Appended(new=7, known=4)
    assert ids(lake) == [*range(120), *range(200, 207)]


def test_more_groups_than_one_reads_by_themselves_are_read_with_their_files(tmp_path: Path, monkeypatch):
    lake = Lake(tmp_path)
    for file in range(4):
        lake.append(LOOKED_UP, things(file * 10, file * 10 + 10))
    monkeypatch.setattr("leadline.engine._MANY_GROUPS", 3)
    assert told(lake, "a") == list(range(40))


def test_a_spoilt_lookup_is_named_by_check_and_removed_by_repair(lake: Lake):
    run = next(lookups(lake).rglob("*.run"))
    content = bytearray(run.read_bytes())
    content[-1] ^= 1
    run.write_bytes(bytes(content))
    state = check_table(lake, LOOKED_UP)
    assert (state.spoilt, state.is_whole) == (1, False)
    [deed] = repair_table(lake, LOOKED_UP).deeds
    assert "1 damaged lookups were removed" in deed
    assert check_table(lake, LOOKED_UP).is_whole
    assert lake.append(LOOKED_UP, things(0, 121)) == Appended(new=1, known=120)


def test_a_bit_that_turned_in_a_lookup_doubles_nothing(tmp_path: Path):
    """A known key whose hash turned would look new."""
    Lake(tmp_path).append(LOOKED_UP, things(0, 10))
    [run] = (lookups(Lake(tmp_path)) / "source-id").glob("*.run")
    whole = run.read_bytes()
    for place in (len(whole) - 100, whole.index(b"files") + 12):
        turned = bytearray(whole)
        turned[place] ^= 1
        run.write_bytes(bytes(turned))
        assert Lake(tmp_path).append(LOOKED_UP, things(0, 10)) == Appended(new=0, known=10)
        for one in run.parent.glob("*.run"):
            one.unlink()
    run.write_bytes(b"lookup1\n       2[]      ")
    assert Lake(tmp_path).append(LOOKED_UP, things(0, 11)) == Appended(new=1, known=10)


def test_what_a_writer_left_that_died_is_no_lookup_and_goes_after_an_hour(lake: Lake):
    left = lookups(lake) / "source-id" / ".half.run"
    left.write_bytes(b"lookup1\n     100")
    assert check_table(lake, LOOKED_UP).is_whole
    assert Lake(lake.root).append(LOOKED_UP, things(0, 121)) == Appended(new=1, known=120)
    assert left.exists()
    os.utime(left, (0, 0))
    lake.append(LOOKED_UP, things(121, 125))
    assert not left.exists()


def test_where_a_lookup_cannot_be_written_rows_are_kept_all_the_same(tmp_path: Path):
    lake = Lake(tmp_path)
    lake.append(LOOKED_UP, things(0, 10))
    shutil.rmtree(lookups(lake))
    lookups(lake).write_text("a file where the folder should be")
    assert lake.append(LOOKED_UP, things(5, 15)) == Appended(new=5, known=5)
    assert told(lake, "a") == list(range(15))


_HASHES = st.integers(0, 60).map(lambda number: number << 58)
"""Few, and spread over all hashes: some of them are met."""


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(_HASHES, max_size=30), min_size=1, max_size=20),
    st.lists(_HASHES, max_size=10),
    st.sets(st.integers(0, 19)),
    st.sampled_from([1, 7, 1 << 20]),
)
def test_whatever_files_hold_and_lose_each_hash_is_found_where_it_stands(tmp_path_factory, files, wanted, gone, some):
    lookup = Lookup(tmp_path_factory.mktemp("lookup"), "a test")
    held = {f"{number}.parquet": values for number, values in enumerate(files)}
    with patch("leadline.engine.lookups._AT_ONCE", some):
        for name in held:
            values = np.array(held[name], np.uint64)
            lookup.cover([*list(held)[: int(name[:-8])], name], lambda _, v=values: Held(v, _groups(v)))
    assert not lookup.damaged()
    live = [f"/lake/{name}" for number, name in enumerate(held) if number not in gone]
    found = Lookup(lookup._folder, "a test").find(np.array(wanted, np.uint64), live)
    names = {name.rpartition("/")[2] for name in live}
    stands = {name: set(values) & set(wanted) for name, values in held.items() if name in names}
    assert not found.uncovered
    assert list(found.hit) == [any(one in values for values in stands.values()) for one in wanted]
    assert {file.rpartition("/")[2]: set(groups) for file, groups in found.groups.items()} == {
        name: {_group(value) for value in values} for name, values in stands.items() if values
    }


def _groups(values: np.ndarray) -> np.ndarray:
    return np.array([_group(int(value)) for value in values], np.uint32)


def _group(value: int) -> int:
    return (value >> 58) // 7
