"""What people say in the tests of assess: planted readings, written into a real lake as if the model had read them."""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from leadline.assess import MODEL_VERSION, SIGNALS
from leadline.engine import Lake
from leadline.listen import MESSAGES
from leadline.words import PartnerType, Party, PartyId, PartyKind

ZONE = ZoneInfo("Europe/Amsterdam")
HALDEN = Party(PartyId("halden"), "Halden Telecom", PartyKind.OWN)
BREVIK = Party(PartyId("brevik"), "Brevik", PartyKind.COMPETITOR)
FJORD = Party(PartyId("fjord"), "Fjord", PartyKind.COMPETITOR)
NORDHANDEL = Party(PartyId("nordhandel"), "Nordhandel", PartyKind.PARTNER, PartnerType.DEALER)
BELKOMPAS = Party(PartyId("belkompas"), "Belkompas", PartyKind.PARTNER, PartnerType.BROKER)
PARTIES = (HALDEN, BREVIK, FJORD, NORDHANDEL, BELKOMPAS)
FIRST_DAY = dt.date(2026, 9, 1)


@dataclass
class Said:
    """Messages under way to the lake. `say` adds one, or `times` of them, each by another person."""

    lake: Lake
    messages: list[dict[str, object]] = field(default_factory=list)
    signals: list[dict[str, object]] = field(default_factory=list)

    def say(self, text: str = "Something is said here, long enough to be a quote", *, times: int = 1, **what) -> None:
        for _ in range(times):
            self._one(text, **what)

    def _one(
        self,
        text: str,
        *,
        day: dt.date = FIRST_DAY,
        minute: int = 600,
        about: Party | str = HALDEN,
        by: str = "customer",
        author: str = "",
        thread: str = "",
        reads: str = "neutral",
        frustration: bool = False,
        excitement: bool = False,
        need: bool = False,
        theme: str = "",
        department: str = "",
        channel: str = "facebook",
        source: str = "test",
        kind: str = "message",
        model: str = MODEL_VERSION,
        language: str = "en",
        fingerprint: int = 0,
    ) -> None:
        number = len(self.messages)
        same = {
            "source": source,
            "message_id": f"m{number}",
            "thread_id": thread or f"t{number}",
            "channel": channel,
            "about_party": about if isinstance(about, str) else about.id,
            "speaker_role": by,
            "author": author or f"p{number}",
            "posted_at": dt.datetime.combine(day, dt.time(), ZONE) + dt.timedelta(minutes=minute),
            "posted_day": day,
        }
        told = {"party_basis": "declared", "role_basis": "declared", "kind": kind, "public": True, "text": text}
        self.messages.append(same | told | {"seen_at": same["posted_at"], "import_id": "i"})
        read = {
            "sentiment": reads,
            "p_negative": 0.3,
            "p_positive": 0.3,
            "language": language,
            "model": model,
            "fingerprint": fingerprint,
        }
        flags = {"frustration": frustration, "excitement": excitement, "need": need}
        self.signals.append(
            same | read | flags | {"theme": theme, "department": department or ("support" if theme else "")}
        )

    def keep(self) -> Lake:
        """Everything said so far, in the lake."""
        self.lake.append(MESSAGES, MESSAGES.of_rows(self.messages))
        self.lake.append(SIGNALS, SIGNALS.of_rows(self.signals))
        return self.lake
