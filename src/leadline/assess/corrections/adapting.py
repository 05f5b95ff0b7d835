"""Can the company's own corrections make the model read its messages better? Tried label by label, and proven first.

In: corrections. Out: a `Layer` with what was proven, and for each label what was tried. `fitting` teaches, `judging`
keeps or not. The surprise: people correct what looks wrong, so what they corrected by themselves may teach, but only
messages drawn at random may judge; each is read by a layer that its author did not teach.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from leadline.assess.corrections.demands import Demands
from leadline.assess.corrections.fitting import Numbers, tried
from leadline.assess.corrections.judging import judged
from leadline.assess.corrections.labels import Case, CorrectedLabel, Correction, cases
from leadline.assess.reader.layer import MOST_CHANGE, Held, Layer
from leadline.assess.reader.model import MODEL_VERSION, Model, load_model
from leadline.engine import Lake

TAUGHT: tuple[CorrectedLabel, ...] = ("sentiment", "frustration", "excitement", "need")
"""What a layer can change. Spam is told by rules, not by weights."""


def adapt(lake: Lake, corrections: Sequence[Correction], *, demands: Demands | None = None) -> Layer:
    """Teach a layer by all corrections and keep what of it is proven; `held` says of each label why or why not.

    A few seconds for a thousand messages. Nothing is written.
    """
    until = max((one.at for one in corrections), default=dt.datetime(1, 1, 1, tzinfo=dt.UTC))
    return layer_of(cases(lake, corrections), until=until, demands=demands)


def layer_of(
    told: Sequence[Case], *, until: dt.datetime, demands: Demands | None = None, model: Model | None = None
) -> Layer:
    """The same of messages and what people say of them."""
    asked, model = demands or Demands(), model or load_model()
    heads = model.reading.labels
    held, parts = list[Held](), dict[str, tuple[Any, Numbers, float]]()
    for label in TAUGHT:
        mine = _chosen(told, label, asked)
        found = tried(mine, label, model, asked) if mine else None
        held.append(judged(mine, label, found, asked))
        if found and held[-1].kept:
            parts |= found.whole()
    return _layer(parts, heads, model, tuple(held), until)


def _chosen(told: Sequence[Case], label: CorrectedLabel, asked: Demands) -> list[Case]:
    """Those of which the label was said, each text once; of too many the checked ones first, then the newest."""
    once = {" ".join(case.text.lower().split()): case for case in told if label in case.said}
    newest = list(once.values())[::-1]
    checked = [case for case in newest if label in case.sampled]
    return [*checked, *(case for case in newest if label not in case.sampled)][: asked.most]


def _layer(
    parts: Mapping[str, tuple[Any, Numbers, float]],
    heads: Sequence[str],
    model: Model,
    held: tuple[Held, ...],
    until: dt.datetime,
) -> Layer:
    """Weights of messages become weights of rows, in the table's own steps; less than half a step is nothing."""
    table = np.zeros((len(model.reading.table), len(heads)), dtype=np.int16)
    bias = np.zeros(len(heads))
    for head, (features, weights, unit) in parts.items():
        place = heads.index(head)
        steps = np.rint(unit * (features.T @ weights) / model.reading.scales[place])
        table[:, place] = np.clip(steps, -MOST_CHANGE, MOST_CHANGE)
        bias[place] = unit * weights.sum()
    changed = np.flatnonzero(table.any(axis=1))
    return Layer(MODEL_VERSION, held, until, changed.astype(np.uint32), table[changed], bias)
