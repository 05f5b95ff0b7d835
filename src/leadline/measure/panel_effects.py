"""The effects of a whole panel: one answer a series, in the panel's order, thousands in one go.

In: a `PanelFile`. Out: an `Answer` a series, as soon as its batch is done. The surprise: a series that cannot be
analysed answers for itself, with the reason, and never for its neighbours.
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

BATCH = 1024
"""Series analysed together: those that share a calendar and a start are forecast in one pass."""


@dataclass(frozen=True)
class Answer:
    """What one series says: its effect, or why there is none."""

    series: str
    effect: Effect | None
    refused: str | None

    def as_dict(self) -> dict[str, Any]:
        """The line that `leadline measure effects` writes; a refused series has no figures."""
        if self.effect is None or self.refused is not None:
            return {"series": self.series, "refused": True, "reason": self.refused, "verdict": "cannot tell"}
        mean = self.effect.mean
        if mean is None:
            raise ValueError("an effect that is not refused has figures")
        return {
            "series": self.series,
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


def panel_effects(panel: PanelFile, *, settings: Settings = DEFAULT_SETTINGS, batch: int = BATCH) -> Iterator[Answer]:
    """An `Answer` for each series of the panel, in its order, `batch` of them at a time."""
    series = panel.cases()
    while together := list(islice(series, batch)):
        yield from _answered(together, settings)


def _answered(together: Sequence[PanelSeries], settings: Settings) -> Iterator[Answer]:
    found = iter(_analysed([one.case for one in together if one.case is not None], settings))
    for one in together:
        yield Answer(one.name, None, one.refused) if one.case is None else _answer(one.name, next(found))


def _analysed(cases: Sequence[Case], settings: Settings) -> list[Effect | str]:
    """All at once; where that fails, one by one, so that it fails for one series only."""
    try:
        with np.errstate(all="ignore"):  # what cannot be computed is refused below, in a sentence
            return list(analyse_many(cases, settings=settings))
    except (LeadlineError, ArithmeticError, ValueError) as problem:
        if len(cases) == 1:
            return [problem.sentence if isinstance(problem, LeadlineError) else f"It cannot be computed: {problem}."]
        middle = len(cases) // 2
        return [*_analysed(cases[:middle], settings), *_analysed(cases[middle:], settings)]


def _answer(name: str, found: Effect | str) -> Answer:
    if isinstance(found, str):
        return Answer(name, None, found)
    if found.refused is not None or found.mean is None:
        return Answer(name, found, found.refused or "The analysis has no figures.")
    figures = (found.mean.value, found.mean.low, found.mean.high, found.p_value)
    if not all(figure is not None and math.isfinite(figure) for figure in figures):
        return Answer(name, found, "Its values are too large or too small to compute with: choose another unit.")
    return Answer(name, found, None)
