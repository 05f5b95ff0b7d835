"""Which messages does an x-ray look at: all, or those of one channel, one language, one department?

In: what somebody asks for. Out: a `Focus`, and the parts of it that small cubes can follow. The surprise: no cube that
is small holds party, channel and theme together, so that counts of messages follow channel and language, counts of
themes follow the department, and whoever shows them says which of the three a number does not follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import narwhals as nw

from leadline.assess.messages.choosing import Which, about, with_merged
from leadline.assess.reader.themes import Themes
from leadline.assess.tables import CHANNEL_THEME_DAYS, LANGUAGE_DAYS, MESSAGE_DAYS, THEME_DAYS
from leadline.engine import Table
from leadline.errors import LeadlineError


@dataclass(frozen=True)
class Focus:
    """None means all of them."""

    channel: str | None = None
    department: str | None = None
    language: str | None = None

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of what is narrowed."""
        return tuple(name for name in ("channel", "department", "language") if getattr(self, name) is not None)

    @property
    def messages(self) -> Focus:
        """What counts of messages can follow: channel and language; the department where it is asked alone."""
        return replace(self, department=None) if self.channel or self.language else self

    @property
    def themes(self) -> Focus:
        """What counts by party and theme can follow: the department."""
        return Focus(department=self.department)

    def lacks(self, asked: Focus) -> tuple[str, ...]:
        """What is asked for and not followed here."""
        return tuple(name for name in asked.asked if getattr(self, name) is None)

    def within(self, cube: Table, themes: Themes | None) -> Iterator[nw.Expr]:
        """The conditions, in the words of a cube; with `themes` a merged one counts for the other's department."""
        which = Which(channel=self.channel, department=self.department, language=self.language)
        yield from about(with_merged(which, themes) if themes else which, cube.names)

    @property
    def messages_cube(self) -> Table:
        """The smallest cube of messages by party that can tell. Raises LeadlineError where none can."""
        if self.department and (self.channel or self.language):
            raise LeadlineError(
                "No cube counts a party's messages by department and by channel or language together.",
                "Ask for one of them.",
            )
        return THEME_DAYS if self.department else LANGUAGE_DAYS if self.language else MESSAGE_DAYS

    @property
    def themes_cube(self) -> Table | None:
        """The cube of themes by party; None where it cannot tell."""
        return None if self.channel or self.language else THEME_DAYS


EVERYBODY = CHANNEL_THEME_DAYS
"""The cube of themes that follows all three, and knows neither party nor speaker."""
WHOLE = Focus()
