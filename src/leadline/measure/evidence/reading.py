"""From the law of a forecast's miss to figures in the outcome's unit: estimate, p-value, share, verdict.

In: a `Mixture` in spreads and the prepared case it belongs to. Out: `Estimate`s. The surprise: a share (a figure in %)
changes by percentage points and has no relative change to show, but what matters is still judged against its level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadline.measure.evidence.cases import Prepared
from leadline.measure.evidence.grade import Verdict
from leadline.measure.evidence.mixture import Mixture
from leadline.measure.evidence.series import Cadence, Flags
from leadline.measure.evidence.settings import Settings
from leadline.words import Estimate


@dataclass(frozen=True)
class Change:
    """The average change a day on `days` known days, on which `observed` was seen on average; `share` is the change in
    percent of what would have been, None where that reaches zero."""

    mean: Estimate
    share: Estimate | None
    observed: float
    days: int

    @property
    def relative(self) -> Estimate | None:
        """The share as it is shown: none for a figure that is a percentage itself."""
        return None if self.mean.unit == POINTS else self.share

    @property
    def shown(self) -> Estimate:
        return self.relative or self.mean


POINTS = "percentage points"


def read(law: Mixture, level: float) -> list[tuple[Estimate, float]]:
    """Per series: the estimate, in spreads, and the two-sided p-value at zero (0 to 1)."""
    below = np.clip(law.below(0.0), 0.0, 1.0)
    columns = law.mean, law.quantile((1 - level) / 2), law.quantile((1 + level) / 2)
    p_values = 2 * np.minimum(below, 1 - below)
    rows = zip(*(column.tolist() for column in (*columns, p_values)), strict=True)
    return [(Estimate(mean, low, high, "spreads", level), p_value) for mean, low, high, p_value in rows]


def change_of(prepared: Prepared, estimate: Estimate, left_out: Flags | None = None) -> Change:
    """The change in the outcome's unit; `left_out` (known days after the start,) did not count for `estimate`."""
    unit = prepared.case.outcome.unit
    mean = times(estimate, prepared.spread, _rate(unit, prepared.frame.cadence))
    after = prepared.frame.outcome[prepared.first :][prepared.known[prepared.first :]]
    if left_out is not None:
        after = after[~left_out]
    observed = float(after.mean())
    return Change(mean, share_of(mean, observed), observed, len(after))


def verdict_of(change: Change, settings: Settings) -> Verdict:
    """An effect too small to matter is none that is seen, however surely it differs from zero."""
    return verdict_on(change.mean, change.share, settings)


def verdict_on(mean: Estimate, share: Estimate | None, settings: Settings) -> Verdict:
    """As for every design: within what would not matter, without zero, or neither."""
    judged, bound = share, 100 * settings.smallest_effect_share
    if settings.smallest_effect is not None:
        judged, bound = mean, settings.smallest_effect
    if judged is not None and -bound <= judged.low and judged.high <= bound:
        return "no effect seen"
    return "effect" if mean.low > 0 or mean.high < 0 else "cannot tell"


def times(estimate: Estimate, factor: float, unit: str) -> Estimate:
    return Estimate(estimate.value * factor, estimate.low * factor, estimate.high * factor, unit, estimate.level)


def _rate(unit: str, cadence: Cadence) -> str:
    """The unit of a mean change: a share changes by points, and its percent of a percent would mislead."""
    return POINTS if unit == "%" else f"{unit} a {cadence}"


def share_of(mean: Estimate, observed: float) -> Estimate | None:
    """Percent of what would have been, None where that reaches zero; the law of the ratio is exact, because it rises
    with the effect."""
    ends = (mean.value, mean.low, mean.high)
    if not np.isfinite(ends).all() or any(observed - end <= 0 for end in ends):
        return None
    value, low, high = (100 * end / (observed - end) for end in ends)
    return Estimate(value, low, high, "%", mean.level)
