"""What does the company want, and what shall social activity do for it? Objectives, numbers on the way, own metrics."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from pydantic import model_validator

from leadline.strategy import shorthand
from leadline.strategy.catalogue import is_counted
from leadline.strategy.fields import (
    AimField,
    BaselineField,
    Element,
    Id,
    Number,
    SegmentName,
    SpanField,
    State,
    StatedAs,
    Text,
)
from leadline.strategy.metrics import Direction
from leadline.words import ValueType


class CompanyObjective(Element):
    """What the company wants, given first and from above (S0.17): the upper end of every line."""

    id: Id
    text: Text
    """One sentence, as the owner says it: `Lower the cost to serve`."""
    owner: Text = ""
    kind: ValueType | None = None
    """What reaching it is worth: satisfaction, loyalty, innovation, revenue, cost, ... (S0.4, S1.6)."""
    metric: Id | None = None
    """The business metric that defines it; the catalogue's id (`calls`) or one of the company's own."""
    area: Text = ""
    """The region or part of the business it holds for; empty for all of it."""
    segment: SegmentName = ""
    """The part of the market it holds for, as the metric's rows name it (`consumer`); empty for the whole."""
    baseline: BaselineField | None = None
    target: AimField | None = None
    by: dt.date | None = None
    reason: Text = ""
    """Why the company wants it (S0.1)."""

    @property
    def target_level(self) -> Decimal | None:
        """The value the metric should reach, in the baseline's unit; None where baseline or target do not tell."""
        if self.target is None:
            return None
        if self.baseline is None:
            return self.target.value if self.target.stated_as is StatedAs.LEVEL else None
        return self.target.level(self.baseline.value)


class CommunicationsObjective(Element):
    """What the company's communications want: the layer between the business and social activity (S1.19)."""

    id: Id
    text: Text
    owner: Text = ""
    serves: Id | None = None
    """The company objective it is for."""


class Objective(Element):
    """What social activity shall do for one company objective; a draft until the assessment is closed (S3.16)."""

    id: Id
    text: Text
    serves: Id | None = None
    """The company objective it is for (S0.18)."""
    carries: Id | None = None
    """The communications objective it carries (S1.19)."""
    owner: Text = ""
    metric: Id | None = None
    """The social metric that shows it."""
    baseline: BaselineField | None = None
    target: AimField | None = None
    period: SpanField | None = None
    state: State = State.DRAFT
    reason: Text = ""
    """Why it was changed or dropped."""

    @property
    def is_decided(self) -> bool:
        """Whether somebody took it as it stands or changed it, which only a closed assessment allows (S3.16)."""
        return self.state in (State.CONFIRMED, State.CHANGED)


class Target(Element):
    """A number of fans, followers, visits, ...: useful on the way, never an objective (S0.2)."""

    id: Id
    text: Text = ""
    metric: Id | None = None
    value: Number | None = None
    unit: Text = ""
    by: dt.date | None = None
    what_for: Text = ""
    """The chain from this number to its objective in words: how many of whom do what (S1.12)."""
    objective: Id | None = None
    """The objective, social or the company's, that the number is derived from."""

    @model_validator(mode="before")
    @classmethod
    def _whole_where_counted(cls, given: Any) -> Any:
        if isinstance(given, dict) and (is_counted(given.get("metric")) or is_counted(given.get("unit"))):
            return given | {"value": shorthand.whole_number(given.get("value"))}
        return given


class OwnMetric(Element):
    """A metric of the company's own, described as the catalogue describes its (S1.13)."""

    id: Id
    name: Text = ""
    definition: Text = ""
    """What is counted, and what is not."""
    unit: Text = ""
    good: Direction = Direction.UP
    """The direction that is better: `down` for what should get less."""
    source: Text = ""
    """The system or the file that it comes from."""
    gamed: Text = ""
    """How the number can be made to look good while nothing gets better."""
    fits: tuple[ValueType, ...] = ()
    """The kinds of value that it can show."""
    business: bool = False
    """Whether the company's own books or systems record it."""
