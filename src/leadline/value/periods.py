"""The months of a period, each with the days that count in it: what money is laid out on.

In: a period. Out: a `Slice` a month. A month that is cut by the period's ends carries its share of the days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from leadline.words import Month, Period


@dataclass(frozen=True)
class Slice:
    """The days `first` to `last` of one month, both included."""

    month: Month
    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def share(self) -> Decimal:
        """Of the month's days, 0 to 1."""
        return Decimal(self.days) / Decimal(self.month.last_day.day)

    @property
    def share_so_far(self) -> float:
        """Of the month's days from `first` on, 0 to 1: how much of what is told by the month has come about by `last`.
        What comes before `first` (a program's start) is no part of it."""
        return self.days / ((self.month.last_day - self.first).days + 1) if self.days else 0.0

    def up_to(self, day: dt.date) -> Slice:
        """The part of it that ends with a day; one without days where the day lies before it."""
        none = self.first - dt.timedelta(days=1)
        return Slice(self.month, self.first, max(none, min(self.last, day)))

    def since(self, day: dt.date) -> Slice:
        """The part of it that begins with a day; one without days where the day lies after it."""
        none = self.last + dt.timedelta(days=1)
        return Slice(self.month, min(none, max(self.first, day)), self.last)

    def days_within(self, first: dt.date | None, last: dt.date | None) -> int:
        """How many of its days lie between two days, both included; None is open."""
        begin = self.first if first is None else max(self.first, first)
        end = self.last if last is None else min(self.last, last)
        return max(0, (end - begin).days + 1)


def slices(period: Period) -> tuple[Slice, ...]:
    """The period's months in order, cut to it."""
    months = [Month.of(period.first)]
    while months[-1].next().first_day <= period.last:
        months.append(months[-1].next())
    return tuple(Slice(month, max(month.first_day, period.first), min(month.last_day, period.last)) for month in months)
