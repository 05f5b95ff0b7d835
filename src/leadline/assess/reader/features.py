"""What does a text consist of? Words, pairs and triples of words, and pieces of words, each as a row number.

Texts come in as a batch; out come row numbers into the model's table, text by text. Training uses this very code,
so a weight always meets the feature it was learned for. Different features may share a row (Weinberger et al. 2009,
Feature Hashing for Large Scale Multitask Learning): the table stays small whatever people write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.tokens import (
    SPACE,
    Bools,
    Hashes,
    Ints,
    Stream,
    Tokens,
    mix,
    powers,
    read_stream,
    running,
    runs,
    tokenise,
)

TABLE_BITS = 18
HASHED_ROWS = 1 << TABLE_BITS


@dataclass(frozen=True)
class Rows:
    """Row numbers of one kind of feature: those of text `i` are `rows[starts[i]:starts[i + 1]]`."""

    rows: NDArray[np.uint32]
    starts: Ints

    @property
    def counts(self) -> Ints:
        return np.diff(self.starts)


@dataclass(frozen=True)
class Features:
    """A batch's features: `words` (single, pair, triple, place in the text) and `pieces` (3, 4, 5 characters)."""

    tokens: Tokens
    words: tuple[Rows, ...]
    pieces: tuple[Rows, ...]


def featurise(texts: Sequence[str]) -> Features:
    """Features of each text. A text is read up to LONGEST_TEXT characters."""
    stream = read_stream(texts)
    tokens = tokenise(stream)
    return Features(tokens, _word_rows(stream, tokens), _piece_rows(stream))


def _word_rows(stream: Stream, tokens: Tokens) -> tuple[Rows, ...]:
    single = Rows(word_rows(tokens.hashes, tokens.negated), tokens.starts)
    pairs, triples = list(runs(tokens.hashes, tokens.starts, longest=3))[1:]
    return (single, _kept(*pairs, tokens.starts), _kept(*triples, tokens.starts), _manner(stream, tokens))


def _kept(hashes: Hashes, whole: Bools, starts: Ints) -> Rows:
    """The rows of the runs that are whole; the runs that begin at token `starts[i]` or later are text i's."""
    kept = running(whole)
    return Rows(_rows(hashes[whole]), kept[np.minimum(starts, len(whole))])


def word_rows(hashes: Hashes, negated: Bools) -> NDArray[np.uint32]:
    """Row numbers of single tokens; a negated token has a row of its own."""
    return _rows(np.where(negated, mix(hashes ^ np.uint64(0x5EED)), hashes))


def _rows(hashes: Hashes) -> NDArray[np.uint32]:
    return (hashes >> np.uint64(64 - TABLE_BITS)).astype(np.uint32)


def _manner(stream: Stream, tokens: Tokens) -> Rows:
    """How the text is written: its length, what is shouted or stretched, its first and last tokens."""
    stretched = np.diff(running(stream.stretched)[stream.borders])
    columns = [_level(tokens.words, 11), _level(tokens.shouted, 12), _level(np.minimum(stretched, 1), 13)]
    first, end = tokens.starts[:-1], tokens.starts[1:]
    head, second, tail = (_token_at(tokens, place) for place in (first, first + 1, end - 1))
    columns += [mix(head ^ np.uint64(0xF1)), mix(head + mix(second) + np.uint64(3)), mix(tail ^ np.uint64(0x1A))]
    rows = _rows(np.stack(columns, axis=1).ravel())
    return Rows(rows, np.arange(len(first) + 1) * len(columns))


def _token_at(tokens: Tokens, place: Ints) -> Hashes:
    """The hash of one token of each text, or 99 where the text has no such token."""
    own = (tokens.starts[:-1] <= place) & (place < tokens.starts[1:])
    hashes = np.append(tokens.hashes, np.uint64(99))
    return np.where(own, hashes[np.where(own, place, -1)], np.uint64(99))


def _level(counts: Ints, kind: int) -> Hashes:
    """A count as one of a few levels (0, 1, 2-3, 4-7, 8-15, ...), hashed."""
    levels = np.frexp(counts.astype(np.float64))[1].astype(np.uint64)
    return mix(levels + np.uint64(kind << 8))


def _piece_rows(stream: Stream) -> tuple[Rows, ...]:
    """Runs of 3, 4 and 5 characters inside a word, or with the space before or behind it."""
    space = stream.kinds == SPACE
    mixed = np.where(space, np.uint64(0x5BACE), stream.mixed)
    hashes = mixed[:-1] + mixed[1:] * powers(8)[1]
    blocked = np.zeros(len(hashes), dtype=np.bool_)
    pieces = []
    for length in range(3, 6):
        hashes = hashes[:-1] + mixed[length - 1 :] * powers(8)[length - 1]
        blocked = blocked[:-1] | space[length - 2 : -1]
        pieces.append(_kept(mix(hashes), ~blocked, stream.borders))
    return tuple(pieces)
