"""Where the messages behind a number are: the address of a list that holds exactly them.

In: `assess.Which`. Out: an address; and back. The words of the address are the fields of the filter form.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from leadline.assess import ASPECTS, AspectName, Which
from leadline.words import Period

SIDES: dict[AspectName, str] = {"customers": "customers", "brand": "company", "partners": "partners"}
"""What the address calls all roles of one side: `brand` alone is a role."""

COUNTED_IN = "in"
"""What `?noise=` says where repeats and bots count."""

NO_THEME = "none"
"""What `?theme=` says of messages in which no theme was found."""

MARKET = "market"
"""What the address calls everybody but the company itself."""


@lru_cache(maxsize=4096)
def messages_address(which: Which) -> str:
    """`/assess/messages/?party=halden&theme=billing...`, nothing for what is not asked."""
    asked = {
        "q": which.words.text if which.words else None,
        "party": which.party,
        "theme": NO_THEME if which.themeless else which.theme,
        "reading": which.reading,
        "speaker": MARKET if which.market else SIDES[which.aspect] if which.aspect else which.speaker,
        "department": which.department,
        "channel": which.channel,
        "author": which.author,
        "language": which.language,
        "noise": COUNTED_IN if which.noise else None,
        "from": which.period.first.isoformat() if which.period else None,
        "until": which.period.last.isoformat() if which.period else None,
    }
    return f"{reverse('assess:messages')}?{urlencode({key: word for key, word in asked.items() if word})}"


def table_address(which: Which) -> str:
    """The same messages as a table for a spreadsheet."""
    return messages_address(which).replace(reverse("assess:messages"), reverse("assess:messages-csv"), 1)


def list_span_address(which: Which) -> str:
    """The list of the same messages on other days: `{first}` and `{last}` are put in by whoever draws a span."""
    whole = messages_address(replace(which, period=None))
    return f"{whole}{'' if whole.endswith('?') else '&'}from={{first}}&until={{last}}"


def opportunity_address(opportunity: str, days: Period) -> str:
    """The page of an opportunity over the very days in which its messages were counted."""
    return f"{reverse('assess:opportunity', args=[opportunity])}?period={days.first}..{days.last}"


def side_of(word: str) -> AspectName | None:
    """The side of the x-ray that the address means, or None where it names a role."""
    return next((name for name in ASPECTS if SIDES[name] == word), None)
