"""What the tables of a home hold, as their logs tell: live files, the bounds of what lies in them, versions, notes.

In: the lake's folder. Out: names of plain Parquet files, which the backend reads, and the numbers of commits, on which
every answer that is kept rests. The surprise: each thread that writes has a table of its own, because one that others
read through moves on between the comparing and the commit.
"""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from leadline.engine.table import Table
from leadline.errors import LeadlineError
from leadline.words import Period

_UNUSABLE = re.compile(r"[\[\]*]|%[0-9a-fA-F]{2}")
_HOUSEKEEPING = frozenset({"OPTIMIZE", "VACUUM START", "VACUUM END"})
"""Commits that change files and no row."""


@dataclass(frozen=True)
class HeldFile:
    """A live Parquet file as the table's log tells of it."""

    path: Path
    bytes: int
    rows: int


class Bounds(NamedTuple):
    """Between which values a column of a live file lies, as the log tells; None where it does not."""

    path: str
    least: Any
    most: Any

    def may_hold(self, days: Period) -> bool:
        return self.least is None or self.most is None or (self.least <= days.last and days.first <= self.most)


class Logs:
    """The logs of all tables of one home. Cheap to make; safe to use from several processes and threads at once."""

    def __init__(self, root: Path) -> None:
        if found := _UNUSABLE.search(str(root)):
            raise LeadlineError(
                f"{root} cannot hold a lake: the engine takes the “{found[0]}” in its name for a pattern.",
                "Move the home to a folder without [ ], * and coded signs in its name.",
            )
        self.root = root
        self._open: dict[str, DeltaTable] = {}
        self._read_at: dict[str, str] = {}
        self._own = threading.local()
        self._commits: dict[str, str] = {}
        self._changes: dict[str, tuple[str, dict[str, Any]]] = {}
        self._bounds: dict[tuple[str, str], tuple[int, list[Bounds]]] = {}

    def files(self, table: Table, *, days: Period | None = None) -> list[str]:
        """The live Parquet files of the table, as paths; empty where nothing was written yet.

        With `days`, only those that may hold rows of these days, as the log tells.
        """
        if days is None or table.day is None:
            return self.live_in(table, self._delta(table))
        return [one.path for one in self.bounds(table, table.day) if one.may_hold(days)]

    def bounds(self, table: Table, column: str) -> list[Bounds]:
        """Between which values of a key, or of the day, each live file lies; remembered until the next commit."""
        delta = self._delta(table)
        if delta is None:
            return []
        version, known = self._bounds.get((table.name, column), (-1, []))
        if version != delta.version():
            version, told = delta.version(), pa.table(delta.get_add_actions(flatten=True))
            found = [f"{which}.{column}" for which in ("min", "max")]
            ends = [told[name].to_pylist() if name in told.column_names else [None] * told.num_rows for name in found]
            folder = self.path_of(table)
            paths = (f"{folder}/{os.path.basename(path)}" for path in told["path"].to_pylist())
            known = [Bounds(*one) for one in zip(paths, *ends, strict=True)]
            self._bounds[table.name, column] = version, known
        return known

    def held(self, table: Table) -> tuple[HeldFile, ...]:
        """The live files with what the log says of them. Raises LeadlineError for a log that cannot be read."""
        delta = self._delta(table)
        if delta is None:
            return ()
        told = pa.table(delta.get_add_actions(flatten=True)).select(["path", "size_bytes", "num_records"])
        folder = self.root / table.name
        return tuple(HeldFile(folder / one["path"], one["size_bytes"], one["num_records"]) for one in told.to_pylist())

    def snapshot(self, table: Table) -> tuple[int, list[Path]]:
        """The number of the newest commit of any kind, and the files that are live in it; -1 before the first row."""
        delta = self.to_write(table)
        return (delta.version(), [Path(file) for file in self.live_in(table, delta)]) if delta else (-1, [])

    def version(self, table: Table) -> int:
        """The number of the last commit that changed rows, -1 before the first: equal versions hold equal rows."""
        version: int = self._last_change(table).get("version", -1)
        return version

    def newest(self, table: Table) -> int:
        """The number of the newest commit of any kind, -1 before the first: the next one is one more."""
        commit = self._newest_commit(table.name)
        return int(commit.partition(".")[0]) if commit else -1

    def state(self) -> frozenset[str]:
        """The newest commit of every table: equal states hold equal rows."""
        names = (log.parent.name for log in self.root.glob("*/_delta_log") if log.is_dir())
        return frozenset(f"{name}/{commit}" for name in names if (commit := self._newest_commit(name)))

    def commit(self, table: Table) -> str:
        """The table's newest commit, empty before its first row: equal commits hold equal rows.

        Asks the disk for a name or two, so that a page may ask it of every table on which it rests.
        """
        return self._newest_commit(table.name)

    def note(self, table: Table) -> str:
        """What the last writer said of its work: a digest of what the table was computed from."""
        return str(self._last_change(table).get("leadline", ""))

    def _last_change(self, table: Table) -> dict[str, Any]:
        """What the log says of the last commit that changed rows; remembered until the next commit."""
        commit = self.commit(table)
        known, change = self._changes.get(table.name, ("", {}))
        if known != commit or not commit:
            delta = self._delta(table)
            change = _last_change_in(delta) if delta else {}
            self._changes[table.name] = (commit, change)
        return change

    def _newest_commit(self, table: str) -> str:
        """Commits are numbered without gaps: after the newest that was seen, only the next ones are looked for."""
        log = f"{self.root}/{table}/_delta_log"
        seen = self._commits.get(table, "")
        if not seen or not os.path.exists(f"{log}/{seen}"):
            names = os.listdir(log) if os.path.isdir(log) else []
            seen = max((name for name in names if name.endswith(".json")), default="")
        while seen and os.path.exists(f"{log}/{(following := f'{int(seen[:-5]) + 1:020}.json')}"):
            seen = following
        self._commits[table] = seen
        return f"{seen}@{os.stat(f'{log}/{seen}').st_mtime_ns}" if seen else ""

    def _delta(self, table: Table) -> DeltaTable | None:
        """The table at its newest version, or None before its first row. To read: other threads move it on."""
        commit = self._newest_commit(table.name)
        if not commit or self._read_at.get(table.name) != commit:
            if self._newest(table, self._open) is None:
                self._open.pop(table.name, None)
            self._read_at[table.name] = commit
        return self._open.get(table.name)

    def to_write(self, table: Table) -> DeltaTable | None:
        """The table at its newest version, to write: it stays there until this thread asks again."""
        if not hasattr(self._own, "open"):
            self._own.open = {}
        return self._newest(table, self._own.open)

    def _newest(self, table: Table, opened: dict[str, DeltaTable]) -> DeltaTable | None:
        known = opened.get(table.name)
        try:
            if known is not None:
                known.update_incremental()
                return known
            opened[table.name] = self._known(table, DeltaTable(self.path_of(table)))
        except TableNotFoundError:
            return None
        except (DeltaError, OSError) as error:
            raise self.broken("read", error) from error
        return opened[table.name]

    def _known(self, table: Table, delta: DeltaTable) -> DeltaTable:
        """Refuse a table that a later Leadline wrote: its columns would be lost on the next write."""
        known = {*table.names, *(column.was for column in table.later)}
        if unknown := [field.name for field in delta.schema().fields if field.name not in known]:
            raise LeadlineError(
                f"The table {table.name} has the column {unknown[0]}, which this version of Leadline does not know.",
                "A newer Leadline wrote it: install that version, or restore a backup that was made before.",
            )
        return delta

    def broken(self, verb: str, error: Exception) -> LeadlineError:
        """What to say where the lake cannot be `verb` ("read", "written")."""
        return LeadlineError(
            f"The lake in {self.root} cannot be {verb}: {str(error).splitlines()[0]}",
            "Look at its rights and at the space on the disk; what was written before is whole.",
        )

    def live_in(self, table: Table, delta: DeltaTable | None) -> list[str]:
        """The files of a table, which lie in its folder: the log's own addresses are coded where a folder's name is."""
        folder = self.path_of(table)
        return [f"{folder}/{os.path.basename(file)}" for file in delta.file_uris()] if delta else []

    def path_of(self, table: Table) -> str:
        """The table's folder."""
        return str(self.root / table.name)


def _last_change_in(delta: DeltaTable) -> dict[str, Any]:
    for limit in (1, 10, None):
        for commit in delta.history(limit):
            if commit["operation"] not in _HOUSEKEEPING:
                return commit
    return {"version": delta.version()}


def note_of(delta: DeltaTable | None) -> str:
    """What was said with the last commit that changed rows; empty before the first."""
    return str(_last_change_in(delta).get("leadline", "")) if delta is not None else ""
