"""Contacts that formulas say did not happen: what survey, direct + indirect and silent deflection share.

In: numbers a month. Out: contacts, and their price. The surprise: these contacts would stand in the call centre's own
series as well, so where an analysis of that series is there, its figure counts and these stand beside it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from leadline.value.benefits.stated_sum import StatedSum
from leadline.value.periods import Slice
from leadline.value.uncertainty import Draws, Floats

CALL = "call"
"""The price of one contact: the sheet's price of a call where the benefit names none."""
OVERSTATES = "A share of people who say that they would have called is asked of them, not seen: it tends to overstate."


class StatedContacts(StatedSum):
    """A sum of contacts times what one costs."""

    price: ClassVar[Mapping[str, str]] = {CALL: "what one contact costs"}

    @abstractmethod
    def contacts_of(self, given: Mapping[str, Floats]) -> Floats:
        """Contacts avoided a month, from the numbers by name."""

    def worth_of(self, given: Mapping[str, Floats]) -> Floats:
        return self.contacts_of(given) * given[CALL]

    @property
    def outcome(self) -> str:
        return "contact avoided"

    def outcomes(self, draws: Draws, parts: Sequence[Slice]) -> Floats:
        """(draws, months): how many contacts it says were avoided."""
        return self.contacts_of(self._drawn(draws, parts)) * self._days(parts)

    def _needed(self) -> Mapping[str, str]:
        return {**self.needs, **self.price}

    def _notes(self) -> tuple[str, ...]:
        return (*super()._notes(), OVERSTATES)
