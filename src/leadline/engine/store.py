"""The lake: append-only tables as Delta Lake files, atomic, exactly once by key, read while written.

In: Arrow tables of a declared shape. Out: files that are live from one commit on; what a table holds stands in `log`.
The surprise: an append that lost a race is not retried blindly. It commits at the version whose keys it
compared against or not at all, reads again, and appends only what is still new.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from leadline.config import locked
from leadline.engine.backend import DuckDB
from leadline.engine.log import Logs, note_of
from leadline.engine.lookups import LOOKUPS, Hashes, Lookup
from leadline.engine.seals import forget_seals, is_sealed, seal
from leadline.engine.table import Table
from leadline.errors import LeadlineError

if TYPE_CHECKING:
    from numpy.typing import NDArray

T = TypeVar("T")

_TRIES = 60
_GROUPS = WriterProperties(max_row_group_size=8192, compression="ZSTD", compression_level=1)
"""Rows that a reader skips at once: a batch lies in the table's order, so a day's texts stand in one or two groups.
Level 1 of Zstandard writes a third slower than nothing does, and a message takes 55 bytes instead of 150.
"""
_LARGE = 128 << 20
"""How many bytes a file that was put together has."""
FEW_FILES = 8
"""Small files that a table may hold of which a page opens all: each part that is replaced adds one."""
_MOST_LEFT = 64
"""Files of former versions of a computed table that may lie about before somebody looks which of them can go."""
UNREAD_FOR = dt.timedelta(hours=1)
"""How long a file that the table no longer holds is left to readers who began before, and to writers under way."""


class _Busy(LeadlineError):  # noqa: N818 - no fault, and nobody is told
    """Somebody else is at it."""


@dataclass(frozen=True)
class Appended:
    """What became of a batch: rows that were new, and rows whose key the table already held."""

    new: int
    known: int


class Lake(Logs):
    """All tables of one home, to read and to write. Cheap to make; several processes and threads may use it at once."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._lookups: dict[tuple[str, tuple[str, ...]], Lookup] = {}

    def append(self, table: Table, rows: pa.Table) -> Appended:
        """Add the rows whose key is new, once, whatever dies or races meanwhile.

        Rows that repeat a key within the batch count as known. Raises LeadlineError when others keep winning.
        """
        rows = rows.cast(table.schema())
        return self._until_committed(table, lambda: self._append_once(table, rows))

    def replace(
        self, table: Table, rows: pa.Table, *, where: str | None = None, note: str = "", after: str | None = None
    ) -> bool:
        """Put `rows` in the place of those that satisfy `where` (SQL over the columns), or of all rows.

        One atomic step, with `note`; for computed tables, where running again means writing the same again. With
        `after`, only upon a commit that says this note: False, and nothing is written, where another one stands.
        """
        rows = _sorted(table, rows.cast(table.schema()))

        def once() -> bool:
            delta = self.to_write(table)
            if after is not None and note_of(delta) != after:
                return False
            if delta is None and not rows.num_rows and not note:
                return True
            said = {"leadline": note} if note else None
            self._overwrite(table, delta, rows, where=where, note=said, at_once=after is not None)
            return True

        done = self._until_committed(table, once)
        if len(list((self.root / table.name).glob("*.parquet"))) > len(self.files(table)) + _MOST_LEFT:
            self.tidy(table)
        return done

    def rewrite(self, table: Table, *, where: str, make: Callable[[], pa.Table]) -> None:
        """Put what `make` gives in the place of the rows that satisfy `where`, which `make` reads and corrects.

        Commits at the version that `make` read or not at all, and then makes it again: what others add meanwhile stays.
        """

        def once() -> None:
            delta = self.to_write(table)
            rows = _sorted(table, make().cast(table.schema()))
            if delta is not None:
                at_once = CommitProperties(max_commit_retries=0)
                self._write(table, delta, rows, mode="overwrite", predicate=where, commit_properties=at_once)

        if self.to_write(table) is not None:
            with locked(self.root / table.name):  # what is put together meanwhile would bring the old rows back
                self._until_committed(table, once)

    def compact(self, table: Table, *, most_files: int = 32) -> None:
        """Put small files of a table together where they are many, so that reading stays quick; its rows stay the same.

        For tables that grow bit by bit. Where somebody else does so, nothing is done: Delta lets both of them commit,
        and all rows of the files would stand twice. What was put together before, and nobody can be reading any more,
        is removed.
        """
        if self.to_write(table) is None:
            return
        with suppress(_Busy, CommitFailedError), locked(self.root / table.name, busy=_Busy("", "")):
            self._compact(table, most_files)

    def _compact(self, table: Table, most_files: int) -> None:
        """The same, while nobody else takes files off the table. What is read here was read after that was so."""
        delta = self.to_write(table)
        small = [file for file in self.held(table) if file.bytes < _LARGE // 2]
        if delta is None or len(small) <= most_files:
            return
        before = self.live_in(table, delta)
        delta.optimize.compact(target_size=_LARGE, writer_properties=_GROUPS)
        self._seal_after(table, before)
        self.tidy(table)

    def tidy(self, table: Table, *, unread_for: dt.timedelta | None = None) -> int:
        """Remove files that the table no longer holds, or never held: a writer died. How many files were removed.

        Nothing is removed where the log has lost files: they may hold the only copy of a row.
        """
        delta = self.to_write(table)
        if delta is None or self.strays(table):
            return 0
        unread_for = UNREAD_FOR if unread_for is None else unread_for
        hours = -(-unread_for // dt.timedelta(hours=1))  # whole ones, and never fewer: a writer may be at the file
        left = delta.vacuum(hours, dry_run=True, enforce_retention_duration=False, full=True)
        if left:
            delta.vacuum(hours, dry_run=False, enforce_retention_duration=False, full=True)
        return len(left)

    def purge(self, table: Table) -> int:
        """Remove every file that a commit took off the table, at once, for what must not stay; how many those were.

        Who began to read before may have to begin again. What a writer has put down and not committed yet stays.
        """
        with locked(self.root / table.name) if (self.root / table.name).is_dir() else nullcontext():
            delta = self.to_write(table)
            if delta is None or self.strays(table):
                return 0
            return len(delta.vacuum(0, dry_run=False, enforce_retention_duration=False))

    def strays(self, table: Table) -> tuple[Path, ...]:
        """Files that were on the table and that its log does not know: a commit, or all of the log, was lost.

        A file is sealed when its commit stands, and loses its seal with the commit that takes it off.
        """
        sealed = [path for path in sorted((self.root / table.name).glob("*.parquet")) if _is_surely_sealed(path)]
        delta = self.to_write(table)  # read after the seals: what is sealed by then is in the log by then
        known = set(map(os.path.basename, self.live_in(table, delta))) if delta else set()
        if delta:
            known.update(map(os.path.basename, delta.vacuum(0, dry_run=True, enforce_retention_duration=False)))
        return tuple(path for path in sealed if path.name not in known)

    def seal(self, table: Table) -> int:
        """Write the checksums that live files lack; how many those were."""
        return seal(self.files(table))

    def drop_missing(self, table: Table) -> None:
        """Take files that are gone off the table, in one commit."""
        if self.to_write(table) is None:
            return
        with locked(self.root / table.name):  # what is put together meanwhile would bring some of them back
            if delta := self.to_write(table):
                delta.repair()

    def _append_once(self, table: Table, rows: pa.Table) -> Appended:
        delta = self.to_write(table)
        new = self._unknown(table, rows, self.live_in(table, delta))
        if new.num_rows:
            properties = CommitProperties(max_commit_retries=0)
            mode: Literal["append", "error"] = "error" if delta is None else "append"
            place = delta or self.path_of(table)
            self._write(table, place, _sorted(table, new), mode=mode, commit_properties=properties)
        return Appended(new.num_rows, rows.num_rows - new.num_rows)

    def _unknown(self, table: Table, rows: pa.Table, files: list[str]) -> pa.Table:
        """The rows whose key no file holds: where a lookup tells that a key stands nowhere, no file is opened."""
        engine = DuckDB.here()
        columns = next((one for one in table.lookups if set(one) <= set(table.key)), None)
        if columns is None:
            return rows.take(engine.unknown(rows, table, files))
        self._cover(table, files)
        hashes = engine.hashes(rows, columns)
        found = self.lookup(table, columns).find(hashes, files, surely=True)
        asked = found.hit | _doubled(hashes) | bool(found.uncovered)
        if not asked.any():
            return rows
        places = pa.array(np.flatnonzero(asked))
        suspects = rows.take(places)
        new = places.take(engine.unknown(suspects, table, [*found.groups, *found.uncovered]))
        sure = pa.array(np.flatnonzero(~asked))
        return rows.take(pa.concat_arrays([sure, new]).sort())

    def lookup(self, table: Table, columns: tuple[str, ...]) -> Lookup:
        """What is known of where values of these columns stand."""
        if (table.name, columns) not in self._lookups:
            folder = self.root / table.name / LOOKUPS / "-".join(columns)
            self._lookups[table.name, columns] = Lookup(folder, DuckDB.here().signature)
        return self._lookups[table.name, columns]

    def spoilt_lookups(self, table: Table) -> tuple[Path, ...]:
        """Files of lookups that say something else than was written. Raises OSError where one cannot be read."""
        return tuple(path for columns in table.lookups for path in self.lookup(table, columns).damaged())

    def _cover(self, table: Table, files: Iterable[str]) -> None:
        """Let the table's lookups know these files. Where nothing can be written, they are read as a whole."""
        files = list(files)
        for columns in table.lookups:
            with suppress(OSError):
                self.lookup(table, columns).cover(files, partial(DuckDB.here().held, columns=columns))

    def _overwrite(
        self,
        table: Table,
        delta: DeltaTable | None,
        rows: pa.Table,
        *,
        where: str | None,
        note: dict[str, str] | None,
        at_once: bool,
    ) -> None:
        """`at_once` commits upon the version that `delta` is at, or not at all."""
        properties = CommitProperties(custom_metadata=note, max_commit_retries=0 if at_once else None)
        mode: Literal["overwrite", "error"] = "error" if delta is None and at_once else "overwrite"
        place = delta if delta is not None and at_once else self.path_of(table)
        predicate = where if delta is not None else None
        self._write(table, place, rows, mode=mode, predicate=predicate, commit_properties=properties)

    def _write(self, table: Table, place: DeltaTable | str, rows: pa.Table, **how: Any) -> None:
        """Write in one commit. The log tells bounds of keys and days only: of a text they would be quotes."""
        indexed = ",".join(dict.fromkeys((*table.key, *table.order, *([table.day] if table.day else []))))
        write_deltalake(
            place,
            rows,
            schema_mode="merge" if table.later else None,
            configuration={"delta.dataSkippingStatsColumns": indexed},
            writer_properties=_GROUPS,
            **how,
        )

    def _seal_after(self, table: Table, before: list[str]) -> None:
        """Seal what a commit added, and take the seals off what it took off the table."""
        after = self.files(table)
        seal(set(after).difference(before))
        forget_seals(set(before).difference(after))
        self._cover(table, after)

    def _until_committed(self, table: Table, once: Callable[[], T]) -> T:
        for attempt in range(_TRIES):
            try:
                before = self.files(table)
                done = once()
                self._seal_after(table, before)
                return done
            except CommitFailedError:
                time.sleep(random.uniform(0.005, 0.02) * min(attempt + 1, 20))  # noqa: S311 - spreads rivals, no secret
            except DeltaError as error:
                if "already exists" not in str(error):
                    raise self.broken("written", error) from error
            except OSError as error:
                raise self.broken("written", error) from error
        raise LeadlineError(
            "The lake was busy for too long: other processes kept writing first.",
            "Run the command again when the other imports have ended; nothing is lost or doubled.",
        )


def _is_surely_sealed(path: Path) -> bool:
    try:
        return is_sealed(str(path))
    except OSError:  # it cannot be read now, which proves nothing
        return False


def _doubled(hashes: Hashes) -> NDArray[np.bool_]:
    """Which hashes stand more than once."""
    _, place, count = np.unique(hashes, return_inverse=True, return_counts=True)
    doubled: NDArray[np.bool_] = count[place] > 1
    return doubled


def _sorted(table: Table, rows: pa.Table) -> pa.Table:
    return rows.sort_by([(name, "ascending") for name in table.order]) if table.order else rows
