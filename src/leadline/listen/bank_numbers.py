"""Numbers that pay somebody, known by their own check digits: cards, and accounts of the world and of three countries.

In: a text. Out: the text with `[card]` and `[account]` in their places. The surprise: what was typed wrong fails its
check and is private all the same, so a number that is called a card or an IBAN, or is grouped as one, needs none.
"""

from __future__ import annotations

import re

from leadline.listen.named_numbers import GAP, is_number_of_a_thing

_BETWEEN = r"[\s._/\u2010-\u2015-]"
_IBAN = re.compile(
    rf"(?:(?<![^\W_])|(?<=iban))[A-Z]{{2}}{_BETWEEN}?[\dO]{{2}}(?:{_BETWEEN}{{0,2}}[A-Z0-9]){{11,40}}(?![^\W_])",
    re.IGNORECASE | re.ASCII,
)
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
_CALLED_IBAN = re.compile(r"\biban(?:[\s-]{1,2}\w{1,7})?\W{0,4}(?:(?:is|ist|est|es|to|è|é|är)\W{1,2})?$", re.IGNORECASE)
_IN_FOURS = re.compile(r"[A-Z]{2}\d\d(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?")
_DOMESTIC = re.compile(
    r"(?<![^\W_])(?:\d(?:[ .-]?\d){19}|\d\d(?:[ .-]?\d){24}|\d{5}(?:[ .-]?\d){5}(?:[ .-]?[A-Z\d]){11}(?:[ .-]?\d){2})"
    r"(?![^\W_]|[ .-]\d)"
)
"""As long as the accounts of Spain, Poland and France."""
_CARD = re.compile(
    rf"(?:(?<![^\W_])(?<!\+)|(?<=card)|(?<=visa)|(?<=karte)|(?<=kaart))(?<!\d\.)\d(?:{GAP}{{0,3}}\d){{12,18}}(?![^\W_])",
    re.IGNORECASE,
)
_SIGN = r"\s?[/,;|_+*:\n]\s?"
_CARD_IN_GROUPS = re.compile(
    rf"(?<![^\W_])\d{{4}}(?:{_SIGN}(?:\d{{4}}(?:{_SIGN}\d{{4}}){{2}}|\d{{6}}{_SIGN}\d{{5}})"
    r"|[ -]\d{4}\n\d{4}[ -]\d{4})(?![^\W_])"
)
"""The groups of a card with signs between them that in other numbers tell numbers apart."""
_CALLED_CARD = re.compile(
    r"(?:(?:credit|debit|bank|visa|master)[ -]?card|credit[ck]aard|creditcard|visa|mastercard|amex|(?:kredit|bank)karte"
    r"|carte (?:bancaire|bleue)|\bcb|tarjeta|carta di credito|cartão|kontokort|kreditkort|bankkort|betaalkaart|pinpas"
    r"|kart[ayę]\b|\bcard\b)"
    r"[^\d\n.!?]{0,20}$",
    re.IGNORECASE,
)
_AS_A_CARD = re.compile(r"[3-6]\d{3}([ -])\d{4}\1\d{4}\1\d{4}|3[47]\d\d([ -])\d{6}\2\d{5}|[3-6]\d{15}")
_GAPS = re.compile(rf"{GAP}+|[\s/,;|_+*:]+")


def without_bank_accounts(text: str) -> str:
    """Blank what is an account by its check digits, or is written as an IBAN."""
    text = _IBAN.sub(_without_iban, text)
    return _DOMESTIC.sub(lambda found: "[account]" if _is_domestic(found[0]) else found[0], text)


def without_cards(text: str) -> str:
    """Blank what is a card by its check digit, or is called one and written as one."""
    for cards in (_CARD, _CARD_IN_GROUPS):
        text = cards.sub(_without_card, text)
    return text


def is_account(text: str) -> bool:
    """Whether a text is an account's number and nothing else."""
    return bool(_IBAN.fullmatch(text)) and _is_iban(text)


def _without_iban(found: re.Match[str]) -> str:
    """Blank the longest beginning that is an IBAN: words may follow it without more than a space between."""
    said = found[0]
    ends = [len(said), *(place for place in range(len(said) - 1, 0, -1) if not said[place].isalnum())]
    end = next((end for end in ends if _is_iban(said[:end])), 0)
    if not end:
        is_called_one = bool(_CALLED_IBAN.search(found.string[max(0, found.start() - 24) : found.start()]))
        end = next((end for end in ends if _looks_like_iban(said[:end], is_called_one=is_called_one)), 0)
    return f"[account]{said[end:]}" if end else said


def _is_iban(text: str) -> bool:
    """ISO 13616: as long as the country's are, and check digits that are right by mod 97 of ISO 7064. With a gap after
    its country, in capitals only: `op 020 …` is none.
    """
    if not text[2:3].isdigit() and not (text[:2].isupper() and text[:2] in _IBAN_LENGTHS):
        return False
    plain = _plain(text)
    return _has_length(plain) and (_mod_97(plain) == 1 or ("O" in plain and _mod_97(plain.replace("O", "0")) == 1))


def _looks_like_iban(text: str, *, is_called_one: bool) -> bool:
    """As long as its country's are, though its check fails: somebody's, and typed wrong."""
    plain = _plain(text)
    if not _IBAN_LENGTHS.get(plain[:2]) or not _has_length(plain):
        return False
    return is_called_one or bool(_IN_FOURS.fullmatch(text))


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).upper()


def _has_length(plain: str) -> bool:
    return 15 <= len(plain) <= 34 and (_IBAN_LENGTHS.get(plain[:2], -1) or len(plain)) == len(plain)


def _mod_97(plain: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97


def _is_domestic(text: str) -> bool:
    """Spain's twenty digits with their two checks, Poland's twenty-six by mod 97, France's key of a RIB."""
    plain = _plain(text)
    if len(plain) == 26:
        return _mod_97("PL" + plain) == 1
    if len(plain) == 20:
        return _is_spanish(plain)
    letters = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
    return len(plain) == 23 and int(plain.translate(letters)) % 97 == 0


def _is_spanish(digits: str) -> bool:
    """The check of the bank and its branch, and that of the account: weights are the powers of two by mod 11."""

    def check(part: str) -> int:
        rest = 11 - sum(int(digit) * (1 << place) for place, digit in enumerate(part)) % 11
        return {10: 1, 11: 0}.get(rest, rest)

    return int(digits) > 0 and f"{check('00' + digits[:8])}{check(digits[10:])}" == digits[8:10]


def _without_card(found: re.Match[str]) -> str:
    """Blank the longest beginning that is a card: the month until which it holds may follow it."""
    said = found[0]
    if said[0] not in _FIRST_OF_CARDS:
        return said
    ends = [len(said), *(gap.start() for gap in reversed(list(_GAPS.finditer(said))))]
    end = next((end for end in ends if end > 12 and _is_card(said[:end])), 0)
    if not end and _CALLED_CARD.search(found.string[max(0, found.start() - 40) : found.start()]):
        end = next((end for end in ends if _AS_A_CARD.fullmatch(said[:end])), 0)
    return f"[card]{said[end:]}" if end and not is_number_of_a_thing(found) else said


_FIRST_OF_CARDS = "123456"
_CARD_LENGTHS = {13: (4, 5, 6), 14: (3,), 15: (3, 5, 6)}
"""First digits of cards of fewer digits than sixteen: Diners has 14, American Express 15."""


def _is_card(text: str) -> bool:
    """A network's first digit (ISO/IEC 7812: 2 to 6) with as many digits as its cards have, and Luhn's check."""
    digits = [int(sign) for sign in text if sign.isdecimal()]
    is_old_jcb = len(digits) == 15 and digits[:4] in ([2, 1, 3, 1], [1, 8, 0, 0])
    if not is_old_jcb and (len(digits) < 13 or digits[0] not in _CARD_LENGTHS.get(len(digits), range(2, 7))):
        return False
    doubled = [
        digit if index % 2 == 0 else (digit * 2 - 9 if digit > 4 else digit * 2)
        for index, digit in enumerate(reversed(digits))
    ]
    return sum(doubled) % 10 == 0
