"""A benefit that a company states: a method and its named inputs, each with its source and its date (S1.5).

These models are `benefits:` of `costs.yaml`. An input is a number that somebody wrote, what was recorded (`mean_of`),
or what a program was judged to have changed (`effect_on`). The surprise: a benefit gets its grade from the effect that
it rests on, and from nothing else. One made of stated numbers alone is assumed, however good its sources are.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AliasChoices, ConfigDict, Field, StringConstraints, model_validator

from leadline.errors import LeadlineError
from leadline.strategy.fields import Amount, Element, Id, Number, Text, Texts
from leadline.strategy.shorthand import refused
from leadline.value.formula import Formula
from leadline.value.uncertainty import Input

Currency = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{3}$")]
Percent = Annotated[Amount, Field(le=100)]
InputName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Method(StrEnum):
    """How a stated benefit is worked out; each is a file of `benefits/`."""

    SURVEY_DEFLECTION = "survey deflection"
    DIRECT_INDIRECT = "direct and indirect deflection"
    SILENT_DEFLECTION = "silent deflection"
    RETENTION = "retention"
    CHURN = "churn"
    REVENUE_INFLUENCED = "revenue influenced"
    PRODUCT_COST = "product cost"
    INTERNAL_EFFICIENCY = "internal efficiency"
    COMPANY_DEFINED = "company-defined"


class StatedInput(Element):
    """A number with its source; the mean month of recorded series, added up (`mean_of: [thread_views@all@north]`); or
    what the program changed of a metric (`effect_on: churned@consumer`).

    In `%` it is a share of a hundred. In money it names its currency where that is not the sheet's. `low` and `high`
    hold it with 95 %; left out, it is certain.
    """

    amount: Number | None = None
    mean_of: Texts = ()
    effect_on: Text = ""
    unit: Text = ""
    currency: Currency | None = None
    low: Number | None = None
    high: Number | None = None
    source: Text = ""
    source_date: dt.date | None = None
    placeholder: bool = False

    @model_validator(mode="after")
    def _is_one_of_both(self) -> StatedInput:
        if sum((self.amount is not None, bool(self.mean_of), bool(self.effect_on))) != 1:
            advice = "Write amount: 4200 with its source and source_date, or mean_of: visits, or effect_on: churned."
            raise refused(LeadlineError("It needs an amount, a recorded series or an effect, one of them.", advice))
        if self.amount is not None and not (self.source and self.source_date):
            raise refused(LeadlineError("Nobody can tell where it comes from.", "Add source: and source_date:."))
        if (self.low is None) != (self.high is None):
            raise refused(LeadlineError("One end of the interval is missing.", "Give low and high, or neither."))
        if self.amount is not None and self.low is not None and self.high is not None and not self._holds:
            raise refused(LeadlineError(f"{self.amount} does not lie between low and high.", "Mend one of them."))
        return self

    @property
    def _holds(self) -> bool:
        """Whether the amount lies in its interval."""
        ends = self.low, self.amount, self.high
        return sorted(one for one in ends if one is not None) == list(ends)

    def input(self, name: str, currency: str) -> Input:
        """The amount as something that can be drawn; `%` as a share of 0 to 1."""
        scale = 100 if self.unit == "%" else 1
        value, low, high = (None if one is None else float(one) / scale for one in (self.amount, self.low, self.high))
        unit = "share" if self.unit == "%" else self.unit or (currency if self.currency else "")
        is_positive = bool(self.amount and self.amount > 0 and (self.low is None or self.low >= 0))
        return Input(
            name, value or 0.0, unit, self.source, self.source_date, low, high,
            entered=self.amount, placeholder=self.placeholder, is_positive=is_positive,
        )  # fmt: skip


class StatedScenario(Element):
    """Several inputs moved at once, by their names and in percent: `changes: {Price of a call: -20}`."""

    name: Annotated[Text, StringConstraints(min_length=1)]
    changes: dict[Text, Number]


class StatedStep(Element):
    """One step down a chain: a metric, and how many percent the one above it moves for one percent of this."""

    metric: Annotated[Text, StringConstraints(min_length=1)]
    percent_for_percent: StatedInput

    @model_validator(mode="after")
    def _is_stated(self) -> StatedStep:
        if self.percent_for_percent.amount is None:
            advice = "Write percent_for_percent: {amount: 0.5, low: 0.3, high: 0.7, source: .., source_date: ..}."
            raise refused(LeadlineError("How much it moves the metric above is not stated.", advice))
        return self


class StatedTarget(Element):
    """A change of an objective's metric since a day, with the chain that is to bring it (S1.12); `goal` is what the
    last metric is to reach."""

    id: Id
    text: Annotated[Text, StringConstraints(min_length=1)]
    metric: Annotated[Text, StringConstraints(min_length=1)]
    change_percent: Annotated[Number, Field(gt=-100)]
    since: dt.date
    by: dt.date | None = None
    steps: tuple[StatedStep, ...] = ()
    goal: Annotated[Amount, Field(gt=0)] | None = None


class StatedPackage(Element):
    """One size that a program can have: what it costs and is worth a year. Nobody has run it, so it is assumed."""

    label: Annotated[Text, StringConstraints(min_length=1)]
    cost: Amount
    benefit: Amount
    currency: Currency | None = None
    low: Number | None = None
    high: Number | None = None
    source: Annotated[Text, StringConstraints(min_length=1)]
    source_date: dt.date

    @model_validator(mode="after")
    def _lies_between(self) -> StatedPackage:
        if (self.low is None) != (self.high is None):
            raise refused(LeadlineError("One end of the interval is missing.", "Give low and high, or neither."))
        if self.low is not None and self.high is not None and not self.low <= self.benefit <= self.high:
            raise refused(LeadlineError(f"{self.benefit} does not lie between low and high.", "Mend one of them."))
        return self


class StatedCurve(Element):
    """How a program's benefit of a year flattens as more is spent on it: at_most × (1 − exp(−spending / flattens_at)).

    At `flattens_at` 63 % of `at_most` is reached. Without `at_most` the curve goes through what was measured of the
    running program. `up_to` is the largest spending that the plan looks at. `low` and `high` hold `at_most` with 95 %.
    """

    flattens_at: Annotated[Amount, Field(gt=0)]
    up_to: Annotated[Amount, Field(gt=0)]
    at_most: Annotated[Amount, Field(gt=0)] | None = None
    currency: Currency | None = None
    low: Number | None = None
    high: Number | None = None
    source: Annotated[Text, StringConstraints(min_length=1)]
    source_date: dt.date

    @model_validator(mode="after")
    def _holds_its_most(self) -> StatedCurve:
        if (self.low is None) != (self.high is None):
            raise refused(LeadlineError("One end of the interval is missing.", "Give low and high, or neither."))
        if self.low is not None and self.at_most is None:
            advice = "Write at_most: too, or leave them out: a curve through what was measured has its interval."
            raise refused(LeadlineError("low and high are of at_most, which is not stated.", advice))
        if self.low is not None and self.high is not None and not self.low <= (self.at_most or 0) <= self.high:
            raise refused(LeadlineError(f"{self.at_most} does not lie between low and high.", "Mend one of them."))
        return self


class StatedOption(Element):
    """Sizes that a program, running or new, can have beside what it is: for the plan of a budget. Single points, a
    curve, or both."""

    program: Id
    name: Text = ""
    packages: tuple[StatedPackage, ...] = ()
    curve: StatedCurve | None = None

    @model_validator(mode="after")
    def _has_a_size(self) -> StatedOption:
        if not self.packages and self.curve is None:
            raise refused(LeadlineError("It names no size.", "Write packages: or curve: under it."))
        return self


class StatedBenefit(Element):
    """One benefit of one program. `formula` is of `company-defined` alone; `cashable_percent` is what of it can be
    spent again, by default what the method says; `from` and `until` are included, and left out the program's own."""

    model_config = ConfigDict(populate_by_name=True)

    program: Id
    method: Method
    label: Text = ""
    inputs: dict[InputName, StatedInput] = Field(default_factory=dict)
    formula: Text = ""
    side: Literal["company", "customers"] = "company"
    cashable_percent: Percent | None = None
    first: dt.date | None = Field(None, validation_alias=AliasChoices("from", "first"), serialization_alias="from")
    until: dt.date | None = None

    @model_validator(mode="after")
    def _has_a_formula(self) -> StatedBenefit:
        is_own = self.method is Method.COMPANY_DEFINED
        if is_own != bool(self.formula):
            sentence = "It has no formula." if is_own else f"“{self.method}” has a formula of its own."
            advice = "Write formula: visits * spend_a_visit * margin." if is_own else "Leave formula out."
            raise refused(LeadlineError(sentence, advice))
        if self.formula:
            try:
                Formula(self.formula)
            except LeadlineError as error:
                raise refused(error) from error
        return self

    @model_validator(mode="after")
    def _rests_on_one_effect(self) -> StatedBenefit:
        if sum(bool(one.effect_on) for one in self.inputs.values()) > 1:
            raise refused(
                LeadlineError("It rests on two effects at once.", "Write one benefit for each of them, or state one.")
            )
        return self

    @property
    def name(self) -> str:
        """What people call it."""
        return self.label or str(self.method)
