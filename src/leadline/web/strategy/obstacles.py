"""What else stands in the way of an adoption, besides the lint: what only people's rows can tell.

In: a document. Out: remarks. The surprise: this module knows none of who asks. Each app's `obstacles` registers its own
with `@obstacle`, so that imports go one way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils.module_loading import autodiscover_modules

from leadline.strategy import Document
from leadline.words import Remark

Asks = TypeVar("Asks", bound=Callable[[Document], tuple[Remark, ...]])
_ASKED: list[Callable[[Document], tuple[Remark, ...]]] = []


def obstacle(ask: Asks) -> Asks:
    """Register a function of the document that says what is in the way."""
    _ASKED.append(ask)
    return ask


def obstacles(document: Document) -> tuple[Remark, ...]:
    """Everything that somebody's rows hold against it."""
    autodiscover_modules("obstacles")
    return tuple(remark for ask in _ASKED for remark in ask(document))
