"""The small parts that every element of a strategy is made of: texts, numbers, dates, measured values and choices.

A validator in front of a field takes what a person wrote short (`target: 20 %`) for the long form. The surprise: a
number is a Decimal read by our own rule, because YAML would take `50.000` for fifty.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from leadline.errors import LeadlineError
from leadline.strategy import shorthand
from leadline.strategy.metrics import Direction
from leadline.strategy.numerals import canonical
from leadline.words import Period

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Id = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,119}$")]
SegmentName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^/?#@%:]*$")]
Number = Annotated[Decimal, BeforeValidator(shorthand.number, json_schema_input_type=float | str)]
Amount = Annotated[Number, Field(ge=0)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(shorthand.several, json_schema_input_type=str | list[str])]
Ids = Annotated[tuple[Id, ...], BeforeValidator(shorthand.several, json_schema_input_type=str | list[str])]


class StatedAs(StrEnum):
    """What a target's number is: the level itself, a change relative to the baseline, or one in points (S1.10)."""

    LEVEL = "level"
    RELATIVE = "relative percent"
    POINTS = "points"


class State(StrEnum):
    """A social objective stays a draft until the assessment is closed; then a person decides (S3.16)."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    DROPPED = "dropped"


class Role(StrEnum):
    """What a person who took part is to the company; the first three, and others outside, are its market (S3.17)."""

    CUSTOMER = "customer"
    PARTNER = "partner"
    REPRESENTATIVE = "market representative"
    COLLEAGUE = "colleague"
    EXECUTIVE = "executive"
    OTHER = "other"

    @property
    def is_market(self) -> bool:
        return self in (Role.CUSTOMER, Role.PARTNER, Role.REPRESENTATIVE)


class Reader(StrEnum):
    """The three groups who are told the results, each in its own words (S2.16)."""

    CHAMPIONS = "champions"
    ORGANISATION = "organisation"
    DECIDERS = "decision makers"


class Element(BaseModel):
    """What all parts of a document share: they never change, and they know their fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_left_out(cls, given: Any) -> Any:
        """`owner:` with nothing after it says no more than no `owner:` at all."""
        if not isinstance(given, dict) or None not in given.values():
            return given
        return {name: value for name, value in given.items() if value is not None or name not in cls.model_fields}


class Baseline(Element):
    """Where a metric stands before anything is done."""

    value: Number
    unit: Text = ""
    """What is counted, and per what: `calls a day`, `% of customers a month`."""
    date: dt.date | None = None
    """The day it was measured, or the last day of the period it is the mean of."""


class Aim(Element):
    """Where a metric should get to. A size without `stated_as` can be a relative change or points (S1.10)."""

    value: Number
    unit: Text = ""
    stated_as: StatedAs | None = None
    """`level`: reach this value; `relative percent`: change by this share of the baseline; `points`: by this much."""
    direction: Direction | None = None

    def level(self, baseline: Decimal) -> Decimal | None:
        """The value to reach, in the baseline's unit, or None where the aim does not say how its number is meant."""
        if self.stated_as is StatedAs.LEVEL:
            return self.value
        if self.stated_as is None or self.direction is None:
            return None
        sign = 1 if self.direction is Direction.UP else -1
        size = abs(self.value) * (abs(baseline) / 100 if self.stated_as is StatedAs.RELATIVE else 1)
        return canonical(baseline + sign * size)


class Span(Element):
    """Days from `first` to `last`, both included; also written `2026-04-01 to 2026-09-30` or `2026-04`."""

    first: dt.date
    last: dt.date

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.last < self.first:
            sentence = f"The period ends on {self.last}, before it begins on {self.first}."
            raise shorthand.refused(LeadlineError(sentence, "Exchange the two dates."))
        return self

    def period(self) -> Period:
        return Period(self.first, self.last)


BaselineField = Annotated[
    Baseline, BeforeValidator(shorthand.under("value"), json_schema_input_type=Baseline | float | str)
]
AimField = Annotated[Aim, BeforeValidator(shorthand.aim, json_schema_input_type=Aim | float | str)]
SpanField = Annotated[Span, BeforeValidator(shorthand.span, json_schema_input_type=Span | str)]
