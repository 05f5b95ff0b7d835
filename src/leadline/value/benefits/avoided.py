"""How many contacts did not happen? What the deflection methods share: the effect, read as avoided contacts a day.

In: an `Effect` on contacts. Out: an `Input` of avoided contacts a day, and draws of them a month. The surprise: a rise
counts as negative; a program that brought more calls costs money here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.evidence import Cadence, Effect
from leadline.value.periods import Slice
from leadline.value.uncertainty import Draws, Floats, Input


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
    """(draws, months): nothing before the start; after the last measured day it goes on as it was."""
    days = np.array([part.days_within(effect.start, None) for part in parts], dtype=np.float64)
    avoided: Floats = avoided_a_day(effect).draw(draws)[:, None] * days
    return avoided
