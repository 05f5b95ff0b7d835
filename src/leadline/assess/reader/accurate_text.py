"""How the accurate model is shown a text: links and names as signs, emoji as words, since its word pieces lack them.

In: a text. Out: the text that is cut into word pieces. Training uses this very code.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LINK = re.compile(r"(?:https?://|www\.)\S+")
_NAME = re.compile(r"(?<!\w)@\w+")
_SYMBOL = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")


def as_read(text: str) -> str:
    """The text with `http` for each link, `@user` for each name, and the Unicode name of each symbol."""
    return _SYMBOL.sub(lambda found: _named(found[0]), _NAME.sub("@user", _LINK.sub("http", text)))


@lru_cache(maxsize=4096)
def _named(symbol: str) -> str:
    return f" {unicodedata.name(symbol, '').lower()} "
