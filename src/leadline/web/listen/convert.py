"""Between rows and the stage's own words."""

from __future__ import annotations

from leadline.listen import PartyBook, own_brand_only
from leadline.web.documents import part
from leadline.web.listen.models import PartyRow
from leadline.words import Company, PartnerType, Party, PartyId, PartyKind


@part("parties")
def party_book(company: Company) -> PartyBook:
    """The declared parties; before anybody declared one, the own brand alone."""
    parties = tuple(_party(row) for row in PartyRow.objects.all())
    return PartyBook(parties) if parties else own_brand_only(company)


def _party(row: PartyRow) -> Party:
    partner_type = PartnerType(row.partner_type) if row.partner_type else None
    return Party(PartyId(row.key), row.name, PartyKind(row.kind), partner_type, tuple(row.handles))
