"""Two periods or two parties side by side: each difference with its interval, and whether chance explains it.

In: two groups of customers' messages. Out: one frozen value for the template. The surprise: the title names a
difference only where chance does not explain it; "nothing differs" is an answer as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.assess import Comparison, Difference, Group, compare, is_chance, is_enough_before
from leadline.config import setting
from leadline.errors import LeadlineError
from leadline.web.assess.looking import Looker, Reading
from leadline.web.assess.periods import Chosen, chosen_period, name_of
from leadline.web.assess.sentences import READINGS, Told
from leadline.web.grammar.charts import Chart, bars
from leadline.web.grammar.numbers import interval, number, percent
from leadline.words import Estimate, Month, Party, Period

SHOWN = 10
_TITLED = ("hurting", "frustration", "excitement", "need", "positive")


@dataclass(frozen=True)
class Line:
    """A difference, in percentage points and in words, and the messages behind either share."""

    told: Difference
    name: str
    points: str
    says: str
    first: Reading
    second: Reading


@dataclass(frozen=True)
class _Side:
    """Makes the addresses of one side's messages."""

    group: Group
    may_read: bool

    def at(self, **which: str) -> str:
        look = Looker(self.group.period, self.may_read)
        return look.at(party=self.group.party.id, aspect=self.group.aspect.name, **which)


@dataclass(frozen=True)
class ComparePage:
    told: Told
    names: tuple[str, str]
    comparison: Comparison
    volume_says: str
    readings: tuple[Line, ...]
    hurting: tuple[Line, ...]
    spoken: tuple[Line, ...]
    drawing: Chart | None
    small_group: int
    hrefs: tuple[str, str]
    """The messages of either side; empty for who may not read them."""


def other_days(
    word: str, chosen: Chosen, heard: Period, months: Sequence[Month] | None = None, *, same_party: bool
) -> Chosen:
    """The days to compare with: `before`, `year-ago`, `same`, or a period's own word.

    Raises LeadlineError where a party would be compared with itself on days that are the same.
    """
    asked = {"period": _days(word or ("before" if same_party else "same"), chosen.period)}
    then = chosen_period(asked, heard, months)
    if same_party and chosen.period.first <= then.period.last and then.period.first <= chosen.period.last:
        raise LeadlineError(
            _("%(days)s share days with %(then)s.") % {"days": name_of(chosen.period), "then": then.name},
            _("Choose days that do not meet, or another party."),
        )
    return then


def compare_page(first: Group, second: Group, *, may_read: bool = False) -> ComparePage:
    """Everything that the two have in common, each number with its messages for who may read them."""
    sides = _Side(first, may_read), _Side(second, may_read)
    at_least = setting("LEADLINE_SMALL_GROUP")
    found = compare(first, second, at_least=at_least)
    names = _names(first, second)
    readings = tuple(_line(one, str(READINGS[one.id]), sides, reading=one.id) for one in found.readings)  # type: ignore[index]
    return ComparePage(
        told=Told(_title(found, names), _lede(first, second, names)),
        names=names,
        comparison=found,
        volume_says=_volume(found),
        readings=readings,
        hurting=tuple(_line(one, one.name, sides, reading="hurting", theme=one.id) for one in found.hurting[:SHOWN]),
        spoken=tuple(_line(one, one.name, sides, reading="read", theme=one.id) for one in found.spoken[:SHOWN]),
        drawing=_drawing(found.hurting[:SHOWN], names) if len(found.hurting) > 1 else None,
        small_group=at_least,
        hrefs=(sides[0].at(reading="voice"), sides[1].at(reading="voice")),
    )


def _days(word: str, period: Period) -> str:
    if word == "before":
        return _pinned(period.before.first, period.before.last)
    if word == "year-ago":
        return _pinned(*(day - dt.timedelta(days=364) for day in (period.first, period.last)))
    return _pinned(period.first, period.last) if word == "same" else word


def _pinned(first: dt.date, last: dt.date) -> str:
    return f"{first}..{last}"


def _names(first: Group, second: Group) -> tuple[str, str]:
    """What tells the two apart: the party, the days, or both."""
    parties, days = _both(first.party, second.party), (name_of(first.period), name_of(second.period))
    if parties is None:
        return days
    return parties if first.period == second.period else (f"{parties[0]}, {days[0]}", f"{parties[1]}, {days[1]}")


def _both(one: Party, other: Party) -> tuple[str, str] | None:
    return None if one.id == other.id else (one.name, other.name)


def _clearness(one: Difference) -> float:
    """How far a difference lies from none, by the width of its interval."""
    return abs(one.difference.value) / (one.difference.high - one.difference.low)


def _title(found: Comparison, names: tuple[str, str]) -> str:
    by = {one.id: one for one in found.readings}
    sure = [by[name] for name in _TITLED if name in by and not by[name].is_chance]
    if not found.readings:
        return _("Too few messages could be read on one side to compare them")
    if not sure:
        return _theme_title(found.hurting)
    one = max(sure, key=_clearness)
    told = {
        "first": names[0],
        "second": names[1],
        "share": percent(one.first.value),
        "other": percent(one.second.value),
        "reading": str(READINGS[one.id]).capitalize(),  # type: ignore[index]
    }
    return _("%(reading)s: %(share)s (%(first)s) against %(other)s (%(second)s), more than chance explains") % told


def _theme_title(hurting: Sequence[Difference]) -> str:
    """Where customers feel the same as a whole, a single theme may still hurt more or less."""
    one = next((one for one in hurting if not one.is_chance), None)
    if one is None:
        return _("Nothing differs by more than chance explains")
    told = {"theme": one.name, "share": percent(one.first.value), "other": percent(one.second.value)}
    if one.difference.value > 0:
        return (
            _("“%(theme)s” hurts more often: %(share)s against %(other)s of the messages; as a whole nothing differs")
            % told
        )
    return (
        _("“%(theme)s” hurts less often: %(share)s against %(other)s of the messages; as a whole nothing differs")
        % told
    )


def _lede(first: Group, second: Group, names: tuple[str, str]) -> str:
    told = {
        "first": names[0],
        "second": names[1],
        "n": number(first.aspect.read),
        "m": number(second.aspect.read),
        "party": first.party.name,
    }
    if first.party.id == second.party.id:
        return (
            _("%(n)s messages by customers of %(party)s that could be read (%(first)s), against %(m)s (%(second)s).")
            % told
        )
    return _("%(n)s messages by customers of %(first)s that could be read, against %(m)s (%(second)s).") % told


def _line(one: Difference, name: str, sides: tuple[_Side, _Side], **which: str) -> Line:
    first, second = (
        Reading(share, side.at(**which)) for share, side in zip((one.first, one.second), sides, strict=True)
    )
    return Line(one, name, points(one.difference), _says(one.difference), first, second)


def points(difference: Estimate) -> str:
    """`+6.1 [4.0, 8.2]`, in percentage points."""
    value = f"{number(100 * difference.value, 1)}"
    return f"{'+' if difference.value > 0 else ''}{value} {interval(difference)}"


def _says(difference: Estimate) -> str:
    return _("chance alone may explain it") if is_chance(difference) else _("chance does not explain it")


def _volume(found: Comparison) -> str:
    change = found.volume
    if not is_enough_before(sum(found.second.daily)):
        return _("too few messages on the second side for a change in percent")
    if change is None:
        return _("too few days on one side to say how far messages a day swing by themselves")
    told = {"change": percent(abs(change.value)), "interval": interval(change), "says": _says(change)}
    if change.value >= 1:
        ratio = Estimate(change.value + 1, change.low + 1, change.high + 1, "times", change.level)
        times = {"times": number(ratio.value, 1), "interval": interval(ratio, 1), "says": _says(change)}
        return _("%(times)s times as many a day %(interval)s: %(says)s") % times
    if change.value >= 0:
        return _("%(change)s more a day %(interval)s %%: %(says)s") % told
    return _("%(change)s fewer a day %(interval)s %%: %(says)s") % told


def _drawing(lines: Sequence[Difference], names: tuple[str, str]) -> Chart:
    rows = [
        {
            "name": one.name,
            "value": 100 * one.difference.value,
            "low": 100 * one.difference.low,
            "high": 100 * one.difference.high,
        }
        for one in lines
    ]
    return bars(
        "differences",
        rows,
        label=_("How much more often a theme hurts: %(first)s less %(second)s")
        % {"first": names[0], "second": names[1]},
        unit=_("percentage points of the messages that could be read"),
        source=_("Negative or frustrated messages on a theme; intervals hold together at 95 %"),
        interval=True,
    )
