"""What every method of savings or income answers: whose money, how sure, from what, and how much a month.

A method is one file with one frozen dataclass. To add one, copy its neighbour and name it in `benefits/__init__.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from leadline.measure.record import Recorded
from leadline.value.periods import Slice
from leadline.value.uncertainty import Draws, Floats, Input
from leadline.words import Grade

Side = Literal["company", "customers"]
Kind = Literal["saving", "income"]
Credit = Literal["caused", "influenced"]


@dataclass(frozen=True)
class BenefitFacts(Recorded):
    """What a sum of money says of itself.

    `formula` is the method in words. `credit` is `influenced` where social activity helped along and nobody showed
    that it closed the sale (S4.14). `measured_until` is the last day that was observed (ISO): what lies after it is
    taken to go on as it was, which is assumed whatever the grade of what was seen. `shared_with` names other programs
    that claim the same saving and cannot be told apart from this one; of those that share it one `stands` for all, and
    only that one is in the company's sum.
    """

    method: str
    label: str
    program: str
    side: Side
    kind: Kind
    grade: Grade
    currency: str
    formula: str
    inputs: tuple[Input, ...]
    credit: Credit = "caused"
    measured_until: str = ""
    notes: tuple[str, ...] = ()
    shared_with: tuple[str, ...] = ()
    stands: bool = True


@dataclass(frozen=True, eq=False)
class Flows:
    """(draws, months) each: what it is worth, and the part of it that can be spent again."""

    total: Floats
    cashable: Floats


@runtime_checkable
class CountsOutcomes(Protocol):
    """A benefit whose money comes of so many things: contacts avoided, hires, customers kept."""

    @property
    def outcome(self) -> str:
        """One of them, for people."""
        ...

    def outcomes(self, draws: Draws, parts: Sequence[Slice]) -> Floats:
        """(draws, months): how many there were."""
        ...


class Benefit(Protocol):
    """One benefit of one program."""

    @property
    def facts(self) -> BenefitFacts: ...

    def flows(self, draws: Draws, parts: Sequence[Slice]) -> Flows:
        """Money a month, in the benefit's currency, not discounted; a harm is negative."""
        ...
