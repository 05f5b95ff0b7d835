"""What does it gain, and cost, to hand some messages to the accurate model? Shares of 0 to 100 percent, one run.

Test parts that neither taught nor tuned a model: our corpus, tweets rated for VADER, GoEmotions. CPU time is that of
the process, one thread. `--write-card` puts the figures into the accurate model's card.

Run: python -m benchmarks.cascade [DATA] [--write-card]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from leadline.assess.reader.accurate import ACCURATE_VERSION, load_accurate
from leadline.assess.reader.cascade import ALL, Cascade
from leadline.assess.reader.fast import Reading, load_reader
from leadline.assess.reader.sentiment import SENTIMENTS
from leadline.assess.reader.signals import SIGNALS
from training import corpus, data, measure
from training.data import UNKNOWN, Example

ROOT = Path(__file__).parent.parent
SHARES = (0, 10, 25, 50, 100)
GO_EMOTIONS = "GoEmotions, test part"


@dataclass(frozen=True)
class Measured:
    """One share: the figures of each test part, the share that was read again, and messages per CPU-second."""

    percent: int
    figures: list[dict[str, Any]]
    again: float
    rate: float


def main(folder: Path, *, write_card: bool) -> None:
    parts = _parts(folder)
    fast, accurate = load_reader(), load_accurate()
    accurate.scores(["The model is loaded now."])
    found = []
    print("| share | " + " | ".join(_columns(parts)) + " | read again | messages per CPU-second |")
    print("|---" * (len(_columns(parts)) + 3) + "|")
    for percent in SHARES:
        found.append(_measured(Cascade(fast, accurate, percent) if percent else fast, parts, percent))
        print(_line(found[-1]), flush=True)
    if write_card:
        _save(found)


def _parts(folder: Path) -> dict[str, list[Example]]:
    parts = {measure.CORPUS: list(corpus.examples("test"))}
    if (folder / "vader").is_dir():
        parts[measure.TESTED["tweets"]] = list(data.rated(folder / "vader", "tweets", "test"))
    if (folder / "goemotions").is_dir():
        parts[GO_EMOTIONS] = list(data.go_emotions(folder / "goemotions", "test"))
    return parts


def _columns(parts: dict[str, list[Example]]) -> list[str]:
    named = {measure.CORPUS: "corpus", measure.TESTED["tweets"]: "tweets", GO_EMOTIONS: "GoEmotions"}
    return [f"{named[part]}: {label}" for part in parts for label in _labels(part)]


def _labels(part: str) -> tuple[str, ...]:
    return ("sentiment",) if part == measure.TESTED["tweets"] else ("sentiment", *SIGNALS)


def _measured(reader: Any, parts: dict[str, list[Example]], percent: int) -> Measured:
    figures, texts, again, spent = list[dict[str, Any]](), 0, 0, 0.0
    for part, examples in parts.items():
        began = time.process_time()
        reading = reader.read([example.text for example in examples])
        spent += time.process_time() - began
        texts, again = texts + len(examples), again + int(reading.accurately.sum())
        figures += [_figure(label, examples, reading, part) for label in _labels(part)]
    return Measured(percent, figures, again / texts, texts / spent)


def _figure(label: str, examples: Sequence[Example], reading: Reading, part: str) -> dict[str, Any]:
    answers = np.array([getattr(example, label) for example in examples])
    known = answers != UNKNOWN
    said = np.array(getattr(reading, label))[known]
    if label != "sentiment":
        return measure.figure(label, "F1", measure.f1, answers[known] == 1, said, part)
    truth = np.array(SENTIMENTS)[answers[known]]
    p = np.stack([reading.p_negative, reading.p_neutral, reading.p_positive], axis=1)[known]
    row = measure.figure(label, "macro recall", measure.macro_recall, truth, said, part)
    return row | {"calibration_error": round(measure.calibration_error(p, truth), 3)}


def _line(one: Measured) -> str:
    told = [f"{row['value']:.2f} [{row['low']:.2f}, {row['high']:.2f}]" for row in one.figures]
    return f"| {one.percent} | " + " | ".join(told) + f" | {one.again:.0%} | {one.rate:,.0f} |"


def _save(found: Sequence[Measured]) -> None:
    file = load_accurate().folder / f"{ACCURATE_VERSION}.json"
    card = json.loads(file.read_text(encoding="utf-8"))
    card["measured"] = next(one.figures for one in found if one.percent == ALL)
    card["shares"] = [{"percent": one.percent, "again": round(one.again, 3), "figures": one.figures} for one in found]
    file.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    named = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    main(Path(named[0]) if named else ROOT.parent / "shared" / "data", write_card="--write-card" in sys.argv)
