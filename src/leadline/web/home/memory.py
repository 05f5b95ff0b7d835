"""Remember what was read from the lake until the lake or people's documents change.

In: a month. Out: its `Standing`, from memory where nothing has changed since. The surprise: nothing expires; what was
remembered is compared with the lake's state, the day and the documents, so a page is never older than its numbers.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadline.flow import Documents
from leadline.web.home.standing import Standing, standing
from leadline.words import Month

if TYPE_CHECKING:
    from leadline.engine import Lake

KEPT = 24
"""How many months are kept in one process."""


@dataclass(frozen=True)
class _Made:
    state: frozenset[str]
    day: dt.date
    documents: Documents
    standing: Standing


_made: OrderedDict[tuple[Path, Month], _Made] = OrderedDict()


def remembered(lake: Lake, documents: Documents, month: Month, *, now: dt.datetime) -> Standing:
    """The standing of this month."""
    state, day = lake.state(), now.astimezone(documents.company.tz).date()
    known = _made.get((lake.root, month))
    if known and (known.state, known.day) == (state, day) and known.documents == documents:
        return known.standing
    found = standing(lake, documents, month, now=now)
    _made[lake.root, month] = _Made(state, day, documents, found)
    while len(_made) > KEPT:
        _made.popitem(last=False)
    return found
