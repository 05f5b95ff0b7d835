"""Fit what stands beside the accurate model's weights: its card, on texts that taught neither model.

In: the folder that `training.export` wrote, and the data folders. Out: `accurate-1.json` there, with the calibration of
its scores; from which doubt of the fast model on a text is one of the least sure k percent; and the way to a department
that is right most often (`training.departments`). The surprise: what a cascade gains is printed for three kinds of
doubt; which one is used stands in `leadline.assess.reader.cascade.doubt`.

    python -m training.calibrate_accurate FOLDER --goemotions DIR --vader DIR --banking77 DIR --clinc150 DIR
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.accurate import ACCURATE_VERSION, HEADS, Accurate
from leadline.assess.reader.cascade import ALL, Cascade, doubt
from leadline.assess.reader.fast import Reading, load_reader
from leadline.assess.reader.model import MODEL_VERSION
from leadline.assess.reader.sentiment import SENTIMENTS
from leadline.assess.reader.signals import SIGNALS
from training.calibration import TUNED_ON, counting_alike, fit_signal, fit_temperature
from training.data import UNKNOWN, Example
from training.measure import f1, macro_recall
from training.sources import add_folders, examples

NO_DOUBT_IS_SO_LARGE = 9.0
"""Of four labels at most four are wrong."""
SHARES = (0, 10, 25, 50, 100)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    add_folders(parser)
    args = parser.parse_args(arguments)
    dev = [example for example in examples(args, "dev") if example.source in TUNED_ON]
    texts = [example.text for example in dev]
    accurate, fast = Accurate(args.folder), load_reader()
    scores, first = accurate.scores(texts), fast.read(texts)
    card: dict[str, Any] = {"version": ACCURATE_VERSION, "fast": MODEL_VERSION}
    card |= {"tuned_on": dict(Counter(example.source for example in dev)), "calibration": _calibration(scores, dev)}
    departments = json.loads((args.folder / "departments.json").read_text(encoding="utf-8"))
    card |= {"cascade": {"above": _above(first, dev)}, "department": departments}
    file = args.folder / f"{ACCURATE_VERSION}.json"
    file.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(card["calibration"] | card["department"], indent=2))
    _say_gains(dev, first, Cascade(fast, Accurate(args.folder), ALL).read(texts))


def _calibration(scores: NDArray[np.float32], dev: Sequence[Example]) -> dict[str, Any]:
    named = {name: scores[:, place].astype(np.float64) for place, name in enumerate(HEADS)}
    shift, temperature = fit_temperature(named, dev)
    signals = {signal: fit_signal(named[signal], signal, dev) for signal in SIGNALS}
    return {"shift": [round(float(one), 4) for one in shift], "temperature": temperature} | signals


def _above(first: Reading, dev: Sequence[Example]) -> list[float]:
    """For 0 to 100 percent the doubt that so many of the texts reach; each source counts alike."""
    weights = counting_alike([example.source for example in dev], first.read)
    doubts = doubt(first)[first.read].astype(np.float64)
    order = np.argsort(-doubts)
    reached = np.cumsum(weights[order]) / weights.sum()
    found = [float(doubts[order][np.searchsorted(reached, percent / ALL)]) for percent in range(1, ALL)]
    return [NO_DOUBT_IS_SO_LARGE, *(round(one, 4) for one in found), 0.0]


def _say_gains(dev: Sequence[Example], first: Reading, second: Reading) -> None:
    """Mean over the sources: macro recall of the sentiment, F1 of each signal, by kind of doubt and share."""
    sentiment = 1 - np.max([first.p_negative, first.p_neutral, first.p_positive], axis=0)
    kinds = {"sentiment": sentiment, "signals": doubt(first) - sentiment, "both": doubt(first)}
    print(f"{'doubt':<12}{'share':>6}{'sentiment':>12}" + "".join(f"{signal:>13}" for signal in SIGNALS))
    for kind, doubts in kinds.items():
        order = np.argsort(-np.where(first.read, doubts, -1))
        for share in SHARES:
            again = np.zeros(len(dev), np.bool_)
            again[order[: len(dev) * share // 100]] = True
            told = "".join(f"{one:>13.3f}" for one in _quality(dev, first, second, again))
            print(f"{kind:<12}{share:>4} %{told}")


def _quality(dev: Sequence[Example], first: Reading, second: Reading, again: NDArray[np.bool_]) -> list[float]:
    sources = np.array([example.source for example in dev])
    said = np.where(again, second.sentiment, first.sentiment)
    truth = np.array([one.sentiment for one in dev])
    known = truth != UNKNOWN
    named = np.array(SENTIMENTS)[truth]
    measured = [_mean(macro_recall, named, said, known, sources)]
    for signal in SIGNALS:
        answers = np.array([getattr(one, signal) for one in dev])
        yes = np.where(again, getattr(second, signal), getattr(first, signal))
        measured.append(_mean(f1, answers == 1, yes, answers != UNKNOWN, sources))
    return measured


def _mean(measure: Any, truth: Any, said: Any, known: NDArray[np.bool_], sources: NDArray[Any]) -> float:
    some = [known & (sources == source) for source in np.unique(sources)]
    return float(np.mean([measure(truth[one], said[one]) for one in some if truth[one].any()]))


if __name__ == "__main__":
    main()
