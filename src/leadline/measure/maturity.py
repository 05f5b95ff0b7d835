"""How far is social activity part of the business? The stage, from what a company really does (S1.1).

In: what was done in a month, as values. Out: criteria with their evidence, the stage they come to, what is missing to
the next one, and whether value rose with the stage. The stages are the framework's: first steps are experiments, then
tactical use, then an integrated strategy, then a social business. The surprise: nobody ticks a box; a criterion is met
by what is on record, and a stage is reached only with all that stand below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb

from leadline.words import Department, Grade, Month


class Stage(StrEnum):
    """The framework's four, in order."""

    EXPERIMENTING = "experimenting"
    TACTICAL = "tactical"
    INTEGRATED = "integrated"
    SOCIAL = "social business"

    @property
    def step(self) -> int:
        """1 to 4."""
        return list(Stage).index(self) + 1


@dataclass(frozen=True)
class Limits:
    """Where a criterion is met. They are ours: the framework names the stages and gives no numbers.

    `departments` are those that run programs, `kept` the share of replies within the promise, `told` months in a row
    whose results were told; each for the integrated stage and for the social business.
    """

    departments: tuple[int, int] = (3, 5)
    kept: tuple[float, float] = (0.8, 0.9)
    told: tuple[int, int] = (3, 6)


@dataclass(frozen=True)
class Practice:
    """What a company did in a month.

    `programs` ran, `unmeasured` of them without an owner or a metric, `loose` of them on no line to a company
    objective; `departments` run them. `grades` are the lines', `decided` of them ended their month in a decision.
    `kept` is the share of replies within the promise, None without one. `told` months in a row, this one the last, had
    their results frozen and told. `signed` representatives of the market signed the strategy.
    """

    month: Month
    programs: int = 0
    unmeasured: int = 0
    loose: int = 0
    departments: tuple[Department, ...] = ()
    grades: tuple[Grade, ...] = ()
    decided: int = 0
    kept: float | None = None
    told: int = 0
    signed: int = 0


@dataclass(frozen=True)
class Criterion:
    """One thing that a stage asks for: whether it is met, by what, and what would meet it."""

    stage: Stage
    name: str
    met: bool
    evidence: str
    missing: str = ""


@dataclass(frozen=True)
class Maturity:
    """A month's stage with every criterion, in the stages' order."""

    month: Month
    stage: Stage
    criteria: tuple[Criterion, ...]

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """What stands between here and the next stage; empty at the last one."""
        following = [stage for stage in Stage if stage.step == self.stage.step + 1]
        return tuple(one for one in self.criteria if one.stage in following and not one.met)


def maturity(practice: Practice, limits: Limits | None = None) -> Maturity:
    """The stage of one month."""
    found = tuple(_criteria(practice, limits or Limits()))
    reached = Stage.EXPERIMENTING
    for stage in list(Stage)[1:]:
        if not all(one.met for one in found if one.stage is stage):
            break
        reached = stage
    return Maturity(practice.month, reached, found)


def _criteria(did: Practice, limits: Limits) -> Iterator[Criterion]:
    yield from _tactical(did)
    for place, stage in enumerate((Stage.INTEGRATED, Stage.SOCIAL)):
        yield _departments(did, stage, limits.departments[place])
        yield _service(did, stage, limits.kept[place])
        yield _told(did, stage, limits.told[place])
        yield from _joined(did) if stage is Stage.INTEGRATED else _proven(did)


def _tactical(did: Practice) -> Iterator[Criterion]:
    yield Criterion(
        Stage.TACTICAL,
        "programs run by a plan",
        did.programs > 0,
        f"{_many(did.programs, 'program')} ran",
        "Plan one program, and begin it: leadline programs plan programs.yaml",
    )
    measured = did.programs - did.unmeasured
    yield Criterion(
        Stage.TACTICAL,
        "each has an owner and a metric",
        did.programs > 0 and not did.unmeasured,
        f"{measured} of {did.programs} have both",
        "Name for each program who answers for it, and what it is measured by.",
    )


def _departments(did: Practice, stage: Stage, least: int) -> Criterion:
    names = ", ".join(did.departments) or "none"
    return Criterion(
        stage,
        f"{least} departments run programs",
        len(did.departments) >= least,
        f"{_many(len(did.departments), 'department')}: {names}",
        f"{_many(least - len(did.departments), 'more department')}: support first, then product and logistics (S4.4).",
    )


def _service(did: Practice, stage: Stage, least: float) -> Criterion:
    share = f"{least:.0%}".replace("%", " %")
    name = f"the promise is kept in {share} of cases"
    if did.kept is None:
        return Criterion(stage, name, False, "no promise is measured", "Promise a reply within a time, and measure it.")
    told = f"{did.kept:.1%} of replies were within it".replace("%", " %")
    return Criterion(stage, name, did.kept >= least, told, f"Keep it in {share} of cases.")


def _told(did: Practice, stage: Stage, least: int) -> Criterion:
    return Criterion(
        stage,
        f"results were told {least} months in a row",
        did.told >= least,
        f"{_many(did.told, 'month')} in a row",
        "Freeze each month and tell it to champions, colleagues and decision makers: leadline report MONTH",
    )


def _joined(did: Practice) -> Iterator[Criterion]:
    joined = did.programs - did.loose
    yield Criterion(
        Stage.INTEGRATED,
        "each program stands on a line to a company objective",
        did.programs > 0 and not did.loose,
        f"{joined} of {did.programs} do",
        "Draw a line from what hangs loose to the objective that it serves, or end it.",
    )


def _proven(did: Practice) -> Iterator[Criterion]:
    shown = sum(grade >= Grade.SUPPORTED for grade in did.grades)
    yield Criterion(
        Stage.SOCIAL,
        "a line is supported or tested",
        shown > 0,
        f"{shown} of {_many(len(did.grades), 'line')}",
        "The line's page says what would make it surer: a control, more days, a pilot drawn by lot.",
    )
    yield Criterion(
        Stage.SOCIAL,
        "every line ends its month in a decision",
        bool(did.grades) and did.decided >= len(did.grades),
        f"{did.decided} of {_many(len(did.grades), 'line')}",
        "Decide of each line: continue, change or stop, and why.",
    )
    yield Criterion(
        Stage.SOCIAL,
        "the market signed the strategy",
        did.signed > 0,
        f"{_many(did.signed, 'representative')} signed",
        "Invite customers or partners, answer what they say, and let them sign (S3.19).",
    )


@dataclass(frozen=True)
class Worthy:
    """A month's stage, and what was shown to be worth a month by then; None where nothing was."""

    month: Month
    stage: Stage
    value: float | None


@dataclass(frozen=True)
class ValueByStage:
    """Whether value rose with the stage: of `steps` up that have months with values on both sides it was higher after
    `rose`; `p` is how often chance alone does so well. `verdict` is `rises` or `cannot tell`."""

    steps: int
    rose: int
    p: float
    verdict: str
    sentence: str


AROUND = 3
"""Months before and after a step whose values are compared."""
SURE = 0.05


def value_by_stage(history: Sequence[Worthy]) -> ValueByStage:
    """S1.4: value *should* rise with the stage, so it is tested and not assumed: each step up is one case, and a coin
    would rise in half of them (the sign test). Five steps that all rose are the fewest that chance does not explain."""
    cases = [found for at in range(1, len(history)) if (found := _case(history, at)) is not None]
    steps, rose = len(cases), sum(cases)
    p = sum(comb(steps, k) for k in range(rose, steps + 1)) / 2**steps
    if steps and p < SURE:
        sentence = f"Value was higher after {rose} of {steps} steps up; chance does so well in {p:.1%} of cases."
        return ValueByStage(steps, rose, p, "rises", sentence.replace("%", " %"))
    told = f"after {rose} of {_many(steps, 'step')} up value was higher"
    told = told if steps else "no step up has values on both sides"
    sentence = f"Cannot tell whether value rises with the stage: {told}; it takes at least five that all rose."
    return ValueByStage(steps, rose, p, "cannot tell", sentence)


def _case(history: Sequence[Worthy], at: int) -> bool | None:
    if history[at].stage.step <= history[at - 1].stage.step:
        return None
    before = [one.value for one in history[max(0, at - AROUND) : at] if one.value is not None]
    after = [one.value for one in history[at : at + AROUND] if one.value is not None]
    if not before or not after:
        return None
    return sum(after) / len(after) > sum(before) / len(before)


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
