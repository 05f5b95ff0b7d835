"""Sales that social activity helped along: revenue that it touched × margin × the share credited (S4.14).

In: revenue of a month in which social activity had a part, the contribution margin, the share of the credit. Out:
money a month. The surprise: it reads `influenced`, never closed, until an experiment shows more; a full credit changes
nothing of that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from leadline.value.benefits.base import Credit
from leadline.value.benefits.stated_sum import StatedSum
from leadline.value.uncertainty import Floats
from leadline.words import Grade


class RevenueInfluenced(StatedSum):
    """`revenue_touched` × `contribution_margin` × `credited`."""

    method = "revenue influenced"
    kind = "income"
    formula = "revenue that social activity touched × contribution margin × share credited"
    needs: ClassVar[Mapping[str, str]] = {
        "revenue_touched": "revenue a month in which social activity had a part",
        "contribution_margin": "share of it that is left after making and delivering",
        "credited": "share of that which social activity takes credit for",
    }
    shares = frozenset({"contribution_margin", "credited"})

    def worth_of(self, given: Mapping[str, Floats]) -> Floats:
        return given["revenue_touched"] * given["contribution_margin"] * given["credited"]

    def _credit(self) -> Credit:
        return "caused" if self.grade is Grade.TESTED else "influenced"

    def _notes(self) -> tuple[str, ...]:
        if self.grade is Grade.TESTED:
            return ()
        return ("Nobody showed that it closed a sale: a pilot drawn by lot would.",)
