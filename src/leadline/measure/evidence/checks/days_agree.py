"""Do a few days decide the figure? One wrong record is enough to move an average.

In: how far each day after the start lies from its forecast, and the change with and without the days that stand out.
Out: which days stand out, and a check. The surprise: a day stands out from the other days of the effect, not from the
forecast, so a fall that lasts hides no day and is not blamed for any.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from leadline.measure.evidence.figures import count, moved
from leadline.measure.evidence.grade import Check
from leadline.measure.evidence.reading import Change, verdict_of
from leadline.measure.evidence.series import Cadence, Flags, Floats
from leadline.measure.evidence.settings import Settings
from leadline.words import day_words, listed

NAME = "days agree"
FAR = 4.0
"""A day stands out where it lies so many standard deviations from the others (Hampel 1974, by the median)."""

MEDIAN_TO_SD = 1.4826
MOST_NAMED = 3


def standing_out(misses: Floats, least_spread: float) -> Flags:
    """(days,): which misses lie far from their median; a single day's forecast is at least `least_spread` unsure."""
    away = np.abs(misses - np.median(misses))
    far: Flags = away > FAR * max(MEDIAN_TO_SD * float(np.median(away)), least_spread)
    return far


def none_stands_out(days: int, cadence: Cadence) -> Check:
    """Passed: nothing to leave out."""
    numbers = {"standing_out": 0.0, "days": float(days)}
    return Check(NAME, True, f"No {cadence} after the start stands out from the others.", numbers)


def days_agree(
    name: str, change: Change, without: Change, out: Sequence[dt.date], cadence: Cadence, settings: Settings
) -> Check:
    """`without` is the change of the figure `name` once the days `out` are left out: it must tell the same."""
    numbers = {"standing_out": float(len(out)), "days": float(change.days)}
    numbers |= {"without": without.mean.value, "without_low": without.mean.low, "without_high": without.mean.high}
    which = _which(out, cadence)
    stands = "stands" if len(out) == 1 else "stand"
    if _tell_the_same(change, without, settings):
        sentence = f"{which} {stands} out from the others; without, {name} {moved(without.shown)}."
        return Check(NAME, True, sentence, numbers)
    sentence = f"{which} alone {'decides' if len(out) == 1 else 'decide'}: without, {name} {moved(without.shown)}."
    settle = f"Look at {_named(out)}: mend the record if it is wrong, or leave it empty if something else happened."
    return Check(NAME, False, sentence, numbers, settle)


def _tell_the_same(change: Change, without: Change, settings: Settings) -> bool:
    """The same claim, and a size that the other days could have given or that differs by less than would matter."""
    if _claims(change, settings) != _claims(without, settings):
        return False
    if without.mean.low <= change.mean.value <= without.mean.high:
        return True
    if settings.smallest_effect is not None:
        return abs(change.mean.value - without.mean.value) <= settings.smallest_effect
    if change.share is None or without.share is None:
        return False
    return abs(change.share.value - without.share.value) <= 100 * settings.smallest_effect_share


def _claims(change: Change, settings: Settings) -> int:
    """1 for a rise, -1 for a fall, 0 where no effect is claimed."""
    return int(np.sign(change.mean.value)) if verdict_of(change, settings) == "effect" else 0


def _which(out: Sequence[dt.date], cadence: Cadence) -> str:
    if len(out) == 1:
        return _named(out) if cadence is Cadence.DAY else f"The {cadence} of {_named(out)}"
    return f"{count(len(out)).capitalize()} {cadence}s ({_named(out)})"


def _named(out: Sequence[dt.date]) -> str:
    """The farthest first, as they come."""
    more = [f"{count(len(out) - MOST_NAMED)} more"] if len(out) > MOST_NAMED else []
    return listed([*(day_words(day) for day in out[:MOST_NAMED]), *more])
