"""How rich a crowd of texts is: how many are distinct, and how much the commonest pattern fills.

In: texts. Out: a `Richness`. A pattern is a text with its numbers, names and towns masked and its letters
lowered, so that one template with a thousand numbers counts as one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from leadline.demo.details import TOWNS

_MASKED = re.compile(
    r"@\w+|https?://\S+|\S+@\S+|\^\w+|\d[\d.,:]*|\b(?:" + "|".join(TOWNS) + r")\b|(?<=[a-z,] )[A-Z][\w.-]+", re.UNICODE
)


@dataclass(frozen=True)
class Richness:
    """Shares are of texts longer than `words` words; `commonest` is the pattern seen most often."""

    texts: int
    words: int
    distinct_share: float
    distinct_patterns_share: float
    commonest: str
    commonest_share: float


def richness(texts: Iterable[str], *, words: int = 5) -> Richness:
    """Measure texts of more than `words` words."""
    long = [text for text in texts if len(text.split()) > words]
    patterns = Counter(pattern(text) for text in long)
    commonest, times = patterns.most_common(1)[0]
    return Richness(
        texts=len(long),
        words=words,
        distinct_share=len(set(long)) / len(long),
        distinct_patterns_share=len(patterns) / len(long),
        commonest=commonest,
        commonest_share=times / len(long),
    )


def pattern(text: str) -> str:
    """The text with what fills its slots taken out."""
    return _MASKED.sub("_", text).lower()
