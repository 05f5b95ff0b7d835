"""Phone numbers: as the plans of the world have them, as people write them, and with the letters that look like digits.

In: a text, and the country whose numbers it writes. Out: the text with `[phone]` in their places. The surprise: a plan
alone calls every ninth order a phone, so what stands before a number, and how it is grouped, decide with it; and what
the country's own plan does not know (a guest's number, in the form of home) is known by its form alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from leadline.listen.named_numbers import numbers_a_thing

if TYPE_CHECKING:
    import phonenumbers

_DIGITS = re.compile(r"\d")
_MAY_BE_PHONE = re.compile(r"\d(?:[\s().\-/\u2010-\u2015]{0,3}\d){6}")
_MAY_BE_WRITTEN = re.compile(r"(?:\d|[Oo](?=\d))(?:[\s().,:;|_*·•\-/\u2010-\u2015]{0,3}[\dOoIl]){6}")
_MOST_DIGITS = 1500
"""Digits of a text up to which each number is asked for its country's rules; a text with more is a list of numbers."""
_LONG_NUMBER = re.compile(r"(?<![\w.])[+(]{0,2}\d(?:[ \u00a0().\-/\u2010-\u2015]{0,3}+\d){6,}+")
_IP = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d{1,2})\.){3}(?:25[0-5]|2[0-4]\d|1?\d{1,2})")
_CUES = (
    r"(?:tel(?:efon\w{0,8}|éfono|ephone)?|tél|phone|mobile?|mobiel|mobil(?:nr|nummer)?|cell(?:ulare|ular)?|handy(?:nr|nummer)?|móvil"
    r"|portable|komórka|gsm|whatsapp|fax)"
)
_PHONE_CUE = re.compile(rf"\b{_CUES}[.:]{{0,2}}\s{{0,2}}(?:(?:is|ist|est|es|är|to|è|é|:)\s{{0,2}})?$", re.IGNORECASE)
"""Words that say that a phone's number follows, whatever its country's plan says."""
_AREA_CODE = re.compile(r"\(\d{2,4}\)")
_YEAR_AND_NUMBER = re.compile(r"(?:19|20)\d{2}(?:(?:[-/]\d{2,6}){1,2}|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))")
"""As orders, invoices and builds are numbered: by the year, or by the day."""
_VERSION = re.compile(r"(?:\d{1,4}\.){0,3}\d(?:\.\d{1,5}){1,5}|(?:\d{1,4}\.){2,5}\d(?:\.\d{1,5}){0,3}")
_SHORT_PARTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{1,5}){0,2}\.\d\.\d{1,5}(?:\.\d{1,5})?")
"""A version whatever a plan says: no phone has a digit alone between two points, but for the first."""
_FRACTION = re.compile(r"[1-9]\d{0,2}\.\d{6,}")
_COUNT = re.compile(r"[1-9](?:([. ])\d{3})(?:\1\d{3}){1,2}|[1-9]\d([. ])\d{3}\2\d{3}")
_AMOUNT_AFTER = re.compile(
    r"[ \u00a0]?(?:[€$£%]|zł\b|(?:eur|usd|gbp|sek|pln|brl|chf|kr|kwh|km|kg|[mgk]i?b|bytes?|views?|m[²³2-3])\b)", re.I
)
_AMOUNT_BEFORE = re.compile(r"(?:[€$£]|\b(?:eur|usd|gbp|sek|pln|brl|chf))[ \u00a0]?$", re.IGNORECASE)
_LONGEST_PHONE = 12
"""Digits of a number that begins with a zero; thirteen are a barcode's."""
_IS_NUMBERED = re.compile(r"(?:n[ro°º]\.?|numm?er|number|n[uú]m[eé]ro|id|[:#])[ .:#]{0,3}$", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?<!\w)[^\W\d_]+$")
_IN_BRACKETS = re.compile(
    r"(?:\(\+\d{1,3}\)|(?<=\()\+\d{1,3}|(?<=: )\(?0\d{1,4}\)?)(?:[ ().\-/\u2010-\u2015]{0,3}\d){6,12}(?![\w%])"
)
_LINK = re.compile(r"https?://\S+")
_PHONE_IN_LINK = re.compile(
    r"(?:phone|tel|telephone|telefoon|mobile|mobiel|gsm|cell|msisdn|whatsapp|sms|number|nummer|to)[=:/]\+?$", re.I
)
_DATE = re.compile(
    r"(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2(?:\d{4}|\d{2}))(?:[T ,]{1,2}\d{1,2}(?:[:.]\d{2}){0,2})?"
)
_OTHER_NUMBERS = (_DATE, _IP, _YEAR_AND_NUMBER)
"""What is no phone whatever a plan says: days, addresses of machines, orders by the year."""
_UNLESS_VALID = (_VERSION, _FRACTION)
"""What is none unless a plan has it: versions, places on the map."""
_ANY_GAP = r"[ \u00a0./\u2010-\u2015-]"
_WRITTEN = re.compile(
    r"(?<![^\W_])(?<![^\W_][.,:/-])(?<!\+)(?:"
    r"00[1-9](?:[ \u00a0./()\u2010-\u2015-]{0,3}\d){7,12}"
    rf"|\(?0[1-9]\d{{0,3}}\)?(?:{_ANY_GAP}{{1,3}}\d{{2,8}}){{1,5}}|0[1-9]\d{{8,9}}"
    r"|0[1-9](?:(?P<sign>[ \u00a0]?[,:_*|·•][ \u00a0]?)\d\d)(?:(?P=sign)\d\d){3}"
    r"|0[1-9]\d{1,3}[_*|·•]\d{6,8}|0[1-9]\d{1,2}[_*|·•]\d{3,4}[_*|·•]\d{4}"
    r"|\(?[2-9]\d{2}(?:\)[ .-]{0,2}|[ ]?[.-][ ]?)\d{3}[ ]?[.-][ ]?\d{4}|[1-9]\d[ ]\d{4,5}-\d{4}"
    r"|(?P<country>31|33|34|39|4[146-9]|55)[ .-]\(?\d{1,4}\)?(?:[ .-]{1,2}\d{2,8}){1,4}"
    r")(?:[ ]?(?:x|ext\.?)[ ]?\d{1,6})?(?![^\W_]|[.,:/-]\d|[ \u00a0]?[€$£%])"
)
"""A zero (or two) and digits in groups, the three groups of America, and a country whose plus was left out: phones
wherever the text was written.
"""
_PAIRS = re.compile(r"0\d([-./])\d\d(?:\1\d\d){3}")
_DAY_WITHIN = re.compile(r"(?<!\d)\d{1,2}([-./])\d{1,2}\1(?:(?:19|20)\d\d|\d\d)(?!\d|\1)|0\d[/.-](?:19|20)\d\d(?!\d)")
_NAMED = re.compile(rf"\b({_CUES}[.:]{{0,2}}\s{{0,2}})(\d(?:[ .-]?\d){{6,13}})(?![\w%€$£]|[.,]\d)", re.IGNORECASE)
_LOOKS_LIKE_DIGIT = re.compile(r"\d[OoIl]|[Oo]\d|\([Oo]\)")
_D = r"(?:\d|(?<=\d)[OoIl]|[Oo](?=[Oo]?\d)|(?<=\()[Oo](?=\)))"
_WITH_LETTERS = re.compile(rf"(?<![^\W_])\+?\(?{_D}(?:[ ().\-/]{{0,2}}{_D}){{8,14}}(?![^\W_])")
_AS_DIGITS = str.maketrans("OoIl", "0011")


def without_phones(text: str, region: str | None) -> str:
    """Blank phone numbers. Where a text is a list of numbers, each that is as long as a phone's counts as one: asking
    takes too long.
    """
    if not _MAY_BE_WRITTEN.search(text):
        return text
    if sum(1 for _ in islice(_DIGITS.finditer(text), _MOST_DIGITS + 1)) > _MOST_DIGITS:
        return _LONG_NUMBER.sub("[phone]", text)
    if _LOOKS_LIKE_DIGIT.search(text):
        text = _WITH_LETTERS.sub(lambda found: _without_letters(found, region), text)
    return _without_written(_without_planned(text, region) if _MAY_BE_PHONE.search(text) else text)


def _without_letters(found: re.Match[str], region: str | None) -> str:
    """`O6 l2345678` is a phone where `06 12345678` is one."""
    said, before = found[0], found.string[max(0, found.start() - 40) : found.start()]
    digits = said.translate(_AS_DIGITS)
    if digits == said or len(_DIGITS.findall(said)) < 6 or numbers_a_thing(before, closely=True):
        return said
    return "[phone]" if _without_written(_without_planned(digits, region)) == "[phone]" else said


def _without_planned(text: str, region: str | None) -> str:
    links = [found.span() for found in _LINK.finditer(text)]
    kept, at = [], 0
    for one in _maybe_phones(text, region):
        if _is_phone(one, text, links):
            kept += [text[at : one.start], "[phone]"]
            at = one.end
    return _without_phones_in_brackets("".join([*kept, text[at:]]) if kept else text, region)


def _maybe_phones(text: str, region: str | None) -> Iterator[phonenumbers.PhoneNumberMatch]:
    import phonenumbers  # the numbering plans of the world, for texts that hold numbers only

    possible = phonenumbers.Leniency.POSSIBLE
    return iter(phonenumbers.PhoneNumberMatcher(text, region, leniency=possible, max_tries=len(text)))


def _is_phone(found: phonenumbers.PhoneNumberMatch, text: str, links: list[tuple[int, int]]) -> bool:
    """A possible number counts where it is valid, or is written with a plus or a leading zero; in a link,
    where it is both, or the link says that it is one.
    """
    raw, before = found.raw_string, text[max(0, found.start - 40) : found.start]
    if any(other.fullmatch(raw) for other in _OTHER_NUMBERS):
        return False
    if text[found.end : found.end + 1].isalpha() and before[-1:].isalnum():  # YW021880413TC
        return False
    in_link = _is_in_link(found.start, links, len(text))
    if in_link and _PHONE_IN_LINK.search(before):
        return True
    import phonenumbers

    is_valid, has_cue = phonenumbers.is_valid_number(found.number), bool(_PHONE_CUE.search(before))
    if not has_cue and (_COUNT.fullmatch(raw.strip("()")) or _is_amount(raw, before, text, found.end)):
        return False
    if not has_cue and _SHORT_PARTS.fullmatch(raw):
        return False
    if not is_valid and not has_cue and any(other.fullmatch(raw) for other in _UNLESS_VALID):
        return False
    if not has_cue and not raw.startswith("+") and _is_of_something_else(raw, before, is_valid=is_valid):
        return False
    if raw.isdecimal() and not has_cue and not in_link and not _is_long_enough(raw, found.number):
        return False
    is_written_as_one = has_cue or raw.startswith(("+", "0", "(0")) or bool(_AREA_CODE.match(raw))
    if is_valid:
        return is_written_as_one or not in_link
    return not in_link and is_written_as_one and len(_DIGITS.findall(raw)) >= 8


def _is_long_enough(raw: str, number: phonenumbers.PhoneNumber) -> bool:
    """Where a country writes a zero first, who leaves it out writes a mobile's number; seven digits alone are any."""
    import phonenumbers

    if raw[0] == "0":
        return len(raw) <= _LONGEST_PHONE
    if phonenumbers.ndd_prefix_for_region(
        phonenumbers.region_code_for_country_code(number.country_code or 0), strip_non_digits=True
    ) != "0" or len(raw) > len(str(number.national_number)):
        return len(raw) > 7
    return phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE


def _is_in_link(start: int, links: list[tuple[int, int]], length: int) -> bool:
    place = bisect_right(links, (start, length)) - 1
    return place >= 0 and start < links[place][1]


def _is_amount(raw: str, before: str, text: str, end: int) -> bool:
    """`612 345 678 €`: money, and what is counted."""
    return raw[0] not in "+0(" and bool(_AMOUNT_AFTER.match(text, end) or _AMOUNT_BEFORE.search(before))


def _is_of_something_else(raw: str, before: str, *, is_valid: bool) -> bool:
    """An order's number, a parcel's or a code's; a number in groups or with a zero only right after its name."""
    if before[-1:].isascii() and before[-1:].isalnum():
        is_word = _LAST_WORD.search(before)
        if not (is_valid and raw[0] == "0" and is_word):
            return True
    if is_valid and raw[0] == "0" and before.rstrip(" \t")[-1:] == "\n":  # alone on its line, as below a name
        return False
    if is_valid and raw[0] in "0(" and " " in raw and not _IS_NUMBERED.search(before):  # "virtual version 0118 496 …"
        return False
    return numbers_a_thing(before, closely=not raw.isdecimal() or raw[0] == "0")


def _without_phones_in_brackets(text: str, region: str | None) -> str:
    """What the matcher passes over: a plus within brackets, and numbers after a colon."""
    return _IN_BRACKETS.sub(lambda found: "[phone]" if _is_possible(found[0], region) else found[0], text)


def _is_valid(written: str) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written))
    except phonenumbers.NumberParseException:
        return False


def _is_possible(written: str, region: str | None) -> bool:
    import phonenumbers

    if any(other.fullmatch(written) for other in _OTHER_NUMBERS):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False


def _without_written(text: str) -> str:
    """What no plan of the country has, and is written or called as a phone."""
    links = [found.span() for found in _LINK.finditer(text)]
    text = _WRITTEN.sub(lambda found: "[phone]" if _is_written(found, links) else found[0], text)
    return _NAMED.sub(lambda found: found[0] if _DATE.fullmatch(found[2]) else f"{found[1]}[phone]", text)


def _is_written(found: re.Match[str], links: list[tuple[int, int]]) -> bool:
    said, before = found[0], found.string[max(0, found.start() - 40) : found.start()]
    if not 10 <= len(_DIGITS.findall(said)) <= 19 or _is_in_link(found.start(), links, len(found.string)):
        return False
    is_day = bool(_DAY_WITHIN.search(said)) and not _PAIRS.fullmatch(said)
    if is_day or any(other.fullmatch(said) for other in _OTHER_NUMBERS):
        return False
    if found["country"] and not _is_valid(f"+{said}"):
        return False
    return not numbers_a_thing(before, closely=said[0] in "0(")
