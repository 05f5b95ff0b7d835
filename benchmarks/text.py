"""How well and how fast does the reader read, beside what a Python user would pick? Test parts, one run.

Peers run where they are installed (`make benchmark-text` sees to it), otherwise a line says so.
Quality needs the public data (GoEmotions, VADER's rated texts, Banking77, CLINC150) in DATA; without it only speed and
our own test messages are measured. `--write-card` puts the figures into the model card that pages show.

Run: make benchmark-text DATA=folder, or .venv/bin/python benchmarks/text.py [DATA] [--write-card]
"""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pyarrow as pa

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from leadline.assess.reader import loading as readers  # noqa: E402
from leadline.assess.reader.fast import Reader, engine_in_use, load_reader  # noqa: E402
from leadline.assess.reader.kernel import is_built  # noqa: E402
from leadline.assess.reader.loading import AnyReader  # noqa: E402
from leadline.assess.reader.model import FOLDER, MODEL_VERSION  # noqa: E402
from leadline.assess.reader.sentiment import SENTIMENTS  # noqa: E402
from training import corpus, data, measure  # noqa: E402

Labeller = Callable[[Sequence[str]], Sequence[str]]
TESTS = ROOT / "tests" / "assess"


def main(folder: Path, *, write_card: bool) -> None:
    reader = load_reader()
    public = (folder / "goemotions").is_dir()
    figures = measure.public_figures(reader, folder) if public else []
    figures += measure.corpus_figures(reader) + measure.foreign_figures(reader) + measure.written_figures(reader, TESTS)
    print(f"{MODEL_VERSION}: quality on texts that taught nothing")
    for row in figures:
        interval = f"{row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}]"
        head = f"  {row['label']:<12}{row['measure']:<14}{interval:<24}"
        print(f"{head}right {row['right']:.3f}  n {row['n']:>5}  {row['data']}")
    if public:
        compare(folder)
    else:
        print(f"The public test sets are not in {folder}: name their folder as the first argument.")
    by_kind(folder, public=public)
    speed()
    if write_card and public:
        save(figures)


def compare(folder: Path) -> None:
    """Sentiment of ours and of peers on the same test texts, each in a process of its own, one after the other."""
    heads = "".join(f"{name:>22}" for name in COMPARED)
    print(f"{'macro recall, 95 %':<28}{heads}{'messages/CPU-s':>16}{'peak MB':>9}")
    for name in PEERS:
        ran = subprocess.run([sys.executable, __file__, str(folder), f"--only={name}"], capture_output=True, text=True)
        print(f"{name:<28}{ran.stdout.strip() or 'failed: ' + ran.stderr.strip()[-200:]}", flush=True)


def one(folder: Path, name: str) -> None:
    """One line of the comparison: quality with intervals, messages per CPU-second, the peak of the process's memory."""
    try:
        label = PEERS[name](folder)
    except ImportError as error:
        print(f"not installed here ({error.name})")
        return
    cells, spent, texts = [], 0.0, 0
    for source in COMPARED.values():
        every = corpus.examples("test") if source == "corpus" else measure._test_part(folder, source)
        examples = [example for example in every if example.sentiment != data.UNKNOWN]
        truth = np.array([SENTIMENTS[example.sentiment] for example in examples])
        asked = [example.text for example in examples]
        begin = time.process_time()
        said = np.array(label(asked))
        spent, texts = spent + time.process_time() - begin, texts + len(examples)
        row = measure.figure("sentiment", "macro recall", measure.macro_recall, truth, said, source)
        cells.append(f"{row['value']:>9.3f} [{row['low']:.3f},{row['high']:.3f}]".rjust(22))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{''.join(cells)}{texts / spent:>16,.0f}{peak:>9,.0f}")


def by_kind(folder: Path, *, public: bool) -> None:
    """How well each kind of message is read, and how far probabilities are off, for every reader that is installed."""
    for name, load in READERS.items():
        reader = load()
        print(f"{name}: sentiment by kind of message, test part of our corpus: share right; calibration error")
        for row in measure.kind_figures(reader):
            interval = f"{row['value']:.2f} [{row['low']:.2f}, {row['high']:.2f}]"
            print(f"  {row['data']:<14}{interval:<20} n {row['n']:>4}  {row['calibration_error']:.3f}")
        sets = {"our corpus, test part": list(corpus.examples("test"))}
        if public:
            sets["GoEmotions, test part"] = measure._test_part(folder, "goemotions")
        for where, examples in sets.items():
            told = ", ".join(
                f"{label} {error:.3f}" for label, error in measure.signal_calibration(reader, examples).items()
            )
            print(f"  expected calibration error on {where}: {told}")


def _ours(_: Path, load: Callable[[], AnyReader]) -> Labeller:
    reader = load()
    reader.read(["Ready?"])
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


READERS: dict[str, Callable[[], AnyReader]] = {
    name: partial(readers.load_reader, model=name) for name in get_args(readers.ModelName)
}
COMPARED = {"tweets": "tweets", "reviews": "amazonReviewSnippets", "GoEmotions": "goemotions", "our corpus": "corpus"}
PEERS: dict[str, Callable[[Path], Labeller]] = {
    **{f"Leadline {name} (all labels)": partial(_ours, load=load) for name, load in READERS.items()},
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
    place = Path(named[0]) if named else ROOT.parent / "shared" / "data"
    only = [argument.removeprefix("--only=") for argument in sys.argv if argument.startswith("--only=")]
    if only:
        one(place, only[0])
    else:
        main(place, write_card="--write-card" in sys.argv)
