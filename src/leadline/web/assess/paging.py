"""Which page of a long list is shown: a number beyond the last one shows the last one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paged:
    """The page shown, of how many, and how many lines stand before it."""

    number: int
    pages: int
    offset: int


def paged(asked: int, *, lines: int, a_page: int) -> Paged:
    pages = max(1, -(-lines // a_page))
    number = min(max(1, asked), pages)
    return Paged(number, pages, a_page * (number - 1))
