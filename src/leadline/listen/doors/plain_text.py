"""What a person reads of a piece of HTML: its words, with line ends where blocks end.

In: HTML as servers send it. Out: plain text. The surprise: mentions keep the whole account, which Mastodon shows
without its server, so that the same person has the same pseudonym as a writer and where others name them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "br", "div", "li", "blockquote", "tr", "h1", "h2", "h3", "h4", "pre"})
_SILENT = frozenset({"script", "style", "head", "template"})
_BLANKS = re.compile(r"[ \t\xa0]+")
_ANY_BLANKS = re.compile(r"\s+")
_LINES = re.compile(r"\s*\n\s*")


def plain_text(html: str, *, accounts: Mapping[str, str] | None = None) -> str:
    """The words of a piece of HTML; a link whose address is one of `accounts` reads as `@` and that account."""
    reader = _Reader(accounts or {})
    reader.feed(html)
    reader.close()
    return _LINES.sub("\n", _BLANKS.sub(" ", "".join(reader.said))).strip()


class _Reader(HTMLParser):
    def __init__(self, accounts: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._accounts = accounts
        self._silent, self._inside = 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag == "br":
            self.said.append("\n")
        if tag == "a" and (account := self._accounts.get(dict(attrs).get("href") or "")):
            self.said.append(f"@{account}")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BLOCKS:
            self.said.append("\n")
        if tag == "a":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._inside:
            self.said.append(_ANY_BLANKS.sub(" ", data))  # a line end in HTML is a blank
