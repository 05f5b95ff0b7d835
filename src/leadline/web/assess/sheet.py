"""Messages as a table that a spreadsheet opens.

In: messages as they are shown. Out: CSV. The surprise: a cell that begins as a formula does gets an apostrophe before
it, since a stranger wrote it and somebody's spreadsheet would run it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from zoneinfo import ZoneInfo

from leadline.assess import ReadMessage

MOST_ROWS = 10_000
"""The newest so many; whoever needs more narrows the question, or asks the operator for the lake."""
COLUMNS = (
    "posted at", "source", "message id", "channel", "about", "speaker", "author", "sentiment", "frustration",
    "excitement", "need", "theme", "text",
)  # fmt: skip
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(messages: Iterable[ReadMessage], zone: ZoneInfo) -> str:
    """One row a message, times in the company's zone; a byte order mark tells spreadsheets that it is UTF-8."""
    told = StringIO()
    writer = csv.writer(told)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _cells(one, zone)] for one in messages)
    return "\ufeff" + told.getvalue()


def harmless(cell: object) -> object:
    """The same cell, that no spreadsheet takes for a formula. Numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RUNS) else cell


def _cells(one: ReadMessage, zone: ZoneInfo) -> tuple[object, ...]:
    shown = (one.frustration, one.excitement, one.need)
    return (
        one.posted_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        *(one.source, one.message_id, one.channel, one.about_party, one.speaker_role, one.author),
        one.sentiment or "",
        *("" if yes is None else "yes" if yes else "no" for yes in shown),
        one.theme or "",
        one.text,
    )
