"""Sizes that nobody has run: points that somebody stated, and steps along a stated curve.

In: an option of the cost sheet, the running program's own size. Out: `Size`s. The surprise: a curve without
`at_most` goes through what was measured, so it says only how fast that flattens; what was proven stays proven in a
larger size, and what the larger size adds is assumed. And a program that shares a saving is credited with an equal part
of what somebody stated, too: two such statements tell of one saving.
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


def stated_size(one: StatedPackage, program: str, now: Size | None) -> Size:
    """A point; in the sheet's currency. `now` is the running program as it is."""
    told = Input(f"{program}: {one.label}", float(one.benefit), "", one.source, one.source_date, *_ends(one))
    source = f"{one.source}, {one.source_date}"
    dealt, shared_with = (now.dealt, now.shared_with) if now else (1, ())
    worth, nothing = told.draw(DRAWS) / dealt, np.zeros(DRAWS.number)
    return Size(
        one.label, one.cost, worth, nothing, told.value / dealt, 0.0, Grade.ASSUMED, source, shared_with, dealt
    )  # fmt: skip


def sizes_along(stated: StatedCurve, program: str, currency: str, now: Size | None) -> Iterator[Size]:
    """Twenty steps up to the curve's `up_to`; `now` is the running program as it is.

    Raises LeadlineError where the curve is to go through what was measured and nothing was.
    """
    curve, drawn = _through(now, stated, program) if stated.at_most is None else _from_nothing(now, stated, program)
    for k in range(1, STEPS + 1):
        cost = stated.up_to * k / STEPS
        worth, is_larger = curve.worth(float(cost)), now is not None and cost >= now.cost
        drawn_worth = drawn * (worth / curve.most)
        yield Size(
            label=f"{currency} {cost:,.0f} a year",
            cost=cost.quantize(Decimal("0.01")),
            worth=drawn_worth,
            proven=np.minimum(now.proven, drawn_worth) if now and is_larger else np.zeros(DRAWS.number),
            stated_worth=worth,
            stated_proven=min(now.stated_proven, worth) if now and is_larger else 0.0,
            grade=Grade.ASSUMED,
            source=curve.words,
            shared_with=now.shared_with if now else (),
            dealt=now.dealt if now else 1,
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


def _from_nothing(now: Size | None, stated: StatedCurve, program: str) -> tuple[Curve, Floats]:
    """The curve up to what somebody stated, or to an equal part of it, and the draws of its `most`."""
    dealt = now.dealt if now else 1
    told = Input(f"{program}: curve", float(stated.at_most or 0), "", stated.source, stated.source_date, *_ends(stated))
    words = f"a stated curve: {stated.source}, {stated.source_date}"
    return Curve(told.value / dealt, float(stated.flattens_at), words), told.draw(DRAWS) / dealt


def _ends(one: StatedPackage | StatedCurve) -> tuple[float | None, float | None]:
    return (None, None) if one.low is None or one.high is None else (float(one.low), float(one.high))
