"""The corpus written for Leadline: messages of many industries, each labelled by two readers who saw the text alone.

In: `corpus/texts.tsv` (id, author, industry, kind, text), `corpus/labels-a.tsv` and `labels-b.tsv` (id, sentiment,
flags, department). Out: examples of one part. An author's messages are all in one part, so that no habit of writing
is learned and tested at once. Where the two readers disagree, a label is UNKNOWN: it teaches and tests nothing.
The guide by which they read is `corpus/guide.md`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from training.data import SIGNS, UNKNOWN, Example, Part

FOLDER = Path(__file__).parent / "corpus"
DEPARTMENTS = ("support", "product", "logistics", "sales", "marketing", "procurement", "production", "people", "")
"""In the order of the department head; the last one is of no company's business."""
LANGUAGES = FOLDER / "languages"
"""The same in other languages: of each, one author teaches and another one tests."""
TEST = {"a03", "a10", "a11"}
DEV = {"a13"}
"""Authors whose messages test and tune; those of all others teach."""


@dataclass(frozen=True)
class Message:
    """One message with who wrote it, about what, and how hard it is to read."""

    id: str
    author: str
    industry: str
    kind: str
    text: str


@dataclass(frozen=True)
class Label:
    """How one reader read a message: flags are some of F, E, N and S."""

    sentiment: str
    flags: str
    department: str


def messages(folder: Path = FOLDER) -> list[Message]:
    with (folder / "texts.tsv").open(encoding="utf-8", newline="") as lines:
        return [Message(**row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def labels(reader: str, folder: Path = FOLDER) -> dict[str, Label]:
    """The labels of reader `a` or `b`, by message."""
    with (folder / f"labels-{reader}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["id"]: Label(row["sentiment"], row["flags"], row["department"]) for row in rows}


def part_of(author: str) -> Part:
    return "test" if author in TEST else "dev" if author in DEV else "train"


def examples(part: Part, folder: Path = FOLDER) -> Iterator[Example]:
    """The messages of a part with what both readers say of them; what tests or tunes word for word teaches nothing."""
    one, other = labels("a", folder), labels("b", folder)
    every = messages(folder)
    kept_apart = {message.text for message in every if part == "train" and part_of(message.author) != "train"}
    for message in every:
        if part_of(message.author) == part and message.text not in kept_apart:
            yield _agreed(message.text, one[message.id], other[message.id])


def foreign_examples(language: str, part: Part) -> list[Example]:
    """Messages in another language (ISO 639-1): the first author teaches, the second tests, nobody tunes."""
    one, other = labels("a", LANGUAGES), labels("b", LANGUAGES)
    author = language + {"train": "1", "test": "2", "dev": ""}[part]
    return [
        replace(_agreed(message.text, one[message.id], other[message.id]), source=language)
        for message in messages(LANGUAGES)
        if message.author == author
    ]


def examples_by_kind(part: Part, folder: Path = FOLDER) -> dict[str, list[Example]]:
    """The same by what makes a message hard to read."""
    kinds = {message.text: message.kind for message in messages(folder)}
    told: dict[str, list[Example]] = {}
    for example in examples(part, folder):
        told.setdefault(kinds[example.text], []).append(example)
    return told


def _agreed(text: str, one: Label, other: Label) -> Example:
    signals = [_both(flag in one.flags, flag in other.flags) for flag in "FENS"]
    department = _both(_place(one), _place(other))
    return Example(text, "corpus", _both(SIGNS[one.sentiment], SIGNS[other.sentiment]), *signals, department)


def _place(label: Label) -> int:
    return DEPARTMENTS.index(label.department)


def _both(one: int, other: int) -> int:
    return int(one) if one == other else UNKNOWN
