"""What people change in listen: who is who, and what waited for them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction

from leadline import flow
from leadline.errors import LeadlineError
from leadline.listen import PartyBook
from leadline.web.accounts.fitting import fitting
from leadline.web.accounts.turns import in_turn
from leadline.web.documents import documents, lake
from leadline.web.listen.convert import party_book
from leadline.web.listen.models import PartyRow
from leadline.words import Company, Party, PartyId

log = logging.getLogger(__name__)


@transaction.atomic
def replace_parties(parties: Iterable[Party]) -> None:
    """Put these parties in the place of all others. Raises LeadlineError unless exactly one is the own brand."""
    book = PartyBook(tuple(parties))
    in_turn(PartyRow)
    PartyRow.objects.all().delete()
    PartyRow.objects.bulk_create(_row(place, party) for place, party in enumerate(book.parties))
    log.info("parties replaced: %d", len(book.parties))


@transaction.atomic
def declare_party(party: Party, company: Company) -> None:
    """Add one party to the others. Raises LeadlineError where its name or an account belongs to one of them."""
    in_turn(PartyRow)
    book = party_book(company)
    for word in (party.id, party.name, *party.handles):
        if (other := book.find(word)) is not None:
            raise LeadlineError(f"“{word}” is already known as {other.name}.", "Choose another name, or leave it.")
    places = enumerate((*book.parties, party))
    PartyRow.objects.bulk_create((_row(place, one) for place, one in places), ignore_conflicts=True)
    log.info("party declared: %s, %s", party.id, party.partner_type or party.kind)


@transaction.atomic
def add_accounts(party: PartyId, accounts: Iterable[str], company: Company) -> Party:
    """Give a declared party more accounts. Raises LeadlineError where one belongs to another party."""
    in_turn(PartyRow)
    book = party_book(company)
    found = next((one for one in book.parties if one.id == party), None)
    if found is None:
        raise LeadlineError(f"There is no party “{party}”.", "Choose one from the list.")
    for word in accounts:
        if (other := book.find(word)) is not None and other.id != party:
            raise LeadlineError(f"“{word}” is already known as {other.name}.", "Choose another account, or leave it.")
    more = replace(found, handles=tuple(dict.fromkeys((*found.handles, *accounts))))
    for place, one in enumerate(book.parties):
        PartyRow.objects.update_or_create(key=one.id, defaults=_values(place, more if one.id == party else one))
    log.info("accounts added: %s, %d", party, len(more.handles) - len(found.handles))
    return more


def adopt_waiting() -> dict[PartyId, int]:
    """Let declared parties take over what waits under their names and accounts; messages by party that took any.

    It changes the lake, so it stands outside of a transaction, after what declared them; a second run changes nothing.
    """
    taken = flow.adopt_waiting(lake(), documents())
    for party, messages in taken.items():
        log.info("messages taken over: %s, %d", party, messages)
    return taken


def _row(place: int, party: Party) -> PartyRow:
    return fitting(PartyRow(key=party.id, **_values(place, party)))


def _values(place: int, party: Party) -> dict[str, Any]:
    return {
        "name": party.name,
        "kind": party.kind.value,
        "partner_type": party.partner_type.value if party.partner_type else "",
        "handles": list(party.handles),
        "place": place,
    }
