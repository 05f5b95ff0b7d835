"""Who is who: the own brand, competitors and partners, and the accounts they speak from.

In: `parties.yaml`, a list of parties. Out: a `PartyBook` that finds a party by id, name or handle. The
surprise: a name that no party has becomes a party id of its own, so that nothing heard is lost; the x-ray
then asks what that party is.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from leadline.errors import LeadlineError
from leadline.plain import UnreadableTextError, plain_values, read_text
from leadline.words import Company, PartnerType, Party, PartyId, PartyKind

UNKNOWN_PARTY = PartyId("unknown")
_LONGEST_ID = 60
_SPELT_OUT = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


@dataclass(frozen=True)
class PartyBook:
    """All parties of a company. Exactly one is the own brand."""

    parties: tuple[Party, ...]
    _by_word: dict[str, Party] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        own = [party for party in self.parties if party.kind is PartyKind.OWN]
        if len(own) != 1:
            raise LeadlineError(
                f"There are {len(own)} own brands among the parties.", "Give exactly one party the kind own."
            )
        named: dict[str, Party] = {}
        for party in self.parties:
            if party.id == UNKNOWN_PARTY:
                raise LeadlineError(f"{party.name} has the id “unknown”, which means nobody.", "Give it another id.")
            if (other := named.setdefault(party.id, party)) is not party:
                raise LeadlineError(
                    f"{other.name} and {party.name} have the same id “{party.id}”.", "Give one of them another id."
                )
            for word in {party.id, party.name.casefold(), *(as_handle(handle) for handle in party.handles)}:
                self._by_word.setdefault(word, party)

    @property
    def own(self) -> Party:
        return next(party for party in self.parties if party.kind is PartyKind.OWN)

    @property
    def words(self) -> frozenset[str]:
        """Every word of the parties' names, lower case: what is no person's name."""
        return frozenset(word for party in self.parties for word in re.findall(r"[\w'’]+", party.name.casefold()))

    def find(self, word: str) -> Party | None:
        """The party with this id, name or handle."""
        return self._by_word.get(word.strip().casefold()) or self._by_word.get(as_handle(word))

    def id_of(self, word: str) -> PartyId:
        """The party's id; a word that no party has becomes an id itself."""
        found = self.find(word)
        return found.id if found else self.waiting.get(as_party_id(word), as_party_id(word))

    @cached_property
    def waiting(self) -> dict[PartyId, PartyId]:
        """Each id that a party's name or account becomes before it is declared, and the party; no party's own id."""
        taken = {party.id for party in self.parties}
        words: dict[PartyId, PartyId] = {}
        for party in self.parties:
            for word in map(as_party_id, (party.name, *party.handles)):
                if word not in taken:
                    words.setdefault(word, party.id)
        return words


def own_brand_only(company: Company) -> PartyBook:
    """The book of a company that has named no parties yet."""
    return PartyBook((Party(as_party_id(company.name), company.name, PartyKind.OWN),))


def read_parties(path: Path) -> PartyBook:
    """Read `parties.yaml`: a list of id, name, kind, partner_type and handles. Raises LeadlineError."""
    try:
        entries, _ = plain_values(read_text(path))
    except UnreadableTextError as error:
        raise LeadlineError(f"{path.name} cannot be read. {error.sentence}", error.advice) from error
    if not isinstance(entries, list) or not entries:
        raise LeadlineError(f"{path.name} holds no list of parties.", "Begin each party with “- name: …”.")
    return PartyBook(tuple(party_of(entry, path.name) for entry in entries))


def party_of(entry: Any, place: str) -> Party:
    """One entry of the list as a Party. Raises LeadlineError that names the entry."""
    if not isinstance(entry, dict) or not _is_plain(entry.get("name")) or not str(entry["name"]).strip():
        raise LeadlineError(f"A party in {place} has no name.", "Give each one a name and a kind.")
    name = str(entry["name"]).strip()
    unknown = set(entry) - {"id", "name", "kind", "partner_type", "handles"}
    if unknown:
        raise LeadlineError(
            f"{name} in {place} has an unknown word “{sorted(unknown)[0]}”.",
            "A party has id, name, kind, partner_type and handles.",
        )
    for word in ("id", "kind", "partner_type"):
        if entry.get(word) is not None and not _is_plain(entry[word]):
            raise LeadlineError(
                f"{name} in {place}: {word} is not one word.", "Write it as in the example of the page."
            )
    try:
        kind = PartyKind(str(entry.get("kind", "")).lower())
        partner = PartnerType(str(entry["partner_type"]).lower()) if entry.get("partner_type") else None
    except ValueError as error:
        raise LeadlineError(
            f"{name} in {place}: {error}.",
            f"kind is one of: {', '.join(PartyKind)}; partner_type one of: {', '.join(PartnerType)}.",
        ) from error
    handles = entry.get("handles") or []
    if not isinstance(handles, list) or not all(_is_plain(one) for one in handles):
        raise LeadlineError(f"The handles of {name} in {place} are no list.", 'Write them as in ["acme", "acme_help"].')
    return Party(
        as_party_id(str(entry.get("id") or name)), name, kind, partner, tuple(as_handle(str(one)) for one in handles)
    )


def as_party_id(word: str) -> PartyId:
    """`Nord Handel` becomes `nord-handel`. Letters that have no plain form give way to a digest, so that two names stay
    two ids: `東京通信` becomes `party-` and eight signs.
    """
    said = unicodedata.normalize("NFKC", word).strip().casefold()
    plain = unicodedata.normalize("NFKD", said.translate(_SPELT_OUT))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    ascii_only = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    is_whole = not any(sign.isalnum() and not sign.isascii() for sign in plain)
    if is_whole and ascii_only and len(ascii_only) <= _LONGEST_ID:
        return PartyId(ascii_only)
    digest = hashlib.sha256(said.encode()).hexdigest()[:8]
    return PartyId(f"{ascii_only[:_LONGEST_ID].strip('-') or 'party'}-{digest}")


def as_handle(word: str) -> str:
    """`@Acme_Help` becomes `acme_help`."""
    return word.strip().lstrip("@").casefold()


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float)
