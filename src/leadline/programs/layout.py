"""Years of opening windows, laid out once as sorted instants with running totals.

In: which windows open on a local date, and a zone. Out: open time until an instant, the instant at which a total
is reached, the local date of an instant: each one bisection. Instants are microseconds since 1970 (UTC), because
Python compares two datetimes of one zone by wall clock, and because whole numbers neither round nor drift.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leadline.errors import LeadlineError

Window = tuple[int, int]
"""Opening and closing as minutes after local midnight, half-open; a close above 1440 lies in the next day."""

MICROS = 1_000_000
DAY_MICROS = 24 * 60 * 60 * MICROS
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
FIRST_YEAR, LAST_YEAR = 1970, 2200
_MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Layout:
    """For each joined span of open time: its opening, and the open time before and after it.

    Beside them the local midnights from 1 January of the first year on; `eve` is the ordinal of the day before.
    """

    first_year: int
    last_year: int
    eve: int
    opens: list[int]
    before: list[int]
    after: list[int]
    midnights: list[int]

    def covers(self, start: int, end: int) -> bool:
        return self.midnights[0] <= start and end < self.midnights[-1]

    def open_until(self, at: int) -> int:
        """Open time from the layout's beginning to `at`."""
        index = bisect_right(self.opens, at) - 1
        if index < 0:
            return 0
        return min(self.before[index] + at - self.opens[index], self.after[index])

    def reached(self, total: int) -> tuple[int, int] | None:
        """The earliest and the latest instant at which the open time is `total`; None where the layout ends first."""
        early, late = bisect_left(self.after, total), bisect_right(self.after, total)
        if late == len(self.after):
            return None
        return self.opens[early] + total - self.before[early], self.opens[late] + total - self.before[late]

    def date_of(self, at: int) -> dt.date:
        return dt.date.fromordinal(self.eve + bisect_right(self.midnights, at))


def lay_out(
    zone: ZoneInfo, hours_on: Callable[[dt.date], tuple[Window, ...]], first_year: int, last_year: int
) -> Layout:
    """Lay out the years, and one day to each side so that a night over New Year is whole.

    Raises LeadlineError outside of FIRST_YEAR to LAST_YEAR: such a date is a mistake in the data.
    """
    if first_year < FIRST_YEAR or last_year > LAST_YEAR:
        raise LeadlineError(
            f"A calendar covers {FIRST_YEAR} to {LAST_YEAR}, and was asked about {first_year} to {last_year}.",
            "Check the dates of the messages, and that the calendar is ever open.",
        )
    first, last = dt.date(first_year, 1, 1), dt.date(last_year + 1, 1, 1)
    days = list(_days(first - dt.timedelta(days=1), last))
    spans = joined(span for day in days for span in spans_of(day, hours_on(day), zone))
    after = list(accumulate(end - start for start, end in spans))
    midnights = [_utc_micros(day, 0, zone, closing=False) for day in days[1:]]
    return Layout(
        first_year, last_year, days[0].toordinal(), [start for start, _ in spans], [0, *after[:-1]], after, midnights
    )


def spans_of(day: dt.date, windows: Iterable[Window], zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """The windows of a local date as instants."""
    for opening, closing in windows:
        start, end = _utc_micros(day, opening, zone, closing=False), _utc_micros(day, closing, zone, closing=True)
        if start < end:
            yield start, end


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans sorted, with those that overlap or touch made one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def micros(at: dt.datetime) -> int:
    """Microseconds since 1970 (UTC). Raises LeadlineError for an instant without a zone."""
    if at.tzinfo is None:
        raise LeadlineError(f"The instant {at} has no time zone.", "Say in which zone it was recorded.")
    return (at - EPOCH) // _MICROSECOND


def instant(at: int) -> dt.datetime:
    """The UTC datetime of microseconds since 1970."""
    return EPOCH + dt.timedelta(microseconds=at)


@lru_cache(maxsize=64)
def zone_info(name: str) -> ZoneInfo:
    """The IANA zone. Raises LeadlineError for an unknown name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise LeadlineError(
            f"There is no time zone “{name}”.", "Use an IANA name such as Europe/Amsterdam."
        ) from unknown


def _utc_micros(day: dt.date, minutes: int, zone: ZoneInfo, *, closing: bool) -> int:
    """A wall clock time as an instant.

    A time that the clock shows twice opens at the first and closes at the last; a time that the clock skips is the
    instant of the skip.
    """
    wall = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
    first, last = (micros(wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)) for fold in (0, 1))
    if first > last:
        return _instant_of_skip(last // MICROS, first // MICROS, zone) * MICROS
    return last if closing else first


def _instant_of_skip(before: int, after: int, zone: ZoneInfo) -> int:
    """The second between the two at which the zone's offset changes."""

    def offset(second: int) -> dt.timedelta | None:
        return dt.datetime.fromtimestamp(second, zone).utcoffset()

    changed = offset(after)
    return before + bisect_left(range(before, after), True, key=lambda second: offset(second) == changed)


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Each date from first to last, both included."""
    for number in range((last - first).days + 1):
        yield first + dt.timedelta(days=number)
