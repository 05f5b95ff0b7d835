"""What every method of the evidence benchmark takes and gives.

In: outcomes (S, T), controls (S, T) or None, and the index of the first day of the program. Out: `Answers`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.evidence_families import Flags, Floats


@dataclass(frozen=True)
class Answers:
    """One entry a series: the interval (NaN where refused), whether an effect is claimed and whether a check doubts it;
    and CPU milliseconds an analysis."""

    low: Floats
    high: Floats
    claimed: Flags
    doubted: Flags
    ms: float


Method = Callable[[Floats, Floats | None, int], Answers]
