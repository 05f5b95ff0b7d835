"""Would the same method have claimed an effect for units that the program did not reach?

In: what a design found for the treated units and for sets of others. Out: a check; its rows are the table, and the dots
of its picture. The check fails where the method finds such effects everywhere, and the p-value is the real one's rank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from leadline.measure.evidence.grade import Check, Row
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import Settings

NAME = "placebo in space"
REAL = "the program"


def placebo_in_space(
    effect: float,
    sets: Sequence[tuple[str, ...]],
    effects: Floats,
    sizes: Floats,
    ranks: Mapping[str, float],
    settings: Settings,
) -> Check:
    """`effects` (M,) of M pretended programs over the units of `sets`; `sizes` (M,) are effects in spreads of the same
    differences before the start, by which they are ranked; `ranks` are the real one's `p_value`, and others beside."""
    p_value = ranks["p_value"]
    larger = round(p_value * (len(sets) + 1)) - 1
    numbers = {
        "tried": float(len(sets)),
        "larger": float(larger),
        **ranks,
        "median_effect": float(np.median(effects)),
        "largest_effect": float(effects[np.argmax(np.abs(effects))]),
    }
    rows: tuple[Row, ...] = ({"units": REAL, "effect": effect}, *_rows(sets, effects, sizes))
    sentence = (
        f"Pretended for {len(sets)} sets of units that it did not reach, it shows as large an effect in {larger}."
    )
    passed = p_value <= 1 - settings.level
    settle = "" if passed else "More units that the program did not reach, or a program in more units."
    return Check(NAME, passed, sentence, numbers, settle, rows)


def _rows(sets: Sequence[tuple[str, ...]], effects: Floats, sizes: Floats) -> list[Row]:
    columns = zip(sets, effects.tolist(), sizes.tolist(), strict=True)
    return [{"units": ", ".join(names), "effect": effect, "size": size} for names, effect, size in columns]
