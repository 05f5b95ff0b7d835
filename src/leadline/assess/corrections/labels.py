"""What do people say of a message's labels, where the model said something else, or the same?

In: corrections as people wrote them. Out: the answer that counts for each message and label, and cases: texts beside
what people said of them. The surprise: a correction is of one version of a message; when the message is edited, it
speaks of words that stand there no more, and counts no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import pyarrow as pa

from leadline.assess.reader.sentiment import SENTIMENTS
from leadline.assess.reader.themes import Theme, Themes
from leadline.engine import Lake, matching, rows
from leadline.errors import LeadlineError
from leadline.listen import MESSAGES, with_versions
from leadline.words import Department

CorrectedLabel = Literal["sentiment", "frustration", "excitement", "need", "spam", "theme", "department"]
LABELS: tuple[CorrectedLabel, ...] = get_args(CorrectedLabel)
"""What can be corrected."""
YES, NO = "yes", "no"
NONE = "none"
"""What is said of a theme or department where there is none."""
Key = tuple[str, str, str]
"""A version of a message: its source, its id, the version."""


@dataclass(frozen=True)
class Correction:
    """What somebody said of one label: a sentiment, a theme's id or none, a department or none, or yes or no; "" takes
    back what was said before.

    `read` is what the model said then, and `model` its version. `sampled` is whether the message was drawn at random
    and its labels were hidden, so that it can measure.
    """

    source: str
    message_id: str
    version: str
    label: CorrectedLabel
    said: str
    read: str
    model: str
    sampled: bool
    at: dt.datetime

    @property
    def key(self) -> Key:
        return self.source, self.message_id, self.version


@dataclass(frozen=True)
class Case:
    """A message as it stands now, and what people say of it: `said` by label, `sampled` what they said of a sample."""

    source: str
    message_id: str
    author: str
    text: str
    said: Mapping[CorrectedLabel, str]
    sampled: Mapping[CorrectedLabel, str]


def choices(label: str, themes: Iterable[Theme] = ()) -> tuple[str, ...]:
    """What can be said of a label, a theme being one of `themes`. Raises LeadlineError for what is no label."""
    if label not in LABELS:
        raise LeadlineError(f"“{label}” is no label that can be corrected.", f"Choose one of {', '.join(LABELS)}.")
    if label == "theme":
        return (*(theme.id for theme in themes if theme.is_current), NONE)
    if label == "department":
        return (*(one.value for one in Department), NONE)
    return SENTIMENTS if label == "sentiment" else (YES, NO)


def reading_of(signal: Mapping[str, Any], label: str, themes: Themes | None = None) -> str:
    """What the model said, in the words of a correction; "" where it read nothing.

    A theme is told as it counts today where `themes` are given, and so is its department.
    """
    sentiment = signal.get("sentiment")
    if not sentiment or sentiment == "unread":
        return ""
    if label == "spam":
        return YES if sentiment == "spam" else NO
    if sentiment == "spam":
        return ""
    if label in ("theme", "department"):
        return _topic(signal, label, themes)
    return str(sentiment) if label == "sentiment" else (YES if signal[label] else NO)


def in_force(
    corrections: Iterable[Correction], themes: Themes | None = None
) -> dict[tuple[Key, CorrectedLabel], Correction]:
    """The last word on each label of each message; what was taken back is left out.

    With `themes`, who names a theme has named its department, unless a department was named later.
    """
    last = {(one.key, one.label): one for one in sorted(corrections, key=lambda one: one.at)}
    told = {place: one for place, one in last.items() if one.said}
    return told if themes is None else told | _departments(told, themes)


def _departments(
    told: Mapping[tuple[Key, CorrectedLabel], Correction], themes: Themes
) -> dict[tuple[Key, CorrectedLabel], Correction]:
    found: dict[tuple[Key, CorrectedLabel], Correction] = {}
    for (key, label), one in told.items():
        named = told.get((key, "department"))
        if label == "theme" and (named is None or named.at < one.at):
            department = NONE if one.said == NONE else themes.department_of(one.said) or NONE
            found[key, "department"] = replace(one, label="department", said=department)
    return found


def _topic(signal: Mapping[str, Any], label: str, themes: Themes | None) -> str:
    theme = signal.get("theme") or ""
    if label == "theme":
        return (themes.standing(theme) if themes and theme else theme) or NONE
    told = themes.department_of(theme) if themes and theme else ""
    return told or signal.get("department") or NONE


def cases(lake: Lake, corrections: Sequence[Correction]) -> tuple[Case, ...]:
    """Messages that anything is said of, oldest correction first. Deleted ones and earlier versions are left out."""
    every = _by_message(in_force(corrections).values())
    sampled = _by_message(in_force(one for one in corrections if one.sampled).values())
    found = _messages(lake, every)
    return tuple(
        Case(key[0], key[1], found[key]["author"], found[key]["text"], said, sampled.get(key, {}))
        for key, said in every.items()
        if key in found
    )


def _by_message(corrections: Iterable[Correction]) -> dict[Key, dict[CorrectedLabel, str]]:
    told: dict[Key, dict[CorrectedLabel, str]] = {}
    for one in corrections:
        told.setdefault(one.key, {})[one.label] = one.said
    return told


def _messages(lake: Lake, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
    wanted = sorted({key[:2] for key in keys})
    if not wanted:
        return {}
    asked = pa.table({"source": [one[0] for one in wanted], "message_id": [one[1] for one in wanted]})
    said = rows(with_versions(lake, matching(lake, MESSAGES, asked, names=(*MESSAGES.key, "author", "text"))))
    return {
        (row["source"], row["message_id"], row["version"]): row for row in said if row["text"] and not row["deleted_at"]
    }
