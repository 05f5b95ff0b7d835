"""The effects of a whole panel: one answer a series, in the panel's order, thousands in one go.

In: a `PanelFile`. Out: an `Answer` a series, as soon as its batch is done; then, where series name a panel, one for
each panel as a whole. The surprise: a series that cannot be analysed answers for itself, with the reason, and never for
its neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from leadline.errors import LeadlineError
from leadline.measure.evidence import DEFAULT_SETTINGS, Case, Effect, Settings, analyse_many
from leadline.measure.panel_file import PanelFile, PanelSeries
from leadline.measure.panel_units import Panel, together

BATCH = 1024
"""Series analysed together: those that share a calendar and a start are forecast in one pass."""


@dataclass(frozen=True)
class Answer:
    """What one series says: its effect, or why there is none. `is_control`: it never began, and says nothing itself."""

    series: str
    effect: Effect | None
    refused: str | None
    is_control: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The line that `leadline measure effects` writes; a refused series has no figures."""
        return {"series": self.series, **self._said()}

    def _said(self) -> dict[str, Any]:
        if self.effect is None or self.refused is not None:
            return {"refused": True, "reason": self.refused, "verdict": "cannot tell"}
        mean = self.effect.mean
        if mean is None:
            raise ValueError("an effect that is not refused has figures")
        return {
            "refused": False,
            "verdict": self.effect.verdict,
            "mean": mean.value,
            "low": mean.low,
            "high": mean.high,
            "p_value": self.effect.p_value,
            "checks": [
                {"name": check.name, "passed": check.passed, "sentence": check.sentence} for check in self.effect.checks
            ],
        }


@dataclass(frozen=True)
class Together:
    """What all treated series of one panel say, compared with those that were never treated."""

    panel: Panel
    answer: Answer

    def as_dict(self) -> dict[str, Any]:
        """A line of `leadline measure effects`; it names its panel, and no series."""
        treated, never = len(self.panel.starts), len(self.panel.never)
        counted = {"treated": treated, "never_treated": never, "starts": len(set(self.panel.starts.values()))}
        return {"panel": self.panel.name, **counted, **self.answer._said()}


def panel_effects(panel: PanelFile, *, settings: Settings = DEFAULT_SETTINGS, batch: int = BATCH) -> Iterator[Answer]:
    """An `Answer` for each series of the panel, in its order, `batch` of them at a time."""
    series = panel.cases()
    while some := list(islice(series, batch)):
        yield from _answered(some, settings)


def effects_together(panel: PanelFile, *, settings: Settings = DEFAULT_SETTINGS) -> Iterator[Together]:
    """One for each panel that the file names and in which a series began; none where the file names no panel."""
    for one in panel.panels():
        if one.starts:
            yield Together(one, _answer(one.name, _compared(one, settings)))


def _compared(panel: Panel, settings: Settings) -> Effect | str:
    try:
        with np.errstate(all="ignore"):
            return together(panel, settings)
    except (LeadlineError, ArithmeticError, ValueError) as problem:
        return _problem(problem)


def _answered(batch: Sequence[PanelSeries], settings: Settings) -> Iterator[Answer]:
    found = iter(_analysed([one.case for one in batch if one.case is not None], settings))
    for one in batch:
        if one.case is None:
            yield Answer(one.name, None, one.refused, one.is_control)
        else:
            yield _answer(one.name, next(found))


def _analysed(cases: Sequence[Case], settings: Settings) -> list[Effect | str]:
    """All at once; where that fails, one by one, so that it fails for one series only."""
    try:
        with np.errstate(all="ignore"):  # what cannot be computed is refused below, in a sentence
            return list(analyse_many(cases, settings=settings))
    except (LeadlineError, ArithmeticError, ValueError) as problem:
        if len(cases) == 1:
            return [_problem(problem)]
        middle = len(cases) // 2
        return [*_analysed(cases[:middle], settings), *_analysed(cases[middle:], settings)]


def _problem(problem: Exception) -> str:
    return problem.sentence if isinstance(problem, LeadlineError) else f"It cannot be computed: {problem}."


def _answer(name: str, found: Effect | str) -> Answer:
    if isinstance(found, str):
        return Answer(name, None, found)
    if found.refused is not None or found.mean is None:
        return Answer(name, found, found.refused or "The analysis has no figures.")
    figures = (found.mean.value, found.mean.low, found.mean.high, found.p_value)
    if not all(figure is not None and math.isfinite(figure) for figure in figures):
        return Answer(name, found, "Its values are too large or too small to compute with: choose another unit.")
    return Answer(name, found, None)
