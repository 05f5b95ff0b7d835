"""Did the treated units already move apart from the others before anything began?

In: each unit's straight trend before the first start. Out: a check; its rows are the table, and the dots of its
picture. The surprise: passing is weak evidence, because a test on few units finds only large differences; the check
says how large a one it would have missed (Roth 2022, American Economic Review: Insights 4: 305-322).
"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtr, stdtrit

from leadline.measure.evidence.grade import Check, Row
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import Settings

NAME = "pre-trend"


def pre_trend(treated: Floats, others: Floats, settings: Settings) -> Check:
    """`treated` (N1,) and `others` (N0,) are slopes a step, in the outcome's unit. Welch's test; with a single treated
    unit its slope against the spread of the others'."""
    if len(treated) < 1 or len(others) < 3:
        sentence = "Too few units have a trend before the start to compare."
        return Check(NAME, None, sentence, {"units": float(len(treated) + len(others))}, "More units.")
    difference = float(treated.mean() - others.mean())
    error, df = _error(treated, others)
    p_value = float(2 * stdtr(df, -abs(difference) / error)) if error > 0 else float(difference == 0)
    detectable = float(stdtrit(df, (1 + settings.level) / 2) + stdtrit(df, settings.power)) * error
    numbers = {"difference": difference, "p_value": p_value, "detectable": detectable}
    rows: tuple[Row, ...] = tuple(
        {"group": group, "slope": float(slope)}
        for group, slopes in (("treated", treated), ("others", others))
        for slope in slopes
    )
    if p_value >= settings.check_level:
        sentence = f"Before the start the treated units moved apart by {difference:.3g} a step (p {p_value:.2g}); "
        sentence += f"{detectable:.3g} would have been found four times in five."
        return Check(NAME, True, sentence, numbers, rows=rows)
    sentence = f"The treated units moved apart by {difference:.3g} a step before anything began (p {p_value:.2g})."
    return Check(NAME, False, sentence, numbers, "Others that moved as the treated units did before.", rows)


def _error(treated: Floats, others: Floats) -> tuple[float, float]:
    spread = others.var(ddof=1)
    if len(treated) == 1:
        return float(np.sqrt(spread * (1 + 1 / len(others)))), float(len(others) - 1)
    parts = treated.var(ddof=1) / len(treated), spread / len(others)
    variance = sum(parts)
    shares = parts[0] ** 2 / (len(treated) - 1) + parts[1] ** 2 / (len(others) - 1)
    return float(np.sqrt(variance)), float(variance**2 / shares) if shares > 0 else 1.0
