"""What became of batches that were taken in: a receipt each, by which a batch that comes again is known.

In: a spool, the names and digests of batches. Out: files `receipts/<id>.json`. The surprises: all receipts of a visit
are left before its first batch leaves the spool, with one sync of their folder; and they are listed once an hour
or when there are too many, of which a small file keeps count, because each listing costs as much as there are.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from leadline.listen.pushed.disk import entries, sync, write

RECEIPT_DAYS = 7
_DRAFT_SECONDS = 3_600
_LOOKED, _LOOKED_SECONDS = ".looked", 3_600
"""How often the age of receipts is looked at, and what remembers it."""


class _Looked(NamedTuple):
    """When the receipts were looked at last, in seconds since 1970, and how many there may be now."""

    at: float = 0.0
    receipts: int = 0


def leave_receipts(spool: Path, digests: Mapping[str, str], told: Mapping[str, Any], *, now: dt.datetime) -> None:
    """A receipt for each of these batches (name, digest); their names are on the disk when this returns. One that a
    power cut leaves empty is none: a batch that comes again under its key is taken in again, and its rows are known."""
    folder = spool / "receipts"
    folder.mkdir(exist_ok=True, mode=0o700)
    drafts = {name: folder / f".{name}.{secrets.token_hex(4)}" for name in digests}
    for name, draft in drafts.items():
        write(draft, json.dumps({"digest": digests[name], "taken_in": now.isoformat(), **told}).encode(), durably=False)
    for name, draft in drafts.items():
        draft.replace(folder / f"{name}.json")
    looked = _looked(folder)
    _remember(folder, looked._replace(receipts=looked.receipts + len(digests)))
    sync(folder)


def read_receipt(spool: Path, name: str) -> dict[str, Any] | None:
    """What the receipt says; None where there is none, or a power cut left half of one."""
    try:
        told = json.loads((spool / "receipts" / f"{name}.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def forget_receipts(spool: Path, *, most: int, now: dt.datetime) -> int:
    """Let receipts go that are older than RECEIPT_DAYS, and the oldest where there are more than `most` and a tenth;
    how many went. What a killed process left half written goes, too."""
    folder = spool / "receipts"
    looked = _looked(folder)
    is_time = abs(now.timestamp() - looked.at) > _LOOKED_SECONDS
    if not spool.is_dir() or not (is_time or looked.receipts > most * 1.1):
        return 0
    folder.mkdir(exist_ok=True, mode=0o700)
    _forget_drafts(spool, now)
    aged = sorted((one.stat().st_mtime, one.name) for one in entries(folder) if one.name.endswith(".json"))
    oldest = now.timestamp() - RECEIPT_DAYS * 86_400
    old = [name for place, (at, name) in enumerate(aged) if at < oldest or place < len(aged) - most]
    for name in old:
        (folder / name).unlink(missing_ok=True)
    _remember(folder, _Looked(now.timestamp(), len(aged) - len(old)))
    return len(old)


def _forget_drafts(spool: Path, now: dt.datetime) -> None:
    """What nobody reads and somebody began to write long ago."""
    half = [*entries(spool / "drafts"), *(one for one in entries(spool / "receipts") if one.name.startswith("."))]
    for one in half:
        with suppress(FileNotFoundError):
            if one.name != _LOOKED and now.timestamp() - one.stat().st_mtime > _DRAFT_SECONDS:
                os.unlink(one.path)


def _looked(folder: Path) -> _Looked:
    """As it is remembered; never looked at where it is not, or cannot be read."""
    try:
        at, receipts = json.loads((folder / _LOOKED).read_text())
        return _Looked(float(at), int(receipts))
    except (OSError, ValueError, TypeError):
        return _Looked()


def _remember(folder: Path, looked: _Looked) -> None:
    draft = folder / f"{_LOOKED}.{secrets.token_hex(4)}"
    write(draft, json.dumps(looked).encode(), durably=False)
    draft.replace(folder / _LOOKED)
