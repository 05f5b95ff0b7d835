"""Rows of whole conversations, a part at a time, so that memory holds no more than a part of them.

In: rows that name their conversation. Out: one query where they are few, else one for each last sign of a
conversation's id: ids that count end in any digit alike, and tokens in any sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import narwhals as nw

from leadline.engine import rows

AT_ONCE = 5_000_000
"""Rows that are read in one part."""


def by_conversation(told: nw.LazyFrame[Any]) -> Iterator[nw.LazyFrame[Any]]:
    """The rows (thread_id, ...) in parts; those of a conversation stand in one of them."""
    last = nw.col("thread_id").str.slice(-1)
    signs = rows(told.with_columns(sign=last).group_by("sign").agg(n=nw.len()).sort("sign"))
    if sum(one["n"] for one in signs) <= AT_ONCE:
        yield told
        return
    for one in signs:
        yield told.filter(last == one["sign"])
