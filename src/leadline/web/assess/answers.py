"""What the stage answers, kept as long as the cubes stay the same: a second look costs next to nothing.

In: the lake. Out: `Answers`, gathered once a request, with the stage's own values. The surprise: what is kept is named
by the cubes' versions and the list of themes, so that the first look after a new reading sees it; nothing has to be
thrown away by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from leadline import assess
from leadline.assess import ThemeReading, Themes
from leadline.errors import LeadlineError
from leadline.listen import MESSAGES, Heard, PartyBook
from leadline.listen import heard as heard_months
from leadline.web import here
from leadline.web.assess.convert import layer, themes
from leadline.web.listen.convert import party_book
from leadline.words import Month, Party, PartyId, Period

if TYPE_CHECKING:
    from leadline.engine import Lake

Versions = tuple[int, int, Themes]


@dataclass(frozen=True)
class Answers:
    """One request's view of the lake: its cubes as they stand, the list of themes, and the declared parties."""

    lake: Lake
    book: PartyBook
    versions: Versions

    def heard(self) -> Period | None:
        """The days on which anything was said that was read."""
        return _heard(self.lake, self.versions)

    def days(self) -> Period:
        """The same, where a page can show nothing without them. Raises LeadlineError where nobody was heard."""
        found = self.heard()
        if found is None:
            raise LeadlineError("Nothing was read yet.", "Import messages and run leadline assess.")
        return found

    def months(self) -> tuple[Month, ...]:
        """The months in which anything was said, newest first."""
        return assess.months_with_messages(self.lake)

    @property
    def themes(self) -> Themes:
        """The list of themes that counts."""
        return self.versions[2]

    def picture(self, period: Period, *, noise: bool = False, focus: assess.Focus = assess.WHOLE) -> assess.XRay:
        """The x-ray of a period; `noise` counts repeats and bots in."""
        return _picture(self.lake, self.versions, self.book.parties, period, noise, focus)

    def of_everybody(self, period: Period, focus: assess.Focus, *, noise: bool = False) -> tuple[ThemeReading, ...]:
        """The themes of a focus, whoever speaks about whomever."""
        return _of_everybody(self.lake, self.versions, period, focus, noise)

    def daily(self, period: Period, *, noise: bool = False, focus: assess.Focus = assess.WHOLE) -> assess.DailyCounts:
        """How many messages each side says about each party on each day."""
        return _daily(self.lake, self.versions, period, noise, focus)

    def answered(self, period: Period) -> dict[PartyId, assess.Answered]:
        """Who answers customers' questions, by party."""
        return _answered(self.lake, self.lake.version(assess.ASKED_DAYS), period)

    def voices(self, party: PartyId) -> tuple[assess.HeardVoices, ...]:
        """Who of a party's customers is happy again and again, and who is hurt."""
        return _voices(self.lake, self.lake.version(assess.VOICE_MONTHS), party)

    def history(self) -> dict[str, tuple[assess.ThemeMonth, ...]]:
        """The themes of the own customers, month by month."""
        return _history(self.lake, self.versions, self.book.own.id)

    def names(self) -> dict[str, str]:
        """Parties by id, and the names that were heard and not declared."""
        names: dict[str, str] = {party.id: party.name for party in self.book.parties}
        spoken = {one.about_party for one in self._came_in}
        return {**names, **{word: word for word in sorted(spoken - set(names))}}

    def channels(self) -> list[str]:
        return sorted({one.channel for one in self._came_in})

    def languages(self) -> list[str]:
        """Languages that were heard, the most heard first."""
        return list(assess.languages_heard(self.lake))

    @cached_property
    def _came_in(self) -> tuple[Heard, ...]:
        return _heard_months(self.lake, self.lake.version(MESSAGES))


def gather() -> Answers:
    """What this site knows now."""
    lake = here.lake()
    versions = lake.version(assess.MESSAGE_DAYS), lake.version(assess.THEME_DAYS), themes()
    return Answers(lake, party_book(here.home().company), versions)


def reader() -> assess.AnyReader:
    """The model with the present themes and the company's layer, made ready once and only where somebody tries it."""
    return _reader(themes(), layer())


@lru_cache(maxsize=2)
def _reader(known: Themes, taught: assess.Layer | None) -> assess.AnyReader:
    return assess.load_reader(known, layer=taught)


@lru_cache(maxsize=4)
def _heard(lake: Lake, versions: Versions) -> Period | None:
    return assess.months_heard(lake)


@lru_cache(maxsize=64)
def _picture(
    lake: Lake, versions: Versions, parties: tuple[Party, ...], period: Period, noise: bool, focus: assess.Focus
) -> assess.XRay:
    return assess.x_ray(lake, parties, period, themes=versions[2], noise=noise, focus=focus)


@lru_cache(maxsize=64)
def _of_everybody(
    lake: Lake, versions: Versions, period: Period, focus: assess.Focus, noise: bool
) -> tuple[ThemeReading, ...]:
    return assess.themes_of_everybody(lake, period, focus, themes=versions[2], noise=noise)


@lru_cache(maxsize=64)
def _daily(lake: Lake, versions: Versions, period: Period, noise: bool, focus: assess.Focus) -> assess.DailyCounts:
    return assess.daily_messages(lake, period, focus=focus, themes=versions[2], noise=noise)


@lru_cache(maxsize=64)
def _answered(lake: Lake, version: int, period: Period) -> dict[PartyId, assess.Answered]:
    return assess.answered(lake, period)


@lru_cache(maxsize=16)
def _voices(lake: Lake, version: int, party: PartyId) -> tuple[assess.HeardVoices, ...]:
    return assess.voices(lake, party)


@lru_cache(maxsize=8)
def _history(lake: Lake, versions: Versions, party: PartyId) -> dict[str, tuple[assess.ThemeMonth, ...]]:
    return assess.theme_months(lake, party, themes=versions[2])


@lru_cache(maxsize=4)
def _heard_months(lake: Lake, version: int) -> tuple[Heard, ...]:
    return heard_months(lake)
