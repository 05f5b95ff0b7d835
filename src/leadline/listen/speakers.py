"""Who speaks in a message, and of which party?

In: a message as its profile read it, and who is who. Out: a role and a party, each declared by the export or the person
who imports it, or derived; and what the lake knows of conversations that began earlier. The surprise: an account that
turns out to be a party's own while the file is gone through counts as its handle from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import narwhals as nw
import pyarrow as pa

from leadline.engine import Lake, matching, rows
from leadline.listen.parties import PartyBook, as_handle
from leadline.listen.privacy import mentions
from leadline.listen.tables import MESSAGES
from leadline.words import Basis, PartyId, PartyKind, SpeakerRole


class Speakers:
    """`about` is the party that the whole file is declared to be about; `otherwise` whom a message is about that names
    nobody.
    """

    def __init__(self, parties: PartyBook, *, about: str | None, otherwise: PartyId) -> None:
        self._parties, self._about, self._otherwise = parties, about, otherwise
        self.handles = {as_handle(handle) for party in parties.parties for handle in party.handles}

    def speaks_for(self, author: str, about: str | None, role: str | None) -> str | None:
        """The party for which somebody speaks. A party's own account, as in twcs, counts as its handle from then on."""
        spoken = self._parties.find(author)
        party = about if role == SpeakerRole.BRAND else spoken.id if spoken else None
        if party and as_handle(about or "") == as_handle(author):
            self.handles.add(as_handle(author))  # an agent's stays hidden
        return party

    def is_about_somebody(self, about: str | None) -> bool:
        """Whether it is declared whom a message is about."""
        return bool(about or self._about)

    def role(self, author: str, said: str | None) -> tuple[str, Basis]:
        """Declared by the export, else derived: who speaks from a party's account is that party."""
        if said:
            return said, Basis.DECLARED
        party = self._parties.find(author)
        if party is None:
            return SpeakerRole.CUSTOMER, Basis.DERIVED
        if party.kind is PartyKind.PARTNER and party.partner_type:
            known = party.partner_type.value in set(SpeakerRole)
            return (SpeakerRole(party.partner_type.value) if known else SpeakerRole.UNKNOWN), Basis.DERIVED
        return SpeakerRole.BRAND, Basis.DERIVED

    def party(self, about: str | None, text: str, speaks: str | None) -> tuple[str, Basis]:
        """Declared, else the first party's account named in the text, else who speaks there, else the default."""
        if declared := about or self._about:
            return self._parties.id_of(declared), Basis.DECLARED
        named = next((handle for handle in mentions(text) if handle in self.handles), speaks)
        if named:
            return self._parties.id_of(named), Basis.DERIVED
        return self._otherwise, Basis.DERIVED


def known_threads(lake: Lake, ends: dict[str, set[str]]) -> Iterator[tuple[str, str, str]]:
    """(source, message id, thread) of messages that the lake holds, of those that are asked for."""
    for row in rows(_held(lake, "message_id", ends).select("source", "message_id", "thread_id")):
        yield row["source"], row["message_id"], row["thread_id"]


def known_parties(lake: Lake, threads: dict[str, set[str]]) -> Iterator[tuple[str, str, str]]:
    """(source, thread, party) of conversations that the lake holds: whom their messages are about, the first first."""
    held = _held(lake, "thread_id", threads).sort("posted_at", "message_id")
    for row in rows(held.select("source", "thread_id", "about_party")):
        yield row["source"], row["thread_id"], row["about_party"]


def _held(lake: Lake, column: str, asked: dict[str, set[str]]) -> nw.LazyFrame[Any]:
    pairs = [(source, one) for source, ids in sorted(asked.items()) for one in sorted(ids)]
    wanted = pa.table({"source": [source for source, _ in pairs], column: [one for _, one in pairs]})
    return matching(lake, MESSAGES, wanted)
