"""Is something starting that people talk about, today, and who should look at it?

In: one daily count series per party, theme and department. Out: early warnings, each with what was expected, how
sure, how bad and to whom (S4.9), and the number of false alarms a month to be expected from watching so much.
A warning is a symptom: its root cause and the fix are recorded by the department that owns it (S4.18). The surprise:
the more series are watched, the less likely a day must be to raise one.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.count_baseline import DAYS_A_MONTH, Baseline, Floats, Rules, fit, interval
from leadline.words import Department, PartyId, day_words, listed

__all__ = ["EarlyWarning", "ExpectedDay", "Rules", "Series", "TooYoung", "Watch", "watch"]

WarningSeverity = Literal["low", "medium", "high"]

SUPPLY: tuple[Department, ...] = (Department.PROCUREMENT, Department.LOGISTICS, Department.PRODUCTION)
"""A theme of one of these is a supply theme and goes to all three: who buys, who moves and who makes (S4.9)."""


@dataclass(frozen=True)
class Series:
    """How often a theme was spoken of, one count a day from `first_day` on (NaN: that day was not observed).

    `department` owns the theme; `also` are others that its warnings go to; `label` is the theme's name for people.
    """

    party: PartyId
    theme: str
    department: Department
    first_day: dt.date
    counts: Sequence[float] | Floats
    also: tuple[Department, ...] = ()
    label: str = ""

    @property
    def last_day(self) -> dt.date:
        return self.first_day + dt.timedelta(days=len(self.counts) - 1)

    @property
    def sent_to(self) -> tuple[Department, ...]:
        """The owner first, then the others named, then for a supply theme the whole supply side."""
        supply = SUPPLY if self.department in SUPPLY else ()
        return tuple(dict.fromkeys((self.department, *self.also, *supply)))


@dataclass(frozen=True)
class EarlyWarning:
    """Some days in a row on which a theme was spoken of more than chance explains.

    `observed`, `expected`, `low` and `high` (where an ordinary day lies, 95 %) are those of the `peak` day.
    `p_value` is that day's own; `p_corrected` the chance that anything watched looks this unusual by chance within a
    month. `new_level_on` is the day on which a long alarm was taken for the new ordinary.
    """

    party: PartyId
    theme: str
    label: str
    department: Department
    sent_to: tuple[Department, ...]
    first_day: dt.date
    last_day: dt.date
    days: int
    peak: dt.date
    observed: int
    expected: float
    low: int
    high: int
    excess: int
    severity: WarningSeverity
    p_value: float
    p_corrected: float
    new_level_on: dt.date | None = None
    status: str = "open"

    @property
    def id(self) -> str:
        """The same on every replay: the theme and the day it started."""
        return f"{self.party}:{self.theme}:{self.first_day}"

    @property
    def sentence(self) -> str:
        """`Router reboots: 31 on 12 October, 2 expected · to Product and Procurement`."""
        peak = f"{self.observed:,} on {self.peak.day} {self.peak:%B}, {_expected_words(self.expected)} expected"
        lasting = f" · {self.days} days since {self.first_day.day} {self.first_day:%B}" if self.days > 1 else ""
        return f"{self.label}: {peak}{lasting} · to {listed([d.value.capitalize() for d in self.sent_to])}"

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; `from_dict` gives the same warning back."""
        return {
            "id": self.id,
            "sentence": self.sentence,
            **{key: _plain(value) for key, value in asdict(self).items()},
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> EarlyWarning:
        fields = {key: value for key, value in values.items() if key not in ("id", "sentence")}
        for day in ("first_day", "last_day", "peak", "new_level_on"):
            fields[day] = fields[day] and dt.date.fromisoformat(fields[day])
        fields["department"] = Department(fields["department"])
        fields["sent_to"] = tuple(Department(d) for d in fields["sent_to"])
        return cls(**fields)


@dataclass(frozen=True)
class TooYoung:
    """A series that nobody can judge yet: too young to watch until `from_day`."""

    party: PartyId
    theme: str
    label: str
    from_day: dt.date

    @property
    def sentence(self) -> str:
        return f"{self.label}: too young to watch, until {day_words(self.from_day)}"


@dataclass(frozen=True)
class ExpectedDay:
    """One day of a series with its forecast; the forecast is None while the series is too young."""

    day: dt.date
    observed: int | None
    expected: float | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Watch:
    """What a watch over many series found, newest warning first.

    `false_alarms_expected` is how many days in alarm chance alone would have brought over the whole watch, and
    `false_alarms_a_month` the same for its last thirty days and a month; both at most the budget, as counts are whole.
    """

    warnings: tuple[EarlyWarning, ...]
    too_young: tuple[TooYoung, ...]
    watched: int
    false_alarms_expected: float
    false_alarms_a_month: float
    rules: Rules
    _series: tuple[Series, ...] = field(repr=False)
    _first_day: dt.date = field(repr=False)
    _baseline: Baseline = field(repr=False)

    @property
    def sentence(self) -> str:
        """How much is watched, and what that costs in false alarms."""
        themes = "1 theme is" if self.watched == 1 else f"{self.watched:,} themes are"
        rate = max(self.false_alarms_a_month, 0.01)
        often = f"{rate:.1f} false alarms a month" if rate >= 0.95 else f"a false alarm every {1 / rate:.0f} months"
        return f"{themes} watched; expect about {often}."

    def path(self, party: PartyId, theme: str) -> tuple[ExpectedDay, ...]:
        """Observed and expected, day by day, for the chart behind a warning. Raises LeadlineError if not watched."""
        for row, series in enumerate(self._series):
            if (series.party, series.theme) == (party, theme):
                return tuple(self._day(row, offset) for offset in range(len(series.counts)))
        raise LeadlineError(f"Nobody watches “{theme}” of {party}.", "Choose one of the themes on the warnings page.")

    def _day(self, row: int, offset: int) -> ExpectedDay:
        series, day = self._series[row], self._series[row].first_day + dt.timedelta(days=offset)
        column = (day - self._first_day).days
        count, expected = float(series.counts[offset]), float(self._baseline.expected[row, column])
        observed = None if math.isnan(count) else int(count)
        if math.isnan(expected):
            return ExpectedDay(day, observed, None, None, None)
        low, high = interval(expected, float(self._baseline.over[row, column]))
        return ExpectedDay(day, observed, expected, int(low), int(high))


def watch(series: Sequence[Series], *, rules: Rules | None = None) -> Watch:
    """Replay all series and warn where a day is too high to be chance (see `count_baseline.fit` for the method).

    Only the past of a day speaks about it, so the same call over more days keeps what it said of the earlier ones.
    A series is watched once it has more than `rules.young_days` days. Raises LeadlineError for two series of one
    party and theme, or for none at all.
    """
    rules = rules or Rules()
    _check(series)
    first_day = min(one.first_day for one in series)
    counts = _panel(series, first_day)
    weekday = (np.arange(counts.shape[1]) + first_day.weekday()) % 7
    baseline = fit(counts, weekday, rules)
    found = [w for row, one in enumerate(series) for w in _warnings(one, row, baseline, counts, first_day, rules)]
    young = [_too_young(one, rules) for one in series if len(one.counts) <= rules.young_days]
    return Watch(
        warnings=tuple(sorted(found, key=lambda w: (w.last_day, w.excess), reverse=True)),
        too_young=tuple(young),
        watched=len(series) - len(young),
        false_alarms_expected=float(baseline.chance_alarms.sum()),
        false_alarms_a_month=float(baseline.chance_alarms[-30:].mean() * DAYS_A_MONTH),
        rules=rules,
        _series=tuple(series),
        _first_day=first_day,
        _baseline=baseline,
    )


def _check(series: Sequence[Series]) -> None:
    if not series:
        raise LeadlineError("There is no theme to watch.", "Run `leadline assess` first, it counts themes a day.")
    keys = [(one.party, one.theme) for one in series]
    for key in keys:
        if keys.count(key) > 1:
            raise LeadlineError(f"“{key[1]}” of {key[0]} is given twice.", "Add its counts up into one series.")


def _panel(series: Sequence[Series], first_day: dt.date) -> Floats:
    """All series side by side, NaN before they begin and after they end."""
    days = (max(one.last_day for one in series) - first_day).days + 1
    counts = np.full((len(series), days), np.nan)
    for row, one in enumerate(series):
        start = (one.first_day - first_day).days
        counts[row, start : start + len(one.counts)] = one.counts
    return counts


def _too_young(series: Series, rules: Rules) -> TooYoung:
    from_day = series.first_day + dt.timedelta(days=rules.young_days)
    return TooYoung(series.party, series.theme, series.label or series.theme, from_day)


def _warnings(
    series: Series, row: int, baseline: Baseline, counts: Floats, first_day: dt.date, rules: Rules
) -> list[EarlyWarning]:
    """One warning for each run of days in alarm with no more than `quiet_days` quiet ones between."""
    days = np.flatnonzero(baseline.alarm[row])
    runs = np.split(days, np.flatnonzero(np.diff(days) > rules.quiet_days + 1) + 1) if len(days) else []
    return [_warning(series, row, run, baseline, counts, first_day) for run in runs]


def _warning(
    series: Series, row: int, run: np.ndarray[Any, Any], baseline: Baseline, counts: Floats, first_day: dt.date
) -> EarlyWarning:
    excess = counts[row, run] - baseline.expected[row, run]
    peak = int(run[np.argmax(excess)])
    expected, p = float(baseline.expected[row, peak]), float(baseline.p[row, peak])
    low, high = interval(expected, float(baseline.over[row, peak]))
    settled = run[baseline.new_level[row, run]]
    calm = EarlyWarning(
        party=series.party,
        theme=series.theme,
        label=series.label or series.theme,
        department=series.department,
        sent_to=series.sent_to,
        first_day=_day(first_day, run[0]),
        last_day=_day(first_day, run[-1]),
        days=int(run[-1] - run[0]) + 1,
        peak=_day(first_day, peak),
        observed=int(counts[row, peak]),
        expected=expected,
        low=int(low),
        high=int(high),
        excess=round(float(excess.sum())),
        severity="low",
        p_value=p,
        p_corrected=-math.expm1(math.log1p(-min(p, 0.5)) * baseline.watched[:, peak].sum() * DAYS_A_MONTH),
        new_level_on=_day(first_day, settled[0]) if len(settled) else None,
    )
    return replace(calm, severity=_severity(calm))


def _severity(warning: EarlyWarning) -> WarningSeverity:
    """How far beyond the ordinary, and how surely: both must be large for a warning to be grave."""
    times = warning.observed / max(warning.expected, 1.0)
    if times >= 4 and warning.p_corrected <= 0.001:
        return "high"
    return "medium" if times >= 2 and warning.p_corrected <= 0.05 else "low"


def _day(first_day: dt.date, offset: int | np.int_) -> dt.date:
    return first_day + dt.timedelta(days=int(offset))


def _expected_words(expected: float) -> str:
    return f"{expected:,.0f}" if expected >= 1.5 else f"{expected:.1f}"


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    return [str(one) for one in value] if isinstance(value, tuple) else value
