"""Does each line go on, change or stop, who said so and why, and what came of it a month later? (S4.2)

In: what was decided, the strategy as it stood then and as it stands now. Out: what was done about it, in a sentence.
The surprise: a decision keeps what was known on its day (the grade, the figure, the version), so that the next month
is laid beside what people saw then, and not beside what is known of that month today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from leadline.strategy.document import Document, Line
from leadline.strategy.versions import compare
from leadline.words import Grade, Month

Choice = Literal["continue", "change", "stop"]
CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True)
class Decision:
    """What was decided of a line for a month. `by` decided it, `owner` answers for the line's company objective.

    `version` is the strategy that was in force, `grade` the line's, `value` its business metric's, in the metric's
    unit; None where no figure was known.
    """

    line: str
    month: Month
    choice: Choice
    reason: str
    by: str
    owner: str
    at: dt.datetime
    version: int
    grade: Grade
    value: float | None = None

    @property
    def is_by_owner(self) -> bool:
        """Whether the owner said so; `Petra Vogt, customer care` is Petra Vogt."""
        return bool(self.owner) and self.by == self.owner.split(",")[0].strip()


@dataclass(frozen=True)
class Outcome:
    """What came of a decision. `done` is None where nothing had to be done: a line that goes on."""

    decision: Decision
    done: bool | None
    sentence: str


def decided(decisions: Iterable[Decision], month: Month) -> dict[str, Decision]:
    """By line, the last decision for a month: a later one takes the place of an earlier one, which is kept."""
    return {one.line: one for one in sorted(decisions, key=lambda one: one.at) if one.month == month}


def undecided(document: Document, decisions: Iterable[Decision], month: Month) -> tuple[Line, ...]:
    """The lines that no one has decided on for this month."""
    known = decided(decisions, month)
    return tuple(line for line in document.lines if line.id not in known)


def owner_of(line: Line, document: Document) -> str:
    """Who answers for what the line is to move: the owner of its company objective, or nobody."""
    return next((one.owner for one in document.company_objectives if one.id == line.objective), "")


def outcome(decision: Decision, before: Document, now: Document, *, version: int) -> Outcome:
    """What was done: `before` is the strategy on the day of the decision, `now` that of `version`."""
    still = any(line.id == decision.line for line in now.lines)
    if decision.choice == "stop":
        told = f"It still stands in version {version}" if still else f"It left the strategy by version {version}"
        return Outcome(decision, not still, f"{told}.")
    if not still:
        return Outcome(decision, decision.choice == "change", f"It is in version {version} no more.")
    if decision.choice == "continue":
        return Outcome(decision, None, "It goes on.")
    changes = _changes(decision.line, before, now)
    if not changes:
        return Outcome(decision, False, f"Nothing about it has changed by version {version}.")
    return Outcome(decision, True, f"By version {version}: {' '.join(changes)}")


def stopped(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that end a line."""
    return tuple(one for one in decisions if one.choice == "stop")


def _changes(line: str, before: Document, now: Document) -> Sequence[str]:
    """Sentences about the line, its method and its company objective; other parts are not its matter."""
    return [one.sentence for one in compare(_about(line, before, now), _about(line, now, now))]


def _about(wanted: str, document: Document, frame: Document) -> Document:
    """`frame` with the one line of `document`, and what the line runs through and for."""
    lines = tuple(line for line in document.lines if line.id == wanted)
    runs, serves = {line.program for line in lines}, {line.objective for line in lines}
    methods = tuple(method for method in document.methods if runs & {*method.program_ids})
    objectives = tuple(one for one in document.company_objectives if one.id in serves)
    return frame.model_copy(update={"lines": lines, "methods": methods, "company_objectives": objectives})
