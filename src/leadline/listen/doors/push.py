"""What others sent to the site's address for pushing: batches that wait in the spool, oldest first.

In: the spool. Out: its files. The surprise: there is no cursor, for a batch leaves the spool when it stands in the
lake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadline.listen.doors.base import Batch, Visit, Word
from leadline.listen.pushed.spool import waiting


class Push:
    name = "push"
    secret = ""
    words: Mapping[str, Word] = {}

    def fetch(self, visit: Visit) -> Iterator[Batch]:
        for path in waiting(visit.spool):
            yield Batch([], {}, path)
