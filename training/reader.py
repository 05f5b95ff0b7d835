"""Learn the weights of `leadline.assess.reader.fast` from licence-clean texts, and write them with their model card.

In come the data folders, our corpus, and what the accurate model says of all English texts (`training.teach`); out come
`fast-3.npz` (weights of all heads) and `card.json` (what was learned from, thresholds, calibration). The features are
computed by the shipped code. The same data and seed give the same bytes. From the repo's root:

    python -m training.reader --goemotions DIR --vader DIR --banking77 DIR --clinc150 DIR --teacher SCORES.npz \
        --lexicon vader_lexicon.txt --packages SITE_PACKAGES --out src/leadline/assess/reader/model
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from leadline.assess.reader.features import HASHED_ROWS, Rows, featurise
from leadline.assess.reader.heads import LARGEST_WEIGHT, Heads
from leadline.assess.reader.language import HEADS as LANGUAGE_HEADS
from leadline.assess.reader.language import LANGUAGE_ROWS
from leadline.assess.reader.lexicon import LEXICON_ROWS, Lexicon
from leadline.assess.reader.sentiment import SENTIMENTS
from leadline.assess.reader.signals import SIGNALS
from leadline.assess.reader.tokens import hash_words
from training import corpus, data, languages
from training.calibration import TUNED_ON, fit_signal, fit_temperature
from training.data import UNKNOWN, Example
from training.linear import fit_logistic, fit_softmax
from training.sources import add_folders, examples
from training.teach import HANDFULS, Teacher, handfuls, read_teacher

SEED = 20261122
VERSION = "fast-3"
ROWS = HASHED_ROWS + LEXICON_ROWS
ENGLISH_TEXTS = 20_000
"""English messages that teach the language: more than of any other, as in the messages that companies get."""
LEXICON_STRENGTH = 3.0
STRENGTH = 2.0
"""Inverse strength of the L2 penalty."""
BELIEF = {"sentiment": 0.6, "frustration": 0.3, "excitement": 0.3, "need": 0.2}
"""How much of an answer is the accurate model's, and not the label's."""
HANDFUL_WEIGHT = 0.5
WEIGHTS = {
    "goemotions": 1.0,
    "tweets": 2.0,
    "amazonReviewSnippets": 2.0,
    "nytEditorialSnippets": 0.5,
    "movieReviewSnippets": 0.3,
    "banking77": 0.3,
    "clinc150": 0.3,
    "emoji": 1.0,
    "own": 6.0,
    "corpus": 3.0,
}
FOREIGN = ("de", "fr", "es", "nl", "pt")
FOREIGN_TIMES = 3
"""How often a message in another language teaches which language it is in."""
FOREIGN_WEIGHT = 4.0
"""Of messages in other languages, which the accurate model cannot read, and of plain facts: labels alone teach."""


def main(arguments: Sequence[str] | None = None) -> None:
    args = _arguments(arguments)
    rng = np.random.default_rng(SEED)
    lexicon = read_lexicon(args.lexicon)
    train, dev = teaching_examples(args), examples(args, "dev")
    print(f"{len(train)} texts teach, {len(dev)} tune")
    teacher = read_teacher(args.teacher, [example.text for example in train])
    foreign = [example for language in FOREIGN for example in corpus.foreign_examples(language, "train")]
    plain = data.plain(Path(__file__).parent / "plain.txt")
    table, scales, bias = _reading_heads(train, [*foreign, *plain], teacher, lexicon)
    heads, calibration = _calibrated(Heads.packed((*SENTIMENTS, *SIGNALS), table, scales, bias), lexicon, dev)
    language = _language_heads(train, foreign, args, rng)
    args.out.mkdir(parents=True, exist_ok=True)
    arrays = {"table": table, "scales": scales, "bias": heads.bias, "lexicon_hashes": lexicon.hashes}
    arrays |= {"lexicon_steps": lexicon.steps, "language_table": language[0]}
    arrays |= {"language_scales": language[1], "language_bias": language[2]}
    np.savez_compressed(args.out / f"{VERSION}.npz", **arrays)
    card = _card([*train, *foreign, *plain], dev) | {"calibration": calibration}
    (args.out / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(card["calibration"], indent=2))


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    add_folders(parser)
    for name in ("teacher", "lexicon", "packages", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    return parser.parse_args(arguments)


def teaching_examples(args: argparse.Namespace) -> list[Example]:
    """What teaches, with emoji alone and at the end of plain texts."""
    taught = examples(args, "train")
    return [*taught, *_with_emoji(taught, np.random.default_rng(SEED))]


def _with_emoji(examples: Sequence[Example], rng: np.random.Generator) -> Iterable[Example]:
    """Emoji alone, and at the end of plain texts, which then say what the emoji says."""
    plain = [example for example in examples if example.sentiment == data.NEUTRAL and len(example.text) < 120]
    with (Path(__file__).parent / "emoji.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            said = Example(
                "", "emoji", SENTIMENTS.index(row["sentiment"]), int(row["frustration"]), int(row["excitement"])
            )
            for emoji in row["emoji"].split():
                yield from [replace(said, text=emoji * times) for times in (1, 1, 2, 3)]
                for place in rng.integers(0, len(plain), 12).tolist():
                    need = plain[place].need
                    yield replace(said, text=f"{plain[place].text} {emoji}", need=need)


def read_lexicon(file: Path) -> Lexicon:
    """VADER's rated words: a line is a word, its mean valence, and more. Emoticons of several signs are left out."""
    known: dict[int, int] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        word, valence, *_ = line.split("\t")
        hashes = hash_words([word])
        if len(hashes) == 1:
            known[int(hashes[0])] = round(float(valence)) + 4
    hashes = np.array(sorted(known), dtype=np.uint64)
    return Lexicon(hashes, np.array([known[int(key)] for key in hashes], dtype=np.uint8))


def design(texts: Sequence[str], lexicon: Lexicon) -> sp.csr_matrix:
    """Features as a sparse matrix, one column per row of the table, scaled as `Heads.scores` does."""
    parts = []
    for first in range(0, len(texts), 2000):
        features = featurise(texts[first : first + 2000])
        words = [*features.words, lexicon.rows(features.tokens)]
        parts.append(_block(words, ROWS) + _block(features.pieces, ROWS))
    return sp.vstack(parts).tocsr()


def language_design(texts: Sequence[str]) -> sp.csr_matrix:
    parts = []
    for first in range(0, len(texts), 2000):
        features = featurise(texts[first : first + 2000])
        parts.append(_block(features.words[:1], LANGUAGE_ROWS) + _block(features.pieces, LANGUAGE_ROWS))
    return sp.vstack(parts).tocsr()


def _block(kinds: Sequence[Rows], rows: int) -> sp.csr_matrix:
    size = np.maximum(sum(kind.counts for kind in kinds), 1)
    return sp.diags(1 / np.sqrt(size)) @ sum((_matrix(kind, rows) for kind in kinds[1:]), _matrix(kinds[0], rows))


def _matrix(kind: Rows, rows: int) -> sp.csr_matrix:
    columns = kind.rows & (rows - 1) if rows == LANGUAGE_ROWS else kind.rows
    return sp.csr_matrix((np.ones(len(columns)), columns, kind.starts), (len(kind.counts), rows))


def _rarity(matrix: sp.csr_matrix) -> NDArray[np.float64]:
    """Inverse document frequency per hashed row, one on average; the lexicon's rows are all as strong."""
    seen = np.bincount(matrix.indices, minlength=ROWS)
    rarity = np.log((1 + matrix.shape[0]) / (1 + seen)) + 1
    rarity /= rarity[:HASHED_ROWS].mean()
    rarity[HASHED_ROWS:] = LEXICON_STRENGTH
    return rarity


def _reading_heads(
    train: Sequence[Example], labelled: Sequence[Example], teacher: Teacher, lexicon: Lexicon
) -> tuple[NDArray[np.int16], NDArray[np.float64], NDArray[np.float64]]:
    """The sentiments as labels that exclude one another, each signal by itself; biases are fitted later."""
    english, others = [example.text for example in train], [example.text for example in labelled]
    matrix = design([*english, *handfuls(english), *others], lexicon)
    rarity = _rarity(matrix[: len(english)])
    matrix = (matrix @ sp.diags(rarity)).tocsr()
    weights = np.r_[[WEIGHTS[example.source] for example in train], np.full(HANDFULS, HANDFUL_WEIGHT)] * STRENGTH
    answers, known = _sentiments(labelled)
    said = np.vstack([_taught_sentiments(train, teacher), answers])
    table, bias = fit_softmax(matrix, said, np.r_[weights, FOREIGN_WEIGHT * STRENGTH * known])
    columns, biases = [table], [*bias]
    for place, signal in enumerate(SIGNALS, start=len(SENTIMENTS)):
        answers, known = _yes(labelled, signal)
        said = np.r_[_taught_yes(train, teacher, signal, place), answers]
        column, own_bias = fit_logistic(matrix, said, np.r_[weights, FOREIGN_WEIGHT * STRENGTH * known])
        columns.append(column[:, None])
        biases.append(own_bias)
        print(f"{signal}: learned", flush=True)
    return *_whole_numbers(np.hstack(columns) * rarity[:, None]), np.array(biases)


def _sentiments(examples: Sequence[Example]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What the labels say, one row a text, and where there is one."""
    labels = np.array([example.sentiment for example in examples])
    return np.eye(3)[labels], labels != UNKNOWN


def _yes(examples: Sequence[Example], signal: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    labels = np.array([getattr(example, signal) for example in examples])
    return labels.astype(np.float64), labels != UNKNOWN


def _taught_sentiments(train: Sequence[Example], teacher: Teacher) -> NDArray[np.float64]:
    """What the label says, where there is one, mixed with what the teacher says; then of handfuls, the teacher."""
    said = np.exp(np.vstack([teacher.texts[:, :3], teacher.handfuls[:, :3]]).astype(np.float64))
    said /= said.sum(axis=1, keepdims=True)
    return _mixed(said, *_sentiments(train), belief=BELIEF["sentiment"])


def _taught_yes(train: Sequence[Example], teacher: Teacher, signal: str, place: int) -> NDArray[np.float64]:
    said = 1 / (1 + np.exp(-np.r_[teacher.texts[:, place], teacher.handfuls[:, place]].astype(np.float64)))
    return _mixed(said, *_yes(train, signal), belief=BELIEF[signal])


def _mixed(
    said: NDArray[np.float64], labels: NDArray[np.float64], known: NDArray[np.bool_], *, belief: float
) -> NDArray[np.float64]:
    """The teacher's answers, and in the first rows the labels mixed into them where they are known."""
    rows = np.flatnonzero(known)
    said[rows] = belief * said[rows] + (1 - belief) * labels[rows]
    return said


def _whole_numbers(table: NDArray[np.float64]) -> tuple[NDArray[np.int16], NDArray[np.float64]]:
    scales = np.abs(table).max(axis=0) / LARGEST_WEIGHT
    return np.round(table / scales).astype(np.int16), scales


def _language_heads(
    train: Sequence[Example], foreign: Sequence[Example], args: argparse.Namespace, rng: np.random.Generator
) -> tuple[NDArray[np.int16], NDArray[np.float64], NDArray[np.float64]]:
    """Heads for the language, from texts and from handfuls of their words: messages may be one word long."""
    english = [example.text for example in train if example.source != "emoji"]
    whole = [("en", english[place]) for place in rng.permutation(len(english))[:ENGLISH_TEXTS].tolist()]
    whole += [(example.source, example.text) for example in foreign] * FOREIGN_TIMES
    whole += languages.catalogue_texts(args.packages)
    texts = [
        *whole,
        *languages.handfuls(whole, rng),
        *languages.written_texts(Path(__file__).parent / "languages.tsv", rng),
    ]
    matrix = language_design([text for _, text in texts])
    y = np.array([LANGUAGE_HEADS.index(language) for language, _ in texts])
    share = np.bincount(y) / len(y)
    model = LogisticRegression(C=20.0, max_iter=300).fit(matrix, y, sample_weight=1 / np.sqrt(share[y]))
    print(f"language: learned from {len(texts)} texts", flush=True)
    return *_whole_numbers(model.coef_.T), model.intercept_


def _calibrated(heads: Heads, lexicon: Lexicon, dev: Sequence[Example]) -> tuple[Heads, dict[str, object]]:
    """Biases, temperature and thresholds, fitted on the part that tunes; each source counts alike there."""
    dev = [example for example in dev if example.source in TUNED_ON]
    features = featurise([example.text for example in dev])
    scores = heads.scores([*features.words, lexicon.rows(features.tokens)], features.pieces)
    shift, temperature = fit_temperature(scores, dev)
    signals = {signal: fit_signal(scores[signal], signal, dev) for signal in SIGNALS}
    return replace(heads, bias=heads.bias + np.r_[shift, 0, 0, 0]), {"temperature": temperature} | signals


def _card(train: Sequence[Example], dev: Sequence[Example]) -> dict[str, object]:
    counts = {source: sum(example.source == source for example in train) for source in (*WEIGHTS, *FOREIGN, "plain")}
    return {"version": VERSION, "seed": SEED, "taught_by": counts, "tuned_on": len(dev)}


if __name__ == "__main__":
    main()
