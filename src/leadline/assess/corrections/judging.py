"""Is what was tried for one label proven on held-out messages that were drawn at random? Kept or not, and why.

In: the messages of a label and what was tried. Out: `Held`, with a sentence. Chance is told by the exact sign test of
those messages whose reading changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import comb

from leadline.assess.corrections.demands import Demands
from leadline.assess.corrections.fitting import Tried
from leadline.assess.corrections.labels import Case, CorrectedLabel
from leadline.assess.reader.layer import Held


def judged(mine: Sequence[Case], label: CorrectedLabel, tried: Tried | None, asked: Demands) -> Held:
    checked = sum(label in case.sampled for case in mine)
    nothing = Held(label, len(mine), checked, 0, 0, 0, 0, 1.0, False, "")
    if tried is None or checked < asked.checked:
        more = asked.checked - checked
        return replace(nothing, why=f"not yet: {more} more checked message{'' if more == 1 else 's'}")
    without, held_out = tried.scores, tried.held_out()
    before, after = tried.right(without), tried.right(held_out)
    mended, spoilt = int((after & ~before).sum()), int((before & ~after).sum())
    p = _by_chance(mended, spoilt)
    worse = tried.worth(held_out) < tried.worth(without)
    kept = mended >= asked.mended and p < asked.p and not worse
    told = Held(label, len(mine), checked, int(before.sum()), int(after.sum()), mended, spoilt, p, kept, "")
    return replace(told, why=_why(told, worse=worse))


def _by_chance(mended: int, spoilt: int) -> float:
    """How likely a coin mends as many of those that changed (the exact sign test, one-sided)."""
    changed = mended + spoilt
    return float(sum(comb(changed, k) for k in range(mended, changed + 1)) / 2**changed)


def _why(held: Held, *, worse: bool) -> str:
    told = f"{held.before} of {held.checked} right before, {held.after} after"
    if held.kept:
        return f"proven: {told}; chance does so well in {held.p:.1%} of tries"
    if worse and held.after > held.before:
        return f"not kept: {told}, and it finds fewer of what people found"
    return f"not proven: {told}"
