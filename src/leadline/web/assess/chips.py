"""The chips under a message: what counts of it, what it could be said to be instead, and who corrected what.

In: a message as it was read, and corrections on it. Out: chips, each one a button for who may correct. The surprise: a
correction counts here at once, while shares keep the model's readings (docs/words/assess.md says why).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from leadline.assess import ReadMessage, Themes, reading_of
from leadline.assess.corrections.labels import NO, NONE, YES
from leadline.web.assess.convert import Place
from leadline.web.assess.models import CorrectionRow
from leadline.web.assess.sentences import READINGS
from leadline.words import Department

TOPICS = ("theme", "department")
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


def chips_of(message: ReadMessage, known: Mapping[Place, CorrectionRow], themes: Themes) -> tuple[Chip, ...]:
    """All chips of a message, those that count first."""
    if message.deleted_at:
        return ()
    if message.sentiment is None:
        told = _("not read: %(kind)s") % {"kind": message.kind}
        return (Chip("", told, shown=True, says=""),) if message.kind != "message" else ()
    if message.sentiment == "unread":
        return (Chip("unread", _("language not read"), shown=True, says=""),)
    every = [*_sentiments(message, known, themes), *_flags(message, known, themes), *_topics(message, known, themes)]
    if _said(message, "spam", known, themes) == YES:  # what spam seems to feel counts nowhere
        every = [chip for chip in every if chip.name == "spam"]
    return tuple(sorted(every, key=lambda chip: not chip.shown))


def corrected_of(message: ReadMessage, known: Mapping[Place, CorrectionRow], themes: Themes) -> tuple[Corrected, ...]:
    """What people said of it, label by label."""
    rows = [known[place] for label in ("sentiment", *FLAGS, *TOPICS) if (place := _place(message, label)) in known]
    return tuple(
        Corrected(
            row=row.pk,
            words=words_of(row.label, row.said, themes),
            who=str(row.by or _("somebody who left")),
            at=row.at,
            model_said=words_of(row.label, reading_of(vars(message), row.label, themes), themes),
            agrees=row.said == reading_of(vars(message), row.label, themes),
        )
        for row in rows
    )


def topics_of(message: ReadMessage, themes: Themes) -> SafeString:
    """What it could be said to be about, as options; nothing where nothing can be said of it."""
    can = message.sentiment is not None and message.sentiment not in ("unread", "spam") and not message.deleted_at
    return topic_options(themes) if can else mark_safe("")


@lru_cache(maxsize=4)
def topic_options(themes: Themes) -> SafeString:
    """All themes by department, and of each department none of its themes: made once, a page holds it many times."""
    by = {one: [theme for theme in themes.current if theme.department == one] for one in Department}
    groups = (
        format_html(
            '<optgroup label="{}">{}<option value="department:{}">{}</option></optgroup>',
            one.value.capitalize(),
            format_html_join("", '<option value="theme:{}">{}</option>', ((theme.id, theme.name) for theme in mine)),
            one.value,
            _("%(department)s, another theme") % {"department": one.value.capitalize()},
        )
        for one, mine in by.items()
    )
    none = format_html('<option value="theme:{}">{}</option>', NONE, _("none of these"))
    return format_html("{}{}", none, format_html_join("", "{}", ((group,) for group in groups)))


def words_of(label: str, said: str, themes: Themes) -> str:
    """`frustration`, `no frustration`, `positive`, `Bills and payments`, `for sales`; of nothing `nothing`."""
    if not said:
        return _("nothing")
    if label == "theme":
        return _("no theme") if said == NONE else themes.name_of(said)
    if label == "department":
        return _("no department") if said == NONE else _("for %(department)s") % {"department": said}
    if label == "sentiment":
        return str(READINGS[said])  # type: ignore[index]
    name = str(READINGS[label])  # type: ignore[index]
    return name if said == YES else _("no %(label)s") % {"label": name}


def _sentiments(message: ReadMessage, known: Mapping[Place, CorrectionRow], themes: Themes) -> Iterator[Chip]:
    now = _said(message, "sentiment", known, themes)
    for one in SENTIMENTS:
        shown = one == now
        tells = _("It is %(words)s") % {"words": READINGS[one]}  # type: ignore[index]
        yield Chip(one, str(READINGS[one]), shown, "" if shown else f"sentiment:{one}", tells)  # type: ignore[index]


def _flags(message: ReadMessage, known: Mapping[Place, CorrectionRow], themes: Themes) -> Iterator[Chip]:
    for label in FLAGS:
        shown = _said(message, label, known, themes) == YES
        said = NO if shown else YES
        tells = _("It is %(words)s") if label == "spam" else _("It shows %(words)s")
        words = words_of(label, said, themes)
        yield Chip(label, words_of(label, YES, themes), shown, f"{label}:{said}", tells % {"words": words})


def _topics(message: ReadMessage, known: Mapping[Place, CorrectionRow], themes: Themes) -> Iterator[Chip]:
    """Its theme, which pressing takes off it, and its department; another one is chosen from a list."""
    theme = _said(message, "theme", known, themes)
    department = department_said(message, known, themes)
    if theme != NONE:
        yield Chip(
            "theme", words_of("theme", theme, themes), shown=True, says=f"theme:{NONE}", tells=_("It is not about it")
        )
    if department != NONE:
        yield Chip("department", words_of("department", department, themes), shown=True, says="")


def department_said(message: ReadMessage, known: Mapping[Place, CorrectionRow], themes: Themes) -> str:
    """Whose it is: as somebody said, else as the theme says that somebody named, else as it was read."""
    named, theme = known.get(_place(message, "department")), known.get(_place(message, "theme"))
    if named and (theme is None or named.pk > theme.pk):
        return named.said
    if theme:
        return NONE if theme.said == NONE else themes.department_of(theme.said) or NONE
    return reading_of(vars(message), "department", themes)


def _said(message: ReadMessage, label: str, known: Mapping[Place, CorrectionRow], themes: Themes) -> str:
    row = known.get(_place(message, label))
    return row.said if row else reading_of(vars(message), label, themes)


def _place(message: ReadMessage, label: str) -> Place:
    return message.source, message.message_id, message.version, label
