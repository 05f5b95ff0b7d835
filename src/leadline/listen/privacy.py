"""What must not be kept: handles become keyed pseudonyms, and private numbers in texts are blanked.

In: a handle or a text as it stands in the export. Out: a pseudonym, or the text with `[mail]`, `[phone]`,
`[card]`, `[account]` in the place of what identifies somebody. Both happen at intake, from the first row;
the key never leaves the home, so a pseudonym cannot be guessed back from a list of handles.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Container
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.core import get_global

if TYPE_CHECKING:
    import phonenumbers

_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,40}\b", re.IGNORECASE)
_IBAN_LENGTHS = {
    **dict.fromkeys(["NO"], 15),
    **dict.fromkeys(["BE"], 16),
    **dict.fromkeys(["DK", "FI", "NL"], 18),
    **dict.fromkeys(["SI"], 19),
    **dict.fromkeys(["AT", "EE", "LT", "LU"], 20),
    **dict.fromkeys(["CH", "HR", "LI", "LV"], 21),
    **dict.fromkeys(["BG", "DE", "GB", "IE", "RS"], 22),
    **dict.fromkeys(["CZ", "ES", "RO", "SE", "SK"], 24),
    **dict.fromkeys(["PT"], 25),
    **dict.fromkeys(["IS", "TR"], 26),
    **dict.fromkeys(["FR", "GR", "IT", "MC", "SM"], 27),
    **dict.fromkeys(["CY", "HU", "PL"], 28),
    **dict.fromkeys(["MT"], 31),
}
"""Characters of an account number by country, from the IBAN registry; elsewhere any length that checks counts."""
_CARD = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w])")
_NAMED_NUMBER = re.compile(
    r"\b((?:account|acct|customer|client|contract|policy|iban|klant|kunden|konto|rekening|compte)[\w-]*"
    r"(?:\s+(?:no\.?|nr\.?|number|nummer|id|is|:|#))*\s*[:#]?\s*)((?:[A-Z]{0,3}[-]?)\d(?:[ -]?\d){4,})",
    re.IGNORECASE,
)
_MENTION = re.compile(r"(?<![\w@./])@(\w(?:[\w.-]*\w)?)")
_DIGITS = re.compile(r"\d")
_MAY_BE_PRIVATE = re.compile(r"\d(?:[\s().\-/]{0,3}[A-Z]{0,4}\d){4}", re.IGNORECASE)
_MAY_BE_PHONE = re.compile(r"\d(?:[\s().\-/]{0,3}\d){6}")
_LINK = re.compile(r"https?://\S+")


def pseudonym(key: bytes, channel: str, handle: str) -> str:
    """A person's stable pseudonym on a channel, such as `u7gq2…`: HMAC-SHA256, 80 bits in base 32."""
    digest = hmac.new(key, f"{channel}\0{handle.strip().lstrip('@').casefold()}".encode(), hashlib.sha256).digest()
    return "u" + base64.b32encode(digest[:10]).decode().lower()


def redact(text: str, *, region: str | None) -> str:
    """Blank mail addresses, account, card and phone numbers. `region` (ISO 3166) reads national numbers."""
    if "@" in text:
        text = _MAIL.sub("[mail]", text)
    if not _MAY_BE_PRIVATE.search(text):
        return text
    text = _IBAN.sub(lambda found: _without_iban(found[0]), text)
    text = _CARD.sub(lambda found: "[card]" if _is_card(found[0]) else found[0], text)
    text = _NAMED_NUMBER.sub(r"\1[account]", text)
    return _without_phones(text, region)


def hide_mentions(text: str, *, known: Container[str], name: Callable[[str], str]) -> str:
    """People's handles in a text become pseudonyms by `name`; the accounts of parties (`known`) stay."""
    if "@" not in text:
        return text
    return _MENTION.sub(lambda found: found[0] if found[1].casefold() in known else "@" + name(found[1]), text)


def mentions(text: str) -> list[str]:
    """The handles a text names, in order, lower case."""
    return [handle.casefold() for handle in _MENTION.findall(text)] if "@" in text else []


@lru_cache
def region_of(zone: str) -> str | None:
    """The country of a time zone, as ISO 3166: `Europe/Amsterdam` is `NL`."""
    territory: str | None = get_global("zone_territories").get(zone)
    return territory


def _without_phones(text: str, region: str | None) -> str:
    if not _MAY_BE_PHONE.search(text):
        return text
    import phonenumbers  # the numbering plans of the world, for texts that hold numbers only

    links = [found.span() for found in _LINK.finditer(text)]
    found = phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE, max_tries=100)
    spans = [(one.start, one.end) for one in found if _is_phone(one, text, links)]
    for start, end in reversed(spans):
        text = f"{text[:start]}[phone]{text[end:]}"
    return text


def _is_phone(found: phonenumbers.PhoneNumberMatch, text: str, links: list[tuple[int, int]]) -> bool:
    """A possible number counts where it is valid, or is written with a plus or a leading zero; never in a link."""
    if any(start <= found.start < end for start, end in links):
        return False
    if re.fullmatch(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*", found.raw_string):
        return False  # a date
    import phonenumbers

    if phonenumbers.is_valid_number(found.number):
        return True
    return found.raw_string.startswith(("+", "0", "(0")) and len(_DIGITS.findall(found.raw_string)) >= 8


def _without_iban(text: str) -> str:
    """Blank the longest beginning that is an IBAN: words may follow it without more than a space between."""
    ends = [len(text), *(place for place in range(len(text) - 1, 0, -1) if text[place] in " -")]
    end = next((end for end in ends if _is_iban(text[:end])), 0)
    return f"[account]{text[end:]}" if end else text


def _is_iban(text: str) -> bool:
    """ISO 13616: as long as the country's are, and check digits that are right by mod 97 of ISO 7064."""
    plain = re.sub(r"[ -]", "", text).upper()
    if not 15 <= len(plain) <= 34 or len(plain) != _IBAN_LENGTHS.get(plain[:2], len(plain)):
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _is_card(text: str) -> bool:
    """Luhn's check over 13 to 19 digits."""
    digits = [int(sign) for sign in text if sign.isdecimal()]
    doubled = [
        digit if index % 2 == 0 else (digit * 2 - 9 if digit > 4 else digit * 2)
        for index, digit in enumerate(reversed(digits))
    ]
    return sum(doubled) % 10 == 0
