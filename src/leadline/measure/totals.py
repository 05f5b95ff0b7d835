"""Is a target a total to reach, or a level to keep? 40 hires by January add up; 4,000 calls a day do not.

In: a metric of the catalogue, and the target as somebody wrote it. Out: yes or no. The surprise: the catalogue alone
does not tell. `hires a month` can be aimed at as a rate (4 a month) or as a total (40 in all), so the target's own
unit decides, and a baseline that is neither zero nor `since` a day says that a level is meant.
"""

from __future__ import annotations

import re

from leadline.strategy import find_metric

_RATE = re.compile(r"(?:\ban?|\bper|\beach|\bevery|/)\s*(day|week|month|quarter|year)\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
_SLOW = ("month", "quarter", "year")


def is_total(metric: str | None, unit: str, *, dated: bool, baseline: float | None = None, was: str = "") -> bool:
    """Whether a target of this metric, in `unit`, is reached by adding up what every day or month brings.

    `dated` says that the target has a day to be reached by, `was` is the unit of the baseline.
    """
    known = find_metric(metric)
    flows = _RATE.search(known.unit) if known and not known.unit.startswith("%") else None
    if _SINCE.search(was) or _SINCE.search(unit):
        return not unit.startswith("%")
    if flows is None or baseline or _RATE.search(unit) or _RATE.search(was) or unit.startswith("%"):
        return False
    return bool(unit) or (dated and flows[1].lower() in _SLOW)
