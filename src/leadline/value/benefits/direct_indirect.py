"""Deflected contacts, direct and indirect: who asked here instead of calling, and who only read the answer.

In: questions that were answered, readers of answered threads, and the shares that would have called. Out: money a
month. The surprise: the readers outnumber the askers by far, so the weakest number of all, how many of them would have
called, decides the sum. Source: the direct + indirect method of TSIA and Lithium.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from leadline.value.benefits.contacts import StatedContacts
from leadline.value.uncertainty import Floats


class DirectIndirectDeflection(StatedContacts):
    """(`questions_answered` × `askers_would_have_called` + `readers` × `found_answer` × `readers_would_have_called`) ×
    `call`."""

    method = "deflected contacts, direct + indirect"
    formula = (
        "(questions answered × askers who would have called + readers × found an answer × readers who would have "
        "called) × price of a contact"
    )
    needs: ClassVar[Mapping[str, str]] = {
        "questions_answered": "questions answered a month",
        "askers_would_have_called": "share of askers who would have called",
        "readers": "readers of answered threads a month",
        "found_answer": "share of readers who found the answer",
        "readers_would_have_called": "share of those who would have called",
    }
    shares = frozenset({"askers_would_have_called", "found_answer", "readers_would_have_called"})

    def contacts_of(self, given: Mapping[str, Floats]) -> Floats:
        direct = given["questions_answered"] * given["askers_would_have_called"]
        return direct + given["readers"] * given["found_answer"] * given["readers_would_have_called"]
