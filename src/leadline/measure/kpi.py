"""Where does a metric stand between where it began and where it should get to, and how old is that figure?

In: a series, which way is good, where it began and should get to. Out: a `Kpi` with its change, its progress and its
age. Reductions count like rises: 4,864 calls to 4,310 of 4,000 is 64 % of the way. Two surprises. A KPI says what
happened, never why; whether a program did it is asked of `evidence`. And some aims are totals: 40 hires by January are
added up from the day they are counted from, where 4,000 calls a day are a mean of the last weeks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.evidence import Cadence, Direction, Series, step_period
from leadline.measure.record import Recorded
from leadline.words import Month, Period

State = Literal["reached", "better", "unchanged", "worse", "unknown"]
Goes = Literal["good", "bad", "plain"]
"""How a figure goes, for the eye: well, badly, or not to be said."""

WINDOW_DAYS = 28
"""Four whole weeks, so that no weekday weighs more than another."""

MONTHLY_STANDS_DAYS = 92
"""The newest value of a monthly figure stands for so long after its month; an older one says nothing of today."""


@dataclass(frozen=True)
class Aim(Recorded):
    """Where a metric began and should get to, in its unit.

    `baseline` is typed in, and `baseline_day` says of when it is where that is known; or None to take the mean over
    `baseline_period`. `target` is a level to reach; where the
    line only says which way is good, it is None. `total_since` is the day after which values add up, on top of the
    baseline, where the target is a total to reach; None where it is a level to keep.
    """

    good: Direction
    baseline: float | None = None
    baseline_period: Period | None = None
    target: float | None = None
    by: dt.date | None = None
    total_since: dt.date | None = None
    baseline_day: dt.date | None = None

    @property
    def began(self) -> dt.date | None:
        """The day from which the time until `by` passes; None where nobody said since when."""
        of_period = self.baseline_period.last if self.baseline_period else None
        return self.total_since or self.baseline_day or of_period


@dataclass(frozen=True)
class Kpi(Recorded):
    """A metric as of a day. Numbers are in `unit`, None where they are not known.

    `progress_share` is 0 at the baseline and 1 at the target; beyond either it goes on (a fall of twice the aim is 2,
    a rise instead is below 0). `time_share` is how much of the time until `by` has passed, `expected` what a total
    would be by now if it grew evenly. `age_days` counts to `as_of` from the last day with a value, or from the end of
    the last week or month with one. `is_monthly` says that `current` is one month's value.
    """

    metric: str
    unit: str
    as_of: dt.date
    aim: Aim
    baseline: float | None
    current: float | None
    current_period: Period | None
    change: float | None
    change_percent: float | None
    progress_share: float | None
    time_share: float | None
    age_days: int | None
    state: State
    expected: float | None = None
    is_monthly: bool = False

    @property
    def is_on_pace(self) -> bool | None:
        """Whether progress keeps up with the time that has passed; None where one of them is not known."""
        if self.progress_share is None or self.time_share is None:
            return None
        return self.progress_share >= min(self.time_share, 1.0)

    @property
    def goes(self) -> Goes:
        """Well where the target is reached or nearer than at the start, badly where further off; a total that has
        grown, and less than evenly, is behind."""
        if self.expected is not None and self.is_on_pace is False and self.state != "reached":
            return "bad"
        return _GOES[self.state]

    def sentence(self) -> str:
        """`calls: 4,310 calls a day, was 4,864; 64 % of the way to 4,000.`"""
        if self.current is None:
            return f"{self.metric}: no recent value as of {self.as_of}."
        if self.aim.total_since is not None:
            return f"{self.metric}: {self._so_far(self.current)}{self._old()}."
        was = "" if self.baseline is None else f", was {_plain(self.baseline)}"
        return f"{self.metric}: {_plain(self.current)} {self.unit}{was}{self._way()}{self._old()}."

    def _so_far(self, total: float) -> str:
        """`12 of 40 so far, 14 expected by now`."""
        if self.aim.target is None:
            return f"{_plain(total)} so far"
        said = f"{_plain(total)} of {_plain(self.aim.target)}"
        if self.state == "reached":
            return f"reached, {said}"
        due = "" if self.expected is None else f", {_plain(round(self.expected))} expected by now"
        return f"{said} so far{due}"

    def _way(self) -> str:
        if self.aim.target is None:
            return ""
        if self.state == "reached":
            return f"; the target of {_plain(self.aim.target)} is reached"
        if self.progress_share is None:
            return f"; the target is {_plain(self.aim.target)}"
        return f"; {100 * self.progress_share:.0f} % of the way to {_plain(self.aim.target)}".replace("-", "−")

    def _old(self) -> str:
        return "" if not self.age_days else f"; last value {self.age_days} days old"


_GOES: dict[State, Goes] = {
    "reached": "good",
    "better": "good",
    "unchanged": "plain",
    "worse": "bad",
    "unknown": "plain",
}


def kpi(series: Series, aim: Aim, *, as_of: dt.date, window_days: int | None = None) -> Kpi:
    """Judge the mean of the last `window_days` days up to `as_of` (four weeks; else a monthly figure's newest value)
    against the aim; the sum of all since the aim's first day, where its target is a total.

    Raises LeadlineError where the target lies on the wrong side of the baseline: then either the direction or one of
    the numbers is a slip.
    """
    baseline = _baseline(series, aim)
    _must_agree(series.name, aim, baseline)
    current, period = _total(series, aim, as_of) if aim.total_since else recent(series, as_of, window_days)
    last_day, time_share = _last_day(series, as_of), _time(aim, as_of)
    change = None if current is None or baseline is None else current - baseline
    return Kpi(
        metric=series.name,
        unit=series.unit,
        as_of=as_of,
        aim=aim,
        baseline=baseline,
        current=current,
        current_period=period if current is not None else None,
        change=change,
        change_percent=None if change is None or not baseline else 100 * change / abs(baseline),
        progress_share=_progress(current, baseline, aim.target),
        time_share=time_share,
        age_days=None if last_day is None else (as_of - last_day).days,
        state=_state(current, baseline, aim),
        expected=_expected(aim, baseline, time_share),
        is_monthly=series.cadence is Cadence.MONTH,
    )


def _baseline(series: Series, aim: Aim) -> float | None:
    if aim.total_since is not None:
        return aim.baseline or 0.0
    if aim.baseline is None and aim.baseline_period is not None:
        return _mean(series, aim.baseline_period)
    return aim.baseline


def recent(series: Series, as_of: dt.date, window_days: int | None = None) -> tuple[float | None, Period]:
    """Where a series stands: the mean of its last days up to `as_of`, or of its newest month, and of which days."""
    if window_days is None and series.cadence is Cadence.MONTH:
        return _newest_month(series, as_of)
    period = Period(as_of - dt.timedelta(days=(window_days or WINDOW_DAYS) - 1), as_of)
    return _mean(series, period), period


def _newest_month(series: Series, as_of: dt.date) -> tuple[float | None, Period]:
    """However its row is named, by the month's first day or by its last."""
    period = Month.of(_last_day(series, as_of) or as_of).period()
    stands = (as_of - period.last).days <= MONTHLY_STANDS_DAYS
    return (_mean(series, Period(period.first, min(period.last, as_of))) if stands else None), period


def _total(series: Series, aim: Aim, as_of: dt.date) -> tuple[float | None, Period]:
    """The baseline and every value after its day; a week or a month counts by its last day."""
    since = aim.total_since or as_of
    pairs = zip(series.days, series.values, strict=True)
    known = [
        float(value)
        for day, value in pairs
        if day <= as_of and step_period(day, series.cadence).last > since and not np.isnan(value)
    ]
    period = Period(min(since, as_of), as_of)
    return ((aim.baseline or 0.0) + sum(known) if known else None), period


def _mean(series: Series, period: Period) -> float | None:
    values = [value for day, value in zip(series.days, series.values, strict=True) if day in period]
    known = [float(value) for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else None


def _last_day(series: Series, as_of: dt.date) -> dt.date | None:
    pairs = zip(series.days, series.values, strict=True)
    newest = max((day for day, value in pairs if day <= as_of and not np.isnan(value)), default=None)
    return None if newest is None else min(step_period(newest, series.cadence).last, as_of)


def _must_agree(name: str, aim: Aim, baseline: float | None) -> None:
    if baseline is None or aim.target is None:
        return
    if (aim.good == "up" and aim.target < baseline) or (aim.good == "down" and aim.target > baseline):
        raise LeadlineError(
            f"“{name}” should go {aim.good}, from {_plain(baseline)} to {_plain(aim.target)}: that is the other way.",
            "Mend the direction, the baseline or the target.",
        )


def _progress(current: float | None, baseline: float | None, target: float | None) -> float | None:
    if current is None or baseline is None or target is None or target == baseline:
        return None
    return (current - baseline) / (target - baseline)


def _expected(aim: Aim, baseline: float | None, time_share: float | None) -> float | None:
    if aim.total_since is None or aim.target is None or baseline is None or time_share is None:
        return None
    return baseline + (aim.target - baseline) * min(time_share, 1.0)


def _time(aim: Aim, as_of: dt.date) -> float | None:
    if aim.by is None or aim.began is None or aim.by <= aim.began:
        return None
    return max(0.0, (as_of - aim.began).days / (aim.by - aim.began).days)


def _state(current: float | None, baseline: float | None, aim: Aim) -> State:
    sign = 1 if aim.good == "up" else -1
    if current is None:
        return "unknown"
    if aim.target is not None and sign * (current - aim.target) >= 0:
        return "reached"
    if baseline is None:
        return "unknown"
    if current == baseline:
        return "unchanged"
    return "better" if sign * (current - baseline) > 0 else "worse"


def _plain(number: float) -> str:
    size = abs(number)
    digits = 0 if size >= 100 or number == int(number) else 1 if size >= 10 else 2
    return f"{number:,.{digits}f}".replace("-", "−")
