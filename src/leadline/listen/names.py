"""People's names in a text, found after clear cues: a greeting, a title, an introduction, a signature.

In: a text, and the words of parties, which are no people. Out: the text with `[name]` in their places. The surprise:
no list of names is used. A name is one to four words with a capital (and `de`, `van`, `von` between them) right after
the cue, or two to four that are all of the last line; names elsewhere, and names in small letters, are not found.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from leadline.listen.cue_places import cue_places

_CUES = r"""
    (?<!\w)(?:  # every cue begins where a word does
    (?P<greeting>(?:(?<=[\n.!?,\s])|^)
        (?:hi|hello|hey|dear|beste|hallo|hoi|geachte|lieve|liebe[rs]?|bonjour|hola|salut
        |good\ (?:morning|afternoon|evening)|goede(?:morgen|middag|navond)|guten\ (?:tag|morgen)
        )(?:\ there)?,?[ ]{1,2}(?=\S))
  | (?P<title>\b(?:mrs?|ms|miss|dr|dhr|mevr|mevrouw|meneer|mw|herrn?|frau|mme|madame|monsieur)\b\.?[ ]{1,2}(?=\S))
  | (?P<intro>\b(?:name(?:\ is|['’]s)|naam\ is|ik\ heet|m['’]appelle|ich\ heiße|name\ ist|me\ llamo|na(?:me|am)[ ]?:
        |on\ behalf\ of|namens|spoke\ (?:to|with)|talked\ (?:to|with)|signed\ by)[ ]{1,2}(?=\S))
  | (?P<self>\b(?:i\ am|i['’]?m|this\ is|it['’]s|ik\ ben|u\ spreekt\ met|ich\ bin|je\ suis|soy)[ ]{1,2}(?=\S))
  | (?P<farewell>\b(?:regards|wishes|sincerely|yours\ (?:truly|faithfully)|cheers|greetings|groet(?:en|jes)?|mvg
        |cordialement|grüßen?|mfg|love|xx|thanks|thank\ you|thx|tks|bedankt|dank\ (?:je|u)|merci|danke)
        [ ]?(?:[,.!:–—-][\s]{0,4}|\s{0,2}\n\s{0,3}|[ ])(?=\S))
  | (?P<dash>(?:(?<=\n)|(?<=\s))(?:--?|–|—|~|\^|\*)[ ]?(?=[^\W\d_]))
    )"""
_CUE = re.compile(_CUES, re.VERBOSE)
"""For texts in small letters: without a case to ignore, it is found three times as fast."""
_CUE_OF_ANY_CASE = re.compile(_CUES, re.VERBOSE | re.IGNORECASE)
_WORD = re.compile(r"[ ]{0,2}([^\W\d_][\w'’]{0,30}(?:-[^\W\d_][\w'’]{0,30}){0,2})(\.(?=[ ]?[^\W\d_]))?")
_BETWEEN = frozenset("de van der den ten ter te von vom zu zum da di du del della la le el al bin ibn 't".split())  # noqa: SIM905
_NO_NAME = frozenset(
    """
    i i'm all team everyone everybody there sir madam mam customer customers support service services help desk care
    folks guys people friends friend community thanks thank you so great good nice really very again no not now
    please the a an my your our this that it we they he she when why how what where who which just still is are was
    do does can could will would any anyone somebody monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december english dutch german
    french british american european iedereen allemaal klantenservice heer mevrouw meneer meneer/mevrouw dames heren
    and or best regards kind from for in on at to of with but if because since update edit ok okay yes bad terrible
    awful amazing awesome excellent perfect wonderful fantastic love prima top goed fijn mooi alles het een ik wij
    jullie account number order invoice internet wifi phone router sim app store shop chat bot
    """.split()  # noqa: SIM905 - reads better
)
_SIGNED_BY_MORE = 2
"""How many words a name has where one word with a capital may be anything: “I am Dutch”, “this is Awful”."""

_LONGEST_SIGNATURE = 300
"""Signs at a text's end in which its signature is looked for."""
_UNDER_A_NAME = re.compile(r"(?:\s{0,3}\[(?:address|mail|phone|profile)\][ .,]{0,3}){1,4}\Z")
_AROUND = " \t\r\n.,!"


_TITLES = "mr|mrs|ms|dr|dhr|mevr|mevrouw|meneer|heer|herr|frau|mw"
_CUES_END = """
    hi hello hey dear beste hallo hoi geachte lieve liebe[rs]? bonjour hola salut morning afternoon evening goedemorgen
    goedemiddag goedenavond tag morgen mrs? ms miss dr dhr mevr mevrouw meneer mw herrn? frau mme madame monsieur is s
    heet appelle heiße llamo na(?:me|am) of namens to with by am i['’]?m ben met bin suis soy regards wishes sincerely
    truly faithfully cheers greetings groet(?:en|jes)? mvg cordialement grüßen? mfg love xx thanks you thx tks bedankt
    je u merci danke
    """.split()  # noqa: SIM905 - reads better
_BEFORE_A_NAME = "|".join(
    [*(word.lstrip("'") for word in sorted(_BETWEEN)), "there", *_TITLES.split("|")],
)
_MAYBE_CAPITAL = r"(?:[A-Z]|[^\x00-\x7f])"
MAY_NAME = (
    rf"\x{{130}}|(?:(?:^|[^A-Za-z])(?i:{'|'.join(_CUES_END)})[^A-Za-z]{{1,12}}"
    r"|(?:[\x00-\x20]|[^\x00-\x7f])[-~^*–—]{1,2} ?)"
    rf"(?:(?i:{_BEFORE_A_NAME})[^A-Za-z]{{1,5}})*{_MAYBE_CAPITAL}|\n[^\n]*{_MAYBE_CAPITAL}"
)
"""What a text must have before a name could be found in it, as RE2 reads it: a cue, and a capital after it.

Looser than `_CUE`, and quick: a text without it needs no look. One with U+0130 has other places in small letters.
"""


class _Name(NamedTuple):
    begin: int
    end: int
    words: int


def without_names_in(texts: list[str], *, known: Container[str]) -> list[str]:
    """The texts with each name after a cue as `[name]`; what begins with a word of a party (`known`) stays.

    Cues are looked for only where one may begin.
    """
    small = [text.lower() for text in texts]
    odd = [len(one) != len(text) for one, text in zip(small, texts, strict=True)]
    begins = cue_places(["" if is_odd else one for one, is_odd in zip(small, odd, strict=True)])
    cues = [
        _cues(text) if is_odd else _cues_at(one, places)
        for text, one, is_odd, places in zip(texts, small, odd, begins, strict=True)
    ]
    return [
        _without_signature(_without_cued(text, found, known), known) for text, found in zip(texts, cues, strict=True)
    ]


def _without_cued(text: str, cues: Iterator[re.Match[str]], known: Container[str]) -> str:
    kept: list[str] = []
    at = 0
    for cue in cues:
        if cue.end() < at:
            continue
        name = _name_at(text, cue.end(), known)
        if name and _fits(cue, name, text):
            kept += [text[at : name.begin], "[name]"]
            at = name.end
    return "".join([*kept, text[at:]]) if kept else text


def _cues(text: str) -> Iterator[re.Match[str]]:
    small = text.lower()
    return _CUE.finditer(small) if len(small) == len(text) else _CUE_OF_ANY_CASE.finditer(text)


def _cues_at(small: str, places: list[int]) -> Iterator[re.Match[str]]:
    """As `finditer` finds them, which looks for the next cue where the last one ended."""
    end = 0
    for place in places:
        if place >= end and (cue := _CUE.match(small, place)):
            end = cue.end()
            yield cue


def _without_signature(text: str, known: Container[str]) -> str:
    """A last line that holds a name and nothing else; under it may stand what was blanked of an address or a number."""
    if "\n" not in text:
        return text
    body = _UNDER_A_NAME.sub("", text[-_LONGEST_SIGNATURE:]).rstrip(_AROUND)
    end = max(0, len(text) - _LONGEST_SIGNATURE) + len(body)
    line = body.rpartition("\n")
    if not line[1] or not line[0].strip():
        return text
    begin = end - len(line[2].lstrip(_AROUND))
    name = _name_at(text, begin, known)
    is_signed = name is not None and name.words >= _SIGNED_BY_MORE and name.end == end
    return f"{text[:begin]}[name]{text[end:]}" if is_signed else text


def _name_at(text: str, begin: int, known: Container[str]) -> _Name | None:
    """One to four words with a capital, with particles between them; None where the first word is none."""
    if title := _TITLE.match(text, begin):
        begin = title.end()
    end, at, words = begin, begin, 0
    while words < 4 and (found := _WORD.match(text, at)):
        word = found[1]
        if not word[0].isupper():
            if word.casefold() not in _BETWEEN:
                break
        elif word.casefold() in _NO_NAME or word.casefold() in known or _is_shouted(word):
            break
        else:
            end, words = found.end(), words + 1
        at = found.end()
    return _Name(begin, end, words) if words else None


_TITLE = re.compile(rf"(?:{_TITLES})\b\.?[ ]{{1,2}}", re.IGNORECASE)


def _is_shouted(word: str) -> bool:
    """`GREAT` is no name; initials such as `JP` may be."""
    return len(word) > 3 and word.isupper()


def _fits(cue: re.Match[str], name: _Name, text: str) -> bool:
    after = text[name.end : name.end + 1]
    closes = not after or after in "\n,.!;:)|<[/" or text[name.end :].lstrip(" ")[:1] in ("", "\n", "-", "–", "|", "(")
    kind = cue.lastgroup
    if kind in ("farewell", "dash"):
        is_last = len(text[name.end :].strip(" \n.,!x-–|()")) == 0
        is_line = "\n" in cue[0] or after == "\n"
        clear = kind == "farewell" and not cue[0].casefold().startswith(_MEANS_THANKS)
        return closes and (is_last or is_line or (clear and after in ",\n("))
    if kind == "self":
        is_of_one = cue[0].casefold().startswith(("this is", "u spreekt")) and _INTRODUCES.match(text, name.end)
        return name.words >= _SIGNED_BY_MORE or bool(is_of_one or _IS_CUSTOMER.match(text, name.end))
    return True


_MEANS_THANKS = ("thank", "thx", "tks", "bedankt", "dank", "merci", "danke", "love", "xx", "cheers")
_IS_CUSTOMER = re.compile(r",? (?:an? |een |ein |eine )?(?:customer|client|klant|kunde|kundin)\b", re.IGNORECASE)
_INTRODUCES = re.compile(r" (?:from|speaking|here|van|again)\b")
