"""People's records as the plain values that stages take.

In: rows of this home's database. Out: `flow.Documents`. The surprise: this module knows no word of the site. Each
app's `convert` says with `@part` which of its rows are part of the documents, so that imports go one way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.module_loading import autodiscover_modules

from leadline.flow import Documents
from leadline.web.here import _lake_of, home, lake, now
from leadline.words import Company

__all__ = ["_lake_of", "documents", "home", "lake", "now", "part"]

Read = TypeVar("Read", bound=Callable[[Company], Any])
_PARTS: dict[str, Callable[[Company], Any]] = {}


def part(name: str) -> Callable[[Read], Read]:
    """Register a function of the company as what fills a field of `Documents`."""

    def register(read: Read) -> Read:
        _PARTS[name] = read
        return read

    return register


def documents() -> Documents:
    """Everything that people have written, as plain values."""
    autodiscover_modules("convert")  # importing registers; not at start, as most commands need one word only
    company = home().company
    return Documents(company=company, **{name: read(company) for name, read in _PARTS.items()})
