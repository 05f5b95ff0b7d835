"""Which few messages say best what many say? Quotes that stand for the others, not the loudest ones.

In: messages that show the same thing. Out: a few of them, by different people. The method: each message is the
set of its longer words; the most typical one is nearest to all others (mean cosine of the sets: the medoid), the
next one is the nearest of those that do not say the same as one that was taken. Nothing about reach, anger or date
counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from math import sqrt

from leadline.assess.messages.listing import ReadMessage

SHORTEST, LONGEST = 30, 400
"""Characters: what is shorter says little, what is longer is no quote."""

SAME = 0.5
"""From this cosine on, two messages say the same."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_BLANKED = re.compile(r"@\w+|https?://\S+|\[\w+\]")


def typical(messages: Sequence[ReadMessage], count: int = 3) -> tuple[ReadMessage, ...]:
    """At most `count` of the messages, most typical first; no person is quoted twice."""
    candidates = [one for one in messages if SHORTEST <= len(one.text) <= LONGEST and not one.deleted_at]
    words = [_words(one.text) for one in candidates]
    nearness = _nearness(words)
    taken: list[int] = []
    for place in sorted(range(len(candidates)), key=lambda place: (-nearness[place], place)):
        heard = {candidates[other].author for other in taken}
        if candidates[place].author not in heard and all(_cosine(words[place], words[other]) < SAME for other in taken):
            taken.append(place)
        if len(taken) == count:
            break
    return tuple(candidates[place] for place in taken)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_BLANKED.sub(" ", text).lower()))


def _nearness(words: Sequence[frozenset[str]]) -> list[float]:
    """The sum of each set's cosines with all sets, in one walk over the words instead of over the pairs."""
    weight: defaultdict[str, float] = defaultdict(float)
    for of_one in words:
        for word in of_one:
            weight[word] += 1 / sqrt(len(of_one))
    return [sum(weight[word] for word in of_one) / sqrt(len(of_one) or 1) for of_one in words]


def _cosine(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / sqrt(len(one) * len(other) or 1)
