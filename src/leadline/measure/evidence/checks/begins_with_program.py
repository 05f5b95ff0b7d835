"""Did the change begin when the program did? A change that was under way before is not the program's.

In: the probability of each day that the change may have begun on (`breaks.py`). Out: a check. The surprise: the program
has a half of the probability beforehand, and some weeks of delay; the check fails only where the data are clear.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from leadline.measure.evidence.breaks import Beginnings
from leadline.measure.evidence.grade import Check
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import Settings
from leadline.words import day_words

NAME = "begins with the program"
TAIL = 0.025


def begins_with_program(
    found: Beginnings, share: Floats, days: Sequence[dt.date], start: dt.date, settings: Settings
) -> Check:
    """`share` (D,) are one series' probabilities, `days` the calendar that `found.at` counts on."""
    at_start = float(share[found.inside].sum())
    running = np.cumsum(share)
    low, middle, high = (days[found.at[_reached(running, part)]] for part in (TAIL, 0.5, 1 - TAIL))
    numbers = {
        "probability": at_start,
        "days_from_start": float((middle - start).days),
        "low": float((low - start).days),
        "high": float((high - start).days),
    }
    between = f"on {day_words(low)}" if low == high else f"between {day_words(low)} and {day_words(high)}"
    if at_start >= settings.least_share_at_start:
        sentence = f"The data put the beginning of the change {between}; the program began on {day_words(start)}."
        return Check(NAME, True, sentence, numbers)
    apart = _apart(middle, start)
    sentence = f"The change began {between}, not with the program: {apart}."
    if low <= start <= high:
        likely = f"{100 * at_start:.0f} %"
        sentence = f"The change began {between}, most likely {apart}; that it began with the program has {likely}."
    settle = f"Ask what happened about {day_words(middle)}; if the program did begin then, mend its start."
    return Check(NAME, False, sentence, numbers, settle)


def _apart(middle: dt.date, start: dt.date) -> str:
    away, side = abs((middle - start).days), "before" if middle < start else "after"
    return f"about {away} day{'' if away == 1 else 's'} {side} the start"


def _reached(running: Floats, part: float) -> int:
    return min(int(np.searchsorted(running, part)), len(running) - 1)
