"""How uncertain numbers are drawn: one seed, and one stream of draws for each thing that is uncertain.

In: a seed and how many. Out: `Draws`, from which every input takes its values. The surprise: draws belong to the
thing's name, so two benefits that rest on the same effect rise and fall together; drawn apart, their sum would look
surer than it is.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from leadline.errors import LeadlineError
from leadline.measure.record import Recorded
from leadline.words import Estimate

Floats = NDArray[np.float64]

DRAWS = 10_000
SEED = 1
NEAR_NOTHING = 0.1
"""Of the stated value: under it, draws of what cannot be negative bend towards zero."""


@dataclass(frozen=True)
class Draws:
    """`number` draws of everything, from one seed; `centre` is the single draw in which everything is as stated.

    `factors` make an input so many times what it is stated as, by its name: a what-if. `given` are the normal draws
    themselves where somebody chose them, as an analysis of sensitivity does; what it does not name stays as stated.
    """

    number: int = DRAWS
    seed: int = SEED
    is_centre: bool = False
    factors: Mapping[str, float] = field(default_factory=dict, hash=False)
    given: Mapping[str, Floats] | None = field(default=None, hash=False, compare=False)

    @property
    def centre(self) -> Draws:
        return replace(self, number=1, is_centre=True)

    def normal(self, name: str) -> Floats:
        """(number,) standard normal draws; the same name gives the same ones."""
        if self.is_centre:
            return np.zeros(1)
        if self.given is not None:
            return self.given.get(name, np.zeros(self.number))
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())]).standard_normal(self.number)


@dataclass(frozen=True)
class Input(Recorded):
    """A number that a sum of money rests on, with where it comes from.

    `low` to `high` holds it with probability `level`; both are None where it is stated as certain (a contract's price).
    `entered` is the amount a person typed, to the cent. A `placeholder` is somebody else's figure until the company
    puts its own in its place. `is_positive` says that it cannot be less than nothing: a cost, a price.
    """

    name: str
    value: float
    unit: str
    source: str
    source_date: dt.date | None = None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    entered: Decimal | None = None
    placeholder: bool = False
    is_positive: bool = False

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise LeadlineError(f"“{self.name}” has one end of an interval.", "Give low and high, or neither.")
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            raise LeadlineError(
                f"“{self.name}” is {self.value:g}, which does not lie between {self.low:g} and {self.high:g}.",
                "Mend the value or its interval.",
            )

    @classmethod
    def of(cls, name: str, estimate: Estimate, source: str, source_date: dt.date | None = None) -> Input:
        """An estimate as an input."""
        return cls(
            name, estimate.value, estimate.unit, source, source_date, estimate.low, estimate.high, estimate.level
        )

    def draw(self, draws: Draws) -> Floats:
        """(number,): a normal law with a width of its own on each side, so that value, low and high all hold."""
        return draws.factors.get(self.name, 1.0) * self._as_stated(draws)

    def _as_stated(self, draws: Draws) -> Floats:
        if self.low is None or self.high is None:
            return np.full(draws.number, self.value)
        z = draws.normal(self.name) / float(ndtri((1 + self.level) / 2))
        drawn: Floats = self.value + np.where(z > 0, z * (self.high - self.value), z * (self.value - self.low))
        return _bent(drawn, NEAR_NOTHING * self.value) if self.is_positive else drawn


def _bent(drawn: Floats, least: float) -> Floats:
    """What falls under `least` bends towards zero (e to the minus how far it fell) and never gets there.

    Above `least` nothing changes, so that value and interval of a sound input stay what they are. A law of logarithms
    would move them all and knows no interval from 0; cut off at zero, a cost would be nothing in one draw of forty,
    and a return on nothing has no end.
    """
    if least <= 0:
        return np.maximum(drawn, 0.0)
    bent: Floats = np.where(drawn < least, least * np.exp(np.minimum(drawn / least - 1, 0.0)), drawn)
    return bent


def estimate(centre: float, drawn: Floats, unit: str, level: float = 0.95) -> Estimate:
    """The stated value, and the draws' quantiles; the value is never outside them, even where a minimum bends them."""
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(centre, min(float(low), centre), max(float(high), centre), unit, level)
