"""Somebody takes their consent back, is erased, or their days are over; and all that is kept of them, to take along.

In: a guest. Out: nothing of their name, or nothing of them, in rows, drafts, versions and frozen months. The surprise:
an adopted version keeps its digest, which names what was adopted; only what somebody was called in it is emptied.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from leadline.errors import LeadlineError
from leadline.plain import plain_values
from leadline.report import erase_quotes
from leadline.strategy import Document, Participant, write_document
from leadline.strategy.edits.parts import with_part_instead
from leadline.web.accounts.versions import empty
from leadline.web.here import lake
from leadline.web.strategy.convert import document_of
from leadline.web.strategy.models import Draft, EarlierDraft, StrategyVersion
from leadline.web.together.consent import KEPT_UNAGREED_DAYS
from leadline.web.together.convert import day_of
from leadline.web.together.models import Guest

log = logging.getLogger(__name__)

GONE = "somebody who took part"
SENTENCE_WORDS = 5
"""From so many words on, what somebody said is told from what others say."""


@transaction.atomic
def withdraw(guest: Guest, *, words_too: bool, now: dt.datetime) -> None:
    """Take a consent back: the name everywhere, with `words_too` all that was said. The signature goes with both."""
    _forget_everywhere(guest, words_too=words_too)
    if words_too:
        guest.words.all().delete()
        guest.votes.all().delete()
        guest.rankings.all().delete()
    guest.signatures.all().delete()
    guest.name, guest.speaks_for, guest.consent = GONE, "", ""
    guest.shown_as = f"{GONE} {guest.pk}"
    guest.withdrawn_at, guest.token_hash, guest.browser_hash = now, secrets.token_hex(32), ""
    guest.save()
    log.info("guest withdrew: %s, words too: %s", guest.key, words_too)


@transaction.atomic
def erase_guest(guest: Guest) -> int:
    """Erase everything of somebody; how many rows went."""
    _forget_everywhere(guest, words_too=True)
    gone, _by_kind = guest.delete()
    log.info("guest erased: %s, %d rows", guest.key, gone)
    return gone


def erase_due(now: dt.datetime) -> int:
    """Erase whoever's days are over: those who agreed until a day that is past, and those who never agreed, thirty days
    after their link has ended. Returns how many."""
    today = day_of(now)
    due = list(Guest.objects.filter(kept_until__lt=today))
    due += list(Guest.objects.filter(consented_at=None, expires_at__lt=now - dt.timedelta(days=KEPT_UNAGREED_DAYS)))
    for guest in due:
        erase_guest(guest)
    return len(due)


def find_guest(key: str) -> Guest:
    """By the operator's name for them. Raises LeadlineError that says where to find it."""
    found = Guest.objects.filter(key=key).first()
    if found is None:
        raise LeadlineError(f"Nobody who was invited is called {key}.", "List them: leadline people invited")
    return found


def everything_of(guest: Guest) -> dict[str, Any]:
    """All that is kept of somebody, as plain values that any program reads."""
    return {
        "key": guest.key,
        "name": guest.name,
        "shown_as": guest.shown_as,
        "role": guest.role,
        "partner_type": guest.partner_type,
        "speaks_for": guest.speaks_for,
        "invited_to": guest.workspace.title,
        "invited_at": guest.invited_at.isoformat(),
        "consented_at": guest.consented_at.isoformat() if guest.consented_at else None,
        "consent": guest.consent,
        "kept_until": guest.kept_until.isoformat() if guest.kept_until else None,
        "words": [
            {
                "kind": one.kind,
                "part": one.part,
                "text": one.text,
                "at": one.at.isoformat(),
                "answer": one.answer,
                "reason": one.reason,
            }
            for one in guest.words.all()
        ],
        "votes": [{"on": one.on, "for": one.is_for, "at": one.at.isoformat()} for one in guest.votes.all()],
        "rankings": [{"of": one.of, "order": one.order, "at": one.at.isoformat()} for one in guest.rankings.all()],
        "signatures": [
            {"name": one.name, "role": one.role, "day": one.day.isoformat(), "digest": one.digest}
            for one in guest.signatures.all()
        ],
    }


@dataclass(frozen=True)
class _Whom:
    """Somebody as documents name them: by their key, and by name where the name is nobody else's."""

    key: str
    names: frozenset[str]
    said: tuple[str, ...]
    gone: str

    def is_this(self, name: str, key: str, said: Iterable[str]) -> bool:
        """Whether a participant is this guest. Without a key, and where two are called so, their words tell."""
        if key:
            return key == self.key
        if _plain(name) in {_plain(one) for one in self.names}:
            return True
        return bool(set(self.said) & set(said))


def _forget_everywhere(guest: Guest, *, words_too: bool) -> None:
    """In versions that were adopted, in drafts, and in the quotes of months that were frozen."""
    whom = _whom(guest)
    for version in StrategyVersion.objects.order_by("number"):
        document = document_of(version)
        left = _without(document, whom, words_too=words_too)
        if left != document:
            empty(version, write_document(left))
    said = [guest.speaks_for] if guest.speaks_for else []
    said += [words.text for words in guest.words.all()] if words_too else []
    for draft in Draft.objects.all():
        draft.text, draft.replaced = (
            _forgotten(one, whom, said, words_too=words_too) for one in (draft.text, draft.replaced)
        )
        draft.save(update_fields=["text", "replaced"])
    for earlier in EarlierDraft.objects.all():
        earlier.text = _forgotten(earlier.text, whom, said, words_too=words_too)
        earlier.save(update_fields=["text"])
    called = (guest.key, *whom.names)
    quoted = {("strategy", f"{name}/{place}") for name in called for place in range(guest.words.count())}
    if quoted:
        erase_quotes(lake(), quoted)


def _whom(guest: Guest) -> _Whom:
    own = {one for one in (guest.name, guest.shown_as) if one}
    others = Guest.objects.exclude(pk=guest.pk)
    taken = {_plain(name) for one in others for name in (one.name, one.shown_as) if name}
    said = tuple(words.text for words in guest.words.all())
    return _Whom(guest.key, frozenset(one for one in own if _plain(one) not in taken), said, f"{GONE} {guest.pk}")


def _without(document: Document, whom: _Whom, *, words_too: bool) -> Document:
    def left(one: Participant) -> Participant:
        if not whom.is_this(one.name, one.key, (said.text for said in one.contributions)):
            return one
        kept: dict[str, Any] = {"name": whom.gone, "key": "", "organisation": ""}
        return one.model_copy(update=kept | ({"contributions": ()} if words_too else {}))

    people = tuple(left(one) for one in document.participants)
    return document if people == document.participants else document.model_copy(update={"participants": people})


def _forgotten(text: str, whom: _Whom, said: list[str], *, words_too: bool) -> str:
    """A draft without somebody: their place by their key, their name wherever it is theirs alone."""
    return _blotted(_without_place(text, whom, words_too=words_too), set(whom.names), said)


def _without_place(text: str, whom: _Whom, *, words_too: bool) -> str:
    """Empty the participant of that key; a text that cannot be read or changed safely is left to the names."""
    try:
        values, _places = plain_values(text)
        people = (values.get("participants") if isinstance(values, dict) else None) or []
        for index, one in enumerate(people):
            if isinstance(one, dict) and one.get("key") == whom.key:
                kept = {name: value for name, value in one.items() if name not in ("key", "organisation", "signed")}
                if words_too:
                    kept.pop("contributions", None)
                text, _line = with_part_instead(text, "participants", index, kept | {"name": whom.gone})
    except LeadlineError:
        pass
    return text


def _blotted(text: str, names: set[str], said: list[str]) -> str:
    """A draft as somebody wrote it, with their comments, without these names and words, however their lines break.

    Whole sentences go wherever they stand; a few words, which others may have used too, only where the name is near.
    """
    is_named = any(_pattern(name).search(text) for name in names)
    for words in sorted(said, key=len, reverse=True):
        if is_named or len(words.split()) >= SENTENCE_WORDS:
            text = _pattern(words).sub("…", text)
    for name in sorted(names, key=len, reverse=True):
        text = _pattern(name).sub(GONE, text)
    return text


def _pattern(words: str) -> re.Pattern[str]:
    broken = r"\s+".join(re.escape(word).replace("'", "'{1,2}") for word in words.split())
    return re.compile(rf"(?<!\w){broken}(?!\w|\s*:)", re.IGNORECASE)  # before a colon it is a word of the draft's own


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
