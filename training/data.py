"""Which texts may teach the reader, and what does each say about each label?

Four public data sets whose licences allow shipped weights, each split into parts before anything is learned:
GoEmotions (Apache-2.0), the texts rated for VADER (MIT), Banking77 (CC BY 4.0) and CLINC150 (CC BY 3.0).
A label that a data set does not speak about is UNKNOWN there, and teaches nothing.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Part = Literal["train", "dev", "test"]

UNKNOWN = -1
NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2

PLEASED = {"admiration", "amusement", "approval", "caring", "excitement", "gratitude", "joy", "love", "optimism"}
PLEASED |= {"pride", "relief"}
DISPLEASED = {"anger", "annoyance", "disappointment", "disapproval", "disgust", "embarrassment", "fear", "grief"}
DISPLEASED |= {"nervousness", "remorse", "sadness"}
FRUSTRATED = {"anger", "annoyance", "disappointment", "disapproval", "disgust"}
EXCITED = {"excitement", "joy", "love", "admiration", "gratitude", "amusement", "pride"}
IN_NEED = {"desire", "confusion", "curiosity"}

CLEARLY = 0.75
"""A mean rating (-4 to 4) at least this far from zero is a clear sentiment; nearer, raters disagreed on its sign."""


@dataclass(frozen=True)
class Example:
    """A text with what is known of it: sentiment 0, 1, 2, signals and spam 0, 1, a department's number, or UNKNOWN."""

    text: str
    source: str
    sentiment: int = UNKNOWN
    frustration: int = UNKNOWN
    excitement: int = UNKNOWN
    need: int = UNKNOWN
    spam: int = UNKNOWN
    department: int = UNKNOWN


def go_emotions(folder: Path, part: Part) -> Iterator[Example]:
    """Reddit comments with 27 emotions; a comment both pleased and displeased has an unknown sentiment."""
    names = (folder / "labels.txt").read_text(encoding="utf-8").split()
    for line in (folder / f"{part}.tsv").read_text(encoding="utf-8").splitlines():
        text, numbers, _ = line.split("\t")
        emotions = {names[int(number)] for number in numbers.split(",")}
        pleased, displeased = bool(emotions & PLEASED), bool(emotions & DISPLEASED)
        yield Example(
            text,
            "goemotions",
            sentiment=UNKNOWN if pleased and displeased else 1 + pleased - displeased,
            frustration=int(bool(emotions & FRUSTRATED)),
            excitement=int(bool(emotions & EXCITED)),
            need=int(bool(emotions & IN_NEED)),
        )


def plain(file: Path) -> list[Example]:
    """Plain facts and plain news, a line each: neutral, and nothing is shown or asked in them."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [Example(line, "plain", NEUTRAL, frustration=0, excitement=0, need=0) for line in lines]


def rated(folder: Path, name: str, part: Part) -> Iterator[Example]:
    """Texts with the mean of twenty ratings: `tweets`, `amazonReviewSnippets`, `nytEditorialSnippets`, ...

    Snippets of one review or article stay in one part. A clearly negative product review is a frustrated one,
    a clearly positive one an excited one; an editorial without a question mark asks for nothing.
    """
    path = folder / f"{name}_GroundTruth.txt"
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        number, rating, text = line.split("\t")[:3]
        if part_of(f"{name}/{number.split('_')[0]}") == part:
            yield _rated_example(name, float(rating), text)


def _rated_example(name: str, rating: float, text: str) -> Example:
    sentiment = POSITIVE if rating >= CLEARLY else NEGATIVE if rating <= -CLEARLY else NEUTRAL
    if name == "amazonReviewSnippets":
        return Example(text, name, sentiment, frustration=int(rating <= -1), excitement=int(rating >= 1.5))
    if name == "nytEditorialSnippets":
        asks = UNKNOWN if "?" in text else 0
        return Example(text, name, sentiment, excitement=0 if rating < 0.5 else UNKNOWN, need=asks)
    return Example(text, name, sentiment)


def part_of(key: str) -> Part:
    """Sixty of a hundred keys teach, fifteen tune, twenty-five test; a key always falls into the same part."""
    place = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % 100
    return "train" if place < 60 else "dev" if place < 75 else "test"


TROUBLE = (
    "not_", "declined", "fail", "wrong", "lost", "stolen", "blocked", "compromised", "charged", "pending", "reverted",
    "unable", "swallowed", "forgotten", "fraud", "damaged", "charge", "terminate", "request_refund", "jump_start",
)  # fmt: skip
SMALL_TALK = {"goodbye", "greeting", "thank_you", "yes", "no", "maybe", "oos"}


def banking77(folder: Path, part: Part) -> Iterator[Example]:
    """Questions to a bank: each is a need; those about trouble leave sentiment open, the others are neutral."""
    name = "test.csv" if part == "test" else "train.csv"
    with (folder / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if part == "test" or (part_of(row["text"]) == "dev") == (part == "dev"):
                yield _asked(row["text"], "banking77", row["category"])


def clinc150(folder: Path, part: Part) -> Iterator[Example]:
    """Requests to an assistant over ten domains, labelled like Banking77; small talk is left out."""
    data = json.loads((folder / "data_full.json").read_text(encoding="utf-8"))
    for text, intent in data[{"train": "train", "dev": "val", "test": "test"}[part]]:
        if intent not in SMALL_TALK:
            yield _asked(text, "clinc150", intent)


def intents_of_banking77(folder: Path) -> list[tuple[str, str]]:
    """(question, intent) of the test part."""
    with (folder / "test.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def intents_of_clinc150(folder: Path) -> list[tuple[str, str]]:
    """(request, intent) of the test part."""
    return [(text, intent) for text, intent in json.loads((folder / "data_full.json").read_text("utf-8"))["test"]]


def _asked(text: str, source: str, intent: str) -> Example:
    if any(word in intent.lower() for word in TROUBLE):
        return Example(text, source, excitement=0, need=1)
    return Example(text, source, sentiment=NEUTRAL, frustration=0, excitement=0, need=1)


SIGNS = {"-": NEGATIVE, "0": NEUTRAL, "+": POSITIVE}


def own(file: Path, part: Part) -> Iterator[Example]:
    """Messages written for Leadline over many industries: sentiment as -, 0, +, then F, E, N where they show.

    They have no test part: what tests the reader was written apart (`tests/assess/planted.tsv`).
    """
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if part != "test" and (part_of(row["text"]) == "dev") == (part == "dev"):
                sign, marks = row["labels"][0], row["labels"][1:]
                yield Example(row["text"], "own", SIGNS[sign], *(int(mark in marks) for mark in "FEN"))
