"""A strategy on one page for those who pay for it: what we want, what it costs, what it is worth and how sure we are,
what we do not know, what we ask (S0.19).

In: a brief and what is known today. Out: one frozen value. The surprise: the words are those of the day on which it was
put, the figures those of today, and the page says so.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.strategy import Document, Participant, needed
from leadline.strategy.shared import parts
from leadline.strategy.signatures import Coverage, coverage
from leadline.web.accounts.models import Person
from leadline.web.documents import lake
from leadline.web.strategy.aims import Aimed, aimed
from leadline.web.strategy.chains import Chain, chains
from leadline.web.strategy.known import Known
from leadline.web.strategy.pages import exactly, whole
from leadline.web.together import convert
from leadline.web.together.models import Brief, Guest, Question, Stance
from leadline.web.together.pages import about_words
from leadline.web.value.pages import ValuePage, value_page
from leadline.words import Grade, Month, listed


@dataclass(frozen=True)
class Wanted:
    text: str
    owner: str
    aimed: Aimed
    grade: Grade | None
    by: dt.date | None


@dataclass(frozen=True)
class Cost:
    figure: str
    words: str


@dataclass(frozen=True)
class Side:
    """Where somebody stands; `earlier` is how often they said something else before."""

    stance: Stance
    earlier: tuple[Stance, ...]


@dataclass(frozen=True)
class Signed:
    """Who of the market signed which parts of the brief. `earlier` is the day of a signature under other words."""

    participant: Participant
    parts: tuple[str, ...]
    earlier: dt.date | None


@dataclass(frozen=True)
class BriefPage:
    brief: Brief
    document: Document
    finding: str
    wanted: tuple[Wanted, ...]
    costs: tuple[Cost, ...]
    worth: ValuePage | None
    how_sure: str
    unknown: tuple[str, ...]
    market: tuple[Signed, ...]
    coverage: Coverage
    total: int
    """How many parts there are, with those that name money and so are shown to nobody from outside."""
    unsigned: tuple[str, ...]
    least_signed: int
    """From how many percent of the parts on the strategy counts as agreed with the market (S3.19)."""
    sides: tuple[Side, ...]
    silent: tuple[Person, ...]
    questions: tuple[Question, ...]
    against: tuple[str, ...]
    is_last: bool


def brief_page(brief: Brief, known: Known) -> BriefPage:
    """The page of a brief, as of now."""
    document = convert.whole(brief.revision, executives=convert.executives_of(brief))
    drawn = chains(document, known)
    worth = value_page(lake(), known.documents, Month.of(known.now.date()), now=known.now)
    sides = _sides(brief)
    covered = coverage(document, (one for one in document.participants if one.role.is_market))
    return BriefPage(
        brief=brief,
        document=document,
        finding=_finding(brief, sides),
        wanted=tuple(
            Wanted(one.text, one.owner, aimed(one, document), _best(one.id, drawn), one.by)
            for one in document.company_objectives
        ),
        costs=_costs(document),
        worth=worth,
        how_sure=_how_sure(drawn),
        unknown=(*_unknown(drawn, worth), *(line for line in brief.unknown.splitlines() if line.strip())),
        market=_market(brief, document),
        coverage=covered,
        total=len(parts(document)),
        unsigned=tuple(about_words(key, document) for key in covered.unsigned),
        least_signed=known.facts.limits.signed_percent,
        sides=sides,
        silent=_silent(sides),
        questions=tuple(brief.questions.select_related("person", "answered_by")),
        against=tuple(str(one.stance.person) for one in sides if one.stance.side == "against"),
        is_last=not Brief.objects.filter(workspace=brief.workspace, number__gt=brief.number).exists(),
    )


def _market(brief: Brief, document: Document) -> tuple[Signed, ...]:
    """Everybody of the market with what they signed of these very words, and when they signed others."""
    guests = {one.key: one for one in Guest.objects.filter(workspace=brief.workspace)}
    every = tuple(one.key for one in parts(document))
    found = []
    for one in document.participants:
        if one.role.is_market:
            guest = guests.get(one.key)
            last = convert.last_signature(guest) if guest and guest.takes_part and one.signed is None else None
            keys = (one.signed_parts or every) if one.signed else ()
            found.append(Signed(one, tuple(about_words(key, document) for key in keys), last.day if last else None))
    return tuple(found)


def _best(objective: str, drawn: tuple[Chain, ...]) -> Grade | None:
    return max((one.grade for one in drawn if one.objective == objective), default=None)


def _costs(document: Document) -> tuple[Cost, ...]:
    """What the strategy has been given, else what its methods take together; nothing where nobody said."""
    given, takes = document.resources, needed(document)
    told = {
        "money_a_month": _("a month"),
        "money_once": _("once"),
        "people": _("people"),
        "hours_a_month": _("hours a month"),
    }
    found = []
    for name, words in told.items():
        has, needs = getattr(given, name), getattr(takes, name)
        amount = has if has is not None else needs
        if amount is None:
            continue
        figure = whole(document.money(amount)) if name.startswith("money") else exactly(amount)
        short = has is not None and needs is not None and has < needs
        more = whole(document.money(needs)) if name.startswith("money") and needs is not None else exactly(needs)
        found.append(
            Cost(figure, _("%(words)s; the methods take %(more)s") % {"words": words, "more": more} if short else words)
        )
    return tuple(found)


def _how_sure(drawn: tuple[Chain, ...]) -> str:
    n = Counter(one.grade for one in drawn)
    told = [f"{n[grade]} {grade}" for grade in sorted(n, reverse=True)]
    return _("Of %(n)s lines: %(told)s.") % {"n": len(drawn), "told": listed(told)} if drawn else ""


def _unknown(drawn: tuple[Chain, ...], worth: ValuePage | None) -> tuple[str, ...]:
    """What the data do not carry yet, in sentences."""
    told = [
        _("Whether “%(line)s” holds: it is assumed, and no data carry it yet.") % {"line": one.title}
        for one in drawn
        if one.grade is Grade.ASSUMED
    ]
    if worth is None:
        told.append(_("What it is worth in money: no month was priced yet."))
    return tuple(told)


def _sides(brief: Brief) -> tuple[Side, ...]:
    every = list(brief.stances.select_related("person"))
    return tuple(
        Side(last, tuple(one for one in every if one.person_id == last.person_id and one.pk != last.pk))
        for last in convert.last_stances(brief)
    )


def _silent(sides: tuple[Side, ...]) -> tuple[Person, ...]:
    spoken = {one.stance.person_id for one in sides}
    executives = Person.objects.filter(role="executive", is_active=True).order_by("shown_name")
    return tuple(one for one in executives if one.pk not in spoken)


def _finding(brief: Brief, sides: tuple[Side, ...]) -> str:
    if brief.approved_at is not None:
        return _("Approved by %(who)s as version %(n)s") % {"who": brief.approved_by, "n": brief.version}
    n = Counter(one.stance.side for one in sides)
    told = [
        _("%(n)s for it") % {"n": n["for"]} if n["for"] else "",
        _("%(n)s with conditions") % {"n": n["with conditions"]} if n["with conditions"] else "",
        _("%(n)s against it") % {"n": n["against"]} if n["against"] else "",
    ]
    spoken = listed([one for one in told if one])
    return _("Not approved yet: %(told)s") % {"told": spoken or _("nobody has said where they stand")}
