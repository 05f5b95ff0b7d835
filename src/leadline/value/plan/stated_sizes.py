"""Sizes that nobody has run: points that somebody stated, and steps along a stated curve.

In: an option of the cost sheet, the running program's own size. Out: `Size`s. The surprise: a curve without
`at_most` goes through what was measured, so it says only how fast that flattens; what was proven stays proven in a
larger size, and what the larger size adds is assumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from leadline.errors import LeadlineError
from leadline.value.plan.curves import Curve
from leadline.value.plan.sizes import DRAWS, Size
from leadline.value.stated import StatedCurve, StatedPackage
from leadline.value.uncertainty import Floats, Input
from leadline.words import Grade

STEPS = 20
"""Sizes along a curve, from its twentieth part on."""


def stated_size(one: StatedPackage, program: str) -> Size:
    """A point; in the sheet's currency."""
    told = Input(f"{program}: {one.label}", float(one.benefit), "", one.source, one.source_date, *_ends(one))
    source = f"{one.source}, {one.source_date}"
    nothing = np.zeros(DRAWS.number)
    return Size(one.label, one.cost, told.draw(DRAWS), nothing, told.value, 0.0, Grade.ASSUMED, source)


def sizes_along(stated: StatedCurve, program: str, currency: str, now: Size | None) -> Iterator[Size]:
    """Twenty steps up to the curve's `up_to`; `now` is the running program as it is.

    Raises LeadlineError where the curve is to go through what was measured and nothing was.
    """
    curve, drawn = _through(now, stated, program) if stated.at_most is None else _from_nothing(stated, program)
    for k in range(1, STEPS + 1):
        cost = stated.up_to * k / STEPS
        worth, is_larger = curve.worth(float(cost)), now is not None and cost >= now.cost
        proven = now.proven if now and is_larger else np.zeros(DRAWS.number)
        yield Size(
            label=f"{currency} {cost:,.0f} a year",
            cost=cost.quantize(Decimal("0.01")),
            worth=drawn * (worth / curve.most),
            proven=proven,
            stated_worth=worth,
            stated_proven=now.stated_proven if now and is_larger else 0.0,
            grade=Grade.ASSUMED,
            source=curve.words,
            shared_with=now.shared_with if now else (),
            curve=curve,
        )


def _through(now: Size | None, stated: StatedCurve, program: str) -> tuple[Curve, Floats]:
    """The curve through what the running program costs and is worth, and the draws of its `most`."""
    if now is None or now.cost <= 0 or now.stated_worth <= 0:
        raise LeadlineError(
            f"The curve of {program} is to go through what was measured, and no worth above nothing was.",
            "Write at_most: beside flattens_at, the benefit of a year that no spending exceeds, with its source.",
        )
    reached = Curve(1.0, float(stated.flattens_at), "").worth(float(now.cost))
    words = f"a curve through what was measured; how it flattens: {stated.source}, {stated.source_date}"
    return Curve(now.stated_worth / reached, float(stated.flattens_at), words), now.worth / reached


def _from_nothing(stated: StatedCurve, program: str) -> tuple[Curve, Floats]:
    told = Input(f"{program}: curve", float(stated.at_most or 0), "", stated.source, stated.source_date, *_ends(stated))
    words = f"a stated curve: {stated.source}, {stated.source_date}"
    return Curve(told.value, float(stated.flattens_at), words), told.draw(DRAWS)


def _ends(one: StatedPackage | StatedCurve) -> tuple[float | None, float | None]:
    return (None, None) if one.low is None or one.high is None else (float(one.low), float(one.high))
