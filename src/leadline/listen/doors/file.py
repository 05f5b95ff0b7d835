"""A source that comes by files only (`leadline listen import --source NAME`): declared for its legal ground, how long
its texts are kept, and so that its silence is seen.

In: nothing. Out: nothing: nobody is visited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadline.listen.doors.base import Batch, Visit, Word


class File:
    name = "file"
    secret = ""
    words: Mapping[str, Word] = {}

    def fetch(self, visit: Visit) -> Iterator[Batch]:
        return iter(())
