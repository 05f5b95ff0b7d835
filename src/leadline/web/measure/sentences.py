"""What does an analysis say, in a sentence that an executive can repeat? Bound to its grade; and a metric's name."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _

from leadline.measure.evidence import Effect, checks_passed
from leadline.measure.kpi import Goes
from leadline.report.collect.evidence import readable
from leadline.web.grammar.numbers import day, number, percent
from leadline.words import Grade

Tone = Literal["good", "warn", ""]
"""The class that colours a figure."""


def tone_of(goes: Goes) -> Tone:
    """How a figure goes, as the pages colour it."""
    tones: dict[Goes, Tone] = {"good": "good", "bad": "warn", "plain": ""}
    return tones[goes]


def finding_of(effect: Effect, name: str, grade: Grade) -> str:
    """A sentence that an executive can repeat, bound to the grade."""
    words = {"name": name, "grade": grade.value}
    if effect.refused:
        return _("Whether the program moved %(name)s cannot be told") % {"name": name.lower()}
    if effect.verdict == "no effect seen":
        return _("The program did not move %(name)s by an amount that would matter") % {"name": name.lower()}
    change = effect.relative or effect.mean
    if effect.verdict == "cannot tell" or change is None:
        return _("Whether the program moved %(name)s cannot be told yet") % {"name": name.lower()}
    way = _("fell") if change.value < 0 else _("rose")
    size = f"{number(abs(change.value), _digits(change.value))} {change.unit}"
    if effect.is_against and grade > Grade.ASSUMED:
        told = _("%(name)s %(way)s %(size)s with the program, the wrong way: %(grade)s")
        return told % {**words, "way": way, "size": size}
    if grade >= Grade.SUPPORTED:
        told = _("%(name)s %(way)s %(size)s with the program, against what would have been: %(grade)s")
        return told % {**words, "way": way, "size": size}
    return _("%(name)s %(way)s %(size)s since the program began: %(grade)s only") % {**words, "way": way, "size": size}


def against(effect: Effect) -> str:
    change = effect.relative or effect.mean
    if change is None:
        return effect.refused or ""
    words = _(
        "Against what would have happened without it, from %(first)s to %(last)s; "
        "%(level)s interval %(low)s to %(high)s %(unit)s; %(checks)s."
    )
    return words % {
        "first": day(effect.start),
        "last": day(effect.end),
        "level": percent(change.level, 0),
        "low": number(change.low, _digits(change.value)),
        "high": number(change.high, _digits(change.value)),
        "unit": change.unit,
        "checks": readable(checks_passed(effect.checks)),
    }


def _digits(value: float) -> int:
    """As many decimals as the size of the change deserves."""
    return 0 if abs(value) >= 5 else 1
