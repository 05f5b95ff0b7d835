"""Did the program move the control too? Then the control would hide the effect, or invent one.

In: what the same method, without controls, says of each control at the start. Out: a check. The surprise: a shock that
the whole market shares also moves a control, and then the control is right to use; the data cannot tell the two apart,
so a control that moved costs the analysis its grade, not its figures.
"""

from __future__ import annotations

from collections.abc import Sequence

from leadline.measure.evidence.figures import moved
from leadline.measure.evidence.grade import Check
from leadline.measure.evidence.settings import Settings
from leadline.words import Estimate

NAME = "control untouched"


def control_untouched(changes: Sequence[tuple[str, Estimate, float]], settings: Settings) -> Check:
    """`changes` holds each control's name, its change at the start and that change's p-value."""
    p_value = min(p for _, _, p in changes)
    corrected = min(1.0, p_value * len(changes))
    name, change, _ = min(changes, key=lambda each: each[2])
    numbers = {"controls": float(len(changes)), "p_value": corrected}
    if corrected >= settings.check_level:
        return Check(NAME, True, f"No control moved at the start: {name} {moved(change)}.", numbers)
    sentence = f"A control moved at the start: {name} {moved(change)}; the program, or something else, touched it."
    return Check(NAME, False, sentence, numbers, "A control that the program cannot have touched.")
