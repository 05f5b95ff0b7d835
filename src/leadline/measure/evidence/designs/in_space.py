"""Pretended programs: what the same design finds among units that nothing reached.

In: a design as a function of units, and how many units were treated. Out: the law of its statistic where nothing
happened, the p-value and the interval that this law gives. The surprise: both come from one law, so they always agree;
and with fewer than 19 pretended programs no 95 % interval exists, which is said instead of assumed away.

Abadie, Diamond & Hainmueller (2010), JASA 105: 493-505. Conley & Taber (2011), Review of Economics and Statistics 93.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from leadline.measure.evidence.checks.placebo_in_space import placebo_in_space
from leadline.measure.evidence.designs.two_way import is_rounding
from leadline.measure.evidence.designs.units import LEAST_CONTROLS, Units
from leadline.measure.evidence.grade import Check
from leadline.measure.evidence.series import Floats
from leadline.measure.evidence.settings import Settings

MOST = 500
SEED = 1
"""Where there are more sets of controls than `MOST`, so many are drawn; the seed makes a second run equal the first."""


@dataclass(frozen=True)
class Statistic:
    """What a design says of one set of treated units: the effect, the scale on which sets are compared (the spread of
    the same differences before the start), and the root mean square of the differences after it."""

    effect: float
    scale: float
    after: float

    @property
    def size(self) -> float:
        return _in_scales(abs(self.effect), self.scale)

    @property
    def ratio(self) -> float:
        """Abadie's ratio of prediction errors after and before: it also sees an effect that grows or turns."""
        return _in_scales(self.after, self.scale)


UNKNOWN = Statistic(np.nan, np.nan, np.nan)
"""Of units that share too few days."""


def statistic_of(gap: Floats, first: int, scale: float) -> Statistic:
    """From the differences (T,) between what was observed and what would have been."""
    after = gap[first:]
    return Statistic(float(after.mean()), scale, float(np.sqrt((after**2).mean())))


def _in_scales(size: float, scale: float) -> float:
    """Never infinite: what never parted before and parts afterwards did so by as much as can be told."""
    return size / max(scale, size * float(np.finfo(np.float64).eps), np.finfo(np.float64).tiny)


Design = Callable[[Units], Statistic]


@dataclass(frozen=True, eq=False)
class InSpace:
    """The pretended programs by the names of their units, with their effects (M,) and these in spreads (M,); `p_value`
    of the real one, `ratio_p_value` by Abadie's ratio, and `half` its interval's half width (None where there are too
    few to have one)."""

    sets: tuple[tuple[str, ...], ...]
    effects: Floats
    sizes: Floats
    p_value: float
    ratio_p_value: float
    half: float | None


def in_space(units: Units, design: Design, real: Statistic, level: float) -> InSpace:
    """Run the design on sets of never-treated units, as many together as were treated, from the same first day; a set
    that says nothing counts neither for the program nor against it."""
    controls = [name for name in units.names if name not in units.starts]
    tried = [(chosen, design(_pretended(units, chosen))) for chosen in _sets(controls, len(units.starts))]
    known = [(chosen, one) for chosen, one in tried if _says_something(one, units.values)]
    sets, found = [chosen for chosen, _ in known], [one for _, one in known]
    sizes = np.array([one.size for one in found])
    p_value = _rank(sizes, real.size)
    by_ratio = _rank(np.array([one.ratio for one in found]), real.ratio)
    allowed = math.floor((1 - level) * (1 + len(sizes)) + 1e-9)
    half = float(np.sort(sizes)[-allowed] * real.scale) if allowed else None
    return InSpace(tuple(sets), np.array([one.effect for one in found]), sizes, p_value, by_ratio, half)


def no_scale(units: Units, real: Statistic) -> tuple[str, str] | None:
    """Why no effect can be judged against what was before it, and what would mend it; None where it can."""
    if np.isnan(real.scale):
        return "The treated and the other units share no day before the start.", "Values on the same days."
    if not is_rounding(real.scale, units.values):
        return None
    reason = "Before the start the treated units never parted from what they are compared with: nothing says how far "
    return f"{reason}they part by themselves.", "Check that each unit has figures of its own, not copies or a constant."


def least_never(treated: int, level: float) -> int:
    """How many units that never began give an interval of `level` (0 to 1), with so many treated."""
    least = math.ceil(1 / (1 - level) - 1e-9) - 1
    never = treated + LEAST_CONTROLS
    while math.comb(never, treated) < least:
        never += 1
    return never


def needed(units: Units, level: float) -> str:
    """What would mend too few units, in a sentence."""
    treated = len(units.starts)
    never = least_never(treated, level)
    return f"With {treated} treated, at least {never} units that never began, on the same days."


def pretended_check(real: Statistic, space: InSpace, settings: Settings) -> Check:
    """The pretended programs as a check beside the effect."""
    ranks = {"p_value": space.p_value, "ratio_p_value": space.ratio_p_value}
    return placebo_in_space(real.effect, space.sets, space.effects, space.sizes, ranks, settings)


def _says_something(one: Statistic, values: Floats) -> bool:
    """A set without days says nothing, nor does one that never moved, neither before nor after."""
    return not np.isnan(one.size) and not (is_rounding(one.scale, values) and is_rounding(abs(one.effect), values))


def _rank(pretended: Floats, real: float) -> float:
    return (1 + int((pretended >= real).sum())) / (1 + len(pretended))


def _pretended(units: Units, chosen: tuple[str, ...]) -> Units:
    keep = np.array([name not in units.starts for name in units.names])
    names = tuple(name for name in units.names if name not in units.starts)
    starts = dict(zip(chosen, units.starts.values(), strict=True))
    return Units(units.outcome, units.unit, names, units.days, units.values[keep], starts)


def _sets(controls: list[str], size: int) -> list[tuple[str, ...]]:
    if len(controls) - size < LEAST_CONTROLS:
        return []
    if math.comb(len(controls), size) <= MOST:
        return list(combinations(controls, size))
    rng = np.random.default_rng(SEED)
    drawn: dict[tuple[str, ...], None] = {}
    while len(drawn) < MOST:
        drawn[tuple(controls[i] for i in sorted(rng.choice(len(controls), size, replace=False)))] = None
    return list(drawn)
