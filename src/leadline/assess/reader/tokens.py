"""Which words, marks and symbols stand in a batch of texts?

Texts come in, out come hashes of their tokens, text by text, with what the reader wants to know of each. Everything
runs on the code points of the whole batch at once, in NumPy, without a Python loop over words. The surprise:
a token's hash is a difference of two prefix sums (a polynomial modulo 2**64), so all tokens of a batch cost one pass.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

LONGEST_TEXT = 4000
"""Characters of a text that are read; what stands behind them is left out."""

SPACE, _LETTER, _DIGIT, _MARK, _SYMBOL = range(5)
_LINK = "\ue000"
_FACES = {"\ue010": ")]dDpP3>}", "\ue011": "([<{|\\/cC"}
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_LINKS = re.compile(r"(?:https?://|www\.)[^\s\x00]+")
_NAMES = re.compile(r"(?<!\w)@\w+|\[NAME\]|\[RELIGION\]")
_EMOTICONS = re.compile(r"(?<![\w:])[:;=][-o^']?([)\]dDpP3>}(\[<{|\\/cC])(?![a-zA-Z0-9/])")
NEGATORS = (
    "not no never none nobody nothing neither nor without hardly barely cannot cant can't don't dont doesn't doesnt "
    "didn't didnt isn't isnt wasn't wasnt aren't arent weren't won't wont wouldn't wouldnt couldn't couldnt shouldn't "
    "haven't havent hasn't hasnt hadn't ain't aint zero lacks lack"
)
SCOPE_ENDS = ". ! ? .. ... !! ?? , ; : but however although though except"
_SCOPE = 4


@dataclass(frozen=True)
class Stream:
    """All texts of a batch as one row of code points; a zero stands before each text and after the last."""

    points: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    mixed: Hashes
    upper: Bools
    stretched: Bools
    borders: Ints


@dataclass(frozen=True)
class Tokens:
    """The words, marks and symbols of a batch: text `i` owns `starts[i]` to `starts[i + 1]`.

    `stems` are hashes after endings were cut (`_stem_ends`), `negated` says which tokens stand behind a negation,
    `is_word` which are words;
    `words`, `shouted` (words in capitals), `symbols` and `links` count per text.
    """

    hashes: Hashes
    stems: Hashes
    negated: Bools
    is_word: Bools
    starts: Ints
    words: Ints
    shouted: Ints
    symbols: Ints
    links: Ints


@dataclass(frozen=True)
class Alphabet:
    """For each code point below 2**17: its lower-case form, its kind, and 64 well mixed bits."""

    lower: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    mixed: Hashes


def read_stream(texts: Sequence[str]) -> Stream:
    known = alphabet()
    joined = _with_signs("\0" + "\0".join(text[:LONGEST_TEXT].replace("\0", " ") for text in texts) + "\0")
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    raw = np.minimum(raw, np.uint32(len(known.lower) - 1))
    raw = raw[known.lower[raw] != _DROPPED]
    points = known.lower[raw]
    same = points[1:] == points[:-1]
    kept = np.ones(len(points), dtype=np.bool_)
    kept[2:] = ~(same[1:] & same[:-1]) | (points[2:] == 0)
    dropped_before = np.zeros(len(points), dtype=np.bool_)
    dropped_before[:-1] = ~kept[1:]
    points, upper, stretched = points[kept], (raw != points)[kept] & (raw[kept] < 0x250), dropped_before[kept]
    kinds = _kinds_in_place(points, known)
    return Stream(points, kinds, known.mixed[points], upper, stretched, np.flatnonzero(points == 0))


_DROPPED = np.uint32(0xFE0F)


def _with_signs(joined: str) -> str:
    """Links and emoticons become one sign each, names go; what HTML escaped is written out."""
    if "&" in joined:
        joined = html.unescape(joined)
    if "/" in joined or "www." in joined:
        joined = _LINKS.sub(_LINK, joined)
    if "@" in joined or "[" in joined:
        joined = _NAMES.sub(" ", joined)
    joined = _EMOTICONS.sub(lambda found: _face(found[1]), joined)
    return joined.replace("<3", "❤")


def _face(mouth: str) -> str:
    return next(sign for sign, mouths in _FACES.items() if mouth in mouths)


def _kinds_in_place(points: NDArray[np.uint32], known: Alphabet) -> NDArray[np.uint8]:
    """Kinds of the code points; an apostrophe is a letter between two letters and a space elsewhere."""
    kinds = known.kinds[points]
    quotes = np.flatnonzero(points == ord("'"))
    inside = (kinds[quotes - 1] == _LETTER) & (kinds[quotes + 1] == _LETTER)
    kinds[quotes] = np.where(inside, _LETTER, SPACE)
    return kinds


@cache
def alphabet() -> Alphabet:
    size = 1 << 17
    lower = np.arange(size, dtype=np.uint32)
    kinds = np.full(size, _LETTER, dtype=np.uint8)
    for point in (*range(0x250), *range(0x370, 0x530)):
        char = chr(point)
        lower[point] = ord(char.lower()[0])
        kinds[point] = _LETTER if char.isalpha() else _DIGIT if char.isdigit() else SPACE
    kinds[[ord(mark) for mark in "!?.,;:"]] = _MARK
    for first, last in ((0x2000, 0x2070), (0x3000, 0x3008), (0xD800, 0xE000), (0x1FF00, size)):
        kinds[first:last] = SPACE
    for first, last in ((0x2070, 0x2C00), (0xE000, 0xF900), (0x1F000, 0x1FF00)):
        kinds[first:last] = _SYMBOL
    kinds[0xFE00:0xFE10] = kinds[0x1F3FB:0x1F400] = SPACE
    lower[[ord(quote) for quote in "‘’´`"]] = ord("'")
    lower[ord("0") : ord("9") + 1] = ord("0")
    lower[ord("…")] = ord(".")
    lower[0x1F3FB:0x1F400] = lower[0x200D] = _DROPPED
    mixed = mix(np.arange(1, size + 1, dtype=np.uint64))
    return Alphabet(lower, kinds, mixed)


IS_WORD, IS_SPACE = 1, 2


@cache
def facts() -> NDArray[np.uint8]:
    """What a regular expression knows of each code point: whether `\\w` and whether `\\s` matches it."""
    everything = np.arange(0x110000, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    known = np.zeros(len(everything), dtype=np.uint8)
    for fact, pattern in ((IS_WORD, r"\w+"), (IS_SPACE, r"\s+")):
        for found in re.finditer(pattern, everything):
            known[found.start() : found.end()] |= fact
    return known


def mix(values: Hashes) -> Hashes:
    """Spread the bits of each value (multiply, fold, multiply: the finaliser of SplitMix64, shortened)."""
    values = values * _BASE
    values = values ^ (values >> np.uint64(29))
    return values * _MIX


def tokenise(stream: Stream) -> Tokens:
    first, end = _spans(stream.kinds)
    sums, kinds = _prefix_sums(stream.mixed), stream.kinds[first]
    hashes = _span_hashes(sums, first, end)
    starts = np.searchsorted(first, stream.borders)
    return Tokens(
        hashes=hashes,
        stems=_span_hashes(sums, first, _stem_ends(stream.points, first, end)),
        negated=_negated(hashes, starts),
        is_word=kinds == _LETTER,
        starts=starts,
        words=_per_text(kinds == _LETTER, starts),
        shouted=_per_text(_shouted(stream, first, end), starts),
        symbols=_per_text(kinds == _SYMBOL, starts),
        links=_per_text(stream.points[first] == ord(_LINK), starts),
    )


def _spans(kinds: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Where tokens begin and end: runs of one kind, but each symbol for itself."""
    changes = kinds[1:] != kinds[:-1]
    begins = (kinds[1:] != SPACE) & (changes | (kinds[1:] == _SYMBOL))
    ends = (kinds[:-1] != SPACE) & (changes | (kinds[:-1] == _SYMBOL))
    return np.flatnonzero(begins) + 1, np.flatnonzero(ends) + 1


def _shouted(stream: Stream, first: Ints, end: Ints) -> Bools:
    """Words of two letters or more, all of them capitals."""
    capitals, length = running(stream.upper), end - first
    all_capitals: Bools = capitals[end] - capitals[first] == length
    shouted: Bools = (stream.kinds[first] == _LETTER) & (length > 1) & all_capitals
    return shouted


def running(flags: Bools) -> Ints:
    sums = np.zeros(len(flags) + 1, dtype=np.int64)
    np.cumsum(flags, out=sums[1:])
    return sums


def _per_text(flags: Bools, starts: Ints) -> Ints:
    sums = running(flags)
    return np.diff(sums[starts])


def _prefix_sums(mixed: Hashes) -> Hashes:
    sums = np.zeros(len(mixed) + 1, dtype=np.uint64)
    np.cumsum(mixed * powers(len(mixed))[: len(mixed)], out=sums[1:])
    return sums


def _span_hashes(sums: Hashes, first: Ints, end: Ints) -> Hashes:
    """A polynomial hash of each span, independent of where it stands: powers of the base are divided out."""
    return mix((sums[end] - sums[first]) * powers(len(sums), inverse=True)[first])


_POWERS: dict[bool, Hashes] = {}


def powers(size: int, *, inverse: bool = False) -> Hashes:
    """1, b, b**2, ... modulo 2**64, or the same of b's inverse; kept between batches, grown when needed."""
    known = _POWERS.get(inverse)
    if known is None or len(known) < size:
        base = pow(int(_BASE), -1, 1 << 64) if inverse else int(_BASE)
        factors = np.full(max(size, 1 << 18), base, dtype=np.uint64)
        factors[0] = 1
        _POWERS[inverse] = known = np.multiply.accumulate(factors)
    return known


def _stem_ends(points: NDArray[np.uint32], first: Ints, end: Ints) -> Ints:
    """Where each token ends once its endings are cut: `boxes` as `box`, `delivery` as `deliveries`,
    `delayed` as `delay`, `charging` as `charge`. Three letters stay at least, both sides of a match are cut alike.
    """
    end = _cut(points, first, end, "ies", 3)
    end = _cut(points, first, end, "s", 1, unless_before="su")
    end = _cut(points, first, end, "ing", 3)
    end = _cut(points, first, end, "ed", 2)
    for ending in ("e", "y"):
        end = _cut(points, first, end, ending, 1)
    doubled = (end - first > 3) & (points[end - 1] == points[end - 2])
    stem_end: Ints = end - doubled
    return stem_end


def _cut(
    points: NDArray[np.uint32], first: Ints, end: Ints, ending: str, length: int, *, unless_before: str = ""
) -> Ints:
    has = end - first >= length + 3
    for back, char in enumerate(reversed(ending), start=1):
        has &= points[end - back] == ord(char)
    for char in unless_before:
        has &= points[end - length - 1] != ord(char)
    return end - length * has


def hash_words(words: Sequence[str]) -> Hashes:
    """The hashes of single tokens, as they stand in `Tokens.hashes`."""
    stream = read_stream(words)
    return _span_hashes(_prefix_sums(stream.mixed), *_spans(stream.kinds))


def runs(hashes: Hashes, starts: Ints, *, longest: int) -> Iterator[tuple[Hashes, Bools]]:
    """Hashes of 1, 2, ... `longest` tokens in a row, from each token on, and which stay inside their text."""
    run, whole = hashes, np.ones(len(hashes), dtype=np.bool_)
    last = np.zeros(len(hashes) + 1, dtype=np.bool_)
    last[starts[1:] - 1] = True
    last = last[: len(hashes)]
    yield run, whole
    for length in range(2, longest + 1):
        run = mix(run[:-1] + mix(hashes[length - 1 :]))
        whole = whole[:-1] & ~last[length - 2 : -1]
        yield run, whole


@cache
def sorted_hashes(words: str) -> Hashes:
    return np.sort(hash_words(words.split()))


def is_among(hashes: Hashes, known: Hashes) -> Bools:
    """Which hashes are in `known`, which is sorted and not empty."""
    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    same: Bools = known[place] == hashes
    return same


def _negated(hashes: Hashes, starts: Ints) -> Bools:
    """Tokens up to four places behind a negation, up to the next mark, `but`, or the end of the text."""
    size = len(hashes)
    place = np.arange(size)
    negator = is_among(hashes, sorted_hashes(NEGATORS))
    ends = is_among(hashes, sorted_hashes(SCOPE_ENDS))
    last_negator = np.maximum.accumulate(np.where(negator, place, -1 - _SCOPE))
    last_end = np.maximum.accumulate(np.where(ends, place, -1))
    own_start = np.repeat(starts[:-1], np.diff(starts))
    in_reach = (place - last_negator <= _SCOPE) & (place != last_negator)
    negated: Bools = in_reach & ~ends & (last_negator >= np.maximum(last_end, own_start))
    return negated
