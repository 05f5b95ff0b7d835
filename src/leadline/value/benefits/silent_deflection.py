"""Customers who need not even ask: views of answered threads × the share that would have called (S0.11).

In: views of answered threads a month and a share. Out: money a month. The surprise: nobody sees a call that a reader
did not make. So the sum is assumed, and where the effect on calls was judged it is in there already.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from leadline.value.benefits.contacts import StatedContacts
from leadline.value.uncertainty import Floats


class SilentDeflection(StatedContacts):
    """`views` × `would_have_called` × `call`."""

    method = "silent deflection"
    formula = "views of answered threads × the share that would have called × price of a contact"
    needs: ClassVar[Mapping[str, str]] = {
        "views": "views of answered threads a month",
        "would_have_called": "share of views behind which somebody would have called",
    }
    shares = frozenset({"would_have_called"})

    def contacts_of(self, given: Mapping[str, Floats]) -> Floats:
        return given["views"] * given["would_have_called"]
