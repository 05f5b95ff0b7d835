"""What somebody does who was invited: agree, say, vote, rank, sign, take it back.

The surprise: nothing can be said of what is not shown. A part is looked up among those before their eyes, so that a
forged key, or one that was shared with nobody, is simply not there.
"""

from __future__ import annotations

import datetime as dt
import logging
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from leadline.errors import LeadlineError
from leadline.strategy import json_schema
from leadline.strategy.shared import NEW_KINDS, RANKED, digest_of
from leadline.web.accounts.fitting import fitting
from leadline.web.accounts.models import Person
from leadline.web.accounts.turns import in_turn
from leadline.web.here import home
from leadline.web.strategy.convert import document_of
from leadline.web.strategy.models import StrategyVersion
from leadline.web.together.consent import as_read, kept_until, pseudonym
from leadline.web.together.convert import day_of, last_signature, seen_in, showing_of
from leadline.web.together.models import Guest, Ranking, Showing, Signature, Vote, Words
from leadline.words import day_words

log = logging.getLogger(__name__)

LONGEST = 2_000
LONGEST_NAME = 80


@transaction.atomic
def agree(guest: Guest, *, named: bool, other_name: str = "", now: dt.datetime) -> None:
    """Agree to what is kept, under one's own name, another one, or none. Raises LeadlineError for a name of others."""
    in_turn(Guest)
    if guest.consented_at is not None:
        return
    chosen = " ".join(other_name.split())
    if len(chosen) > LONGEST_NAME:
        raise LeadlineError(_("The name is longer than 80 characters."), _("Choose a shorter one."))
    guest.shown_as = guest.name if named else chosen or _nameless(guest)
    if is_odd(guest.shown_as):
        raise LeadlineError(
            _("“%(name)s” cannot be told from other words here.") % {"name": guest.shown_as},
            _("Choose a name of letters of one alphabet that is no word of the strategy's own."),
        )
    if _is_taken(guest):
        raise LeadlineError(
            _("Somebody else is called “%(name)s” here.") % {"name": guest.shown_as}, _("Choose another name.")
        )
    guest.consented_at, guest.kept_until = now, kept_until(day_of(now))
    guest.consent = as_read(home().company.name, day_words(guest.kept_until), guest.shown_as)
    fitting(guest).save()
    log.info("guest agreed: %s", guest.key)


@transaction.atomic
def say(guest: Guest, kind: str, part: str, text: str, *, now: dt.datetime) -> Words:
    """Comment on a part, propose other words for it, or propose something new."""
    showing = _before_their_eyes(guest)
    text = readable(text)
    if not text:
        raise LeadlineError(_("There are no words in it."), _("Write what you think."))
    if len(text) > LONGEST:
        raise LeadlineError(_("It is longer than 2,000 characters."), _("Say it shorter, or in two."))
    there = {one.key: one for one in seen_in(showing)}
    right = part in NEW_KINDS if kind == "new" else part in there and (kind == "comment" or there[part].rewordable)
    if kind not in Words.KINDS or not right:
        raise _not_there()
    words = fitting(Words(guest=guest, showing=showing, kind=kind, part=part, text=text, at=now))
    words.save()
    log.info("guest said: %s, %s", guest.key, kind)
    return words


@transaction.atomic
def vote(guest: Guest, on: str, is_for: bool, *, now: dt.datetime) -> None:
    """For or against a part that is shown, or somebody else's proposal; the last word counts."""
    showing = _before_their_eyes(guest)
    kind, _colon, which = on.partition(":")
    if kind == "part":
        there = any(one.key == which for one in seen_in(showing))
    else:
        there = kind == "words" and any(str(one.pk) == which for one in proposals(guest))
    if not there:
        raise _not_there()
    Vote.objects.update_or_create(guest=guest, on=on, defaults={"is_for": is_for, "at": now})
    log.info("guest voted: %s", guest.key)


@transaction.atomic
def rank(guest: Guest, of: str, order: Sequence[str], *, now: dt.datetime) -> None:
    """The methods, or the opportunities, in the order in which they are wanted. Raises LeadlineError unless each of
    those that are shown stands in it once."""
    showing = _before_their_eyes(guest)
    if of not in RANKED or sorted(order) != sorted(rankable(showing, of)):
        raise _not_there()
    Ranking.objects.update_or_create(guest=guest, of=of, defaults={"order": list(order), "at": now})
    log.info("guest ranked: %s, %s", guest.key, of)


@transaction.atomic
def sign(guest: Guest, name: str, seen: str, *, now: dt.datetime) -> Signature:
    """Put one's name to what is shown. `seen` is its digest as the page had it: nobody signs what changed meanwhile.
    Pressed twice, it is one signature."""
    in_turn(Signature)
    showing = _before_their_eyes(guest)
    before = seen_in(showing)
    if " ".join(name.split()).casefold() not in {guest.name.casefold(), guest.shown_as.casefold()}:
        raise LeadlineError(
            _("That is not the name that you were invited under, nor the one that you chose."),
            _("Sign as %(name)s.") % {"name": guest.shown_as},
        )
    if not before or digest_of(before) != seen:
        raise LeadlineError(
            _("What you were shown has changed since you opened the page."), _("Read it once more, then sign.")
        )
    given = last_signature(guest)
    if given and (given.showing, given.digest, given.day) == (showing, seen, day_of(now)):
        return given
    made = Signature.objects.create(
        guest=guest,
        showing=showing,
        name=guest.shown_as,
        role=f"{guest.role}, {guest.speaks_for}" if guest.speaks_for else guest.role,
        day=day_of(now),
        digest=seen,
        parts=len(before),
    )
    log.info("guest signed: %s, %s", guest.key, seen[:8])
    return made


def proposals(guest: Guest) -> list[Words]:
    """What others proposed and nobody has answered yet, about something that this one may see."""
    showing = showing_of(guest.workspace)
    keys = {one.key for one in seen_in(showing)} if showing else set()
    others = Words.objects.filter(guest__workspace=guest.workspace, guest__withdrawn_at=None, answer="")
    found = others.exclude(guest=guest).exclude(kind="comment").select_related("guest", "showing__revision")
    return [one for one in found if one.kind == "new" or one.part in keys]


def rankable(showing: Showing, of: str) -> dict[str, str]:
    """What can be put in order, by its key."""
    if of == "methods":
        return {one.key: one.words for one in seen_in(showing) if one.element == "methods"}
    return {one["id"]: one["title"] for one in showing.opportunities}


def _before_their_eyes(guest: Guest) -> Showing:
    """Raises LeadlineError for whoever has not agreed yet, and where nothing is shown."""
    if not guest.takes_part:
        raise LeadlineError(_("Nothing is kept of you before you agree to it."), _("Read what is kept, then decide."))
    showing = showing_of(guest.workspace)
    if showing is None:
        raise LeadlineError(_("Nothing is shown here yet."), _("Come back when you are told that it is."))
    return showing


def _not_there() -> LeadlineError:
    return LeadlineError(_("That is not among what you were shown."), _("Open the page anew and choose from it."))


def _nameless(guest: Guest) -> str:
    others = {one.shown_as for one in Guest.objects.filter(workspace=guest.workspace)}
    number = 1
    while pseudonym(guest.role, number) in others:
        number += 1
    return pseudonym(guest.role, number)


def _is_taken(guest: Guest) -> bool:
    """Whether the name is another guest's, invited or chosen, that of somebody who works here, or of somebody else who
    took part in a strategy: with their name one would sign for them, and erase them."""
    name = plain_name(guest.shown_as)
    others = Guest.objects.exclude(pk=guest.pk)
    names = {plain_name(told) for one in others for told in (one.name, one.shown_as) if told}
    inside = {plain_name(str(one)) for one in Person.objects.exclude(role="representative")}
    part = {plain_name(one.name) for row in StrategyVersion.objects.all() for one in document_of(row).participants}
    is_own = name == plain_name(guest.name)
    return name in names or (guest.is_market and name in inside) or (not is_own and name in part)


def plain_name(name: str) -> str:
    """A name as people read it: one case, one kind of blank, and what Unicode calls the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_odd(name: str) -> bool:
    """Whether a name holds signs that nobody sees, letters of several alphabets, or is a word of every draft."""
    scripts = {unicodedata.name(sign, "?").split()[0] for sign in name if sign.isalpha()}
    return holds_unseen(name) or len(scripts & _ALPHABETS) > 1 or plain_name(name) in _words_of_a_draft()


def holds_unseen(name: str) -> bool:
    """Whether signs stand in it that nobody sees: controls, blanks without width, turns of direction."""
    return any(unicodedata.category(sign)[0] == "C" for sign in name)


def readable(text: str) -> str:
    """What somebody wrote, without controls and without signs that turn the direction of the words around it; the
    direction of a language is its letters' own and stays."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign in "\n\t" or not _turns(sign)).strip()


def _turns(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs") or unicodedata.bidirectional(sign) in _TURNS


_TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}


@cache
def _words_of_a_draft() -> frozenset[str]:
    def named(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            yield from schema.get("properties", {})
            for inside in schema.values():
                yield from named(inside)
        elif isinstance(schema, list):
            for inside in schema:
                yield from named(inside)

    return frozenset(plain_name(one) for one in named(json_schema()))
