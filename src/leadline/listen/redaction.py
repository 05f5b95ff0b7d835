"""What a text must not keep: what names, reaches or pays somebody gives way to a word that says what stood there.

In: a text as it stands in the export, the country whose numbers it writes, the words that belong to parties. Out: the
text with `[mail]`, `[phone]`, `[card]`, `[account]`, `[id]`, `[profile]`, `[address]` and `[name]`. Names are found
after clear cues only; how often all of this is right is measured in tests/listen/test_redaction.py and said in
docs/words/listen.md. The surprise: every pattern is bounded or possessive, so that a text twice as long takes twice the
time, whoever wrote it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

import numpy as np

from leadline.listen.addresses import MAY_BE_ADDRESS, without_addresses
from leadline.listen.named_numbers import GAP, is_number_of_a_thing, numbers_a_thing, without_accounts, without_numbered
from leadline.listen.names import MAY_NAME, without_names_in
from leadline.listen.spelt_mail import MAY_BE_SPELT, without_spelt_mail

if TYPE_CHECKING:
    import phonenumbers

_MAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]++(?:@|[ \t]?[(\[][ \t]?at[ \t]?[)\]][ \t]?)[\w-]++(?:\.[\w-]++|[。｡][a-z0-9-]++)++", re.I
)
_IBAN = re.compile(r"\b[A-Z]{2}[ .-]?\d{2}(?:[ .-]{0,2}[A-Z0-9]){11,40}\b", re.IGNORECASE | re.ASCII)
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
    **dict.fromkeys(
        ["AL", "AZ", "BY", "DO", "GE", "GT", "LB", "MD", "AE", "SA", "BR", "UA", "PS", "QA", "JO", "KW"], 0
    ),
    **dict.fromkeys(
        ["AD", "BA", "BH", "CR", "EG", "FO", "GI", "GL", "IL", "IQ", "KZ", "LC", "LY", "ME", "MK", "MR"], 0
    ),
    **dict.fromkeys(
        ["MU", "PK", "SC", "ST", "SV", "TL", "TN", "VA", "VG", "XK", "BI", "DJ", "RU", "SD", "SO", "NI"], 0
    ),
}
"""Characters of an account number by country, from the IBAN registry; 0 where any length that checks counts."""
_CARD = re.compile(rf"(?<![\w+])(?<!\d\.)\d(?:{GAP}{{0,3}}\d){{12,18}}(?!\w)")
_CARD_IN_GROUPS = re.compile(
    r"(?<!\w)\d{4}(?:\s?[/,;|_+*]\s?(?:\d{4}(?:\s?[/,;|_+*]\s?\d{4}){2}|\d{6}\s?[/,;|_+*]\s?\d{5}))(?!\w)"
)
"""The groups of a card with signs between them that in other numbers tell numbers apart."""
_PERSONAL_NUMBER = re.compile(
    r"\b((?:bsn|burger[ -]?service[ -]?nummer|sofi[ -]?nummer|ssn|social security|national insurance|nino"
    r"|steuer-?id(?:entifikationsnummer)?|rijksregisternummer|numéro de sécurité sociale"
    r"|cpf|pesel|personn(?:umme)?r|codice fiscale|dni|nie"
    r"|passport|paspoort|reisepass|id[ -]?card|identity card|rijbewijs|driving licen[cs]e)"
    r"(?:[ -]?(?:number|nummer|no\.?|nr\.?|is|of|id)){0,3}[ :#=(-]{0,4})"
    rf"((?:[A-Z]{{0,3}}{GAP}?)\d(?:{GAP}?[A-Z]{{0,2}}\d){{4,14}}[A-Z]?\b)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")
_GAPS = re.compile(rf"{GAP}+")
_MAY_BE_PRIVATE = re.compile(r"\d(?:[\s().,;|_+*\-/\u2010-\u2015]{0,3}[A-Z]{0,4}\d){4}", re.IGNORECASE)
_MAY_BE_PHONE = re.compile(r"\d(?:[\s().\-/\u2010-\u2015]{0,3}\d){6}")
_MOST_DIGITS = 1500
"""Digits of a text up to which each number is asked for its country's rules; a text with more is a list of numbers."""
_LONG_NUMBER = re.compile(r"(?<![\w.])[+(]{0,2}\d(?:[ \u00a0().\-/\u2010-\u2015]{0,3}+\d){6,}+")
_IP = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d{1,2})\.){3}(?:25[0-5]|2[0-4]\d|1?\d{1,2})")
_PHONE_CUE = re.compile(
    r"\b(?:tel(?:efon\w{0,8}|éfono|ephone)?|tél|phone|mobile?|mobiel|mobil(?:nr|nummer)?|cell(?:ulare|ular)?|handy(?:nr|nummer)?|móvil"
    r"|portable|komórka|gsm|whatsapp|fax)[.:]{0,2}\s{0,2}(?:(?:is|ist|est|es|är|to|è|é|:)\s{0,2})?$",
    re.IGNORECASE,
)
"""Words that say that a phone's number follows, whatever its country's plan says."""
_AREA_CODE = re.compile(r"\(\d{2,4}\)")
_YEAR_AND_NUMBER = re.compile(r"(?:19|20)\d{2}(?:(?:[-/]\d{2,6}){1,2}|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))")
"""As orders, invoices and builds are numbered: by the year, or by the day."""
_VERSION = re.compile(r"(?:\d{1,4}\.){0,3}\d(?:\.\d{1,5}){1,5}|(?:\d{1,4}\.){2,5}\d(?:\.\d{1,5}){0,3}")
_FRACTION = re.compile(r"[1-9]\d{0,2}\.\d{6,}")
_COUNT = re.compile(r"[1-9](?:([. ])\d{3})(?:\1\d{3}){1,2}|[1-9]\d([. ])\d{3}\2\d{3}")
_IN_BRACKETS = re.compile(
    r"(?:\(\+\d{1,3}\)|(?<=\()\+\d{1,3}|(?<=: )\(?0\d{1,4}\)?)(?:[ ().\-/\u2010-\u2015]{0,3}\d){6,12}(?![\w%])"
)
_LINK = re.compile(r"https?://\S+")
_PHONE_IN_LINK = re.compile(
    r"(?:phone|tel|telephone|telefoon|mobile|mobiel|gsm|cell|msisdn|whatsapp|sms|number|nummer|to)[=:/]\+?$", re.I
)
_CODED = re.compile(r"%[2-7][0-9a-f]", re.IGNORECASE)
_MOST_CODED = 3
"""How often the signs of a link may be coded, as in `%2540`."""
_PIECE = re.compile(r"\S+")
_ENTITY = re.compile(r"&(?:#\d{1,7};?|#x[0-9a-f]{1,6};?|[a-z]\w{1,30};)", re.IGNORECASE)
_DATE = re.compile(
    r"(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2(?:\d{4}|\d{2}))(?:[T ,]{1,2}\d{1,2}(?:[:.]\d{2}){0,2})?"
)
_OWN_PAGE = (
    r"(?:x|twitter|instagram|facebook|fb|threads|github|snapchat|medium|pinterest|vk|twitch)\.(?:com|net|tv)/(?:add/)?"
    r"|tiktok\.com/|t\.me/|wa\.me/|api\.whatsapp\.com/send\?phone=|(?:reddit\.com)/(?:u|user)/|linkedin\.com/(?:in|pub)/"
    r"|youtube\.com/(?:c/|user/|channel/)?|bsky\.app/profile/|threads\.net/|[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}/(?=@)"
)
_PROFILE = re.compile(
    rf"(?<![\w@./-])(?:https?://)?(?:(?:www|m|mobile|nl|de|fr|uk)\.)?(?:{_OWN_PAGE})@?([\w.+-]{{1,80}})(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_NO_PROFILE = frozenset(
    """
    home search hashtag i intent share sharer sharer.php p reel reels tv stories explore groups events watch pages
    marketplace login help about policies privacy terms settings company jobs business shorts playlist results feed
    topics orgs features pricing tag media ads notifications messages status
    """.split()  # noqa: SIM905 - reads better
)
_NO_LETTERS = dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF])
_SAME_SIGN = frozenset({"<wide>", "<narrow>", "<small>", "<font>", "<noBreak>"})


MAY_BE_NUMBERS = (
    r"(?:[\w.+%\-]|[^\x00-\x7f])@|[(\[][ \t]?[aA][tT]|\.(?i:com|net|tv|me|app)/|/@|%[2-7][0-9a-fA-F]"
    r"|\p{Nd}(?:(?:[\x00-\x20().,;|_+*\-/]|[^\x00-\x7f]){0,3}(?:[A-Za-z]|[^\x00-\x7f]){0,4}\p{Nd}){4}|" + MAY_BE_SPELT
)
"""What a text must have before `without_numbers` could change it, as RE2 reads it: looser than its patterns."""


_OTHER_NUMBERS = (_DATE, _IP, _YEAR_AND_NUMBER)
"""What is no phone whatever a plan says: days, addresses of machines, orders by the year."""
_UNLESS_VALID = (_VERSION, _FRACTION)
"""What is none unless a plan has it: versions, places on the map."""


def redact(text: str, *, region: str | None, known: Container[str] = frozenset()) -> str:
    """Blank what identifies somebody. `region` (ISO 3166) reads national numbers; `known` are the parties' words,
    lower case: their accounts and names stay. `text` has plain signs already (`plain_signs`).
    """
    for _, blank in steps(region=region, known=known):
        [text] = blank([text])
    return text


def steps(*, region: str | None, known: Container[str]) -> tuple[tuple[str, Callable[[list[str]], list[str]]], ...]:
    """What is blanked in texts, in this order: each step with what a text must have before it could change it (RE2)."""
    return (
        (MAY_BE_NUMBERS, lambda texts: [without_numbers(text, region=region, known=known) for text in texts]),
        (MAY_BE_ADDRESS, lambda texts: [without_addresses(text) for text in texts]),
        (MAY_NAME, partial(without_names_in, known=known)),
    )


def without_numbers(text: str, *, region: str | None, known: Container[str] = frozenset()) -> str:
    """As `redact`, and names and streets stay: for words, which greet nobody and may say where a shop is."""
    if _CODED.search(text):
        text = _PIECE.sub(lambda found: _decoded(found[0], region, known), text)
    return _without_numbers(text, region, known)


def _decoded(piece: str, region: str | None, known: Container[str]) -> str:
    """`?mail=ann%40mail.example` as `?mail=ann@mail.example`, where that is private; any other piece as it is."""
    plain = piece
    for _ in range(_MOST_CODED):
        if not _CODED.search(plain):
            break
        plain = unquote(plain)
    return plain if plain != piece and _without_numbers(plain, region, known) != plain else piece


def _without_numbers(text: str, region: str | None, known: Container[str]) -> str:
    if "@" in text or "(" in text or "[" in text:  # as in ann (AT) mail.example
        text = _MAIL.sub("[mail]", text)
    text = without_spelt_mail(text)
    if "/" in text:
        text = _PROFILE.sub(lambda found: found[0] if _is_open(found[1], known) else "[profile]", text)
    if _MAY_BE_PRIVATE.search(text):
        text = _IBAN.sub(lambda found: _without_iban(found[0]), text)
        for cards in (_CARD, _CARD_IN_GROUPS):
            text = cards.sub(lambda found: found[0] if is_number_of_a_thing(found) else _without_card(found[0]), text)
        text = _PERSONAL_NUMBER.sub(r"\1[id]", text)
        text = without_accounts(text)
        text = _without_phones(text, region)
        text = without_numbered(text)
    return text


class _PlainSigns(dict[int, int | str | None]):
    """Each sign and the plain one that it only looks different from."""

    def __missing__(self, code: int) -> int | str | None:
        kind = unicodedata.decomposition(chr(code)).partition(" ")[0]
        is_same = kind in _SAME_SIGN or (kind and not kind.startswith("<"))  # as the Kelvin sign, which is a K
        plain = unicodedata.normalize("NFKC", chr(code)) if is_same else ""
        self[code] = plain if len(plain) == 1 and plain.isascii() else code
        return self[code]


_PLAIN_SIGNS = _PlainSigns(_NO_LETTERS)


def plain_signs(text: str) -> str:
    """Full-width, styled and invisible signs as the plain ones that they stand for (of NFKC, what changes no meaning).

    `ａｎｎ＠ｍａｉｌ．ｅｘａｍｐｌｅ` and `ann&#64;mail.example` become `ann@mail.example`; `½`, `…` and `™` stay.
    """
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text if text.isascii() else text.translate(_PLAIN_SIGNS)


def plain_signs_of(texts: list[str]) -> list[str]:
    """The same of many texts: only those are gone through that hold a sign which has a plain one."""
    signs = np.unique(np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32))
    other = "".join(chr(sign) for sign in signs if sign > 127 and plain_signs(chr(sign)) != chr(sign))
    has_other = re.compile(f"[&{re.escape(other)}]").search
    return [plain_signs(text) if has_other(text) else text for text in texts]


def _is_open(name: str, known: Container[str]) -> bool:
    """A party's own page, or a page that is nobody's."""
    word = name.rstrip(".,;:!?").casefold()
    return word in known or word in _NO_PROFILE


def _without_phones(text: str, region: str | None) -> str:
    """Where a text is a list of numbers, each that is as long as a phone's counts as one: asking takes too long."""
    if not _MAY_BE_PHONE.search(text):
        return text
    if sum(1 for _ in islice(_DIGITS.finditer(text), _MOST_DIGITS + 1)) > _MOST_DIGITS:
        return _LONG_NUMBER.sub("[phone]", text)
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
    place = bisect_right(links, (found.start, len(text))) - 1
    in_link = place >= 0 and found.start < links[place][1]
    if in_link and _PHONE_IN_LINK.search(before):
        return True
    import phonenumbers

    is_valid, has_cue = phonenumbers.is_valid_number(found.number), bool(_PHONE_CUE.search(before))
    if not has_cue and _COUNT.fullmatch(raw):
        return False
    if not is_valid and not has_cue and any(other.fullmatch(raw) for other in _UNLESS_VALID):
        return False
    if not has_cue and not raw.startswith("+") and _is_of_something_else(raw, before, is_valid=is_valid):
        return False
    is_written_as_one = has_cue or raw.startswith(("+", "0", "(0")) or bool(_AREA_CODE.match(raw))
    if is_valid:
        return is_written_as_one or not in_link
    return not in_link and is_written_as_one and len(_DIGITS.findall(raw)) >= 8


def _is_of_something_else(raw: str, before: str, *, is_valid: bool) -> bool:
    """An order's number, a parcel's or a code's; a number in groups or with a zero only right after its name."""
    if before[-1:].isascii() and before[-1:].isalnum() and not (is_valid and raw[0] == "0"):
        return True
    if is_valid and raw[0] == "0" and before.rstrip(" \t")[-1:] == "\n":  # alone on its line, as below a name
        return False
    return numbers_a_thing(before, closely=not raw.isdecimal() or raw[0] == "0")


def _without_phones_in_brackets(text: str, region: str | None) -> str:
    """What the matcher passes over: a plus within brackets, and numbers after a colon."""
    return _IN_BRACKETS.sub(lambda found: "[phone]" if _is_possible(found[0], region) else found[0], text)


def _is_possible(written: str, region: str | None) -> bool:
    import phonenumbers

    if any(other.fullmatch(written) for other in _OTHER_NUMBERS):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False


def _without_iban(text: str) -> str:
    """Blank the longest beginning that is an IBAN: words may follow it without more than a space between."""
    ends = [len(text), *(place for place in range(len(text) - 1, 0, -1) if text[place] in " .-")]
    end = next((end for end in ends if _is_iban(text[:end])), 0)
    return f"[account]{text[end:]}" if end else text


def is_account(text: str) -> bool:
    """Whether a text is an account's number and nothing else."""
    return bool(_IBAN.fullmatch(text)) and _is_iban(text)


def _is_iban(text: str) -> bool:
    """ISO 13616: as long as the country's are, and check digits that are right by mod 97 of ISO 7064. With a gap after
    its country, in capitals only: `op 020 …` is none.
    """
    if not text[2:3].isdigit() and not (text[:2].isupper() and text[:2] in _IBAN_LENGTHS):
        return False
    plain = re.sub(r"[ .-]", "", text).upper()
    if not 15 <= len(plain) <= 34 or (_IBAN_LENGTHS.get(plain[:2], -1) or len(plain)) != len(plain):
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _without_card(text: str) -> str:
    """Blank the longest beginning that is a card: the month until which it holds may follow it."""
    ends = [len(text), *(found.start() for found in reversed(list(_GAPS.finditer(text))))]
    end = next((end for end in ends if len(_DIGITS.findall(text[:end])) > 12 and _is_card(text[:end])), 0)
    return f"[card]{text[end:]}" if end else text


_CARD_LENGTHS = {13: (4, 5, 6), 14: (3,), 15: (3, 5, 6)}
"""First digits of cards of fewer digits than sixteen: Diners has 14, American Express 15."""


def _is_card(text: str) -> bool:
    """A network's first digit (ISO/IEC 7812: 2 to 6) with as many digits as its cards have, and Luhn's check."""
    digits = [int(sign) for sign in text if sign.isdecimal()]
    if digits[0] not in _CARD_LENGTHS.get(len(digits), range(2, 7)):
        return False
    doubled = [
        digit if index % 2 == 0 else (digit * 2 - 9 if digit > 4 else digit * 2)
        for index, digit in enumerate(reversed(digits))
    ]
    return sum(doubled) % 10 == 0
