"""What does it cost? Labour, tools, media, agencies, with their dates; and what a call, a hire, an hour is priced at.

These models are the one definition for `costs.yaml`, the page and the API. An amount is Decimal, with the sentence and
the day it comes from. The surprise: a call that was avoided saves its marginal price only while the supplier's minimum
volume is exceeded; below it the bill stays the same (S0.6, S0.15).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import AliasChoices, ConfigDict, Field, StringConstraints, model_validator

from leadline.errors import LeadlineError
from leadline.measure.record import Recorded
from leadline.strategy.fields import Amount, Element, Id, Text
from leadline.strategy.shorthand import refused
from leadline.value.periods import Slice
from leadline.value.uncertainty import Input
from leadline.words import Money

Currency = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{3}$")]
Percent = Annotated[Amount, Field(le=100)]

Given = TypeVar("Given", "CostItem", "Price")

CENT = Decimal("0.01")


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
        """Hours x rate, or the amount, in words (S2.20)."""
        unit = "" if self.every is Every.ONCE else " a month"
        if self.hours is not None:
            return f"{self.hours:,f} hours x {self.rate:,.2f}{unit}"
        return f"{self.each:,.2f}{unit}"

    def amount_in(self, part: Slice) -> Decimal:
        """What falls into a month's slice, to the cent: a running cost by the days it covers."""
        if self.every is Every.ONCE:
            return self.each if part.days_within(self.first, self.first) else Decimal(0)
        days = part.days_within(self.first, self.until)
        return (self.each * days / part.month.last_day.day).quantize(CENT)

    def input(self, currency: str) -> Input:
        """The amount each time, as something that can be drawn."""
        each, low, high = (None if x is None else float(x) for x in (self.each, self.low, self.high))
        name = f"{self.program}: {self.label}"
        return Input(name, each or 0.0, currency, self.source, self.source_date, low, high, entered=self.each)


class Price(Stated):
    """What one of something is worth: a call at the supplier, a hire's agency fee, an hour of a customer.

    `cashable_percent`: how much of it leaves the bill when one is saved (100 for a supplier's price, 0 for own staff
    who stay). `minimum_a_month` are pieces that are paid for in any case. An average price overstates what the last
    call costs, so it must be said: `marginal: no`.
    """

    id: Id
    per: Text
    marginal: bool = True
    cashable_percent: Percent = Decimal(100)
    minimum_a_month: Amount | None = None
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
        )


class Rate(Element):
    """One unit of `of` was worth `amount` of `to` on `source_date`."""

    of: Currency
    to: Currency
    amount: Annotated[Amount, Field(gt=0)]
    source: Annotated[Text, StringConstraints(min_length=1)]
    source_date: dt.date


class CostSheet(Element):
    """`costs.yaml`: one currency to speak in, a discount rate, and every cost and price with its source."""

    currency: Currency
    discount_percent_a_year: Percent = Decimal(0)
    items: tuple[CostItem, ...] = ()
    prices: tuple[Price, ...] = ()
    rates: tuple[Rate, ...] = ()

    @model_validator(mode="after")
    def _speaks_one_currency(self) -> CostSheet:
        for each in (*self.items, *self.prices):
            if each.currency not in (None, self.currency) and self._rate(each.currency, each.source_date) is None:
                raise refused(
                    LeadlineError(
                        f"“{each.label}” is in {each.currency}, and no rate to {self.currency} is given for "
                        f"{each.source_date} or before.",
                        f"Add a rate: of {each.currency}, to {self.currency}, its amount, source and source_date.",
                    )
                )
        return self

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

    def _own(self, given: Given) -> Given:
        rate = self._rate(given.currency, given.source_date)
        if rate is None or rate.of == self.currency:
            return given
        money = {
            name: None if (amount := getattr(given, name, None)) is None else amount * rate.amount
            for name in ("amount", "rate", "low", "high")
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


@dataclass(frozen=True)
class CostLine(Recorded):
    """One cost over a period: its exact total, and where it comes from."""

    program: str
    label: str
    kind: CostKind
    done_by: DoneBy
    money: Money
    how: str
    source: str
    source_date: dt.date


def cost_lines(items: Sequence[CostItem], parts: Sequence[Slice], currency: str) -> tuple[CostLine, ...]:
    """A line for every item that costs something in the period."""
    lines = []
    for item in items:
        total = sum((item.amount_in(part) for part in parts), Decimal(0))
        if total:
            money = Money(total, currency)
            source = item.source, item.source_date
            lines.append(CostLine(item.program, item.label, item.kind, item.done_by, money, item.how, *source))
    return tuple(lines)


def outsourced_share(lines: Sequence[CostLine]) -> Decimal | None:
    """The share of the cost that goes to outsiders, 0 to 1 (S3.3); None where nothing costs anything."""
    total = sum((line.money.amount for line in lines), Decimal(0))
    outside = sum((line.money.amount for line in lines if line.done_by is DoneBy.OUTSOURCED), Decimal(0))
    return outside / total if total else None
