"""What do the methods take together? Resources are computed from the methods, not thought up beside them (S3.25)."""

from __future__ import annotations

from decimal import Decimal

from leadline.strategy.document import Document, Needs

KINDS = {
    "people": "people",
    "hours_a_month": "hours a month",
    "money_a_month": "of money a month",
    "money_once": "of money once",
}
"""The fields of `Needs`, and what a sentence calls them."""


def needed(document: Document) -> Needs:
    """The sum over the methods, per kind; None for a kind that no method states."""
    return Needs(**{kind: _sum(document, kind) for kind in KINDS})


def _sum(document: Document, kind: str) -> Decimal | None:
    stated = [getattr(method.resources, kind) for method in document.methods if method.resources]
    amounts = [amount for amount in stated if amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None
