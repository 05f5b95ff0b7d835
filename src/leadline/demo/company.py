"""Who is who in the demo: Halden Telecom, two competitors, one partner of each kind. All names are invented.

In: nothing. Out: `PARTIES` with what each one sells and how loud it is, and the sizes a world can have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leadline.words import Company, PartnerType, Party, PartyId, PartyKind

COMPANY = Company("Halden Telecom", "Europe/Amsterdam", "EUR")

SizeName = Literal["tiny", "default", "full"]


@dataclass(frozen=True)
class Size:
    """How much of the world is written down. `volume` is relative to the default."""

    name: SizeName
    volume: float
    customers: int
    employees: int
    managers: int
    executives: int


SIZES: dict[SizeName, Size] = {
    "tiny": Size("tiny", 0.0245, 4_000, 40, 6, 3),
    "default": Size("default", 1.0, 60_000, 400, 40, 8),
    "full": Size("full", 17.0, 800_000, 2_000, 200, 20),
}
"""`full` is the framework's own case (S3.4); `tiny` is for tests."""


@dataclass(frozen=True)
class Profile:
    """A party with what its customers talk about.

    `threads_a_day` is at the default size; `repertoire` names the mix of themes (planted.py); `signs` are the
    initials and first names of those who answer.
    """

    party: Party
    short: str
    threads_a_day: float
    repertoire: str
    routers: tuple[str, ...]
    plans: tuple[str, ...]
    app: str
    tv: str
    team: tuple[str, ...]

    @property
    def id(self) -> PartyId:
        return self.party.id

    @property
    def handle(self) -> str:
        return self.party.handles[0]


def _party(
    name: str, short: str, kind: PartyKind, handles: tuple[str, ...], partner_type: PartnerType | None = None
) -> Party:
    return Party(PartyId(short.lower().replace(" ", "-")), name, kind, partner_type, handles)


_HALDEN_TEAM = ("Marit", "Joost", "Fenna", "Bilal", "Roos", "Daan", "Esra", "Wouter", "Noor", "Sjoerd", "Lieke", "Amir")

PARTIES: tuple[Profile, ...] = (
    Profile(
        _party("Halden Telecom", "Halden", PartyKind.OWN, ("haldentelecom", "halden_care")),
        "Halden",
        47.0,
        "operator",
        ("R7", "R7 Mini", "R5", "R5"),
        ("Home 200", "Home 500", "Home 1000", "Go 10 GB", "Go 25 GB", "Go Unlimited", "Family Bundle"),
        "My Halden app",
        "Halden TV box",
        _HALDEN_TEAM,
    ),
    Profile(
        _party("Zwaluw Mobile", "Zwaluw", PartyKind.COMPETITOR, ("zwaluwmobile",)),
        "Zwaluw",
        14.8,
        "operator",
        ("Nestbox 2", "Nestbox 3"),
        ("Flight S", "Flight M", "Flight XL", "Nest Fibre"),
        "Zwaluw app",
        "Zwaluw TV stick",
        ("Kim", "Ravi", "Floor", "Sem"),
    ),
    Profile(
        _party("Nettora", "Nettora", PartyKind.COMPETITOR, ("nettora_nl",)),
        "Nettora",
        9.9,
        "operator",
        ("Nettora Hub", "Hub Pro"),
        ("Basic 100", "Plus 400", "Max 1000"),
        "Nettora Self Service",
        "Nettora box",
        ("Team Nettora", "Lars", "Hanneke"),
    ),
    Profile(
        _party("Nordhandel", "Nordhandel", PartyKind.PARTNER, ("nordhandel",), PartnerType.DEALER),
        "Nordhandel",
        5.0,
        "dealer",
        ("R7", "R5"),
        ("Home 500", "Go 25 GB", "Family Bundle"),
        "My Halden app",
        "Halden TV box",
        ("Geert", "Tineke", "Marco"),
    ),
    Profile(
        _party("Belkompas", "Belkompas", PartyKind.PARTNER, ("belkompas",), PartnerType.BROKER),
        "Belkompas",
        2.4,
        "broker",
        ("R7", "R5"),
        ("Home 500", "Home 1000", "Go 10 GB"),
        "Belkompas comparison",
        "Halden TV box",
        ("Iris", "Stefan"),
    ),
    Profile(
        _party("Van Rijsel Electronics", "Van Rijsel", PartyKind.PARTNER, ("vanrijsel",), PartnerType.RETAILER),
        "Van Rijsel",
        4.2,
        "retailer",
        ("R7", "R7 Mini"),
        ("Go 10 GB", "Go 25 GB", "Go Unlimited"),
        "Van Rijsel app",
        "Halden TV box",
        ("Peter", "Chantal", "Yusuf"),
    ),
    Profile(
        _party("Brugman Zakelijk", "Brugman", PartyKind.PARTNER, ("brugmanzakelijk",), PartnerType.RESELLER),
        "Brugman",
        2.0,
        "reseller",
        ("R7", "R9 Office"),
        ("Office 500", "Office 1000", "Fleet SIM"),
        "Brugman portal",
        "desk phones",
        ("Annemiek", "Rob"),
    ),
    Profile(
        _party("Oostvaart Distribution", "Oostvaart", PartyKind.PARTNER, ("oostvaart",), PartnerType.DISTRIBUTOR),
        "Oostvaart",
        1.5,
        "distributor",
        ("R7", "R7 Mini"),
        ("Home 500", "Go 25 GB"),
        "Oostvaart track and trace",
        "Halden TV box",
        ("Henk", "Silvia"),
    ),
)

OWN = PARTIES[0]
