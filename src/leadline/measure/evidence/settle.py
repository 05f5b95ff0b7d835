"""When the data cannot tell: would more days, a control or a pilot settle it?

In: a prepared case and its undecided `Effect`. Out: a `Settlement`. The method forecasts on into days that have not
come, and asks how wide its interval would be by then; what it cannot know, it leaves None. The surprise: on a
wandering series more days make the interval wider, and then the honest answer is a control or a pilot.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection

import numpy as np
from scipy.special import ndtri

from leadline.measure.evidence.cases import Prepared
from leadline.measure.evidence.effect import Effect, Settlement
from leadline.measure.evidence.regressors import regressors
from leadline.measure.evidence.series import Cadence, Floats, following
from leadline.measure.evidence.settings import Settings
from leadline.measure.evidence.structural import Batch, Window, forecast

HORIZON = {Cadence.DAY: 180, Cadence.WEEK: 26, Cadence.MONTH: 6}
"""How many steps ahead are looked at: half a year, however often the series has a value."""
NO_SHARE = (
    "What would have been is not above zero, so how many more days or weeks of a pilot are enough cannot be said, and "
    "no share of it either: say what would matter in the figure's own unit. "
    "What would settle it: a figure that stays above zero, a control, or a pilot drawn by lot."
)
LEAST_PILOT_WEEKS = 4
MOST_PILOT_WEEKS = 104


def settlement(
    prepared: Prepared, effect: Effect, holidays: Collection[dt.date], settings: Settings
) -> Settlement | None:
    """None where there is no figure; a sentence alone where what would have been is not a positive number, of which
    nobody can say what share would matter."""
    if effect.mean is None or effect.observed is None:
        return None
    would_be = effect.observed - effect.mean.value
    if would_be <= 0:
        return Settlement(NO_SHARE, power=settings.power)
    spread = _spread_ahead(prepared, holidays) * effect.widened * prepared.spread / would_be
    detectable = (float(ndtri((1 + settings.level) / 2)) + float(ndtri(settings.power))) * spread
    goal, now = settings.smallest_effect_share, float(detectable[effect.days_after - 1])
    more_steps = _more_steps(detectable, effect.days_after, goal)
    control_share = 1 - (goal / now) ** 2 if now > goal else None
    pilot_weeks = _pilot_weeks(detectable, prepared.frame.cadence, goal)
    sentence = _sentence(prepared, now, goal, more_steps, control_share, pilot_weeks)
    return Settlement(sentence, now, more_steps, control_share, pilot_weeks, settings.power)


def _spread_ahead(prepared: Prepared, holidays: Collection[dt.date]) -> Floats:
    """(days,): the standard deviation of the mean over the first 1, 2, 3, ... known days after the start."""
    first, ahead = prepared.first, prepared.days_after + HORIZON[prepared.frame.cadence]
    days = following(prepared.frame.days, first + ahead, prepared.frame.cadence)
    known = np.concatenate([prepared.known[:first], np.ones(ahead, dtype=bool)])
    shared = regressors(days, prepared.frame.cadence, holidays, known, first)
    known &= ~shared.left_out
    rows = np.zeros((1 + len(prepared.controls), len(days)))
    rows[0, :first], rows[1:, :first] = prepared.outcome[:first], prepared.controls[:, :first]
    batch = Batch(rows[None, 0], rows[None, 1:], shared.columns, shared.precision, known)
    running = forecast(batch, [Window(first, len(days))], by_day=True)[0].running
    if running is None:
        raise ValueError("a forecast by day has its running sum")
    after = known[first:]
    spread: Floats = running.sd[0][after] / np.arange(1, int(after.sum()) + 1)
    return spread


def _more_steps(detectable: Floats, days_after: int, goal: float) -> int | None:
    enough = np.flatnonzero(detectable[days_after:] <= goal)
    return int(enough[0]) + 1 if len(enough) else None


def _pilot_weeks(detectable: Floats, cadence: Cadence, goal: float) -> int | None:
    """Half of N weeks with, half without, drawn by lot: the difference has 4 / N of a single week's variance."""
    if cadence is Cadence.MONTH:
        return None
    week = float(detectable[6 if cadence is Cadence.DAY else 0])
    weeks = max(LEAST_PILOT_WEEKS, 2 * math.ceil(2 * (week / goal) ** 2))
    return weeks if weeks <= MOST_PILOT_WEEKS else None


def _sentence(
    prepared: Prepared, now: float, goal: float, more_steps: int | None, control_share: float | None, weeks: int | None
) -> str:
    step = prepared.frame.cadence
    of_level = " of its level" if prepared.case.outcome.unit == "%" else ""
    seen = f"These data would show an effect of {_percent(now)}{of_level} four times in five"
    power = f"{seen}; {_percent(goal)} is asked for."
    if now <= goal:
        return f"{power} The interval stands on the edge: look again with more {step}s."
    ways = []
    if more_steps is not None:
        ways.append(f"{more_steps} more {step}{'' if more_steps == 1 else 's'}")
    if control_share is not None:
        ways.append(f"a control that explains {control_share:.0%} of what is unexplained now".replace("%", " %"))
    if weeks is not None:
        ways.append(f"a pilot of {weeks} weeks, drawn by lot with and without the program")
    more = "" if more_steps is not None else f" More {step}s alone would not settle it."
    return f"{power} What would settle it: {', or '.join(ways)}.{more}" if ways else f"{power}{more}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"
