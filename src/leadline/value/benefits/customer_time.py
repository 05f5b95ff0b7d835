"""Minutes that customers no longer spend in a queue: their side of the same effect (S0.10, S3.23).

In: the effect on calls, the minutes a call costs a customer and those that the page costs instead, and what an hour is
worth to them. Out: money a month on the customers' side. The surprise: it is never added to the company's money, and
nobody can spend it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadline.measure.evidence import Effect
from leadline.value.benefits.avoided import avoided_a_day, avoided_a_month, counted_until
from leadline.value.benefits.base import BenefitFacts, Flows
from leadline.value.costs import Price
from leadline.value.periods import Slice
from leadline.value.uncertainty import Draws, Input
from leadline.words import Grade

MINUTES_AN_HOUR = 60


@dataclass(frozen=True)
class CustomerTime:
    """`minutes_by_phone` are a call's minutes (wait and talk), `minutes_on_page` what asking there takes; `hour` is the
    price of a customer's hour. Raises LeadlineError where the effect was refused."""

    program: str
    effect: Effect
    minutes_by_phone: Input
    minutes_on_page: Input
    hour: Price
    currency: str
    grade: Grade
    shared_with: tuple[str, ...] = ()
    stands: bool = True

    def __post_init__(self) -> None:
        avoided_a_day(self.effect)

    @property
    def facts(self) -> BenefitFacts:
        brought = self.effect.mean is not None and self.effect.mean.value > 0
        return BenefitFacts(
            method="customers' time saved",
            label=f"time that customers {'also' if brought else 'do not'} spend on the phone",
            program=self.program,
            side="customers",
            kind="saving",
            grade=self.grade,
            currency=self.currency,
            formula="contacts avoided × the hours that each saves a customer × price of an hour",
            inputs=(
                avoided_a_day(self.effect),
                self.minutes_by_phone,
                self.minutes_on_page,
                self.hour.input(self.currency),
            ),
            measured_until=counted_until(self.effect),
            shared_with=self.shared_with,
            stands=self.stands,
            notes=("Every avoided call is taken as a question asked on the page, or answered there already.",),
        )

    def flows(self, draws: Draws, parts: Sequence[Slice]) -> Flows:
        minutes = self.minutes_by_phone.draw(draws) - self.minutes_on_page.draw(draws)
        an_avoided_call = minutes / MINUTES_AN_HOUR * self.hour.input(self.currency).draw(draws)
        total = avoided_a_month(self.effect, draws, parts) * an_avoided_call[:, None]
        return Flows(total, np.zeros_like(total))
