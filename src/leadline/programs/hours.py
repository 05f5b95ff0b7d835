"""Which windows open on a date? And how does a person write that down?

In: `every day 08:00-20:00`, `mon-fri: 09:00-17:00`, holidays of a country, dated exceptions.
Out: `Hours`, and the same hours again in words. A window belongs to the date on which it opens, so a night that
began before a holiday runs to its end.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any

from leadline.errors import LeadlineError
from leadline.programs.layout import Window

Week = tuple[tuple[Window, ...], ...]
"""Seven days of windows, Monday first."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60
WHOLE_DAY: tuple[Window, ...] = ((0, DAY_MINUTES),)
_EXAMPLE = "Write, for example, every day 08:00-20:00, or mon-fri 09:00-17:00."
_EVERY_DAY = ("every day", "daily", "all")
_ALWAYS = ("24/7", "always")
_CLOSED = ("closed", "none", "")


@dataclass(frozen=True)
class Hours:
    """What holds from `valid_from` on (None: from the beginning).

    Public holidays of `country` and `subdivision` (ISO 3166 codes; dates by the `holidays` package) and the `closed`
    dates have no windows; an entry in `overrides` outranks both and the week.
    """

    week: Week
    country: str | None = None
    subdivision: str | None = None
    closed: frozenset[dt.date] = frozenset()
    overrides: Mapping[dt.date, tuple[Window, ...]] = field(default_factory=dict, hash=False)
    valid_from: dt.date | None = None

    def windows(self, day: dt.date) -> tuple[Window, ...]:
        if day in self.overrides:
            return self.overrides[day]
        if day in self.closed or day in public_holidays(self.country, self.subdivision, day.year):
            return ()
        return self.week[day.weekday()]

    def __str__(self) -> str:
        return hours_words(self)


def hours_from_dict(entry: Mapping[str, Any]) -> Hours:
    """Read `hours`, `holidays`, `overrides` and `valid_from`. Raises LeadlineError with the words that it cannot read.

    `holidays` is a code (`NL`, `DE-BY`), a date, or a list of these (one code at most). `overrides` maps a date to
    windows or `closed`.
    """
    unknown = sorted(set(entry) - {"hours", "holidays", "overrides", "valid_from"})
    if unknown:
        raise LeadlineError(
            f"A calendar has no entry “{unknown[0]}”.",
            "It has zone, hours, holidays, overrides, valid_from and versions.",
        )
    country, subdivision, closed = _holidays(entry.get("holidays"))
    overrides = {_date(day): _windows(text) for day, text in dict(entry.get("overrides") or {}).items()}
    valid_from = entry.get("valid_from")
    return Hours(
        week=_week(entry.get("hours")),
        country=country,
        subdivision=subdivision,
        closed=closed,
        overrides=overrides,
        valid_from=None if valid_from is None else _date(valid_from),
    )


def hours_as_dict(hours: Hours) -> dict[str, Any]:
    """The entry that `hours_from_dict` reads back as equal hours; dates as ISO text."""
    place = f"{hours.country}-{hours.subdivision}" if hours.subdivision else hours.country
    entry = {
        "hours": {day: _window_texts(windows) for day, windows in zip(DAYS, hours.week, strict=True)},
        "holidays": [*([place] if place else []), *(day.isoformat() for day in sorted(hours.closed))],
        "overrides": {day.isoformat(): _window_texts(windows) for day, windows in sorted(hours.overrides.items())},
        "valid_from": hours.valid_from and hours.valid_from.isoformat(),
    }
    return {key: value for key, value in entry.items() if value}


def hours_words(hours: Hours) -> str:
    """For people: `every day 08:00–20:00`, `Mon–Fri 09:00–17:00, except public holidays (DE)`."""
    runs = [
        (windows, [day for _, day in run])
        for windows, run in groupby(zip(hours.week, DAYS, strict=True), key=lambda pair: pair[0])
    ]
    parts = [f"{_run_words(days)} {_windows_words(windows)}" for windows, days in runs if windows]
    text = "24/7" if hours.week == (WHOLE_DAY,) * 7 else ", ".join(parts)
    place = f"{hours.country}-{hours.subdivision}" if hours.subdivision else hours.country
    return f"{text}, except public holidays ({place})" if place else text


@lru_cache(maxsize=4096)
def public_holidays(country: str | None, subdivision: str | None, year: int) -> frozenset[dt.date]:
    """The public holidays of a year. Raises LeadlineError for a country or subdivision that nobody keeps."""
    if country is None:
        return frozenset()
    import holidays  # Its import takes 0.2 s, and most calendars and commands never ask.

    try:
        return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=[year]))
    except NotImplementedError as unknown:
        place = f"{country}-{subdivision}" if subdivision else country
        raise LeadlineError(
            f"No public holidays are known for “{place}”.",
            "Use an ISO 3166 code such as NL or DE-BY, or list the dates.",
        ) from unknown


def _week(hours: object) -> Week:
    if isinstance(hours, str):
        return _week_of_text(hours)
    if not isinstance(hours, Mapping):
        raise LeadlineError("A calendar has no hours.", _EXAMPLE)
    week: dict[int, tuple[Window, ...]] = {}
    for days, windows in hours.items():
        for day in _day_numbers(str(days)):
            week[day] = week.get(day, ()) + _windows(windows)
    return tuple(tuple(sorted(week.get(day, ()))) for day in range(7))


def _week_of_text(text: str) -> Week:
    """`every day 08:00-20:00`, or parts with commas between: `mon-fri 09:00-17:00, sat 10:00-14:00`."""
    if text.strip().lower() in _ALWAYS:
        return (WHOLE_DAY,) * 7
    parts = [re.fullmatch(r"\s*(.*?)\s*(\d.*|closed)\s*", part) for part in re.split(r"[,;]", text.lower())]
    if not all(parts):
        raise LeadlineError(f"“{text}” does not say which hours.", _EXAMPLE)
    pairs = [(part[1] or "every day", part[2]) for part in parts if part]
    week = [tuple(w for days, span in pairs if day in _day_numbers(days) for w in _windows(span)) for day in range(7)]
    return tuple(tuple(sorted(windows)) for windows in week)


def _day_numbers(text: str) -> range | list[int]:
    """`mon`, `Monday`, `mon-fri`, `sat-mon`, `every day` as weekday numbers, Monday 0."""
    words = text.strip().lower()
    if words in _EVERY_DAY:
        return range(7)
    ends = [DAYS.index(word[:3]) for word in re.split(r"\s*[-–]\s*", words) if word[:3] in DAYS]
    if len(ends) == 1 and not re.search("[-–]", words):
        return ends
    if len(ends) == 2:
        return [day % 7 for day in range(ends[0], ends[1] + 1 + 7 * (ends[1] < ends[0]))]
    raise LeadlineError(
        f"“{text}” is no day of the week.", "Use mon, tue, wed, thu, fri, sat, sun, mon-fri or every day."
    )


def _windows(value: object) -> tuple[Window, ...]:
    """One window, a list of windows, or `closed`."""
    if value is None or (isinstance(value, str) and value.strip().lower() in _CLOSED):
        return ()
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, Iterable):
        raise LeadlineError(f"“{value}” is no window of hours.", "Write it in quotes, as in “08:00-20:00”.")
    return tuple(sorted(_window(str(text)) for text in texts))


def _window(text: str) -> Window:
    if text.strip().lower() in _ALWAYS:
        return WHOLE_DAY[0]
    found = re.fullmatch(r"(\d{1,2}):(\d{2})\s*(?:-|–|to)\s*(\d{1,2}):(\d{2})", text.strip().lower())
    if not found:
        raise LeadlineError(f"“{text}” is no window of hours.", "Write it as in 08:00-20:00.")
    opening, closing = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    minutes_fit = int(found[2]) < 60 and int(found[4]) < 60 and opening < DAY_MINUTES and closing <= DAY_MINUTES
    if not minutes_fit or opening == closing:
        raise LeadlineError(
            f"“{text}” is no window of hours.", "Hours run from 00:00 to 24:00; 00:00-24:00 is a whole day."
        )
    return opening, closing + DAY_MINUTES * (closing < opening)


def _holidays(value: object) -> tuple[str | None, str | None, frozenset[dt.date]]:
    entries = [value] if isinstance(value, str | dt.date) else list(value) if isinstance(value, Iterable) else []
    codes = [entry for entry in entries if isinstance(entry, str) and not entry[:1].isdigit()]
    if len(codes) > 1:
        raise LeadlineError(
            f"A calendar keeps the holidays of one place, not of {', '.join(codes)}.", "List the other dates."
        )
    country, _, subdivision = (codes[0].strip().upper() if codes else "").partition("-")
    if country:
        public_holidays(country, subdivision or None, 2026)  # An unknown place is said now, not in the first report.
    return country or None, subdivision or None, frozenset(_date(entry) for entry in entries if entry not in codes)


def _date(value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value).strip())
    except ValueError as wrong:
        raise LeadlineError(
            f"“{value}” is no date.", "Write the year, the month and the day, as in 2026-12-24."
        ) from wrong


def _window_texts(windows: Iterable[Window]) -> list[str]:
    return [f"{_clock(opening)}-{_clock(closing)}" for opening, closing in windows]


def _windows_words(windows: Iterable[Window]) -> str:
    return " and ".join(text.replace("-", "–") for text in _window_texts(windows))


def _clock(minutes: int) -> str:
    wrapped = minutes if minutes <= DAY_MINUTES else minutes - DAY_MINUTES
    return f"{wrapped // 60:02d}:{wrapped % 60:02d}"


def _run_words(days: list[str]) -> str:
    if len(days) == 7:
        return "every day"
    return days[0].capitalize() if len(days) == 1 else f"{days[0].capitalize()}–{days[-1].capitalize()}"
