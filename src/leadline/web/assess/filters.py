"""Which channel, department and language does a page look at? Those in its address, so that an address can be shared.

In: the address's words and what was heard. Out: a `Focus`, and the bar that shows, adds and takes off filters. The
surprise: not every number can follow every filter (leadline/assess/xray/focus.py says why), so the words for what a
number does not follow are made here as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from leadline.assess import Focus
from leadline.errors import LeadlineError
from leadline.web.assess.periods import Chosen, chosen_period
from leadline.web.assess.sentences import language_name
from leadline.words import Department, Period

if TYPE_CHECKING:
    from leadline.web.assess.answers import Answers

NAMES = ("channel", "department", "language")


@dataclass(frozen=True)
class Choice:
    """One filter that is not in force: `options` are (word of the address, name)."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Taken:
    """One filter in force, and the same page without it."""

    words: str
    without: str


@dataclass(frozen=True)
class Filters:
    choices: tuple[Choice, ...]
    taken: tuple[Taken, ...]
    held: tuple[tuple[str, str], ...]
    none: str
    """The same page without any filter."""


def chosen_of(asked: Mapping[str, str], known: Answers, heard: Period) -> Chosen:
    """Days and filters of an address. Raises LeadlineError for a word that nobody knows."""
    return replace(chosen_period(asked, heard, known.months()), focus=_focus_of(asked, known))


def filters_of(chosen: Chosen, known: Answers, *, held: Iterable[tuple[str, str]] = ()) -> Filters:
    """The bar of filters; `held` are further words of the address that stay."""
    focus, more = chosen.focus, tuple(held)
    tail = "".join(f"&{name}={word}" for name, word in more)
    options = _options(known)
    return Filters(
        choices=tuple(
            Choice(name, _labels()[name], options[name])
            for name in NAMES
            if len(options[name]) > 1 and name not in focus.asked
        ),
        taken=tuple(Taken(_chip(name, getattr(focus, name)), _without(chosen, name) + tail) for name in focus.asked),
        held=(("period", chosen.word), *chosen.held, *more),
        none=replace(chosen, focus=Focus()).query + tail,
    )


def told_of(focus: Focus) -> str:
    """`on facebook, for support, in English`; nothing where nothing is narrowed."""
    words = {
        "channel": _("on %(channel)s") % {"channel": focus.channel},
        "department": _("for %(department)s") % {"department": focus.department},
        "language": _("in %(language)s") % {"language": language_name(focus.language or "")},
    }
    return ", ".join(words[name] for name in focus.asked)


def lacking(names: Iterable[str]) -> str:
    """`all channels, all languages`: what a number counts because it cannot follow a filter."""
    words = {"channel": _("all channels"), "department": _("all departments"), "language": _("all languages")}
    return ", ".join(words[name] for name in names)


def _focus_of(asked: Mapping[str, str], known: Answers) -> Focus:
    words = {name: word for name in NAMES if (word := asked.get(name, "").strip())}
    options = _options(known) if words else {}
    for name, word in words.items():
        there = [value for value, _name in options[name]]
        if word not in there:
            told = {"word": word[:40], "filter": _labels()[name].lower(), "known": ", ".join(there)}
            raise LeadlineError(
                _("No message has the %(filter)s “%(word)s”.") % told, _("Choose one of: %(known)s.") % told
            )
    return Focus(**words)


def _options(known: Answers) -> dict[str, tuple[tuple[str, str], ...]]:
    used = {theme.department for theme in known.themes.current}
    return {
        "channel": tuple((one, one) for one in known.channels()),
        "department": tuple((one.value, one.value.capitalize()) for one in Department if one in used),
        "language": tuple((one, language_name(one)) for one in known.languages()),
    }


def _labels() -> dict[str, str]:
    return {"channel": _("Channel"), "department": _("Department"), "language": _("Language")}


def _chip(name: str, word: str) -> str:
    shown = language_name(word) if name == "language" else word
    return _("%(label)s: %(word)s") % {"label": _labels()[name], "word": shown}


def _without(chosen: Chosen, name: str) -> str:
    return replace(chosen, focus=replace(chosen.focus, **{name: None})).query
