"""What others sent to the site's address for pushing: batches that wait in the spool, oldest first.

In: the spool. Out: its files, many at once, since each commit to the lake costs as much for fifty rows as for a
thousand. The surprise: there is no cursor, for a batch leaves the spool when it stands in the
lake.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from leadline.config import setting
from leadline.listen.doors.base import Batch, Visit, Word
from leadline.listen.pushed.receipts import forget_receipts
from leadline.listen.pushed.spool import waiting

_TOGETHER = 16 << 20
"""Bytes of batches that are taken in in one go."""


class Push:
    name = "push"
    secret = ""
    words: Mapping[str, Word] = {}

    def fetch(self, visit: Visit) -> Iterator[Batch]:
        forget_receipts(visit.spool, most=setting("LEADLINE_PUSH_RECEIPTS"), now=dt.datetime.now(dt.UTC))
        some, size = list[Path](), 0
        for path in waiting(visit.spool):
            size += path.stat().st_size
            if some and size > _TOGETHER:
                yield Batch([], {}, tuple(some))
                some, size = [], path.stat().st_size
            some.append(path)
        if some:
            yield Batch([], {}, tuple(some))
