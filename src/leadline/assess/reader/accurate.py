"""What does the accurate model, a fine-tuned small transformer, read in a text?

In: texts. Out: calibrated probabilities, and the department that each text is most likely the business of. It runs on
the processor, 170 times slower than the fast model, and fetches nothing. The surprise: a text gets the same figures
alone and among others, since the export fixed the steps in which sums are rounded; whoever rounds by the batch, as is
usual, lets neighbours change a label.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.accurate_pieces import cut, groups, padded, read_tokenizer
from leadline.assess.reader.model import FOLDER
from leadline.assess.reader.sentiment import SENTIMENTS, probabilities
from leadline.assess.reader.signals import SIGNALS, Calibration, calibrations, probability
from leadline.config import setting
from leadline.errors import LeadlineError
from leadline.words import Department

ACCURATE_VERSION = "accurate-1"
DEPARTMENTS = (*(department.value for department in Department), "")
"""In the order of the department head; the last one is of no company's business."""
HEADS = (*SENTIMENTS, *SIGNALS, "spam", *DEPARTMENTS)
"""What the model scores, in its order."""
_BATCH = 32
_AT_ONCE = 2048
"""Texts that are cut at once: memory stays the same for a thousand texts and for a million."""

Shares = NDArray[np.float32]


@dataclass(frozen=True)
class Opinions:
    """What the model reads, one row per text: `sentiment` of shape (texts, 3), and one probability per signal."""

    sentiment: Shares
    signals: dict[str, Shares]
    department: list[str]


@dataclass(frozen=True)
class Accurate:
    """The model in a folder. It is loaded at the first text; several threads may use it at once."""

    folder: Path
    threads: int = 1

    def read(self, texts: Sequence[str]) -> Opinions:
        """Read each text up to its 96th word piece."""
        calibration = self.card["calibration"]
        scores = self.scores(texts).astype(np.float64)
        named = {name: scores[:, place] for place, name in enumerate((*SENTIMENTS, *SIGNALS))}
        named |= {name: named[name] + shift for name, shift in zip(SENTIMENTS, calibration["shift"], strict=True)}
        places = scores[:, -len(DEPARTMENTS) :].argmax(axis=1).tolist()
        return Opinions(
            probabilities(named, calibration["temperature"]),
            {name: probability(named[name], self.signals[name]) for name in SIGNALS},
            [DEPARTMENTS[place] for place in places],
        )

    def scores(self, texts: Sequence[str]) -> Shares:
        """Shape (texts, HEADS), before calibration."""
        found = np.zeros((len(texts), len(HEADS)), np.float32)
        with ThreadPoolExecutor(self.threads) as threads:
            for first in range(0, len(texts), _AT_ONCE):
                pieces = cut(self._tokenizer, texts[first : first + _AT_ONCE])
                of_one_length = list(groups(pieces, _BATCH))
                scored = threads.map(lambda group: self._scored([pieces[place] for place in group]), of_one_length)  # noqa: B023
                for group, scores in zip(of_one_length, scored, strict=True):
                    found[first + np.array(group)] = scores
        return found

    @cached_property
    def card(self) -> dict[str, Any]:
        """The model card as written: version, data, calibration, quality."""
        card: dict[str, Any] = json.loads((self.folder / f"{ACCURATE_VERSION}.json").read_text(encoding="utf-8"))
        return card

    @cached_property
    def signals(self) -> dict[str, Calibration]:
        return calibrations(self.card["calibration"])

    def __reduce__(self) -> tuple[type[Accurate], tuple[Path, int]]:
        """It may travel to other processes; each loads the model itself."""
        return Accurate, (self.folder, self.threads)

    def _scored(self, pieces: Sequence[Sequence[int]]) -> Shares:
        numbers, there = padded(pieces)
        [scores] = self._session.run(None, {"pieces": numbers, "there": there})
        found: Shares = scores
        return found

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        model = self.folder / f"{ACCURATE_VERSION}.onnx"
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:
        return read_tokenizer(self.folder / f"{ACCURATE_VERSION}.pieces.json")


def load_accurate(folder: Path = FOLDER) -> Accurate:
    """The accurate model that comes with Leadline, with as many threads as LEADLINE_ACCURATE_THREADS says.

    Raises LeadlineError where what it needs to run is not installed.
    """
    missing = next((name for name in ("onnxruntime", "tokenizers") if find_spec(name) is None), None)
    if missing:
        raise LeadlineError(
            f"The accurate model cannot run: {missing} is not installed here.",
            "Install it: pip install 'leadline[accurate]', or make setup-accurate in a clone. Or use the fast model.",
        )
    if not is_there(folder):
        raise LeadlineError(
            "The accurate model's files are not in this installation.", "Install Leadline again, or use the fast model."
        )
    return Accurate(folder, max(1, setting("LEADLINE_ACCURATE_THREADS")))


def is_there(folder: Path = FOLDER) -> bool:
    """Whether all the model's files are."""
    return all((folder / f"{ACCURATE_VERSION}{ending}").is_file() for ending in (".onnx", ".pieces.json", ".json"))
