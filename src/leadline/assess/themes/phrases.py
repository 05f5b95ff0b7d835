"""Which pairs of words mark a set of texts off from the rest?

In come the texts of interest (this week's, a theme's) and a background (the weeks before, all themes); out come
pairs of neighbouring words, most telling first. A pair counts once per text, so that nobody is heard twice by shouting.
The measure is the class-based TF-IDF of Grootendorst (2022, BERTopic, arXiv:2203.05794), with two classes. Counts of
millions of texts stay within bounds: the rarest pairs are let go (lossy counting: Manku and Motwani 2002).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import NormalDist

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[.!?,;:()\n]")
_EMPTY_WORDS = (
    "a about after all also am an and any are as at be been before but by can could did do does for from get go got "
    "had has have he her here him his how i i'm i've if in into is it it's its just like me my no not now of off on "
    "one or our out over she so some than that that's the their them then there these they this those to too u up ur "
    "us very was we were what when where which who why will with would you you're your yet don't didn't can't"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
MOST_PAIRS = 500_000
"""Pairs that are held at once: about 60 MB."""


@dataclass(frozen=True)
class Phrase:
    """Two words, in how many of the texts they stand, and in how many of the background."""

    text: str
    messages: int
    background_messages: int
    score: float


def telling_phrases(
    texts: Iterable[str], background: Iterable[str], *, top: int = 20, least_messages: int = 3
) -> list[Phrase]:
    """The `top` pairs that are more frequent in `texts` than in `background`, and stand in `least_messages` or more."""
    inside, outside = PairCounts(), PairCounts()
    inside.read(texts)
    outside.read(background)
    return telling_pairs(inside.counts, outside.counts, top=top, least_messages=least_messages)


def telling_pairs(
    inside: Mapping[str, int], outside: Mapping[str, int], *, top: int = 20, least_messages: int = 3
) -> list[Phrase]:
    """The same of pairs that were counted before."""
    share = 1 / max(sum(inside.values()), 1)
    outer_share = 1 / max(sum(outside.values()), 1)
    average = (sum(inside.values()) + sum(outside.values())) / 2
    phrases = [
        Phrase(pair, count, before, count * share * math.log(1 + average / (count + before)))
        for pair, count in inside.items()
        if count >= least_messages and count * share > (before := outside.get(pair, 0)) * outer_share
    ]
    return sorted(phrases, key=lambda phrase: (-phrase.score, phrase.text))[:top]


@dataclass
class PairCounts:
    """In how many of `texts` each pair stands. With more than `most` pairs those that stand in few texts are let go: no
    count is too large, and none too small by more than `missed`."""

    most: int = MOST_PAIRS
    texts: int = 0
    missed: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def read(self, texts: Iterable[str]) -> None:
        """Count some more."""
        for text in texts:
            self.texts += 1
            self.counts.update(set(pairs_of(text)))
            while len(self.counts) > self.most:
                self.missed += 1
                self.counts = Counter({pair: n for pair, n in self.counts.items() if n > self.missed})


def chance_of(part: int, whole: int, before: int, whole_before: int) -> float:
    """Dunning's G² (1993, Computational Linguistics 19): how far chance is from explaining two shares."""
    expected = (part + before) / ((whole + whole_before) or 1)
    cells = ((part, whole * expected), (before, whole_before * expected))
    rest = ((whole - part, whole * (1 - expected)), (whole_before - before, whole_before * (1 - expected)))
    return 2 * sum(seen * math.log(seen / due) for seen, due in (*cells, *rest) if seen and due)


def beyond_chance(probability: float) -> float:
    """The G² that chance alone exceeds with this probability (chi-squared, one degree of freedom)."""
    return NormalDist().inv_cdf(1 - probability / 2) ** 2


def pairs_of(text: str) -> Iterator[str]:
    """Neighbouring words within a sentence, neither of them a mere function word."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    for first, second in pairwise(words):
        if first[0].isalpha() and second[0].isalpha() and first not in _EMPTY and second not in _EMPTY:
            yield f"{first} {second}"
