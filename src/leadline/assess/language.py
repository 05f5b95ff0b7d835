"""Which language is a text written in, and does the reader know that language?

In come the scores of one head per language, out come ISO 639-1 codes, or `und` where the text is too short, mixed or
foreign to be sure. A text without any word but with a symbol (an emoji) needs no language to be read.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from leadline.assess.tokens import Tokens

LANGUAGES = ("en", "nl", "de", "fr", "es", "pt", "it")
OTHER = "other"
UNKNOWN = "und"
HEADS = (*LANGUAGES, OTHER)

READ = frozenset({"en"})
"""Languages whose labels were measured; messages in any other are counted, and not read."""

LANGUAGE_ROWS = 1 << 16
"""Rows of the table that tells languages apart; it is entered by the low bits of a row number."""

SURE = 0.5
"""A language is named from this probability on."""


def languages(scores: Mapping[str, NDArray[np.float64]], tokens: Tokens) -> list[str]:
    """The language of each text."""
    stacked = np.stack([scores[head] for head in HEADS], axis=1)
    odds = np.exp(stacked - stacked.max(axis=1, keepdims=True))
    best = np.where(tokens.words > 0, odds.argmax(axis=1), len(LANGUAGES))
    sure = 1 / odds.sum(axis=1) >= SURE
    names = np.array([*LANGUAGES, UNKNOWN])
    return [str(name) for name in np.where(sure, names[best], UNKNOWN)]


def readable(codes: list[str], tokens: Tokens) -> NDArray[np.bool_]:
    """Which texts the reader can read: those in a language of READ, and those of symbols alone."""
    known = np.array([code in READ for code in codes], dtype=np.bool_)
    readable: NDArray[np.bool_] = known | ((tokens.words == 0) & (tokens.symbols > 0))
    return readable
