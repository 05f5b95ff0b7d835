"""Value as the company defines it: its own formula of named inputs (S1.5).

In: the formula and every number that it names. Out: money a month. The surprise: the grade is that of the effect it
rests on, as with all methods; a formula of one's own makes nothing surer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from leadline.value.benefits.stated_sum import StatedSum
from leadline.value.formula import Formula
from leadline.value.uncertainty import Floats


@dataclass(frozen=True)
class CompanyDefined(StatedSum):
    """`own` is the formula's text. Raises LeadlineError where it names what is not given or divides by nothing."""

    own: str = ""

    method = "company-defined"
    formula = "as the company writes it"
    usually_cashable = 0.0
    needs: ClassVar[Mapping[str, str]] = {}

    def worth_of(self, given: Mapping[str, Floats]) -> Floats:
        return self._read.value(given)

    @cached_property
    def _read(self) -> Formula:
        return Formula(self.own)

    def _needed(self) -> Mapping[str, str]:
        return dict.fromkeys(self._read.names, "named in the formula")

    def _formula(self) -> str:
        return self._read.shown
