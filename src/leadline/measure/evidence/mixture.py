"""A number whose law is a weighted mixture of Student t laws: what the quadrature leaves of every forecast.

In: weights, centres, scales and degrees of freedom, components on the first axis. Out: probabilities and quantiles,
for any number of forecasts at once. Quantiles come from safeguarded Newton steps, not from draws: no seed, no noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtri, stdtr

from leadline.measure.evidence.series import Floats

NEWTON_STEPS = 30
LAST_STEP = 1e-4
"""A Newton step so small (in standard deviations) leaves an error of its square, and is the last."""

NEGLIGIBLE = 1e-6
HEAVIEST = 48
LEAST_SCALE = 1e-100
"""The sum of no days is nothing, for sure: its law is a point, drawn as this narrow."""


@dataclass(frozen=True, eq=False)
class Mixture:
    """`weight`, `centre` and `scale` have the same shape (components, ...); weights sum to 1 over axis 0."""

    weight: Floats
    centre: Floats
    scale: Floats
    df: float

    @property
    def mean(self) -> Floats:
        mean: Floats = (self.weight * self.centre).sum(axis=0)
        return mean

    @property
    def sd(self) -> Floats:
        spread = self.scale**2 * (self.df / (self.df - 2)) + (self.centre - self.mean) ** 2
        sd: Floats = np.sqrt((self.weight * spread).sum(axis=0))
        return sd

    def below(self, x: Floats | float) -> Floats:
        """The probability of lying below `x`."""
        share: Floats = (self.weight * stdtr(self.df, self._standardised(x))).sum(axis=0)
        return share

    def times(self, factor: float | Floats) -> Mixture:
        """The law of the number times a positive factor."""
        return Mixture(self.weight, self.centre * factor, self.scale * factor, self.df)

    def shifted(self, by: Floats | float) -> Mixture:
        """The law of the number plus `by`."""
        return Mixture(self.weight, self.centre + by, self.scale, self.df)

    def widened(self, factor: float | Floats) -> Mixture:
        """The same mean, every distance from it times `factor`."""
        return Mixture(self.weight, self.mean + factor * (self.centre - self.mean), self.scale * factor, self.df)

    def one(self, index: int | NDArray[np.int_]) -> Mixture:
        """The law of one forecast, or of some, of the first axis behind the components."""
        return Mixture(self.weight[:, index], self.centre[:, index], self.scale[:, index], self.df)

    def one_day(self, day: int) -> Mixture:
        """The law on one day of forecasts day by day: the last axis."""
        return Mixture(self.weight[..., day], self.centre[..., day], self.scale[..., day], self.df)

    def pruned(self) -> Mixture:
        """Without components that weigh next to nothing in every forecast: quicker, the same to five digits."""
        keep = self.weight.reshape(len(self.weight), -1).max(axis=1) > NEGLIGIBLE
        weight = self.weight[keep]
        return Mixture(weight / weight.sum(axis=0), self.centre[keep], self.scale[keep], self.df)

    def concentrated(self) -> Mixture:
        """The heaviest components of each forecast of a mean (components, S): quicker, the same to four digits."""
        if len(self.weight) <= HEAVIEST or self.weight.ndim != 2:
            return self
        top = np.argpartition(self.weight, -HEAVIEST, axis=0)[-HEAVIEST:]
        weight, centre, scale = (np.take_along_axis(part, top, 0) for part in (self.weight, self.centre, self.scale))
        return Mixture(weight / weight.sum(axis=0), centre, scale, self.df)

    def quantile(self, share: float) -> Floats:
        """Where the probability of lying below is `share` (0 to 1), exact to about 1e-6 of a standard deviation."""
        flat = self._flat()
        sd, mean = flat.sd, flat.mean
        low, high, x = mean - 60 * sd, mean + 60 * sd, mean + sd * float(ndtri(share))
        open_ = np.arange(len(x))
        for _ in range(NEWTON_STEPS):
            law, at = flat.one(open_), x[open_]
            miss = law.below(at) - share
            low[open_], high[open_] = np.where(miss < 0, at, low[open_]), np.where(miss < 0, high[open_], at)
            step = at - miss / np.maximum(law._density(at), 1e-300)
            inside = (step > low[open_]) & (step < high[open_])
            x[open_] = np.where(inside, step, (low[open_] + high[open_]) / 2)
            open_ = open_[~inside | (np.abs(x[open_] - at) > LAST_STEP * sd[open_])]
            if not len(open_):
                break
        return x.reshape(self.weight.shape[1:])

    def _flat(self) -> Mixture:
        weight, centre, scale = (part.reshape(len(part), -1) for part in (self.weight, self.centre, self.scale))
        return Mixture(weight, centre, scale, self.df)

    def _density(self, x: Floats) -> Floats:
        z = self._standardised(x)
        constant = np.exp(gammaln((self.df + 1) / 2) - gammaln(self.df / 2)) / np.sqrt(self.df * np.pi)
        law = (1 + z**2 / self.df) ** (-(self.df + 1) / 2) / np.maximum(self.scale, LEAST_SCALE)
        density: Floats = (self.weight * constant * law).sum(axis=0)
        return density

    def _standardised(self, x: Floats | float) -> Floats:
        z: Floats = (x - self.centre) / np.maximum(self.scale, LEAST_SCALE)
        return z
