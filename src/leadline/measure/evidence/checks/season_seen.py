"""Can a season of the year be told from an effect?

In: how many days lie before the start, and what each control shared there with the outcome's slow swing. Out: a check.
The surprise: no test can find a season that was never seen, so this check asks for what would show it: a year of
history, or a control that moved as the outcome did. Without either, winter looks like an effect. That there is a
control says nothing: one that is noise knows no winter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from leadline.measure.evidence.figures import count
from leadline.measure.evidence.grade import Check
from leadline.measure.evidence.series import Cadence, Flags, Floats
from leadline.measure.evidence.settings import Settings

NAME = "season seen"
YEAR_DAYS = 365
STEPS = {Cadence.DAY: 14, Cadence.WEEK: 2, Cadence.MONTH: 1}
"""A fortnight's mean is slow: two whole weeks, as long as the slow half of a control in the model."""


@dataclass(frozen=True)
class Shared:
    """What a control had in common with the outcome's slow swing before the start.

    `share` of the slow swing's variance it explains, 0 to 1; 0 where it moved the other way or nothing can be said.
    `p_value`: how often a control that has nothing to do with the outcome would explain as much.
    """

    control: str
    share: float = 0.0
    p_value: float = 1.0


def season_seen(first_day: dt.date, start: dt.date, shared: Sequence[Shared], settings: Settings) -> Check:
    """Passed with a year before the start, or with a control that shared the outcome's swing; else it could not be
    run. The chance is corrected for the number of controls."""
    history = (start - first_day).days
    numbers = {"history_days": float(history), "controls": float(len(shared))}
    if history >= YEAR_DAYS:
        return Check(NAME, True, f"The {history} days before the start hold every season.", numbers)
    short = f"{history} days before the start hold no whole year"
    settle = f"{YEAR_DAYS - history} earlier days, or a control with the same season that the program cannot touch."
    if not shared:
        return Check(NAME, None, f"{short}, and no control shows the season.", numbers, settle)
    best = min(shared, key=lambda each: each.p_value)
    p_value = min(1.0, best.p_value * len(shared))
    numbers |= {"shared": best.share, "p_value": p_value}
    if best.share >= settings.least_season_shared and p_value < settings.check_level:
        explains = (
            f"the control {best.control} shows the season instead: it explains {_percent(best.share)} of the slow swing"
        )
        return Check(NAME, True, f"{short}; {explains} before the start.", numbers)
    which = "the control is not shown" if len(shared) == 1 else f"none of the {count(len(shared))} controls is shown"
    return Check(NAME, None, f"{short}, and {which} to swing with the season as the outcome does.", numbers, settle)


def swing_shared(name: str, ours: Floats, theirs: Floats) -> Shared:
    """The correlation of the outcome's and the control's `fortnights` before the start, (B,) each, one-sided.

    A trend is taken out of both because any two series that grow look alike; what a season has beyond it is its bend.
    Where one of the two is independent from fortnight to fortnight, the p-value is exact (Student's t).
    """
    freedom = len(ours) - 3
    if freedom < 1 or not ours.any() or not theirs.any():
        return Shared(name)
    alike = float(np.clip(ours @ theirs / np.sqrt((ours @ ours) * (theirs @ theirs)), -1, 1))
    statistic = alike * np.sqrt(freedom / max(1 - alike**2, np.finfo(np.float64).eps))
    return Shared(name, max(alike, 0.0) ** 2, float(stdtr(freedom, -statistic)))


def fortnights(rows: Floats, known: Flags, cadence: Cadence) -> Floats:
    """(..., B): means of fortnights that end with the last day, without weekday and trend; thin ones are left out.

    `rows` (..., T) and `known` (T,) end on the last day before the start; B is 0 where fewer than three are left.
    """
    week = 7 if cadence is Cadence.DAY else 1
    weekday, count = np.arange(len(known)) % week, known.astype(np.float64)
    of_week = np.eye(week)[weekday] * count[:, None]
    means = rows @ of_week / np.maximum(of_week.sum(axis=0), 1)
    step = STEPS[cadence]
    skip = len(known) % step
    seen = count[skip:].reshape(-1, step).sum(axis=1)
    at = np.flatnonzero(2 * seen >= step)
    if len(at) < 3:
        return np.zeros((*rows.shape[:-1], 0))
    level = (rows - means[..., weekday]) * count
    block = level[..., skip:].reshape(*rows.shape[:-1], len(seen), step).sum(axis=-1)[..., at] / seen[at]
    away = at - at.mean()
    rest: Floats = block - block.mean(axis=-1, keepdims=True) - away * (block @ away / (away @ away))[..., None]
    return rest


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
