"""Did the program move the control too? Then the control would hide the effect, or invent one.

In: what the same method, without controls, says of each control at the start. Out: a check. The surprise: a shock
that the whole market shares also moves a control, and then the control is right to use; the data cannot tell the two
apart, so a control that moved costs the analysis its grade, and widens its interval over what is read without it. Only
where an effect is seen by the control alone, and the control jumped on the day while the outcome by itself did not, is
there nothing to believe: that is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from scipy.special import ndtri

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


def may_have_moved(changes: Sequence[tuple[str, Estimate, float]], settings: Settings) -> bool:
    """Whether a control differs from its own forecast as it would in less than `doubt_level` of sound analyses."""
    return min(p for _, _, p in changes) * len(changes) < settings.doubt_level


def control_decides(
    outcome: str,
    p_alone: float,
    changes: Sequence[tuple[str, Estimate, float]],
    jumps: Sequence[float],
    settings: Settings,
) -> Check | None:
    """A failed check where the outcome without its controls shows nothing (`p_alone`) and a control jumped at the start
    as the outcome did not; `jumps` are of the outcome and of each control, in standard errors."""
    far = [abs(jump) for jump in jumps]
    at = max(range(1, len(far)), key=far.__getitem__)
    rare = -float(ndtri((1 - settings.level) / 2 / len(changes)))
    if p_alone < 1 - settings.level or far[at] < rare or far[at] <= far[0]:
        return None
    name, change, _ = changes[at - 1]
    numbers = {"controls": float(len(changes)), "p_value_alone": p_alone, "jump_sd": far[at], "own_jump_sd": far[0]}
    sentence = f"The control alone decides: {name} jumped at the start ({moved(change)}), and {outcome} did not."
    return Check(NAME, False, sentence, numbers, f"Find out why {name} jumped, or take another control.")
