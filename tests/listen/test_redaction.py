"""How often is redaction right? Measured on invented texts; and time grows with a text as its length does."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from leadline.listen.redaction import plain_signs, redact

KNOWN = frozenset({"halden", "telecom", "brevik", "mobile"})
_MARK = re.compile("«(\\w+):([^»]+)»")
_BLANK = re.compile(r"\[(mail|phone|card|account|id|profile|name)\]")
DOCS = Path(__file__).parents[2] / "docs" / "words" / "listen.md"


def texts() -> list[str]:
    lines = (Path(__file__).parent / "redaction_texts.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]


def blanked(text: str) -> str:
    return redact(plain_signs(_MARK.sub(r"\2", text)), region="NL", known=KNOWN)


def measured() -> dict[str, tuple[int, int, int]]:
    """By kind: rightly blanked, wrongly blanked, missed. A secret whose words still stand is missed."""
    right, wrong, missed = Counter(), Counter(), Counter()
    for text in texts():
        out = blanked(text)
        asked = Counter(kind for kind, words in _MARK.findall(text) if plain_signs(words) not in out)
        told = Counter(_BLANK.findall(out))
        right += asked & told
        wrong += told - asked
        missed += Counter(kind for kind, _ in _MARK.findall(text)) - (asked & told)
    return {kind: (right[kind], wrong[kind], missed[kind]) for kind in sorted(right | wrong | missed)}


def test_precision_and_recall_are_what_the_page_says() -> None:
    page = DOCS.read_text(encoding="utf-8")
    rows = measured()
    total = tuple(map(sum, zip(*rows.values(), strict=True)))
    for kind, (right, wrong, missed) in {**rows, "all": total}.items():
        said = f"| {kind} | {right + missed} | {right / (right + wrong):.2f} | {right / (right + missed):.2f} |"
        assert said in page, said
    assert total[0] / (total[0] + total[1]) >= 0.9
    assert total[0] / (total[0] + total[2]) >= 0.85


@pytest.mark.parametrize(
    "piece",
    ["A" * 900 + "@", "a@", "a.b-", "@a.", "account ", "account-", "bsn" + " " * 900, "06 12 34 ", "1.2.", "x.com/a ",
     "thanks\n\n ", "Hi Jan de ", "de van ", "1234567890", "NL91 ABNA ", "[at] a", "\u200b\uff20a"],
)  # fmt: skip
def test_a_text_twice_as_long_takes_about_twice_the_time(piece: str) -> None:
    """Whoever writes 100 kB of anything must not stop an import."""
    taken = [_seconds((piece * (size // len(piece) + 1))[:size]) for size in (40_000, 80_000)]
    assert taken[1] < 3.2 * taken[0] + 0.03


def _seconds(text: str) -> float:
    """The quickest of three: what the machine does beside does not count."""
    found = []
    for _ in range(3):
        begun = time.process_time()
        redact(plain_signs(text), region="NL")
        found.append(time.process_time() - begun)
    return min(found)
