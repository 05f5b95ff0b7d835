"""What a product costs less, because customers said early what is wrong with it (S0.4, innovation).

In: pieces a month, what each costs less (repair, return, a visit, scrap), and the share that is owed to what customers
said. Out: money a month. The surprise: the product team would have found part of it anyway, so that share must be
stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from leadline.value.benefits.stated_sum import StatedSum
from leadline.value.uncertainty import Floats


class ProductCost(StatedSum):
    """`pieces` × `less_a_piece` × `owed_to_customers`."""

    method = "product cost"
    formula = "pieces × what each costs less × the share that is owed to what customers said"
    needs: ClassVar[Mapping[str, str]] = {
        "pieces": "pieces a month: units made, repairs, returns, visits",
        "less_a_piece": "what each costs less",
        "owed_to_customers": "share that nobody would have found without them",
    }
    shares = frozenset({"owed_to_customers"})

    def worth_of(self, given: Mapping[str, Floats]) -> Floats:
        return given["pieces"] * given["less_a_piece"] * given["owed_to_customers"]
