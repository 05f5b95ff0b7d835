"""Where this site works: its home, its lake, the present instant.

In: the settings. Out: what every word's pages need, before any record of people. It imports no word of the site, so
that each of them may ask here.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from leadline.config import Home
from leadline.errors import LeadlineError
from leadline.flow import lake_of

if TYPE_CHECKING:
    from leadline.engine import Lake


def home() -> Home:
    """The home that this process serves. Raises LeadlineError where there is none."""
    if settings.HOME is None:
        raise LeadlineError("This site serves no home.", "Set LEADLINE_HOME to a company's folder and start it again.")
    found: Home = settings.HOME
    return found


@lru_cache(maxsize=1)
def _lake_of(root: str) -> Lake:
    return lake_of(home())


def lake() -> Lake:
    """The home's lake, opened once a process."""
    return _lake_of(str(home().root))


def now() -> dt.datetime:
    """The present instant in UTC, or where the home's clock stands."""
    return home().now()


def today() -> dt.date:
    """The day in the company's zone."""
    return now().astimezone(home().company.tz).date()


def forget_lake() -> None:
    """Open the lake anew at the next question: after a fork, or when another home is served."""
    _lake_of.cache_clear()
