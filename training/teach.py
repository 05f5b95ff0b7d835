"""Let the accurate model say what it reads in every text that teaches the fast one, and in handfuls of their words.

In: the folder that `training.export` wrote, the data folders. Out: a file of scores for `training.reader`. Handfuls of
neighbouring words, some of two texts put together, teach the fast model what words mean apart from their texts
(knowledge distillation: Hinton et al. 2015, Distilling the Knowledge in a Neural Network).

    python -m training.teach MODEL_FOLDER OUT.npz --goemotions DIR --vader DIR --banking77 DIR --clinc150 DIR
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leadline.assess.accurate_text import as_read
from training.data import Example

SEED = 20261122
HANDFULS = 60_000
LONGEST = 96
TOGETHER = 0.35
"""The share of handfuls that are words of two texts."""
_BATCH = 32


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
    from training.reader import DATA, teaching_examples

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    for name in DATA:
        parser.add_argument(f"--{name}", type=Path, required=True)
    args = parser.parse_args()
    examples: list[Example] = teaching_examples(args)
    texts = [example.text for example in examples]
    read = Reading(args.model)
    np.savez_compressed(args.out, digest=digest(texts), texts=read.scores(texts), handfuls=read.scores(handfuls(texts)))


class Reading:
    """The exported model, one thread."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        [model] = folder.glob("*.onnx")
        self._session = onnxruntime.InferenceSession(str(model), options)
        self._pieces = Tokenizer.from_file(str(next(folder.glob("*.pieces.json"))))
        self._pieces.no_padding()
        self._pieces.enable_truncation(LONGEST)

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (texts, heads). Texts of one length go together."""
        found: NDArray[np.float32] | None = None
        for group, scores in self._in_groups([as_read(text) for text in texts]):
            found = np.zeros((len(texts), scores.shape[1]), np.float32) if found is None else found
            found[group] = scores
        return np.zeros((0, 0), np.float32) if found is None else found

    def _in_groups(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        pieces = [one.ids for one in self._pieces.encode_batch(texts)]
        order = sorted(range(len(texts)), key=lambda place: len(pieces[place]))
        for first in range(0, len(order), _BATCH):
            group = order[first : first + _BATCH]
            longest = max(len(pieces[place]) for place in group)
            numbers = np.zeros((len(group), longest), np.int64)
            there = np.zeros_like(numbers)
            for row, place in enumerate(group):
                numbers[row, : len(pieces[place])], there[row, : len(pieces[place])] = pieces[place], 1
            [scores] = self._session.run(None, {"pieces": numbers, "there": there})
            yield group, scores


if __name__ == "__main__":
    main()
