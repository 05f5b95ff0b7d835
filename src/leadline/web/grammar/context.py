"""What every page knows: the company, the words of the line, whose turn it is, where the clock stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from leadline.web.accounts.permissions import Ability

WORDS: tuple[tuple[str, str, Ability], ...] = (
    ("Home", "home", "see_numbers"),
    ("Listen", "listen", "see_numbers"),
    ("Assess", "assess", "see_numbers"),
    ("Strategy", "strategy", "see_strategy"),
    ("Programs", "programs", "see_numbers"),
    ("Measure", "measure", "see_numbers"),
    ("Value", "value", "see_money"),
    ("Report", "report", "see_reports"),
)


_PART_OF = {"together": "strategy"}
"""Pages that have addresses of their own and belong to a word all the same."""


def every_page(request: HttpRequest) -> dict[str, Any]:
    person: Any = getattr(request, "user", AnonymousUser())
    match = request.resolver_match
    here = _PART_OF.get(match.namespace, match.namespace) if match else ""
    inside = person.is_authenticated
    words = [
        {"name": name, "url": f"{place}:home", "here": place == here}
        for name, place, ability in WORDS
        if inside and person.may(ability)
    ]
    home = settings.HOME
    return {
        "company": home.company if home else None,
        "words": words,
        "may_invite": inside and person.may("invite_people"),
        "may_look": inside and person.may("take_first_look"),
        "clock_stands_at": home.stands_at.astimezone(home.company.tz) if home and home.stands_at else None,
    }
