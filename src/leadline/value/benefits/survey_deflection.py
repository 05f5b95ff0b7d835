"""Deflected contacts as surveys have it: visitors who came for help, found it, and would have called.

In: visits a month and three shares that visitors were asked for. Out: money a month. The surprise: each share is
answered by those who stayed to answer, so the product tends to be the largest of the three ways to count.
Source: the call deflection survey of community suppliers (visit, reason, success, alternative), as in Khoros' and
Higher Logic's guides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from leadline.value.benefits.contacts import StatedContacts
from leadline.value.uncertainty import Floats


class SurveyDeflection(StatedContacts):
    """`visits` × `came_for_support` × `found_answer` × `would_have_called` × `call`."""

    method = "deflected contacts, by survey"
    formula = "visits × came for support × found an answer × would have called × price of a contact"
    needs: ClassVar[Mapping[str, str]] = {
        "visits": "visits a month",
        "came_for_support": "share of visitors with a question",
        "found_answer": "share of those who found the answer",
        "would_have_called": "share of those who would have called",
    }
    shares = frozenset({"came_for_support", "found_answer", "would_have_called"})

    def contacts_of(self, given: Mapping[str, Floats]) -> Floats:
        asked = given["visits"] * given["came_for_support"]
        return asked * given["found_answer"] * given["would_have_called"]
