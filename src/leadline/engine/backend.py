"""The one door to a query engine: Narwhals expressions on DuckDB, in this process, or on a cluster.

In: lists of Parquet files and a declared table. Out: lazy frames that every stage's functions share, and
Arrow tables or plain rows at the end. Sessions run in UTC, so no zone of a machine gets into a number.
The surprise: with a cluster only large tables go there, and of them only what must be read as a whole. A cube of some
thousand rows, or a row by its key, is read here before Spark has planned its query (`docs/decisions/0008-cluster.md`).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import duckdb
import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from leadline.config import setting
from leadline.engine.lookups import Hashes, Held
from leadline.engine.spark import Spark
from leadline.engine.table import Column, Table
from leadline.engine.upgrade import upgraded
from leadline.errors import LeadlineError

IN_PROCESS = "duckdb"
_BATCH = 20_000
_FOOTERS = 64
"""Files whose footers a process keeps: that of a large file (300 groups of 20 columns) takes 5 MB."""

_local = threading.local()


class Engine(Protocol):
    """What stages ask of an engine."""

    def scan(self, table: Table, files: list[str]) -> nw.LazyFrame[Any]:
        """The rows of `files`, or no rows of the table's shape."""

    def of_arrow(self, rows: pa.Table) -> nw.LazyFrame[Any]:
        """Rows that are in memory, to be asked together with others."""

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Run the query."""

    def in_batches(
        self, frame: nw.LazyFrame[Any], work: Callable[[pa.RecordBatch], pa.RecordBatch], shape: pa.Schema
    ) -> Iterator[pa.Table]:
        """The rows of a query put through `work`, which gives rows of `shape`, in pieces of any size."""


def engine_for(table: Table) -> Engine:
    """DuckDB in this process; a large table is asked of the cluster, where LEADLINE_ENGINE names one."""
    named = setting("LEADLINE_ENGINE")
    return DuckDB.here() if named == IN_PROCESS or not table.large else _cluster(named)


def _engine_of(frame: nw.LazyFrame[Any]) -> Engine:
    return _cluster(setting("LEADLINE_ENGINE")) if frame.implementation.is_pyspark() else DuckDB.here()


def _cluster(named: str) -> Engine:
    if not named.startswith(("spark://", "local[")):
        raise LeadlineError(
            f"LEADLINE_ENGINE is “{named}”, which is no engine.", "Set it to duckdb, spark://host:7077 or local[2]."
        )
    return Spark.at(named)


class DuckDB:
    """One connection a thread: DuckDB's connections are not to be shared by threads."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute("SET enable_progress_bar = false")
        # A file of the lake never changes, and each step of a query opens all of them again: with the cache a step
        # over 18 files costs 1.3 ms instead of 4.6.
        self._connection.execute("SET parquet_metadata_cache = true")
        self._connection.execute(f"SET threads = {setting('LEADLINE_ENGINE_THREADS')}")
        self._connection.execute("SET memory_limit = ?", [setting("LEADLINE_ENGINE_MEMORY")])

    @classmethod
    def here(cls) -> DuckDB:
        """This thread's own."""
        if not hasattr(_local, "engine"):
            _local.engine = cls()
        engine: DuckDB = _local.engine
        return engine

    def scan(self, table: Table, files: list[str]) -> nw.LazyFrame[Any]:
        """The rows of `files` (union by column name), or no rows of the table's shape."""
        if not files:
            return self.of_arrow(table.schema().empty_table())
        with _in_words():
            return self._upgraded(table, self._connection.read_parquet(files, union_by_name=True), table.names)

    def _upgraded(self, table: Table, found: duckdb.DuckDBPyRelation, names: Sequence[str]) -> nw.LazyFrame[Any]:
        """As `upgraded`, in one step of SQL: a step of Narwhals over all columns costs a page six milliseconds."""
        if any(column.was for column in table.later) or not set(found.columns).issuperset(names):
            return upgraded(table, nw.from_native(found), names)
        said = {column.name: f"coalesce({_name(column.name)}, {_literal(column)})" for column in table.later}
        told = ", ".join(f"{said.get(name, _name(name))} AS {_name(name)}" for name in names)
        return nw.from_native(found.project(told))

    def of_arrow(self, rows: pa.Table) -> nw.LazyFrame[Any]:
        return nw.from_native(self._connection.from_arrow(rows))

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        with _in_words():
            answer: pa.Table = frame.collect("pyarrow").to_native()
        return answer

    def in_batches(
        self, frame: nw.LazyFrame[Any], work: Callable[[pa.RecordBatch], pa.RecordBatch], shape: pa.Schema
    ) -> Iterator[pa.Table]:
        for batch in self.collect(frame).to_batches(max_chunksize=_BATCH):
            yield pa.Table.from_batches([work(batch)], shape)

    def unknown(self, rows: pa.Table, table: Table, files: list[str]) -> pa.Array:
        """The places of the rows whose key no file holds, each key once (the first row of a key stays)."""
        keys = list(table.key)
        numbered = self.of_arrow(rows.select(keys).append_column("_row", pa.array(range(rows.num_rows), pa.int64())))
        first = numbered.group_by(*keys).agg(_row=nw.col("_row").min())
        if files:
            first = first.join(self.scan(table, files).select(*keys), on=keys, how="anti")
        return collect(first.select("_row").sort("_row"))["_row"].combine_chunks()

    def groups(
        self, table: Table, groups: Mapping[str, Sequence[int]], wanted: pa.Table, names: Sequence[str]
    ) -> nw.LazyFrame[Any]:
        """The columns `names` of those rows in some groups, by file, that say what a row of `wanted` says."""
        asked = [*dict.fromkeys([*wanted.column_names, *names])]
        former = [column.was for column in table.later if column.was]
        with _in_words():
            read = [_groups_of(file, some, wanted, [*asked, *former]) for file, some in groups.items()]
        found = pa.concat_tables(read, promote_options="default") if read else table.schema().empty_table()
        if wanted.num_rows == 1:
            return self._upgraded(table, self._connection.from_arrow(found), names)
        told = self._upgraded(table, self._connection.from_arrow(found), asked)
        return among(told, wanted, wanted.column_names).select(*names)

    def hashes(self, rows: pa.Table, columns: Sequence[str]) -> Hashes:
        """A hash a row of the values in these columns; equal as long as `signature` says the same."""
        told = self._connection.from_arrow(rows.select(list(columns)))
        return told.project(f"hash({_quoted(columns)}) AS h").fetchnumpy()["h"]  # type: ignore[no-any-return]

    def held(self, file: str, columns: Sequence[str]) -> Held:
        """The hashes of a file's rows, and in which group of rows each stands."""
        with _in_words():
            told = self._connection.read_parquet([file], file_row_number=True)
            found = told.project(f"hash({_quoted(columns)}) AS h, file_row_number AS row").fetchnumpy()
        ends = np.cumsum(_rows_in_groups(file))
        return Held(found["h"], np.searchsorted(ends, found["row"], side="right").astype(np.uint32))

    @property
    def signature(self) -> str:
        """Names the way in which this engine hashes: another one may hash otherwise."""
        [told] = self._connection.execute("SELECT hash('a line', 'a lead')").fetchall()
        return f"duckdb {told[0]}"


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(map(_name, columns))


def _name(column: str) -> str:
    return f'"{column}"'


def _literal(column: Column) -> str:
    """A column's default, as SQL writes it."""
    if column.default is None:
        return "NULL"
    if isinstance(column.default, str):
        return "'" + column.default.replace("'", "''") + "'"
    return str(column.default)


def _groups_of(file: str, groups: Sequence[int], wanted: pa.Table, names: Sequence[str]) -> pa.Table:
    """Rows that say in each column by itself what a row of `wanted` says there: of one row, that is what it says."""
    with _reading(file), pq.ParquetFile(file, metadata=_footer(file)) as opened:
        found = opened.read_row_groups(list(groups), list(names), use_threads=False)
        for name in wanted.column_names:
            found = found.filter(pc.is_in(found[name], wanted[name].combine_chunks()))
    return found


def _footer(file: str) -> pq.FileMetaData:
    """Where a file's columns stand: that of a large file takes ten milliseconds to read. Files never change, but one
    may be damaged, and come back from a backup under its name and with its time; the disk's own time tells.
    """
    told = os.stat(file)
    return _footer_of(file, told.st_ino, told.st_ctime_ns, told.st_size)


@lru_cache(maxsize=_FOOTERS)
def _footer_of(file: str, *_: int) -> pq.FileMetaData:
    return pq.read_metadata(file)


def _rows_in_groups(file: str) -> list[int]:
    with _reading(file):
        told = _footer(file)
    return [told.row_group(place).num_rows for place in range(told.num_row_groups)]


@contextmanager
def _reading(file: str) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException, KeyError) as error:  # a damaged footer may name other columns
        raise _unreadable(f"{Path(file).name}: {error}") from error


def among(frame: nw.LazyFrame[Any], rows: pa.Table, on: list[str]) -> nw.LazyFrame[Any]:
    """The rows of a query whose values in the columns `on` stand in `rows` too."""
    return frame.join(_engine_of(frame).of_arrow(rows.select(on)), on=on, how="semi")


def beside(frame: nw.LazyFrame[Any], rows: pa.Table, on: list[str]) -> nw.LazyFrame[Any]:
    """The rows of a query, with what the row of `rows` with the same values in the columns `on` says beside them; empty
    where there is none. `rows` has each of these values once.
    """
    return frame.join(_engine_of(frame).of_arrow(rows), on=on, how="left")


def without(frame: nw.LazyFrame[Any], rows: pa.Table, on: list[str]) -> nw.LazyFrame[Any]:
    """The rows of a query whose values in the columns `on` do not stand in `rows`."""
    return frame.join(_engine_of(frame).of_arrow(rows.select(on)), on=on, how="anti")


def in_batches(
    frame: nw.LazyFrame[Any], work: Callable[[pa.RecordBatch], pa.RecordBatch], shape: pa.Schema
) -> Iterator[pa.Table]:
    """The rows of a query put through `work`, where the rows are: here a batch at a time, or by a cluster's workers.

    `work` sees some of the rows at a time and gives as many of `shape`; it must say the same however they are cut.
    """
    return _engine_of(frame).in_batches(frame, work, shape)


def collect(frame: nw.LazyFrame[Any]) -> pa.Table:
    """Run the query; the answer as an Arrow table. Raises LeadlineError where a file or the memory fails.

    Whole numbers are 64 bits wide, whichever engine counted, and however wide it counts.
    """
    answer = _engine_of(frame).collect(frame)
    return answer.cast(pa.schema([_as_declared(field) for field in answer.schema]))


def _as_declared(field: pa.Field) -> pa.Field:
    whole = pa.types.is_integer(field.type) or (pa.types.is_decimal(field.type) and field.type.scale == 0)
    return pa.field(field.name, pa.int64() if whole else field.type)


def rows(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Run the query; the answer as plain rows."""
    plain: list[dict[str, Any]] = collect(frame).to_pylist()
    return plain


def _is_of_a_file(error: duckdb.Error) -> bool:
    """A damaged page may reach DuckDB's reader as an error that is of no kind."""
    return isinstance(error, duckdb.IOException | duckdb.InvalidInputException) or type(error) is duckdb.Error


@contextmanager
def _in_words() -> Iterator[None]:
    """What a person can mend, as a sentence; a wrong query stays a programmer's error."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise LeadlineError(
            "The query needs more memory than it may use.", "Raise LEADLINE_ENGINE_MEMORY, as in 8GB."
        ) from error
    except duckdb.Error as error:
        if not _is_of_a_file(error):
            raise
        raise _unreadable(str(error)) from error


def _unreadable(why: str) -> LeadlineError:
    return LeadlineError(
        f"A file of the lake cannot be read: {why.splitlines()[0]}",
        "Look at its rights, or restore the lake from a backup: leadline engine check names the table.",
    )
