"""Remember what was made from the lake until its tables, or what else it rests on, change.

In: the tables that an answer rests on, a name for it, how it is made. Out: the answer, made anew only where one of the
tables has a newer commit. The surprise: nothing expires. What is remembered is compared with the commits of its tables
on every call, so a page is never older than its numbers, whichever process wrote last.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from leadline.engine.store import Lake
from leadline.engine.table import Table

T = TypeVar("T")

REMEMBERED = 2048
"""How many answers one process keeps; the one that was asked for longest ago goes first."""

_kept: OrderedDict[tuple[Path, Hashable], tuple[object, Any]] = OrderedDict()
_lock = threading.Lock()


def remembered(
    lake: Lake, tables: Sequence[Table] | None, name: Hashable, make: Callable[[], T], *, also: object = None
) -> T:
    """What `make` gives, or gave when the tables last stood as they stand now. Nobody may change the answer.

    `tables` is None for all of the lake; `also` is what else the answer rests on, compared as a value. `make` reads
    everything of the lake itself: what was read before this call may be older than the commits that it is kept under.
    """
    state = lake.state() if tables is None else tuple(lake.commit(table) for table in tables)
    rests_on, key = (state, also), (lake.root, name)
    with _lock:
        known = _kept.get(key)
        if known and known[0] == rests_on:
            _kept.move_to_end(key)
            found: T = known[1]
            return found
    made = make()
    with _lock:
        _kept[key] = (rests_on, made)
        _kept.move_to_end(key)
        while len(_kept) > REMEMBERED:
            _kept.popitem(last=False)
    return made
