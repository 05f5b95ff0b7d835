"""What is a strategy? Its six elements (S3.20), and beside them what ties it to the business and to the market.

These models are the one definition for the file, the page and the API. A document may be unfinished: what is missing is
the lint's to remark, so nearly every field has an empty default. The surprise: a document is a value. It never changes;
a new version is a new document, and its digest is its name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from leadline.strategy import shorthand
from leadline.strategy.catalogue import is_counted
from leadline.strategy.fields import (
    AimField,
    Amount,
    BaselineField,
    Element,
    Id,
    Ids,
    Number,
    Reader,
    Role,
    SegmentName,
    SpanField,
    State,
    StatedAs,
    Text,
    Texts,
)
from leadline.strategy.metrics import Direction
from leadline.strategy.numerals import canonical
from leadline.words import Department, MethodKind, Money, PartnerType, RunBy, ValueType


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


class Goal(Element):
    """Where the strategy leads, influenced by what the assessment found people to need (S3.21)."""

    text: Text = ""
    findings: Ids = ()


class Benefits(Element):
    """What customers get from it, and what the company does; both sides are filled (S3.23)."""

    customer: Texts = ()
    company: Texts = ()


class Report(Element):
    """Who is told what, how often (S2.16, S3.26)."""

    to: Reader
    metrics: Ids = ()
    rhythm: Literal["weekly", "monthly", "quarterly"] = "monthly"
    owner: Text = ""


class Contribution(Element):
    """What somebody said, and to which part of the strategy (S3.17)."""

    text: Text
    to: Text = ""
    """The part's id, or the name of an element: `goal`, `mission`, `page-service`."""
    date: dt.date | None = None


class Participant(Element):
    """Somebody who took part in making the strategy (S3.17)."""

    name: Text
    key: Text = ""
    """What the site calls whoever came by a link: two people may share a name, and never a key."""
    role: Role
    partner_type: PartnerType | None = None
    organisation: Text = ""
    invited: dt.date | None = None
    contributions: tuple[
        Annotated[Contribution, BeforeValidator(shorthand.under("text"), json_schema_input_type=Contribution | str)],
        ...,
    ] = ()
    signed: dt.date | None = None
    signed_parts: Texts = ()
    """The parts that they signed, as in `goal` or `methods:page-service`; none named, they signed the whole."""


class Leadership(Element):
    """Who leads, who pays, and how often they look (S0.21, S3.31)."""

    owner: Text = ""
    sponsor: Text = ""
    review: Literal["weekly", "monthly", "quarterly"] | None = None
    policy: Text = ""
    """Where the rules stand that everybody who speaks for the company has read (S4.13)."""


class Assessment(Element):
    """The assessment the strategy stands on (S3.16)."""

    version: Text = ""
    closed: dt.date | None = None
    findings: Ids = ()


class Ignored(Element):
    """A remark of the lint that somebody decided to live with, and why; for an error, who decided must be named."""

    rule: Text
    """The rule's code, as in `MET006`."""
    part: Id | None = None
    """The id of the part it is ignored for; left out, it is ignored everywhere."""
    reason: Annotated[Text, Field(min_length=1)]
    by: Text = ""
    date: dt.date | None = None


class Document(Element):
    """A whole strategy: the framework's six elements and no more (S3.20), and what they stand on."""

    format: Annotated[Literal[1], BeforeValidator(shorthand.version)] = 1
    company: Text = ""
    currency: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern="^[A-Za-z]{3}$")] = "EUR"
    leadership: Leadership = Leadership()

    goal: Annotated[Goal, BeforeValidator(shorthand.under("text"), json_schema_input_type=Goal | str)] = Goal()
    mission: Text = ""
    benefits: Benefits = Benefits()
    methods: tuple[Method, ...] = ()
    resources: Needs = Needs()
    reporting: tuple[Report, ...] = ()

    company_objectives: tuple[
        Annotated[
            CompanyObjective, BeforeValidator(shorthand.under("text"), json_schema_input_type=CompanyObjective | str)
        ],
        ...,
    ] = ()
    communications: tuple[
        Annotated[
            CommunicationsObjective,
            BeforeValidator(shorthand.under("text"), json_schema_input_type=CommunicationsObjective | str),
        ],
        ...,
    ] = ()
    objectives: tuple[
        Annotated[Objective, BeforeValidator(shorthand.under("text"), json_schema_input_type=Objective | str)], ...
    ] = ()
    targets: tuple[
        Annotated[Target, BeforeValidator(shorthand.under("text"), json_schema_input_type=Target | str)], ...
    ] = ()
    metrics: tuple[OwnMetric, ...] = ()
    lines: tuple[Line, ...] = ()
    assessment: Assessment = Assessment()
    participants: tuple[Participant, ...] = ()
    ignored: tuple[Ignored, ...] = ()

    def digest(self) -> str:
        """The name of exactly this content: SHA-256 in hex. Fields left at their default do not count, so that a
        field added to the format later changes no old digest."""
        plain = self.model_dump(exclude_defaults=True)
        text = json.dumps(plain, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def money(self, amount: Decimal) -> Money:
        """An amount of this document, with its currency."""
        return Money(amount, self.currency)


def _plain(value: object) -> str:
    return format(canonical(value), "f") if isinstance(value, Decimal) else str(value)
