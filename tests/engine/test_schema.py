"""A table that gained columns reads what was written before, and refuses what a newer Leadline wrote."""

from pathlib import Path

import pytest

from leadline.engine import Appended, Column, Lake, Table, collect, rows, scan
from leadline.engine.check import check_table
from leadline.errors import LeadlineError
from tests.engine.things import THINGS, things

GREW = Table(
    name="things",
    sentence="Things, and how many.",
    columns=(
        Column("source", "text", "Where."),
        Column("id", "int", "Which."),
        Column("remark", "text", "What.", required=False, since=2, was="note"),
        Column("amount", "int", "How many.", since=2, default=1),
        Column("seen_at", "instant", "When.", required=False, since=2),
    ),
    key=("source", "id"),
    order=("id",),
)


def grown(number: int):
    return GREW.of_rows([{"source": "s", "id": number, "remark": "new", "amount": 7, "seen_at": None}])


def test_rows_of_an_earlier_version_say_the_default_or_what_stood_under_the_former_name(tmp_path: Path):
    lake = Lake(tmp_path)
    lake.append(THINGS, things(0, 2))
    told = {"source": "s", "remark": "a", "amount": 1, "seen_at": None}
    assert GREW.version == 2
    assert rows(scan(lake, GREW).sort("id")) == [{**told, "id": 0}, {**told, "id": 1}]


def test_rows_of_two_versions_stand_in_one_table(tmp_path: Path):
    lake = Lake(tmp_path)
    lake.append(THINGS, things(0, 1))
    lake = Lake(tmp_path)
    assert lake.append(GREW, grown(1)) == Appended(new=1, known=0)
    assert lake.append(GREW, grown(0)) == Appended(new=0, known=1)
    lake.compact(GREW, most_files=1)
    told = {"source": "s", "seen_at": None}
    assert rows(scan(lake, GREW).sort("id")) == [
        {**told, "id": 0, "remark": "a", "amount": 1},
        {**told, "id": 1, "remark": "new", "amount": 7},
    ]
    assert check_table(lake, GREW).is_whole


@pytest.mark.parametrize(
    ("kind", "default"),
    [("text", ""), ("text", "it's"), ("text", None), ("int", 3), ("float", 0.5), ("bool", True), ("bool", False)],
)
def test_a_column_of_one_version_reads_the_same_whether_its_files_have_it_or_not(tmp_path: Path, kind, default):
    """Files that all lack it are read by Narwhals, and files of both versions in one step of SQL."""
    later = Column("later", kind, "What.", required=False, since=2, default=default)
    grew = Table("things", "Things.", (*THINGS.columns, later), key=THINGS.key)
    lake = Lake(tmp_path)
    lake.append(THINGS, things(0, 2))
    assert [row["later"] for row in rows(scan(lake, grew))] == [default, default]
    lake.append(grew, grew.of_rows([row | {"later": None} for row in things(2, 3).to_pylist()]))
    read = scan(lake, grew).sort("id")
    assert [row["later"] for row in rows(read)] == [default] * 3
    assert collect(read).schema.field("later").type == later.type


def test_a_table_of_a_newer_leadline_is_refused_in_words_and_left_as_it_is(tmp_path: Path):
    Lake(tmp_path).append(GREW, grown(1))
    with pytest.raises(LeadlineError, match="column remark, which this version of Leadline does not know") as refused:
        Lake(tmp_path).append(THINGS, things(2, 3))
    assert "A newer Leadline wrote it" in refused.value.advice
    assert [row["id"] for row in rows(scan(Lake(tmp_path), GREW))] == [1]
