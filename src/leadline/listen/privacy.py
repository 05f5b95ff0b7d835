"""What must not be kept of a row: who wrote it, and columns that name somebody.

In: a row as its profile read it. Out: handles as keyed pseudonyms, ids as they are where a machine made them and as
pseudonyms elsewhere, words (source, channel, area) that name nobody; a row whose words do is refused. Texts are blanked
by `redaction`. All of it happens at intake, from the first row; the key never leaves the home, so a pseudonym cannot
be guessed back from a list of handles.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Container
from functools import lru_cache

from babel.core import get_global

from leadline.listen.bank_numbers import is_account
from leadline.listen.fields import Unreadable
from leadline.listen.redaction import without_numbers
from leadline.listen.signs import plain_signs

_MENTION = re.compile(r"(?<![\w@./])@(\w(?:[\w.-]*\w)?(?:@[\w-]+(?:\.[\w-]+)+)?)")
"""An account, with its server where it is of the Fediverse: `@ann@social.example`."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HEX = re.compile(r"(?=[a-f]*+\d++[a-f]++\d)[0-9a-f]{12,64}", re.IGNORECASE)
_KINDS = (
    "messages|message|msg|thread|ticket|case|conversation|conv|chat|review|post|comment|reply|mail|forum|topic|tweet|dm|"
    "call|survey|response|row|item|question|answer|note|entry|id|nr"
)
_COUNTED = re.compile(
    rf"[a-z]|(?=\D*+\d)(?:[-_.:#/]?+(?:\d++|(?<=\d)[a-z](?![a-z])"
    rf"|(?<![a-z])(?:(?:{_KINDS})(?![a-z])|[a-z]{{1,2}}(?=[-_.:#/]?\d))))*+",
    re.IGNORECASE,
)
"""Numbers, each maybe after a kind or one or two letters: three may be a name, as in `ann1985`, and so may `li-wu`."""
_KIND = rf"(?:{_KINDS}|[a-df-z]|[a-z]{{2}})"
PLAIN_ID = (
    rf"^(?:[1-9][0-9]*|0(?:[0-9]{{0,7}}|[0-9]{{11,}})"
    rf"|(?:(?:[0-9]+[-_]?{_KIND}|[a-df-z]|msg|thread|ticket|case|chat|review|post|comment)[-_]?|[a-z]{{2}}[-_])[0-9]+"
    rf"(?:[-_](?:{_KIND}[-_]?)?[0-9]+)*)$"
)
"""Ids of machines that need no second look, as RE2 reads it, where conversations are not named by phone numbers: all
numbers but those that begin with a zero and are as long as a phone's, and counted kinds that are no account's number
(two letters and digits) and no number that was rounded (`1e17`).
"""
_TOKEN = re.compile(r"(?=[^\d]*+\d++(?:[^\dA-Za-z]*+[A-Za-z][^\d]*+\d++){2})[A-Za-z0-9_-]{10,128}")
"""Letters and digits in a jumble, as Reddit, YouTube and Bluesky count: three runs of digits with letters between."""
_SEPARATOR = re.compile(r"[_./:#]")
OF_PHONES = frozenset({"whatsapp", "sms", "phone", "call", "calls", "telegram", "signal", "viber"})
"""Channels on which a conversation may be named by the customer's number."""
_SHAPE = re.compile(r"(?:[^\W_]|[%€$£°“(#])[\w .&+'’!*#“”()/%€$£°:,-]{0,120}")
_PERSON_WORD = re.compile(r"[@<>]")


_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_IN_BASE_32 = [one + two for one in _LETTERS for two in _LETTERS]
"""Ten bits as two letters of RFC 4648."""


def pseudonym(key: bytes, channel: str, handle: str) -> str:
    """A person's stable pseudonym on a channel, such as `u7gq2…`: HMAC-SHA256, 80 bits in base 32."""
    return "u" + _keyed(key, f"{channel}\0{plain_handle(handle)}")


def plain_handle(handle: str) -> str:
    """`＠Ann_Smith` becomes `ann_smith`."""
    return plain_signs(handle).strip().lstrip("@").casefold()


LONGEST_PLAIN_ID = 128


def kept_id(key: bytes, said: str, *, channel: str, region: str | None) -> str:
    """A message's or a conversation's id: as it is where a machine made it, else a keyed pseudonym such as `p3zk…`.

    The same id gives the same pseudonym in every column and file, so that conversations still join. Machines make
    numbers, UUIDs, hexadecimal digests, counted kinds (`ticket-17`, `t3-p2`) and jumbled tokens; whatever else may be a
    handle, a name or an address. On channels that are named by phone numbers a number of such a length is one.
    """
    plain = plain_signs(said)
    if _is_of_a_machine(plain) and not _may_be_phone(plain, channel, region):
        return said
    return "p" + _keyed(key, "\0id\0" + plain.strip(" <>").lstrip("@").casefold())


def own_word(said: str, column: str, *, region: str | None) -> str:
    """A word that names a place or a kind, never a person. Raises Unreadable where it may hold personal data."""
    plain = plain_signs(said)
    if _PERSON_WORD.search(plain) or without_numbers(plain, region=region) != plain:
        raise Unreadable(
            f"{column} “{said}” may name a person", f"Put a word into {column} that names nobody, or leave it empty."
        )
    if not _SHAPE.fullmatch(plain) or not plain.isprintable():
        raise Unreadable(
            f"{column} “{said[:80]}” is not a plain word",
            "Use at most 120 letters, digits, spaces and - _ . & + ( ) /.",
        )
    return plain


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


def _keyed(key: bytes, text: str) -> str:
    number = int.from_bytes(hmac.digest(key, text.encode(), "sha256")[:10], "big")
    return "".join([_IN_BASE_32[number >> shift & 1023] for shift in range(70, -1, -10)])


def _is_of_a_machine(text: str) -> bool:
    if is_account(_SEPARATOR.sub("-", text)):
        return False
    if text.isdecimal() or _UUID.fullmatch(text) or _HEX.fullmatch(text):
        return True
    return bool(len(text) <= LONGEST_PLAIN_ID and (_COUNTED.fullmatch(text) or _TOKEN.fullmatch(text)))


def _may_be_phone(text: str, channel: str, region: str | None) -> bool:
    """`0612345678` and `612-345-6789` anywhere; `31612345678` where conversations are named by numbers."""
    digits = re.sub(r"[\s().+-]", "", text)
    if not digits.isdecimal() or not 8 <= len(digits) <= 15:
        return False
    if channel in OF_PHONES or (digits[0] == "0" and 9 <= len(digits) <= 11):
        return True
    return text != digits and without_numbers(text, region=region) != text
