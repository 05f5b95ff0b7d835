"""The times and numbers that exports write in their own ways: read once it is known which way a file writes.

In: a cell, and the file's habits. Out: an instant with its offset, a local time without one, or a day; a number. The
surprise: `03/04/2026` and `1.500` mean two things each, so no cell decides by itself: `habits` looks at whole columns.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from leadline.config import setting
from leadline.listen.fields import Unreadable, an_instant

DayOrder = Literal["day-first", "month-first"]
DecimalSign = Literal["point", "comma"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "januar", "januari", "janv", "ene", "enero"),
            ("feb", "february", "februar", "februari", "fév", "févr", "febrero"),
            ("mar", "march", "märz", "mär", "mrz", "maart", "mrt", "mars", "marzo"),
            ("apr", "april", "avr", "avril", "abr", "abril"),
            ("may", "mai", "mei", "mayo"),
            ("jun", "june", "juni", "juin", "junio"),
            ("jul", "july", "juli", "juil", "juillet", "julio"),
            ("aug", "august", "augustus", "août", "ago", "agosto"),
            ("sep", "sept", "september", "septembre", "septiembre"),
            ("oct", "october", "okt", "oktober", "octobre", "octubre"),
            ("nov", "november", "novembre", "noviembre"),
            ("dec", "december", "dez", "dezember", "déc", "décembre", "dic", "diciembre"),
        ),
        1,
    )
    for name in names
}
_CLOCK = r"(?:[T ,]{1,2}(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?: ?([AaPp])\.?[Mm]\.?)?)?"
_OFFSET = r"(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
_SLASHED = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}{_OFFSET}")
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_CLOCK}{_OFFSET}")
_BARE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NAMED = re.compile(
    rf"(?:[^\W\d]{{2,10}}\.?,? )?(?:([^\W\d]{{3,10}})\.? (\d{{1,2}}),?|(\d{{1,2}})[ .-]{{1,2}}([^\W\d]{{3,10}})\.?,?)"
    rf"[ -](\d{{4}}){_CLOCK}{_OFFSET}"
)
_TWITTER = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{2}:\d{2}:\d{2} [+-]\d{4} \d{4}")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,\u00a0\u202f'’ ]\d+)*")
_AROUND_NUMBER = re.compile(r"^[^\d+-]*|[^\d]*$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,\u00a0\u202f'’ ])\d{3})(?:\1\d{3})*")


def order_told(said: str) -> DayOrder | None:
    """What a cell such as `13/04/2026` says of its column; None where both readings are days."""
    found = _SLASHED.fullmatch(said.strip())
    if not found:
        return None
    if found[2] == ".":
        return "day-first"  # nobody writes months first with points
    first, second = int(found[1]), int(found[3])
    if first > 12 >= second:
        return "day-first"
    return "month-first" if second > 12 >= first else None


def may_be_two_days(said: str) -> bool:
    """Whether a cell names another day when its first two numbers change places."""
    found = _SLASHED.fullmatch(said.strip())
    return bool(found and found[2] != "." and found[1] != found[3] and order_told(said) is None)


def is_local(said: str) -> bool:
    """Whether a cell is a time of day without an offset."""
    plain = " ".join(said.split())
    found = _ISO.fullmatch(plain) or _SLASHED.fullmatch(plain) or _NAMED.fullmatch(plain)
    return bool(found and found.groups()[-5] is not None and found.groups()[-1] is None)


def a_time(said: str, column: str, order: DayOrder | None) -> dt.datetime | dt.date:
    """An instant with its offset, a local time without one, or a day where no clock is written. Raises Unreadable."""
    plain = " ".join(said.replace("\u202f", " ").replace("\u00a0", " ").split())
    if _TWITTER.fullmatch(plain):
        return an_instant(plain, column, None)
    try:
        told = _read(plain, order)
    except ValueError:
        told = None
    if told is None:
        raise Unreadable(f"{column} “{said}” is not a time", "Write times as in 2026-03-31T14:05:00+02:00.")
    if told.year < setting("LEADLINE_FIRST_YEAR"):
        raise Unreadable(f"{column} “{said}” is not in a plausible year", "Correct the year, or export again.")
    return told


def _read(said: str, order: DayOrder | None) -> dt.datetime | dt.date | None:
    if found := _ISO.fullmatch(said):
        return _joined(int(found[1]), int(found[3]), int(found[4]), found.groups()[4:])
    if found := _BARE.fullmatch(said):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    if found := _SLASHED.fullmatch(said):
        first, second = int(found[1]), int(found[3])
        told = order_told(said) or order or ("day-first" if first == second else None)
        if told is None:
            return None
        day, month = (first, second) if told == "day-first" else (second, first)
        year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
        return _joined(year, month, day, found.groups()[4:])
    if found := _NAMED.fullmatch(said):
        month_name, day_after, day_before, month_after = found.groups()[:4]
        named = _MONTHS.get((month_name or month_after).casefold())
        return _joined(int(found[5]), named, int(day_after or day_before), found.groups()[5:]) if named else None
    return None


def _joined(year: int, month: int, day: int, rest: tuple[str | None, ...]) -> dt.datetime | dt.date:
    hour, minute, second, half, offset = rest
    if hour is None:
        return dt.date(year, month, day)
    at = int(hour)
    if half:
        if not 1 <= at <= 12:
            raise ValueError
        at = at % 12 + (12 if half in "Pp" else 0)
    return dt.datetime(year, month, day, at, int(minute or 0), int(second or 0), tzinfo=_zone_of(offset))


def _zone_of(offset: str | None) -> dt.tzinfo | None:
    if offset is None:
        return None
    if offset in ("Z", "UTC", "GMT"):
        return dt.UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    return dt.timezone((-1 if offset[0] == "-" else 1) * dt.timedelta(hours=hours, minutes=minutes))


def decimal_told(said: str) -> DecimalSign | None:
    """Which sign a number writes before its fraction, where it shows: `1.234,5` and `0,25` do, `1.500` does not."""
    found = _NUMBER.search(said)
    if not found:
        return None
    signs = [sign for sign in found[0] if sign in ".,"]
    if not signs:
        return None
    if len(set(signs)) == 2:
        return "point" if signs[-1] == "." else "comma"
    if len(signs) > 1:
        return "comma" if signs[0] == "." else "point"
    after = found[0].rpartition(signs[0])[2]
    before = found[0].partition(signs[0])[0].lstrip("+-")
    if len(after) == 3 and before not in ("", "0") and len(before) <= 3:
        return None
    return "point" if signs[0] == "." else "comma"


def may_be_two_numbers(said: str) -> bool:
    """`1.500` may be one and a half, or one thousand five hundred."""
    found = _NUMBER.search(said)
    return bool(found and any(sign in found[0] for sign in ".,") and decimal_told(said) is None)


def a_local_number(said: str, column: str, decimal: DecimalSign | None, *, whole: bool = False) -> float:
    """A number as the file writes them: `1.500`, `"12,400"`, `1 234,5`, `£1,000`, `75%`, `250k`. Raises Unreadable.

    A `whole` one counts pieces, so that a lone sign before three digits tells thousands apart (S0.20).
    """
    plain = said.strip()
    thousand = plain[-1:] in ("k", "K") and plain[-2:-1].isdigit()
    body = _AROUND_NUMBER.sub("", plain[:-1] if thousand else plain)
    if not _NUMBER.fullmatch(body) or re.search(r"\d\s*[eE]\s*[+-]?\d", plain):
        raise Unreadable(f"{column} “{said}” is not a number", "Write numbers as in 1500 or 0.25.")
    if whole and _GROUPED.fullmatch(body):
        number = float(re.sub(r"[^\d+-]", "", body))
    else:
        number = _by_sign(body, said, column, decimal_told(body) or decimal)
    return number * 1000 if thousand else number


def _by_sign(body: str, said: str, column: str, decimal: DecimalSign | None) -> float:
    if any(sign in body for sign in ".,") and decimal is None:
        raise Unreadable(
            f"{column} “{said}” may mean two numbers", "Say how the file writes fractions: --numbers point, or comma."
        )
    group, point = (",", ".") if decimal == "point" else (".", ",")
    plain = re.sub(rf"[{re.escape(group)}\u00a0\u202f'’ ]", "", body).replace(point, ".")
    try:
        return float(plain)
    except ValueError:
        raise Unreadable(f"{column} “{said}” is not a number", "Write numbers as in 1500 or 0.25.") from None
