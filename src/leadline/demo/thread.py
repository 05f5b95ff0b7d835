"""One conversation while it is being written: its ids, its moments, who said what to whom.

In: messages one by one. Out: `Message` rows with the ids that the channel would have given them. The
surprise: each channel has its own idea of a thread, and the exports keep it: a page names the post, x and
mail only what was answered, a forum the topic.
"""

from __future__ import annotations

from itertools import count

from leadline.demo.company import OWN, Profile
from leadline.demo.details import TOWNS, Talk
from leadline.demo.message import Message, utc_seconds
from leadline.demo.people import Persona, author_on

_X_EPOCH_MS = 1_288_834_974_657


class Ids:
    """Ids by channel, each in its own manner, in the order in which they are asked for."""

    def __init__(self) -> None:
        self._next = count(1)
        self._topics = count(40_211)

    def message(self, channel: str, at: int, thread: str | None) -> str:
        number = next(self._next)
        if channel == "facebook":
            return f"{1_042_000_000_000 + number}"
        if channel == "x":
            return str(((utc_seconds(at) * 1000 - _X_EPOCH_MS) << 22) | (number & 0x3FFFFF))
        if channel == "forum":
            return f"{thread}-p{number}"
        if channel == "mail":
            return f"{number:09d}.{at % 86_400:05d}@mail.halden.example"
        return f"rv-{number}"

    def topic(self) -> str:
        return f"t{next(self._topics)}"


class Thread:
    """A conversation about a party on a channel. `rows` are its messages so far."""

    def __init__(self, ids: Ids, channel: str, about: Profile, theme: str, talk: Talk) -> None:
        self.ids, self.channel, self.about, self.theme, self.talk = ids, channel, about, theme, talk
        self.rows: list[Message] = []
        self.topic = ids.topic() if channel == "forum" else None
        self._firm: Profile | None = None

    def speaks_for(self, partner: Profile) -> None:
        """Whose conversation it is speaks for a partner: it says so in name, role and signature."""
        self._firm = partner
        self.talk.bind("firm", partner.party.name)

    def customer(self, at: int, text: str, mood: str, *, to: str | None = None, language: str = "en") -> str:
        """A message of the person whose conversation it is; its id."""
        partner = self._firm.party.partner_type if self._firm else None
        role = partner.value if partner else None
        return self._add(at, self._speaker(), text, mood, to=to, role=role, language=language)

    def person(
        self,
        at: int,
        who: Persona,
        text: str,
        mood: str,
        *,
        to: str | None = None,
        role: str | None = None,
        language: str = "en",
    ) -> str:
        return self._add(at, author_on(self.channel, who), text, mood, to=to, role=role, language=language)

    def brand(self, at: int, text: str, *, to: str | None = None, kind: str = "message", public: bool = True) -> str:
        """A message of the party itself, from its own account."""
        declared = self.channel in {"facebook", "mail", "review"}
        role = ("brand" if self._is_operator() else self._partner_role()) if declared else None
        return self._add(at, self._account(), text, "", to=to, role=role, kind=kind, public=public)

    def _add(
        self,
        at: int,
        author: str,
        text: str,
        mood: str,
        *,
        to: str | None,
        role: str | None,
        kind: str = "message",
        public: bool = True,
        language: str = "en",
    ) -> str:
        message_id = self.ids.message(self.channel, at, self.topic)
        on_page = self.channel == "facebook"
        root = self.rows[0].message_id if self.rows else message_id
        self.rows.append(
            Message(
                at=at,
                channel=self.channel,
                source=self._source(),
                message_id=message_id,
                author=author,
                text=text,
                thread_id=root if on_page else self.topic,
                reply_to=to,
                about_party=None if self.channel == "x" else self.about.id,
                speaker_role=role,
                kind=kind,
                public=public and self.channel != "mail",
                language=language if self.channel == "x" else None,
                area=TOWNS[self.talk.detail("town")] if self.channel in {"review", "mail"} else None,
                theme=self.theme,
                mood=mood,
            )
        )
        return message_id

    def _speaker(self) -> str:
        """How the one who began signs: partners' people with their firm."""
        who, firm = self.talk.who, self._firm
        if firm is None or self.channel == "mail":
            return author_on(self.channel, who)
        if self.channel in {"x", "forum"}:
            return f"{firm.handle}_{who.first.lower()}"
        return f"{who.full} ({firm.short})"

    def _source(self) -> str:
        if self.channel == "facebook":
            return f"{self.about.id}-facebook"
        return {"x": "x", "forum": "telecomtalk", "review": "oordeel", "mail": "halden-mail"}[self.channel]

    def _account(self) -> str:
        if self.channel in {"facebook", "review"}:
            return self.about.party.name
        if self.channel == "mail":
            return "care@halden.example"
        return self.about.party.handles[-1] if self.channel == "forum" else self.about.handle

    def _is_operator(self) -> bool:
        return self.about is OWN or self.about.party.partner_type is None

    def _partner_role(self) -> str:
        partner = self.about.party.partner_type
        return partner.value if partner else "brand"
