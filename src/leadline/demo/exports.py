"""The raw exports, as a company would have them: one NDJSON file a channel, one CSV of records.

In: messages month by month, metrics. Out: files, and a count of what was written. Real life is in them: a
part of October was exported twice, and some rows are broken.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TextIO

from leadline.demo.message import Message, stamp
from leadline.demo.series import COLUMNS, Metrics, Series

FILES = {
    "facebook": "messages-facebook.ndjson",
    "x": "messages-x.ndjson",
    "forum": "messages-forum.ndjson",
    "review": "messages-reviews.ndjson",
    "mail": "messages-mail.ndjson",
}
TWICE = "messages-facebook-late-october.ndjson"
"""The page's last ten days once more: somebody exported them again."""

LABELS = "planted-labels.csv"

_BROKEN: dict[str, tuple[str, ...]] = {
    "facebook": (
        '{"message_id": "1.04200000912E+12", "posted_at": "2026-02-11T10:02:00+01:00", "author": "Excel Sufferer", '
        '"text": "This row went through a spreadsheet."}',
        '{"message_id": "1042999000001", "posted_at": "2026-02-30T10:02:00+01:00", "author": "No Day", "text": "Hm"}',
        '{"message_id": "1042999000002", "posted_at": "2026-03-02T09:',
    ),
    "x": (
        '{"message_id": "1999990000000000001", "posted_at": "2026-01-15", "author": "dayonly1", "text": "When?"}',
        '{"message_id": "1999990000000000002", "posted_at": "2026-01-15T10:00", "author": "nozone", "text": "Hm"}',
        "RT this line is not JSON at all",
    ),
    "forum": ('{"message_id": "t1-p1", "posted_at": "2025-12-01T20:00:00+01:00", "author": "", "text": "Me"}',),
    "review": (
        '{"message_id": "", "posted_at": "2025-12-01T20:00:00+01:00", "author": "Lost Id", "text": "Good (4/5)"}',
    ),
    "mail": (
        '{"message_id": "bad.1@mail.halden.example", "posted_at": "2026-05-04T08:00:00+02:00", "author": "a@b.nl", '
        '"text": "Hello", "speaker_role": "robot"}',
    ),
}


class MessageFiles:
    """Takes messages in and writes each to its channel's file. Use as a context manager."""

    def __init__(self, folder: Path, *, twice_from: int, label_every: int) -> None:
        self.folder, self.twice_from, self.label_every = folder, twice_from, label_every
        self.counts: Counter[tuple[str, str]] = Counter()
        self.rows: Counter[str] = Counter()
        self._files: dict[str, TextIO] = {}
        self._seen = 0

    def __enter__(self) -> MessageFiles:
        for name in (*FILES.values(), TWICE, LABELS):
            self._files[name] = (self.folder / name).open("w", encoding="utf-8", newline="\n")
        self._files[LABELS].write("source,message_id,opening,theme,mood\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for channel, lines in _BROKEN.items():
                self._write(FILES[channel], "".join(f"{line}\n" for line in lines), len(lines))
        for file in self._files.values():
            file.close()

    def add(self, messages: list[Message]) -> None:
        """Write messages in the order in which they are given."""
        for message in messages:
            line = as_line(message)
            self._write(FILES[message.channel], line, 1)
            if message.channel == "facebook" and message.at >= self.twice_from:
                self._write(TWICE, line, 1)
            self.counts[message.channel, message.kind] += 1
            if message.mood:
                self._label(message)

    def _write(self, name: str, text: str, rows: int) -> None:
        self._files[name].write(text)
        self.rows[name] += rows

    def _label(self, message: Message) -> None:
        self._seen += 1
        if self._seen % self.label_every == 0:
            opening = int(message.reply_to is None)
            told = f"{message.source},{message.message_id},{opening},{message.theme},{message.mood}\n"
            self._write(LABELS, told, 1)

    @property
    def broken(self) -> int:
        return sum(len(lines) for lines in _BROKEN.values())


def as_line(message: Message) -> str:
    """A message as one line of the generic contract; empty columns are left out."""
    row: dict[str, object] = {
        "message_id": message.message_id,
        "posted_at": stamp(message.at),
        "author": message.author,
        "text": message.text,
        "source": message.source,
        "channel": message.channel,
    }
    for name in ("thread_id", "reply_to", "about_party", "speaker_role", "language", "area"):
        if (value := getattr(message, name)) is not None:
            row[name] = value
    if message.kind != "message":
        row["kind"] = message.kind
    if not message.public:
        row["public"] = False
    return json.dumps(row, ensure_ascii=False) + "\n"


def write_metrics(path: Path, *parts: Metrics | Series) -> int:
    """Write `metrics.csv`; the number of rows."""
    rows = [row for part in parts for row in part.rows()]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return len(rows)
