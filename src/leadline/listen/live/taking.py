"""Take what a door brought into the lake, as if it were a file.

In: a batch. Out: its count, or None where there was nothing in it. The surprise: rows go through a file in the home
that only its owner can read, and that is gone a moment later; so privacy, conversations, edits and exactly-once are
the importer's own, and a live source can do nothing that a file cannot.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadline.config import Home
from leadline.engine import Lake
from leadline.listen.doors import Batch, Row, Source
from leadline.listen.handles import keep_handles
from leadline.listen.intake import ImportCount, Options, take_file
from leadline.listen.parties import PartyBook
from leadline.listen.pushed.spool import finish

_DRAFTS = "drafts"


def take_in(
    home: Home, lake: Lake, source: Source, batch: Batch, *, parties: PartyBook, now: dt.datetime
) -> ImportCount | None:
    """Keep the rows of a batch, each once; a batch of the spool leaves it with a receipt. Raises LeadlineError."""
    if not batch.files and not batch.rows:
        return None
    with _as_file(home, source, batch) as path:
        if source.reply:
            keep_handles(home, lake, source.name, _writers(path), parties=parties, now=now)
        options = Options(profile="messages", source=source.name, party=source.about)
        count = take_file(home, lake, path, parties=parties, options=options, now=now)
    finish(batch.files, _told(count, len(batch.files)), now=dt.datetime.now(dt.UTC))
    return count


def clear_drafts(home: Home) -> None:
    """What a killed run left behind."""
    shutil.rmtree(home.live / _DRAFTS, ignore_errors=True)


@contextmanager
def _as_file(home: Home, source: Source, batch: Batch) -> Iterator[Path]:
    folder = home.live / _DRAFTS / secrets.token_hex(8)
    folder.mkdir(parents=True, mode=0o700)
    try:
        path = folder / f"{source.name}.ndjson"
        with path.open("wb") as file:
            for one in batch.files:
                file.write(one.read_bytes().rstrip(b"\n") + b"\n")
            file.writelines(_line(row) for row in batch.rows)
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _line(row: Row) -> bytes:
    return json.dumps({name: value for name, value in row.items() if value is not None}).encode() + b"\n"


def _writers(path: Path) -> set[tuple[str, str]]:
    """Channel and handle of everybody who wrote something in a file of rows."""
    found = set()
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict) and isinstance(row.get("author"), str):
                found.add((str(row.get("channel") or "file").lower(), row["author"]))
    return found


def _told(count: ImportCount, together: int) -> dict[str, object]:
    """What a receipt says: the counts are of all batches that were taken in together."""
    wanted = ("read", "new", "known", "refused", "edited", "deleted", "unheard", "erased", "reasons")
    return {"batches": together, **{name: getattr(count, name) for name in wanted}}
