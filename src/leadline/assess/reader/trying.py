"""How does the model read this one sentence? For people who want to see it before they trust it.

In: a text that somebody typed. Out: a `Sentence` with every label, its probability and the line from which on it
counts. Nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadline.assess.reader.loading import AnyReader
from leadline.assess.reader.sentiment import SENTIMENTS
from leadline.assess.reader.signals import SIGNALS


@dataclass(frozen=True)
class Shown:
    """One yes-or-no reading: it is a yes where `p` reaches `threshold` (both 0 to 1)."""

    name: str
    p: float
    threshold: float
    shown: bool


@dataclass(frozen=True)
class Sentence:
    """One text as the model reads it. Where `read` is False, its language is not one that the model reads."""

    text: str
    language: str
    read: bool
    spam: bool
    sentiment: str
    sentiments: dict[str, float]
    signals: tuple[Shown, ...]
    theme: str | None
    department: str | None


def read_sentence(reader: AnyReader, text: str) -> Sentence:
    """The reading of one text, as it would be among a million others."""
    reading = reader.read([text])
    shown = {name: (float(getattr(reading, f"p_{name}")[0]), bool(getattr(reading, name)[0])) for name in SIGNALS}
    theme = reader.themes.get(reading.theme[0])
    signals = reader.signals(accurately=bool(reading.accurately[0]))
    return Sentence(
        text=text,
        language=reading.language[0],
        read=bool(reading.read[0]),
        spam=bool(reading.spam[0]),
        sentiment=reading.sentiment[0],
        sentiments={name: float(getattr(reading, f"p_{name}")[0]) for name in SENTIMENTS},
        signals=tuple(Shown(name, p, signals[name].threshold, yes) for name, (p, yes) in shown.items()),
        theme=theme.name if theme else None,
        department=theme.department.value if theme else None,
    )
