"""Placebo in time for designs that compare units: would they have claimed an effect before anything began?

In: the units and a design's p-value. Out: a check. The days after the real start are left out, and the start is
pretended at two thirds of those before it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from leadline.measure.evidence.designs.units import LEAST_BEFORE, Units
from leadline.measure.evidence.grade import NEEDED_CHECK, Check
from leadline.measure.evidence.settings import Settings

NAME = NEEDED_CHECK
LEAST_PRETENDED = 2


def backdated(units: Units, p_value: Callable[[Units], float], settings: Settings) -> Check:
    """Passed where the pretended start shows nothing that chance would show in fewer than `check_level` of cases; could
    not be run where the p-value is NaN."""
    first = int(units.firsts[units.treated].min())
    pretended = 2 * first // 3
    if pretended < LEAST_BEFORE or first - pretended < LEAST_PRETENDED:
        return Check(
            NAME,
            None,
            f"{first} {units.step}s before the start are too few to pretend an earlier one.",
            {"tried": 0.0},
            f"At least {LEAST_BEFORE + LEAST_PRETENDED} {units.step}s before the start.",
        )
    day = units.days[pretended]
    earlier = units.before(first).beginning(dict.fromkeys(units.starts, day))
    found = p_value(earlier)
    if np.isnan(found):
        sentence = f"Before the start the units share too few {units.step}s, or never parted: none could be pretended."
        return Check(NAME, None, sentence, {"tried": 0.0}, "Values on the same days.")
    numbers = {"tried": 1.0, "p_value": found, "length": float(first - pretended)}
    told = f"A start pretended on {day}, with {first - pretended} {units.step}s to compare"
    if found >= settings.check_level:
        return Check(NAME, True, f"{told}, shows no effect (p {found:.2g}).", numbers)
    return Check(
        NAME, False, f"{told}, shows an effect, too (p {found:.2g}).", numbers, "Units that moved alike before."
    )
