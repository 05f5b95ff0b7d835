"""Remember what a page was made of until the lake, the day or people's documents change.

In: the lake, the documents, a name and how its value is made. Out: the value, made anew only where one of them changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from typing import TypeVar

from leadline.engine import Lake, memory
from leadline.flow.documents import Documents

Made = TypeVar("Made")


def remembered(lake: Lake, documents: Documents, name: Hashable, make: Callable[[], Made], *, day: dt.date) -> Made:
    """What `make` gives, made once for each state of the lake, day and documents. Nobody may change it."""
    return memory.remembered(lake, None, name, make, also=(day, documents))
