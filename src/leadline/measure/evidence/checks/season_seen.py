"""Can a season of the year be told from an effect?

In: how many days lie before the start, and whether there is a control. Out: a check. The surprise: no test can find a
season that was never seen, so this check asks for what would show it: a year of history, or a control that has the same
season. Without either, winter looks like an effect.
"""

from __future__ import annotations

import datetime as dt

from leadline.measure.evidence.figures import count
from leadline.measure.evidence.grade import Check

NAME = "season seen"
YEAR_DAYS = 365


def season_seen(first_day: dt.date, start: dt.date, controls: int) -> Check:
    """Passed with a year before the start, or with a control; else it could not be run."""
    history = (start - first_day).days
    numbers = {"history_days": float(history), "controls": float(controls)}
    if history >= YEAR_DAYS:
        return Check(NAME, True, f"The {history} days before the start hold every season.", numbers)
    if controls:
        which = "the control has" if controls == 1 else f"the {count(controls)} controls have"
        sentence = f"{history} days before the start hold no whole year; {which} the season instead."
        return Check(NAME, True, sentence, numbers)
    sentence = f"{history} days before the start hold no whole year, and no control shows the season."
    settle = f"{YEAR_DAYS - history} earlier days, or a control with the same season that the program cannot touch."
    return Check(NAME, None, sentence, numbers, settle)
