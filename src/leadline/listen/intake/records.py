"""Take records in (tickets, deals, applicants, calls, answers, posts): each once, as it stands now; then count.

In: an import under way. Out: rows of COUNTED, rows of METRICS for the days on which they count, and a tally. The
surprise: two exports may overlap, or each hold a part, and a record may move from one day to another. So it is records
that are known or new, and a day's value is counted from all that came in, never added to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from leadline.config import setting
from leadline.engine import among, rows, scan
from leadline.listen.counting import Told, count_days
from leadline.listen.fields import Unreadable
from leadline.listen.intake.counts import Tally
from leadline.listen.intake.job import ImportJob
from leadline.listen.profiles import Count, Raw, RawRecord
from leadline.listen.tables import COUNTED

T = TypeVar("T")
Key = tuple[str, str]


class _State(NamedTuple):
    """What a record adds, as one line of a file says."""

    line: int
    counts: frozenset[Count]


class _Held(NamedTuple):
    """What the lake says of a record: its present state, by which import it came, and all it ever added to."""

    counts: frozenset[Count]
    import_id: str
    told: frozenset[Told]


def take_records(job: ImportJob) -> Tally:
    """Keep the records of the file, a batch at a time; then count the days that they touch."""
    tally, touched = Tally(), set[Told]()
    for batch in _batches(_records(job), setting("LEADLINE_IMPORT_ROWS")):
        of_batch, days = _append(job, batch)
        tally, touched = tally.and_also(of_batch), touched | days
        job.progress(tally.taken)
    job.lake.compact(COUNTED)
    counted = count_days(job.lake, touched, job.stamp.seen_at, job.stamp.import_id, job.company_zone)
    return tally._replace(remarks=counted.remarks)


def _records(job: ImportJob) -> Iterator[tuple[int, RawRecord]]:
    """The records that may be kept; other rows are refused."""
    for record in job.file.records():
        raw = job.reader.read(record)
        if isinstance(raw, Unreadable):
            job.reader.refusals.add(record, raw)
        else:
            yield record.line, _of_source(raw, job.options.source)


def _of_source(raw: Raw, source: str | None) -> RawRecord:
    assert isinstance(raw, RawRecord)  # noqa: S101 - as its profile says
    return raw if source is None else RawRecord(raw.record_id, raw.what, raw.counts, source, raw.joins)


def _append(job: ImportJob, batch: list[tuple[int, RawRecord]]) -> tuple[Tally, set[Told]]:
    """Keep records that the lake does not hold so; which metrics and days the batch is about."""
    held = _held(job, {_key(raw) for _, raw in batch})
    now: dict[Key, _State] = {}
    what = {_key(raw): raw.what for _, raw in batch}
    known = 0
    for line, raw in batch:
        key, counts = _key(raw), frozenset(raw.counts)
        if raw.joins:
            counts = _joined(counts, now.get(key), held.get(key), job.stamp.import_id)
        if key in now:
            known += 1  # another row of the same record: a leg of a call, or the record once more
        now[key] = _State(line, counts)
    is_again = job.before is not None
    new = {
        key: state
        for key, state in now.items()
        if key not in held or (held[key].counts != state.counts and not is_again)
    }
    if new:
        told = [row for key, state in new.items() for row in _rows(job, key, what[key], state)]
        job.lake.append(COUNTED, COUNTED.of_rows(told))
    corrected = sum(key in held for key in new)
    touched = {_told(count) for state in now.values() for count in state.counts}
    touched |= {told for one in held.values() for told in one.told}
    return Tally(len(batch), len(new), corrected=corrected), touched


def _joined(counts: frozenset[Count], before: _State | None, held: _Held | None, mine: str) -> frozenset[Count]:
    """The parts of one record together: of two counts of the same metric the larger one is the record's."""
    parts = [*counts, *(before.counts if before else ()), *(held.counts if held and held.import_id == mine else ())]
    best: dict[Told, Count] = {}
    for count in parts:
        told = _told(count)._replace(day=dt.date.min)
        if told not in best or (count.value, best[told].day) > (best[told].value, count.day):
            best[told] = count
    return frozenset(best.values())


def _held(job: ImportJob, keys: set[Key]) -> dict[Key, _Held]:
    """What the lake says of these records."""
    asked = COUNTED.of_rows([_empty(job, key) for key in keys])
    told = rows(among(scan(job.lake, COUNTED), asked, ["source", "record"]).sort("seen_at", "import_id", "line"))
    states: dict[Key, list[dict[str, Any]]] = {}
    for row in told:
        states.setdefault((row["source"], row["record"]), []).append(row)
    return {key: _state_of(found) for key, found in states.items()}


def _state_of(found: list[dict[str, Any]]) -> _Held:
    last = found[-1]
    mine = [row for row in found if (row["import_id"], row["line"]) == (last["import_id"], last["line"])]
    told = frozenset(_told(_count(row)) for row in found if row["metric"])
    return _Held(frozenset(_count(row) for row in mine if row["metric"]), last["import_id"], told)


def _count(row: dict[str, Any]) -> Count:
    names = ("metric", "day", "value", "unit", "segment", "area", "how")
    return Count(**{name: row[name] for name in names})


def _told(count: Count) -> Told:
    return Told(count.metric, count.day, count.area, count.unit, count.segment)


def _rows(job: ImportJob, key: Key, what: str, state: _State) -> Iterator[dict[str, Any]]:
    """The rows of COUNTED; one that says nothing where the record counts for nothing."""
    blank = _empty(job, key) | {"what": what, "line": state.line}
    ordered = sorted(state.counts, key=lambda one: (one.metric, one.day, one.segment, one.area, one.value))
    for place, count in enumerate(ordered):
        names = ("metric", "day", "value", "unit", "segment", "area", "how")
        yield blank | {name: getattr(count, name) for name in names} | {"place": place}
    if not ordered:
        yield blank


def _empty(job: ImportJob, key: Key) -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(("metric", "day", "value", "unit"))
    names = {"source": key[0], "record": key[1], "what": "record", "place": 0, "line": 0, "how": "sum"}
    return nothing | names | {"area": "all", "segment": "all"} | job.stamp._asdict()


def _key(raw: RawRecord) -> Key:
    return raw.source, raw.record_id


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
