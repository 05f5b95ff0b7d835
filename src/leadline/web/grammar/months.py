"""Which month does a page show? The one in the address (`?month=2026-10`), else the last that has anything.

In: the request and the days on which something was heard. Out: `Months`, which `{% month_picker %}` draws and every
page passes on as `months`. The surprise: nothing is remembered between pages, so an address always means the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest

from leadline.words import Month, Period

PARAMETER = "month"


@dataclass(frozen=True)
class Months:
    """`chosen` is shown; `every` month can be chosen, newest first."""

    chosen: Month
    every: tuple[Month, ...]


def months_of(request: HttpRequest, heard: Period | None, today: dt.date) -> Months:
    """The month asked for and those to choose from. Raises LeadlineError where the address names no month."""
    return months_between(heard, asked=request.GET.get(PARAMETER, ""), today=today)


def months_between(heard: Period | None, *, asked: str, today: dt.date) -> Months:
    """The same for a month that was asked for in words, as in `2026-10`, or not at all."""
    every = _between(Month.of(heard.first), Month.of(heard.last)) if heard else (Month.of(today),)
    chosen = Month.parse(asked) if asked else every[0]
    return Months(chosen, every if chosen in every else (chosen, *every))


def _between(first: Month, last: Month) -> tuple[Month, ...]:
    found = [last]
    while found[-1] > first:
        found.append(found[-1].previous())
    return tuple(found)
