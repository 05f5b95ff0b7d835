"""Which days does a page of assess show? Those in the address, so that an address can be shared.

In: the address's words and the days heard. Out: a `Chosen` period with its name and its address. `?period=` is
`30d`, `90d`, `365d` (the last days heard), a month as in `2026-10`, or exact days as in `2026-08-03..2026-10-31`;
`?month=` means the same as a month there, `?from=` and `?until=` the same as exact days. The surprise: what lies beyond
the days heard is cut off, since silence is no count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from leadline.assess import WHOLE, Focus
from leadline.errors import LeadlineError
from leadline.web.assess.addresses import COUNTED_IN
from leadline.web.grammar.numbers import day
from leadline.words import Month, Period

LAST_DAYS = (30, 90, 365)
DEFAULT = "90d"


@dataclass(frozen=True)
class Chosen:
    """`word` is what the address says; `choices` are (word, name); `every_day` pins the very days; `noise` counts
    repeats and bots in, as `?noise=in` asks; `focus` is what the page is filtered by, where it can be.
    """

    word: str
    period: Period
    choices: tuple[tuple[str, str], ...]
    noise: bool = False
    focus: Focus = WHOLE

    @property
    def query(self) -> str:
        return f"{self.days}{self._held}"

    @property
    def every_day(self) -> str:
        return f"{self.very_days}{self._held}"

    @property
    def days(self) -> str:
        """The days alone, for pages that follow no filter."""
        return f"period={self.word}"

    @property
    def very_days(self) -> str:
        return f"period={self.period.first}..{self.period.last}"

    @property
    def other_noise(self) -> str:
        """The same with repeats and bots the other way."""
        return replace(self, noise=not self.noise).query

    @property
    def held(self) -> tuple[tuple[str, str], ...]:
        """All that the address says but the days: (name, word)."""
        return tuple((name, getattr(self.focus, name)) for name in self.focus.asked) + self.noise_held

    @property
    def noise_held(self) -> tuple[tuple[str, str], ...]:
        return (("noise", COUNTED_IN),) if self.noise else ()

    @property
    def span(self) -> str:
        """The address of the same on other days: `{first}` and `{last}` are put in by whoever draws a span."""
        return f"?from={{first}}&until={{last}}{self._held}"

    @property
    def _held(self) -> str:
        return "".join(f"&{urlencode([one])}" for one in self.held)

    @property
    def name(self) -> str:
        """`3 August to 31 October 2026`."""
        return name_of(self.period)


def chosen_period(asked: Mapping[str, str], heard: Period, months: Sequence[Month] | None = None) -> Chosen:
    """The period that the address asks for. `months` are those to choose from, newest first: all that were heard.

    Raises LeadlineError where it names none, or one without a day heard.
    """
    word = _drawn(asked, heard) or asked.get("period") or asked.get("month") or DEFAULT
    period = _within(period_of(word, heard), heard)
    known = [(f"{days}d", _("last %(days)d days") % {"days": days}) for days in LAST_DAYS]
    known += [(str(month), month.name) for month in (_months(heard) if months is None else months)]
    if word not in dict(known):
        known.insert(0, (word, name_of(period)))
    return Chosen(word, period, tuple(known), is_noise_counted(asked.get("noise", "")))


def is_noise_counted(word: str) -> bool:
    """What `?noise=` says. Raises LeadlineError for a word that is neither `in` nor left out."""
    if word not in ("", COUNTED_IN):
        raise LeadlineError(
            _("“%(word)s” says nothing of repeats and automatic authors.") % {"word": word[:40]},
            _("Write noise=in to count them in, or leave it out."),
        )
    return word == COUNTED_IN


def _drawn(asked: Mapping[str, str], heard: Period) -> str:
    """Two days that were written or drawn in a chart; one of them is enough."""
    first, last = asked.get("from"), asked.get("until")
    return f"{first or heard.first}..{last or heard.last}" if first or last else ""


def period_of(word: str, heard: Period) -> Period:
    """The days that a word means, heard or not."""
    if word in {f"{days}d" for days in LAST_DAYS}:
        return Period(heard.last - dt.timedelta(days=int(word[:-1]) - 1), heard.last)
    first, dots, last = word.partition("..")
    if not dots:
        return Month.parse(word).period()
    try:
        return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    except ValueError:
        raise LeadlineError(
            _("“%(word)s” is not a period.") % {"word": word}, _("Write two days, as in 2026-08-03..2026-10-31.")
        ) from None


def name_of(period: Period) -> str:
    """The days in words, no year twice."""
    if period.first == period.last:
        return day(period.first)
    same_year = period.first.year == period.last.year
    first = f"{period.first.day} {period.first:%B}" if same_year else day(period.first)
    return _("%(first)s to %(last)s") % {"first": first, "last": day(period.last)}


def _within(period: Period, heard: Period) -> Period:
    first, last = max(period.first, heard.first), min(period.last, heard.last)
    if last < first:
        raise LeadlineError(
            _("Nothing was heard from %(period)s.") % {"period": name_of(period)},
            _("Messages reach from %(heard)s: choose days within.") % {"heard": name_of(heard)},
        )
    return Period(first, last)


def _months(heard: Period) -> list[Month]:
    """Newest first."""
    found = [Month.of(heard.last)]
    while found[-1] > Month.of(heard.first):
        found.append(found[-1].previous())
    return found
