"""How a benefit that the company states becomes one that counts: its numbers, its grade, and which of the ways stands.

In: the sheet, judged effects, running programs, what was recorded. Out: how to make each benefit. Two surprises. The
grade is that of the judged effect among the inputs, else `assumed`. And formulas that count avoided contacts never
stand beside an analysis of the calls themselves: they would count the same calls again (S0.11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.measure.known import Which, mean_a_day
from leadline.measure.month import Judged
from leadline.programs.plan import Program
from leadline.strategy.fields import Texts
from leadline.value.benefits import STATED, Quantity, StatedContacts, StatedSum
from leadline.value.benefits.avoided import changed_a_day
from leadline.value.benefits.contacts import CALL
from leadline.value.costs import CostSheet
from leadline.value.stated import Method, StatedBenefit
from leadline.value.uncertainty import Input
from leadline.words import Grade, Period, spoken

DAYS_A_MONTH = 365.25 / 12
Recorded = Callable[[str, Texts], Input]
"""The mean month of recorded series, added up: a name and the series. Raises LeadlineError where one has no value."""


def nothing_recorded(name: str, _series: Texts) -> Input:
    """Where there is no lake to look into."""
    raise LeadlineError(f"What “{name}” was is not known here.", "Ask with a home's lake.")


def recorded_in(lake: Lake, days: Period) -> Recorded:
    """What the lake has of these days."""

    def read(name: str, series: Texts) -> Input:
        means = {one: mean_a_day(lake, Which.parse(one), days) for one in series}
        if missing := [one for one, mean in means.items() if mean is None]:
            raise LeadlineError(
                f"“{name}” is to be the mean of {missing[0]}, which was not recorded from {days.first} to {days.last}.",
                "Import it, or state an amount with its source.",
            )
        a_month = DAYS_A_MONTH * sum(mean for mean in means.values() if mean is not None)
        return Input(name, a_month, "a month", f"recorded: {', '.join(series)}", days.last)

    return read


def of_stated(
    sheet: CostSheet, judged: Sequence[Judged], programs: Iterable[Program], recorded: Recorded
) -> list[Callable[[], StatedSum]]:
    """How to make each benefit that the sheet states of a running program; making it raises LeadlineError."""
    starts = {one.id: one.period.start for one in programs if one.period}

    def maker(stated: StatedBenefit) -> Callable[[], StatedSum]:
        begun = stated.model_copy(update={"first": stated.first or starts[stated.program]})
        return lambda: stated_sum(begun, sheet, judged, recorded)

    return [maker(one) for one in sheet.benefits if one.program in starts]


def stated_sum(
    stated: StatedBenefit, sheet: CostSheet, judged: Sequence[Judged] = (), recorded: Recorded = nothing_recorded
) -> StatedSum:
    """One stated benefit. Raises LeadlineError where a number is missing or cannot be told."""
    quantities, grade = dict[str, Quantity](), Grade.ASSUMED
    for name, one in sheet.stated(stated).items():
        label = f"{spoken(stated.program)}, {stated.name}: {name.replace('_', ' ')}"
        if one.effect_on:
            found = _judged(one.effect_on, stated, judged)
            quantities[name], grade = Quantity(changed_a_day(found.effect), found.effect), found.grade
        elif one.mean_of:
            quantities[name] = Quantity(recorded(label, one.mean_of))
        else:
            quantities[name] = Quantity(one.input(label, sheet.currency))
    kind = STATED[stated.method]
    if issubclass(kind, StatedContacts) and CALL not in quantities:
        quantities[CALL] = Quantity(sheet.price(CALL).input(sheet.currency))
    cashable = None if stated.cashable_percent is None else float(stated.cashable_percent) / 100
    own: dict[str, Any] = {"own": stated.formula} if stated.method is Method.COMPANY_DEFINED else {}
    return kind(
        stated.program, quantities, sheet.currency, grade, stated.label, stated.side, cashable,
        stated.first, stated.until, **own,
    )  # fmt: skip


def standing_contacts(
    made: Sequence[StatedContacts], judged_programs: Iterable[str], *, a_month: Callable[[StatedContacts], float]
) -> list[StatedContacts]:
    """Of each program's formulas the smallest; none where the calls themselves were judged."""
    judged = set(judged_programs)
    smallest: dict[str, StatedContacts] = {}
    for one in sorted((each for each in made if each.program not in judged), key=a_month):
        smallest.setdefault(one.program, one)
    return list(smallest.values())


def _judged(metric: str, stated: StatedBenefit, judged: Sequence[Judged]) -> Judged:
    """What was found of the program's effect on the metric. Raises LeadlineError where nobody looked."""
    which = Which.parse(metric)
    own = (one for one in judged if one.program == stated.program and Which.parse(one.metric) == which)
    found = next(own, None)
    if found is None:
        raise LeadlineError(
            f"“{stated.name}” rests on the effect of {stated.program} on {metric}, which nobody has judged.",
            f"Tie the program to {metric} in a line of the strategy, or state an amount, which is assumed.",
        )
    return found
