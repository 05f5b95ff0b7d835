"""How texts are cut and laid side by side for the accurate model, whoever runs it: torch while it learns, ONNX after.

In: texts, or the word pieces of some. Out: numbers of word pieces, groups of texts of about one length, padded rows.
The surprise: texts are cut one by one, since cutting many at once would take every core there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.accurate_text import as_read
from leadline.assess.reader.tokens import LONGEST_TEXT

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 96
"""Word pieces of a text that are read."""
Pieces = Sequence[Sequence[int]]


def read_tokenizer(file: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    return tokenizer


def cut(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    return [tokenizer.encode(_whole(as_read(text[:LONGEST_TEXT]))).ids for text in texts]


def groups(pieces: Pieces, size: int) -> Iterator[list[int]]:
    """Places of texts, shortest first, `size` of them at a time."""
    order = sorted(range(len(pieces)), key=lambda place: len(pieces[place]))
    return (order[first : first + size] for first in range(0, len(order), size))


def padded(pieces: Pieces) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Shape (texts, longest), twice: the numbers, and where there is one."""
    numbers = np.zeros((len(pieces), max(map(len, pieces))), np.int64)
    there = np.zeros_like(numbers)
    for row, one in enumerate(pieces):
        numbers[row, : len(one)], there[row, : len(one)] = one, 1
    return numbers, there


def _whole(text: str) -> str:
    """Without halves of signs (lone surrogates), which no encoding has."""
    return text if text.isascii() else text.encode(errors="replace").decode()
