"""Which messages of the last days are asked about again, since a source tells of edits and deletions only when asked.

In: a cursor. Out: the keys whose turn it is, and what the cursor keeps. The surprise: it holds ids and states and never
a text, a few thousand at most; what is older than some days, or pushed out by newer ones, is asked about no more.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from leadline.listen.doors.base import Cursor

DAYS = 7
MOST = 2_000


class Watched:
    """Ids by whose turn it is; each with its state when it was last asked about, and the second it was said."""

    def __init__(self, known: dict[str, list[Any]], oldest: float) -> None:
        self._known = {key: one for key, one in known.items() if one[1] >= oldest}
        self._oldest = oldest

    @classmethod
    def of(cls, cursor: Cursor, now: dt.datetime) -> Watched:
        return cls(dict(cursor.get("watched", {})), (now - dt.timedelta(days=DAYS)).timestamp())

    def add(self, key: str, said_at: dt.datetime, state: str) -> None:
        """Watch it, or watch on; then it is its turn when all others had theirs."""
        self._known.pop(key, None)
        if said_at.timestamp() >= self._oldest:
            self._known[key] = [state, said_at.timestamp()]

    def drop(self, key: str) -> None:
        self._known.pop(key, None)

    def state(self, key: str) -> str:
        return str(self._known[key][0])

    def said_at(self, key: str) -> dt.datetime:
        return dt.datetime.fromtimestamp(self._known[key][1], dt.UTC)

    def next(self, count: int) -> list[str]:
        return list(self._known)[:count]

    def kept(self) -> dict[str, list[Any]]:
        return dict(list(self._known.items())[-MOST:])
