"""One row of the world, with what only the world knows about it; and how a local moment is written.

In: local seconds since 1970 (Amsterdam's wall clock). Out: ISO 8601 with the right offset, on each side of
a change of the clocks.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from leadline.demo.company import COMPANY

DAY = 86_400


class Message(NamedTuple):
    """A message as it will be exported. `theme`, `mood` and `case` are the truth and never leave with it."""

    at: int
    channel: str
    source: str
    message_id: str
    author: str
    text: str
    thread_id: str | None = None
    reply_to: str | None = None
    about_party: str | None = None
    speaker_role: str | None = None
    kind: str = "message"
    public: bool = True
    language: str | None = None
    area: str | None = None
    theme: str = ""
    mood: str = ""


def stamp(at: int) -> str:
    """`2025-11-03T08:12:40+01:00`. An hour that the spring skips moves on by one."""
    day, second = divmod(at, DAY)
    date, before, after, change = _day(day)
    if second >= change:
        if after > before and second < change + 3600:
            second += 3600
        return f"{date}T{_clock(second)}+0{after}:00"
    return f"{date}T{_clock(second)}+0{before}:00"


def utc_seconds(at: int) -> int:
    """The same moment in UTC."""
    day, second = divmod(at, DAY)
    _, before, after, change = _day(day)
    return at - 3600 * (after if second >= change else before)


def local_midnight(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days * DAY


def local_date(at: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=at // DAY)


@lru_cache(maxsize=1024)
def _day(day: int) -> tuple[str, int, int, int]:
    """The date, the offsets in hours at its start and end, and the local second of the change (a day's end if none)."""
    date = dt.date(1970, 1, 1) + dt.timedelta(days=day)
    zone = ZoneInfo(COMPANY.zone)
    start, end = (_offset(dt.datetime.combine(date, time, zone)) for time in (dt.time(0), dt.time(23)))
    return date.isoformat(), start, end, DAY if start == end else 7200 if end > start else 10_800


def _offset(moment: dt.datetime) -> int:
    offset = moment.utcoffset()
    return int(offset.total_seconds() // 3600) if offset else 0


def _clock(second: int) -> str:
    hours, rest = divmod(second, 3600)
    return f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
