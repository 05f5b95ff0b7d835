"""What do champions bring about, and how well is it known?

Champions are colleagues who opted in to use their own accounts for the business (S2.7, S2.8). Two pilots: new business
with existing or new clients, and new employees (S2.12). In: what they report each month. Out: results, each of one
level of evidence. The surprise: money that nobody can confirm (level D) is counted nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from leadline.programs.small_groups import K_INTERNAL, shown_groups
from leadline.words import Audience, Department, Money, Month

Client = Literal["existing", "new"]
Credit = Literal["sourced", "influenced"]


class Pilot(StrEnum):
    """The two types of pilot projects (S2.12)."""

    NEW_BUSINESS = "new business"
    NEW_EMPLOYEES = "new employees"


class EvidenceLevel(StrEnum):
    """How it is known that a result is this champion's: kept apart, never summed silently."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]


_MEANINGS = {
    EvidenceLevel.A: "a record in the sales or applicant system names the champion",
    EvidenceLevel.B: "the contact clicked the champion's tracked link before the record was made",
    EvidenceLevel.C: "the champion says so, and whoever owns the deal or vacancy confirms it",
    EvidenceLevel.D: "the champion says so, and nobody has confirmed it yet",
}

COUNTS: Mapping[Pilot, tuple[str, ...]] = {
    Pilot.NEW_BUSINESS: ("leads", "meetings", "proposals", "deals"),
    Pilot.NEW_EMPLOYEES: ("reach_outs", "applicants", "interviews", "hires"),
}
"""What each pilot counts, in the order in which one leads to the next."""

MONEY: Mapping[Pilot, str] = {Pilot.NEW_BUSINESS: "won", Pilot.NEW_EMPLOYEES: "saved fees"}
"""What the money of a result is."""


@dataclass(frozen=True)
class Passion:
    """What a champion likes to speak about, at work or beside it; both count (S2.9)."""

    topic: str
    kind: Literal["work", "personal"] = "work"


@dataclass(frozen=True)
class Champion:
    """A colleague who opted in on `joined`; `left` is the first day on which they no longer take part.

    `id` is a pseudonym. `name` is there only when the champion agreed to be named.
    """

    id: str
    department: Department
    pilot: Pilot
    joined: dt.date
    left: dt.date | None = None
    name: str | None = None
    passions: tuple[Passion, ...] = ()

    @property
    def label(self) -> str:
        return self.name or f"Champion {self.id}"

    def takes_part(self, month: Month) -> bool:
        """Opted in on any day of the month."""
        return self.joined <= month.last_day and (self.left is None or self.left > month.first_day)


@dataclass(frozen=True)
class Story:
    """What was achieved, how, and the steps that another champion can copy (S2.18)."""

    what: str = ""
    how: str = ""
    steps: str = ""

    def __bool__(self) -> bool:
        return bool(self.what or self.how or self.steps)


@dataclass(frozen=True)
class Result:
    """One line of a champion's month, of one level of evidence.

    `client` is existing or new for new business, None for new employees. `money` is the amount won, or the fees of an
    agency saved. `shown_by` is the record's number (A), the link (B) or who confirms (C).
    """

    champion: str
    month: Month
    pilot: Pilot
    evidence: EvidenceLevel
    client: Client | None = None
    credit: Credit = "sourced"
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    money: Money | None = None
    hours: Decimal = Decimal(0)
    shown_by: str = ""
    story: Story = Story()

    @property
    def key(self) -> tuple[str, Month, Pilot, Client | None, Credit, EvidenceLevel, str]:
        """What makes it the same line when it comes again."""
        return self.champion, self.month, self.pilot, self.client, self.credit, self.evidence, self.shown_by

    @property
    def audience(self) -> Audience:
        """Which of the four audiences it is about (S2.2)."""
        if self.pilot is Pilot.NEW_EMPLOYEES:
            return Audience.POTENTIAL_COLLEAGUES
        return Audience.CLIENTS if self.client == "existing" else Audience.POTENTIAL_CLIENTS


def merged(known: Iterable[Result], reported: Iterable[Result], *, complete: bool = True) -> tuple[Result, ...]:
    """Results with a new report taken in: it replaces what the same champion said of the same month and pilot.

    A report of which some lines could not be read is not `complete`: it replaces the lines that came again and leaves
    all others, so that a bad cell never takes away what was known. A second time it changes nothing.
    """
    new = list(dict.fromkeys(reported))
    mark = _reporter if complete else _same_line
    replaced = {mark(result) for result in new}
    kept = [result for result in known if mark(result) not in replaced]
    return tuple(sorted((*kept, *new), key=_order))


def _reporter(result: Result) -> tuple[object, ...]:
    return result.champion, result.month, result.pilot


def _same_line(result: Result) -> tuple[object, ...]:
    return result.key


def levels_told(results: Iterable[Result]) -> frozenset[EvidenceLevel]:
    """The levels of evidence behind which so many people stand that a figure is nobody's own: page and report alike.

    The confirmed levels hide each other, since a report tells their sum; the unconfirmed one stands alone.
    """
    people: defaultdict[EvidenceLevel, set[str]] = defaultdict(set)
    for one in results:
        people[one.evidence].add(one.champion)
    confirmed = shown_groups(
        {level.value: len(people[level]) for level in EvidenceLevel if level is not EvidenceLevel.D}
    )
    told = {EvidenceLevel(name) for name in confirmed.shown}
    return frozenset(told | ({EvidenceLevel.D} if len(people[EvidenceLevel.D]) >= K_INTERNAL else set()))


def are_told(results: Iterable[Result]) -> bool:
    """Whether a sum over these lines stands for so many people that it may be shown; no lines hide nobody."""
    people = {one.champion for one in results}
    return not people or len(people) >= K_INTERNAL


def outcomes(results: Iterable[Result]) -> Decimal:
    """What ranks are made of (S2.17): everything beyond the first step, as far as somebody confirmed it.

    Outcomes and not activity: a hundred reach-outs that led to nothing count nothing.
    """
    steps = (
        one.counts.get(name, 0)
        for one in results
        if one.evidence is not EvidenceLevel.D
        for name in COUNTS[one.pilot][1:]
    )
    return Decimal(sum(steps))


def _order(result: Result) -> tuple[str, ...]:
    return tuple(str(part) for part in result.key)
