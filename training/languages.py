"""Which texts teach the reader to tell languages apart?

Interface sentences that Django (BSD-3-Clause) and django-allauth (MIT) ship in many languages, messages and common
words written for Leadline (`languages.tsv`), and English from the sentiment data. All languages that Leadline
does not name stand together as `other`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from leadline.assess.reader.language import LANGUAGES, OTHER

_SKIPPED = {"en", "eo", "gl", "ia", "ast", "io", "af", "fy", "lb", "oc", "br"}
"""English stands in the sentiment data; the others are too close to a named language, or rarely met."""
_ENTRY = re.compile(r'^msgstr(?:\[\d\])? ((?:".*"\s*)+)', re.MULTILINE)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>|\\n|&\w+;")


def catalogue_texts(packages: Path) -> Iterator[tuple[str, str]]:
    """(language, sentence) of every catalogue below `packages`, a folder of installed Python packages."""
    for file in sorted([*packages.glob("django/**/*.po"), *packages.glob("allauth/**/*.po")]):
        code = re.split(r"[_-]", file.parent.parent.name)[0]
        if code not in _SKIPPED:
            yield from ((_named(code), text) for text in _sentences(file))


def _named(code: str) -> str:
    return code if code in LANGUAGES else OTHER


def _sentences(file: Path) -> Iterator[str]:
    for found in _ENTRY.finditer(file.read_text(encoding="utf-8")):
        text = "".join(re.findall(r'"(.*)"', found[1])).replace('\\"', '"')
        text = _PLACEHOLDER.sub(" ", text).strip()
        if re.search(r"[^\W\d]{2}", text) and "Content-Type" not in text:
            yield text


def written_texts(file: Path, rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """The lines of `languages.tsv`: often, since they are written as customers write, and in handfuls."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    written = [(row["language"], row["text"]) for row in rows] * 3
    yield from written
    for _ in range(4):
        yield from handfuls(written, rng)


def handfuls(texts: Sequence[tuple[str, str]], rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """From each text one to five words in a row."""
    for language, text in texts:
        words = text.split()
        size = int(rng.integers(1, 6))
        start = int(rng.integers(0, max(len(words) - size, 0) + 1))
        yield language, " ".join(words[start : start + size])
