"""What does each message say? One pass over the texts, all labels at once.

Texts come in, a Reading comes out: one row per text, in the same order. The weights and the themes stand in the
package; nothing is fetched. A text is read alone: its labels do not depend on the others in the batch. Where the
compiled kernel was built it does the work, and Python's lock is free meanwhile; else NumPy, with the same labels. The
surprise: a text in a language that the reader was not shown to read has read=False, and empty labels, no guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader import language, noise, sentiment, signals
from leadline.assess.reader.kernel import Kernel, is_built, is_old
from leadline.assess.reader.layer import Layer
from leadline.assess.reader.model import MODEL_VERSION, Model, load_model
from leadline.assess.reader.quality import Quality, quality
from leadline.assess.reader.sentiment import SENTIMENTS
from leadline.assess.reader.signals import Calibration
from leadline.assess.reader.sums import Sums, sums
from leadline.assess.reader.theme_files import load_themes
from leadline.assess.reader.themes import Themes
from leadline.assess.reader.tokens import LONGEST_TEXT
from leadline.config import setting
from leadline.errors import LeadlineError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["MODEL_VERSION", "Quality", "Reader", "Reading", "engine_in_use", "load_reader", "quality"]

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
    `theme` is a theme's id or "", `department` the theme's, or the accurate model says it (`cascade`);
    `accurately` says whether that model read the text. Texts that say nearly the same have the same `fingerprint` (see
    `fingerprints`), 0 where a text is too short.
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
    fingerprint: NDArray[np.int64]
    accurately: Bools

    def __len__(self) -> int:
        return len(self.sentiment)

    @classmethod
    def joined(cls, parts: Sequence[Reading]) -> Reading:
        """The parts one below the other."""
        return cls(*(_below([getattr(part, field.name) for part in parts]) for field in fields(cls)))


@dataclass(frozen=True)
class Reader:
    """The model and the themes, loaded once; it may be used for any number of texts, by several threads at once."""

    model: Model
    themes: Themes
    compiled: bool = False
    """Whether the kernel reads, where one was built; else NumPy."""
    layer: str = ""
    """The mark of the company's layer that the model was changed by."""

    @cached_property
    def version(self) -> str:
        """What each signal carries: the model's version, and what a company changed."""
        return MODEL_VERSION + self.mark

    @cached_property
    def mark(self) -> str:
        """The mark of the company's layer, and a mark of themes that are not the shipped ones; else nothing."""
        layer = f"~{self.layer}" if self.layer else ""
        return layer + ("" if self.themes.mark == load_themes().mark else f"+{self.themes.mark}")

    def read(self, texts: Sequence[str | None]) -> Reading:
        """Read each text up to its 4,000th character; None reads as an empty text."""
        if self._has_kernel:
            return self._joined(self._kernel.sums(texts))
        return self._joined(sums(self.model, self.themes, batch) for batch in _batches(texts))

    def read_column(self, column: pa.Array) -> Reading:
        """The same of an Arrow column of strings; the kernel makes no Python strings of them."""
        if self._has_kernel and str(column.type) in {"string", "large_string"}:
            return self._joined(self._kernel.column_sums(column.fill_null("") if column.null_count else column))
        return self.read(column.to_pylist())

    def signals(self, *, accurately: bool) -> Mapping[str, Calibration]:
        """How each signal became a yes; this reader has one way."""
        return self.model.signals

    def __reduce__(self) -> tuple[type[Reader], tuple[Model, Themes, bool, str]]:
        """A reader may travel to other processes and machines; each makes its own kernel, or has none."""
        return Reader, (self.model, self.themes, self.compiled, self.layer)

    @property
    def _has_kernel(self) -> bool:
        return self.compiled and is_built()

    @cached_property
    def _kernel(self) -> Kernel:
        return Kernel.of(self.model, self.themes)

    def _joined(self, batches: Iterable[Sums]) -> Reading:
        parts = [self._reading(batch) for batch in batches]
        return Reading.joined(parts) if parts else self._empty()

    def _reading(self, batch: Sums) -> Reading:
        scores = self.model.reading.weighed(batch.reading)
        languages = language.languages(self.model.language.weighed(batch.language), batch.words)
        read = language.readable(languages, batch.words, batch.symbols)
        p = sentiment.probabilities(scores, self.model.temperature) * read[:, None]
        shown = {name: signals.probability(scores[name], self.model.signals[name]) * read for name in signals.SIGNALS}
        shows = {name: signals.shows(shown[name], self.model.signals[name]) for name in signals.SIGNALS}
        theme = np.where(read, batch.theme, -1)
        return Reading(
            sentiment=_named(np.where(read, sentiment.labels(p), -1), SENTIMENTS),
            p_negative=p[:, 0],
            p_neutral=p[:, 1],
            p_positive=p[:, 2],
            frustration=shows["frustration"],
            excitement=shows["excitement"],
            need=shows["need"],
            p_frustration=shown["frustration"],
            p_excitement=shown["excitement"],
            p_need=shown["need"],
            language=_named(languages, language.CODES),
            read=read,
            theme=_named(theme, [theme.id for theme in self.themes]),
            department=_named(theme, [theme.department.value for theme in self.themes]),
            spam=noise.spam(batch.promotions, batch.links),
            fingerprint=batch.fingerprints,
            accurately=np.zeros(len(read), np.bool_),
        )

    def _empty(self) -> Reading:
        one = self.read([""])
        return Reading(*(getattr(one, field.name)[:0] for field in fields(Reading)))


def load_reader(themes: Themes | None = None, *, layer: Layer | None = None) -> Reader:
    """The fast reader: the shipped model, and the shipped themes where none are given. `loading` has the others, too.

    A layer that was taught on another model, or that changes nothing, is left out. Raises LeadlineError where
    LEADLINE_READER names no reader.
    """
    known = load_themes() if themes is None else themes
    if layer is None or not layer.is_in_use:
        return Reader(load_model(), known, compiled=_is_compiled())
    return Reader(layer.on(load_model()), known, compiled=_is_compiled(), layer=layer.mark)


def engine_in_use() -> str:
    """A sentence that says what reads messages here."""
    if _is_compiled():
        return "The compiled kernel reads."
    if is_built():
        return "NumPy reads, since LEADLINE_READER says so; the compiled kernel gives the same labels, faster."
    if is_old():
        return "NumPy reads: the kernel here was built from other sources. A new installation makes it read again."
    return "NumPy reads: no kernel was built here. With a C compiler a new installation reads several times as fast."


def _is_compiled() -> bool:
    named = setting("LEADLINE_READER")
    if named not in {"kernel", "numpy"}:
        raise LeadlineError(f"LEADLINE_READER is “{named}”, which is no reader.", "Set it to kernel or to numpy.")
    return named == "kernel" and is_built()


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


def _named(places: NDArray[Any], names: Sequence[str]) -> list[str]:
    """The names at these places; "" at -1."""
    named: list[str] = np.array([*names, ""], dtype=object)[places].tolist()
    return named


def _below(column: Sequence[Any]) -> Any:
    if isinstance(column[0], list):
        return list(chain.from_iterable(column))
    return np.concatenate(column)
