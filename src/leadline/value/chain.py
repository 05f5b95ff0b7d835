"""A target, derived: market share +20 % <- traffic <- fans from 500 to 1,000, with what was seen since (S1.12).

In: a target with the steps of its chain, and what was recorded of each metric. Out: a `Derived`: what each step had to
reach by what was stated at the start, and what it has to reach now. A step is told in percent for percent: with 0.5,
one percent more traffic is half a percent more of the market. Two surprises. What was stated is updated by what was
seen since (a normal law each, weighed by how sure they are), and where the two contradict each other the target says
so. And nothing of that is evidence of a cause: both may rise for a third reason, so a step is assumed until it is
judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from scipy.special import stdtrit

from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.measure.known import Which, series_of
from leadline.measure.record import Recorded
from leadline.value.stated import StatedStep, StatedTarget
from leadline.value.uncertainty import Draws, Floats, Input, estimate
from leadline.words import Estimate, Month, PartyId

DAYS_OF_A_LEVEL = 31
LEAST_MONTHS, ENDS = 6, 3
LEAST_MOVE = 0.05
"""How much the lower metric must have moved (in logarithms) before anything can be seen of what it does."""
FARTHEST = 100.0
"""A step that would have to be so many times what it is now is out of reach."""
CONTRADICTS = 2.0
NORMAL = 1.959964
DEFAULT_DRAWS = Draws()


@dataclass(frozen=True)
class Reading:
    """A metric at the start and now (means of a month), and its mean by the month since the start."""

    start: float
    now: float
    months: Mapping[Month, float]
    unit: str


@dataclass(frozen=True)
class DerivedStep(Recorded):
    """One step: where the metric was, is, and has to get to; and percent of the metric above it for one percent of it.

    `planned` is what was needed at the start by what was stated, `needed` what is needed from now on. `seen` is None
    where too little has moved yet; `out_of_reach` says that `needed` is more than a hundred times what is now.
    """

    metric: str
    unit: str
    start: float
    now: float
    planned: Estimate
    needed: Estimate
    stated: Estimate | None
    seen: Estimate | None
    used: Estimate | None
    contradicts: bool
    out_of_reach: bool
    source: str

    @property
    def words(self) -> str:
        """`followers@all@north: from 500 to 1,000 [790, 1,300] as planned; 981 now, 1,420 [1,010, 2,600] needed`."""
        needed = f"{_short(self.needed.value)} [{_short(self.needed.low)}, {_short(self.needed.high)}]"
        if self.out_of_reach:
            needed = f"more than {_short(FARTHEST * self.now)}"
        planned = f"{_short(self.planned.value)} [{_short(self.planned.low)}, {_short(self.planned.high)}]"
        return (
            f"{self.metric}: from {_short(self.start)} to {planned} as planned; {_short(self.now)} now, {needed} needed"
        )


@dataclass(frozen=True)
class Derived(Recorded):
    """A target with its chain, the objective's metric first. `brings` is what that one comes to if the last step
    reaches its `goal`, and `chance` the share of the draws in which that is enough."""

    id: str
    text: str
    by: dt.date | None
    steps: tuple[DerivedStep, ...]
    goal: float | None
    brings: Estimate | None
    chance: float | None
    sentence: str


def derive(target: StatedTarget, read: Mapping[str, Reading], *, draws: Draws = DEFAULT_DRAWS) -> Derived:
    """The chain with what is known now. Raises LeadlineError where a metric is not recorded or is not above zero."""
    known = [_known(name, read) for name in metrics_of(target)]
    aim = known[0].start * (1 + float(target.change_percent) / 100)
    planned, needed, pull = (_Ratio.sure(one, draws) for one in (aim / known[0].start, aim / known[0].now, 1.0))
    steps = [_top(target.metric, known[0], aim)]
    for stated, upper, lower in zip(target.steps, known, known[1:], strict=False):
        rates = _rates(stated, upper, lower)
        planned, needed = planned.divided_by(rates.stated, draws), needed.divided_by(rates.used, draws)
        pull = pull.times(rates.used, draws)
        steps.append(_step(stated, lower, rates, planned, needed))
    brings, chance = _brought(target, known, aim, pull)
    sentence = _sentence(target, steps, brings, chance)
    goal = None if target.goal is None else float(target.goal)
    return Derived(target.id, target.text, target.by, tuple(steps), goal, brings, chance, sentence)


def metrics_of(target: StatedTarget) -> tuple[str, ...]:
    """The chain's metrics, the objective's first."""
    return (target.metric, *(step.metric for step in target.steps))


def read_levels(lake: Lake, target: StatedTarget, own: PartyId, *, until: dt.date) -> dict[str, Reading]:
    """What was recorded of each metric of the chain, from the target's start until a day."""
    found = {}
    for name in metrics_of(target):
        series = series_of(lake, Which.parse(name), own, until=until)
        if series is not None:
            known = {day: float(v) for day, v in zip(series.days, series.values, strict=True) if np.isfinite(v)}
            if reading := _reading(known, series.unit, target.since):
                found[name] = reading
    return found


def _reading(known: Mapping[dt.date, float], unit: str, since: dt.date) -> Reading | None:
    before = [value for day, value in known.items() if since - dt.timedelta(days=DAYS_OF_A_LEVEL) < day <= since]
    last = max(known)
    latest = [value for day, value in known.items() if day > last - dt.timedelta(days=DAYS_OF_A_LEVEL)]
    if not before:
        return None
    months: dict[Month, list[float]] = {}
    for day, value in known.items():
        if day > since - dt.timedelta(days=DAYS_OF_A_LEVEL):
            months.setdefault(Month.of(day), []).append(value)
    return Reading(
        float(np.mean(before)),
        float(np.mean(latest)),
        {month: float(np.mean(values)) for month, values in sorted(months.items())},
        unit,
    )


@dataclass(frozen=True, eq=False)
class _Ratio:
    """So many times what it is, or percent for percent along a chain: as stated, and drawn."""

    centre: float
    drawn: Floats

    @classmethod
    def sure(cls, value: float, draws: Draws) -> _Ratio:
        return cls(value, np.full(draws.number, value))

    def divided_by(self, rate: Input, draws: Draws) -> _Ratio:
        """The ratio that the metric below needs."""
        centre = _power(np.array([self.centre]), np.array([rate.value]))
        return _Ratio(float(centre[0]), _power(self.drawn, rate.draw(draws)))

    def times(self, rate: Input, draws: Draws) -> _Ratio:
        return _Ratio(self.centre * rate.value, self.drawn * rate.draw(draws))

    def of(self, level: float, unit: str) -> Estimate:
        return estimate(level * self.centre, level * self.drawn, unit)


@dataclass(frozen=True)
class _Rates:
    """Percent for percent: as stated, as seen since, and both together."""

    stated: Input
    seen: Estimate | None
    used: Input
    contradicts: bool


def _brought(
    target: StatedTarget, known: Sequence[Reading], aim: float, pull: _Ratio
) -> tuple[Estimate | None, float | None]:
    """What the goal brings at the top, and the share of the draws in which that is enough."""
    if target.goal is None or not target.steps:
        return None, None
    top, ratio = known[0], float(target.goal) / known[-1].now
    drawn = top.now * ratio**pull.drawn
    enough = drawn >= aim if aim >= top.start else drawn <= aim
    return estimate(top.now * ratio**pull.centre, drawn, top.unit), float(np.mean(enough))


def _rates(step: StatedStep, upper: Reading, lower: Reading) -> _Rates:
    stated = step.percent_for_percent.input(f"{step.metric}: percent for percent", "")
    if stated.value <= 0:
        raise LeadlineError(
            f"“{step.metric}” moves what stands above it by {stated.value:g} % for one percent, so it carries nothing.",
            "Name a metric that moves it, or a rate above 0.",
        )
    seen = seen_rate(upper, lower)
    if seen is None:
        return _Rates(stated, None, stated, contradicts=False)
    if stated.low is None or stated.high is None:
        own = Estimate(stated.value, stated.value, stated.value, "")
        return _Rates(stated, seen, stated, contradicts=not seen.low <= own.value <= seen.high)
    return _Rates(stated, seen, _together(stated, seen), _apart(stated, seen))


def seen_rate(upper: Reading, lower: Reading) -> Estimate | None:
    """Percent for percent since the start: the change of the one's logarithm by the other's, last three months against
    the first three. Its width is of the upper metric's scatter about its own trend. None where too little moved."""
    months = [month for month in upper.months if month in lower.months]
    above, below = (np.array([each.months[month] for month in months]) for each in (upper, lower))
    if len(months) < LEAST_MONTHS or (above <= 0).any() or (below <= 0).any():
        return None
    up, down = np.log(above), np.log(below)
    moved = float(down[-ENDS:].mean() - down[:ENDS].mean())
    if abs(moved) < LEAST_MOVE:
        return None
    rate = float(up[-ENDS:].mean() - up[:ENDS].mean()) / moved
    half = float(stdtrit(len(months) - 2, 0.975)) * _scatter(up) * sqrt(2 / ENDS) / abs(moved)
    return Estimate(rate, rate - half, rate + half, "% for 1 %")


def _scatter(values: Floats) -> float:
    steps = np.arange(values.size)
    left = values - np.polyval(np.polyfit(steps, values, 1), steps)
    return float(np.sqrt((left**2).sum() / (values.size - 2)))


def _together(stated: Input, seen: Estimate) -> Input:
    """Both weighed by how sure they are; never below a hundredth, for a chain that does not pull carries nothing."""
    wide, narrow = _deviation(stated.low, stated.high), _deviation(seen.low, seen.high)
    weight = wide**2 / (wide**2 + narrow**2)
    middle = max(0.01, (1 - weight) * stated.value + weight * seen.value)
    half = NORMAL * sqrt(1 / (1 / wide**2 + 1 / narrow**2))
    return Input(
        f"{stated.name}, with what was seen", middle, "% for 1 %", stated.source, stated.source_date,
        middle - half, middle + half, is_positive=True,
    )  # fmt: skip


def _apart(stated: Input, seen: Estimate) -> bool:
    both = sqrt(_deviation(stated.low, stated.high) ** 2 + _deviation(seen.low, seen.high) ** 2)
    return abs(stated.value - seen.value) > CONTRADICTS * both


def _deviation(low: float | None, high: float | None) -> float:
    return max(1e-9, ((high or 0.0) - (low or 0.0)) / (2 * NORMAL))


def _power(ratio: Floats, rate: Floats) -> Floats:
    """The ratio that the lower metric needs, no farther than a hundredfold."""
    far = log(FARTHEST)
    found: Floats = np.exp(np.clip(np.log(ratio) / np.maximum(rate, 1e-9), -far, far))
    return found


def _known(name: str, read: Mapping[str, Reading]) -> Reading:
    found = read.get(name)
    if found is None:
        raise LeadlineError(
            f"“{name}” has no value in the month before the target's start.", "Import it, or begin the chain later."
        )
    if found.start <= 0 or found.now <= 0:
        raise LeadlineError(f"“{name}” is not above zero, so a change in percent says nothing.", "Name another metric.")
    return found


def _top(name: str, one: Reading, aim: float) -> DerivedStep:
    at = Estimate(aim, aim, aim, one.unit)
    return DerivedStep(name, one.unit, one.start, one.now, at, at, None, None, None, False, False, "the objective")


def _step(step: StatedStep, one: Reading, rates: _Rates, planned: _Ratio, needed: _Ratio) -> DerivedStep:
    return DerivedStep(
        metric=step.metric,
        unit=one.unit,
        start=one.start,
        now=one.now,
        planned=planned.of(one.start, one.unit),
        needed=needed.of(one.now, one.unit),
        stated=_as_estimate(rates.stated),
        seen=rates.seen,
        used=_as_estimate(rates.used),
        contradicts=rates.contradicts,
        out_of_reach=needed.centre >= FARTHEST * (1 - 1e-9),
        source=f"{rates.stated.source}, {rates.stated.source_date}",
    )


def _as_estimate(one: Input) -> Estimate:
    low, high = (one.value if end is None else end for end in (one.low, one.high))
    return Estimate(one.value, low, high, "% for 1 %")


def _sentence(target: StatedTarget, steps: Sequence[DerivedStep], brings: Estimate | None, chance: float | None) -> str:
    top, last = steps[0], steps[-1]
    told = f"{target.text}: {top.metric} {_short(top.start)} → {_short(top.planned.value)}, {_short(top.now)} now."
    if len(steps) > 1:
        told += f" {last.words}."
    if brings is not None and chance is not None and target.goal is not None:
        told += (
            f" With {_short(float(target.goal))} {last.unit} it comes to {_short(brings.value)} "
            f"[{_short(brings.low)}, {_short(brings.high)}], which is enough in {100 * chance:.0f} % of the draws."
        )
    if wrong := [step.metric for step in steps if step.contradicts]:
        told += f" What was seen since contradicts what was stated of {', '.join(wrong)}: the chain needs another look."
    return told


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"
