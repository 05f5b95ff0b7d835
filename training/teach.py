"""Let the accurate model say what it reads in every text that teaches the fast one, and in handfuls of their words.

In: the folder that `training.export` wrote, the data folders. Out: a file of scores for `training.reader`. Handfuls of
neighbouring words, some of two texts put together, teach the fast model what words mean apart from their texts
(knowledge distillation: Hinton et al. 2015, Distilling the Knowledge in a Neural Network).

    python -m training.teach MODEL_FOLDER OUT.npz --goemotions DIR --vader DIR --banking77 DIR --clinc150 DIR
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.accurate import Accurate
from training.data import Example
from training.sources import add_folders

SEED = 20261122
HANDFULS = 60_000
TOGETHER = 0.35
"""The share of handfuls that are words of two texts."""


@dataclass(frozen=True)
class Teacher:
    """Scores of the accurate model: of each text that teaches, and of each handful of words."""

    texts: NDArray[np.float32]
    handfuls: NDArray[np.float32]


def handfuls(texts: Sequence[str], *, count: int = HANDFULS) -> list[str]:
    """One to eight neighbouring words of a text, the same ones for the same texts."""
    rng = np.random.default_rng(SEED)
    words = [text.split() for text in texts if len(text) < 400]
    made = []
    for _ in range(count):
        some = _some(words[rng.integers(len(words))], rng)
        if rng.random() < TOGETHER:
            some = some + _some(words[rng.integers(len(words))], rng)
        made.append(" ".join(some))
    return made


def _some(words: list[str], rng: np.random.Generator) -> list[str]:
    size = int(rng.integers(1, 9))
    start = int(rng.integers(0, max(1, len(words) - size + 1)))
    return words[start : start + size]


def read_teacher(file: Path, texts: Sequence[str]) -> Teacher:
    """Raises ValueError where the file tells of other texts."""
    with np.load(file) as stored:
        if str(stored["digest"]) != digest(texts):
            raise ValueError(f"{file} tells of other texts: run training.teach again.")
        return Teacher(stored["texts"], stored["handfuls"])


def digest(texts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode(errors="surrogatepass")).hexdigest()


def main() -> None:
    from training.reader import teaching_examples

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    add_folders(parser)
    args = parser.parse_args()
    examples: list[Example] = teaching_examples(args)
    texts = [example.text for example in examples]
    model = Accurate(args.model)
    scored = {"texts": model.scores(texts), "handfuls": model.scores(handfuls(texts))}
    np.savez_compressed(args.out, digest=digest(texts), **scored)


if __name__ == "__main__":
    main()
