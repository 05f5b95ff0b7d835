"""Mail addresses, phone, card and account numbers as ten countries write them: how often is redaction right? (S4.22)

Each round of texts was written after the rules of its time were frozen, and the rules of today have learned from it. So
these figures hold them to what they can do; the first ones in docs/words/listen.md say what to expect.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from leadline.listen.redaction import redact
from leadline.listen.signs import plain_signs

_MARK = re.compile("«(\\w+):([^»]+)»")
_BLANK = re.compile(r"\[(mail|phone|card|account|id|profile|name|address)\]")
_DIGITS = re.compile(r"\d{5,}")
TEXTS = Path(__file__).parent / "ten_countries.txt"
DOCS = Path(__file__).parents[2] / "docs" / "words" / "listen.md"


def texts(round_: str) -> list[tuple[str, str]]:
    """The country of the company, and the text."""
    rows = [line.split("\t", 2) for line in TEXTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(country, text) for which, country, text in rows if which == round_]


def measured(round_: str) -> tuple[int, int, int]:
    """Rightly blanked under the right word, wrongly blanked, missed."""
    right, wrong, missed = 0, 0, 0
    for country, text in texts(round_):
        out = redact(plain_signs(_MARK.sub(r"\2", text)), region=country)
        spans = _MARK.findall(text)
        gone = Counter(kind for kind, words in spans if _is_gone(words, out))
        told = Counter(_BLANK.findall(out))
        found = (gone & told).total()
        right, wrong, missed = right + found, wrong + told.total() - found, missed + len(spans) - found
    return right, wrong, missed


def _is_gone(words: str, out: str) -> bool:
    return plain_signs(words) not in out and not any(piece in out for piece in _DIGITS.findall(words))


@pytest.mark.parametrize("round_", ["A", "B", "C", "D", "E", "F", "G", "H", "I"])
def test_each_round_is_as_precise_and_as_complete_as_the_page_says(round_: str) -> None:
    right, wrong, missed = measured(round_)
    precision, recall = right / (right + wrong), right / (right + missed)
    assert right + missed >= 1000
    assert precision >= 0.98
    assert recall >= 0.95
    assert f"| {round_} | {right + missed:,} |" in DOCS.read_text(encoding="utf-8")
    assert f"| {precision:.3f} | {recall:.3f} |" in DOCS.read_text(encoding="utf-8")
