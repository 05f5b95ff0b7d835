"""What does a month's report rest on? One tree of plain values, frozen, from which all three texts are told.

Nothing here computes: `collect` fills it from the stages' results and `month` freezes it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from leadline.measure.kpi import Goes
from leadline.measure.record import Recorded
from leadline.report.champion_facts import Champions
from leadline.report.figures import Figure, Good, MoneyFigure
from leadline.words import Company, Grade, Month, Period

Verdict = Literal["effect", "no effect seen", "cannot tell"]


@dataclass(frozen=True)
class Finding:
    """What the assessment found on a theme (`theme` is its name for people).

    `read_right` is the measured share of such readings that were right, 0 to 1.
    """

    sentence: str
    theme: str
    department: str
    reading: str
    messages: int
    read_right: float | None
    link: str


@dataclass(frozen=True)
class Voice:
    """One party's share of what is said, in percent."""

    party: str
    kind: str
    share: Figure


@dataclass(frozen=True)
class Said:
    """Somebody's words, given to be read. An erasure empties `text` and leaves the keys: the month stays whole."""

    text: str
    who: str
    source: str
    message_id: str
    link: str


@dataclass(frozen=True)
class Assessment:
    """The x-ray's extract: one headline, the largest findings, who is heard."""

    version: str
    headline: str
    messages: Figure
    findings: tuple[Finding, ...]
    voices: tuple[Voice, ...]
    link: str
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Service:
    """The promise and how it was kept (S0.9); `worst` is the longest wait in words."""

    promise: str
    sentence: str
    kept: Figure
    worst: str
    link: str


@dataclass(frozen=True)
class Side:
    """One of the three sides of S0.16: satisfaction, sharing, cost. Without a figure, `missing` says what is needed."""

    name: Literal["satisfaction", "sharing", "cost"]
    figure: Figure | MoneyFigure | None
    words: str
    missing: str = ""


@dataclass(frozen=True)
class Check:
    """One attempt to prove an analysis wrong; `passed` is None where it could not be run."""

    name: str
    passed: bool | None
    sentence: str


@dataclass(frozen=True)
class Day:
    """One day of an effect's picture: observed, and what would have been."""

    day: dt.date
    observed: float | None
    expected: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Effect:
    """What a program did to an outcome, as far as data can tell.

    `relative` is in percent of what would have been, `mean` a day (or week, month), `cumulative` since the start; all
    None where the analysis was refused, and `why` says so. `grade` is the link's; `settle` what would raise it.
    """

    id: str
    program: str
    outcome: str
    unit: str
    since: dt.date
    until: dt.date
    verdict: Verdict
    grade: Grade
    why: str
    sentence: str
    good: Good
    checks: tuple[Check, ...]
    settle: str
    method: str
    link: str
    relative: Figure | None = None
    mean: Figure | None = None
    cumulative: Figure | None = None
    days: tuple[Day, ...] = ()

    @property
    def is_business(self) -> bool:
        """Whether it is on a business metric; `id` is that of its link, `line:role`."""
        return not self.id.endswith(":social")


@dataclass(frozen=True)
class Objective:
    """A company objective: where it stands, where it should, and how sure we are that a line moves it.

    `on_the_way` are targets such as fans or visits, which have no meaning but beside their objective (S0.2). `pace`
    says that the target is reached, or what a total would be by now, `goes` whether that is good news. Where `now`
    is None, `unknown` says why. `worth_told_at` is the objective under which the same money is told, where this one's
    line rests on it too.
    """

    id: str
    text: str
    owner: str
    by: dt.date | None
    metric: str
    unit: str
    good: Good
    baseline: float | None
    now: Figure | None
    target: float | None
    grade: Grade | None
    line: str
    worth: MoneyFigure | None
    link: str
    on_the_way: tuple[Figure, ...] = ()
    pace: str = ""
    goes: Goes = "plain"
    unknown: str = ""
    worth_told_at: str = ""


@dataclass(frozen=True)
class GradeWorth:
    """Worth of one grade. Grades are never added up silently (design section 1)."""

    grade: Grade
    money: MoneyFigure
    programs: tuple[str, ...]
    cashable: MoneyFigure | None = None


@dataclass(frozen=True)
class Cost:
    """What a program cost: `how` says hours x rate or which bill (S2.20)."""

    name: str
    money: MoneyFigure
    how: str


@dataclass(frozen=True)
class Return:
    """The return of a program, or of all. `counting` names the grades whose benefits are in it, in percent of costs.

    `roi`, `net` and `chance_of_gain` are of the days that were `observed`, against the costs of the same days;
    `if_lasting` and `chance_if_lasting` of the whole period, if what was seen goes on to its end, which is assumed.
    `observed` and those two are None where all of it was observed: then the first ones are of the whole period.
    `payback` is in words, since it may come later than anybody looked. `sentence` stands where no ratio is stated,
    `shared` says that other programs claim the same; `note` names the period. `customers` is the other side's benefit,
    never part of the ratio; `spent` is from the books.
    """

    program: str
    counting: tuple[Grade, ...]
    roi: Figure | None
    net: MoneyFigure | None
    payback: str
    chance_of_gain: float | None
    sentence: str
    note: str
    link: str
    customers: MoneyFigure | None = None
    observed: Period | None = None
    if_lasting: Figure | None = None
    chance_if_lasting: float | None = None
    shared: bool = False
    spent: MoneyFigure | None = None


@dataclass(frozen=True)
class Warned:
    """An early warning of the month; `to` names the departments that should look at it."""

    sentence: str
    severity: Literal["low", "medium", "high"]
    first_day: dt.date
    status: str
    link: str
    is_good: bool = False
    """Whether it is good news: people are glad about what they suddenly speak of."""
    to: str = ""


@dataclass(frozen=True)
class Decision:
    """What was decided and when; `by` is empty where nobody said who."""

    text: str
    by: str
    on: dt.date
    link: str


@dataclass(frozen=True)
class NextStep:
    """What happens next, or stands to be tried."""

    text: str
    owner: str
    by: dt.date | None
    link: str


@dataclass(frozen=True)
class Request:
    """A decision that is asked of the decision makers: what for, what it costs, until when."""

    text: str
    why: str
    cost: str
    by: dt.date | None
    link: str


@dataclass(frozen=True)
class Source:
    """Where numbers come from, and as of when they are known."""

    name: str
    what: str
    as_of: dt.datetime
    link: str


@dataclass(frozen=True)
class Facts(Recorded):
    """Everything a month's three reports may say."""

    company: Company
    month: Month
    as_of: dt.datetime
    objectives: tuple[Objective, ...] = ()
    effects: tuple[Effect, ...] = ()
    worth: tuple[GradeWorth, ...] = ()
    costs: tuple[Cost, ...] = ()
    returns: tuple[Return, ...] = ()
    all_programs: Return | None = None
    assessment: Assessment | None = None
    service: Service | None = None
    sides: tuple[Side, ...] = ()
    champions: Champions | None = None
    warnings: tuple[Warned, ...] = ()
    watch: str = ""
    decided: tuple[Decision, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    requests: tuple[Request, ...] = ()
    sources: tuple[Source, ...] = ()
    format: int = 1

    @property
    def told_until(self) -> dt.date | None:
        """The day up to which the month is told, where it was not over when the facts were frozen."""
        today = self.as_of.astimezone(self.company.tz).date()
        return None if self.month.is_over(today) else self.month.told_until(today)
