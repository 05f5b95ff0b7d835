"""Hours that colleagues no longer spend: how many, at which rate, and how much of them is used (S1.6).

In: hours a month, a loaded rate, the share that goes into other work. Out: money a month. The surprise: none of it can
be spent unless somebody leaves, so it is not cashable before the company says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from leadline.value.benefits.stated_sum import StatedSum
from leadline.value.uncertainty import Floats


class InternalEfficiency(StatedSum):
    """`hours_saved` × `loaded_rate` × `share_used`."""

    method = "internal efficiency"
    usually_cashable = 0.0
    formula = "hours saved × loaded rate × the share that is used for other work"
    needs: ClassVar[Mapping[str, str]] = {
        "hours_saved": "hours a month that are not spent any more",
        "loaded_rate": "what an hour costs, with taxes, desk and leave",
        "share_used": "share of them that goes into other work",
    }
    shares = frozenset({"share_used"})

    def worth_of(self, given: Mapping[str, Floats]) -> Floats:
        return given["hours_saved"] * given["loaded_rate"] * given["share_used"]
