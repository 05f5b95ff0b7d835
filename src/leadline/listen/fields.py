"""How one cell of an export is read: ids, instants, days, numbers, yes and no.

In: text as it stands in the file. Out: a value, or `Unreadable` with a reason and an advice for the refusal
report. The surprise: a spreadsheet that rounded ids has destroyed them, so they are refused, not repaired.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_TWITTER_TIME = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{2}) (\d{2}):(\d{2}):(\d{2}) ([+-]\d{2})(\d{2}) (\d{4})")
_MONTH_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 - reads better
_DAY_ONLY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YES, _NO = {"true", "yes", "1", "t", "y"}, {"false", "no", "0", "f", "n"}


class Unreadable(Exception):  # noqa: N818 - a row's fate, not a programmer's error
    """A cell or row that cannot be taken in: why, and what would mend it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason, self.advice = reason, advice


def an_id(text: str | None, column: str, *, required: bool = True) -> str | None:
    """An id stays text; the `.0` that pandas adds to whole numbers goes."""
    cell = (text or "").strip()
    if not cell:
        if required:
            raise Unreadable(f"{column} is empty", "Every message needs an id of its own.")
        return None
    if _SCIENTIFIC.fullmatch(cell):
        raise Unreadable(
            f"{column} “{cell}” was rounded", "The file was saved by Excel, which cuts long ids: export again."
        )
    return cell[:-2] if cell.endswith(".0") and cell[:-2].isdecimal() else cell


def an_instant(text: str | None, column: str, zone: ZoneInfo | None) -> dt.datetime:
    """An instant in UTC, from ISO 8601 or Twitter's own form; one without an offset needs `zone`."""
    cell = (text or "").strip()
    if found := _TWITTER_TIME.fullmatch(cell):
        return _of_twitter(found)
    if _DAY_ONLY.fullmatch(cell):
        raise Unreadable(
            f"{column} “{cell}” is a day without a time", "Response times need the time of day: export with times."
        )
    try:
        instant = dt.datetime.fromisoformat(cell)
    except ValueError:
        raise Unreadable(f"{column} “{cell}” is not a time", "Write times as in 2026-03-31T14:05:00+02:00.") from None
    if instant.tzinfo is None:
        if zone is None:
            raise Unreadable(
                f"{column} “{cell}” names no time zone", "Say which one it is in: --zone Europe/Amsterdam."
            )
        instant = instant.replace(tzinfo=zone)
    try:
        return instant.astimezone(dt.UTC)
    except OverflowError:
        raise Unreadable(f"{column} “{cell}” is out of range", "Correct the year.") from None


def a_day(text: str | None, column: str) -> dt.date:
    cell = (text or "").strip()
    try:
        return dt.date.fromisoformat(cell)
    except ValueError:
        raise Unreadable(f"{column} “{cell}” is not a day", "Write days as in 2026-03-31.") from None


def a_number(text: str | float | None, column: str) -> float:
    """A finite number with a decimal point. A comma is refused, because 1,500 can mean two things."""
    cell = str("" if text is None else text).strip()
    try:
        number = float(cell)
    except ValueError:
        raise Unreadable(
            f"{column} “{cell}” is not a number", "Write numbers as in 1500 or 0.25, without separators."
        ) from None
    if number in (float("inf"), float("-inf")) or number != number:
        raise Unreadable(f"{column} “{cell}” is not a finite number", "Leave the row out where nothing was measured.")
    return number


def a_bool(text: str | bool | None, column: str, *, default: bool | None = None) -> bool:
    if isinstance(text, bool):
        return text
    cell = (text or "").strip().lower()
    if not cell and default is not None:
        return default
    if cell in _YES:
        return True
    if cell in _NO:
        return False
    raise Unreadable(f"{column} “{cell}” is neither true nor false", "Write true or false.")


def one_of(text: str | None, column: str, allowed: frozenset[str]) -> str | None:
    """A word of a list, in lower case; None where the cell is empty."""
    cell = (text or "").strip().lower()
    if not cell:
        return None
    if cell not in allowed:
        raise Unreadable(f"{column} “{cell}” is not known", f"Use one of: {', '.join(sorted(allowed))}.")
    return cell


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
    except ValueError:
        raise Unreadable(f"“{found[0]}” is not a time", "Export the file again.") from None
