"""The nouns that every stage shares, each with one meaning.

Enumerations hold the framework's own lists (requirements.md); values are the lower-case words that
files, pages and the API use. Frozen dataclasses carry a number with what makes it readable.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import total_ordering
from typing import Literal, NewType
from zoneinfo import ZoneInfo

from leadline.errors import LeadlineError

PartyId = NewType("PartyId", str)
"""A party's short name as messages carry it: lower case, for example `halden` or `nordhandel`."""

Channel = NewType("Channel", str)
"""Where something was said: `facebook`, `x`, `forum`, `review`, `mail`, `chat`, and so on."""

EVERYWHERE = "all"
"""The segment or the area of what is of the whole market."""


class Department(StrEnum):
    """Departments, customer-touching ones first and in the framework's order (S4.4)."""

    SUPPORT = "support"
    PRODUCT = "product"
    LOGISTICS = "logistics"
    SALES = "sales"
    MARKETING = "marketing"
    PROCUREMENT = "procurement"
    PRODUCTION = "production"
    PEOPLE = "people"


DEPARTMENT_ORDER: tuple[Department, ...] = (
    Department.SUPPORT,
    Department.PRODUCT,
    Department.LOGISTICS,
    Department.SALES,
    Department.MARKETING,
)
"""Support first and marketing last: a default with gates, not a law (S4.7, S4.16)."""


class PartyKind(StrEnum):
    """What a party is to the company (S3.8-S3.12)."""

    OWN = "own"
    COMPETITOR = "competitor"
    PARTNER = "partner"


class PartnerType(StrEnum):
    """The sales channel's kinds (S3.11)."""

    DEALER = "dealer"
    BROKER = "broker"
    RETAILER = "retailer"
    RESELLER = "reseller"
    DISTRIBUTOR = "distributor"
    OTHER = "other"


class SpeakerRole(StrEnum):
    """Who speaks in a message: the company talked about, its customer, a partner, staff, or nobody knows."""

    BRAND = "brand"
    CUSTOMER = "customer"
    DEALER = "dealer"
    BROKER = "broker"
    RETAILER = "retailer"
    RESELLER = "reseller"
    DISTRIBUTOR = "distributor"
    STAFF = "staff"
    UNKNOWN = "unknown"


PARTNER_ROLES: frozenset[SpeakerRole] = frozenset(
    {SpeakerRole.DEALER, SpeakerRole.BROKER, SpeakerRole.RETAILER, SpeakerRole.RESELLER, SpeakerRole.DISTRIBUTOR}
)


class Basis(StrEnum):
    """How a fact about a message came to be known."""

    DECLARED = "declared"
    DERIVED = "derived"
    CORRECTED = "corrected"


class MessageKind(StrEnum):
    """What a message is to the service clock: only a `message` by the brand answers (service-level rule 2)."""

    MESSAGE = "message"
    AUTO = "auto"
    NOTE = "note"
    ACTION = "action"
    SYSTEM = "system"


class Audience(StrEnum):
    """The four audiences, numbered 1 to 4 in this order (S2.2, S2.12)."""

    COLLEAGUES = "colleagues"
    POTENTIAL_COLLEAGUES = "potential colleagues"
    CLIENTS = "clients"
    POTENTIAL_CLIENTS = "potential clients"


class ValueType(StrEnum):
    """What social activity can be worth: five value types (S0.4) and five more (S1.6)."""

    SATISFACTION = "satisfaction"
    LOYALTY = "loyalty"
    INNOVATION = "innovation"
    REVENUE = "revenue"
    COST = "cost"
    SALES_CONTRIBUTION = "sales contribution"
    COST_SAVINGS = "cost savings"
    SERVICE = "service improvement"
    INTERNAL_EFFICIENCY = "internal efficiency"
    ADVOCACY = "consumer advocacy"


class MethodKind(StrEnum):
    """What a strategic method is (S1.14, S3.28, S3.33, S4.7-S4.11)."""

    SERVICE = "service"
    COMMUNITY = "community"
    INSIGHT = "insight"
    LAUNCH = "launch"
    EARLY_WARNING = "early warning"
    PROCESS_CHANGE = "process change"
    CHAMPIONS = "champions"
    ADVOCACY = "advocacy"
    BUZZ = "buzz"
    SALES = "sales"
    OTHER = "other"


class RunBy(StrEnum):
    """Who carries a method out (S3.29)."""

    COMPANY = "company"
    MARKET = "market"
    JOINT = "joint"


@total_ordering
class Grade(StrEnum):
    """How well data carry a causal link (design section 1); ordered, weakest first."""

    ASSUMED = "assumed"
    CORRELATED = "correlated"
    SUPPORTED = "supported"
    TESTED = "tested"

    @property
    def step(self) -> int:
        """1 for assumed to 4 for tested: the filled steps of the grade's one picture."""
        return list(Grade).index(self) + 1

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Grade):
            return NotImplemented
        return self.step < other.step


Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Company:
    """The company that uses Leadline; `zone` is an IANA name, `currency` an ISO 4217 code."""

    name: str
    zone: str
    currency: str

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@dataclass(frozen=True)
class Party:
    """Somebody people talk about: the own brand, a competitor or a partner.

    `handles` are the accounts the party itself speaks from, lower case, without `@`: a message from one
    of them is the party's own (role `brand`, or its partner type), one that mentions it is about the party.
    """

    id: PartyId
    name: str
    kind: PartyKind
    partner_type: PartnerType | None = None
    handles: tuple[str, ...] = ()


def day_words(day: dt.date) -> str:
    """A day for people: `4 July 2026`."""
    return f"{day.day} {day:%B %Y}"


def spoken(name: str) -> str:
    """An id as people say it, where nothing but the id is at hand: `router-watch` gives `Router watch`."""
    words = name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def listed(names: Sequence[str], last: str = "and") -> str:
    """`A`, `A and B`, `A, B and C`; nothing where there is none."""
    return "".join(names) if len(names) < 2 else f"{', '.join(names[:-1])} {last} {names[-1]}"


YEARS = (1970, 2100)
"""The years that a person may mean; beyond them is a slip of the pen."""


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, in the company's zone wherever instants are meant."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """`2026-03` becomes March 2026. Raises LeadlineError for anything else, and for a year outside YEARS."""
        found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text.strip())
        if not found or not 1 <= int(found[2]) <= 12:
            raise LeadlineError(f"“{text[:20]}” is not a month.", "Write the year and the month, as in 2026-03.")
        if not YEARS[0] <= int(found[1]) <= YEARS[1]:
            raise LeadlineError(f"No company speaks of {text}.", f"Name a year from {YEARS[0]} to {YEARS[1]}.")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: dt.date) -> Month:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        return self.next().first_day - dt.timedelta(days=1)

    @property
    def name(self) -> str:
        """For people: `March 2026`."""
        return self.first_day.strftime("%B %Y")

    def next(self) -> Month:
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def previous(self) -> Month:
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    def period(self) -> Period:
        return Period(self.first_day, self.last_day)

    def told_until(self, today: dt.date) -> dt.date:
        """The last day that can be told of it: its own last day, or today where that has not come."""
        return min(self.last_day, today)

    def is_over(self, today: dt.date) -> bool:
        return today > self.last_day

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, order=True)
class Period:
    """Days from `first` to `last`, both included, in the company's zone."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise LeadlineError(
                f"A period cannot end on {self.last} before it begins on {self.first}.", "Exchange the two dates."
            )

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """As many days, up to the one before its first."""
        return Period(self.first - dt.timedelta(days=self.days), self.first - dt.timedelta(days=1))

    def parted(self, held: int, at_once: int) -> tuple[Period, ...]:
        """Itself, or parts of as many days, about `at_once` of the `held` things that lie in it in each."""
        step = max(1, self.days * at_once // max(at_once, held))
        starts = (self.first + dt.timedelta(start) for start in range(0, self.days, step))
        return tuple(Period(start, min(start + dt.timedelta(step - 1), self.last)) for start in starts)

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Money:
    """An amount in one currency (ISO 4217). Amounts are Decimal; unlike currencies never mix silently."""

    amount: Decimal
    currency: str

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def times(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise LeadlineError(
                f"{self.currency} and {other.currency} cannot be added.", "Convert one of them with a dated rate first."
            )


@dataclass(frozen=True)
class Estimate:
    """A number that is not known exactly: `low` to `high` holds it with probability `level` (0 to 1)."""

    value: float
    low: float
    high: float
    unit: str
    level: float = 0.95


@dataclass(frozen=True)
class Finding:
    """What an assessment found: one sentence about one theme of one party, with what it rests on.

    `messages` is how many it rests on; `read_right` the measured share (0 to 1) of such readings that were
    right, or None where it was not measured. `share` is of the party's messages in the period.
    """

    id: str
    sentence: str
    party: PartyId
    theme: str
    department: Department
    reading: Literal["sentiment", "need", "frustration", "excitement"]
    messages: int
    share: Estimate
    read_right: float | None = None


@dataclass(frozen=True)
class Remark:
    """What a check has to say about a person's input: never an exception, always an advice.

    `code` names the rule (`OBJ001`); `thing` what it is about, in the person's own words; `where` the path
    inside the document (`objectives[0].target`).
    """

    code: str
    severity: Severity
    thing: str
    message: str
    advice: str
    where: str = ""


class RemarkedError(LeadlineError):
    """Something refused for several reasons at once: told as the first of `remarks`, and each of them told by who can
    show a list.
    """

    def __init__(self, remarks: tuple[Remark, ...], *, what: str = "") -> None:
        first, more = remarks[0], len(remarks) - 1
        others = f" ({more} more: see below.)" if more else ""
        super().__init__(f"{what}{first.message}{others}", first.advice)
        self.remarks = remarks
