"""The same stage functions on a real cluster, a master and two workers, answer what they answer in process.

All in one file, because it starts six Java processes: a run that shares files out starts them once.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import narwhals as nw
import pyarrow as pa
import pytest

from leadline import assess, flow
from leadline.assess import SIGNALS
from leadline.engine import Column, Lake, Table, collect, in_batches, rows, scan, spark
from leadline.engine.backend import engine_for
from leadline.errors import LeadlineError
from leadline.flow.tables import TABLES
from leadline.listen import MESSAGES, Options, import_file
from tests.assess.saying import BREVIK, HALDEN, Said
from tests.cluster.cluster import Cluster, cluster, missing
from tests.cluster.work import Work
from tests.october import NOW, OCTOBER, World, begin, copy_of, hear

pytestmark = pytest.mark.slow

TEXTS = (
    "I have been on hold for an hour and nobody answers the phone, this is awful",
    "Thank you so much, great service, it works again!",
    "When does the shop in town open on Saturday?",
    "Ik sta al een uur in de wacht en er neemt niemand op, dit is echt verschrikkelijk",
    "Earn money from home! Crypto trading signals, guaranteed profit, click here https://x.example",
    "",
    "Großartig, danke 👍\n\u2028 — ça marche",
)


@pytest.fixture(scope="module")
def started() -> Iterator[Cluster]:
    """The cluster, with this process as its driver; DuckDB is asked until a test says otherwise."""
    if reason := missing():
        pytest.skip(f"No Spark cluster: {reason}")
    before = dict(os.environ)
    with cluster() as one:
        os.environ.update(one.environment)
        del os.environ["LEADLINE_ENGINE"]
        try:
            yield one
        finally:
            _stop()
            os.environ.clear()
            os.environ.update(before)


def _stop() -> None:
    from pyspark.sql import SparkSession

    if session := SparkSession.getActiveSession():
        session.stop()


@pytest.fixture
def there(started: Cluster, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """Large tables are asked of the cluster."""
    monkeypatch.setenv("LEADLINE_ENGINE", started.address)
    return started


@pytest.fixture
def said(tmp_path: Path) -> Said:
    return Said(Lake(tmp_path / "lake"))


def everything(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> dict[str, pa.Table]:
    """All rows of all tables, in the order of their keys, read in process."""
    with monkeypatch.context() as patched:
        patched.delenv("LEADLINE_ENGINE", raising=False)
        return {one.name: collect(scan(lake, one).sort(*one.key)) for one in TABLES}


def test_a_month_is_the_same_row_for_row(started: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the files to the frozen month: every table that is written, whoever was asked."""
    world = begin(tmp_path)
    ours, theirs = (copy_of(world, tmp_path / name) for name in ("ours", "theirs"))
    _live(ours)
    monkeypatch.setenv("LEADLINE_ENGINE", started.address)
    _live(theirs)
    here, there = everything(ours.lake, monkeypatch), everything(theirs.lake, monkeypatch)
    assert [name for name, table in here.items() if not table.num_rows] == ["counted", "erased"]
    for name, table in here.items():
        assert there[name].schema == table.schema, name
        assert there[name].to_pylist() == table.to_pylist(), name


def _live(world: World) -> None:
    """Some messages are edited after they were read, one is deleted, and one customer complains on two days."""
    hear(world)
    asked = [json.loads(line) for line in (world.folder / "messages.ndjson").read_text().splitlines()][-60:]
    later = [
        one | {"text": f"{one['text']}. Thank you, it works now!"} for one in asked if "r" not in one["message_id"]
    ]
    gone = {"source": asked[0]["source"], "message_id": asked[0]["message_id"], "deleted_at": "2026-10-31T20:00:00Z"}
    hurt = {
        12: "I am on hold again and nobody answers, this is awful",
        14: "My bill is wrong again, what a mess, I am angry",
    }
    same = later[-1] | {"speaker_role": "customer", "author": "loud"}
    again = [
        same | {"message_id": f"again{day}", "posted_at": f"2026-10-{day}T10:00:00Z", "text": text}
        for day, text in hurt.items()
    ]
    path = world.home.root / "later.ndjson"
    path.write_text("".join(json.dumps(one) + "\n" for one in (*later, gone, *again)))
    count = import_file(world.home, world.lake, path, parties=world.documents.parties, options=Options(), now=NOW)
    assert (count.edited > 9, count.deleted) == (True, 1)
    assess.label(world.lake, assess.load_reader())
    flow.run_month(world.lake, world.documents, OCTOBER, now=NOW)


def test_messages_are_labelled_by_the_workers_with_the_same_labels_each_once(
    there: Cluster, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3000):
        day = dt.date(2026, 8, 1) + dt.timedelta(days=number % 90)
        said.say(TEXTS[number % len(TEXTS)], day=day, about=(HALDEN, BREVIK)[number % 2], minute=number % 1400)
    ours, theirs = Lake(tmp_path / "ours"), Lake(tmp_path / "theirs")
    for lake in (ours, theirs):
        lake.append(MESSAGES, MESSAGES.of_rows(said.messages))
    monkeypatch.setattr(assess.labelling, "AT_ONCE", 1000)
    told = assess.label(theirs, assess.load_reader())
    assert told.messages == 3000
    assert assess.label(theirs, assess.load_reader()).messages == 0
    assert len(rows(scan(theirs, SIGNALS).select("message_id"))) == 3000
    monkeypatch.delenv("LEADLINE_ENGINE")
    assert assess.label(ours, assess.load_reader()) == told
    assert assess.cubes_are_current(theirs)
    assert everything(theirs, monkeypatch) == everything(ours, monkeypatch)


def test_work_is_done_in_the_workers_processes_and_is_kept_there(there: Cluster, said: Said) -> None:
    """A model is loaded once a process, not once a batch or a task."""
    for number in range(400):
        said.say(thread=f"t{number}")
    said.lake.append(MESSAGES, MESSAGES.of_rows(said.messages))
    shape = pa.schema({"process": pa.int64(), "given": pa.string()})
    spread = nw.from_native(scan(said.lake, MESSAGES).to_native().repartition(8))
    found = pa.concat_tables(in_batches(spread, Work(), shape))
    assert found.num_rows == 400
    processes = set(found["process"].to_pylist())
    assert os.getpid() not in processes
    assert len(processes) == 2
    assert len(set(found["given"].to_pylist())) == 2


def test_answers_are_of_the_same_types(there: Cluster, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    said.say(times=3)
    said.say(TEXTS[0], day=dt.date(1969, 12, 31), reads="negative", about=BREVIK, frustration=True)
    said.keep()
    on_cluster = _tried(said.lake)
    monkeypatch.delenv("LEADLINE_ENGINE")
    assert on_cluster == _tried(said.lake)


def _tried(lake: Lake) -> list[tuple[pa.Schema, list[dict[str, object]]]]:
    """An expression of each kind that stages use."""
    flag = nw.col("frustration")
    read = scan(lake, SIGNALS)
    counted = read.group_by("about_party").agg(
        n=nw.len(),
        flagged=flag.cast(nw.Int64).sum(),
        mean=nw.col("p_negative").mean(),
        median=nw.col("p_negative").median(),
        people=nw.col("author").n_unique(),
        first=nw.col("posted_at").min(),
        last=nw.col("posted_day").max(),
    )
    told = read.with_columns(
        year=nw.col("posted_day").dt.year(),
        month=nw.col("posted_day").dt.to_string("%Y-%m"),
        state=nw.when(flag).then(nw.lit("loud")).otherwise(nw.lit("quiet")),
    )
    newest = told.filter(nw.col("posted_at") == nw.col("posted_at").max().over("about_party"))
    some = told.filter(nw.col("sentiment").is_in(["neutral"]) & ~nw.col("author").str.contains("p1", literal=True))
    empty = told.filter(nw.col("source") == "nowhere")
    found = (
        counted.sort("about_party"),
        told.sort("message_id"),
        newest.sort("message_id"),
        some.sort("message_id", descending=True).head(1),
        told.select("about_party", "year").unique().sort("about_party"),
        empty,
        empty.select(n=nw.len(), last=nw.col("posted_at").max()),
    )
    return [(one.schema.remove_metadata(), one.to_pylist()) for one in map(collect, found)]


def test_small_tables_are_asked_in_process_and_large_ones_of_the_cluster(there: Cluster, said: Said) -> None:
    said.keep()
    asked = {table.name for table in TABLES if scan(said.lake, table).implementation.is_pyspark()}
    assert asked == {"messages", "signals", "conversations", "asked", "episodes"}


def test_brackets_and_spaces_in_a_path_are_no_pattern(there: Cluster, said: Said, tmp_path: Path) -> None:
    said.say()
    [file] = said.keep().files(MESSAGES)
    odd = tmp_path / "a [b] {c,d} *% é" / "f.parquet"
    odd.parent.mkdir()
    shutil.copy(file, odd)
    assert len(rows(engine_for(MESSAGES).scan(MESSAGES, [str(odd)]))) == 1


def test_a_column_that_came_later_says_its_default_there_too(there: Cluster, tmp_path: Path) -> None:
    columns = (Column("id", "int", "Which."), Column("note", "text", "What.", required=False))
    later = (
        Column("remark", "text", "What.", required=False, since=2, was="note"),
        Column("n", "int", "How many.", since=2, default=1),
    )
    before = Table("things", "Things.", columns, key=("id",), large=True)
    after = Table("things", "Things.", (columns[0], *later), key=("id",), large=True)
    lake = Lake(tmp_path)
    lake.append(before, before.of_rows([{"id": 1, "note": "a"}]))
    lake.append(after, after.of_rows([{"id": 1, "remark": "b", "n": 2}, {"id": 2, "remark": "b", "n": 2}]))
    assert rows(scan(lake, after).sort("id")) == [{"id": 1, "remark": "a", "n": 1}, {"id": 2, "remark": "b", "n": 2}]


def test_a_file_that_cannot_be_read_is_named(there: Cluster, said: Said) -> None:
    said.say()
    [file] = map(Path, said.keep().files(MESSAGES))
    asked = scan(said.lake, MESSAGES)
    file.write_bytes(b"PAR1 no table PAR1")
    with pytest.raises(LeadlineError, match="A file of the lake cannot be read") as refused:
        rows(asked)
    assert file.name in refused.value.sentence
    assert "Java" not in refused.value.sentence
    file.unlink()
    with pytest.raises(LeadlineError, match="A file of the lake cannot be read"):
        rows(scan(said.lake, MESSAGES))


@pytest.mark.parametrize("named", ["spark", "postgresql://host:1", "Spark://host:1"])
def test_a_word_that_is_no_engine_is_refused(said: Said, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("LEADLINE_ENGINE", named)
    with pytest.raises(LeadlineError, match=f"LEADLINE_ENGINE is “{named}”, which is no engine") as refused:
        scan(said.lake, MESSAGES)
    assert "spark://host:7077" in refused.value.advice


def test_a_cluster_that_does_not_answer_is_said_at_once(started: Cluster, said: Said, monkeypatch) -> None:
    monkeypatch.setenv("LEADLINE_ENGINE", "spark://127.0.0.1:1")
    with pytest.raises(LeadlineError, match=r"No Spark cluster answers at spark://127\.0\.0\.1:1\."):
        scan(said.lake, MESSAGES)


def test_a_spark_that_is_missing_is_named(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLINE_ENGINE", "spark://127.0.0.1:1")
    monkeypatch.setattr(spark, "_started", {})
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(LeadlineError, match="Spark is not installed here") as refused:
        scan(said.lake, MESSAGES)
    assert "make setup-spark" in refused.value.advice


def test_a_java_that_is_missing_is_named(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("LEADLINE_ENGINE", "spark://127.0.0.1:1")
    monkeypatch.setattr(spark, "_started", {})
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(LeadlineError, match="there is no Java here") as refused:
        scan(said.lake, MESSAGES)
    assert "openjdk" in refused.value.advice


def test_a_cluster_that_goes_away_is_said_and_loses_nothing(there: Cluster, said: Said, monkeypatch) -> None:
    """The last test of the file: it ends the cluster's processes."""
    said.say()
    lake = said.keep()
    assert len(rows(scan(lake, MESSAGES))) == 1
    monkeypatch.setattr(spark, "WORKERS_SECONDS", 4)
    for process in (*there.workers, there.master):
        os.killpg(process, signal.SIGKILL)
    with pytest.raises(LeadlineError, match="The Spark cluster went away in the middle of a query"):
        rows(scan(lake, MESSAGES).sort("message_id"))
    with pytest.raises(LeadlineError, match="No Spark cluster answers"):
        scan(lake, MESSAGES)
    monkeypatch.delenv("LEADLINE_ENGINE")
    assert len(rows(scan(lake, MESSAGES))) == 1
