"""Who speaks in a message, and of which party?

In: a message as its profile read it, and who is who. Out: a role and a party, each declared by the export or the person
who imports it, or derived; and the message's link for threading. The surprise: an account that turns out to be a
party's own while the file is gone through counts as its handle from then on.
"""

from __future__ import annotations

import narwhals as nw

from leadline.engine import Lake, collect, scan
from leadline.listen.parties import PartyBook, as_handle
from leadline.listen.privacy import mentions
from leadline.listen.profiles import RawMessage
from leadline.listen.tables import MESSAGES
from leadline.listen.threads import Link
from leadline.words import Basis, PartyId, PartyKind, SpeakerRole


class Speakers:
    """`about` is the party that the whole file is declared to be about; `otherwise` whom a message is about that names
    nobody.
    """

    def __init__(self, parties: PartyBook, *, about: str | None, otherwise: PartyId) -> None:
        self._parties, self._about, self._otherwise = parties, about, otherwise
        self.handles = {as_handle(handle) for party in parties.parties for handle in party.handles}

    def link(self, raw: RawMessage) -> Link:
        """What threading needs of the message."""
        spoken = self._parties.find(raw.author)
        speaks_for = raw.about_party if raw.speaker_role == "brand" else spoken.id if spoken else None
        if speaks_for and as_handle(raw.about_party or "") == as_handle(raw.author):
            self.handles.add(as_handle(raw.author))  # the party's own account, as in twcs; an agent's stays hidden
        return Link(raw.message_id, raw.reply_to, raw.thread_id, speaks_for)

    def role(self, raw: RawMessage) -> tuple[str, Basis]:
        """Declared by the export, else derived: who speaks from a party's account is that party."""
        if raw.speaker_role:
            return raw.speaker_role, Basis.DECLARED
        party = self._parties.find(raw.author)
        if party is None:
            return SpeakerRole.CUSTOMER, Basis.DERIVED
        if party.kind is PartyKind.PARTNER and party.partner_type:
            known = party.partner_type.value in set(SpeakerRole)
            return (SpeakerRole(party.partner_type.value) if known else SpeakerRole.UNKNOWN), Basis.DERIVED
        return SpeakerRole.BRAND, Basis.DERIVED

    def party(self, raw: RawMessage, speaks: str | None) -> tuple[str, Basis]:
        """Declared, else the first party's account named in the text, else who speaks there, else the default."""
        if raw.about_party:
            return self._parties.id_of(raw.about_party), Basis.DECLARED
        if self._about:
            return self._parties.id_of(self._about), Basis.DECLARED
        named = next((handle for handle in mentions(raw.text) if handle in self.handles), speaks)
        if named:
            return self._parties.id_of(named), Basis.DERIVED
        return self._otherwise, Basis.DERIVED


def known_threads(lake: Lake, ids: set[str], sources: set[str]) -> dict[str, str]:
    """The conversations of messages that the lake holds, of the file's own sources only."""
    mine = nw.col("source").is_in(sorted(sources)) & nw.col("message_id").is_in(sorted(ids))
    wanted = scan(lake, MESSAGES).filter(mine).select("message_id", "thread_id")
    found = collect(wanted)
    return dict(zip(found["message_id"].to_pylist(), found["thread_id"].to_pylist(), strict=True))
