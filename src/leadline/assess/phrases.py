"""Which pairs of words mark a set of texts off from the rest?

In come the texts of interest (this week's, a theme's) and a background (the weeks before, all themes); out come
pairs of neighbouring words, most telling first. A pair counts once per text, so that nobody is heard twice by shouting.
The measure is the class-based TF-IDF of Grootendorst (2022, BERTopic, arXiv:2203.05794), with two classes.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[.!?,;:()\n]")
_EMPTY_WORDS = (
    "a about after all also am an and any are as at be been before but by can could did do does for from get go got "
    "had has have he her here him his how i i'm i've if in into is it it's its just like me my no not now of off on "
    "one or our out over she so some than that that's the their them then there these they this those to too u up ur "
    "us very was we were what when where which who why will with would you you're your yet don't didn't can't"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())


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
    inside, outside = _count(texts), _count(background)
    share = 1 / max(sum(inside.values()), 1)
    outer_share = 1 / max(sum(outside.values()), 1)
    average = (sum(inside.values()) + sum(outside.values())) / 2
    phrases = [
        Phrase(pair, count, outside[pair], count * share * math.log(1 + average / (count + outside[pair])))
        for pair, count in inside.items()
        if count >= least_messages and count * share > outside[pair] * outer_share
    ]
    return sorted(phrases, key=lambda phrase: (-phrase.score, phrase.text))[:top]


def _count(texts: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_pairs(text)))
    return counts


def _pairs(text: str) -> Iterator[str]:
    """Neighbouring words within a sentence, neither of them a mere function word."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    for first, second in pairwise(words):
        if first[0].isalpha() and second[0].isalpha() and first not in _EMPTY and second not in _EMPTY:
            yield f"{first} {second}"
