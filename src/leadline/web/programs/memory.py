"""Remember what a page was made of until the lake, the day or people's documents change.

In: a key and how to make its value. Out: the value, from memory where nothing has changed since. The surprise: nothing
expires; what was remembered is compared with the lake's state, so a page is never older than its numbers.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from leadline.flow import Documents, Lake

Made = TypeVar("Made")
KEPT = 48
"""How many values are kept in one process."""


@dataclass(frozen=True)
class _Known:
    state: frozenset[str]
    day: dt.date
    documents: Documents
    value: Any


_known: OrderedDict[Hashable, _Known] = OrderedDict()


def remembered(
    key: tuple[Hashable, ...], make: Callable[[], Made], *, lake: Lake, documents: Documents, day: dt.date
) -> Made:
    """What `make` gives, made once for each state of the lake, day and documents."""
    place, state = (lake.root, *key), lake.state()
    known = _known.get(place)
    if known and (known.state, known.day) == (state, day) and known.documents == documents:
        value: Made = known.value
        return value
    made = make()
    _known[place] = _Known(state, day, documents, made)
    while len(_known) > KEPT:
        _known.popitem(last=False)
    return made
