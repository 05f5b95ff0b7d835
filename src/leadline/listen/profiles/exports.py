"""An export format, declared: the names of its columns, and what one row tells.

In: a format's columns by field, its zone, and a function of a row. Out: a profile, which is made ready for one file
(`ready`) once it is known how that file writes. The surprise: the export of messages is turned into the contract for
messages row by row, so that ids, times, threads and privacy are handled in one place for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from leadline.listen.fields import Unreadable
from leadline.listen.profiles.base import Cells, Count, Kind, Raw, RawMetric, RawRecord
from leadline.listen.profiles.columns import Habits, Row, find_columns
from leadline.listen.profiles.messages import OPTIONAL, REQUIRED, Messages
from leadline.listen.sheets import Sheet

Contract = dict[str, Any]
"""Cells of the contract for messages."""
_CONTRACT = (*REQUIRED, *OPTIONAL)


@dataclass(frozen=True)
class _Export:
    """What every declared format has. `columns` gives each field its names in the exports; a file fits where it has all
    that it `needs`. Local times are in `zone`; where that is None, a person is asked. `days` and `numbers` name the
    fields from which a file shows how it writes them; of some the names take `two_rows`, and other columns hold
    `scores`.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    source: str
    zone: str | None = None
    days: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    two_rows: bool = False
    scores: bool = False
    found: Mapping[str, str] = field(default_factory=dict)
    habits: Habits = field(default_factory=Habits)

    def fits(self, header: tuple[str, ...]) -> bool:
        return set(find_columns({name: self.columns[name] for name in self.needs}, header)) >= set(self.needs)

    def _row(self, content: dict[str, Any]) -> Row:
        return Row(content, self.found, self.habits)


@dataclass(frozen=True)
class MessageExport(_Export):
    """An export of messages. `tell` gives the cells of each message that a row holds: at least one, or Unreadable.

    Of a message that names no party nobody knows whom it is `about_nobody`; else it is about the own brand.
    """

    tell: Callable[[Row], Iterable[Contract]] = lambda row: ()
    about_nobody: bool = False
    kind: Kind = "messages"

    def ready(self, header: tuple[str, ...], habits: Habits) -> MessageExport:
        """The same for one file."""
        return replace(self, found=find_columns(self.columns, header), habits=habits)

    def contract(self, content: dict[str, Any]) -> Iterator[Contract]:
        """The messages of a row as cells of the contract. Raises Unreadable."""
        told = [{"source": self.source or None} | cells for cells in self.tell(self._row(content))]
        if not told:
            raise Unreadable("the row holds no message", "Leave it out, or look at what was exported.")
        for cells in told:
            yield {name: cells[name] for name in _CONTRACT if cells.get(name) not in (None, "") or name == "text"}

    def read(self, record: dict[str, Any], zone: ZoneInfo | None) -> Raw:
        return Messages().read(record, zone)

    def cells(self, sheet: Sheet) -> Cells:
        return sheet.column


@dataclass(frozen=True)
class RecordExport(_Export):
    """An export of records that are counted by the day. `count` gives what a row adds, maybe nothing.

    `record` names the field of the id, or makes one of a row; `joins` as in RawRecord.
    """

    what: str = "record"
    record: str | Callable[[Row], str] = "id"
    count: Callable[[Row], Iterable[Count]] = lambda row: ()
    joins: bool = False
    kind: Kind = "records"

    def ready(self, header: tuple[str, ...], habits: Habits) -> RecordExport:
        """The same for one file."""
        return replace(self, found=find_columns(self.columns, header), habits=habits)

    def read(self, record: dict[str, Any], zone: ZoneInfo | None) -> RawRecord:
        row = self._row(record)
        name = row.id(self.record) if isinstance(self.record, str) else self.record(row)
        return RawRecord(name, self.what, tuple(self.count(row)), self.source, self.joins)

    def cells(self, sheet: Sheet) -> None:
        return None


@dataclass(frozen=True)
class MetricExport(_Export):
    """A table of values, one a row, under a company's own names of columns. `tell` gives the value, or Unreadable."""

    tell: Callable[[Row], RawMetric | None] = lambda row: None
    kind: Kind = "metrics"

    def ready(self, header: tuple[str, ...], habits: Habits) -> MetricExport:
        """The same for one file."""
        return replace(self, found=find_columns(self.columns, header), habits=habits)

    def read(self, record: dict[str, Any], zone: ZoneInfo | None) -> RawMetric:
        told = self.tell(self._row(record))
        if told is None:
            raise Unreadable("the row holds no value", "Leave it out.")
        return told

    def cells(self, sheet: Sheet) -> None:
        return None


Export = MessageExport | RecordExport | MetricExport
