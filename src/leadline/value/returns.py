"""What a return on investment says: every part of it with its interval, its method, its inputs and its period.

The results of `roi`, ready to store and to tell. The surprise: there may be no ratio. A program that costs the company
nothing has a net benefit only (S3.29), and a benefit whose evidence is too weak stands beside the ratio, not in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadline.measure.record import Recorded
from leadline.value.benefits import BenefitFacts
from leadline.value.costs import CostLine
from leadline.words import Estimate, Grade, Money, Month, Period


@dataclass(frozen=True)
class Worth(Recorded):
    """One benefit: its `present` value over the period, the cashable part of that, and `a_month` not discounted."""

    facts: BenefitFacts
    present: Estimate
    cashable: Estimate
    a_month: Estimate
    counted: bool


@dataclass(frozen=True)
class GradeWorth(Recorded):
    """The company's benefits of one grade. Grades are never added up without saying which (design section 1)."""

    grade: Grade
    present: Estimate
    cashable: Estimate
    a_month: Estimate
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Payback(Recorded):
    """After how many months the benefits have met the costs, not discounted; None is later than the period.

    `share_within` of the draws (0 to 1) are paid back within the period.
    """

    months: int | None
    low: int | None
    high: int | None
    share_within: float
    level: float = 0.95

    def sentence(self) -> str:
        if self.share_within == 0:
            return "not paid back within the period"
        low, high = ("later" if each is None else str(each) for each in (self.low, self.high))
        if self.months is None:
            return f"not paid back within the period as it stands ({self.share_within:.0%} of the draws are)".replace(
                "%", " %"
            )
        return f"paid back after {self.months} month{'' if self.months == 1 else 's'} [{low}, {high}]"


@dataclass(frozen=True)
class MonthRow(Recorded):
    """One month, not discounted: counted benefits, exact costs, and the running net with its interval."""

    month: Month
    benefits: Estimate
    costs: Money
    net_so_far: Estimate


@dataclass(frozen=True)
class Roi(Recorded):
    """What a program, or all of them, returned over a period, in present values at the period's first month.

    `counting` names the grades whose benefits are in `benefits`, `net`, `percent`, `benefit_cost` and `payback`.
    `percent`, `cashable_percent` and `benefit_cost` are None where nothing was spent. `chance_of_gain` is the share of
    draws with a net benefit. `customers` is the other side, never in any sum. `assumed_days` of the period lie after
    the last measured day.
    """

    program: str
    period: Period
    currency: str
    discount_percent_a_year: float
    counting: tuple[Grade, ...]
    spent: Money
    costs: Estimate
    benefits: Estimate
    cashable: Estimate
    net: Estimate
    percent: Estimate | None
    cashable_percent: Estimate | None
    benefit_cost: Estimate | None
    payback: Payback
    chance_of_gain: float
    customers: Estimate | None
    by_grade: tuple[GradeWorth, ...]
    worth: tuple[Worth, ...]
    cost_lines: tuple[CostLine, ...]
    months: tuple[MonthRow, ...]
    assumed_days: int
    draws: int
    seed: int
    method: str = "(benefits − costs) / costs on present values, by simulation with common draws"

    @property
    def sentence(self) -> str:
        """The one sentence for people: the ratio or the net benefit, what it counts, and over which period."""
        of = f"{self.period.first} to {self.period.last}"
        if not self._counted:
            return f"{self._none()} ({of})."
        if self.percent is None:
            free = "it costs the company nothing, so there is no ratio"
            return f"Net benefit {_money(self.net)}; {free} ({of}, {self._grades()})."
        ratio = f"{self.percent.value:.0f} % [{self.percent.low:.0f}, {self.percent.high:.0f}]".replace("-", "−")
        return (
            f"Return {ratio}: benefits {_money(self.benefits)} against costs of {self.currency} "
            f"{self.costs.value:,.0f}; {self.payback.sentence()} ({of}, {self._grades()})."
        )

    @property
    def _counted(self) -> bool:
        return any(each.counted for each in self.worth)

    def _none(self) -> str:
        names = " or ".join(self.counting)
        return f"No benefit is {names}, so nothing is counted against costs of {self.currency} {self.costs.value:,.0f}"

    def _grades(self) -> str:
        within = [each.grade for each in self.by_grade if each.grade in self.counting]
        return f"counting what is {' or '.join(within)}"


def _money(amount: Estimate) -> str:
    text = f"{amount.unit} {amount.value:,.0f} [{amount.low:,.0f}, {amount.high:,.0f}]"
    return text.replace("-", "−")
