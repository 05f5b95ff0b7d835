"""How far do the themes agree with human reasons, and how fast is what is new mined?

Agreement: the intents of Banking77 and CLINC150 (test parts) against the theme that the shipped lists find, as
normalised mutual information over the questions that got a theme (0: none, 1: the same parts); and the departments that
both readers of our corpus agree on (its test part) against the theme's department, as Cohen's kappa.
Speed: pairs of words counted in TEXTS texts of the corpus, over and over, with the peak of memory.

Run: .venv/bin/python -m benchmarks.themes [DATA] [TEXTS]
"""

from __future__ import annotations

import csv
import json
import math
import resource
import sys
import time
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import cycle, islice
from pathlib import Path

from leadline.assess.reader.fast import Reader, load_reader
from leadline.assess.themes.phrases import PairCounts
from training import corpus
from training.agreement import kappa


def main(folder: Path, texts: int) -> None:
    reader = load_reader()
    if (folder / "banking77").is_dir():
        _intents(reader, "Banking77, test", _banking(folder))
        _intents(reader, "CLINC150, test", _clinc(folder))
    else:
        print(f"Banking77 and CLINC150 are not in {folder}: name their folder as the first argument.")
    _departments(reader)
    _speed(texts)


def _intents(reader: Reader, name: str, told: Sequence[tuple[str, str]]) -> None:
    found = reader.read([text for text, _ in told]).theme
    pairs = [(theme, intent) for theme, (_, intent) in zip(found, told, strict=True) if theme]
    agreed = mutual_information([one for one, _ in pairs], [other for _, other in pairs])
    themes, intents = len({one for one, _ in pairs}), len({other for _, other in pairs})
    print(
        f"{name}: n {len(told):,}, {len(pairs) / len(told):.0%} get one of {themes} themes; "
        f"NMI {agreed:.2f} with the {intents} intents of those"
    )


def _departments(reader: Reader) -> None:
    one, other = corpus.labels("a"), corpus.labels("b")
    test = [message for message in corpus.messages() if corpus.part_of(message.author) == "test"]
    agreed = [message for message in test if one[message.id].department == other[message.id].department]
    found = reader.read([message.text for message in agreed]).department
    pairs = [(mine, one[message.id].department) for mine, message in zip(found, agreed, strict=True)]
    both = [(one[message.id].department, other[message.id].department) for message in test]
    covered = [pair for pair in pairs if pair[0] and pair[1]]
    print(
        f"Our corpus, test part: n {len(pairs):,}, kappa {_kappa(pairs):.2f} (none counts as a department); "
        f"where both name one, n {len(covered):,}, kappa {_kappa(covered):.2f}; "
        f"the two readers of all test messages: {_kappa(both):.2f}"
    )


def _kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    return kappa([mine for mine, _ in pairs], [theirs for _, theirs in pairs])


def mutual_information(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Normalised by the mean of the two entropies."""
    whole, both = len(one), Counter(zip(one, other, strict=True))
    first, second = Counter(one), Counter(other)
    shared = sum(n / whole * math.log(n * whole / (first[a] * second[b])) for (a, b), n in both.items())
    return 2 * shared / ((_entropy(first) + _entropy(second)) or 1)


def _entropy(counts: Counter[Hashable]) -> float:
    whole = sum(counts.values())
    return -sum(n / whole * math.log(n / whole) for n in counts.values())


def _speed(texts: int) -> None:
    said = [message.text for message in corpus.messages()]
    several = (f"{text} {_word(number)} {_word(number // 7)}" for number, text in enumerate(islice(cycle(said), texts)))
    counts, begin = PairCounts(), time.process_time()
    counts.read(several)
    spent = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"Mining: {texts:,} texts in {spent:.0f} s of CPU, {texts / spent:,.0f} a second; {len(counts.counts):,} pairs "
        f"held, none too small by more than {counts.missed}; peak {peak:,.0f} MB"
    )


def _word(number: int) -> str:
    """A word of its own a number, so that new pairs never end."""
    return "w" + "".join("abcdefghij"[int(digit)] for digit in str(number))


def _banking(folder: Path) -> list[tuple[str, str]]:
    with (folder / "banking77" / "test.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["text"], row["category"]) for row in csv.DictReader(lines)]


def _clinc(folder: Path) -> list[tuple[str, str]]:
    told = json.loads((folder / "clinc150" / "data_full.json").read_text(encoding="utf-8"))
    return [(text, intent) for text, intent in told["test"]]


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."), int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000)
