"""Which page of a long list is shown: a number beyond the last one shows the last one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.errors import LeadlineError


@dataclass(frozen=True)
class Paged:
    """The page shown, of how many, and how many lines stand before it."""

    number: int
    pages: int
    offset: int


def page_asked(asked: Mapping[str, str]) -> int:
    """Which page of a list an address asks for (`?page=2`). Raises LeadlineError where it names none."""
    word = asked.get("page", "1")
    if not (word.isascii() and word.isdecimal() and len(word) < 7 and int(word)):
        raise LeadlineError(_("“%(word)s” is no page.") % {"word": word[:40]}, _("Write a whole number from 1 on."))
    return int(word)


def paged(asked: int, *, lines: int, a_page: int) -> Paged:
    pages = max(1, -(-lines // a_page))
    number = min(max(1, asked), pages)
    return Paged(number, pages, a_page * (number - 1))
