"""The messages behind a number, and a conversation as a thread.

In: the lake, which messages, which page of the list. Out: frozen values for the templates. The surprise: the title
is the question in words, so that a shared address says what it holds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline import assess
from leadline.assess import ReadMessage, Tally, Which, Words
from leadline.config import setting
from leadline.errors import LeadlineError
from leadline.web.assess.chips import Chip, Corrected, chips_of, corrected_of, topics_of
from leadline.web.assess.convert import Place, corrections_on
from leadline.web.assess.models import CorrectionRow
from leadline.web.assess.paging import paged
from leadline.web.assess.periods import name_of
from leadline.web.assess.sentences import READINGS, language_name, side_name
from leadline.web.grammar.numbers import minutes, number

if TYPE_CHECKING:
    from leadline.engine import Lake

A_PAGE = 25
QUOTES = 3
"""How many messages stand for all of them, at most."""
_SHOWS = {"frustration", "excitement"}


@dataclass(frozen=True)
class Line:
    """One message as it is shown: `who` is a short pseudonym."""

    message: ReadMessage
    who: str
    chips: tuple[Chip, ...]
    after: str = ""
    marked: str = ""
    """The text with what was sought marked; empty where nothing was."""
    corrected: tuple[Corrected, ...] = ()
    topics: str = ""
    """What it could be about instead, as options of a list."""

    @property
    def anchor(self) -> str:
        """Names the message on its page, so that a button which was pressed keeps the focus when it is drawn anew."""
        return "m" + hashlib.sha256(f"{self.message.source}\n{self.message.message_id}".encode()).hexdigest()[:12]

    @property
    def shown(self) -> tuple[Chip, ...]:
        """What counts of it."""
        return tuple(chip for chip in self.chips if chip.shown)

    @property
    def others(self) -> tuple[Chip, ...]:
        """What it could be said to be instead."""
        return tuple(chip for chip in self.chips if not chip.shown)

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
    place = paged(number, lines=tally.messages, a_page=A_PAGE)
    found = assess.find_messages(lake, which, limit=A_PAGE, offset=place.offset) if tally.messages else ()
    known = corrections_on(found)
    return ListPage(
        title=question(which, tally.messages, parties, themes),
        days=name_of(which.period) if which.period else _("all days heard"),
        tally=tally,
        lines=tuple(line_of(one, themes, words=which.words, known=known) for one in found),
        number=place.number,
        pages=place.pages,
    )


def is_quotable(found: Sequence[ReadMessage]) -> bool:
    """Whether enough people wrote these for the words of some to be shown as everybody's."""
    at_least: int = setting("LEADLINE_SMALL_GROUP")
    return len({one.author for one in found}) >= at_least


def quotes_of(found: Sequence[ReadMessage], themes: assess.Themes) -> tuple[Line, ...]:
    """The few that stand for all of these; none where a small group wrote them."""
    typical = assess.typical(found if is_quotable(found) else (), QUOTES)
    known = corrections_on(typical)
    return tuple(line_of(one, themes, known=known) for one in typical)


def question(which: Which, count: int, parties: dict[str, str], themes: assess.Themes) -> str:
    """`155 messages by customers about Halden Telecom on “Waiting on the phone” show frustration`."""
    words = [ngettext("%(n)s message", "%(n)s messages", count) % {"n": number(count)}]
    if which.aspect:
        words.append(_("by %(who)s") % {"who": side_name(which.aspect)})
    elif which.speaker:
        words.append(_("by %(who)s") % {"who": which.speaker})
    if which.author:
        words.append(_("by %(who)s") % {"who": which.author[:9]})
    if which.party:
        words.append(_("about %(party)s") % {"party": parties.get(which.party, which.party)})
    if which.theme:
        words.append(_("on “%(theme)s”") % {"theme": themes.name_of(which.theme)})
    if which.themeless:
        words.append(_("without a theme"))
    if which.department:
        words.append(_("for %(department)s") % {"department": which.department})
    if which.channel:
        words.append(_("on %(channel)s") % {"channel": which.channel})
    if which.language:
        words.append(_("in %(language)s") % {"language": language_name(which.language)})
    if which.words:
        words.append(_("with the words %(words)s") % {"words": which.words.text})
    return " ".join([*words, *_reads(which)])


def thread_page(
    lake: Lake, source: str, thread_id: str, *, parties: dict[str, str], themes: assess.Themes
) -> ThreadPage:
    """One conversation, oldest first. Raises LeadlineError where there is none."""
    told = assess.conversation(lake, source, thread_id)
    if not told:
        raise LeadlineError(_("There is no such conversation."), _("It may have been erased. Go back to the list."))
    known, earlier = corrections_on(told), (None, *told)
    return ThreadPage(
        title=_how_it_went(assess.talk_of(lake, source, thread_id), told),
        lines=tuple(
            line_of(one, themes, before=before, known=known) for one, before in zip(told, earlier, strict=False)
        ),
        channel=told[0].channel,
        about=parties.get(told[0].about_party, told[0].about_party),
        begun=told[0].posted_at,
    )


def line_of(
    message: ReadMessage,
    themes: assess.Themes,
    *,
    before: ReadMessage | None = None,
    words: Words | None = None,
    known: Mapping[Place, CorrectionRow] | None = None,
) -> Line:
    """A message with its chips, and with what people corrected of it."""
    return Line(
        message=message,
        who=message.author[:9],
        chips=chips_of(message, known or {}, themes),
        after=minutes((message.posted_at - before.posted_at).total_seconds() / 60) if before else "",
        marked=_marked(message.text, words) if words and message.text else "",
        corrected=corrected_of(message, known or {}, themes),
        topics=topics_of(message, themes),
    )


def _marked(text: str, words: Words) -> SafeString:
    """A stranger's text: each piece is escaped by itself, and only the marks are markup."""
    pieces, at = list[SafeString](), 0
    for begins, ends in assess.marks(text, words):
        pieces += [_lines(text[at:begins]), format_html("<mark>{}</mark>", text[begins:ends])]
        at = ends
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, _lines(text[at:])]))


def _lines(text: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))


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
