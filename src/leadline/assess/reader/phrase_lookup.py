"""Which of many phrases stand in a batch of texts, and how many words does each theme gather there?

In come phrases per theme and the tokens of a batch, out comes a table (texts, themes) of points: a phrase that is
met gives as many points as it has words. Phrases are looked up by the hashes of one to five stems in a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.tokens import Bools, Hashes, Ints, Tokens, read_stream, runs, tokenise

LONGEST_PHRASE = 5
"""Words of one phrase, at most."""
MOST_SLOTS = 4
"""Parts of one phrase joined by ` + `, at most."""


@dataclass(frozen=True)
class _Options:
    """The runs of one length that matter: sorted hashes, and for each the slots it fills.

    `seen` has a yes for the top 16 bits of each hash: a first sieve that most words of a message do not pass.
    """

    hashes: Hashes
    seen: Bools
    starts: Ints
    slots: Ints


@dataclass(frozen=True)
class _OfSlot:
    """The phrases in the order of their first slot; those of slot s stand from `starts[s]` to `starts[s + 1]`."""

    phrases: Ints
    starts: Ints


@dataclass(frozen=True)
class PhraseLookup:
    """`needs[p]` are the slots that phrase p needs filled (padded with one that always is), `worth[p]` its words;
    theme t owns the phrases from `first[t]` on. `beginnings` are the runs with which a longer option begins."""

    options: tuple[_Options, ...]
    beginnings: Hashes
    needs: Ints
    worth: NDArray[np.float32]
    first: Ints

    @cached_property
    def themes(self) -> Ints:
        """Whose each phrase is."""
        return np.repeat(np.arange(len(self.first)), np.diff([*self.first, len(self.needs)]))

    @classmethod
    def build(cls, themes: Sequence[Sequence[str]]) -> PhraseLookup:
        """`themes` has for each theme its phrases, at least one."""
        parsed = [split_phrase(phrase) for phrases in themes for phrase in phrases]
        slots = {part: number for number, part in enumerate(dict.fromkeys(chain.from_iterable(parsed)), start=1)}
        words = _stems(list(dict.fromkeys(chain.from_iterable(slots))))
        needs = [[slots[part] for part in parts] + [0] * (MOST_SLOTS - len(parts)) for parts in parsed]
        worth = [sum(min(len(words[option]) for option in part) for part in parts) for parts in parsed]
        first = np.cumsum([0, *[len(phrases) for phrases in themes[:-1]]])
        return cls(
            _options(slots, words),
            _beginnings(words.values()),
            np.array(needs),
            np.array(worth, dtype=np.float32),
            first,
        )

    def points(self, tokens: Tokens) -> NDArray[np.float32]:
        """Shape (themes, texts): the words of the phrases that each text meets.

        Only phrases whose first part stands in a text are looked at, since a text meets few of some thousands.
        """
        filled = self._filled(tokens)
        slot, text = np.nonzero(filled)
        begin, end = self._of_slot.starts[slot], self._of_slot.starts[slot + 1]
        sizes = end - begin
        behind = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        phrase, text = self._of_slot.phrases[np.repeat(begin, sizes) + behind], np.repeat(text, sizes)
        for place in range(1, MOST_SLOTS):
            met = filled[self.needs[phrase, place], text]
            phrase, text = phrase[met], text[met]
        texts = filled.shape[1]
        points = np.bincount(self.themes[phrase] * texts + text, self.worth[phrase], len(self.first) * texts)
        return points.reshape(len(self.first), texts).astype(np.float32)

    @cached_property
    def _of_slot(self) -> _OfSlot:
        order = np.argsort(self.needs[:, 0], kind="stable")
        slots = np.arange(int(self.needs.max()) + 2)
        return _OfSlot(order, np.searchsorted(self.needs[order, 0], slots))

    def _filled(self, tokens: Tokens) -> NDArray[np.bool_]:
        """Shape (slots + 1, texts); slot 0 is always filled."""
        filled = np.zeros((int(self.needs.max()) + 1, len(tokens.words)), dtype=np.bool_)
        filled[0] = True
        text = np.repeat(np.arange(len(tokens.words)), np.diff(tokens.starts))
        for options, (run, whole) in zip(
            self.options, runs(tokens.stems, tokens.starts, longest=LONGEST_PHRASE), strict=True
        ):
            likely = np.flatnonzero(options.seen[run >> np.uint64(48)] & whole)
            place = np.minimum(np.searchsorted(options.hashes, run[likely]), len(options.hashes) - 1)
            same = options.hashes[place] == run[likely]
            place, owner = place[same], text[likely[same]]
            for shift in range(int(np.diff(options.starts).max(initial=0))):
                at = options.starts[place] + shift
                there = at < options.starts[place + 1]
                filled[options.slots[at[there]], owner[there]] = True
        return filled


def split_phrase(phrase: str) -> list[tuple[str, ...]]:
    """`parcel / package + late` as [("parcel", "package"), ("late",)]."""
    return [tuple(option.strip() for option in f" {slot} ".split(" / ")) for slot in f" {phrase} ".split(" + ")]


def word_counts(phrases: Sequence[str]) -> list[int]:
    """How many words each phrase has."""
    return np.diff(tokenise(read_stream(phrases)).starts).tolist() if phrases else []


def _stems(phrases: Sequence[str]) -> dict[str, Hashes]:
    """The hashes of each phrase's words, endings cut, as they stand in `Tokens.stems`."""
    tokens = tokenise(read_stream(phrases))
    return dict(zip(phrases, np.split(tokens.stems, tokens.starts[1:-1]), strict=True))


def _options(slots: Mapping[tuple[str, ...], int], words: Mapping[str, Hashes]) -> tuple[_Options, ...]:
    by_length: list[dict[int, list[int]]] = [{} for _ in range(LONGEST_PHRASE)]
    for slot, number in slots.items():
        for option in slot:
            of_length = by_length[len(words[option]) - 1]
            of_length.setdefault(_run_of(words[option]), []).append(number)
    return tuple(_sorted_options(options) for options in by_length)


def _run_of(words: Hashes) -> int:
    *_, (run, _) = runs(words, np.array([0, len(words)]), longest=len(words))
    return int(run[0])


def _beginnings(options: Iterable[Hashes]) -> Hashes:
    """The runs of the first stems of each option, without the last: where none stands, no longer option does."""
    found = {
        int(run[0])
        for words in options
        for run, _ in [*runs(words, np.array([0, len(words)]), longest=len(words))][:-1]
    }
    return np.array(sorted(found), dtype=np.uint64)


def _sorted_options(options: dict[int, list[int]]) -> _Options:
    hashes = np.array(sorted(options) or [0], dtype=np.uint64)
    slots = [options.get(int(key), []) for key in hashes]
    seen = np.zeros(1 << 16, dtype=np.bool_)
    seen[hashes >> np.uint64(48)] = True
    starts = np.cumsum([0, *[len(some) for some in slots]])
    return _Options(hashes, seen, starts, np.array(list(chain.from_iterable(slots)), dtype=np.int64))
