"""Does a text that nobody has taken in yet name a person, and what does it say without them?

In: a pseudonym, the key and the channels that it may be of; texts as they came. Out: yes or no, or the text with
`@erased` in the place of the name. The surprise: nobody knows the handle any more, so each word is made a pseudonym and
compared; a name of several words is found where it is a whole cell or a whole value of JSON.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from leadline.listen.privacy import pseudonym

NOBODY = "@erased"
_WORD = re.compile(r"[^\s\"',;|<>()]+")
_HANDLE = re.compile(r"(?<![\w@./])@?\w(?:[\w.-]*\w)?(?:@[\w-]+(?:\.[\w-]+)+)?")
_MOST_REMEMBERED = 500_000


class Named:
    """Somebody by pseudonym, and the words by which they may be called on any of some channels."""

    def __init__(self, key: bytes, author: str, channels: Collection[str]) -> None:
        self._key, self._author, self._channels = key, author, sorted(channels)
        self._known: dict[str, bool] = {}
        self._there: dict[str, Named] = {}

    def on(self, channel: str) -> Named:
        """The same person on one channel only."""
        if channel not in self._there:
            self._there[channel] = Named(self._key, self._author, {channel})
        return self._there[channel]

    def is_meant(self, word: str) -> bool:
        """Whether this is their handle on one of the channels."""
        if word not in self._known:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            self._known[word] = any(pseudonym(self._key, one, word) == self._author for one in self._channels)
        return self._known[word]

    def stands_in(self, text: str) -> bool:
        """Whether a row as it came, or some lines of it, names them."""
        return any(map(self.is_meant, _words(text)))

    def without(self, value: Any) -> Any:
        """A value of JSON that names them no more."""
        if isinstance(value, str):
            if self.is_meant(value.strip()):
                return NOBODY
            return _HANDLE.sub(lambda found: NOBODY if self.is_meant(found[0]) else found[0], value)
        if isinstance(value, list):
            return [self.without(one) for one in value]
        return {name: self.without(one) for name, one in value.items()} if isinstance(value, dict) else value


def _words(text: str) -> set[str]:
    """Cells, values, words and handles: all that may be a name."""
    said = list(_texts(_json(text))) or [cell for sign in ",;\t" for row in _cells(text, sign) for cell in row]
    every = [*said, text]
    whole = {one.strip() for one in said}
    return {*whole, *(word for one in every for find in (_WORD, _HANDLE) for word in find.findall(one))} - {""}


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text.lstrip()[:1] in ("{", "[") else None
    except (ValueError, RecursionError):
        return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _cells(text: str, sign: str) -> Iterator[list[str]]:
    csv.field_size_limit(1 << 30)
    return csv.reader(text.replace("\0", "").splitlines(), delimiter=sign)
