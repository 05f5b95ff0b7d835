"""Which language is a text written in, and does the reader know that language?

In come the scores of one head per language, out come ISO 639-1 codes, or `und` where the text is too short, mixed or
foreign to be sure. A text without any word but with a symbol (an emoji) needs no language to be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

LANGUAGES = ("en", "nl", "de", "fr", "es", "pt", "it")
OTHER = "other"
UNKNOWN = "und"
HEADS = (*LANGUAGES, OTHER)
CODES = (*LANGUAGES, UNKNOWN)
"""What is said of a text."""

READ = frozenset({"en", "de", "fr", "es", "nl", "pt"})
"""Languages whose labels were measured; messages in any other are counted, and not read."""

LANGUAGE_ROWS = 1 << 16
"""Rows of the table that tells languages apart; it is entered by the low bits of a row number."""

SURE = 0.5
"""A language is named from this probability on."""


def languages(scores: Mapping[str, NDArray[np.float64]], words: NDArray[Any]) -> NDArray[np.intp]:
    """The language of each text, as a place in CODES; `words` says how many it has."""
    stacked = np.stack([scores[head] for head in HEADS])
    odds = np.exp(stacked - stacked.max(axis=0))
    sure = (1 / odds.sum(axis=0) >= SURE) & (words > 0)
    return np.where(sure, odds.argmax(axis=0), len(LANGUAGES))


def readable(languages: NDArray[np.intp], words: NDArray[Any], symbols: NDArray[Any]) -> NDArray[np.bool_]:
    """Which texts the reader can read: those in a language of READ, and those of symbols alone."""
    known = np.array([code in READ for code in CODES])[languages]
    readable: NDArray[np.bool_] = known | ((words == 0) & (symbols > 0))
    return readable
