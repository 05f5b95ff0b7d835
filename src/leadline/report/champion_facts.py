"""What may be told of the champions? Their stories with consent, what they reached together, bands without ranks.

Plain values, part of a month's facts (S2.8, S2.12, S2.17, S2.18).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from leadline.report.figures import Figure, MoneyFigure
from leadline.strategy.fields import Reader


@dataclass(frozen=True)
class Consent:
    """To whom a champion lets a story be told, under which name, and until when."""

    readers: tuple[Reader, ...]
    given_on: dt.date
    until: dt.date | None = None

    def covers(self, reader: Reader, on: dt.date) -> bool:
        return reader in self.readers and self.given_on <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class ChampionStory:
    """What somebody managed and how (S2.18). `who` is the name the champion chose to be told under.

    `quote` is in the champion's own words. `copy` is the one thing to copy; where it is empty, the steps are.
    """

    id: str
    headline: str
    who: str
    result: str
    steps: tuple[str, ...]
    copy: str
    objective: str
    consent: Consent
    link: str
    quote: str = ""


@dataclass(frozen=True)
class Pilot:
    """One of the two pilots: new business, new employees (S2.12). Money stands per level of proof, never in one sum."""

    name: str
    champions: int
    figures: tuple[Figure, ...]
    money: tuple[MoneyFigure, ...]
    objective: str
    link: str


@dataclass(frozen=True)
class Band:
    """How many champions share a band of results; None where the group is too small to show."""

    name: str
    champions: int | None


@dataclass(frozen=True)
class Champions:
    """The pilots together. `joined` are members now, `joined_since` those who came after the last report (S2.21)."""

    joined: int
    joined_since: int
    pilots: tuple[Pilot, ...]
    stories: tuple[ChampionStory, ...]
    bands: tuple[Band, ...]
    hours: Figure | None
    enter_by: dt.date
    join_link: str
    own_link: str
    smallest_group: int = 5
