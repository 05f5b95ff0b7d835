"""What is forecast together, and over which days.

In: nothing. Out: a `Batch` of series that share a calendar, and the `Window` of days that is asked about. The surprise:
the days that count are the batch's, not a series' own, because only so one pass serves them all.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadline.measure.evidence.grid import SEASON, STEADY, TREND
from leadline.measure.evidence.regressors import FLAT, NO_TURNS, Turns
from leadline.measure.evidence.series import Flags, Floats

LEAST_VARIANCE = 1e-9

EXTRA = 3
"""The last shared columns: a trend, and two of a season."""

VARIANTS = ((3, STEADY), (2, TREND), (0, SEASON))
"""How many of the last shared columns (a trend, two of a season) are left out, and the prior weight of doing so."""


@dataclass(frozen=True, eq=False)
class Batch:
    """S series of one calendar of T days, each with K controls, in units of their own spread.

    `outcomes` (S, T) and `controls` (S, K, T) hold any number where unknown; `known` (T,) says which days count;
    `shared` (T, p) are the calendar's columns, the trend last; `precision` (p,) is their prior precision.
    """

    outcomes: Floats
    controls: Floats
    shared: Floats
    precision: Floats
    known: Flags
    turns: Turns = NO_TURNS


@dataclass(frozen=True)
class Window:
    """Forecast the days `first` to `stop` (excluded) from all known days before `first`."""

    first: int
    stop: int


def degrees(batch: Batch, days: int) -> int:
    """What is left to learn the noise from, once the free columns took theirs."""
    return days - int((batch.precision <= FLAT).sum())
