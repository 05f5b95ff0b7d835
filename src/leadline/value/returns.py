"""What a return on investment says: every part of it with its interval, its method, its inputs and its period.

The results of `roi`, ready to store and to tell. Two surprises. There may be no ratio: a program that costs the company
nothing has a net benefit only (S3.29), and where no benefit counts there is nothing to divide. And there may be two:
that of the days that were observed, and that of all days if what was seen lasts, which nobody has seen.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadline.measure.record import Recorded
from leadline.value.benefits import BenefitFacts
from leadline.value.cost_lines import CostLine
from leadline.words import Estimate, Grade, Money, Month, Period, day_words, spoken

ON_ALL_DAYS = "benefits and costs of the whole period"
IF_NOTHING_LASTS = (
    "if nothing lasts: the benefits of the observed days only, against the costs of the whole period. It is no return "
    "that anybody saw; read while_observed and lasting first."
)
ALL_PROGRAMS = "all programs"
FREE = "it costs the company nothing, so there is no ratio"
MAY_BE_FREE = "it is stated to cost the company nothing and may cost up to {most}, so there is no ratio"


@dataclass(frozen=True)
class Worth(Recorded):
    """One benefit, as far as it was observed: its `present` value over the period, the cashable part of that, and
    `a_month` of the months in which it was observed, not discounted. `lasting` is the present value of what comes on
    top if it goes on as it was seen until the period's end, and `lasting_a_month` the same a month of those months:
    assumed, whatever the grade.
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
            return f"not paid back within the period as it stands ({chance_words(self.share_within)} of the draws are)"
        sure = "" if self.share_within > 0.995 else f", in {chance_words(self.share_within)} of the draws"
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
class WhileObserved(Recorded):
    """The return of the days that were observed: their benefits against the costs of the same days.

    `period` ends on the last day on which all that is counted was observed; what was spent on it before its first day,
    or at once in it, is in the costs in full.
    """

    period: Period
    benefits: Estimate
    costs: Estimate
    net: Estimate
    percent: Estimate | None
    chance_of_gain: float


@dataclass(frozen=True)
class CostPer(Recorded):
    """What one of the things that a program brings costs: all its costs of the days against all of them.

    `low` to `high` hold it with 95 %; `high` is None where the draws do not exclude that there were none, and `value`
    is None where none were seen. Costs are not discounted.
    """

    what: str
    grade: Grade
    days: Period
    count: Estimate
    currency: str
    value: float | None
    low: float | None
    high: float | None

    @property
    def sentence(self) -> str:
        """`EUR 3.41 [2.22, 6.13] a contact avoided`."""
        if self.value is None or self.low is None:
            return f"no {self.what} was seen, so there is no cost of one"
        high = "without end" if self.high is None else f"{self.high:,.2f}"
        return f"{self.currency} {self.value:,.2f} [{self.low:,.2f}, {high}] a {self.what}"


@dataclass(frozen=True)
class Roi(Recorded):
    """What a program, or all of them, returned over a period, in present values at the period's first month.

    `while_observed` leads: like against like, None where nothing that counts was observed, or where all days were.
    `lasting` is the return of the whole period if what was seen lasts, None where all of it was observed. `basis` says
    in words what `benefits`, `net`, `percent`, `benefit_cost`, `payback` and `chance_of_gain` set against each other:
    where not all days were observed they hold if nothing lasts, and are no headline. `counting` names the grades whose
    benefits are in them. `percent`, `cashable_percent` and `benefit_cost` are None where nothing was spent or no
    benefit counts. `chance_of_gain` is the share of draws with a net benefit. `customers` is the other side, observed
    too, never in any sum. `assumed_days` of the period lie after the last observed day. `per_outcome` is of one
    program, over the days on which each of its benefits was observed.
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
    while_observed: WhileObserved | None = None
    lasting: Lasting | None = None
    basis: str = ON_ALL_DAYS
    per_outcome: tuple[CostPer, ...] = ()
    method: str = "(benefits − costs) / costs on present values, by simulation with common draws"

    @property
    def sentence(self) -> str:
        """The one sentence for people: what the observed days returned on their costs, and all days if that lasts."""
        of = f"{day_words(self.period.first)} to {day_words(self.period.last)}"
        if not self.counts:
            return f"{self._none()} ({of})."
        if self.lasting is not None:
            return f"{self._seen()}; {self._if_lasting(self.lasting)}. {self._more()}."
        if self.percent is None:
            return f"Net benefit {_money(self.net)}; {self._free()} ({of}, {self._grades()})."
        return (
            f"Return {_ratio(self.percent)}{self._open(self.percent, self.chance_of_gain)}: benefits "
            f"{_money(self.benefits)} against costs of {self._spent(self.costs)}; {self.payback_words} "
            f"({of}, {self._grades()})."
        )

    @property
    def headline(self) -> Estimate | None:
        """The percentage that leads: that of the observed days, or of all days where all were; None without a ratio."""
        if self.lasting is None:
            return self.percent
        return self.while_observed.percent if self.while_observed else None

    @property
    def headline_chance(self) -> float:
        """The chance of a gain on the days that the headline is of."""
        return self.while_observed.chance_of_gain if self.while_observed else self.chance_of_gain

    @property
    def counts(self) -> bool:
        """Whether any benefit is counted: without one there is no return, not one of minus a hundred."""
        return any(each.counted for each in self.worth)

    @property
    def payback_words(self) -> str:
        """When it is paid back if what was observed lasts; and if nothing does, where that says something else."""
        seen = self.payback.sentence()
        lasting = self.lasting.payback.sentence() if self.lasting else seen
        return seen if lasting == seen else f"if it lasts, {lasting}; if nothing lasts, {seen}"

    def _seen(self) -> str:
        """`In the days that were observed, 3 November 2025 to 31 January 2026, it returned 19 % [−10, 52] on ...`"""
        seen = self.while_observed
        if seen is None:
            return f"From {day_words(self.period.first)} on nothing of it was observed"
        days = f"In the days that were observed, {day_words(seen.period.first)} to {day_words(seen.period.last)},"
        if seen.percent is None:
            return f"{days} its net benefit was {_money(seen.net)}{self._open(seen.net, seen.chance_of_gain)}"
        opened = self._open(seen.percent, seen.chance_of_gain)
        return f"{days} it returned {_ratio(seen.percent)} on {self._spent(seen.costs)}{opened}"

    def _if_lasting(self, lasting: Lasting) -> str:
        until = f"if that lasts until {day_words(self.period.last)},"
        if lasting.percent is None:
            return f"{until} it is {_money(lasting.net)}{self._open(lasting.net, lasting.chance_of_gain)}"
        opened = self._open(lasting.percent, lasting.chance_of_gain)
        return f"{until} the return is {_ratio(lasting.percent)} on {self._spent(self.costs)}{opened}"

    def _more(self) -> str:
        words = self._free() if self.percent is None else self.payback_words
        return f"{words[:1].upper()}{words[1:]}; {self._grades()}"

    def _open(self, amount: Estimate, chance: float) -> str:
        """An interval that holds zero says neither a gain nor a loss."""
        words = f", which may be a gain or a loss (chance of a gain {chance_words(chance)})"
        return words if is_open(amount) else ""

    def _spent(self, costs: Estimate) -> str:
        """The amount; with its interval where it is stated as nothing and may be something."""
        return _money(costs) if may_cost(costs) else f"{self.currency} {costs.value:,.0f}"

    def _free(self) -> str:
        most = f"{self.currency} {self.costs.high:,.0f}"
        return MAY_BE_FREE.format(most=most) if may_cost(self.costs) else FREE

    def _none(self) -> str:
        costs = f"costs of {self._spent(self.costs)}"
        own = [each for each in self.worth if each.facts.side == "company"]
        shared = sorted({f"“{spoken(name)}”" for each in own for name in each.facts.shared_with})
        if not own:
            return f"No benefit could be priced yet; {costs}"
        if shared and self.program != ALL_PROGRAMS:
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


def is_open(amount: Estimate) -> bool:
    """Whether the interval holds zero, so that nobody can tell a gain from a loss."""
    return amount.low <= 0 <= amount.high and amount.low < amount.high


def may_cost(costs: Estimate) -> bool:
    """Whether what is stated to cost nothing may cost something."""
    return costs.value == 0 < costs.high


def chance_words(share: float) -> str:
    """Simulation shows no certainty: `more than 99 %` where nearly every draw agrees."""
    return "more than 99 %" if share > 0.99 else "less than 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def _money(amount: Estimate) -> str:
    text = f"{amount.unit} {amount.value:,.0f} [{amount.low:,.0f}, {amount.high:,.0f}]"
    return text.replace("-", "−")
