"""Would the same method have claimed an effect at an earlier date, when nothing began?

In: the series before the start. Out: pretended starts whose windows do not overlap, what the method said at each, a
check, and a widening of the real interval where its forecasts missed by more than they allowed for (an empirical
null). The surprise: the windows are few, and the check says how few; a fold too short to learn from is not tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import bdtrc, chdtrc, ndtr

from leadline.measure.evidence.figures import count
from leadline.measure.evidence.grade import NEEDED_CHECK, Check
from leadline.measure.evidence.series import Cadence, Flags, Floats
from leadline.measure.evidence.settings import Settings
from leadline.measure.evidence.structural import Window

NAME = NEEDED_CHECK
PRIOR_WINDOWS = 4.0
"""The model's own intervals count as much as this many windows that came out as they should."""

ORDINARY = 0.2
"""Misses that chance alone would show so often are no reason to widen."""


@dataclass(frozen=True)
class Placebos:
    """The pretended starts: their windows, latest first, each `length` long; `reason` where there are none."""

    windows: tuple[Window, ...]
    length: int
    reason: str = ""


def placebo_windows(known: Flags, first: int, after: int, cadence: Cadence, settings: Settings) -> Placebos:
    """Windows of known days before index `first`: as many as the `after` days where twice that is free, else fewer."""
    least_before, least_after = settings.least_before(cadence), settings.least_after(cadence)
    days = np.flatnonzero(known[:first])
    free, length = len(days) - least_before, after
    if free < 2 * length:
        length = max(min(length, free // 2), least_after)
    number = min(max(free, 0) // length, settings.most_placebos)
    edges = [len(days) - j * length for j in range(number + 1)]
    windows = tuple(Window(int(days[low]), int(days[high - 1]) + 1) for high, low in pairwise(edges))
    return Placebos(windows, length, "" if windows else _none(len(days), least_before, least_after, cadence))


def widening(z: Floats) -> Floats:
    """(S,): the factor by which intervals grow, from the standardised misses (windows, S). It is 1 where chance alone
    would miss by as much in one of five sound analyses: to grow by every chance made honest intervals too wide."""
    missed = (z**2).sum(axis=0)
    grown = np.maximum(np.sqrt((PRIOR_WINDOWS + missed) / (PRIOR_WINDOWS + len(z))), 1.0)
    factor: Floats = np.where(chdtrc(max(len(z), 1), missed) < ORDINARY, grown, 1.0)
    return factor


def placebo_in_time(placebos: Placebos, z: Floats, cadence: Cadence, settings: Settings) -> Check:
    """Judge the standardised misses (windows,) of one series: by how many claim an effect, and by their size."""
    tried = len(z)
    if not tried:
        return Check(NAME, None, placebos.reason, {"tried": 0.0}, "More days before the start, or a later start.")
    claimed = int((2 * _tail(z) < 1 - settings.level).sum())
    by_count = float(bdtrc(claimed - 1, tried, 1 - settings.level))
    by_size = float(chdtrc(tried, (z**2).sum()))
    p_value = min(1.0, 2 * min(by_count, by_size))
    sentence = (
        f"{count(tried).capitalize()} earlier date{'s were' if tried > 1 else ' was'} tried, each with "
        f"{placebos.length} {cadence}s to forecast; {count(claimed)} claimed an effect."
    )
    numbers = {
        "tried": float(tried),
        "claimed": float(claimed),
        "length": float(placebos.length),
        "p_value": p_value,
        "largest_miss_sd": float(np.abs(z).max()),
    }
    passed = p_value >= settings.check_level
    return Check(NAME, passed, sentence, numbers, "" if passed else "A control that shares what happened then.")


def _tail(z: Floats) -> Floats:
    tail: Floats = ndtr(-np.abs(z))
    return tail


def _none(days: int, least_before: int, least_after: int, cadence: Cadence) -> str:
    missing = least_before + least_after - days
    return (
        f"No earlier date could be tried: after the {least_before} {cadence}s that a forecast learns from, "
        f"{max(days - least_before, 0)} are left before the start; {missing} more would do."
    )
