"""Names that are looked for in many texts at once are those that one text shows; no cue begins elsewhere."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadline.listen.addresses import MAY_BE_ADDRESS, without_addresses
from leadline.listen.cue_places import cue_places
from leadline.listen.names import _CUE, MAY_NAME, _cues, _without_cued, _without_signature, without_names_in
from leadline.listen.redaction import MAY_BE_NUMBERS, without_numbers
from leadline.listen.signs import plain_signs, plain_signs_of
from tests.listen.test_redaction import KNOWN, texts

CUES = """
    hi|hello|hey|dear|beste|hallo|hoi|geachte|lieve|lieber|liebes|bonjour|hola|salut|good morning|good afternoon
    |good evening|goedemorgen|goedemiddag|goedenavond|guten tag|guten morgen|mr|mrs|ms|miss|dr|dhr|mevr|mevrouw|meneer
    |mw|herr|herrn|frau|mme|madame|monsieur|my name is|name's|name’s|naam is|ik heet|m'appelle|m’appelle|ich heiße
    |name ist|me llamo|name:|naam :|nam:|on behalf of|namens|spoke to|spoke with|talked to|talked with|signed by|i am
    |i'm|i’m|im|this is|it's|it’s|ik ben|u spreekt met|ich bin|je suis|soy|regards|wishes|sincerely|yours truly
    |yours faithfully|cheers|greetings|groet|groeten|groetjes|mvg|cordialement|grüße|grüßen|mfg|love|xx|thanks
    |thank you|thx|tks|bedankt|dank je|dank u|merci|danke|--|-|–|—|~|^|*|name\u017f|h\u0130|\u0130|thIs Is|GRÜẞEN
"""
GAPS = [
    *("", " ", "  ", ", ", ". ", "!\n", "\n", " -", " - ", "\n~", "\r\n", "\x0b", "\x1c", "\x85", "\xa0", "\u2028"),
    *("@", "\u200b", "’", "'", "…", ":", "<", "0", "é", "\0"),
]
WORDS = [
    *("Ann", "Smith", "JP", "O'Brien", "Ångström", "Ｊａｎ", "Éva", "van", "de", "der", "VAN", "mr.", "Mevrouw"),
    *("there", "hello", "GREAT", "Halden", "Monday", "the", "Ⅷ", "\u01c5iv", "анна", "Анна", "李雷", "😊", "x"),
    "[phone]",
]
PIECES = [cue.strip() for cue in CUES.split("|")]


def in_any_case(word: str) -> st.SearchStrategy[str]:
    return st.sampled_from([word, word.upper(), word.title(), word.swapcase()])


cued = st.lists(
    st.sampled_from(PIECES).flatmap(in_any_case) | st.sampled_from(GAPS + WORDS) | st.sampled_from(GAPS), max_size=12
).map("".join)

STREETS = [
    *("Molenweg", "Lange Nieuwstraat", "Hauptstr.", "High", "Park", "Street", "Rd", "rue de la", "Paix"),
    *("I live on", "woon op", "address:", "adresse is", "Weg", "Onderweg", "dijk", "Kade"),
]
NUMBERS = ["12", "14a", "3-5", "1", "1017 AB", "Amsterdam", "٣", "０", "bis", ",", " ", "  ", "\n", ".", "year"]
placed = st.lists(st.sampled_from(STREETS + NUMBERS + [" "] * 12), max_size=12).map("".join)

DIGITS = ["0", "6", "12", "345", "0612345678", "4111", "1111", "NL", "91", "ABNA", "٣", "३", "１", "+31", "(0)"]
BETWEEN = [
    *(" ", "-", ".", "/", ",", "\x0b", "\x1c", "\x1f", "\x85", "\xa0", "\u2003", "\u2010", "\u200b", "_"),
    *("|", "*", "ſ", ""),
]
REACH = [
    *("ann", "@", "mail", ".example", "（ＡＴ）", "(at)", "[ At ]", "%40", "%2540", "。nl", "x.com/", "t.me/ann"),
    *("http://", "bsky.app/profile/", "wa.me/", "a.b/@", "&#64;", "facebook.COM/", "bsn", "account ", "passport no "),
]
reached = st.lists(st.sampled_from(DIGITS + BETWEEN + REACH), max_size=16).map("".join)


def in_numbers(text: str) -> str:
    return without_numbers(text, region="NL", known=KNOWN)


def names(text: str) -> str:
    """Where a cue is looked for at every place."""
    return _without_signature(_without_cued(text, _cues(text), KNOWN), KNOWN)


@settings(deadline=None, max_examples=300)
@given(st.lists(cued, max_size=8))
@example(["\u0130 hi Ann", "Hi Ann", "", " - Ann", "x\n- Ann"])
def test_names_are_found_in_many_texts_as_in_each(said: list[str]):
    assert without_names_in(said, known=KNOWN) == [names(text) for text in said]


@settings(deadline=None, max_examples=300)
@given(cued)
def test_every_cue_begins_at_a_place_that_is_looked_at(text: str):
    small = text.lower()
    [places] = cue_places([small])
    assert {cue.start() for cue in _CUE.finditer(small)} <= set(places)


def test_every_cue_that_there_is_is_looked_at_and_few_other_places():
    for cue in PIECES:
        assert re.search(r"\[name\]", names(f"x\n{cue} Ann Smith\n")) or not cue.isascii() or cue in ("nam:",), cue
        small = f"x {cue.lower()} ann"
        assert {one.start() for one in _CUE.finditer(small)} <= set(cue_places([small])[0]), cue
    [places] = cue_places(["the router blinks again and nobody answers since monday, please help"])
    assert len(places) == len(["since", "monday", "help"])


@settings(deadline=None, max_examples=300)
@given(st.lists(cued | reached, max_size=5))
def test_the_plain_signs_of_many_texts_are_those_of_each(said: list[str]):
    assert plain_signs_of(said) == [plain_signs(text) for text in said]


@pytest.mark.parametrize(
    ("looks_like", "make", "some"),
    [(MAY_NAME, names, cued), (MAY_BE_ADDRESS, without_addresses, placed), (MAY_BE_NUMBERS, in_numbers, reached)],
    ids=["names", "addresses", "numbers"],
)
def test_whatever_gives_way_in_a_text_is_looked_at(looks_like, make, some):
    @settings(deadline=None, max_examples=600)
    @given(some | some.map(lambda text: plain_signs(text)))
    def holds(text: str) -> None:
        if make(text) != text:
            assert pc.match_substring_regex(pa.array([text]), looks_like)[0].as_py(), repr(text)

    holds()


@pytest.mark.parametrize("lead", ["", "né ", "x" * 99_000, "van de " * 500, "\x00", "\u200b", "İ "])
def test_nothing_before_it_hides_a_name(lead: str):
    text = f"{lead}. Hi van der van der van der van der Ann Smith, hello"
    [kept] = without_names_in([text], known=KNOWN)
    assert "Ann" not in kept
    assert pc.match_substring_regex(pa.array([text]), MAY_NAME)[0].as_py()


def test_the_measured_texts_are_blanked_alike_one_by_one_and_together():
    said = [plain_signs(re.sub("«\\w+:(.*?)»", r"\1", text)) for text in texts()]
    assert without_names_in(said, known=KNOWN) == [names(text) for text in said]


def test_engines_agree_what_a_digit_is():
    digits = [chr(code) for code in range(0x110000) if re.match(r"\d", chr(code))]
    assert pc.all(pc.match_substring_regex(pa.array(digits), r"^\p{Nd}$")).as_py()
