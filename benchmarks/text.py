"""How well and how fast does the reader read, beside what a Python user would pick? Test parts, one run.

Peers run where they are installed (`pip install vaderSentiment textblob scikit-learn`), otherwise a line says so.
Quality needs the public data (GoEmotions, VADER's rated texts, Banking77, CLINC150) in DATA; without it only speed and
our own test messages are measured. `--write-card` puts the figures into the model card that pages show.

Run: .venv/bin/python benchmarks/text.py [DATA] [--write-card]
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from leadline.assess.kernel import is_built  # noqa: E402
from leadline.assess.model import FOLDER, MODEL_VERSION  # noqa: E402
from leadline.assess.reader import Reader, engine_in_use, load_reader  # noqa: E402
from leadline.assess.sentiment import SENTIMENTS  # noqa: E402
from training import data, measure  # noqa: E402

Labeller = Callable[[Sequence[str]], Sequence[str]]
TESTS = ROOT / "tests" / "assess"


def main(folder: Path, *, write_card: bool) -> None:
    reader = load_reader()
    public = (folder / "goemotions").is_dir()
    figures = measure.public_figures(reader, folder) if public else []
    figures += measure.corpus_figures(reader) + measure.written_figures(reader, TESTS)
    print(f"{MODEL_VERSION}: quality on texts that taught nothing")
    for row in figures:
        interval = f"{row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}]"
        head = f"  {row['label']:<12}{row['measure']:<14}{interval:<24}"
        print(f"{head}right {row['right']:.3f}  n {row['n']:>5}  {row['data']}")
    if public:
        compare(folder)
    else:
        print(f"The public test sets are not in {folder}: name their folder as the first argument.")
    speed()
    if write_card and public:
        save(figures)


def compare(folder: Path) -> None:
    """Sentiment of ours and of peers on the same test texts, with messages per CPU-second."""
    print(f"{'sentiment':<28}{'macro recall, tweets':>24}{'reviews':>10}{'GoEmotions':>12}{'messages/CPU-s':>16}")
    for name, build in PEERS.items():
        try:
            label = build(folder)
        except ImportError as error:
            print(f"{name:<28}not installed here ({error.name})")
            continue
        scores, begin, texts = [], time.process_time(), 0
        for source in ("tweets", "amazonReviewSnippets", "goemotions"):
            examples = [example for example in measure._test_part(folder, source) if example.sentiment != data.UNKNOWN]
            truth = np.array([SENTIMENTS[example.sentiment] for example in examples])
            scores.append(measure.macro_recall(truth, np.array(label([example.text for example in examples]))))
            texts += len(examples)
        rate = texts / (time.process_time() - begin)
        print(f"{name:<28}{scores[0]:>24.3f}{scores[1]:>10.3f}{scores[2]:>12.3f}{rate:>16,.0f}")


def _ours(_: Path) -> Labeller:
    reader = load_reader()
    return lambda texts: reader.read(texts).sentiment


def _vader(_: Path) -> Labeller:
    """VADER with the cut-offs its authors give: compound 0.05 and -0.05."""
    analyser = importlib.import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    return lambda texts: [_sign(analyser.polarity_scores(text)["compound"], 0.05) for text in texts]


def _textblob(_: Path) -> Labeller:
    blob = importlib.import_module("textblob").TextBlob
    return lambda texts: [_sign(blob(text).sentiment.polarity, 0.05) for text in texts]


def _sign(value: float, cut: float) -> str:
    return "positive" if value >= cut else "negative" if value <= -cut else "neutral"


def _tfidf(folder: Path) -> Labeller:
    """Words and pairs weighed by TF-IDF, logistic regression, taught by GoEmotions: what a tutorial builds."""
    pipeline = importlib.import_module("sklearn.pipeline")
    text = importlib.import_module("sklearn.feature_extraction.text")
    linear = importlib.import_module("sklearn.linear_model")
    known = [one for one in data.go_emotions(folder / "goemotions", "train") if one.sentiment != data.UNKNOWN]
    model: Any = pipeline.make_pipeline(
        text.TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True), linear.LogisticRegression(max_iter=300)
    )
    model.fit([one.text for one in known], [SENTIMENTS[one.sentiment] for one in known])
    return lambda texts: list(model.predict(texts))


PEERS: dict[str, Callable[[Path], Labeller]] = {
    "Leadline (all labels)": _ours,
    "VADER": _vader,
    "TextBlob": _textblob,
    "TF-IDF + LR (GoEmotions)": _tfidf,
}


def speed(messages: int = 100_000) -> None:
    """All labels of many messages through the public function, and what that takes of time and memory.

    A message is two written ones in a row, so that it is as long as a tweet.
    """
    begin = time.perf_counter()
    reader = load_reader()
    loaded = time.perf_counter() - begin
    rows = measure.read_rows(TESTS / "fresh.tsv") + measure.read_rows(TESTS / "planted.tsv")
    said = [row["text"] for row in rows]
    texts = [f"{said[place % len(said)]} {said[(place * 7 + 3) % len(said)]}" for place in range(messages)]
    length = sum(map(len, texts)) / messages
    print(
        f"loading {loaded * 1000:.0f} ms; {messages:,} messages of {length:.0f} characters, all labels.",
        engine_in_use(),
    )
    ways: dict[str, Callable[[], object]] = {"NumPy": lambda: replace(reader, compiled=False).read(texts)}
    if is_built():
        compiled, column = replace(reader, compiled=True), pa.array(texts)
        ways |= {
            "kernel": lambda: compiled.read(texts),
            "kernel, Arrow column": lambda: compiled.read_column(column),
            "kernel, two threads, half each": lambda: _in_two_threads(compiled, texts),
        }
    for name, read in ways.items():
        _say_speed(name, read, messages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def _say_speed(name: str, read: Callable[[], object], messages: int, times: int = 5) -> None:
    """The best of some runs: another process beside this one takes its memory's nearness away."""
    read()
    cpu, wall = [], []
    for _ in range(times):
        began, began_cpu = time.perf_counter(), time.process_time()
        read()
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - began_cpu)
    print(f"  {name:<32}{min(cpu):>6.2f} CPU-s (median {np.median(cpu):.2f}){min(wall):>8.2f} s,", end=" ")
    print(f"{messages / min(cpu):>9,.0f} messages per CPU-second")


def _in_two_threads(reader: Reader, texts: Sequence[str]) -> None:
    half = len(texts) // 2
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(reader.read, [texts[:half], texts[half:]]))


def save(figures: Sequence[measure.Figure]) -> None:
    """Put the figures into the model card: one headline per label, and all of them."""
    path = FOLDER / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["quality"] = {
        row["label"]: {key: row[key] for key in ("measure", "value", "low", "high", "right", "n", "data")}
        for row in reversed(figures)
        if measure.HEADLINES.get(row["label"], row["data"]) == row["data"]
    }
    card["measured"] = list(figures)
    path.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    named = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    main(Path(named[0]) if named else ROOT.parent / "shared" / "data", write_card="--write-card" in sys.argv)
