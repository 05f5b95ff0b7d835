"""One label of a company, taught: what would weights of its own messages change, and would others' have said so?

In: messages and what people say of them, the model. Out: a `Tried`, which reads each message by layers that its author
did not teach, and gives the weights by which all teach. The method: logistic regression on the model's own features,
beside the model's score and drawn towards no change (kernel logistic regression; Zhu and Hastie 2005).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess.corrections.demands import Demands
from leadline.assess.corrections.labels import YES, Case, CorrectedLabel
from leadline.assess.reader.features import featurise
from leadline.assess.reader.model import Model
from leadline.assess.reader.sentiment import SENTIMENTS

STEPS = 40
"""How often the weights are bettered; they hardly move any more by then."""

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Tried:
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


def tried(mine: Sequence[Case], label: CorrectedLabel, model: Model, asked: Demands) -> Tried:
    features, scores = _features([case.text for case in mine], model)
    if label == "sentiment":
        heads = {head: scores[head] / model.temperature for head in SENTIMENTS}
        said = {head: np.array([case.said[label] == head for case in mine], float) for head in SENTIMENTS}
    else:
        known = model.signals[label]
        heads = {label: known.slope * scores[label] + known.offset}
        said = {label: np.array([case.said[label] == YES for case in mine], float)}
    return Tried(
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
