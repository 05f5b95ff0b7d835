"""Rows that could not be taken in, with their reasons, where only their owner can read them.

In: a row and why it is refused. Out: a CSV file of line, reason, advice and the row itself. The surprise: it
holds what privacy would have blanked, so it is protected from the first byte and deleted after some days.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
from pathlib import Path

from leadline.config import setting
from leadline.listen.fields import Unreadable
from leadline.listen.sheets import Record

_LONGEST = 100_000
"""Signs of a refused row that are kept: enough to find it by."""


class Refusals:
    """Refused rows with their reasons, in a file that only its owner can read, and that expires."""

    def __init__(self, folder: Path, name: str, digest: str) -> None:
        self.path = folder / f"{digest[:12]}-{Path(name).stem}.csv"
        self.count = 0
        self.reasons: dict[str, int] = {}
        self._file: io.TextIOWrapper | None = None

    def add(self, row: Record, why: Unreadable) -> None:
        self.count += 1
        kind = re.sub("“.*”", "“…”", why.reason, flags=re.DOTALL)  # a count keeps nothing of a cell
        self.reasons[kind] = self.reasons.get(kind, 0) + 1
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.path.unlink(missing_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._file = os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="")
            csv.writer(self._file).writerow(["line", "reason", "advice", "row"])
        csv.writer(self._file).writerow([row.line, why.reason, why.advice, row.raw[:_LONGEST]])

    def close(self, now: dt.datetime) -> Path | None:
        """The file, if there is one. Files of earlier imports that are past their days are deleted."""
        oldest = now.timestamp() - setting("LEADLINE_REFUSED_DAYS") * 86_400
        for old in self.path.parent.glob("*.csv"):
            if old != self.path and old.stat().st_mtime < oldest:
                old.unlink()
        if self._file is None:
            return None
        self._file.close()
        return self.path
