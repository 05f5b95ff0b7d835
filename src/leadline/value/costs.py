"""What does it cost? Labour, tools, media, agencies, with their dates; and what a call, a hire, an hour is priced at.

These models are the one definition for `costs.yaml`, the page and the API. An amount is Decimal, with the sentence and
the day it comes from. The surprise: a call that was avoided saves its marginal price only while the supplier's minimum
volume is exceeded; below it the bill stays the same (S0.6, S0.15).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import AliasChoices, ConfigDict, Field, StringConstraints, model_validator

from leadline.errors import LeadlineError
from leadline.strategy.fields import Amount, Element, Id, Text, Texts
from leadline.strategy.shorthand import refused
from leadline.value.periods import Slice, slices
from leadline.value.stated import (
    Currency,
    Percent,
    StatedBenefit,
    StatedCurve,
    StatedInput,
    StatedOption,
    StatedPackage,
    StatedScenario,
    StatedTarget,
)
from leadline.value.uncertainty import Input
from leadline.words import Month, Period

Given = TypeVar("Given", "CostItem", "Price", StatedInput, StatedPackage, StatedCurve)

CENT = Decimal("0.01")
MONEY = ("amount", "rate", "cost", "benefit", "at_most", "flattens_at", "up_to", "low", "high")
"""Fields that are converted with their currency."""


class CostKind(StrEnum):
    """What the money goes to."""

    LABOUR = "labour"
    TOOLS = "tools"
    MEDIA = "media"
    AGENCY = "agency"
    OTHER = "other"


class Every(StrEnum):
    """A one-off cost falls on its first day; a running one in every month."""

    ONCE = "once"
    MONTH = "month"


class DoneBy(StrEnum):
    """Who does the work: the company's own people, or somebody it pays (S3.3)."""

    IN_HOUSE = "in-house"
    OUTSOURCED = "outsourced"


class Stated(Element):
    """What every amount says of itself: its days, its currency and where it comes from.

    `low` and `high` hold the amount with 95 %; left out, it is certain. `from` and `until` are both included.
    """

    model_config = ConfigDict(populate_by_name=True)

    label: Text
    amount: Amount | None = None
    currency: Currency | None = None
    low: Amount | None = None
    high: Amount | None = None
    first: dt.date | None = Field(None, validation_alias=AliasChoices("from", "first"), serialization_alias="from")
    until: dt.date | None = None
    source: Annotated[Text, StringConstraints(min_length=1)]
    source_date: dt.date

    @model_validator(mode="after")
    def _in_order(self) -> Stated:
        if self.first and self.until and self.until < self.first:
            raise refused(
                LeadlineError(f"It ends on {self.until}, before it begins on {self.first}.", "Exchange the dates.")
            )
        if (self.low is None) != (self.high is None):
            raise refused(LeadlineError("One end of the interval is missing.", "Give low and high, or neither."))
        return self


class CostItem(Stated):
    """One cost of one program: an amount, or for labour hours and a loaded rate an hour."""

    program: Id
    kind: CostKind
    every: Every = Every.MONTH
    done_by: DoneBy = DoneBy.IN_HOUSE
    hours: Amount | None = None
    rate: Amount | None = None

    @model_validator(mode="after")
    def _has_an_amount(self) -> CostItem:
        by_hours = self.hours is not None and self.rate is not None
        if (self.amount is None) == (not by_hours):
            raise refused(
                LeadlineError(
                    "It needs either an amount, or hours with a rate.",
                    "Write amount: 450, or hours: 160 and rate: 38.50.",
                )
            )
        if self.every is Every.ONCE and self.first is None:
            raise refused(LeadlineError("A one-off cost needs its day.", "Write from: 2026-04-01."))
        if self.low is not None and self.high is not None and not self.low <= self.each <= self.high:
            raise refused(LeadlineError(f"{self.each} does not lie between low and high.", "Mend one of them."))
        return self

    @property
    def each(self) -> Decimal:
        """The amount each time, to the cent: what was entered, or hours x rate."""
        if self.hours is not None and self.rate is not None:
            return (self.hours * self.rate).quantize(CENT)
        return self.amount or Decimal(0)

    @property
    def how(self) -> str:
        """Hours × rate, or the amount, in words, with its interval (S2.20)."""
        unit = "" if self.every is Every.ONCE else " a month"
        interval = "" if self.low is None else f" [{self.low:,.2f}, {self.high:,.2f}]"
        if self.hours is not None:
            return f"{self.hours:,f} hours × {self.rate:,.2f}{interval}{unit}"
        return f"{self.each:,.2f}{interval}{unit}"

    @property
    def most(self) -> CostItem:
        """The same at the interval's high end, so that a cost that is stated as 0 and may be more is not lost."""
        return self if self.high is None else self.model_copy(update={"amount": self.high, "hours": None, "rate": None})

    def amount_in(self, part: Slice) -> Decimal:
        """What falls into a month's slice, to the cent: a running cost by the days it covers."""
        if self.every is Every.ONCE:
            return self.each if part.days_within(self.first, self.first) else Decimal(0)
        return self._until(part.month, part.last) - self._until(part.month, part.first - dt.timedelta(days=1))

    def amount_before(self, day: dt.date) -> Decimal:
        """What it cost before a day, to the cent; nothing where it does not say since when."""
        if self.first is None or self.first >= day:
            return Decimal(0)
        earlier = slices(Period(self.first, day - dt.timedelta(days=1)))
        return sum((self.amount_in(part) for part in earlier), Decimal(0))

    def _until(self, month: Month, last: dt.date) -> Decimal:
        """Of a month's running cost, what has fallen due by a day: so the parts of a month add up to the month."""
        if last < month.first_day:
            return Decimal(0)
        days = Slice(month, month.first_day, last).days_within(self.first, self.until)
        return (self.each * days / month.last_day.day).quantize(CENT)

    def input(self, currency: str) -> Input:
        """The amount each time, as something that can be drawn."""
        each, low, high = (None if x is None else float(x) for x in (self.each, self.low, self.high))
        name = f"{self.program}: {self.label}"
        return Input(
            name, each or 0.0, currency, self.source, self.source_date, low, high, entered=self.each, is_positive=True
        )


class Price(Stated):
    """What one of something is worth: a call at the supplier, a hire's agency fee, an hour of a customer.

    `cashable_percent`: how much of it leaves the bill when one is saved (100 for a supplier's price, 0 for own staff
    who stay). `minimum_a_month` are pieces that are paid for in any case, of all that the bill counts: `billed`
    names the series, as in `calls@consumer`. An average price overstates what the last call costs, so it must be said:
    `marginal: no`.
    """

    id: Id
    per: Text
    marginal: bool = True
    cashable_percent: Percent = Decimal(100)
    minimum_a_month: Amount | None = None
    billed: Texts = ()
    supplier: Text = ""
    placeholder: bool = False

    @model_validator(mode="after")
    def _has_an_amount(self) -> Price:
        if self.amount is None:
            raise refused(LeadlineError("A price needs its amount.", "Write amount: 2.60."))
        if self.low is not None and self.high is not None and not self.low <= self.amount <= self.high:
            raise refused(LeadlineError(f"{self.amount} does not lie between low and high.", "Mend one of them."))
        return self

    @property
    def each(self) -> Decimal:
        return self.amount or Decimal(0)

    def input(self, currency: str) -> Input:
        low, high = (None if x is None else float(x) for x in (self.low, self.high))
        return Input(
            name=self.label,
            value=float(self.each),
            unit=f"{currency} a {self.per}",
            source=self.source,
            source_date=self.source_date,
            low=low,
            high=high,
            entered=self.each,
            placeholder=self.placeholder,
            is_positive=True,
        )


class Rate(Element):
    """One unit of `of` was worth `amount` of `to` on `source_date`."""

    of: Currency
    to: Currency
    amount: Annotated[Amount, Field(gt=0)]
    source: Annotated[Text, StringConstraints(min_length=1)]
    source_date: dt.date


class CostSheet(Element):
    """`costs.yaml`: one currency to speak in, a discount rate, every cost and price with its source, and what the
    company states of benefits."""

    currency: Currency
    discount_percent_a_year: Percent = Decimal(0)
    items: tuple[CostItem, ...] = ()
    prices: tuple[Price, ...] = ()
    benefits: tuple[StatedBenefit, ...] = ()
    scenarios: tuple[StatedScenario, ...] = ()
    options: tuple[StatedOption, ...] = ()
    targets: tuple[StatedTarget, ...] = ()
    rates: tuple[Rate, ...] = ()

    @model_validator(mode="after")
    def _speaks_one_currency(self) -> CostSheet:
        for label, currency, day in self._told():
            if currency not in (None, self.currency) and self._rate(currency, day) is None:
                raise refused(
                    LeadlineError(
                        f"“{label}” is in {currency}, and no rate to {self.currency} is given for {day} or before.",
                        f"Add a rate: of {currency}, to {self.currency}, its amount, source and source_date.",
                    )
                )
        return self

    def _told(self) -> list[tuple[str, str | None, dt.date]]:
        """Every amount that is dated: what it is called, its currency and its day."""
        found = [(each.label, each.currency, each.source_date) for each in (*self.items, *self.prices)]
        stated = [(each, *named) for each in self.benefits for named in each.inputs.items()]
        packages = [(each.program, one) for each in self.options for one in each.packages]
        found += [(f"{program}: {one.label}", one.currency, one.source_date) for program, one in packages]
        curves = [(each.program, each.curve) for each in self.options if each.curve]
        found += [(f"{program}: curve", one.currency, one.source_date) for program, one in curves]
        return found + [
            (f"{each.name}: {name}", one.currency, one.source_date) for each, name, one in stated if one.source_date
        ]

    @model_validator(mode="after")
    def _names_each_price_once(self) -> CostSheet:
        ids = [price.id for price in self.prices]
        twice = next((name for name in ids if ids.count(name) > 1), None)
        if twice is not None:
            raise refused(
                LeadlineError(
                    f"The price “{twice}” stands here {ids.count(twice)} times, so nobody can tell which one counts.",
                    "Keep one of them, or give the others ids of their own.",
                )
            )
        return self

    def starting(self, starts: Mapping[str, dt.date]) -> CostSheet:
        """The same with each running cost that says no day beginning where its program does."""
        items = tuple(
            item
            if item.first or item.program not in starts
            else item.model_copy(update={"first": starts[item.program]})
            for item in self.items
        )
        return self.model_copy(update={"items": items})

    def of_program(self, program: str | None) -> tuple[CostItem, ...]:
        """The program's items in the sheet's currency; all programs' where none is named."""
        return tuple(self._own(item) for item in self.items if program is None or item.program == program)

    def price(self, price_id: str) -> Price:
        """A price by its id, in the sheet's currency. Raises LeadlineError where there is none."""
        for price in self.prices:
            if price.id == price_id:
                return self._own(price)
        known = ", ".join(price.id for price in self.prices) or "none"
        raise LeadlineError(f"There is no price “{price_id}”.", f"Add it under prices; the prices are: {known}.")

    def stated(self, benefit: StatedBenefit) -> dict[str, StatedInput]:
        """The benefit's inputs by name, in the sheet's currency."""
        return {name: self._own(one) for name, one in benefit.inputs.items()}

    def package(self, given: StatedPackage) -> StatedPackage:
        """A size of a program, in the sheet's currency."""
        return self._own(given)

    def curve(self, given: StatedCurve) -> StatedCurve:
        """How a program's benefit flattens, in the sheet's currency."""
        return self._own(given)

    def _own(self, given: Given) -> Given:
        rate = self._rate(given.currency, given.source_date) if given.source_date else None
        if rate is None or rate.of == self.currency:
            return given
        money = {
            name: None if (amount := getattr(given, name, None)) is None else amount * rate.amount
            for name in MONEY
            if hasattr(given, name)
        }
        source = f"{given.source}; {rate.of} to {rate.to} at {rate.amount:f}, {rate.source}, {rate.source_date}"
        return given.model_copy(update=money | {"currency": self.currency, "source": source})

    def _rate(self, currency: str | None, day: dt.date) -> Rate | None:
        """The newest rate on or before the day; 1 for the own currency."""
        if currency in (None, self.currency):
            return Rate(of=self.currency, to=self.currency, amount=Decimal(1), source="the same", source_date=day)
        dated = [r for r in self.rates if (r.of, r.to) == (currency, self.currency) and r.source_date <= day]
        return max(dated, key=lambda rate: rate.source_date, default=None)

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON; `from_dict` reads it back."""
        return self.model_dump(mode="json", by_alias=True)

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> CostSheet:
        return cls.model_validate(record)
