"""What does the next money bring? A benefit that flattens as more is spent: most × (1 − exp(−spending / flattens at)).

In: what a year would bring at most, and the spending at which 63 % of it is reached. Out: a year's worth of a spending,
and what one more of the currency adds beside it. The form is the exponential saturation of marketing-mix models (Jin
and others 2017, Google, use Hill's curve beside it); no saturation is known until two sizes were run.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, expm1


@dataclass(frozen=True)
class Curve:
    """`most` and `flattens_at` are a year's money in the sheet's currency; `words` say where the curve comes from."""

    most: float
    flattens_at: float
    words: str

    def worth(self, spending: float) -> float:
        """A year's benefit of a year's spending."""
        return -self.most * expm1(-spending / self.flattens_at)

    def marginal(self, spending: float) -> float:
        """What one more of the currency adds beside this spending."""
        return self.most / self.flattens_at * exp(-spending / self.flattens_at)
