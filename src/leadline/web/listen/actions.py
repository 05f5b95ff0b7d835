"""What people change in listen: who is who."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction

from leadline.errors import LeadlineError
from leadline.listen import PartyBook
from leadline.web.accounts.fitting import fitting
from leadline.web.accounts.turns import in_turn
from leadline.web.listen.convert import party_book
from leadline.web.listen.models import PartyRow
from leadline.words import Company, Party

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


def _row(place: int, party: Party) -> PartyRow:
    row = PartyRow(
        key=party.id,
        name=party.name,
        kind=party.kind.value,
        partner_type=party.partner_type.value if party.partner_type else "",
        handles=list(party.handles),
        place=place,
    )
    return fitting(row)
