"""Rows that could not be taken in, with their reasons, where only their owner can read them.

In: a row and why it is refused. Out: a CSV file of line, reason, advice and the row itself. The surprise: it
holds what privacy would have blanked, so it is protected from the first byte and deleted after some days, or when
there is more of it than one may keep; what is not kept is said.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import logging
import os
import re
from pathlib import Path

from leadline.config import setting
from leadline.listen.fields import Unreadable
from leadline.listen.sheets import Record

_LONGEST = 100_000
"""Signs of a refused row that are kept: enough to find it by."""
_MEGABYTE = 1_000_000
_OF_ALL = 4
"""One file may take a quarter of what all may."""
log = logging.getLogger(__name__)


class Refusals:
    """Refused rows with their reasons, in a file that only its owner can read, and that expires."""

    def __init__(self, folder: Path, name: str, digest: str) -> None:
        self.path = folder / f"{digest[:12]}-{Path(name).stem}.csv"
        self.count = 0
        self.reasons: dict[str, int] = {}
        self.unwritten = 0
        self.remarks: list[str] = []
        self._most = setting("LEADLINE_REFUSED_MB") * _MEGABYTE
        self._left = self._most // _OF_ALL
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
        told = [row.line, why.reason, why.advice, row.raw[:_LONGEST]]
        self._left -= sum(len(str(cell).encode(errors="replace")) for cell in told)
        if self._left < 0:
            self.unwritten += 1
        else:
            csv.writer(self._file).writerow(told)

    def close(self, now: dt.datetime) -> Path | None:
        """The file, if there is one. Files of earlier imports that are past their days are deleted, and the oldest
        where all are too large together; `remarks` say so."""
        if self._file is not None:
            if self.unwritten:
                told = f"{self.unwritten:,} more rows were refused, and are not kept here."
                csv.writer(self._file).writerow(["", told, "Mend the file, and take it in again.", ""])
                self.remarks.append(f"The file of refused rows is full: {told}")
            self._file.close()
        if gone := self._forget(now):
            self.remarks.append(
                f"The oldest {gone:,} files of refused rows were deleted: together they were larger than "
                f"{self._most // _MEGABYTE:,} MB (LEADLINE_REFUSED_MB)."
            )
            log.warning("files of refused rows deleted, since there were too many: %d", gone)
        return None if self._file is None else self.path

    def _forget(self, now: dt.datetime) -> int:
        """Delete what is past its days, then what is too much; how many files that was."""
        oldest = now.timestamp() - setting("LEADLINE_REFUSED_DAYS") * 86_400
        others = [(one.stat(), one) for one in self.path.parent.glob("*.csv") if one != self.path]
        for told, old in others:
            if told.st_mtime < oldest:
                old.unlink(missing_ok=True)
        young = sorted((told.st_mtime, told.st_size, one) for told, one in others if told.st_mtime >= oldest)
        held, gone = sum(size for _, size, _ in young) + self._most // _OF_ALL, 0
        while held > self._most:
            _, size, old = young[gone]
            old.unlink(missing_ok=True)
            held, gone = held - size, gone + 1
        return gone
