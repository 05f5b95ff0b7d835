"""What one analysis says: its verdict, its figures, its checks, its picture, its sentence and what would settle it.

Whatever the design, the result is an `Effect`. The surprise: a refused analysis has no figures at all, so that a
number nobody should use cannot be used; its picture may stay, to show why it was refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from leadline.measure.evidence.figures import chance, count, moved
from leadline.measure.evidence.grade import Check, Direction, GradeReport, Grounds, Verdict, grade_of
from leadline.measure.evidence.series import Cadence
from leadline.measure.record import Recorded
from leadline.words import Estimate, Grade


@dataclass(frozen=True)
class DayRow(Recorded):
    """One day of the picture, in the outcome's unit.

    `observed` is None on a missing day. `expected` with `low` and `high` is what would have been; before the start it
    is what the same method forecast at a pretended earlier start, so the eye can judge the forecasts. `cumulative` is
    the sum of observed minus expected since the start.
    """

    day: dt.date
    observed: float | None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    cumulative: float | None = None
    cumulative_low: float | None = None
    cumulative_high: float | None = None


@dataclass(frozen=True)
class Settlement(Recorded):
    """What would settle an analysis that cannot tell; a part is None where it would not help or cannot be known.

    `detectable_share` is the effect that the present data would detect with `power`, as a share of what would have
    been. `more_steps` counts days, weeks or months, as the series does, on top of those after the start;
    `control_share` is the share of the outcome's unexplained variance that a control would have to explain;
    `pilot_weeks` the weeks of a pilot whose weeks are drawn by lot.
    """

    sentence: str
    detectable_share: float | None = None
    more_steps: int | None = None
    control_share: float | None = None
    pilot_weeks: int | None = None
    power: float = 0.8


@dataclass(frozen=True)
class Effect(Recorded):
    """One analysis of one outcome. It has no estimate, `observed` or `p_value` if, and only if, `refused` says why.

    `mean` is the average effect a day (or week, month) between `start` and `end`, `relative` the same in percent of
    what would have been (None where that reaches zero), `cumulative` the sum over `days_after` known days; `observed`
    is the average that was seen on them.
    """

    outcome: str
    unit: str
    cadence: Cadence
    start: dt.date
    end: dt.date
    first_day: dt.date
    days_before: int
    days_after: int
    controls: tuple[str, ...]
    expected_direction: Direction | None
    notes: tuple[str, ...]
    smallest_effect_share: float
    level: float
    tried: int
    verdict: Verdict
    refused: str | None
    settlement: Settlement | None
    mean: Estimate | None = None
    relative: Estimate | None = None
    cumulative: Estimate | None = None
    observed: float | None = None
    p_value: float | None = None
    checks: tuple[Check, ...] = ()
    days: tuple[DayRow, ...] = ()
    widened: float = 1.0
    design: str = "counterfactual"
    method: str = "structural time series by quadrature, version 4"
    """Raise its version with every change of figures or checks: a kept judgement stands as long as its method does."""
    smallest_effect: float | None = None
    """What would matter in the outcome's own unit, where somebody said so."""
    experiment: bool = False
    """Whether a plan, recorded before the start, drew by lot who had the program."""
    withdrawn: Grade | None = None
    """What an earlier look at a part of the same days had given the link, and this one takes back."""

    def grade(self, kept: Grade = Grade.ASSUMED) -> GradeReport:
        """The link's grade after this analysis; `kept` is the one it had before."""
        return grade_of(
            Grounds(
                verdict=self.verdict,
                p_value=self.p_value,
                checks=self.checks,
                moved=self.moved,
                expected=self.expected_direction,
                allowed=1 - self.level,
                tried=self.tried,
                settle=self.settle(),
                experiment=self.experiment,
                withdrawn=self.withdrawn,
            ),
            kept,
        )

    @cached_property
    def counted_days(self) -> tuple[dt.date, ...]:
        """The days since the start that the figures are of: a closed day, or one that nobody recorded, is none."""
        since = (row for row in self.days if self.start <= row.day <= self.end)
        return tuple(row.day for row in since if None not in (row.observed, row.expected))

    @property
    def moved(self) -> Direction | None:
        """Where the outcome went against what would have been, as far as the verdict is `effect`."""
        if self.verdict != "effect" or self.mean is None:
            return None
        return "up" if self.mean.value > 0 else "down"

    @property
    def is_against(self) -> bool:
        """Whether what was seen goes the other way than the line promises: then it is a harm."""
        return self.moved is not None and self.expected_direction not in (None, self.moved)

    @property
    def lacks_data(self) -> bool:
        """Whether nothing could be looked at, which contradicts no earlier look; a refusal after a look does."""
        return self.refused is not None and not self.checks

    def sentence(self, kept: Grade = Grade.ASSUMED) -> str:
        """The one sentence beside the grade's picture."""
        return self._told(kept) + (f"; an earlier look read {self.withdrawn}, taken back" if self.withdrawn else "")

    def _told(self, kept: Grade) -> str:
        change = self.relative or self.mean
        if change is None:
            return f"cannot tell: {_lowered(self.refused or '')}"
        seen = f"{self.outcome} {moved(change)} against what would have been"
        if self.verdict == "cannot tell":
            return f"cannot tell: {seen}; {self._limits()}"
        if self.verdict == "no effect seen":
            found = "no effect seen" if change.low <= 0 <= change.high else "too small to matter"
            return f"{found}: {seen}; {self._limits()}; {checks_passed(self.checks)}"
        against = ", against what was expected" if self.is_against else ""
        return f"{self.grade(kept).grade}: {seen}{against}; {checks_passed(self.checks)}"

    @property
    def chance(self) -> str:
        """The p-value for people: how often a difference as large would be seen if nothing had happened."""
        return chance(self.p_value) if self.p_value is not None else ""

    def settle(self) -> str:
        """What would settle it, in a sentence; empty where the verdict stands."""
        return self.settlement.sentence if self.settlement else ""

    def _limits(self) -> str:
        bound = f"{self.smallest_effect_share:.0%}".replace("%", " %")
        if self.smallest_effect is not None:
            bound = f"{self.smallest_effect:g} {self.unit}"
        elif self.relative is None:
            bound = f"{bound} of its level"
        if self.verdict == "no effect seen":
            return f"the interval lies within the {bound} either way that would matter"
        return f"the interval holds zero and is wider than the {bound} either way that would matter"


class Tried(Protocol):
    """A check as it ended, here or in a frozen month; `passed` is None where it could not be run."""

    @property
    def name(self) -> str: ...
    @property
    def passed(self) -> bool | None: ...
    @property
    def sentence(self) -> str: ...


def checks_passed(checks: Iterable[Tried]) -> str:
    """`four of four checks that could be run passed; season seen could not: ...`: what was not looked at has not
    failed, and has not held either."""
    tried = tuple(checks)
    run = [check for check in tried if check.passed is not None]
    if not run:
        return "no check could be run"
    passed, noun = sum(1 for check in run if check.passed), f"check{'s' if len(run) > 1 else ''}"
    left = [
        f"; {_lowered(check.name)} could not: {_lowered(check.sentence)}" for check in tried if check.passed is None
    ]
    could = " that could be run" if left else ""
    return f"{count(passed)} of {count(len(run))} {noun}{could} passed{''.join(left)}"


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
