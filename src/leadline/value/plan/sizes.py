"""What can be bought: a program, and the sizes that it can have for a year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from leadline.value.plan.curves import Curve
from leadline.value.uncertainty import Draws, Floats
from leadline.words import Grade

Counting = Literal["proven", "everything"]
MONTHS = 12
DRAWS = Draws(2000)
AS_IT_IS = "as it is"


@dataclass(frozen=True, eq=False)
class Size:
    """One size of a program for a year: its exact cost, what it is worth in each draw, and the part that is proven.

    `shared_with` names programs that share a saving with it, of which each is credited with an equal part; `dealt`
    says into how many parts, at most. `next_money` is what one more of the currency brings beside this size,
    `next_basis` says who says so; None where nobody can. `curve` is what the size lies on, where it lies on one.
    """

    label: str
    cost: Decimal
    worth: Floats
    proven: Floats
    stated_worth: float
    stated_proven: float
    grade: Grade
    source: str = ""
    shared_with: tuple[str, ...] = ()
    dealt: int = 1
    next_money: float | None = None
    next_basis: str = ""
    curve: Curve | None = None

    def net(self, counting: Counting) -> float:
        """A year's worth as stated, minus its cost; of what is proven, or of everything."""
        return (self.stated_proven if counting == "proven" else self.stated_worth) - float(self.cost)

    def drawn_net(self, counting: Counting) -> Floats:
        """The same in each draw."""
        found: Floats = (self.proven if counting == "proven" else self.worth) - float(self.cost)
        return found


@dataclass(frozen=True, eq=False)
class Offer:
    """A program with the sizes that it can have; at most one of them is bought."""

    program: str
    name: str
    sizes: tuple[Size, ...]
