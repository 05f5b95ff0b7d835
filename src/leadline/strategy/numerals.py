"""Which number did a person write? `50.000`, `50,000`, `50 000` and `50k` are all fifty thousand (S0.20).

In comes what stood in a file or a form, out goes a Decimal. The surprise: `1.500` is a thousand and a half in one
country and one and a half in the next, so it is refused with both readings instead of guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from leadline.errors import LeadlineError

_SPACES = re.compile("[\\s_'’\u00a0\u2009\u202f]")
_SUFFIXES = {
    "": 1,
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mio": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_SHAPE = re.compile(r"(?P<sign>[+-]?)(?P<body>[0-9][0-9.,]*|[.,][0-9]+)(?P<suffix>[a-z]*)")
_GROUPED = {mark: re.compile(rf"\d{{1,3}}({re.escape(mark)}\d{{3}})+") for mark in ".,"}
_INDIAN = re.compile(r"\d{1,2}(,\d{2})+,\d{3}")
_BROKEN_SPACES = re.compile("\\d[\\s_'’\u00a0\u2009\u202f]\\d{1,2}(?!\\d)")


def parse_number(written: str, *, whole: bool = False, decimal_mark: Literal[".", ","] | None = None) -> Decimal:
    """The number a person wrote, canonical: no exponent, no trailing zeros after the point.

    The rule, in this order. Spaces and apostrophes only group. With both marks present the last one is the decimal
    mark (`1.234,5`). A mark that stands more than once groups (`1.500.000`). A single mark that is not followed by
    exactly three digits is the decimal mark (`1,5`), and so is one after a lone zero (`0.125`). A single mark before
    `000` groups (`50.000`): nobody writes three empty decimals. What is left (`1.500`) can be read both ways: `whole`
    says that the thing is counted in whole pieces, `decimal_mark` that the writer's mark is known; with neither the
    number is refused. Raises LeadlineError with both readings.
    """
    shape = _SHAPE.fullmatch(_tidied(written))
    if not shape or shape["suffix"] not in _SUFFIXES:
        raise LeadlineError(f"“{written}” is not a number.", "Write digits only, as in 50000 or 1.5.")
    body = _plain(shape["body"], written, whole=whole, decimal_mark=decimal_mark)
    value = Decimal(body) * _SUFFIXES[shape["suffix"]]
    return canonical(-value if shape["sign"] == "-" else value)


def canonical(value: Decimal) -> Decimal:
    """The same number in its one form, so that equal numbers are written, and digested, equally."""
    return Decimal(format(value.normalize(), "f")) + 0


def written(value: Decimal) -> str:
    """The number as `parse_number` reads it back: `1.125` gets a fourth decimal, for three could be thousands."""
    text = format(canonical(value), "f")
    whole, mark, decimals = text.partition(".")
    ambiguous = len(decimals) == 3 and whole.lstrip("-") != "0"
    return f"{whole}{mark}{decimals}0" if ambiguous else text


def for_people(value: Decimal) -> str:
    """The number as an English sentence shows it: `50,000` or `1.6`."""
    return format(canonical(value), ",f")


def _tidied(text: str) -> str:
    if _BROKEN_SPACES.search(text.strip()):
        return ""
    return _SPACES.sub("", text).replace("−", "-").lower()


def _plain(body: str, text: str, *, whole: bool, decimal_mark: str | None) -> str:
    """The digits with at most one `.`, the decimal point."""
    marks = [mark for mark in ".," if mark in body]
    if not marks:
        return body
    if decimal_mark:
        return _split(body, decimal_mark, text)
    if len(marks) == 2:
        return _split(body, max(marks, key=body.rindex), text)
    return _one_kind_of_mark(body, marks[0], text, whole=whole)


def _one_kind_of_mark(body: str, mark: str, text: str, *, whole: bool) -> str:
    grouped = _is_grouped(body, mark)
    if body.count(mark) > 1:
        return _split(body, "," if mark == "." else ".", text)
    if not grouped or body.startswith("0"):
        return body.replace(mark, ".")
    if whole or body.endswith("000"):
        return body.replace(mark, "")
    thousands, decimal = body.replace(mark, ""), body.replace(mark, ".").rstrip("0")
    raise LeadlineError(
        f"“{text.strip()}” can be read as {int(thousands):,} or as {decimal}.",
        f"Write {thousands} or {decimal}, whichever you mean.",
    )


def _split(body: str, decimal_mark: str, text: str) -> str:
    """Take the thousands' marks out, once they stand where thousands' marks stand."""
    group_mark = "." if decimal_mark == "," else ","
    front, _, decimals = body.partition(decimal_mark)
    regular = group_mark not in front or _is_grouped(front, group_mark)
    if not regular or group_mark in decimals or decimal_mark in decimals:
        raise LeadlineError(f"The marks in “{text}” do not fall on thousands.", "Write digits only, as in 1500000.")
    return f"{front.replace(group_mark, '') or '0'}.{decimals or '0'}"


def _is_grouped(body: str, mark: str) -> bool:
    return bool(_GROUPED[mark].fullmatch(body) or (mark == "," and _INDIAN.fullmatch(body)))
