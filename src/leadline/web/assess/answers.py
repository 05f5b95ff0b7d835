"""What the stage answers, kept as long as the cubes stay the same: a second look costs next to nothing.

In: the lake. Out: `Answers`, gathered once a request, with the stage's own values. The surprise: what is kept is named
by the cubes' versions, so that the first look after a new reading sees it; nothing has to be thrown away by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from leadline import assess
from leadline.errors import LeadlineError
from leadline.listen import MESSAGES, Heard, PartyBook
from leadline.listen import heard as heard_months
from leadline.web import here
from leadline.web.listen.convert import party_book
from leadline.words import Party, PartyId, Period

if TYPE_CHECKING:
    from leadline.engine import Lake

Versions = tuple[int, int]


@dataclass(frozen=True)
class Answers:
    """One request's view of the lake: its cubes as they stand, and the declared parties."""

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

    def picture(self, period: Period) -> assess.XRay:
        """The x-ray of a period."""
        return _picture(self.lake, self.versions, self.book.parties, period)

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

    @cached_property
    def _came_in(self) -> tuple[Heard, ...]:
        return _heard_months(self.lake, self.lake.version(MESSAGES))


def gather() -> Answers:
    """What this site knows now."""
    lake = here.lake()
    versions = lake.version(assess.MESSAGE_DAYS), lake.version(assess.THEME_DAYS)
    return Answers(lake, party_book(here.home().company), versions)


@cache
def themes() -> assess.Themes:
    """The themes, read once a process."""
    return assess.load_themes()


@cache
def reader() -> assess.Reader:
    """The model, read once a process and only where somebody tries it."""
    return assess.load_reader(themes())


@lru_cache(maxsize=4)
def _heard(lake: Lake, versions: Versions) -> Period | None:
    return assess.months_heard(lake)


@lru_cache(maxsize=64)
def _picture(lake: Lake, versions: Versions, parties: tuple[Party, ...], period: Period) -> assess.XRay:
    return assess.x_ray(lake, parties, period, themes=themes())


@lru_cache(maxsize=8)
def _history(lake: Lake, versions: Versions, party: PartyId) -> dict[str, tuple[assess.ThemeMonth, ...]]:
    return assess.theme_months(lake, party)


@lru_cache(maxsize=4)
def _heard_months(lake: Lake, version: int) -> tuple[Heard, ...]:
    return heard_months(lake)
