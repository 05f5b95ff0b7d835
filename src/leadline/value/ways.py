"""Contacts that did not happen, three ways side by side: survey, direct + indirect, counterfactual (S0.11, S0.15).

In: every benefit that counts avoided contacts. Out: a `Ways` a program: each way's contacts and money a month, which
one counts, and a sentence that says how far they disagree. The surprise: nothing is averaged. The ways ask different
questions, and only the counterfactual looked at the calls.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leadline.measure.record import Recorded
from leadline.value.benefits import Benefit, DeflectedContacts, StatedContacts
from leadline.value.periods import Slice, slices
from leadline.value.uncertainty import Draws, Floats, estimate
from leadline.words import Estimate, Grade, Period, listed

DEFAULT_DRAWS = Draws()
THREE = ("by survey", "direct + indirect", "by counterfactual")
LOOKS_AT_CALLS = "Only the counterfactual looks at the calls themselves, so it alone counts."
NO_ANALYSIS = "None of them looked at the calls: the smallest counts, as assumed."
NOT_COUNTED = "An analysis of the calls did not show these contacts missing, so none of them counts."


@dataclass(frozen=True)
class Way(Recorded):
    """One way to count: contacts and money of a mean month, and whether the return counts it."""

    method: str
    label: str
    contacts: Estimate
    money: Estimate
    grade: Grade
    counted: bool
    formula: str


@dataclass(frozen=True)
class Ways(Recorded):
    """A program's ways, largest first; `missing` names those of the three that lack their inputs."""

    program: str
    ways: tuple[Way, ...]
    sentence: str
    missing: tuple[str, ...] = ()

    @property
    def factor(self) -> float | None:
        """By how much the largest differs from the smallest; None where one of them is nothing or less."""
        values = [one.contacts.value for one in self.ways]
        return max(values) / min(values) if values and min(values) > 0 else None


def ways_of(
    counted: Sequence[Benefit], beside: Sequence[StatedContacts], period: Period, *, draws: Draws = DEFAULT_DRAWS
) -> tuple[Ways, ...]:
    """The ways of every program that has two at least; `beside` are those that the return does not count."""
    found = [one for one in (*counted, *beside) if isinstance(one, DeflectedContacts | StatedContacts)]
    programs = dict.fromkeys(one.facts.program for one in found)
    each = {program: [one for one in found if one.facts.program == program] for program in programs}
    return tuple(_ways(program, own, beside, period, draws) for program, own in each.items() if len(own) > 1)


def _ways(
    program: str,
    own: Sequence[DeflectedContacts | StatedContacts],
    beside: Sequence[StatedContacts],
    period: Period,
    draws: Draws,
) -> Ways:
    ways = [_way(one, all(one is not each for each in beside), period, draws) for one in own]
    ways.sort(key=lambda way: -way.contacts.value)
    missing = tuple(name for name in THREE if not any(name in way.method for way in ways))
    return Ways(program, tuple(ways), _sentence(ways), missing)


def _way(one: DeflectedContacts | StatedContacts, counted: bool, period: Period, draws: Draws) -> Way:
    parts = _seen(slices(period), one.facts.measured_until)
    months = sum(float(part.share) for part in parts) or 1.0
    both, facts = (draws.centre, draws), one.facts
    money = [one.flows(each, parts).total.sum(axis=1) / months for each in both]
    contacts = [one.outcomes(each, parts).sum(axis=1) / months for each in both]
    return Way(
        facts.method, facts.label, _estimate(contacts, "contacts"), _estimate(money, facts.currency),
        facts.grade, counted, facts.formula,
    )  # fmt: skip


def _seen(parts: Sequence[Slice], until: str) -> tuple[Slice, ...]:
    """The days on which it was observed, from the period's first one."""
    return tuple(part.up_to(dt.date.fromisoformat(until)) for part in parts) if until else tuple(parts)


def _estimate(centre_and_drawn: Sequence[Floats], unit: str) -> Estimate:
    centre, drawn = centre_and_drawn
    return estimate(float(centre[0]), drawn, unit)


def _sentence(ways: Sequence[Way]) -> str:
    """`Three ways count .., and they disagree: 1,100 to 7,800 contacts a month, a factor of 7.`"""
    number = {2: "Two", 3: "Three", 4: "Four"}.get(len(ways), str(len(ways)))
    most, least = ways[0].contacts, ways[-1].contacts
    apart = most.low > least.high
    how = "and they disagree" if apart else "and their intervals overlap"
    factor = f", a factor of {most.value / least.value:.1f}" if least.value > 0 else ""
    why = NO_ANALYSIS if any(way.counted for way in ways) else NOT_COUNTED
    if any(way.counted and "counterfactual" in way.method for way in ways):
        why = LOOKS_AT_CALLS
    names = listed([f"{way.method.removeprefix('deflected contacts, ')}" for way in ways])
    return (
        f"{number} ways count the contacts that did not happen ({names}), {how}: {least.value:,.0f} to "
        f"{most.value:,.0f} a month{factor}. {why}"
    )
