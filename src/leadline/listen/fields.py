"""How one cell of an export is read: ids, instants, days, numbers, yes and no.

In: a cell as it stands in the file. Out: a value, or `Unreadable` with a reason and an advice for the refusal
report. The surprise: a spreadsheet that rounded ids has destroyed them, so they are refused, not repaired.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from leadline.config import setting

LONGEST_ID, LONGEST_WORD, LONGEST_TEXT = 500, 200, 100_000
"""Signs that a cell may have; what is longer is a broken export."""

Cell = str | bool | None
"""What a file gives: text, and true, false or nothing where it is JSON."""

_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_TWITTER_TIME = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) ([+-][0-9]{2})([0-9]{2}) ([0-9]{4})"
)
_MONTH_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 - reads better
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    rf"({_DAY.pattern})[T ]([0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:[.,][0-9]{{1,9}})?)?)"
    r" ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?",
    re.IGNORECASE,
)
_YES, _NO = {"true", "yes", "1", "t", "y"}, {"false", "no", "0", "f", "n"}


class Unreadable(Exception):  # noqa: N818 - a row's fate, not a programmer's error
    """A cell or row that cannot be taken in: why, and what would mend it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason, self.advice = reason, advice


def a_text(cell: Cell, column: str, *, longest: int = LONGEST_WORD) -> str:
    """What a cell says; empty where it says nothing."""
    if isinstance(cell, bool):
        raise Unreadable(
            f"{column} is {str(cell).lower()}, where a text is meant", "Write the text, or leave it empty."
        )
    if cell is None:
        return ""
    if len(cell) > longest:
        raise Unreadable(
            f"{column} is longer than {longest:,} signs", "The export is broken or holds a file: export the text alone."
        )
    return cell


def a_word(cell: Cell, column: str) -> str | None:
    """A cell without the spaces around it; None where it is empty."""
    return a_text(cell, column).strip() or None


def what_was_said(cell: Cell) -> str:
    """A message's text, which may be empty but not missing."""
    if cell is None:
        raise Unreadable("text is missing", "Write an empty text where nothing was said, as beneath a picture.")
    return a_text(cell, "text", longest=LONGEST_TEXT)


def an_id(cell: Cell, column: str, *, required: bool = True) -> str | None:
    """An id stays text; the `.0` that pandas adds to whole numbers goes."""
    said = a_text(cell, column, longest=LONGEST_ID).strip()
    if not said:
        if required:
            raise Unreadable(f"{column} is empty", "Every message needs an id of its own.")
        return None
    if _SCIENTIFIC.fullmatch(said):
        raise Unreadable(
            f"{column} “{said}” was rounded", "The file was saved by Excel, which cuts long ids: export again."
        )
    return said[:-2] if said.endswith(".0") and said[:-2].isdecimal() else said


def an_instant(cell: Cell, column: str, zone: ZoneInfo | None) -> dt.datetime:
    """An instant in UTC, from ISO 8601 or Twitter's own form; one without an offset needs `zone`.

    Of an hour that a zone has twice in autumn, the first is meant; an hour that it skips in spring is refused.
    """
    said = a_text(cell, column).strip()
    if found := _TWITTER_TIME.fullmatch(said):
        return _plausible(_of_twitter(found), said, column)
    if _DAY.fullmatch(said):
        raise Unreadable(
            f"{column} “{said}” is a day without a time", "Response times need the time of day: export with times."
        )
    found = _INSTANT.fullmatch(said)
    try:
        if found is None:
            raise ValueError
        instant = dt.datetime.fromisoformat(f"{found[1]}T{found[2]}{(found[3] or '').upper()}")
    except ValueError:
        raise Unreadable(f"{column} “{said}” is not a time", "Write times as in 2026-03-31T14:05:00+02:00.") from None
    if instant.tzinfo is None:
        instant = _in_zone(instant, said, column, zone)
    try:
        return _plausible(instant.astimezone(dt.UTC), said, column)
    except OverflowError:
        raise _implausible(said, column) from None


def a_day(cell: Cell, column: str) -> dt.date:
    said = a_text(cell, column).strip()
    try:
        if not _DAY.fullmatch(said):
            raise ValueError
        day = dt.date.fromisoformat(said)
    except ValueError:
        raise Unreadable(f"{column} “{said}” is not a day", "Write days as in 2026-03-31.") from None
    if day.year < setting("LEADLINE_FIRST_YEAR"):
        raise _implausible(said, column)
    return day


def a_number(cell: Cell, column: str) -> float:
    """A finite number with a decimal point. A comma is refused, because 1,500 can mean two things."""
    said = a_text(cell, column).strip()
    try:
        if "_" in said:  # 1_500 is a number to Python only
            raise ValueError
        number = float(said)
    except ValueError:
        raise Unreadable(
            f"{column} “{said}” is not a number", "Write numbers as in 1500 or 0.25, without separators."
        ) from None
    if number in (float("inf"), float("-inf")) or number != number:
        raise Unreadable(f"{column} “{said}” is not a finite number", "Leave the row out where nothing was measured.")
    return number


def a_bool(cell: Cell, column: str, *, default: bool | None = None) -> bool:
    if isinstance(cell, bool):
        return cell
    said = a_text(cell, column).strip().lower()
    if not said and default is not None:
        return default
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise Unreadable(f"{column} “{said}” is neither true nor false", "Write true or false.")


def one_of(cell: Cell, column: str, allowed: frozenset[str]) -> str | None:
    """A word of a list, in lower case; None where the cell is empty."""
    said = a_text(cell, column).strip().lower()
    if not said:
        return None
    if said not in allowed:
        raise Unreadable(f"{column} “{said}” is not known", f"Use one of: {', '.join(sorted(allowed))}.")
    return said


def _in_zone(local: dt.datetime, said: str, column: str, zone: ZoneInfo | None) -> dt.datetime:
    """The instant that a local time means. Raises Unreadable for one that no clock of the zone has shown."""
    if zone is None:
        raise Unreadable(f"{column} “{said}” names no time zone", "Say which one it is in: --zone Europe/Amsterdam.")
    if local.year in (dt.MINYEAR, dt.MAXYEAR):
        raise _implausible(said, column)
    instant = local.replace(tzinfo=zone)
    if instant.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise Unreadable(
            f"{column} “{said}” never was in {zone.key}: the clocks were put forward",
            "Export times with their offset, or name the zone in which the file was written.",
        )
    return instant


def _plausible(instant: dt.datetime, said: str, column: str) -> dt.datetime:
    if instant.year < setting("LEADLINE_FIRST_YEAR"):
        raise _implausible(said, column)
    return instant


def _implausible(said: str, column: str) -> Unreadable:
    first = setting("LEADLINE_FIRST_YEAR")
    return Unreadable(
        f"{column} “{said}” is not in a plausible year",
        f"Correct the year; a company with records before {first} sets LEADLINE_FIRST_YEAR.",
    )


def _of_twitter(found: re.Match[str]) -> dt.datetime:
    month, day, hour, minute, second, hours, minutes, year = found.groups()
    offset = dt.timedelta(hours=int(hours), minutes=int(hours[0] + minutes))
    try:
        local = dt.datetime(
            int(year),
            _MONTH_NAMES.index(month) + 1,
            int(day),
            int(hour),
            int(minute),
            int(second),
            tzinfo=dt.timezone(offset),
        )
        return local.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise Unreadable(f"“{found[0]}” is not a time", "Export the file again.") from None
