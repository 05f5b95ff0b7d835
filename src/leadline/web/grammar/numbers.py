"""How a number is written, in one place: spaced units, real minus signs, no digits that mean nothing.

In: plain numbers, `Estimate`, `Money`. Out: text, written as English is. None is a dash, never a zero.
The surprise: an interval is rounded as coarsely as it is wide, because finer digits mean nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

from babel.numbers import get_currency_symbol
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.words import Estimate, Money, day_words

SPACE = "\u00a0"
"""A space that never breaks: between a number and its unit."""

NARROW = SPACE
UNKNOWN = "–"
Number = int | float | Decimal


def number(value: Number | None, digits: int | None = None) -> str:
    """`12,408`, `−3.2`; a dash where nothing is known. Without `digits`: three significant ones, whole above 100."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    places = _places(float(value)) if digits is None else digits
    rounded = Decimal(str(round(value, places)))
    return _real_minus(f"{rounded:,.{places}f}")  # a page writes a thousand numbers: babel takes seven times as long


def percent(share: float | None, digits: int | None = None) -> str:
    """A share of 0 to 1 as `12.4 %`."""
    if share is None:
        return UNKNOWN
    value = share * 100
    places = (1 if abs(value) < 10 or abs(value) > 95 else 0) if digits is None else digits
    if digits is None and abs(value - round(value)) < 0.05 and (round(value) % 100 == 0):
        places = 0
    return f"{number(value, places)}{SPACE}%"


def signed(value: Number | None, digits: int | None = None) -> str:
    """`+12` or `−12`."""
    text = number(value, digits)
    return f"+{text}" if value is not None and value > 0 else text


def money(amount: Money | None) -> str:
    """`€ 41k`, `€ 980`, `−€ 1.2m`: short, because a page shows many."""
    return short_money(amount.amount, amount.currency) if amount else UNKNOWN


def exact_money(amount: Money | None) -> str:
    """`€ 41,204.50`: to the cent, for records and invoices."""
    if amount is None:
        return UNKNOWN
    sign = "−" if amount.amount < 0 else ""
    return f"{sign}{_symbol(amount.currency)}{SPACE}{number(abs(amount.amount), 2)}"


def short_money(amount: Number, currency: str) -> str:
    """`€ 41k`: at most three digits and a letter for thousand or million."""
    sign = "−" if amount < 0 and round(amount) else ""
    return f"{sign}{_symbol(currency)}{SPACE}{_short(abs(float(amount)))}"


def worth_words(grade: str, amount: Number, currency: str) -> str:
    """`supported € 41k`; a harm is told as one: `supported −€ 12k, a loss`."""
    words = f"{grade} {short_money(amount, currency)}"
    return _("%s, a loss") % words if amount < 0 else words


def money_interval(low: Money | None, high: Money | None) -> str:
    """`[€ 26k, € 57k]`, or nothing where either end is unknown."""
    return f"[{money(low)}, {money(high)}]" if low is not None and high is not None else ""


def interval(estimate: Estimate | None, digits: int | None = None) -> str:
    """`[10, 14]` in the estimate's own unit; shares in percent."""
    if estimate is None:
        return ""
    factor = 100 if estimate.unit == "share" else 1
    low, high = estimate.low * factor, estimate.high * factor
    places = _places_between(low, high) if digits is None else min(digits, 2)
    return f"[{number(low, places)}, {number(high, places)}]"


def minutes(value: float | None) -> str:
    """A duration in minutes as `48 min`, `1 h 48 min`, `3 d 2 h`."""
    if value is None:
        return UNKNOWN
    whole = round(value)
    if whole < 60:
        return f"{whole}{SPACE}min"
    if whole < 48 * 60:
        return f"{whole // 60}{SPACE}h {whole % 60:02d}{SPACE}min"
    return f"{whole // 1440}{SPACE}d {whole % 1440 // 60}{SPACE}h"


def day(value: dt.date | None) -> str:
    """`4 July 2026`."""
    return day_words(value) if value else UNKNOWN


def ago(then: dt.datetime | None, now: dt.datetime) -> str:
    """`4 min ago`, `3 days ago`. Both instants carry a zone."""
    if then is None:
        return "never"
    gone = (now.astimezone(dt.UTC) - then.astimezone(dt.UTC)).total_seconds() / 60
    if gone < 1:
        return "just now"
    if gone < 24 * 60:
        return f"{minutes(gone)} ago"
    days = int(gone // 1440)
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def _short(size: float) -> str:
    if round(size) < 1_000:
        return number(size, 0)
    scaled, letter = (size / 1_000, "k") if round(size / 1_000) < 1_000 else (size / 1_000_000, "m")
    return f"{number(scaled, 1 if round(scaled, 1) < 10 else 0).removesuffix('.0')}{letter}"


def _symbol(currency: str) -> str:
    return get_currency_symbol(currency, locale="en")


def _real_minus(text: str) -> str:
    """A real minus sign, and none before a zero."""
    shown = text.replace("-", "−")
    return shown if any(digit in "123456789" for digit in shown) else shown.removeprefix("−")


def _places(value: float) -> int:
    size = abs(value)
    return 0 if size >= 100 or size == int(size) else 1 if size >= 10 else 2 if size >= 0.1 else 3


def _places_between(low: float, high: float) -> int:
    width = abs(high - low)
    return 0 if width >= 5 or (low == int(low) and high == int(high)) else 1 if width >= 0.5 else 2
