"""What does each message say? One pass over the texts, all labels at once.

Texts come in, a Reading comes out: one row per text, in the same order. The weights and the themes stand in the
package; nothing is fetched. A text is read alone: its labels do not depend on the others in the batch. The surprise:
a text in a language that the reader was not shown to read has read=False, and empty labels instead of guesses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess import language, noise, sentiment, signals
from leadline.assess.features import featurise
from leadline.assess.model import MODEL_VERSION, Model, load_model
from leadline.assess.quality import Quality, quality
from leadline.assess.themes import Themes, load_themes
from leadline.assess.tokens import LONGEST_TEXT

__all__ = ["MODEL_VERSION", "Quality", "Reader", "Reading", "load_reader", "quality"]

Bools = NDArray[np.bool_]
Shares = NDArray[np.float32]

BATCH_TEXTS = 1024
BATCH_CHARACTERS = 256 * 1024
"""What is read at once, at most: memory stays the same for a thousand texts and for a million."""


@dataclass(frozen=True)
class Reading:
    """What was read in each text, as columns with one row per text.

    `sentiment` is negative, neutral or positive; `p_...` are probabilities (0 to 1). `language` is an ISO 639-1 code
    or `und`. Where `read` is False, `sentiment`, `theme` and `department` are "", flags False and probabilities 0.
    `theme` is a theme's id or "", `department` the theme's.
    """

    sentiment: list[str]
    p_negative: Shares
    p_neutral: Shares
    p_positive: Shares
    frustration: Bools
    excitement: Bools
    need: Bools
    p_frustration: Shares
    p_excitement: Shares
    p_need: Shares
    language: list[str]
    read: Bools
    theme: list[str]
    department: list[str]
    spam: Bools

    def __len__(self) -> int:
        return len(self.sentiment)

    @classmethod
    def joined(cls, parts: Sequence[Reading]) -> Reading:
        """The parts one below the other."""
        return cls(*(_below([getattr(part, field.name) for part in parts]) for field in fields(cls)))


@dataclass(frozen=True)
class Reader:
    """The model and the themes, loaded once; it may be used for any number of texts."""

    model: Model
    themes: Themes

    def read(self, texts: Sequence[str | None]) -> Reading:
        """Read each text up to its 4,000th character; None reads as an empty text."""
        parts = [self._read_batch(batch) for batch in _batches(texts)]
        return Reading.joined(parts) if parts else self._empty()

    def _read_batch(self, texts: Sequence[str]) -> Reading:
        features = featurise(texts)
        scores = self.model.scores(features)
        languages = language.languages(self.model.language_scores(features), features.tokens)
        read = language.readable(languages, features.tokens)
        p = sentiment.probabilities(scores, self.model.temperature) * read[:, None]
        shown = {name: signals.probability(scores[name], self.model.signals[name]) * read for name in signals.SIGNALS}
        shows = {name: signals.shows(shown[name], self.model.signals[name]) for name in signals.SIGNALS}
        themes = [
            theme if known else None for theme, known in zip(self.themes.assign(features.tokens), read, strict=True)
        ]
        return Reading(
            sentiment=[label if known else "" for label, known in zip(sentiment.labels(p), read, strict=True)],
            p_negative=p[:, 0],
            p_neutral=p[:, 1],
            p_positive=p[:, 2],
            frustration=shows["frustration"],
            excitement=shows["excitement"],
            need=shows["need"],
            p_frustration=shown["frustration"],
            p_excitement=shown["excitement"],
            p_need=shown["need"],
            language=languages,
            read=read,
            theme=[theme.id if theme else "" for theme in themes],
            department=[theme.department.value if theme else "" for theme in themes],
            spam=noise.spam(features.tokens),
        )

    def _empty(self) -> Reading:
        one = self._read_batch([""])
        return Reading(*(getattr(one, field.name)[:0] for field in fields(Reading)))


def load_reader(themes: Themes | None = None) -> Reader:
    """The reader with the shipped model, and with the shipped themes where none are given."""
    return Reader(load_model(), load_themes() if themes is None else themes)


def _batches(texts: Sequence[str | None]) -> Iterator[list[str]]:
    batch: list[str] = []
    characters = 0
    for text in texts:
        batch.append(text or "")
        characters += min(len(batch[-1]), LONGEST_TEXT)
        if len(batch) == BATCH_TEXTS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _below(column: Sequence[Any]) -> Any:
    if isinstance(column[0], list):
        return [value for part in column for value in part]
    return np.concatenate(column)
