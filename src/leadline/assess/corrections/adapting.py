"""Can the company's own corrections make the model read its messages better? Tried label by label, and proven first.

In: corrections. Out: a `Layer` with what was proven, and for each label what was tried. The method: logistic
regression on the model's own features, beside the model's score and drawn towards no change (kernel logistic
regression; Zhu and Hastie 2005). The surprise: people correct what looks wrong, so what they corrected by themselves
may teach, but only messages drawn at random may judge; each is read by a layer that its author did not teach.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess.corrections.labels import YES, Case, CorrectedLabel, Correction, cases
from leadline.assess.reader.features import featurise
from leadline.assess.reader.layer import MOST_CHANGE, Held, Layer
from leadline.assess.reader.model import MODEL_VERSION, Model, load_model
from leadline.assess.reader.sentiment import SENTIMENTS
from leadline.engine import Lake

TAUGHT: tuple[CorrectedLabel, ...] = ("sentiment", "frustration", "excitement", "need")
"""What a layer can change. Spam is told by rules, not by weights."""

STEPS = 40
"""How often the weights are bettered; they hardly move any more by then."""

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Demands:
    """What a layer must show before it is kept, and how it is taught.

    `checked`: so many messages of samples. `mended`: so many of them read right that were wrong. `p`: chance alone does
    as well in fewer tries than that; four labels are tried, so that together chance passes in one try of 25 at most.
    `most`: the newest so many teach. `firmness`: how strongly it is drawn to no change.
    """

    checked: int = 100
    mended: int = 8
    p: float = 0.01
    most: int = 1_000
    folds: int = 5
    firmness: float = 1.0


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
        tried = _try(mine, label, model, asked) if mine else None
        held.append(_judged(mine, label, tried, asked))
        if tried and held[-1].kept:
            parts |= tried.whole()
    return _layer(parts, heads, model, tuple(held), until)


def _chosen(told: Sequence[Case], label: CorrectedLabel, asked: Demands) -> list[Case]:
    """Those of which the label was said, each text once; of too many the checked ones first, then the newest."""
    once = {" ".join(case.text.lower().split()): case for case in told if label in case.said}
    newest = list(once.values())[::-1]
    checked = [case for case in newest if label in case.sampled]
    return [*checked, *(case for case in newest if label not in case.sampled)][: asked.most]


@dataclass(frozen=True)
class _Tried:
    """One label of a company: its features, what the model says of each head, and what people say."""

    label: CorrectedLabel
    features: Any
    alike: Numbers
    scores: Mapping[str, Numbers]
    said: Mapping[str, Numbers]
    folds: Places
    checked: Places
    model: Model
    asked: Demands

    def held_out(self) -> dict[str, Numbers]:
        """Scores of each head by layers that were taught by other authors."""
        told = {head: np.array(scores) for head, scores in self.scores.items()}
        for fold in range(self.asked.folds):
            out, taught = np.flatnonzero(self.folds == fold), np.flatnonzero(self.folds != fold)
            for head, weights in self._taught(taught).items():
                told[head][out] += self.alike[np.ix_(out, taught)] @ weights
        return told

    def whole(self) -> dict[str, tuple[Any, Numbers, float]]:
        """For each head the features, the weight of each message, and what it adds to one unit of the table's score."""
        everything = np.arange(len(self.folds))
        return {head: (self.features, weights, self._unit()) for head, weights in self._taught(everything).items()}

    def right(self, scores: Mapping[str, Numbers]) -> NDArray[np.bool_]:
        """Whether each checked message is read as people say."""
        right: NDArray[np.bool_] = self._read(scores)[self.checked] == self._truth()[self.checked]
        return right

    def worth(self, scores: Mapping[str, Numbers]) -> float:
        """Mean over what can be said of F1: a layer that never says yes is no gain, however often it is right."""
        read, truth = self._read(scores)[self.checked], self._truth()[self.checked]
        kinds = range(len(SENTIMENTS)) if self.label == "sentiment" else [1]
        return float(np.mean([_f1(read == kind, truth == kind) for kind in kinds]))

    def _read(self, scores: Mapping[str, Numbers]) -> Places:
        if self.label == "sentiment":
            likeliest: Places = np.stack([scores[head] for head in SENTIMENTS]).argmax(axis=0)
            return likeliest
        return (_logistic(scores[self.label]) >= self.model.signals[self.label].threshold).astype(np.intp)

    def _truth(self) -> Places:
        said = [self.said[head] for head in SENTIMENTS] if self.label == "sentiment" else [self.said[self.label]]
        return np.stack(said).argmax(axis=0) if len(said) > 1 else said[0].astype(np.intp)

    def _taught(self, taught: Places) -> dict[str, Numbers]:
        """The weight of each message for each head: Newton steps with the curvature that the loss never exceeds, so
        that one matrix serves all steps and none of them goes up (Boehning 1992)."""
        steepest = 0.25 if len(self.scores) == 1 else 0.5
        drawn = self.asked.firmness / steepest
        alike = self.alike[np.ix_(taught, taught)].astype(np.float32)
        solved = np.linalg.inv(alike + np.diag(np.full(len(taught), np.float32(drawn))))
        added = {head: np.zeros(len(taught)) for head in self.scores}
        weights = dict(added)
        for _ in range(STEPS):
            p = _probabilities({head: self.scores[head][taught] + added[head] for head in added})
            wanted = {head: added[head] + (self.said[head][taught] - p[head]) / steepest for head in added}
            weights = {head: (solved @ values.astype(np.float32)).astype(float) for head, values in wanted.items()}
            added = {head: wanted[head] - drawn * weights[head] for head in added}
        return weights

    def _unit(self) -> float:
        return self.model.temperature if self.label == "sentiment" else 1 / self.model.signals[self.label].slope


def _probabilities(scores: Mapping[str, Numbers]) -> dict[str, Numbers]:
    if len(scores) == 1:
        return {head: _logistic(values) for head, values in scores.items()}
    stacked = np.stack(list(scores.values()))
    odds = np.exp(stacked - stacked.max(axis=0))
    return dict(zip(scores, odds / odds.sum(axis=0), strict=True))


def _logistic(scores: Numbers) -> Numbers:
    p: Numbers = 1 / (1 + np.exp(-scores))
    return p


def _f1(read: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    return 2 * float((read & truth).sum()) / max(1, int(read.sum()) + int(truth.sum()))


def _try(mine: Sequence[Case], label: CorrectedLabel, model: Model, asked: Demands) -> _Tried:
    features, scores = _features([case.text for case in mine], model)
    if label == "sentiment":
        heads = {head: scores[head] / model.temperature for head in SENTIMENTS}
        said = {head: np.array([case.said[label] == head for case in mine], float) for head in SENTIMENTS}
    else:
        known = model.signals[label]
        heads = {label: known.slope * scores[label] + known.offset}
        said = {label: np.array([case.said[label] == YES for case in mine], float)}
    return _Tried(
        label,
        features,
        (features @ features.T).toarray() + 1.0,
        heads,
        said,
        np.array([_fold(case.author, asked.folds) for case in mine]),
        np.array([place for place, case in enumerate(mine) if label in case.sampled], dtype=np.intp),
        model,
        asked,
    )


def _fold(author: str, folds: int) -> int:
    """All messages of an author are in one fold, the same one in every run."""
    return int(hashlib.sha256(author.encode()).hexdigest()[:8], 16) % folds


def _features(texts: list[str], model: Model) -> tuple[Any, Mapping[str, Numbers]]:
    """A sparse matrix (texts, rows of the model's table) as the model weighs them, and the model's scores."""
    from scipy.sparse import csr_array

    found = featurise(texts)
    blocks = [[*found.words, model.lexicon.rows(found.tokens)], list(found.pieces)]
    size = (len(texts), len(model.reading.table))
    features = csr_array(size)
    for block in blocks:
        weight = 1 / np.sqrt(np.maximum(np.sum([rows.counts for rows in block], axis=0), 1))
        for rows in block:
            place = np.repeat(np.arange(len(texts)), rows.counts)
            features = features + csr_array((weight[place], (place, rows.rows.astype(np.intp))), shape=size)
    return features, model.reading.scores(*blocks)


def _judged(mine: Sequence[Case], label: CorrectedLabel, tried: _Tried | None, asked: Demands) -> Held:
    checked = sum(label in case.sampled for case in mine)
    nothing = Held(label, len(mine), checked, 0, 0, 0, 0, 1.0, False, "")
    if tried is None or checked < asked.checked:
        more = asked.checked - checked
        return replace(nothing, why=f"not yet: {more} more checked message{'' if more == 1 else 's'}")
    without, held_out = tried.scores, tried.held_out()
    before, after = tried.right(without), tried.right(held_out)
    mended, spoilt = int((after & ~before).sum()), int((before & ~after).sum())
    p = _by_chance(mended, spoilt)
    worse = tried.worth(held_out) < tried.worth(without)
    kept = mended >= asked.mended and p < asked.p and not worse
    told = Held(label, len(mine), checked, int(before.sum()), int(after.sum()), mended, spoilt, p, kept, "")
    return replace(told, why=_why(told, worse=worse))


def _by_chance(mended: int, spoilt: int) -> float:
    """How likely a coin mends as many of those that changed (the exact sign test, one-sided)."""
    changed = mended + spoilt
    return float(sum(comb(changed, k) for k in range(mended, changed + 1)) / 2**changed)


def _why(held: Held, *, worse: bool) -> str:
    told = f"{held.before} of {held.checked} right before, {held.after} after"
    if held.kept:
        return f"proven: {told}; chance does so well in {held.p:.1%} of tries"
    if worse and held.after > held.before:
        return f"not kept: {told}, and it finds fewer of what people found"
    return f"not proven: {told}"


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
