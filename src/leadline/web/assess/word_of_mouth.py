"""Word of mouth, both ways: who is happy or hurt again and again, who answers whom, what praise reaches (S4.11).

In: the lake's answers, a party, a period. Out: frozen values for the templates. The surprise: people are counted over
three months whatever days are chosen, since in one nobody is heard twice; the page says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from leadline.assess import (
    Answered,
    HeardVoices,
    Praise,
    Question,
    ReadMessage,
    Stance,
    Themes,
    Voice,
    Which,
    window_of,
)
from leadline.config import setting
from leadline.web.assess.addresses import messages_address
from leadline.web.assess.looking import Looker
from leadline.web.assess.paging import Paged
from leadline.web.assess.periods import name_of
from leadline.web.assess.sentences import Told
from leadline.web.grammar.charts import Chart, lines
from leadline.web.grammar.numbers import interval, number, percent
from leadline.words import Estimate, Month, Party, PartyId, PartyKind, Period

A_PAGE = 50


@dataclass(frozen=True)
class Group:
    """The people of one stance: how many, of all customers who spoke, and their part of all messages."""

    people: int
    share: Estimate | None
    part: Estimate | None
    too_few: bool


@dataclass(frozen=True)
class Named:
    """One customer who spoke up often: a short pseudonym, and where the messages are."""

    who: str
    voice: Voice
    href: str


@dataclass(frozen=True)
class AnswerRow:
    """Who answered a party's customers; None where the questions are too few to show."""

    party: Party
    questions: int
    by_itself: Estimate | None
    by_partners: Estimate | None
    by_customers: Estimate | None
    by_nobody: Estimate | None
    soon: Estimate | None
    too_few: bool
    href: str


@dataclass(frozen=True)
class MouthPage:
    party: Party
    told: Told
    days: str
    window: str
    advocates: Group | None
    detractors: Group | None
    drawing: Chart | None
    named: tuple[tuple[str, tuple[Named, ...]], ...]
    answers: tuple[AnswerRow, ...]
    praise: Praise | None
    praise_href: str
    small_group: int


@dataclass(frozen=True)
class QuestionLine:
    """`text` is empty where the question is deleted or erased by now."""

    question: Question
    text: str
    theme: str


@dataclass(frozen=True)
class QuestionsPage:
    party: Party
    days: str
    count: int
    share: Estimate | None
    lines: tuple[QuestionLine, ...]
    number: int
    pages: int
    query: str
    waiting: int | None = None
    """Customers who still wait for a first reply by the promise in force, on the same days; None without a promise."""


def month_shown(heard: Sequence[HeardVoices], period: Period) -> HeardVoices | None:
    """The newest month that has begun by the end of the period."""
    return next((one for one in reversed(heard) if one.month.first_day <= period.last), None)


def mouth_page(
    party: Party,
    heard: Sequence[HeardVoices],
    named: Mapping[Stance, Sequence[Voice]],
    answers: Sequence[AnswerRow],
    praise: Praise | None,
    look: Looker,
) -> MouthPage:
    """Everything about a party's word of mouth; `named` is empty for who may not read messages."""
    now = month_shown(heard, look.period)
    at_least = setting("LEADLINE_SMALL_GROUP")
    window = window_of(now.month) if now else look.period
    return MouthPage(
        party=party,
        told=_told(now, party, window),
        days=name_of(look.period),
        window=name_of(window),
        advocates=_group(now, "advocate", at_least) if now else None,
        detractors=_group(now, "detractor", at_least) if now else None,
        drawing=_drawing(heard, at_least, party),
        named=tuple(_named(now, stance, voices, party, window, at_least) for stance, voices in named.items())
        if now
        else (),
        answers=tuple(answers),
        praise=praise,
        praise_href=look.at(party=party.id, aspect="customers", reading="positive"),
        small_group=at_least,
    )


def answer_rows(
    parties: Sequence[Party], found: Mapping[PartyId, Answered], query: str, *, may_read: bool
) -> tuple[AnswerRow, ...]:
    """A row a party whose customers asked anything, the own brand first."""
    order = {PartyKind.OWN: 0, PartyKind.COMPETITOR: 1, PartyKind.PARTNER: 2}
    asked = [(party, found[party.id]) for party in parties if party.id in found]
    ranked = sorted(asked, key=lambda one: (order[one[0].kind], -one[1].questions))
    return tuple(_answers(party, told, query if may_read else "") for party, told in ranked)


def questions_page(
    party: Party,
    found: Answered | None,
    told: Sequence[Question],
    asked: Mapping[tuple[str, str], ReadMessage],
    period: Period,
    place: Paged,
    query: str,
    themes: Themes,
    *,
    waiting: int | None = None,
) -> QuestionsPage:
    """One page of the questions that nobody answered; `waiting` is what the service levels count as unanswered."""
    lines = (
        QuestionLine(
            one,
            said.text if (said := asked.get((one.source, one.thread_id))) else "",
            known.name if (known := themes.get(one.theme)) else "",
        )
        for one in told
    )
    return QuestionsPage(
        party=party,
        days=name_of(period),
        count=found.unanswered if found else 0,
        share=found.share(None) if found else None,
        lines=tuple(lines),
        number=place.number,
        pages=place.pages,
        query=query,
        waiting=waiting,
    )


def _answers(party: Party, told: Answered, query: str) -> AnswerRow:
    too_few = told.questions < setting("LEADLINE_SMALL_GROUP")
    is_partner = party.kind is PartyKind.PARTNER
    there = f"{reverse('assess:unanswered')}?{query}&{urlencode({'party': party.id})}" if query else ""
    return AnswerRow(
        party=party,
        questions=told.questions,
        by_itself=None if too_few else told.share("partners" if is_partner else "brand"),
        by_partners=None if too_few else told.share("brand" if is_partner else "partners"),
        by_customers=None if too_few else told.share("customers"),
        by_nobody=None if too_few else told.share(None),
        soon=None if too_few else told.soon,
        too_few=too_few,
        href=there,
    )


def _group(now: HeardVoices, stance: Stance, at_least: int) -> Group:
    people = now.of[stance].people
    too_few = people < at_least
    return Group(people, None if too_few else now.share(stance), None if too_few else now.part(stance), too_few)


def _named(
    now: HeardVoices, stance: Stance, told: Sequence[Voice], party: Party, window: Period, at_least: int
) -> tuple[str, tuple[Named, ...]]:
    """Nobody of a group that is too small to show."""
    shown = told if now.of[stance].people >= at_least else ()
    title = {"advocate": _("Happy again and again"), "detractor": _("Hurt again and again")}.get(stance, "")
    return title, tuple(
        Named(
            one.author[:9],
            one,
            messages_address(Which(party=party.id, author=one.author, reading="read", period=window)),
        )
        for one in shown
    )


def _told(now: HeardVoices | None, party: Party, window: Period) -> Told:
    if now is None or not now.people:
        return Told(_("No customer of %(party)s was heard") % {"party": party.name}, "")
    at_least = setting("LEADLINE_SMALL_GROUP")
    happy, hurt = now.of["advocate"].people, now.of["detractor"].people
    told = {
        "party": party.name,
        "happy": number(happy),
        "hurt": number(hurt),
        "days": name_of(window),
        "people": number(now.people),
    }
    if max(happy, hurt) < at_least:
        return Told(
            _("Too few customers of %(party)s were heard more than once to weigh word of mouth") % told,
            _("%(people)s customers spoke, %(days)s.") % told,
        )
    if min(happy, hurt) < at_least:
        return _one_sided(happy >= at_least, told)
    title = (
        _("For each customer who is happy again and again, %(ratio)s are hurt again and again")
        % {"ratio": _times(hurt / happy)}
        if hurt > happy
        else _("For each customer who is hurt again and again, %(ratio)s are happy again and again")
        % {"ratio": _times(happy / hurt)}
    )
    return Told(title, _lede(now, told))


def _one_sided(is_happy: bool, told: dict[str, str]) -> Told:
    """Where one group is shown and the other too small to: the title says the one, and no ratio."""
    lede = _("%(people)s customers spoke, %(days)s. The other group is too small to show, so the two are not weighed.")
    if is_happy:
        title = _("%(happy)s customers of %(party)s are happy again and again, too few are hurt to be shown")
    else:
        title = _("%(hurt)s customers of %(party)s are hurt again and again, too few are happy to be shown")
    return Told(title % told, lede % told)


def _times(ratio: float) -> str:
    return number(ratio, 0 if ratio >= 3 else 1)


def _lede(now: HeardVoices, told: dict[str, str]) -> str:
    parts = {
        "happy_part": percent(part.value) if (part := now.part("advocate")) else "",
        "hurt_part": percent(part.value) if (part := now.part("detractor")) else "",
        "hurt_interval": interval(now.part("detractor")),
        "happy_interval": interval(now.part("advocate")),
    }
    return _(
        "%(hurt)s of %(people)s customers of %(party)s were hurt on more than one day, %(days)s, and wrote "
        "%(hurt_part)s %(hurt_interval)s of all messages; %(happy)s were happy on more than one, and wrote "
        "%(happy_part)s %(happy_interval)s. Win the first over before a campaign asks the second to speak."
    ) % (told | parts)  # fmt: skip


def _drawing(heard: Sequence[HeardVoices], at_least: int, party: Party) -> Chart | None:
    words: dict[Stance, str] = {"detractor": _("hurt again and again"), "advocate": _("happy again and again")}
    points = [
        {
            "day": one.month.first_day.isoformat(),
            "stance": words[stance],
            "value": 100 * share.value,
            "low": 100 * share.low,
            "high": 100 * share.high,
        }
        for one in heard[2:]
        for stance in words
        if one.of[stance].people >= at_least and (share := one.share(stance))
    ]
    if len({point["day"] for point in points}) < 2:
        return None
    return lines(
        "mouth",
        points,
        label=_("Customers of %(party)s who are happy, or hurt, on more than one day") % {"party": party.name},
        unit=_("% of the customers who spoke in the three months up to then"),
        source=_("Customers by pseudonym; 95 % intervals; the newest month may have only begun"),
        by="stance",
        band=True,
        zero=True,
    )


def chosen_month(heard: Sequence[HeardVoices], period: Period) -> Month | None:
    """The month whose people are named."""
    now = month_shown(heard, period)
    return now.month if now else None
