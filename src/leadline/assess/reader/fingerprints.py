"""Which texts say nearly the same? A number a text, equal for copies whatever their case, links, names and numbers.

In: the tokens of a batch. Out: a whole number per text: 0 for fewer than 4 words, which people say alike by chance;
below 0 for 4 to 7 words, which must be the same in the same order; above 0 for longer texts, where most must be. The
method: of all pairs of neighbouring words the 4 smallest hashes (MinHash, Broder 1997), so that a copy with a word more
or another end mostly keeps its number. An "RT" in front is no word. The surprise: the kernel computes the same numbers
(kernel/prints.h).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.tokens import Hashes, Ints, Tokens, hash_words, mix

LEAST_WORDS = 4
LONG = 8
"""From this many words on, a text by several people is no coincidence."""
PASSED_ON = "rt"
"""The first word of a message that somebody passed on; whose it was is a name, and no word either."""
KEPT = 4
"""Hashes of pairs that a long text is told by."""

_HALF = np.uint64(1)


def fingerprints(tokens: Tokens) -> Ints:
    """One number per text."""
    text = np.repeat(np.arange(len(tokens.words)), np.diff(tokens.starts))[tokens.is_word]
    words = tokens.hashes[tokens.is_word]
    passed_on = np.diff(text, prepend=-1).astype(bool) & (words == hash_words([PASSED_ON]))
    text, words = text[~passed_on], words[~passed_on]
    counts = np.bincount(text, minlength=len(tokens.words))
    is_long = counts >= LONG
    short, long = (counts >= LEAST_WORDS) & ~is_long, is_long[text]
    told = _likeness(words[long], text[long], len(is_long))
    told += _wording(words[short[text]], text[short[text]], len(is_long))
    positive = (told >> _HALF | _HALF).astype(np.int64)
    return np.where(is_long, positive, np.where(short, -positive, 0))


def _wording(words: Hashes, text: Ints, texts: int) -> Hashes:
    """The words in their order."""
    place = (np.arange(len(words)) - np.searchsorted(text, text)).astype(np.uint64)
    return _summed(mix(words ^ mix(place)), text, texts)


def _likeness(words: Hashes, text: Ints, texts: int) -> Hashes:
    """The smallest hashes of pairs, smallest first."""
    inside = text[1:] == text[:-1]
    pairs, text = mix(words[:-1] + mix(words[1:]))[inside], text[1:][inside]
    order = np.lexsort((pairs, text))
    pairs, text = pairs[order], text[order]
    new = np.ones(len(pairs), dtype=np.bool_)
    new[1:] = (pairs[1:] != pairs[:-1]) | (text[1:] != text[:-1])
    pairs, text = pairs[new], text[new]
    rank = np.arange(len(pairs)) - np.searchsorted(text, text)
    least = rank < KEPT
    return _summed(mix(pairs[least] + rank[least].astype(np.uint64)), text[least], texts)


def _summed(values: Hashes, text: NDArray[np.int64], texts: int) -> Hashes:
    """The sums of each text's values, modulo 2**64: differences of sums from the beginning on."""
    sums = np.zeros(len(values) + 1, dtype=np.uint64)
    np.cumsum(values, out=sums[1:])
    return np.diff(sums[np.searchsorted(text, np.arange(texts + 1))])
