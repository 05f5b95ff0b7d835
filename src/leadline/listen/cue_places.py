"""Where in a text may a cue for a name begin? For all texts of a sheet at once.

In: texts in small letters. Out: for each the places at which a cue may begin, a few more than cues do. The surprise:
texts are looked at as one row of bytes, a byte a sign: of signs beyond Latin-1 only their places count. Every cue
begins with three signs that stand in a list; tests/listen/test_names.py holds the list to the cues.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leadline.listen.sheets import Bools

_BEGINS = """
    hi_ hel hey dea bes hal hoi gea lie bon hol sal goo goe gut mr_ mrs ms_ mis dr_ dhr mev men mw_ her fra mme mad mon
    nam naa ik_ m_a ich me_ on_ spo tal sig i_a i_m im_ thi it_ u_s je_ soy reg wis sin you che gre gro gr_ mvg cor mfg
    lov xx_ tha thx tks bed dan mer
    """.split()  # noqa: SIM905 - reads better
"""The first three signs of every cue of words; `_` is any sign but a plain letter."""
_DASHES = "-~^*?"
"""Signs that are cues by themselves; `?` stands for one beyond Latin-1 too, such as a long dash."""
_AT_ONCE = 1000
"""Texts that are looked at together: their signs stay in the processor's memory."""

Places = NDArray[np.int64]


def cue_places(texts: list[str]) -> list[list[int]]:
    """The places of each text (in small letters) at which a cue may begin, in their order."""
    return [
        places for first in range(0, len(texts), _AT_ONCE) for places in _cue_places(texts[first : first + _AT_ONCE])
    ]


def _cue_places(texts: list[str]) -> list[list[int]]:
    joined = " " + "  ".join(texts) + "   "  # a sign before each text, and two after it
    signs = np.frombuffer(joined.encode("latin-1", "replace"), np.uint8)
    found = np.flatnonzero(_NOT_IN_WORDS[signs[:-3]] & _FIRST[signs[1:-2]])
    first, second, third = (_NUMBERS[signs[found + place]] for place in (1, 2, 3))
    found = found[_IS_BEGIN[(first * 27 + second) * 27 + third]]
    sizes = np.array([len(text) + 2 for text in texts])
    ends = np.cumsum(sizes)
    until = np.searchsorted(found, ends)
    places = (found - np.repeat(ends - sizes, np.diff(until, prepend=0))).tolist()
    begin, told = 0, []
    for end in until.tolist():
        told.append(places[begin:end])
        begin = end
    return told


def _table(signs: str) -> Bools:
    """Of each byte whether it is one of some signs."""
    table = np.zeros(256, bool)
    table[[ord(sign) for sign in signs]] = True
    return table


def _numbers() -> NDArray[np.int64]:
    """Each byte as the number of its letter; all dashes are one, and so are all other signs."""
    numbers = np.full(256, 25, np.int64)
    numbers[ord("a") : ord("y") + 1] = np.arange(25)
    numbers[[ord(sign) for sign in _DASHES]] = 26
    return numbers


def _begins() -> Bools:
    """Of each three numbers whether a cue begins so."""
    is_begin = np.zeros((27, 27, 27), bool)
    for signs in _BEGINS:
        first, second, third = ([25, 26] if sign == "_" else [_NUMBERS[ord(sign)]] for sign in signs)
        is_begin[np.ix_(first, second, third)] = True
    is_begin[26] = True
    return is_begin.reshape(-1)


_NUMBERS = _numbers()
_IS_BEGIN = _begins()
_NOT_IN_WORDS = ~_table("abcdefghijklmnopqrstuvwxyz0123456789_")
_FIRST = _table("".join(signs[0] for signs in _BEGINS) + _DASHES)
