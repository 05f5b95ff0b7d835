"""Which messages do people read to measure the model? A random sample of what it could read, drawn once and kept.

In: which messages, how many, a seed. Out: their keys. The surprise: every message has the same chance, so that an
interval for a share holds without weights; and only the days that were hit are opened, however many messages there are.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from leadline.assess.cubes.readings import ReadingName
from leadline.assess.messages.choosing import Which, chosen
from leadline.assess.messages.counting import messages_by_day
from leadline.engine import Lake, rows
from leadline.errors import LeadlineError
from leadline.words import Period

Drawn = tuple[str, str]
"""A message's source and id."""
_PARTS: tuple[ReadingName, ...] = ("read", "spam")
"""All but what is in a language that is not read: of that there is no label to check."""


def draw(
    lake: Lake, which: Which, size: int, *, seed: int, known: Collection[Drawn] = frozenset()
) -> tuple[Drawn, ...]:
    """Keys of `size` messages (or of all, where there are fewer) in random order, none of the known ones.

    The same seed draws the same of the same messages. Raises LeadlineError where the cubes are behind.
    """
    days = [(part, day, n) for part in _PARTS for day, n in _by_day(lake, which, part).items()]
    ends = np.cumsum([n for _, _, n in days], dtype=np.int64)
    total = int(ends[-1]) if days else 0
    random = np.random.default_rng(seed)
    wanted = random.choice(total, size=min(total, size + len(known)), replace=False)
    hit = np.searchsorted(ends, wanted, side="right")
    places = defaultdict[int, list[int]](list)
    for place, cell in zip(wanted.tolist(), hit.tolist(), strict=True):
        places[cell].append(place - int(ends[cell]) + days[cell][2])
    found = [key for cell, inside in places.items() for key in _keys(lake, which, *days[cell][:2], inside)]
    fresh = [key for key in found if key not in known]
    return tuple(fresh[place] for place in random.permutation(len(fresh))[:size])


def _by_day(lake: Lake, which: Which, part: ReadingName) -> dict[dt.date, int]:
    days = messages_by_day(lake, replace(which, reading=part))
    if days is None:
        raise LeadlineError("What is counted is behind what was read.", "Run leadline assess, then draw again.")
    return days


def _keys(lake: Lake, which: Which, part: ReadingName, day: dt.date, places: list[int]) -> Iterator[Drawn]:
    """Those at these places among the day's messages, in the order of their keys."""
    told = chosen(lake, replace(which, reading=part, period=Period(day, day))).select("source", "message_id")
    listed = rows(told.sort("source", "message_id"))
    yield from ((listed[place]["source"], listed[place]["message_id"]) for place in places if place < len(listed))
