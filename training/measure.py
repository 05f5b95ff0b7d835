"""How well does the reader read texts that neither taught nor tuned it? The figures of the model card.

In come the reader, the public data folders and the messages written for tests; out come rows, one per label and test
set. An interval is a bootstrap over texts: the middle 95 % of 1,000 draws with replacement.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.fast import Reader
from leadline.assess.reader.loading import AnyReader
from leadline.assess.reader.sentiment import SENTIMENTS
from leadline.assess.reader.signals import SIGNALS
from training import corpus, data
from training.data import UNKNOWN, Example

DRAWS = 1000
SEED = 7

TESTED = {
    "goemotions": "GoEmotions, test part: Reddit comments",
    "tweets": "tweets rated for VADER, test part",
    "amazonReviewSnippets": "product reviews rated for VADER, test part",
}
CORPUS = "our corpus, test part: authors and industries that taught nothing"
WRITTEN = "messages written for Leadline's tests (fresh.tsv)"

HEADLINES = {
    "sentiment": TESTED["tweets"],
    "frustration": TESTED["goemotions"],
    "excitement": TESTED["goemotions"],
    "need": TESTED["goemotions"],
    "theme": WRITTEN,
}
"""The test set whose figure stands for a label on pages: public where there is one that we did not look into."""

Figure = dict[str, Any]
Measure = Callable[[NDArray[Any], NDArray[Any]], float]


def public_figures(reader: Reader, folder: Path) -> list[Figure]:
    """Sentiment and signals on the public test parts, and themes on questions whose intent names the theme."""
    figures: list[Figure] = []
    for source, name in TESTED.items():
        examples = _test_part(folder, source)
        reading = reader.read([example.text for example in examples])
        figures += _sentiment(examples, reading, name)
        for signal in SIGNALS if source == "goemotions" else ():
            truth = np.array([getattr(example, signal) for example in examples], dtype=np.bool_)
            figures.append(figure(signal, "F1", f1, truth, getattr(reading, signal), name))
    return [*figures, _theme_figure(reader, folder)]


def corpus_figures(reader: Reader) -> list[Figure]:
    """Sentiment and signals on the test part of our corpus, where both its readers agree."""
    return _corpus_figures(reader, list(corpus.examples("test")), CORPUS)


def _corpus_figures(reader: Reader, examples: Sequence[Example], name: str) -> list[Figure]:
    reading = reader.read([example.text for example in examples])
    figures = _sentiment(examples, reading, name)
    for signal in SIGNALS:
        answers = np.array([getattr(example, signal) for example in examples])
        known = answers != UNKNOWN
        said = getattr(reading, signal)[known]
        figures.append(figure(signal, "F1", f1, answers[known].astype(np.bool_), said, name))
    return figures


FOREIGN = {"de": "German", "fr": "French", "es": "Spanish", "nl": "Dutch", "pt": "Portuguese"}


def foreign_figures(reader: Reader) -> list[Figure]:
    """The same in other languages, on the author of each who taught nothing; unread messages count as wrong."""
    figures: list[Figure] = []
    for language, name in FOREIGN.items():
        figures += _corpus_figures(
            reader, corpus.foreign_examples(language, "test"), f"our corpus in {name}, test part"
        )
    return figures


def kind_figures(reader: AnyReader) -> list[Figure]:
    """Sentiment on the test part of our corpus, by what makes a message hard to read; the best read kind first."""
    figures = []
    for kind, examples in corpus.examples_by_kind("test").items():
        [row] = _sentiment(examples, reader.read([example.text for example in examples]), kind, share_right)
        figures.append(row)
    return sorted(figures, key=lambda row: (-row["value"], row["data"]))


def signal_calibration(reader: AnyReader, examples: Sequence[Example]) -> dict[str, float]:
    """The expected calibration error of each signal whose answers are known: of p, against how many show it."""
    reading, errors = reader.read([example.text for example in examples]), {}
    for signal in SIGNALS:
        answers = np.array([getattr(example, signal) for example in examples])
        known = answers != UNKNOWN
        if known.any():
            errors[signal] = gap(getattr(reading, f"p_{signal}")[known], answers[known] == 1)
    return errors


def written_figures(reader: Reader, folder: Path) -> list[Figure]:
    """All labels on the messages written for tests, which stand in the repo (`tests/assess`)."""
    rows = read_rows(folder / "fresh.tsv")
    reading = reader.read([row["text"] for row in rows])
    truth = np.array([row["sentiment"] for row in rows])
    figures = [figure("sentiment", "macro recall", macro_recall, truth, np.array(reading.sentiment), WRITTEN)]
    for signal in SIGNALS:
        said = np.array([row[signal] == "1" for row in rows])
        figures.append(figure(signal, "F1", f1, said, getattr(reading, signal), WRITTEN))
    truth = np.array([row["theme"] for row in rows])
    figures.append(figure("theme", "share right", share_right, truth, np.array(reading.theme), WRITTEN))
    return [*figures, _language_figure(reader, folder), _spam_figure(reader, folder)]


def read_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _test_part(folder: Path, source: str) -> list[Example]:
    if source == "goemotions":
        return list(data.go_emotions(folder / "goemotions", "test"))
    return list(data.rated(folder / "vader", source, "test"))


def _sentiment(examples: Sequence[Example], reading: Any, name: str, value: Measure | None = None) -> list[Figure]:
    known = np.array([example.sentiment != UNKNOWN for example in examples])
    truth = np.array([SENTIMENTS[example.sentiment] for example in examples])[known]
    measure = "share right" if value else "macro recall"
    row = figure("sentiment", measure, value or macro_recall, truth, np.array(reading.sentiment)[known], name)
    p = np.stack([reading.p_negative, reading.p_neutral, reading.p_positive], axis=1)[known]
    return [row | {"calibration_error": round(calibration_error(p, truth), 3)}]


THEME_OF_INTENT = {
    "lost_luggage": "luggage", "carry_on": "luggage", "bill_balance": "billing", "pay_bill": "billing",
    "restaurant_reservation": "booking", "cancel_reservation": "booking", "book_hotel": "booking",
    "redeem_rewards": "loyalty", "rewards_balance": "loyalty", "order_status": "delivery-late",
    "flight_status": "trip-delay", "request_refund": "returns-and-refunds",
    "Refund_not_showing_up": "returns-and-refunds", "card_arrival": "delivery-late",
    "terminate_account": "contract-cancellation", "transaction_charged_twice": "billing",
    "card_payment_fee_charged": "billing", "passcode_forgotten": "privacy",
}  # fmt: skip
"""Intents of Banking77 and CLINC150 that name one of our themes; chosen before the themes were tried on them."""


def _theme_figure(reader: Reader, folder: Path) -> Figure:
    asked = [*data.intents_of_banking77(folder / "banking77"), *data.intents_of_clinc150(folder / "clinc150")]
    asked = [(text, THEME_OF_INTENT[intent]) for text, intent in asked if intent in THEME_OF_INTENT]
    said = reader.read([text for text, _ in asked]).theme
    name = "questions of Banking77 and CLINC150, test parts, 18 intents"
    truth = np.array([theme for _, theme in asked])
    return figure("theme", "share right", share_right, truth, np.array(said), name)


def _language_figure(reader: Reader, folder: Path) -> Figure:
    rows = read_rows(folder / "languages.tsv")
    said = np.array(reader.read([row["text"] for row in rows]).language)
    truth = np.array([row["language"] for row in rows])
    return figure(
        "language", "share right", share_right, truth, said, "short messages written for tests (languages.tsv)"
    )


def _spam_figure(reader: Reader, folder: Path) -> Figure:
    rows = read_rows(folder / "spam.tsv")
    said = reader.read([row["text"] for row in rows]).spam
    truth = np.array([row["spam"] == "1" for row in rows])
    return figure("spam", "F1", f1, truth, said, "messages written for tests (spam.tsv)")


def figure(label: str, measure: str, value: Measure, truth: NDArray[Any], said: NDArray[Any], name: str) -> Figure:
    """One row of the card: the measure with its interval, the share right, how many texts, and which."""
    rng = np.random.default_rng(SEED)
    picks = rng.integers(0, len(truth), (DRAWS, len(truth)))
    low, high = np.percentile([value(truth[pick], said[pick]) for pick in picks], [2.5, 97.5])
    return {
        "label": label, "measure": measure, "value": _rounded(value(truth, said)), "low": _rounded(low),
        "high": _rounded(high), "right": _rounded(share_right(truth, said)), "n": len(truth), "data": name,
    }  # fmt: skip


def _rounded(value: float) -> float:
    return round(float(value), 3)


def macro_recall(truth: NDArray[Any], said: NDArray[Any]) -> float:
    """The mean, over the three sentiments, of the share of its texts that were found (chance is 0.33)."""
    return float(np.mean([np.mean(said[truth == label] == label) for label in SENTIMENTS if (truth == label).any()]))


def f1(truth: NDArray[Any], said: NDArray[Any]) -> float:
    """The harmonic mean of precision and recall of the yes."""
    both = truth.sum() + said.sum()
    return float(2 * (truth & said).sum() / both) if both else 1.0


def share_right(truth: NDArray[Any], said: NDArray[Any]) -> float:
    return float(np.mean(truth == said))


def calibration_error(p: NDArray[np.float32], truth: NDArray[Any], bins: int = 10) -> float:
    """Expected calibration error of the likeliest sentiment (Naeini et al. 2015), ten bins of equal width."""
    sure = p.max(axis=1)
    right = np.array(SENTIMENTS)[p.argmax(axis=1)] == truth
    return gap(sure, right, bins)


def gap(p: NDArray[np.float32], came_true: NDArray[Any], bins: int = 10) -> float:
    """How far probabilities lie from how often they came true, on average over bins of equal width."""
    place = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [abs(came_true[place == b].mean() - p[place == b].mean()) * (place == b).mean() for b in np.unique(place)]
    return float(sum(gaps))
