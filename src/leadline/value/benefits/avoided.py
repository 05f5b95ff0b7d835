"""How many contacts did not happen? What the deflection methods share: the effect, read as avoided contacts a day.

In: an `Effect` on contacts. Out: an `Input` of avoided contacts a day, and draws of them a month. Two surprises. A rise
counts as negative; a program that brought more calls costs money here. And a day that has no value avoids nothing: the
mean is of the days that were counted, so it is laid on them, not on the closed ones between them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.evidence import Cadence, Effect, share_with_value
from leadline.value.periods import Slice
from leadline.value.uncertainty import Draws, Floats, Input

LEVELS = frozenset({"%", "percent", "points", "minutes"})
"""Units of what stands at a level and is not counted."""


def avoided_a_day(effect: Effect) -> Input:
    """Contacts avoided a day since the start. Raises LeadlineError where the analysis was refused or is not daily."""
    if effect.mean is None:
        raise LeadlineError(
            f"What {effect.outcome} avoided cannot be priced: {effect.refused}",
            effect.settle() or "Wait for more data.",
        )
    if effect.cadence is not Cadence.DAY:
        raise LeadlineError(
            f"{effect.outcome} is counted by the {effect.cadence}.", "Price avoided contacts from a daily series."
        )
    if not effect.counted_days:
        raise LeadlineError(
            f"On which days {effect.outcome} was counted is not known, so nothing of it can be priced.",
            "Judge its effect again, with its picture.",
        )
    return Input(
        name=f"{effect.outcome} avoided a day",
        value=-effect.mean.value,
        unit=effect.mean.unit,
        source=f"{effect.design}, {effect.start} to {effect.end}: {effect.method}",
        source_date=effect.end,
        low=-effect.mean.high,
        high=-effect.mean.low,
        level=effect.mean.level,
    )


def avoided_words(effect: Effect) -> str:
    """`calls avoided`, or `calls more than without it`: a harm is not called a saving."""
    brought = effect.mean is not None and effect.mean.value > 0
    return f"{effect.outcome} more than without it" if brought else f"{effect.outcome} avoided"


def avoided_a_month(effect: Effect, draws: Draws, parts: Sequence[Slice]) -> Floats:
    """(draws, months): the days that were counted; after the last of them it goes on as it was."""
    return change_a_month(effect, avoided_a_day(effect), draws, parts)


def changed_a_day(effect: Effect) -> Input:
    """What the program changed a day, for the better where it says what better is. Raises LeadlineError for what is
    not an effect, not daily, or a level and no count."""
    if effect.verdict != "effect" or effect.mean is None:
        raise LeadlineError(
            f"No effect on {effect.outcome} was seen ({effect.verdict}), so nothing is priced of it.", effect.settle()
        )
    avoided = avoided_a_day(effect)
    if effect.unit in LEVELS:
        raise LeadlineError(
            f"{effect.outcome} is told in {effect.unit}, which cannot be added up over days.",
            "Rest the benefit on a count: customers who left, orders, calls.",
        )
    if effect.expected_direction == "down":
        return replace(avoided, name=f"{effect.outcome} changed a day")
    mean = effect.mean
    return replace(avoided, name=f"{effect.outcome} changed a day", value=mean.value, low=mean.low, high=mean.high)


def change_a_month(effect: Effect, changed: Input, draws: Draws, parts: Sequence[Slice]) -> Floats:
    """(draws, months) of a change a day: on the days that were counted, and as many after them as until then."""
    days = np.array([_days_that_avoid(effect, part) for part in parts], dtype=np.float64)
    found: Floats = changed.draw(draws)[:, None] * days
    return found


def counted_share(effect: Effect) -> float:
    """Of the calendar's days since the start, the share that was counted: 5 / 7 where weekends are closed."""
    return share_with_value(effect.counted_days, effect.start)


def counted_until(effect: Effect) -> str:
    """The last day that was counted (ISO)."""
    return effect.counted_days[-1].isoformat()


def _days_that_avoid(effect: Effect, part: Slice) -> float:
    counted = effect.counted_days
    observed = sum(part.first <= day <= part.last for day in counted)
    return observed + counted_share(effect) * part.days_within(counted[-1] + dt.timedelta(days=1), None)
