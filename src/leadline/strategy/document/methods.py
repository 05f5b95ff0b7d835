"""What is done, what does it take, and why would it work? Methods, their needs, and the lines that they hang from."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, Field

from leadline.strategy import shorthand
from leadline.strategy.fields import Amount, Element, Id, Ids, Text
from leadline.words import Department, MethodKind, RunBy, ValueType


class Success(Element):
    """What success means in a step, and the tool that measures it (S3.26)."""

    measure: Text = ""
    instrument: Text = ""
    target: Text = ""


class Needs(Element):
    """What something takes. Zero is an answer (S3.29: the market may run a method alone); None means nobody said."""

    people: Amount | None = None
    """Full-time colleagues."""
    hours_a_month: Amount | None = None
    money_a_month: Amount | None = None
    """In the document's currency."""
    money_once: Amount | None = None

    @property
    def stated(self) -> bool:
        return any(
            value is not None for value in (self.people, self.hours_a_month, self.money_a_month, self.money_once)
        )


class Override(Element):
    """Somebody decided against the default order of departments, and says why (S4.7, S4.10)."""

    reason: Text
    by: Text = ""
    date: dt.date | None = None


class Method(Element):
    """A strategic method; the programs that carry it out hang from it (S3.24)."""

    id: Id
    name: Text
    kind: MethodKind = MethodKind.OTHER
    department: Department | None = None
    run_by: RunBy = RunBy.COMPANY
    agency_percent: Annotated[Amount, Field(le=100)] | None = None
    """How much of what is said in it an agency says, in percent (S3.3); None means nobody said."""
    serves: Ids = ()
    """Objectives, social or the company's."""
    programs: Ids = ()
    """The programs that carry it out; where none is named there is one, with the method's own id."""
    start: dt.date | None = None
    order: int | None = Field(default=None, ge=1)
    """Its place where dates are not set yet: 1 starts first."""
    resources: Needs | None = None
    success: (
        Annotated[Success, BeforeValidator(shorthand.under("measure"), json_schema_input_type=Success | str)] | None
    ) = None
    findings: Ids = ()
    opportunity: Id | None = None
    override: (
        Annotated[Override, BeforeValidator(shorthand.under("reason"), json_schema_input_type=Override | str)] | None
    ) = None

    @property
    def program_ids(self) -> tuple[str, ...]:
        return self.programs or (self.id,)


class Line(Element):
    """The chain from a company objective down to a program, and why it would hold (design section 1)."""

    id: Id
    objective: Id | None = None
    """The company objective's id."""
    value: ValueType
    """What the line is worth; where the file leaves it out it is read from the objective's kind."""
    business_metric: Id | None = None
    social_metric: Id | None = None
    """None where the program is held to move the business metric directly."""
    program: Id | None = None
    """A program of one of the methods."""
    opportunity: Id | None = None
    """The opportunity of the assessment that the program was chosen from."""
    mechanism: Text = ""
    """Why it would work, in words (S1.2)."""
