"""Between rows and the stage's own words."""

from __future__ import annotations

from functools import lru_cache

from leadline.strategy import Document, UnreadableDocumentError, parse_document
from leadline.web.accounts.models import Person
from leadline.web.accounts.permissions import Role
from leadline.web.accounts.versions import newest
from leadline.web.documents import part
from leadline.web.strategy.models import StrategyVersion
from leadline.words import Company


@part("strategy")
def adopted(company: Company) -> Document | None:
    """The strategy in force, or None before the first."""
    version = newest(StrategyVersion)
    return document_of(version) if version else None


@part("strategy_version")
def version_in_force(company: Company) -> int | None:
    """Its number."""
    version = newest(StrategyVersion)
    return version.number if version else None


@part("insiders")
def insiders(company: Company) -> frozenset[str]:
    """Names of everybody who signs in from the inside; representatives are from the market."""
    return frozenset(str(one) for one in Person.objects.exclude(role=Role.REPRESENTATIVE.value))


def document_of(version: StrategyVersion) -> Document:
    """What a version says. A version never changes, so that it is read once a process."""
    return _document(version.digest, version.text)


def document_in(text: str) -> Document:
    """What a text says, and a text only: never a file that it might name. Raises UnreadableDocumentError."""
    reading = parse_document(text)
    if reading.document is None:
        raise UnreadableDocumentError(reading.remarks)
    return reading.document


@lru_cache(maxsize=64)
def _document(digest: str, text: str) -> Document:
    return document_in(text)
