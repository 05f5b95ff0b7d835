"""How well does one analysis carry a causal link? Four steps, the reason for each, and what would settle the next.

In: the analysis' verdict, its checks, its p-value and the direction the line promises. Out: a `GradeReport`.
Two surprises: an analysis that cannot tell leaves the link the grade it had, and one that sees nothing takes it away;
and an effect against the direction promised is graded as any other, because a harm that is shown must count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from leadline.measure.evidence.figures import chance
from leadline.measure.record import Recorded
from leadline.words import Grade

Verdict = Literal["effect", "no effect seen", "cannot tell"]
Direction = Literal["up", "down"]

Row = dict[str, str | float]
"""One row of a check's table, by column."""

NEEDED_CHECK = "placebo in time"
"""No effect is supported unless this check was run and passed."""


@dataclass(frozen=True)
class Check(Recorded):
    """One attempt to prove an analysis wrong. `passed` is None where it could not be run; `numbers` is its detail and
    `settle` what would let it pass, empty where it did. `rows` is its table, which a picture draws: one row each unit,
    event or strength that was tried."""

    name: str
    passed: bool | None
    sentence: str
    numbers: dict[str, float]
    settle: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class GradeStep(Recorded):
    """One of the four steps: reached or not, why, and what would settle it (empty once reached)."""

    grade: Grade
    reached: bool
    reason: str
    settle: str = ""


@dataclass(frozen=True)
class GradeReport(Recorded):
    """The grade of a link after one analysis; `kept` says that the analysis could not change it."""

    grade: Grade
    reason: str
    steps: tuple[GradeStep, ...]
    kept: bool = False


@dataclass(frozen=True)
class Grounds:
    """What a grade rests on. `moved` is the direction of the effect seen, `expected` the one the line promises."""

    verdict: Verdict
    p_value: float | None
    checks: Sequence[Check]
    moved: Direction | None
    expected: Direction | None
    allowed: float
    tried: int
    settle: str
    experiment: bool = False
    withdrawn: Grade | None = None
    """What an earlier look gave, and this one takes back."""


def grade_of(grounds: Grounds, kept: Grade = Grade.ASSUMED) -> GradeReport:
    """Climb the steps until one is not reached; `kept` is the grade that the link had before this analysis."""
    if grounds.verdict == "cannot tell":
        return _unchanged(grounds, kept)
    steps = [GradeStep(Grade.ASSUMED, True, "A mechanism is stated.")]
    for climb in (_correlated, _supported, _tested):
        step = climb(grounds)
        reached = step.reached and steps[-1].reached
        steps.append(step if reached == step.reached else _below(step))
    best = [step for step in steps if step.reached][-1]
    return GradeReport(best.grade, best.reason, tuple(steps))


def _unchanged(grounds: Grounds, kept: Grade) -> GradeReport:
    reason = f"This analysis cannot tell, so the link keeps the grade it had: {kept}."
    if grounds.withdrawn:
        reason = f"All days were looked at and cannot tell, so an earlier grade is taken back: {grounds.withdrawn}."
    steps = tuple(
        GradeStep(grade, grade <= kept, "It was reached before." if grade <= kept else "This analysis cannot tell.")
        for grade in Grade
    )
    settled = tuple(
        step if step.reached else GradeStep(step.grade, False, step.reason, grounds.settle) for step in steps
    )
    return GradeReport(kept, reason, settled, kept=True)


def _correlated(grounds: Grounds) -> GradeStep:
    def no(reason: str, settle: str) -> GradeStep:
        return GradeStep(Grade.CORRELATED, False, reason, settle)

    if grounds.verdict == "no effect seen" or grounds.p_value is None:
        return no("A valid analysis saw no effect that would matter.", "A change in the program, and a new start date.")
    corrected = min(1.0, grounds.p_value * grounds.tried)
    if corrected > grounds.allowed:
        return no(
            f"Once corrected for {_tried(grounds.tried)}, chance alone would show such a difference in "
            f"{_share(corrected)}: too often.",
            "Try fewer links, or test this one on new days.",
        )
    corrected_for = f", corrected for {_tried(grounds.tried)}" if grounds.tried > 1 else ""
    return GradeStep(
        Grade.CORRELATED,
        True,
        f"Before and after differ beyond chance: without an effect, such a difference would be seen in "
        f"{_share(corrected)}{corrected_for}.{_turned(grounds)}",
    )


def _turned(grounds: Grounds) -> str:
    """A harm is proven as a gain is: the grade says how sure it is, never that it was wished for."""
    if grounds.expected is None or grounds.moved == grounds.expected:
        return ""
    return f" The figure went {grounds.moved}, and the line promises {grounds.expected}."


def _share(p_value: float) -> str:
    return f"{chance(p_value)} of cases (p)"


def _tried(links: int) -> str:
    return "the one link tried" if links == 1 else f"the {links} links tried"


def _supported(grounds: Grounds) -> GradeStep:
    if not grounds.experiment and NEEDED_CHECK not in {check.name for check in grounds.checks}:
        return GradeStep(Grade.SUPPORTED, False, "No placebo check was run.", "An analysis with its checks.")
    for check in sorted(grounds.checks, key=lambda each: each.passed is None):
        if not check.passed:
            return GradeStep(Grade.SUPPORTED, False, check.sentence, check.settle)
    return GradeStep(Grade.SUPPORTED, True, "A counterfactual design holds and its checks pass.")


def _tested(grounds: Grounds) -> GradeStep:
    if grounds.experiment:
        return GradeStep(Grade.TESTED, True, "A planned experiment shows it.")
    return GradeStep(
        Grade.TESTED,
        False,
        "No experiment was planned: nothing was drawn by lot before the start.",
        "A pilot drawn by lot: some regions, stores or weeks with the program, the others without.",
    )


def _below(step: GradeStep) -> GradeStep:
    return GradeStep(step.grade, False, "The step below it is not reached.", step.settle)
