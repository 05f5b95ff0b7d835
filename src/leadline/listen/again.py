"""Was this file told before?

In: the ledger of imports. Out: a name for an import. The surprise: the same content under
another name, or after something else under its own, is a new import: somebody may have written old values back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from leadline.engine import Lake
from leadline.engine.ledger import Entry, entries

STAGE = "listen import"


def import_id(lake: Lake, name: str, digest: str) -> tuple[str, Entry | None]:
    """What names this import; and where it is the same file again, what was said of it then.

    The same content under the same name is the same import. Where something else came in under that name meanwhile, or
    the content comes under another name, it is a new one: somebody may have written old values back.
    """
    done = sorted(entries(lake, STAGE), key=_place)
    last = next((one for one in reversed(done) if one.scope == name), None)
    if last and last.input.partition("-")[0] == digest:
        return last.input, last
    before = sum(one.input.partition("-")[0] == digest for one in done)
    return (f"{digest}-{before + 1}" if before else digest), None


def _place(entry: Entry) -> tuple[dt.datetime, int]:
    """Where an import stands among all: by its time, and by its number where the clock stands."""
    return entry.done_at, entry.detail.get("place", 0)


def digest_of(path: Path, said: dict[str, Any]) -> str:
    """Names the import: the file's bytes and what was said about it."""
    digest = hashlib.sha256(repr(sorted(said.items())).encode())
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()[:32]
