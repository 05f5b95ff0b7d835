"""What if a price, an effect or a cost were other than stated? And which of them does the return hang on?

In: a `Case` and changes by the names of its inputs. Out: a `WhatIf`, the same sums by the same draws. The surprise:
draws are common to both, so that the difference to what is stated is the change's own and no chance of the draws; and
what nobody stated an interval for can be moved as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.record import Recorded
from leadline.value.returns import Payback
from leadline.value.roi import Case, Sums, payback
from leadline.value.uncertainty import Draws, Floats, Input, estimate
from leadline.words import Estimate

QUICK, FULL = Draws(10_000), Draws(100_000)
BINS = 30
LEAST, MOST = -90.0, 300.0
"""In percent: how far an input may be moved."""


@dataclass(frozen=True)
class Bin(Recorded):
    """Of a distribution, the share of the draws from `low` to `high`."""

    low: float
    high: float
    share: float


@dataclass(frozen=True)
class WhatIf(Recorded):
    """A return with some inputs moved, over all days, if what was seen lasts; `stated` is the net as everything stands.

    `percent` and `benefit_cost` are None where nothing is spent (S3.29). `bins` are the distribution of the net.
    """

    net: Estimate
    stated: Estimate
    percent: Estimate | None
    benefit_cost: Estimate | None
    payback: Payback
    chance_of_gain: float
    bins: tuple[Bin, ...]
    changes: Mapping[str, float]
    draws: int

    @property
    def difference(self) -> float:
        """What the change is worth, with everything else as stated."""
        return self.net.value - self.stated.value


def what_if(case: Case, changes: Mapping[str, float] | None = None, *, draws: Draws = QUICK) -> WhatIf:
    """The return with inputs changed by so many percent, by their names. Raises LeadlineError for a name that the case
    does not know, and for a change that is out of bounds."""
    factors = _factors(case, changes or {})
    moved = Draws(draws.number, draws.seed, factors=factors)
    middle, drawn = case.sums(moved.centre), case.sums(moved)
    as_stated, as_drawn = case.sums(draws.centre), case.sums(draws) if factors else drawn
    currency = case.sheet.currency
    return WhatIf(
        net=estimate(float(middle.net[0]), drawn.net, currency),
        stated=estimate(float(as_stated.net[0]), as_drawn.net, currency),
        percent=_ratio(middle, drawn, 100, "%", less=1),
        benefit_cost=_ratio(middle, drawn, 1, "for 1"),
        payback=payback((middle.gains - middle.costs)[0], drawn.gains - drawn.costs),
        chance_of_gain=float(np.mean(drawn.net > 0)),
        bins=_bins(drawn.net),
        changes=dict(changes or {}),
        draws=draws.number,
    )


def inputs_of(case: Case) -> tuple[Input, ...]:
    """Every number that the case's sums are drawn from, benefits first, each name once."""
    priced = [each for benefit in case.counted for each in benefit.facts.inputs]
    costs = [item.input(case.sheet.currency) for item in case.sheet.of_program(case.program)]
    return tuple({each.name: each for each in (*priced, *costs)}.values())


def movable(case: Case) -> tuple[Input, ...]:
    """The inputs that change the net when they change: what only counts something, or counts in no sum, does not."""
    found = inputs_of(case)
    stated = float(case.sums(Draws().centre).net[0])
    return tuple(
        each for each in found if abs(_net_with(case, {each.name: 1.1}) - stated) > 1e-9 * max(1.0, abs(stated))
    )


def _net_with(case: Case, factors: Mapping[str, float]) -> float:
    return float(case.sums(Draws(factors=factors).centre).net[0])


def _factors(case: Case, changes: Mapping[str, float]) -> dict[str, float]:
    known = {each.name for each in inputs_of(case)}
    for name, percent in changes.items():
        if name not in known:
            raise LeadlineError(f"“{name}” is no input of this return.", f"The inputs are: {', '.join(sorted(known))}.")
        if not LEAST <= percent <= MOST:
            raise LeadlineError(
                f"“{name}” cannot be changed by {percent:g} %.", f"Choose between {LEAST:g} and {MOST:g} %."
            )
    return {name: 1 + percent / 100 for name, percent in changes.items() if percent}


def _ratio(middle: Sums, drawn: Sums, times: float, unit: str, *, less: float = 0) -> Estimate | None:
    """Benefits for each unit of cost, less so much; None where nothing is spent."""
    if not middle.costs.sum():
        return None
    of = [times * (each.gains.sum(axis=1) / each.costs.sum(axis=1) - less) for each in (middle, drawn)]
    return estimate(float(of[0][0]), of[1], unit)


def _bins(net: Floats) -> tuple[Bin, ...]:
    """The distribution, without the last half percent at each end."""
    low, high = np.quantile(net, [0.005, 0.995])
    counts, edges = np.histogram(net, bins=BINS, range=(float(low), float(max(high, low + 1))))
    return tuple(
        Bin(float(first), float(last), float(count) / net.size)
        for first, last, count in zip(edges, edges[1:], counts, strict=False)
    )


def told_changes(changes: Sequence[str]) -> dict[str, float]:
    """`Price of a call=-20` as a change. Raises LeadlineError for what is not written like that."""
    found = {}
    for each in changes:
        name, _, percent = each.rpartition("=")
        try:
            found[name.strip()] = float(percent.replace("−", "-").strip(" %"))
        except ValueError as error:
            raise LeadlineError(
                f"“{each}” is no change.", "Write a name and percent: “Price of a call=-20”."
            ) from error
    return found
