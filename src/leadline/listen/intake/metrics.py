"""Take a file of metrics in: values that the lake does not hold as the present ones.

In: an import under way. Out: rows of METRICS, and a tally. The surprise: a value is corrected only by the source that
it came from, and a file that came in before speaks as of then, so that it corrects nothing that came later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from leadline.config import setting
from leadline.listen.fields import Unreadable
from leadline.listen.intake.counts import Tally
from leadline.listen.intake.job import ImportJob
from leadline.listen.keepable import named
from leadline.listen.profiles import Raw, RawMetric
from leadline.listen.recorded import SAME, Present, present_values, when
from leadline.listen.sheets import Record
from leadline.listen.tables import METRICS

T = TypeVar("T")


class _Value(NamedTuple):
    """A recorded value that may be kept: as it stands in the file, and as the lake will hold it."""

    record: Record
    row: dict[str, Any]


def take_metrics(job: ImportJob) -> Tally:
    """Keep the values of the file, a batch at a time."""
    tally = Tally()
    for batch in _batches(_values(job), setting("LEADLINE_IMPORT_ROWS")):
        tally = tally.and_also(_append(job, batch))
        job.progress(tally.taken)
    job.lake.compact(METRICS)
    return tally


def _values(job: ImportJob) -> Iterator[_Value]:
    """The values of a file that may be kept; other rows are refused."""
    for record in job.file.records():
        raw = job.reader.read(record)
        row = raw if isinstance(raw, Unreadable) else job.reader.attempt(record, partial(_row, job, raw))
        if isinstance(row, Unreadable):
            job.reader.refusals.add(record, row)
        else:
            yield _Value(record, row)


def _row(job: ImportJob, raw: Raw) -> dict[str, Any]:
    """The row of METRICS."""
    assert isinstance(raw, RawMetric)  # noqa: S101 - as its profile says
    begins = dt.datetime.combine(raw.day, dt.time(), job.company_zone)
    return {
        **{name: getattr(raw, name) for name in ("metric", "day", "area", "unit", "segment", "value")},
        "time": begins.astimezone(dt.UTC),
        "source": job.options.source or raw.source or "file",
        **job.stamp._asdict(),
    }


def _append(job: ImportJob, batch: list[_Value]) -> Tally:
    """Keep values that are not the present ones.

    A file that came in as it is before says them as of then: what the lake still holds of it is known, and what a
    repair took off the table comes back in its place, before what came later.
    """
    then = when(job.lake, job.before) if job.before else None
    if then:
        batch = [value._replace(row={**value.row, "seen_at": then.seen_at}) for value in batch]
    present = present_values(job.lake, METRICS.of_rows([value.row for value in batch]), then=then)
    mine = [value.row for value in batch if _is_of_its_source(job, value, present.get(_same(value.row)))]
    new = {_same(row): row for row in mine if _same(row) not in present or present[_same(row)].value != row["value"]}
    if not new:
        return Tally(len(mine))
    appended = job.lake.append(METRICS, METRICS.of_rows(list(new.values())))
    return Tally(len(mine), appended.new, corrected=len(new.keys() & present.keys()))


def _is_of_its_source(job: ImportJob, value: _Value, present: Present | None) -> bool:
    """A value is corrected by the source that it came from; the row of another one is refused."""
    row = value.row
    if present is None or present.value == row["value"] or present.source == row["source"]:
        return True
    reason = f"{named(row)} came from {present.source} with another value; this row is of {row['source']}"
    advice = f"If it corrects the value, import it with --source {present.source}; else give it an area or segment."
    job.reader.refusals.add(value.record, Unreadable(reason, advice))
    return False


def _same(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in SAME)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
