"""A sheet of messages: most rows are read by columns, each of the others by itself.

In: a sheet of a file; for its messages the conversations of the whole file, too. Out: the links of its rows, or rows of
MESSAGES in the order of the sheet, with the later versions that they state. The surprise: where columns fail for a
reason that nobody foresaw, the whole sheet is read row by row, and says so in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from leadline.errors import LeadlineError
from leadline.listen.bulk import Bulk
from leadline.listen.fields import Unreadable
from leadline.listen.intake.job import ImportJob
from leadline.listen.message_rows import Ways, changes_of, is_only_deleted, link_of, message_row
from leadline.listen.parties import UNKNOWN_PARTY
from leadline.listen.privacy import pseudonym
from leadline.listen.profiles import Cells, RawMessage
from leadline.listen.sheets import Bools, Record, Sheet
from leadline.listen.speakers import Speakers
from leadline.listen.tables import MESSAGES
from leadline.listen.threads import Links, Threads
from leadline.listen.versions import Change

T = TypeVar("T")


class SheetMessages(NamedTuple):
    """What a sheet holds that may be kept: rows of MESSAGES, the later versions that rows state, and how many rows say
    of their message only that it was deleted.
    """

    rows: pa.Table
    changes: list[Change]
    only_deleted: int


class _Alone(NamedTuple):
    """A row that was read by itself. `row` is None where it is refused, and where it says only that its message was
    deleted; then `changes` say so.
    """

    row: dict[str, Any] | None
    changes: list[Change]


class MessageSheets:
    """The sheets of one import."""

    def __init__(self, job: ImportJob) -> None:
        self._profile, self._reader, self._stamp = job.profile, job.reader, job.stamp._asdict()
        self._ways = _ways(job)
        self._bulk = Bulk(self._ways)

    def links(self, sheet: Sheet) -> Links:
        """What threading needs of every row that can be read."""
        read = partial(self._bulk.links, readable=sheet.is_readable())
        links, by_columns = self._by_columns(sheet, read, Links([], []))
        raws = (self._raw(sheet.record(place)) for place in np.flatnonzero(~by_columns).tolist())
        alone = [
            link_of(raw, self._ways) for raw in raws if not isinstance(raw, Unreadable) and not is_only_deleted(raw)
        ]
        return Links(links.declared, links.others + alone)

    def messages(self, sheet: Sheet, threads: Threads) -> SheetMessages:
        """The rows of a sheet that may be kept, in its order; the others are refused."""
        nothing: dict[str, pa.Array] = {}
        read = partial(self._bulk.messages, readable=sheet.is_readable(), threads=threads)
        columns, by_columns = self._by_columns(sheet, read, nothing)
        places = np.flatnonzero(~by_columns)
        alone = [self._alone(sheet.record(place), threads) for place in places.tolist()]
        is_kept = np.array([row is not None for row, _ in alone], bool)
        rows = _in_order(
            self._table(columns, int(by_columns.sum())),
            MESSAGES.of_rows([row for row, _ in alone if row is not None]),
            places=np.concatenate([np.flatnonzero(by_columns), places[is_kept]]),
        )
        changes = [change for _, of_row in alone for change in of_row]
        return SheetMessages(rows, changes, sum(row is None and bool(of_row) for row, of_row in alone))

    def _by_columns(self, sheet: Sheet, read: Callable[[Cells], tuple[T, Bools]], nothing: T) -> tuple[T, Bools]:
        """What columns give, and of which rows; nothing where the format has none, or where an error of ours stands in
        the way.
        """
        cells = self._profile.cells(sheet)
        try:
            if cells is not None:
                return read(cells)
        except LeadlineError:
            raise
        except Exception as error:  # the rows are to come in all the same, one by one
            self._reader.log(error, sheet.lines[0])
        return nothing, np.zeros(len(sheet), bool)

    def _table(self, columns: dict[str, pa.Array], size: int) -> pa.Table:
        """Columns of so many rows as a table of MESSAGES."""
        same = {name: pa.repeat(value, size) for name, value in self._stamp.items()}
        return MESSAGES.of_columns(columns | same) if columns else MESSAGES.schema().empty_table()

    def _alone(self, record: Record, threads: Threads) -> _Alone:
        """The row as the lake will hold it; else it is refused."""
        raw = self._raw(record)
        if isinstance(raw, Unreadable):
            return self._refused(record, raw)
        row = self._reader.attempt(record, lambda: message_row(raw, self._ways, threads) | self._stamp)
        if isinstance(row, Unreadable):
            return self._refused(record, row)
        return _Alone(None if is_only_deleted(raw) else row, list(changes_of(raw, row)))

    def _refused(self, record: Record, why: Unreadable) -> _Alone:
        self._reader.refusals.add(record, why)
        return _Alone(None, [])

    def _raw(self, record: Record) -> RawMessage | Unreadable:
        raw = self._reader.read(record)
        assert isinstance(raw, RawMessage | Unreadable)  # noqa: S101 - as its profile says
        return raw


def _ways(job: ImportJob) -> Ways:
    """In an archive of many brands (twcs) a message that names no party is about an unknown one; elsewhere it is about
    the company.
    """
    otherwise = UNKNOWN_PARTY if getattr(job.profile, "about_nobody", False) else job.parties.own.id
    speakers = Speakers(job.parties, about=job.options.party, otherwise=otherwise)
    return Ways(
        job.keepable,
        speakers,
        lru_cache(200_000)(lambda channel, handle: pseudonym(job.key, channel, handle)),
        job.parties.words | speakers.handles,
        region=job.region,
        zone=job.zone,
        company_zone=job.company_zone,
        source=job.options.source,
        now=job.now,
    )


def _in_order(by_columns: pa.Table, alone: pa.Table, *, places: NDArray[np.int64]) -> pa.Table:
    """The rows of both, in the order of their places in the sheet; `places` are those of the first, then the second."""
    if not alone.num_rows:
        return by_columns
    return pa.concat_tables([by_columns, alone]).take(pa.array(np.argsort(places, kind="stable")))
