"""How far do the two readers of our corpus agree, and how much of it is said twice?

In: the corpus. Out: rows for its README: counts by industry and kind, Cohen's kappa (Cohen 1960) per label, and the
share of near-duplicates: messages of which another one shares at least half of the five-letter pieces (Jaccard).

    python -m training.agreement
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

from training import corpus

ALIKE = 0.5
PIECE = 5
_COMMON = 200
"""A piece in more messages than this marks none of them out: pairs are looked for among rarer ones."""


def kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Agreement beyond what chance gives: 1 is full, 0 is chance."""
    agreed = sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
    first, second = Counter(one), Counter(other)
    chance = sum(first[label] * second[label] for label in first) / len(one) ** 2
    return (agreed - chance) / (1 - chance)


def agreements() -> dict[str, float]:
    """Cohen's kappa of each label."""
    one, other = corpus.labels("a"), corpus.labels("b")
    pairs = [(one[message.id], other[message.id]) for message in corpus.messages()]
    found = {"sentiment": kappa([a.sentiment for a, _ in pairs], [b.sentiment for _, b in pairs])}
    for flag, name in zip("FENS", ("frustration", "excitement", "need", "spam"), strict=True):
        found[name] = kappa([flag in a.flags for a, _ in pairs], [flag in b.flags for _, b in pairs])
    return found | {"department": kappa([a.department for a, _ in pairs], [b.department for _, b in pairs])}


def near_duplicates() -> list[tuple[str, str]]:
    """Pairs of ids of messages that say nearly the same."""
    pieces = {message.id: _pieces(message.text) for message in corpus.messages()}
    where: defaultdict[str, list[str]] = defaultdict(list)
    for number, some in pieces.items():
        for piece in some:
            where[piece].append(number)
    together = Counter(pair for some in where.values() if len(some) <= _COMMON for pair in _pairs(some))
    likely = (pair for pair, shared in together.items() if shared >= ALIKE * min(len(pieces[one]) for one in pair) / 2)
    return [(one, other) for one, other in likely if _jaccard(pieces[one], pieces[other]) >= ALIKE]


def _pairs(some: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((one, other) for place, one in enumerate(some) for other in some[place + 1 :])


def _pieces(text: str) -> set[str]:
    plain = " ".join(text.lower().split())
    return {plain[start : start + PIECE] for start in range(max(1, len(plain) - PIECE + 1))}


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def main() -> None:
    messages = corpus.messages()
    print(f"{len(messages):,} messages of {len({one.author for one in messages})} authors")
    for part in ("train", "dev", "test"):
        print(f"  {part}: {sum(corpus.part_of(one.author) == part for one in messages):,}")
    for name in ("industry", "kind"):
        counts = Counter(getattr(one, name) for one in messages).most_common()
        print(f"{name}: " + ", ".join(f"{value} {count}" for value, count in counts))
    for label, value in agreements().items():
        print(f"kappa of {label}: {value:.3f}")
    alike = {number for pair in near_duplicates() for number in pair}
    print(f"near-duplicates: {len(alike)} messages, {len(alike) / len(messages):.2%}")


if __name__ == "__main__":
    main()
