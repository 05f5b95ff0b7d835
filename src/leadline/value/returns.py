"""What a return on investment says: every part of it with its interval, its method, its inputs and its period.

The results of `roi`, ready to store and to tell. Two surprises. There may be no ratio: a program that costs the company
nothing has a net benefit only (S3.29), and where no benefit counts there is nothing to divide. And there may be two:
what was observed, and what it comes to if that lasts, which nobody has seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leadline.measure.record import Recorded
from leadline.value.benefits import BenefitFacts
from leadline.value.costs import CostLine
from leadline.words import Estimate, Grade, Money, Month, Period


@dataclass(frozen=True)
class Worth(Recorded):
    """One benefit, as far as it was observed: its `present` value over the period, the cashable part of that, and
    `a_month` of the period, not discounted. `lasting` is the present value of what comes on top if it goes on as it
    was seen until the period's end, and `lasting_a_month` the same a month: assumed, whatever the grade.
    """

    facts: BenefitFacts
    present: Estimate
    cashable: Estimate
    a_month: Estimate
    counted: bool
    lasting: Estimate
    lasting_a_month: Estimate


@dataclass(frozen=True)
class GradeWorth(Recorded):
    """The company's benefits of one grade. Grades are never added up without saying which (design section 1).

    What was seen has the grade of its evidence; what is only taken to last is `assumed`.
    """

    grade: Grade
    present: Estimate
    cashable: Estimate
    a_month: Estimate
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Payback(Recorded):
    """After how many months the benefits have met the costs and stay so until the period's end, in present values;
    None is later than the period. So it is paid back if, and only if, the net benefit is not negative.

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
            return f"not paid back within the period as it stands ({_share(self.share_within)} of the draws are)"
        sure = "" if self.share_within > 0.995 else f", in {_share(self.share_within)} of the draws"
        return f"paid back after {self.months} month{'' if self.months == 1 else 's'} [{low}, {high}]{sure}"


@dataclass(frozen=True)
class MonthRow(Recorded):
    """One month: counted benefits and exact costs, not discounted, and the running net in present values.

    The last row's `net_so_far` is the return's `net`; `net_if_lasting` is the same with what is taken to last.
    """

    month: Month
    benefits: Estimate
    costs: Money
    net_so_far: Estimate
    net_if_lasting: Estimate


@dataclass(frozen=True)
class Lasting(Recorded):
    """The same return if what was seen went on as it was for the period's last `days`, which is assumed.

    `more` is what that adds to the observed benefits, in present value.
    """

    days: int
    more: Estimate
    net: Estimate
    percent: Estimate | None
    payback: Payback
    chance_of_gain: float


@dataclass(frozen=True)
class Roi(Recorded):
    """What a program, or all of them, returned over a period, in present values at the period's first month.

    `counting` names the grades whose benefits are in `benefits`, `net`, `percent`, `benefit_cost` and `payback`, as far
    as they were observed; `lasting` is the return if they last, None where all of the period was observed. `percent`,
    `cashable_percent` and `benefit_cost` are None where nothing was spent or no benefit counts. `chance_of_gain` is the
    share of draws with a net benefit. `customers` is the other side, observed too, never in any sum. `assumed_days` of
    the period lie after the last measured day.
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
    lasting: Lasting | None = None
    method: str = "(benefits − costs) / costs on present values, by simulation with common draws"

    @property
    def sentence(self) -> str:
        """The one sentence for people: the ratio or the net benefit, what was seen, what it takes to last, and when."""
        of = f"{self.period.first} to {self.period.last}"
        if not self.counts:
            return f"{self._none()} ({of})."
        if self.percent is None:
            free = "it costs the company nothing, so there is no ratio"
            return f"Net benefit {self._seen(self.net, _money)}; {free} ({of}, {self._grades()})."
        return (
            f"Return {self._seen(self.percent, _ratio)}: benefits {self._benefits()} against costs of {self.currency} "
            f"{self.costs.value:,.0f}; {self.payback_words} ({of}, {self._grades()})."
        )

    @property
    def counts(self) -> bool:
        """Whether any benefit is counted: without one there is no return, not one of minus a hundred."""
        return any(each.counted for each in self.worth)

    @property
    def payback_words(self) -> str:
        """When it is paid back by what was observed; and if it lasts, where that says something else."""
        seen = self.payback.sentence()
        lasting = self.lasting.payback.sentence() if self.lasting else seen
        return seen if lasting == seen else f"{seen} by what was observed; if it lasts, {lasting}"

    def _seen(self, amount: Estimate, words: Callable[[Estimate], str]) -> str:
        """`−73 % [−80, −66] by what was observed, 12 % [−9, 33] if it lasts`."""
        last = self.lasting
        other = None if last is None else last.net if amount is self.net else last.percent
        return words(amount) if other is None else f"{words(amount)} by what was observed, {words(other)} if it lasts"

    def _benefits(self) -> str:
        if self.lasting is None:
            return _money(self.benefits)
        more = f"{_money(self.lasting.more)} assumed, if it lasts the other {self.lasting.days} days,"
        return f"{_money(self.benefits)} observed and {more}"

    def _none(self) -> str:
        costs = f"costs of {self.currency} {self.costs.value:,.0f}"
        own = [each for each in self.worth if each.facts.side == "company"]
        shared = sorted({name for each in own for name in each.facts.shared_with})
        if not own:
            return f"No benefit could be priced yet; {costs}"
        if shared:
            return (
                f"What it brought cannot be told apart from what {' and '.join(shared)} brought, so nothing is counted "
                f"for it alone against {costs}"
            )
        return f"No benefit is {' or '.join(self.counting)}, so nothing is counted against {costs}"

    def _grades(self) -> str:
        counted = {each.facts.grade for each in self.worth if each.counted}
        return f"counting what is {' or '.join(sorted(counted, reverse=True))}"


def _ratio(amount: Estimate) -> str:
    return f"{amount.value:.0f} % [{amount.low:.0f}, {amount.high:.0f}]".replace("-", "−")


def _share(share: float) -> str:
    """Simulation shows no certainty: `more than 99 %` where nearly every draw agrees."""
    return "more than 99 %" if share > 0.99 else "less than 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def _money(amount: Estimate) -> str:
    text = f"{amount.unit} {amount.value:,.0f} [{amount.low:,.0f}, {amount.high:,.0f}]"
    return text.replace("-", "−")
