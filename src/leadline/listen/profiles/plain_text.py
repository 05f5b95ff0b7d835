"""HTML as the text that a person reads: lines stay lines, signs are signs."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\b[^>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,4000}>")
_LINES = re.compile(r"\s*\n\s*")


def plain_text(said: str) -> str:
    """`<p>Hi &amp; bye</p>` as `Hi & bye`."""
    if "<" not in said and "&" not in said:
        return said
    lines = _TAG.sub("", _BREAK.sub("\n", said))
    return _LINES.sub("\n", html.unescape(lines)).strip()
