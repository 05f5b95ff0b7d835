"""The draft of Halden's next strategy, made with three people from outside: who they are, and what is said."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "What we do on the page next year"
GREETING = (
    "You told us last year where it hurts, and a team has answered on our page since. Tell us what you would change "
    "before we decide on next year; everything you say is answered here."
)


@dataclass(frozen=True)
class Invited:
    """Somebody from outside. Who has said nothing has not opened the link yet."""

    name: str
    role: str
    speaks_for: str
    partner_type: str = ""


@dataclass(frozen=True)
class Spoken:
    """What one of them says of a part, and the answer; an empty answer is one that waits."""

    who: str
    kind: str
    part: str
    text: str
    answer: str = ""
    reason: str = ""


CUSTOMER = Invited("Hanne Lund", "customer", "Halden's customer council")
DEALER = Invited("Geert Postma", "partner", "Nordhandel, the largest dealer in the north", "dealer")
NOT_YET = Invited("Amira Bakker", "customer", "the housing association Noordwijk")
INVITED = (CUSTOMER, DEALER, NOT_YET)

SPOKEN = (
    Spoken(
        DEALER.name,
        "wording",
        "methods:router-watch",
        "Early warning on routers and deliveries, to dealers as well",
        "accepted",
        "You stand at the counter when the parcel is late. From December on you hear it when we do.",
    ),
    Spoken(
        CUSTOMER.name,
        "comment",
        "methods:page-service",
        "Good as it is. Please say on the page when you are closed; I waited a whole evening once.",
    ),
)
VOTE = (DEALER.name, "part:methods:page-service")
SIGNS = CUSTOMER.name
