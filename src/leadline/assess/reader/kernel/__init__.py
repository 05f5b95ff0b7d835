"""The reader's compiled kernel, where one was built: the sums of `assess/reader/sums.py`, several times as fast.

In: the model and the themes, once; then texts, or an Arrow column of them. Out: batch by batch their Sums. Lower case,
kinds of characters and hashes come from the tables that NumPy uses (`tables_of`), so that both agree by construction.
The surprise: nothing here decides whether the kernel runs; `fast` does, and reads with NumPy where none was built.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.heads import Block, Heads
from leadline.assess.reader.kernel.sources import sources
from leadline.assess.reader.lexicon import Lexicon
from leadline.assess.reader.model import Model
from leadline.assess.reader.noise import PROMOTION
from leadline.assess.reader.phrase_lookup import PhraseLookup
from leadline.assess.reader.sums import Sums
from leadline.assess.reader.themes import Themes
from leadline.assess.reader.tokens import LONGEST_TEXT, NEGATORS, SCOPE_ENDS, alphabet, facts, sorted_hashes

if TYPE_CHECKING:
    import pyarrow as pa

try:
    from leadline.assess.reader.kernel import _reading
except ImportError:  # no compiler where Leadline was installed
    _reading = None  # type: ignore[assignment]

SOURCES = sources(Path(__file__).parent)
"""Which C sources stand here: a kernel that was built from others is not used."""
BATCH_TEXTS = 2048
_COLUMNS, _PRINT = 10, 8
_NEGATOR, _SCOPE_END = 16, 32

Row = NDArray[np.int32]


def is_built() -> bool:
    """Whether there is a kernel, built from the sources that stand here."""
    return _reading is not None and getattr(_reading, "SOURCES", "") == SOURCES


def is_old() -> bool:
    """Whether there is a kernel, and not one of these sources."""
    return _reading is not None and not is_built()


@dataclass(frozen=True)
class Kernel:
    """Tables made ready for one model and one set of themes; any number of threads may read with them at once."""

    tables: Any
    reading_labels: int
    language_labels: int

    @classmethod
    def of(cls, model: Model, themes: Themes) -> Kernel:
        return cls(tables_of(model, themes), len(model.reading.labels), len(model.language.labels))

    def sums(self, texts: Sequence[str | None]) -> Iterator[Sums]:
        """The sums of all texts, in batches. Raises TypeError where one is neither a string nor None."""
        listed = texts if isinstance(texts, list) else list(texts)
        first = 0
        while first < len(listed):
            out = self.room(len(listed) - first)
            read = _reading.read_list(self.tables, listed, first, out, written_out)
            first += read
            yield self._told(out[:read])

    def column_sums(self, column: pa.Array) -> Iterator[Sums]:
        """The same of an Arrow column of strings without nulls. Raises ValueError where a text is not UTF-8."""
        _, offsets, data = column.buffers()
        bytes_each = 8 if str(column.type) == "large_string" else 4
        first, end = column.offset, column.offset + len(column)
        while first < end:
            out = self.room(end - first)
            read = _reading.read_column(self.tables, offsets, bytes_each, data or b"", first, end, out, written_out)
            first += read
            yield self._told(out[:read])

    def room(self, texts: int) -> Row:
        """Rows for the next batch of so many texts."""
        columns = _COLUMNS + 2 * (self.reading_labels + self.language_labels)
        return np.empty((min(texts, BATCH_TEXTS), columns), dtype=np.int32)

    def _told(self, out: Row) -> Sums:
        word_rows, tokens, piece_rows, words, symbols, links, theme, promotions = out[:, :_PRINT].T
        prints = np.ascontiguousarray(out[:, _PRINT:_COLUMNS]).view(np.int64)[:, 0]
        labels = [self.reading_labels] * 2 + [self.language_labels] * 2
        summed = np.split(out[:, _COLUMNS:], np.cumsum(labels)[:-1], axis=1)
        blocks = [Block(*one) for one in zip(summed, (word_rows, piece_rows, tokens, piece_rows), strict=True)]
        return Sums((blocks[0], blocks[1]), (blocks[2], blocks[3]), words, symbols, links, theme, promotions, prints)


def written_out(text: str) -> str:
    """What HTML escaped, written out, as `read_stream` does it."""
    return html.unescape(text[:LONGEST_TEXT].replace("\0", " "))


def tables_of(model: Model, themes: Themes) -> Any:
    """What the kernel looks things up in, in the order in which tables.h takes it."""
    known = alphabet()
    options, phrases, slot_count, theme_count = _phrases([themes.lookup, PROMOTION])
    return _reading.tables(
        *(known.lower, known.kinds, known.mixed, facts()),
        *_known_words(model.lexicon),
        *_heads(model.reading),
        *(*_heads(model.language), int(model.language.mask)),
        *options,
        *phrases,
        slot_count,
        theme_count,
        len(themes),
    )


def _known_words(lexicon: Lexicon) -> tuple[NDArray[np.uint64], NDArray[np.uint16]]:
    """Hashes of the words that a text is asked for, and for each its marks: step of valence plus one, negator, end."""
    negators, ends = sorted_hashes(NEGATORS), sorted_hashes(SCOPE_ENDS)
    hashes = np.unique(np.concatenate([lexicon.hashes, negators, ends]))
    marks = np.zeros(len(hashes), dtype=np.uint16)
    marks[np.searchsorted(hashes, lexicon.hashes)] = lexicon.steps + np.uint16(1)
    marks[np.searchsorted(hashes, negators)] |= _NEGATOR
    marks[np.searchsorted(hashes, ends)] |= _SCOPE_END
    return hashes, marks


def _heads(heads: Heads) -> tuple[NDArray[Any], int, int, int]:
    return heads.table, heads.table.itemsize, heads.table.shape[1], len(heads.labels)


def _phrases(lookups: Sequence[PhraseLookup]) -> tuple[tuple[Any, ...], tuple[Any, ...], int, int]:
    """Several lookups as one: slots and themes of a later one are numbered behind those of the earlier."""
    slots = np.cumsum([0, *[int(lookup.needs.max()) for lookup in lookups]])
    themes = np.cumsum([0, *[len(lookup.first) for lookup in lookups]])
    options = [
        (one.hashes, np.full(len(one.hashes), length), np.diff(one.starts), one.slots + slot)
        for lookup, slot in zip(lookups, slots, strict=False)
        for length, one in enumerate(lookup.options, start=1)
    ]
    hashes, lengths, counts, filled = (np.concatenate(column) for column in zip(*options, strict=True))
    beginnings = np.concatenate([lookup.beginnings for lookup in lookups])
    needs = [lookup.needs + slot * (lookup.needs > 0) for lookup, slot in zip(lookups, slots, strict=False)]
    theme_of = [lookup.themes + theme for lookup, theme in zip(lookups, themes, strict=False)]
    return (
        (hashes, _ints(lengths), _ints([0, *np.cumsum(counts)]), _ints(filled), beginnings),
        (
            _ints(np.concatenate(needs)),
            _ints(np.concatenate([one.worth for one in lookups])),
            _ints(np.concatenate(theme_of)),
        ),
        int(slots[-1]) + 1,
        int(themes[-1]),
    )


def _ints(values: Any) -> NDArray[np.int32]:
    return np.ascontiguousarray(values, dtype=np.int32)
