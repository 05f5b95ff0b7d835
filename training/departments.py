"""Whose business is a message? The accurate model's last layer for departments, fitted once the others have learned.

In: what the fine-tuned encoder says of our corpus's teaching part. Out: weights and biases of the department head, and
how often each way to a department is right for authors that were left out. The surprise: the tuning part cannot tell,
since its one author writes mostly to a company that hires; so a quarter of the authors is left out in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from leadline.assess.reader.accurate import DEPARTMENTS
from leadline.assess.reader.fast import load_reader
from training import corpus
from training.data import UNKNOWN
from training.measure import share_right

STRENGTH = 0.1
FOLDS = 4
NONE = len(DEPARTMENTS) - 1


@dataclass(frozen=True)
class Taught:
    """Messages whose department both readers agree on: text, its place in DEPARTMENTS, author."""

    texts: list[str]
    answers: NDArray[np.int64]
    authors: list[str]


@dataclass(frozen=True)
class Head:
    """The head: `weights` of shape (departments, states), and the share right by each way to a department."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    measured: dict[str, Any]


def taught() -> Taught:
    author = {message.text: message.author for message in corpus.messages()}
    known = [example for example in corpus.examples("train") if example.department != UNKNOWN]
    texts = [example.text for example in known]
    return Taught(texts, np.array([example.department for example in known]), [author[text] for text in texts])


def fit_head(states: NDArray[np.float32], some: Taught) -> Head:
    """`states` are the encoder's means of these messages, shape (messages, states)."""
    said = np.zeros_like(some.answers)
    for teach, test in GroupKFold(FOLDS).split(states, some.answers, some.authors):
        said[test] = _fitted(states[teach], some.answers[teach]).predict(states[test])
    whole = _fitted(states, some.answers)
    return Head(whole.coef_.astype(np.float32), whole.intercept_.astype(np.float32), _measured(said, some))


def _fitted(states: NDArray[np.float32], answers: NDArray[np.int64]) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=400).fit(states, answers)


def _measured(head: NDArray[np.int64], some: Taught) -> dict[str, Any]:
    theme = _of_themes(some.texts)
    ways = {"theme": theme, "head": head, "theme else head": np.where(theme == NONE, head, theme)}
    right = {way: round(share_right(some.answers, said), 3) for way, said in ways.items()}
    return {"way": max(right, key=lambda way: right[way]), "right": right, "n": len(head)}


def _of_themes(texts: Sequence[str]) -> NDArray[np.int64]:
    return np.array([DEPARTMENTS.index(department) for department in load_reader().read(texts).department])
