"""`leadline engine repair`, table by table: what is made anew at once, what comes back how, what only a backup has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from leadline.assess.tables import CUBES, NOISE
from leadline.cli import app
from leadline.engine import Lake, Table
from leadline.flow.mending import WAYS_BACK
from leadline.flow.tables import TABLES
from leadline.listen import COUNTED, HEARD_MONTHS, VERSIONS, ask_to_erase
from leadline.listen.versions import Change, version_row
from tests.october import NOW, copy_of, ran

MADE_ANEW = (HEARD_MONTHS, *CUBES)
ONLY_A_BACKUP = {"assessments", "answers", "ledger"}


def engine(home: Path, word: str) -> tuple[int, dict[str, Any]]:
    told = CliRunner().invoke(app, ["engine", word, "--home", str(home), "--json"], prog_name="leadline")
    return told.exit_code, json.loads(told.stdout)


def hurt(lake: Lake, table: Table) -> None:
    max(map(Path, lake.files(table)), key=lambda path: path.stat().st_size).write_bytes(b"")


def counted(lake: Lake) -> dict[str, int]:
    return {table.name: sum(file.rows for file in lake.held(table)) for table in TABLES}


def test_every_table_has_a_way_back_or_says_that_only_a_backup_has_it() -> None:
    assert list(WAYS_BACK) == [table.name for table in TABLES]
    assert {name for name, way in WAYS_BACK.items() if "Only a backup" in way} == ONLY_A_BACKUP


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_damaged_table_is_named_taken_care_of_and_whole_again(tmp_path: Path, table: Table) -> None:
    home = copy_of(ran(), tmp_path / "home").home
    gone = version_row(Change("x", "1", "deleted", None, NOW), seen_at=NOW, import_id="i")
    Lake(home.lake).append(VERSIONS, VERSIONS.of_rows([gone]))
    record = {"source": "zendesk", "record": "17", "what": "ticket", "place": 0, "line": 2, "how": "sum"}
    record |= {"area": "all", "segment": "all", "seen_at": NOW, "import_id": "i"}
    Lake(home.lake).append(COUNTED, COUNTED.of_rows([record]))
    ask_to_erase(Lake(home.lake), "u234567abcdefghij", now=NOW)
    before = counted(Lake(home.lake))
    if table is NOISE:  # nothing repeats in this month: one row that a rebuild does not find again
        repeat = {"source": "x", "message_id": "1", "posted_day": NOW.date(), "kind": "repeat", "first": "0"}
        Lake(home.lake).replace(NOISE, NOISE.of_rows([repeat]), note=Lake(home.lake).note(NOISE))
    hurt(Lake(home.lake), table)
    code, told = engine(home.root, "check")
    assert (code, told["whole"]) == (1, False)
    assert [one["table"] for one in told["tables"] if one["damages"]] == [table.name]

    code, told = engine(home.root, "repair")
    assert (code, told["left"]) == (0, [])
    assert f"{table.name}: " in told["done"][0]
    assert (f"{table.name}: {WAYS_BACK[table.name]}" in told["again"]) == (table not in MADE_ANEW)

    code, told = engine(home.root, "check")
    assert (code, told["whole"], told["behind"]) == (0, True, [])
    after = counted(Lake(home.lake))
    if table in MADE_ANEW:
        assert after == before
    else:
        assert after[table.name] < before[table.name]


def test_a_cube_that_is_gone_altogether_is_behind_and_a_rebuild_brings_it(tmp_path: Path) -> None:
    home = copy_of(ran(), tmp_path / "home").home
    before = counted(Lake(home.lake))
    for path in sorted((home.lake / "theme_days").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    code, told = engine(home.root, "check")
    assert (code, told["behind"]) == (0, [cube.name for cube in CUBES])
    assert engine(home.root, "rebuild")[0] == 0
    assert counted(Lake(home.lake)) == before
    assert engine(home.root, "check")[1]["behind"] == []
