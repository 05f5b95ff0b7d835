"""Would the same method have claimed an effect on figures that the program cannot have moved?

In: effects of the same design on such outcomes, from the same start. Out: a check, and a p-value that is corrected by
what these figures show (an empirical null). The check's rows are its table and picture: one interval a figure.

Lipsitch, Tchetgen Tchetgen & Cohen (2010), Epidemiology 21: 383-388; Schuemie et al. (2014), Statistics in Medicine 33.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import bdtrc, ndtr, ndtri

from leadline.measure.evidence.effect import Effect
from leadline.measure.evidence.figures import count
from leadline.measure.evidence.grade import Check, Row
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings

NAME = "negative controls"
LEAST_FOR_NULL = 5
"""Fewer figures than this cannot say how far the method's misses really scatter."""


def negative_controls(effects: Sequence[Effect], settings: Settings = DEFAULT_SETTINGS) -> Check:
    """Fails where more of them claim an effect than chance allows in `check_level` of cases."""
    used = [one for one in effects if one.mean is not None and one.p_value is not None]
    if not used:
        sentence = "No figure that the program cannot have moved could be analysed."
        return Check(NAME, None, sentence, {"tried": 0.0}, "Name outcomes that the program cannot have moved.")
    allowed = 1 - settings.level
    claimed = sum(1 for one in used if one.p_value is not None and one.p_value < allowed)
    p_value = float(bdtrc(claimed - 1, len(used), allowed)) if claimed else 1.0
    numbers = {"tried": float(len(used)), "claimed": float(claimed), "p_value": p_value}
    rows: tuple[Row, ...] = tuple(
        {"outcome": one.outcome, "value": one.mean.value, "low": one.mean.low, "high": one.mean.high, "z": z_of(one)}
        for one in used
        if one.mean is not None
    )
    sentence = (
        f"{count(len(used)).capitalize()} figure{'s' if len(used) > 1 else ''} that the program cannot have moved "
        f"{'were' if len(used) > 1 else 'was'} analysed alike; {count(claimed)} claimed an effect."
    )
    passed = p_value >= settings.check_level
    return Check(NAME, passed, sentence, numbers, "" if passed else "A control that shares what moved them all.", rows)


def calibrated_p_value(effect: Effect, controls: Sequence[Effect]) -> float | None:
    """The effect's p-value against the scatter of the negative controls, by their own errors and what lies beyond; None
    with fewer than five of them, or where the effect is refused."""
    used = [one for one in controls if one.mean is not None]
    if effect.mean is None or len(used) < LEAST_FOR_NULL:
        return None
    z = np.array([z_of(one) for one in used])
    centre, spread = float(z.mean()), max(float(z.std(ddof=1)), 1.0)
    return float(2 * ndtr(-abs(z_of(effect) - centre) / (spread * np.sqrt(1 + 1 / len(z)))))


def z_of(effect: Effect) -> float:
    """How many standard errors an effect lies from zero; 0 where it has none."""
    if effect.mean is None:
        return 0.0
    error = (effect.mean.high - effect.mean.low) / 2 / float(ndtri((1 + effect.level) / 2))
    return effect.mean.value / error if error > 0 else 0.0
