"""When is the desk open? How much open time lies between two instants, and when is a reply due?

In: a zone, and hours with the day from which they hold. Out: open seconds, due instants, local dates.
The surprise: years of windows are laid out once with running totals (layout.py), so that a question costs two
bisections, and two million messages a few seconds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leadline.errors import LeadlineError
from leadline.programs.hours import WHOLE_DAY, Hours, hours_as_dict, hours_from_dict
from leadline.programs.layout import (
    DAY_MICROS,
    MICROS,
    Layout,
    Window,
    instant,
    joined,
    lay_out,
    micros,
    spans_of,
    zone_info,
)


@dataclass(frozen=True)
class Calendar:
    """Opening hours in an IANA zone, in versions by `valid_from`; the first version holds from the beginning.

    Raises LeadlineError when the zone is unknown or a version never opens.
    """

    zone: str
    versions: tuple[Hours, ...]
    _laid_out: list[Layout] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        zone_info(self.zone)
        if not self.versions or not all(any(hours.week) for hours in self.versions):
            raise LeadlineError(
                "A calendar is never open.", "Give it at least one window a week, as in mon 08:00-20:00."
            )

    def business_seconds(self, start: dt.datetime, end: dt.datetime) -> float:
        """Open seconds in [start, end); 0 when the end is not after the start."""
        return self.business_micros(micros(start), micros(end)) / MICROS

    def due(self, opened: dt.datetime, target_seconds: float) -> dt.datetime:
        """The earliest instant (UTC) at which `target_seconds` of open time have passed since `opened`."""
        return instant(self.due_micros(micros(opened), round(target_seconds * MICROS))[0])

    def is_open(self, at: dt.datetime) -> bool:
        return self.business_micros(micros(at), micros(at) + 1) == 1

    def local_date(self, at: dt.datetime) -> dt.date:
        return self.local_date_micros(micros(at))

    def hours_on(self, day: dt.date) -> tuple[Window, ...]:
        """The windows that open on a local date, by the version of that date."""
        version = self.versions[0]
        for later in self.versions[1:]:
            if later.valid_from is not None and later.valid_from <= day:
                version = later
        return version.windows(day)

    def open_seconds_on(self, day: dt.date) -> float:
        """The length of the windows that open on a local date, in real seconds: one night in October is longer."""
        spans = joined(spans_of(day, self.hours_on(day), zone_info(self.zone)))
        return sum(end - start for start, end in spans) / MICROS

    def business_micros(self, start: int, end: int) -> int:
        """As business_seconds, in microseconds since 1970 (UTC): the form for millions of rows."""
        if end <= start:
            return 0
        layout = self._covering(start, end)
        return layout.open_until(end) - layout.open_until(start)

    def due_micros(self, opened: int, target: int) -> tuple[int, int]:
        """The earliest and the latest instant at which the open time since `opened` equals `target`.

        The two differ only where the earliest falls on a closing: a wait grows again from the next opening, so an
        answer until then is still within the target (the duration rule, case S06).
        """
        layout = self._covering(opened, opened)
        while (found := layout.reached(layout.open_until(opened) + target)) is None:
            layout = self._laid_out_over(layout.first_year, layout.last_year + 1)
        earliest, latest = found
        return max(earliest, opened), latest

    def local_date_micros(self, at: int) -> dt.date:
        return self._covering(at, at).date_of(at)

    def __str__(self) -> str:
        return f"{self.versions[-1]}, {self.zone}"

    def _covering(self, start: int, end: int) -> Layout:
        layout = self._laid_out[0] if self._laid_out else None
        if layout is not None and layout.covers(start, end):
            return layout
        first, last = instant(start - DAY_MICROS).year, instant(end + DAY_MICROS).year
        if layout is not None:
            first, last = min(first, layout.first_year), max(last, layout.last_year)
        return self._laid_out_over(first, last)

    def _laid_out_over(self, first_year: int, last_year: int) -> Layout:
        layout = lay_out(zone_info(self.zone), self.hours_on, first_year, last_year)
        self._laid_out[:] = [layout]
        return layout


def always(zone: str = "UTC") -> Calendar:
    """Open 24/7: business time is elapsed time, and the zone only says where a day begins."""
    return Calendar(zone, (Hours(week=(WHOLE_DAY,) * 7),))


ALWAYS = always()


def calendar_from_dict(entry: Mapping[str, Any]) -> Calendar:
    """Read a calendar from YAML or a row.

    `{zone, hours, holidays, overrides}` for one that never changed; later changes stand in `versions`, each with a
    `valid_from` and its own hours, holidays and overrides. Raises LeadlineError with the words that it cannot read.
    """
    if not entry.get("zone"):
        raise LeadlineError("A calendar has no zone.", "Use an IANA name such as Europe/Amsterdam.")
    rest = {key: value for key, value in entry.items() if key not in ("zone", "versions")}
    later = [hours_from_dict(version) for version in entry.get("versions") or ()]
    if any(hours.valid_from is None for hours in later):
        raise LeadlineError("A version of a calendar has no valid_from.", "Say from which day it holds.")
    ordered = sorted(later, key=lambda hours: hours.valid_from or dt.date.min)
    return Calendar(str(entry["zone"]), (hours_from_dict(rest), *ordered))


def calendar_as_dict(calendar: Calendar) -> dict[str, Any]:
    """The entry that `calendar_from_dict` reads back as an equal calendar."""
    first, *later = (hours_as_dict(hours) for hours in calendar.versions)
    return {"zone": calendar.zone, **first, **({"versions": later} if later else {})}
