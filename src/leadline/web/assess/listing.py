"""The messages behind a number, and a conversation as a thread.

In: the lake, which messages, which page of the list. Out: frozen values for the templates. The surprise: the title
is the question in words, so that a shared address says what it holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline import assess
from leadline.assess import ReadMessage, Tally, Which
from leadline.errors import LeadlineError
from leadline.web.assess.periods import name_of
from leadline.web.assess.sentences import READINGS, side_name
from leadline.web.grammar.numbers import minutes, number

if TYPE_CHECKING:
    from leadline.engine import Lake

A_PAGE = 25
_SHOWS = {"frustration", "excitement"}


@dataclass(frozen=True)
class Line:
    """One message as it is shown: `who` is a short pseudonym, `theme` the theme's name."""

    message: ReadMessage
    who: str
    theme: str | None
    chips: tuple[tuple[str, str], ...]
    after: str = ""

    @property
    def quote(self) -> str:
        """The text without its empty lines."""
        return "\n".join(line for line in self.message.text.splitlines() if line.strip())


@dataclass(frozen=True)
class ListPage:
    title: str
    days: str
    tally: Tally
    lines: tuple[Line, ...]
    number: int
    pages: int


@dataclass(frozen=True)
class ThreadPage:
    title: str
    lines: tuple[Line, ...]
    channel: str
    about: str
    begun: dt.datetime


def list_page(lake: Lake, which: Which, *, number: int, parties: dict[str, str], themes: assess.Themes) -> ListPage:
    """One page of the list, newest first. A number beyond the last page shows the last one."""
    tally = assess.tally(lake, which)
    pages = max(1, -(-tally.messages // A_PAGE))
    shown = min(max(1, number), pages)
    found = assess.find_messages(lake, which, limit=A_PAGE, offset=A_PAGE * (shown - 1)) if tally.messages else ()
    return ListPage(
        title=question(which, tally.messages, parties, themes),
        days=name_of(which.period) if which.period else _("all days heard"),
        tally=tally,
        lines=tuple(line_of(one, themes) for one in found),
        number=shown,
        pages=pages,
    )


def question(which: Which, count: int, parties: dict[str, str], themes: assess.Themes) -> str:
    """`155 messages by customers about Halden Telecom on “Waiting on the phone” show frustration`."""
    words = [ngettext("%(n)s message", "%(n)s messages", count) % {"n": number(count)}]
    if which.aspect:
        words.append(_("by %(who)s") % {"who": side_name(which.aspect)})
    elif which.speaker:
        words.append(_("by %(who)s") % {"who": which.speaker})
    if which.party:
        words.append(_("about %(party)s") % {"party": parties.get(which.party, which.party)})
    if which.theme:
        words.append(_("on “%(theme)s”") % {"theme": _theme_name(which.theme, themes)})
    if which.department:
        words.append(_("for %(department)s") % {"department": which.department})
    if which.channel:
        words.append(_("on %(channel)s") % {"channel": which.channel})
    return " ".join([*words, *_reads(which)])


def thread_page(
    lake: Lake, source: str, thread_id: str, *, parties: dict[str, str], themes: assess.Themes
) -> ThreadPage:
    """One conversation, oldest first. Raises LeadlineError where there is none."""
    told = assess.conversation(lake, source, thread_id)
    if not told:
        raise LeadlineError(_("There is no such conversation."), _("It may have been erased. Go back to the list."))
    return ThreadPage(
        title=_how_it_went(assess.talk_of(lake, source, thread_id), told),
        lines=tuple(line_of(one, themes, before=told[place - 1] if place else None) for place, one in enumerate(told)),
        channel=told[0].channel,
        about=parties.get(told[0].about_party, told[0].about_party),
        begun=told[0].posted_at,
    )


def line_of(message: ReadMessage, themes: assess.Themes, *, before: ReadMessage | None = None) -> Line:
    """A message with its chips: (class, words)."""
    return Line(
        message=message,
        who=message.author[:9],
        theme=_theme_name(message.theme, themes) if message.theme and not message.deleted_at else None,
        chips=tuple(_chips(message)),
        after=minutes((message.posted_at - before.posted_at).total_seconds() / 60) if before else "",
    )


def _chips(message: ReadMessage) -> list[tuple[str, str]]:
    if message.deleted_at:
        return []
    if message.sentiment is None:
        return [("", _("not read: %(kind)s") % {"kind": message.kind})] if message.kind != "message" else []
    words = {"unread": _("language not read"), "spam": _("spam")}
    chips = [(message.sentiment, words.get(message.sentiment, message.sentiment))]
    if message.sentiment not in words:
        shown = {"frustration": message.frustration, "excitement": message.excitement, "need": message.need}
        chips += [(name, str(READINGS[name])) for name, yes in shown.items() if yes]  # type: ignore[index]
    return chips


def _reads(which: Which) -> list[str]:
    if which.reading is None or which.reading == "voice":
        return []
    if which.reading in _SHOWS:
        return [_("show %(reading)s") % {"reading": READINGS[which.reading]}]
    if which.reading == "need":
        return [_("ask or wish for something")]
    if which.reading == "read":
        return [_("could be read")]
    return [_("are %(reading)s") % {"reading": READINGS[which.reading]}]


def _how_it_went(talk: assess.Talk | None, told: Sequence[ReadMessage]) -> str:
    """What became of the customer, in the terms of the turn rate (S0.12)."""
    if talk is None:
        return ngettext("A conversation of one message", "A conversation of %(n)d messages", len(told)) % {
            "n": len(told)
        }
    if talk.turned:
        return _("An angry customer turned happy after %(time)s") % {"time": minutes(talk.minutes_to_turn)}
    if talk.angry_first and not talk.heard_again:
        return _("A customer was angry, and was not heard again")
    if talk.angry_first:
        return _("A customer began angry and ended %(reading)s") % {"reading": talk.last_sentiment}
    if talk.heard_again:
        told_ = {"first": talk.first_sentiment, "last": talk.last_sentiment}
        return _("A customer began %(first)s and ended %(last)s") % told_
    return _("A customer wrote once: %(reading)s") % {"reading": talk.first_sentiment}


def _theme_name(theme: str, themes: assess.Themes) -> str:
    known = themes.get(theme)
    return known.name if known else theme
