"""Which words did people rate as pleasant or unpleasant, and does a negation turn them?

A lexicon holds words as hashes with their rated valence. In come the tokens of a batch, out comes for each rated
word a row behind the table's hashed rows: one per step of valence, plain and negated. So a word that the training
texts never showed still says something.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.features import HASHED_ROWS, Rows
from leadline.assess.reader.tokens import Hashes, Tokens, running

STEPS = 9
"""Valences -4 to 4, rounded."""
LEXICON_ROWS = 2 * STEPS


@dataclass(frozen=True)
class Lexicon:
    """Sorted hashes of the rated words, and for each its step (0 for -4, 8 for 4)."""

    hashes: Hashes
    steps: NDArray[np.uint8]

    def __post_init__(self) -> None:
        are_sound = self.hashes.dtype == np.uint64 and self.steps.dtype == np.uint8
        if not are_sound or len(self.hashes) != len(self.steps) or np.any(self.steps >= STEPS):
            raise ValueError(f"A lexicon has for each 64-bit hash a step of 8 bits below {STEPS}.")

    def rows(self, tokens: Tokens) -> Rows:
        """The rows of the rated words of each text."""
        place = np.minimum(np.searchsorted(self.hashes, tokens.hashes), len(self.hashes) - 1)
        rated = self.hashes[place] == tokens.hashes
        row = HASHED_ROWS + self.steps[place].astype(np.uint32) + np.uint32(STEPS) * tokens.negated
        return Rows(row[rated].astype(np.uint32), running(rated)[tokens.starts])
