"""What is a program? Who does what, when, with what money and hours, and how success is told.

These models are the one definition for `programs.yaml`, the page and the API. A program hangs from a method of the
strategy (S3.24, S3.27). The surprise: nearly everything may be missing while a program is being planned; what is
missing is a remark (plan_checks.py), never a refusal.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from leadline.errors import LeadlineError
from leadline.programs.calendar import Calendar, calendar_from_dict
from leadline.programs.promise import Promise
from leadline.strategy.fields import Amount, Element, Id, Number, Text, Texts
from leadline.strategy.metrics import Direction
from leadline.strategy.shorthand import refused, whole_number
from leadline.words import EVERYWHERE, Department, Money, Month

Currency = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{3}$")]
_DATE = r"\d{4}-\d{2}-\d{2}"


class Per(StrEnum):
    """What a budget is for: one month, or the program as a whole."""

    MONTH = "month"
    TOTAL = "total"


def _period(given: Any) -> Any:
    """`2026-04-01 to 2027-03-31`, `from 2026-04-01`, or one month as in `2026-04`."""
    if not isinstance(given, str):
        return given
    found = re.fullmatch(rf"(?:from\s+)?({_DATE})(?:\s*(?:to|–)\s*({_DATE}))?", given.strip())
    if found:
        return {"start": found[1], "end": found[2]} if found[2] else {"start": found[1]}
    try:
        month = Month.parse(given)
    except LeadlineError as error:
        advice = "Write 2026-04-01 to 2027-03-31, or from 2026-04-01."
        raise refused(LeadlineError(f"“{given}” is not a period.", advice)) from error
    return {"start": month.first_day, "end": month.last_day}


def _budget(given: Any) -> Any:
    """`12.000 EUR a month`, or `50,000 EUR in total`."""
    if not isinstance(given, str):
        return given
    found = re.fullmatch(r"\s*(?P<amount>.*\d\S*)\s+(?P<currency>[A-Za-z]{3})\s+(?P<per>.*?)\s*", given)
    per = {"a month": Per.MONTH, "per month": Per.MONTH, "in total": Per.TOTAL, "total": Per.TOTAL}
    if not found or found["per"] not in per:
        raise refused(LeadlineError(f"“{given}” is not a budget.", "Write 1000 EUR a month, or 12000 EUR in total."))
    return {"amount": found["amount"], "currency": found["currency"], "per": per[found["per"]]}


def _measured(given: Any) -> Any:
    """A target with its unit in one text: `95 %`, `4,000 calls a day`."""
    if not isinstance(given, dict) or not isinstance(target := given.get("target"), str):
        return given
    found = re.fullmatch(r"\s*([-+−]?\s*[\d.,\s_'’]*\d)\s*(\D.*)?", target)
    if not found or not found[2]:
        return given
    return {"unit": found[2].strip()} | given | {"target": found[1]}


class Running(Element):
    """The days on which a program runs, both included; without an end it runs on."""

    start: dt.date
    end: dt.date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Running:
        if self.end is not None and self.end < self.start:
            sentence = f"The program ends on {self.end}, before it starts on {self.start}."
            raise refused(LeadlineError(sentence, "Exchange the two dates."))
        return self


class Budget(Element):
    """Money for one month, or for the whole program."""

    amount: Annotated[Decimal, BeforeValidator(whole_number), Field(ge=0)]
    """`18.300` is eighteen thousand three hundred: no currency has tenths of a cent."""
    currency: Currency
    per: Per

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class Assigned(Element):
    """Who works on it: a person by name, or a role that several fill."""

    name: Text = ""
    role: Text = ""
    count: Annotated[int, Field(ge=1)] = 1
    hours_a_month: Amount | None = None
    """Hours of each person a month."""


class Measure(Element):
    """A metric of the catalogue, or of the company, and where it should get to."""

    metric: Id
    target: Number | None = None
    unit: Text = ""
    direction: Direction | None = None
    by: dt.date | None = None
    segment: Text = EVERYWHERE
    """The part of the market that the program reaches, as the metric's rows name it."""
    area: Text = EVERYWHERE
    controls: Texts = ()
    """Metrics that share its weather and that the program leaves alone, as in `calls@business`."""
    untouched: Texts = ()
    """Metrics that the program cannot have moved: what is claimed of them is claimed wrongly (negative controls)."""


class Happening(Element):
    """Something else that may have moved a metric: a campaign, a price, an outage. It only began where its period has
    no end. `shared`: whatever the metrics are compared with felt it as well, such as a holiday of the whole market."""

    name: Annotated[Text, Field(min_length=1)]
    period: Annotated[Running, BeforeValidator(_period)]
    shared: bool = False


class PromisePlan(Element):
    """What a program promises about replies (S0.8, S0.9), as it stands in the file.

    Without a zone the company's zone counts, without channels all, without parties the own brand.
    """

    target_minutes: Annotated[Number, Field(gt=0)]
    zone: Text = ""
    hours: str | dict[str, Any]
    holidays: str | list[str] = ""
    overrides: dict[str, Any] = Field(default_factory=dict)
    versions: list[dict[str, Any]] = Field(default_factory=list)
    channels: Texts = ()
    parties: Texts = ()
    bots: Texts = ()
    session_gap_hours: dict[str, Number] = Field(default_factory=dict)
    horizon_days: Annotated[Number, Field(gt=0)] = Decimal(7)

    @model_validator(mode="after")
    def _has_a_calendar(self) -> PromisePlan:
        try:
            self.calendar("UTC")
        except LeadlineError as error:
            raise refused(error) from error
        return self

    def calendar(self, company_zone: str) -> Calendar:
        entry = {"hours": self.hours, "holidays": self.holidays, "overrides": self.overrides, "versions": self.versions}
        return calendar_from_dict({"zone": self.zone or company_zone, **{k: v for k, v in entry.items() if v}})

    def promise(self, company_zone: str, own_party: str) -> Promise:
        """The promise as the clock takes it."""
        return Promise(
            target_minutes=float(self.target_minutes),
            calendar=self.calendar(company_zone),
            channels=frozenset(self.channels),
            parties=frozenset(self.parties or (own_party,)),
            bots=frozenset(self.bots),
            session_gap_hours={channel: float(hours) for channel, hours in self.session_gap_hours.items()},
            horizon_days=float(self.horizon_days),
        )


def _one_name(people: tuple[Assigned, ...]) -> tuple[Assigned, ...]:
    for number, person in enumerate(people, start=1):
        if not person.name and not person.role:
            raise refused(
                LeadlineError(f"Number {number} of the people has neither name nor role.", "Give one of them.")
            )
    return people


class Program(Element):
    """One program: it hangs from a method of the strategy, and a department runs it."""

    id: Id
    name: Text
    method: Id | None = None
    """The strategy's method that it carries out (S3.27)."""
    owner: Text = ""
    department: Department | None = None
    period: Annotated[Running, BeforeValidator(_period)] | None = None
    budget: Annotated[Budget, BeforeValidator(_budget)] | None = None
    people: Annotated[tuple[Assigned, ...], AfterValidator(_one_name)] = ()
    metrics: tuple[Annotated[Measure, BeforeValidator(_measured)], ...] = ()
    promise: PromisePlan | None = None
    events: tuple[Happening, ...] | None = None
    """What else happened about its start; an empty list says that somebody looked, and nothing did."""

    @property
    def hours_a_month(self) -> Decimal:
        """Of all people together; who has no hours stated adds none."""
        return sum((person.count * (person.hours_a_month or Decimal(0)) for person in self.people), Decimal(0))

    @property
    def headcount(self) -> int:
        return sum(person.count for person in self.people)

    def runs_in(self, month: Month) -> bool:
        """Whether it runs on any day of the month; without a period it does not run yet."""
        if self.period is None or self.period.start > month.last_day:
            return False
        return self.period.end is None or self.period.end >= month.first_day

    def budget_in(self, month: Month) -> Money | None:
        """The money for one month: a total is spread over the days of the period; None where that cannot be said."""
        if self.budget is None or self.period is None:
            return None
        if not self.runs_in(month):
            return Money(Decimal(0), self.budget.currency)
        if self.budget.per is Per.MONTH:
            return self.budget.money
        return self._spread(self.budget, self.period, month)

    def _spread(self, budget: Budget, period: Running, month: Month) -> Money | None:
        if period.end is None:
            return None
        first, last = max(period.start, month.first_day), min(period.end, month.last_day)
        days, all_days = (last - first).days + 1, (period.end - period.start).days + 1
        return Money((budget.amount * days / all_days).quantize(Decimal("0.01")), budget.currency)
