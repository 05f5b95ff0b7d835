"""Is the lake whole? What each table holds, what its files say against their checksums, and whether a key stands twice.

In: a lake and its declared tables. Out: a state a table, with every damage named. The surprise: nothing is mended
here, and nothing is read twice: a file that its seal finds damaged is left out of the counting of rows and keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

import narwhals as nw

from leadline.engine.backend import DuckDB, rows
from leadline.engine.seals import is_sealed, keeps_its_seal
from leadline.engine.store import HeldFile, Lake
from leadline.engine.table import Table
from leadline.errors import LeadlineError

Fault = Literal["missing", "wrong size", "changed", "wrong rows", "unreadable"]


@dataclass(frozen=True)
class Damage:
    """What is wrong with a file, and how many rows stood in it."""

    file: str
    fault: Fault
    rows: int


@dataclass(frozen=True)
class TableState:
    """`doubled` keys stand more than once, `unsealed` files have no checksum yet, `left` ones belong to no version that
    is in use: what compaction and writers that died left behind.
    """

    table: str
    files: int
    rows: int
    bytes: int
    version: int
    doubled: int = 0
    unsealed: int = 0
    left: int = 0
    damages: tuple[Damage, ...] = ()
    log: str | None = None
    """Why the table's log cannot be read."""

    @property
    def is_whole(self) -> bool:
        return not (self.doubled or self.damages or self.log)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def check_table(lake: Lake, table: Table) -> TableState:
    """Compare every live file with the log and with its seal, then count rows and keys of the sound ones."""
    try:
        held = lake.held(table)
    except LeadlineError as error:
        return TableState(table.name, 0, 0, 0, -1, log=error.sentence)
    damages = {damage.file: damage for damage in _damages(held)}
    sound = [str(file.path) for file in held if file.path.name not in damages]
    return TableState(
        table=table.name,
        files=len(held),
        rows=sum(file.rows for file in held),
        bytes=sum(file.bytes for file in held),
        version=lake.version(table),
        doubled=_doubled(table, sound),
        unsealed=sum(1 for file in sound if not is_sealed(file)),
        left=len(_files(lake, table) - {file.path.name for file in held}),
        damages=tuple(damages.values()),
    )


def _damages(held: tuple[HeldFile, ...]) -> Iterator[Damage]:
    for file in held:
        if fault := _fault(file):
            yield Damage(file.path.name, fault, file.rows)


def _fault(file: HeldFile) -> Fault | None:
    if not file.path.exists():
        return "missing"
    try:
        return _fault_within(file)
    except (OSError, LeadlineError):
        return "unreadable"


def _fault_within(file: HeldFile) -> Fault | None:
    if file.path.stat().st_size != file.bytes:
        return "wrong size"
    if is_sealed(str(file.path)) and not keeps_its_seal(str(file.path)):
        return "changed"
    [counted] = DuckDB.here().rows_of_files([str(file.path)]).values()
    return "wrong rows" if counted != file.rows else None


def _doubled(table: Table, files: list[str]) -> int:
    keys = DuckDB.here().scan(table, files).group_by(*table.key).agg(n=nw.len()).filter(nw.col("n") > 1)
    [counted] = rows(keys.select(n=nw.len()))
    doubled: int = counted["n"]
    return doubled


def _files(lake: Lake, table: Table) -> set[str]:
    return {path.name for path in (lake.root / table.name).glob("*.parquet")}
