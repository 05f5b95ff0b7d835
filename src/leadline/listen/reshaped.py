"""A file of messages in a vendor's own columns, as if it were written in the contract for messages.

In: an opened file, and its format made ready. Out: sheets of the contract. The surprise: a row may hold two messages, a
review and the reply to it; each is counted, and a row that cannot be read is one refused row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadline.listen.fields import Unreadable
from leadline.listen.opening import AnyFile
from leadline.listen.profiles.exports import MessageExport
from leadline.listen.sheets import NoRow, Record, Sheet

UNFORESEEN = Unreadable("the row holds something that Leadline cannot read yet", "Report it with this row.")


@dataclass(frozen=True)
class Reshaped:
    """The rows of `file` as `export` tells them."""

    file: AnyFile
    export: MessageExport

    @property
    def path(self) -> Path:
        return self.file.path

    @property
    def header(self) -> tuple[str, ...]:
        return self.file.header

    @property
    def left_out(self) -> tuple[str, ...]:
        return getattr(self.file, "left_out", ())

    @property
    def part(self) -> str:
        return getattr(self.file, "part", "")

    def sheets(self, rows: int) -> Iterator[Sheet]:
        """A sheet for each sheet of the file; with a few more rows where a row holds two messages."""
        for sheet in self.file.sheets(rows):
            listed, told = sheet.as_lists(), Sheet("")
            lines: list[int] = []
            cells: list[dict[str, Any] | NoRow] = []
            raws: list[str] = []
            for place in range(len(listed)):
                record = listed.record(place)
                for one in self._messages(record):
                    lines.append(record.line)
                    cells.append(one)
                    raws.append(record.raw)
            told.add_objects(lines, cells, raws)
            yield told

    def records(self) -> Iterator[Record]:
        for sheet in self.sheets(1000):
            yield from (sheet.record(place) for place in range(len(sheet)))

    def _messages(self, record: Record) -> list[dict[str, Any] | NoRow]:
        if isinstance(record.content, Unreadable):
            return [NoRow(record.content, record.raw)]
        try:
            return list(self.export.contract(record.content))
        except Unreadable as why:
            return [NoRow(why, record.raw)]
        except Exception:  # an error of ours; the other rows are to come in
            return [NoRow(UNFORESEEN, record.raw)]
