"""The same queries on a Spark cluster, for tables that have outgrown one machine.

In: what DuckDB gets, lists of Parquet files and declared tables. Out: the same lazy frames, whose answers come back
as Arrow. The surprise: the lake stays as it is. Spark reads the live files by their names, from a disk that every
worker sees under the same path; only this process writes. Spark's own settings (memory, partitions, a secret) are
Spark's own: `spark-defaults.conf` in SPARK_CONF_DIR.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import narwhals as nw
import pyarrow as pa

from leadline.engine.table import Kind, Table
from leadline.engine.upgrade import upgraded
from leadline.errors import LeadlineError

_SPARK: dict[Kind, str] = {
    "text": "string",
    "int": "bigint",
    "float": "double",
    "bool": "boolean",
    "day": "date",
    "instant": "timestamp",
    "json": "string",
    "bytes": "binary",
}
_SAME_AS_DUCKDB = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.timestampType": "TIMESTAMP_LTZ",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
}
_CONNECT_SECONDS = 3
WORKERS_SECONDS = 60
"""How long a query waits for a worker."""

_lock = threading.Lock()
_started: dict[tuple[int, str], Spark] = {}


class Spark:
    """One session a process; its frames may be made and run by any thread."""

    def __init__(self, session: Any) -> None:
        self._session = session

    @classmethod
    def at(cls, master: str) -> Spark:
        """The session at this master, started at the first call. Raises LeadlineError where it cannot be."""
        with _lock:
            known = _started.get((os.getpid(), master))
            if known is None or known._is_stopped():
                known = _started[os.getpid(), master] = cls(_start(master))
            return known

    def scan(self, table: Table, files: list[str]) -> nw.LazyFrame[Any]:
        """The rows of `files`, or no rows of the table's shape."""
        if not files:
            return self.of_arrow(table.schema().empty_table())
        kinds = {column.was: column.kind for column in table.later if column.was}
        kinds |= {column.name: column.kind for column in table.columns}
        shape = ", ".join(f"`{name}` {_SPARK[kind]}" for name, kind in kinds.items())
        by_name = self._session.read.schema(shape).option("__globPaths__", "false")  # a bracket in a path is a bracket
        with _in_words():
            there: nw.LazyFrame[Any] = nw.from_native(by_name.parquet(*map(_address, files)))
            return upgraded(table, there)

    def of_arrow(self, rows: pa.Table) -> nw.LazyFrame[Any]:
        with _in_words():
            sent: nw.LazyFrame[Any] = nw.from_native(self._session.createDataFrame(rows))
        return sent

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        with _in_words():
            answer: pa.Table = frame.collect("pyarrow").to_native()
        return answer

    def in_batches(
        self, frame: nw.LazyFrame[Any], work: Callable[[pa.RecordBatch], pa.RecordBatch], shape: pa.Schema
    ) -> Iterator[pa.Table]:
        """`work` travels to the workers, is kept by each of their processes, and is done where the rows are."""
        from pyspark.sql.pandas.types import from_arrow_schema

        kept = self._session.sparkContext.broadcast(work)

        def each(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            return (kept.value(batch) for batch in batches)

        try:
            with _in_words():
                yield frame.to_native().mapInArrow(each, from_arrow_schema(shape)).toArrow()
        finally:
            kept.destroy()

    def _is_stopped(self) -> bool:
        context = self._session.sparkContext._jsc
        try:
            return context is None or bool(context.sc().isStopped())
        except Exception:  # the Java process is gone, which py4j tells in many ways
            return True


def _address(file: str) -> str:
    """On a disk that every worker sees, whatever else Hadoop's settings take for the usual place of files."""
    return f"file://{os.path.abspath(file)}"


def _start(master: str) -> Any:
    """A session whose workers have answered."""
    _check(master)
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    asked = SparkSession.builder.master(master).appName("Leadline")
    for name, value in _SAME_AS_DUCKDB.items():
        asked = asked.config(name, value)
    with _in_words():
        session = asked.getOrCreate()
        session.sparkContext.setLogLevel("OFF")  # what fails comes as an error, in words
    _await_workers(session, master)
    if not master.startswith("local"):
        threading.Thread(target=_watch, args=(session,), name="leadline-spark-watch", daemon=True).start()
    return session


def _check(master: str) -> None:
    """What would be found out late, and told at length by Java."""
    try:
        import pandas  # noqa: F401 - Spark asks for it before it maps Arrow batches
        import pyspark  # noqa: F401
    except ImportError as error:
        raise LeadlineError(
            f"LEADLINE_ENGINE is {master}, and Spark is not installed here.", "Install it: make setup-spark"
        ) from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise LeadlineError(
            f"LEADLINE_ENGINE is {master}, and there is no Java here, which Spark runs in.",
            "Install Java 17 (on Debian: apt install openjdk-17-jre-headless), or set JAVA_HOME.",
        )
    if not master.startswith("local") and not any(map(_answers, re.findall(r"([^/,:]+):(\d+)", master))):
        raise LeadlineError(
            f"No Spark cluster answers at {master}.",
            "Start its master and its workers, or unset LEADLINE_ENGINE: DuckDB needs no cluster.",
        )


def _answers(place: tuple[str, str]) -> bool:
    try:
        socket.create_connection((place[0], int(place[1])), _CONNECT_SECONDS).close()
    except OSError:
        return False
    return True


def _await_workers(session: Any, master: str) -> None:
    """A master without a free worker takes every query, and answers none."""
    until = time.monotonic() + WORKERS_SECONDS
    while not master.startswith("local") and not _has_workers(session):
        if time.monotonic() > until:
            session.stop()
            raise LeadlineError(
                f"The Spark cluster at {master} has no free worker.",
                "Start one, or give Leadline less: spark.executor.memory and spark.cores.max.",
            )
        time.sleep(0.1)


def _has_workers(session: Any) -> bool:
    """This process counts as one that holds memory, and each worker's executor as another."""
    held: int = session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()
    return held > 1


def _watch(session: Any) -> None:
    """Spark waits without end for workers that died: a query that has none for a minute ends, with its session."""
    seen = time.monotonic()
    with suppress(Exception):  # the session was ended otherwise, or Java with it: then there is nothing to watch
        while not session.sparkContext._jsc.sc().isStopped():
            if _has_workers(session) or not session.sparkContext.statusTracker().getActiveJobsIds():
                seen = time.monotonic()
            elif time.monotonic() - seen > WORKERS_SECONDS:
                with _lock:  # nobody gets a session that is half stopped
                    session.stop()
            time.sleep(min(2, WORKERS_SECONDS / 4))


@contextmanager
def _in_words() -> Iterator[None]:
    """What a person can mend, as a sentence; a wrong query stays a programmer's error."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException, ConnectionError) as error:
        told = _for_a_person(error)
        if told is None:
            raise
        raise told from error


def _for_a_person(error: Exception) -> LeadlineError | None:
    """None where nobody but a programmer can mend it."""
    from py4j.protocol import Py4JNetworkError
    from pyspark.errors import AnalysisException

    told = _told(error)
    if isinstance(error, AnalysisException) and error.getCondition() != "PATH_NOT_FOUND":
        return None
    if "FAILED_READ_FILE" in told or "PATH_NOT_FOUND" in told:
        return LeadlineError(
            f"A file of the lake cannot be read: {_first_line(told)}",
            "Look at its rights on every worker, or restore the lake from a backup: leadline engine check names the "
            "table.",
        )
    if "OutOfMemory" in told or "maxResultSize" in told:
        return LeadlineError(
            "The query needs more memory than Spark may use.",
            "Raise spark.executor.memory or spark.driver.memory and maxResultSize in spark-defaults.conf.",
        )
    if isinstance(error, Py4JNetworkError | ConnectionError) or _GONE.search(told):
        return LeadlineError(
            "The Spark cluster went away in the middle of a query.",
            "See that its master and workers run, then run the command again: nothing is lost or doubled.",
        )
    return None


_GONE = re.compile(
    r"SparkContext was shut ?down|stopped SparkContext|SparkContext has been shutdown|All masters are unresponsive"
    r"|Master removed our application|ExecutorLostFailure"
)


def _told(error: Exception) -> str:
    """What Java says, the causes included, which Python's error leaves out."""
    told, cause = [str(error)], getattr(error, "java_exception", None)
    while cause is not None and len(told) < 10:
        told.append(str(cause.toString()))
        cause = cause.getCause()
    return "\n".join(told)


def _first_line(told: str) -> str:
    found = re.search(r"\[(?:FAILED_READ_FILE|PATH_NOT_FOUND)[^\n]*", told)
    return found[0] if found else told.splitlines()[0]
