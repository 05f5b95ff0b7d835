"""The particulars of one conversation: which town, which bill, at what time, on which phone.

In: a party, a moment, a person. Out: words for a slot, the same ones throughout the conversation, so that a
reply talks about the router that the question was about. Account numbers and addresses are baits for the
redaction: they have valid check digits and belong to nobody (`example` domains, one reserved-looking range).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TypeVar

from leadline.demo.company import PARTIES, Profile
from leadline.demo.people import Persona, mail_address, persona

T = TypeVar("T")

TOWNS: dict[str, str] = {
    "Haldenburg": "west",
    "Oosterdam": "west",
    "Zandrecht": "west",
    "Nieuwerdijk": "west",
    "Kattenveer": "west",
    "Lindehoven": "south",
    "Beekrade": "south",
    "Maasweert": "south",
    "Tolhuizen": "south",
    "Veenwolde": "north",
    "Terpsum": "north",
    "Noorderzijl": "north",
    "Dokkeradeel": "north",
    "Essenlo": "east",
    "Twikkelo": "east",
    "Rijnveld": "east",
    "Hooibergen": "east",
}
"""Invented towns and their area."""

_TOWN_NAMES = tuple(TOWNS)
_STREETS = (
    "Kerkstraat",
    "Molenweg",
    "Parallelweg",
    "Lindelaan",
    "Stationsstraat",
    "Havenkade",
    "Dorpsstraat",
    "Zonnebloemstraat",
    "Prinsenhof",
    "Kanaaldijk",
    "Ringweg",
    "Tulpstraat",
    "Veerweg",
    "Schoolpad",
    "Wilgenlaan",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_PHONES = ("Nova 12", "Nova 14 Pro", "Pixelon 9", "Pixelon 10a", "Aurio X2", "Linden Fold", "Aurio Mini", "Fjell 7")
_COUNTRIES = ("Spain", "Italy", "Greece", "Portugal", "Croatia", "Austria", "Denmark", "Ireland", "Poland")
_KIN = ("my son", "my daughter", "my wife", "my husband", "my flatmate", "my sister", "my partner", "our oldest")
_ROOMS = ("kitchen", "bedroom", "attic", "study", "living room", "garden shed", "hall", "back room", "nursery")
_SHOWS = ("the news", "the match", "the quiz", "the film", "the final", "the series", "the race")
_FEW = ("two", "three", "four", "five", "six", "seven", "eight")


class Talk:
    """One conversation's particulars. `random` gives numbers in [0, 1); calling it advances the world."""

    __slots__ = ("_bound", "day", "hour", "party", "random", "who")

    def __init__(
        self, random: Callable[[], float], party: Profile, day: dt.date, hour: float, who: Persona, **bound: str
    ) -> None:
        self.random, self.party, self.day, self.hour, self.who = random, party, day, hour, who
        self._bound: dict[str, str] = bound

    def detail(self, name: str) -> str:
        """The words of a slot, made at its first use."""
        if name == "daypart":
            return "morning" if 4 <= self.hour < 12 else "afternoon" if 12 <= self.hour < 18 else "evening"
        words = self._bound.get(name)
        if words is None:
            words = self._bound[name] = _MAKERS[name](self)
        return words

    def said(self, name: str) -> str | None:
        """A slot's words where it was told already."""
        return self._bound.get(name)

    def bind(self, name: str, words: str) -> None:
        self._bound[name] = words

    def one_of(self, options: Sequence[T]) -> T:
        return options[int(self.random() * len(options))]

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))


def slot_names() -> frozenset[str]:
    return frozenset(_MAKERS) | {"daypart"}


def _date(talk: Talk, low: int, high: int) -> str:
    day = talk.day + dt.timedelta(days=talk.between(low, high))
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _month(talk: Talk, low: int, high: int) -> str:
    return _MONTHS[(talk.day.month - 1 + talk.between(low, high)) % 12]


def _weekday(talk: Talk, low: int, high: int) -> str:
    return _DAYS[(talk.day.weekday() + talk.between(low, high)) % 7]


def _working_day(talk: Talk) -> str:
    ahead = (talk.day.weekday() + talk.between(1, 4)) % 7
    return _DAYS[ahead if ahead < 6 else 0]


def _clock(talk: Talk, low: float, high: float) -> str:
    """A quarter of an hour, some hours from the moment; what would fall into the night falls into the evening."""
    quarters = int((talk.hour + low + talk.random() * (high - low)) * 4) % 96
    if quarters < 28:
        quarters = 74 + quarters % 16
    return f"{quarters // 4}:{quarters % 4 * 15:02d}"


def _until(talk: Talk) -> str:
    """Half an hour to an hour after `clock`."""
    hours, minutes = talk.detail("clock").split(":")
    quarters = (int(hours) * 4 + int(minutes) // 15 + talk.between(2, 5)) % 96
    return f"{quarters // 4}:{quarters % 4 * 15:02d}"


def _slot(start: int, hours: int) -> str:
    return f"{start + hours}:00"


def _slot_start(talk: Talk) -> int:
    if "slot_start" not in talk._bound:
        talk.bind("slot_start", str(talk.one_of((8, 8, 10, 12, 13, 14))))
    return int(talk.detail("slot_start"))


def _euros(talk: Talk, low: int, high: int) -> str:
    whole = talk.between(low, high)
    return f"{whole}.{talk.one_of(('50', '95', '00', '99', '25', '80'))}" if talk.random() < 0.6 else str(whole)


def _speed(talk: Talk) -> str:
    digits = "".join(sign for sign in talk.detail("plan") if sign.isdigit())
    return digits if len(digits) >= 3 else talk.one_of(("200", "400", "500", "1000"))


def _other_operator(talk: Talk) -> str:
    return talk.one_of([one.short for one in PARTIES[:3] if one.id != talk.party.id])


def _other_town(talk: Talk) -> str:
    at = _TOWN_NAMES.index(talk.detail("town"))
    return _TOWN_NAMES[(at + talk.between(1, len(_TOWN_NAMES) - 1)) % len(_TOWN_NAMES)]


def _digits(talk: Talk, count: int) -> str:
    return str(talk.between(10 ** (count - 1), 10**count - 1))


def _version(talk: Talk) -> str:
    months = (talk.day.year - 2025) * 12 + talk.day.month
    return f"{3 + months // 12}.{months % 12 // 4}.{talk.between(0, 3)}"


def _iban(talk: Talk) -> str:
    """A Dutch account at a bank that does not exist, with the check digits of ISO 7064."""
    account = f"HALD{talk.between(0, 9_999_999_999):010d}"
    number = "".join(str(int(sign, 36)) for sign in f"{account}NL00")
    iban = f"NL{98 - int(number) % 97:02d}{account}"
    return " ".join(iban[i : i + 4] for i in range(0, 18, 4)) if talk.random() < 0.6 else iban


def _card(talk: Talk) -> str:
    digits = [4, *(talk.between(0, 9) for _ in range(14))]
    doubled = [digit * 2 - 9 * (digit > 4) if at % 2 == 0 else digit for at, digit in enumerate(digits)]
    digits.append(-sum(doubled) % 10)
    text = "".join(map(str, digits))
    return " ".join(text[i : i + 4] for i in range(0, 16, 4))


def _mobile(talk: Talk) -> str:
    tail = f"{talk.between(0, 999):03d}"
    return talk.one_of(("06 12345", "06-12345", "+31 6 12345", "0612345")) + tail


def _name_b(talk: Talk) -> str:
    return persona(talk.between(0, 2_000)).first


_MAKERS: dict[str, Callable[[Talk], str]] = {
    "agent": lambda talk: talk.one_of(talk.party.team),
    "app": lambda talk: talk.party.app,
    "big": lambda talk: _euros(talk, 90, 480),
    "brand": lambda talk: talk.party.short,
    "brandfull": lambda talk: talk.party.party.name,
    "card": _card,
    "clock": lambda talk: _clock(talk, -3.5, -0.6),
    "clock_b": lambda talk: _clock(talk, 2.0, 4.0),
    "country": lambda talk: talk.one_of(_COUNTRIES),
    "customer_no": lambda talk: _digits(talk, 8),
    "date": lambda talk: _date(talk, -34, -3),
    "days": lambda talk: str(talk.between(3, 11)),
    "email": lambda talk: mail_address(talk.who),
    "euros": lambda talk: _euros(talk, 14, 79),
    "evening": lambda talk: f"{talk.between(18, 22)}:{talk.one_of(('00', '15', '30'))}",
    "few": lambda talk: talk.one_of(_FEW[:5]),
    "fullname": lambda talk: talk.who.full,
    "future": lambda talk: _date(talk, 4, 40),
    "gb": lambda talk: talk.one_of(("5", "8", "10", "15", "20", "25", "40")),
    "hours": lambda talk: str(talk.between(2, 29)),
    "iban": _iban,
    "kin": lambda talk: talk.one_of(_KIN),
    "kin_plain": lambda talk: talk.one_of(("your mother", "your family", "everyone at home", "the neighbours")),
    "many": lambda talk: str(talk.between(11, 68)),
    "minutes": lambda talk: str(talk.between(18, 87)),
    "mobile": _mobile,
    "month": lambda talk: _month(talk, -5, -1),
    "months": lambda talk: str(talk.between(2, 14)),
    "n": lambda talk: str(talk.between(3, 9)),
    "name": lambda talk: talk.who.first,
    "name_b": _name_b,
    "order": lambda talk: f"order {_digits(talk, 6)}",
    "order_no": lambda talk: _digits(talk, 6),
    "percent": lambda talk: str(talk.between(3, 14)),
    "phone": lambda talk: talk.one_of(_PHONES),
    "plan": lambda talk: talk.one_of(talk.party.plans),
    "postcode": lambda talk: f"{talk.between(1100, 9799)} {talk.one_of(('KD', 'WT', 'BH', 'PX', 'LM'))}",
    "rival": _other_operator,
    "room": lambda talk: talk.one_of(_ROOMS),
    "router": lambda talk: talk.one_of(talk.party.routers),
    "show": lambda talk: talk.one_of(_SHOWS),
    "signer": lambda talk: talk.one_of(talk.party.team),
    "slot_a": lambda talk: _slot(_slot_start(talk), 0),
    "slot_b": lambda talk: _slot(_slot_start(talk), 4),
    "slot_c": lambda talk: _slot(_slot_start(talk), 5),
    "slow": lambda talk: str(talk.between(4, 47)),
    "small": lambda talk: _euros(talk, 2, 12),
    "soon": lambda talk: _month(talk, 1, 4),
    "speed": _speed,
    "stranger": lambda talk: persona(talk.between(0, 90_000)).full,
    "street": lambda talk: talk.one_of(_STREETS),
    "street_b": lambda talk: talk.one_of(_STREETS),
    "tag": lambda talk: talk.one_of(("fault", "bill", "contract", "delivery", "question")),
    "ticket": lambda talk: _digits(talk, 7),
    "today": lambda talk: _DAYS[talk.day.weekday()],
    "town": lambda talk: talk.one_of(_TOWN_NAMES),
    "town_b": _other_town,
    "tv": lambda talk: talk.party.tv,
    "until": _until,
    "version": _version,
    "weekday": lambda talk: _weekday(talk, -6, -1),
    "weekday_b": _working_day,
    "weeks": lambda talk: str(talk.between(2, 9)),
}
