"""Is the lake whole? What each table holds, what its files say against their checksums, and whether a key stands twice.

In: a lake and its declared tables. Out: a state a table, with every damage named. The surprise: damage is only what is
proven, by other bytes than were written. What cannot be read now (its rights, a disk that stalls, too little memory) is
said apart, and may be sound. Nothing is mended here.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import narwhals as nw
import pyarrow.parquet as pq

from leadline.engine.backend import engine_for, rows
from leadline.engine.log import HeldFile
from leadline.engine.seals import is_sealed, keeps_its_seal
from leadline.engine.store import Lake
from leadline.engine.table import Table
from leadline.errors import LeadlineError

Fault = Literal["missing", "wrong size", "changed", "wrong rows", "no table", "not in the log"]


@dataclass(frozen=True)
class Damage:
    """What is proven to be wrong with a file, and how many rows stood in it."""

    file: str
    fault: Fault
    rows: int


@dataclass(frozen=True)
class Unread:
    """What cannot be read now, and why: a file, or the keys of a table."""

    what: str
    why: str


@dataclass(frozen=True)
class TableState:
    """`doubled` keys stand more than once, `unsealed` files have no checksum yet, `left` ones belong to no version that
    is in use: what compaction and writers that died left behind. `spoilt` lookups are not as they were written.
    """

    table: str
    files: int
    rows: int
    bytes: int
    version: int
    doubled: int = 0
    unsealed: int = 0
    left: int = 0
    spoilt: int = 0
    damages: tuple[Damage, ...] = ()
    unread: tuple[Unread, ...] = ()
    log: str | None = None
    """Why the table's log cannot be read."""

    @property
    def is_whole(self) -> bool:
        """Whether everything was read, and nothing is wrong."""
        return not (self.doubled or self.spoilt or self.damages or self.unread or self.log)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def check_table(lake: Lake, table: Table) -> TableState:
    """Compare every live file with the log and with its seal, then count rows and keys of the sound ones."""
    try:
        held = lake.held(table)
    except LeadlineError as error:
        return TableState(table.name, 0, 0, 0, -1, log=error.sentence)
    found = [_found(file) for file in held]
    strays = [_stray(path) for path in lake.strays(table)]
    sound = [str(file.path) for file, wrong in zip(held, found, strict=True) if wrong is None]
    doubled = _doubled(table, sound)
    spoilt = _spoilt(lake, table)
    unread = [one for one in (*found, doubled, spoilt) if isinstance(one, Unread)]
    return TableState(
        table=table.name,
        files=len(held),
        rows=sum(file.rows for file in held),
        bytes=sum(file.bytes for file in held),
        version=lake.version(table),
        doubled=doubled if isinstance(doubled, int) else 0,
        unsealed=sum(1 for file in sound if not is_sealed(file)),
        left=len(_files(lake, table) - {file.path.name for file in held} - {one.file for one in strays}),
        spoilt=spoilt if isinstance(spoilt, int) else 0,
        damages=(*(one for one in found if isinstance(one, Damage)), *strays),
        unread=tuple(unread),
    )


def _stray(path: Path) -> Damage:
    """A file that was on the table, and that its log has lost."""
    try:
        counted = _rows_in(path)
    except OSError:  # how much stood in it is only said beside the fault, which is proven without it
        counted = None
    return Damage(path.name, "not in the log", counted or 0)


def _found(file: HeldFile) -> Damage | Unread | None:
    try:
        fault = _fault(file)
    except (OSError, MemoryError) as error:
        return Unread(file.path.name, getattr(error, "strerror", None) or str(error))
    return Damage(file.path.name, fault, file.rows) if fault else None


def _fault(file: HeldFile) -> Fault | None:
    """Raises OSError where the file or its seal cannot be read."""
    try:
        if os.stat(file.path).st_size != file.bytes:
            return "wrong size"
        if is_sealed(str(file.path)) and not keeps_its_seal(str(file.path)):
            return "changed"
        counted = _rows_in(file.path)
    except FileNotFoundError:
        return "missing"
    if counted is None:
        return "no table"
    return "wrong rows" if counted != file.rows else None


def _rows_in(path: Path) -> int | None:
    """How many rows the file says it holds; None where what was read of it is no Parquet. Raises OSError otherwise."""
    with path.open("rb") as opened:
        try:
            counted: int = pq.ParquetFile(opened).metadata.num_rows
        except (ValueError, NotImplementedError):
            return None
        except OSError as error:
            if error.errno is not None:
                raise
            return None  # the reader of Parquet calls a footer that it cannot understand an OSError, without a number
    return counted


def _doubled(table: Table, files: list[str]) -> int | Unread:
    try:
        keys = engine_for(table).scan(table, files).group_by(*table.key).agg(n=nw.len()).filter(nw.col("n") > 1)
        [counted] = rows(keys.select(n=nw.len()))
    except LeadlineError as error:
        return Unread("its keys", error.sentence)
    doubled: int = counted["n"]
    return doubled


def _spoilt(lake: Lake, table: Table) -> int | Unread:
    try:
        return len(lake.spoilt_lookups(table))
    except OSError as error:
        return Unread("its lookups", error.strerror or str(error))


def _files(lake: Lake, table: Table) -> set[str]:
    return {path.name for path in (lake.root / table.name).glob("*.parquet")}
