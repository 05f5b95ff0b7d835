"""Mend what `check` found: say what was done, what is left, and whether rows went off the table.

In: a lake, a table, its state. Out: the deeds, in words. The surprise: nothing is deleted that may hold a row that no
other file holds, and nothing is touched that is not proven to be damaged. A damaged file is set aside, with its rows
off the table; a torn last commit is set aside too, and the table stands as it stood before it. What was on the table
and is in no commit any more comes back row by row, where its keys are not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from leadline.engine.backend import DuckDB, collect
from leadline.engine.check import Damage, TableState, check_table
from leadline.engine.seals import forget_seals, keeps_its_seal
from leadline.engine.store import Lake
from leadline.engine.table import Table

ASIDE = "_damaged"


@dataclass(frozen=True)
class Mended:
    """What a repair did to a table: a sentence a deed, none where nothing was to be done.

    `lost_rows` went off the table; `left` says what could not be mended now, and was not touched.
    """

    deeds: tuple[str, ...] = ()
    lost_rows: bool = False
    left: tuple[str, ...] = ()


def repair_table(lake: Lake, table: Table) -> Mended:
    """Mend a table as far as its damage is proven."""
    deeds: list[str] = []
    state = check_table(lake, table)
    if state.log:
        deeds += _without_torn_commit(lake, table)
        state = check_table(lake, table)
    if state.log:
        left = f"{_unread(table, 'its log', state.log)} If it is damaged, restore a backup: leadline engine restore."
        return Mended(tuple(deeds), bool(deeds), (left,))
    lost = table.computed and bool(deeds)
    if state.damages:
        deeds += _with_strays(lake, table)
        off = [one for one in state.damages if one.fault != "not in the log"]
        deeds += _without_damaged(lake, table, off)
        lost = lost or bool(off) or (table.computed and bool(state.damages))
    if not state.unread:
        deeds += _tidied(lake, table, state)
    return Mended(tuple(deeds), lost, tuple(_unread(table, one.what, one.why) for one in state.unread))


def _tidied(lake: Lake, table: Table, state: TableState) -> Iterator[str]:
    """What asks for every file of the table to be read."""
    if state.doubled:
        yield from _without_doubles(lake, table, state)
    if sealed := lake.seal(table):
        yield f"{table.name}: {sealed} files got the checksum that they lacked."
    if spoilt := lake.spoilt_lookups(table):
        for path in spoilt:
            path.unlink(missing_ok=True)
        yield f"{table.name}: {len(spoilt)} damaged lookups were removed; the next append makes them anew."
    if removed := lake.tidy(table):
        yield f"{table.name}: {removed} files that belong to no version in use were removed."


def _unread(table: Table, what: str, why: str) -> str:
    advice = "Nothing was done to it: look at its rights, at the disk and at the memory, and repair again."
    return f"{table.name}: {what} cannot be read now ({why.rstrip('.')}). {advice}"


def _without_torn_commit(lake: Lake, table: Table) -> Iterator[str]:
    """Only the newest commit may be torn: its writer died, and nobody wrote after it."""
    log = lake.root / table.name / "_delta_log"
    newest = max(log.glob("[0-9]*.json"), default=None)
    if newest is not None and _is_torn(newest):
        _set_aside(newest)
        yield f"{table.name}: its last commit, {newest.name}, was torn and is set aside with what it added."


def _is_torn(commit: Path) -> bool:
    """Whether what was read of it is no commit; one that cannot be read proves nothing."""
    try:
        told = [json.loads(line) for line in commit.read_text().splitlines()]
    except ValueError:
        return True
    except OSError:
        return False
    return not told


def _with_strays(lake: Lake, table: Table) -> Iterator[str]:
    """Rows of files that the log has lost, on the table again; then the files are set aside."""
    for path in lake.strays(table):
        told = f"{table.name}: {path.name}, which its log had lost, is set aside"
        if keeps_its_seal(str(path)) and not table.computed:
            found = lake.append(table, collect(DuckDB.here().scan(table, [str(path)])))
            told = f"{told}, and {found.new:,} of its rows are on the table again ({found.known:,} were)"
        _set_aside(path)
        forget_seals([str(path)])
        yield f"{told}."


def _without_damaged(lake: Lake, table: Table, damages: Sequence[Damage]) -> Iterator[str]:
    folder = lake.root / table.name
    for damage in damages:
        if (folder / damage.file).exists():
            _set_aside(folder / damage.file)
            forget_seals([str(folder / damage.file)])
    if damages:
        lake.drop_missing(table)
    yield from (_told(table, damage) for damage in damages)


def _told(table: Table, damage: Damage) -> str:
    fate = "" if damage.fault == "missing" else f", lies in {ASIDE}"
    return f"{table.name}: {damage.file} ({damage.fault}{fate}) is off the table with its {damage.rows:,} rows."


def _without_doubles(lake: Lake, table: Table, state: TableState) -> Iterator[str]:
    lake.rewrite(table, where="true", make=lambda: _each_key_once(lake, table))
    yield f"{table.name}: {state.doubled} keys stood more than once; each stands once now."


def _each_key_once(lake: Lake, table: Table) -> pa.Table:
    engine = DuckDB.here()
    held = collect(engine.scan(table, lake.files(table)))
    return held.take(engine.unknown(held, table, []))


def _set_aside(path: Path) -> None:
    aside = path.parent / ASIDE if path.suffix == ".parquet" else path.parent.parent / ASIDE
    aside.mkdir(mode=0o700, exist_ok=True)
    path.replace(aside / path.name)
