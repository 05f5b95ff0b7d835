"""What a text must not keep: what names, reaches or pays somebody gives way to a word that says what stood there.

In: a text as it stands in the export, the country whose numbers it writes, the words that belong to parties. Out: the
text with `[mail]`, `[phone]`, `[card]`, `[account]`, `[id]`, `[profile]`, `[address]` and `[name]`. Names are found
after clear cues only; how often all of this is right is measured in tests/listen/test_redaction.py and said in
docs/words/listen.md. The surprise: every pattern is bounded or possessive, so that a text twice as long takes twice the
time, whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from functools import partial
from urllib.parse import unquote

from leadline.listen.addresses import MAY_BE_ADDRESS, without_addresses
from leadline.listen.bank_numbers import without_bank_accounts, without_cards
from leadline.listen.named_numbers import GAP, without_accounts, without_numbered
from leadline.listen.names import MAY_NAME, without_names_in
from leadline.listen.phones import without_phones
from leadline.listen.spelt_mail import MAY_BE_SPELT, without_spelt_mail

_MAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]++(?:@{1,2}\.?|[ \t]?[(\[{<][ \t]?at[ \t]?[)\]}>][ \t]?|[(\[{][aä][)\]}])"
    r"[\w-]++(?:\.\.?[\w-]++|[。｡][a-z0-9-]++)++",
    re.IGNORECASE,
)
_PERSONAL_NUMBER = re.compile(
    r"\b((?:bsn|burger[ -]?service[ -]?nummer|sofi[ -]?nummer|ssn|social security|national insurance|nino"
    r"|steuer-?id(?:entifikationsnummer)?|rijksregisternummer|numéro de sécurité sociale"
    r"|cpf|pesel|personn(?:umme)?r|codice fiscale|dni|nie"
    r"|passport|paspoort|reisepass|id[ -]?card|identity card|rijbewijs|driving licen[cs]e)"
    r"(?:[ -]?(?:number|nummer|no\.?|nr\.?|is|of|id)){0,3}[ :#=(-]{0,4})"
    rf"((?:[A-Z]{{0,3}}{GAP}?)\d(?:{GAP}?[A-Z]{{0,2}}\d){{4,14}}[A-Z]?\b)",
    re.IGNORECASE,
)
_MAY_BE_PERSONAL = re.compile(
    "bsn|burger|sofi|ssn|social s|national i|nino|steuer|rijksr|numéro de s|cpf|pesel|personn|codice f|dni|nie|passport"
    "|paspoort|reisepass|id[ -]?card|identity|rijbewijs|driving"
)
_MAY_BE_MAIL = re.compile(r"@|[(\[{<][ \t]?[aä]", re.IGNORECASE)
_MAY_BE_PRIVATE = re.compile(r"\d(?:[\s().,:;|_+*·•\-/\u2010-\u2015]{0,3}[A-Z]{0,4}\d){4}", re.IGNORECASE)
_CODED = re.compile(r"%[2-7][0-9a-f]", re.IGNORECASE)
_MOST_CODED = 3
"""How often the signs of a link may be coded, as in `%2540`."""
_PIECE = re.compile(r"\S+")
_OWN_PAGE = (
    r"(?:x|twitter|instagram|facebook|fb|threads|github|snapchat|medium|pinterest|vk|twitch)\.(?:com|net|tv)/(?:add/)?"
    r"|tiktok\.com/|t\.me/|wa\.me/|api\.whatsapp\.com/send\?phone=|(?:reddit\.com)/(?:u|user)/|linkedin\.com/(?:in|pub)/"
    r"|youtube\.com/(?:c/|user/|channel/)?|bsky\.app/profile/|threads\.net/|[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}/(?=@)"
)
_PROFILE = re.compile(
    rf"(?<![\w@./-])(?:https?://)?(?:(?:www|m|mobile|nl|de|fr|uk)\.)?(?:{_OWN_PAGE})@?([\w.+-]{{1,80}})(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_MAY_BE_PROFILE = re.compile(r"\.(?:com|net|tv|me|app)/|/@")
_NO_PROFILE = frozenset(
    """
    home search hashtag i intent share sharer sharer.php p reel reels tv stories explore groups events watch pages
    marketplace login help about policies privacy terms settings company jobs business shorts playlist results feed
    topics orgs features pricing tag media ads notifications messages status
    """.split()  # noqa: SIM905 - reads better
)


MAY_BE_NUMBERS = (
    r"(?:[\w.+%\-]|[^\x00-\x7f])@|[(\[{<][ \t]?(?:[aA]|[^\x00-\x7f])|\.(?i:com|net|tv|me|app)/|/@|%[2-7][0-9a-fA-F]"
    r"|\p{Nd}(?:(?:[\x00-\x20().,:;|_+*\-/]|[^\x00-\x7f]){0,3}(?:[A-Za-z]|[^\x00-\x7f]){0,4}\p{Nd}){4}|" + MAY_BE_SPELT
)
"""What a text must have before `without_numbers` could change it, as RE2 reads it: looser than its patterns."""


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
    if _MAY_BE_MAIL.search(text):
        text = _MAIL.sub("[mail]", text)
    text = without_spelt_mail(text)
    if "/" in text and _MAY_BE_PROFILE.search(text.casefold()):
        text = _PROFILE.sub(lambda found: found[0] if _is_open(found[1], known) else "[profile]", text)
    if _MAY_BE_PRIVATE.search(text):
        text = without_cards(without_bank_accounts(text))
        if _MAY_BE_PERSONAL.search(text.casefold()):
            text = _PERSONAL_NUMBER.sub(r"\1[id]", text)
        text = without_accounts(text)
        text = without_phones(text, region)
        text = without_numbered(text)
    return text


def _is_open(name: str, known: Container[str]) -> bool:
    """A party's own page, or a page that is nobody's."""
    word = name.rstrip(".,;:!?").casefold()
    return word in known or word in _NO_PROFILE
