"""The weights that Leadline ships, and the card that says what they were learned from and how well they read.

`fast-3.npz` and `card.json` are written by `training/reader.py`; the measured quality in the card is added by
`benchmarks/text.py`. A new model gets a new version, since a series of signals never mixes versions.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from leadline.assess.reader.heads import Heads
from leadline.assess.reader.language import HEADS as LANGUAGE_HEADS
from leadline.assess.reader.language import LANGUAGE_ROWS
from leadline.assess.reader.lexicon import Lexicon
from leadline.assess.reader.sentiment import SENTIMENTS
from leadline.assess.reader.signals import SIGNALS, Calibration, calibrations

FOLDER = Path(__file__).parent
MODEL_VERSION = "fast-3"
"""Every signal carries it."""


@dataclass(frozen=True)
class Model:
    """Heads for reading and for the language, the rated words, and the calibration of the scores."""

    lexicon: Lexicon
    reading: Heads
    language: Heads
    temperature: float
    signals: dict[str, Calibration]


@cache
def model_card() -> dict[str, Any]:
    """The model card as written: version, data, calibration, quality."""
    card: dict[str, Any] = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    return card


def load_model() -> Model:
    calibration = model_card()["calibration"]
    with np.load(FOLDER / f"{MODEL_VERSION}.npz") as stored:
        named = {name: stored[name] for name in stored.files}
    return Model(
        Lexicon(named["lexicon_hashes"], named["lexicon_steps"]),
        Heads.packed((*SENTIMENTS, *SIGNALS), named["table"], named["scales"], named["bias"]),
        Heads.packed(
            LANGUAGE_HEADS,
            named["language_table"],
            named["language_scales"],
            named["language_bias"],
            mask=LANGUAGE_ROWS - 1,
        ),
        calibration["temperature"],
        calibrations(calibration),
    )
