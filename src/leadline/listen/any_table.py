"""A table of messages with any headings, turned into the contract for messages: for who has one file and no patience.

In: a CSV file whose columns are called as people call them. Out: a file of the contract. The surprise: only the text is
needed. A row without an id gets its number, one without an author is its own author, one without a day says today, and
a day without a time means noon.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

from leadline.errors import LeadlineError
from leadline.listen.profiles import PROFILES
from leadline.listen.profiles.messages import REQUIRED
from leadline.listen.records import open_records

_A_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CALLED = {
    "text": ("text", "message", "comment", "review", "body", "content", "feedback", "full_text", "tweet", "answer"),
    "posted_at": ("posted_at", "date", "created_at", "created", "time", "timestamp", "posted", "when", "submitted_at"),
    "author": ("author", "user", "customer", "name", "username", "handle", "from", "reviewer", "email", "author_id"),
    "message_id": ("message_id", "id", "review_id", "ticket", "ticket_id", "tweet_id", "number"),
    "channel": ("channel", "source", "platform", "network"),
}


def as_contract(path: Path, folder: Path, *, now: dt.datetime) -> tuple[Path, tuple[str, ...]]:
    """The file itself where a profile knows it, else a copy in `folder` with the contract's columns; and which fields
    it does not hold. Raises LeadlineError where no column is called as a text is.
    """
    file = open_records(path)
    header = file.header
    if any(profile.kind == "messages" and profile.fits(header) for profile in PROFILES):
        return path, ()
    columns = _columns(header)
    if "text" not in columns or file.form != "csv":
        raise LeadlineError(
            f"{path.name} is no table with a column that is called as a text is: {', '.join(header)[:200] or 'none'}.",
            "Save it as CSV, and call the column with what people said “text”, in the first row.",
        )
    made = folder / f"{path.stem}.csv"
    with path.open(encoding=file.encoding, newline="") as lines, made.open("w", encoding="utf-8", newline="") as out:
        written = csv.DictWriter(out, fieldnames=[*dict.fromkeys([*REQUIRED, *columns])])
        written.writeheader()
        for number, row in enumerate(csv.reader(lines, delimiter=file.delimiter)):
            cells = dict(zip(header, row, strict=False))
            said = {field: cells[column] for field, column in columns.items() if cells.get(column)}
            if number and said.get("text", "").strip():
                without = {"message_id": f"row {number}", "author": f"row {number}", "posted_at": now.isoformat()}
                if _A_DAY.fullmatch(said.get("posted_at", "").strip()):
                    said["posted_at"] = f"{said['posted_at'].strip()} 12:00"
                written.writerow(without | said)
    return made, tuple(field for field in REQUIRED if field not in columns)


def _columns(header: tuple[str, ...]) -> dict[str, str]:
    """Which column holds which field: the first one that is called so."""
    named = {"_".join(name.casefold().split()): name for name in header}
    found = {field: next((named[word] for word in words if word in named), None) for field, words in _CALLED.items()}
    return {field: column for field, column in found.items() if column}
