"""How many contacts does a supplier's bill count? A minimum volume is of all of them, not of one segment.

In: the lake, a price, an effect on contacts. Out: `Billed`, or None where the price has no minimum. The surprise: where
the price does not name what its bill counts, the whole metric is taken, and a segment never stands in for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.measure.known import Known, Which, known_metrics, mean_a_day
from leadline.value.costs import Price
from leadline.words import Period, listed


@dataclass(frozen=True)
class Billed:
    """The series that a bill counts, and how many of them came a day of the calendar, together."""

    series: tuple[str, ...]
    a_day: float

    @property
    def name(self) -> str:
        return f"{listed(self.series)} that came"


def billed(lake: Lake, price: Price, avoided: Which, days: Period) -> Billed | None:
    """What the bill counted on these days. Raises LeadlineError where it does not count `avoided`, or where nobody
    recorded one of its series."""
    if price.minimum_a_month is None:
        return None
    series = [Which.parse(one) for one in price.billed] or [Which(avoided.metric)]
    if not any(one.holds(avoided) for one in series):
        raise LeadlineError(
            f"“{price.label}” is billed by {listed(price.billed)}, and {avoided} is none of them.",
            "Add it under billed, or give it a price of its own.",
        )
    if twice := next((pair for pair in combinations(series, 2) if pair[0].meets(pair[1])), None):
        raise LeadlineError(
            f"“{price.label}” is billed by {twice[0]} and {twice[1]}, which count some contacts twice.",
            "Name the whole alone, or parts of it that have nothing in common.",
        )
    means = {str(one): mean_a_day(lake, one, days) for one in series}
    unknown = [name for name, mean in means.items() if mean is None]
    if unknown:
        raise LeadlineError(
            f"“{price.label}” has a minimum volume, and {listed(unknown)} was not recorded from {days.first} to "
            f"{days.last}, so nobody can tell what the bill counts.",
            f"Name it in the price, as in billed: [{_recorded(known_metrics(lake), avoided.metric)}].",
        )
    return Billed(tuple(means), sum(mean for mean in means.values() if mean is not None))


def _recorded(known: tuple[Known, ...], metric: str) -> str:
    return ", ".join(sorted(str(one.which) for one in known if one.which.metric == metric)) or metric
