"""The chips under a message: what counts of it, what it could be said to be instead, and who corrected what.

In: a message as it was read, and corrections on it. Out: chips, each one a button for who may correct. The surprise: a
correction counts here at once, while shares keep the model's readings (docs/words/assess.md says why).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.assess import ReadMessage, reading_of
from leadline.assess.corrections.labels import NO, YES
from leadline.web.assess.convert import Place
from leadline.web.assess.models import CorrectionRow
from leadline.web.assess.sentences import READINGS

FLAGS = ("frustration", "excitement", "need", "spam")
SENTIMENTS = ("negative", "neutral", "positive")


@dataclass(frozen=True)
class Chip:
    """One label: its colour, its words, whether it counts, and what pressing it says ("" where nothing can be said)."""

    name: str
    words: str
    shown: bool
    says: str
    tells: str = ""
    """What pressing it does, for who hears the page."""


@dataclass(frozen=True)
class Corrected:
    """What a person said of a label, and what the model had said."""

    row: int
    words: str
    who: str
    at: dt.datetime
    model_said: str
    agrees: bool


def chips_of(message: ReadMessage, known: Mapping[Place, CorrectionRow]) -> tuple[Chip, ...]:
    """All chips of a message, those that count first."""
    if message.deleted_at:
        return ()
    if message.sentiment is None:
        told = _("not read: %(kind)s") % {"kind": message.kind}
        return (Chip("", told, shown=True, says=""),) if message.kind != "message" else ()
    if message.sentiment == "unread":
        return (Chip("unread", _("language not read"), shown=True, says=""),)
    every = [*_sentiments(message, known), *_flags(message, known)]
    if _said(message, "spam", known) == YES:  # what spam seems to feel counts nowhere
        every = [chip for chip in every if chip.name == "spam"]
    return tuple(sorted(every, key=lambda chip: not chip.shown))


def corrected_of(message: ReadMessage, known: Mapping[Place, CorrectionRow]) -> tuple[Corrected, ...]:
    """What people said of it, label by label."""
    rows = [known[place] for label in ("sentiment", *FLAGS) if (place := _place(message, label)) in known]
    return tuple(
        Corrected(
            row=row.pk,
            words=words_of(row.label, row.said),
            who=str(row.by or _("somebody who left")),
            at=row.at,
            model_said=words_of(row.label, reading_of(vars(message), row.label)),
            agrees=row.said == reading_of(vars(message), row.label),
        )
        for row in rows
    )


def words_of(label: str, said: str) -> str:
    """`frustration`, `no frustration`, `positive`; of nothing `nothing`."""
    if not said:
        return _("nothing")
    if label == "sentiment":
        return str(READINGS[said])  # type: ignore[index]
    name = str(READINGS[label])  # type: ignore[index]
    return name if said == YES else _("no %(label)s") % {"label": name}


def _sentiments(message: ReadMessage, known: Mapping[Place, CorrectionRow]) -> Iterator[Chip]:
    now = _said(message, "sentiment", known)
    for one in SENTIMENTS:
        shown = one == now
        tells = _("It is %(words)s") % {"words": READINGS[one]}  # type: ignore[index]
        yield Chip(one, str(READINGS[one]), shown, "" if shown else f"sentiment:{one}", tells)  # type: ignore[index]


def _flags(message: ReadMessage, known: Mapping[Place, CorrectionRow]) -> Iterator[Chip]:
    for label in FLAGS:
        shown = _said(message, label, known) == YES
        said = NO if shown else YES
        tells = _("It is %(words)s") if label == "spam" else _("It shows %(words)s")
        yield Chip(label, words_of(label, YES), shown, f"{label}:{said}", tells % {"words": words_of(label, said)})


def _said(message: ReadMessage, label: str, known: Mapping[Place, CorrectionRow]) -> str:
    row = known.get(_place(message, label))
    return row.said if row else reading_of(vars(message), label)


def _place(message: ReadMessage, label: str) -> Place:
    return message.source, message.message_id, message.version, label
