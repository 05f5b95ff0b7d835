"""How a pool of the book becomes words: the tools of every voice.

In: a pool, a conversation's particulars. Out: one telling, or some different ones.
"""

from __future__ import annotations

from leadline.demo.book import Book, Pool
from leadline.demo.details import Talk
from leadline.demo.grammar import tell

X_LENGTH = 276


class Teller:
    """Tells from one book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.customer = book.customer
        self.brand = book.brand

    def _say(self, talk: Talk, pool: Pool) -> str:
        return tell(pool[int(talk.random() * len(pool))], talk.detail, talk.random)

    def _with_tail(self, talk: Talk, pool: str, tail: str) -> list[str]:
        """A sentence, and half of the time another one after it."""
        said = [self._say(talk, self.customer[pool])]
        return [*said, self._say(talk, self.customer[tail])] if talk.random() < 0.7 else said

    def _some(self, talk: Talk, pool: Pool, count: int) -> list[str]:
        """`count` different sentences of a pool."""
        if not pool or not count:
            return []
        start, step = int(talk.random() * len(pool)), 1 + int(talk.random() * max(len(pool) - 1, 1))
        picks = dict.fromkeys((start + step * at) % len(pool) for at in range(count))
        return [tell(pool[pick], talk.detail, talk.random) for pick in picks]


def cut(text: str, length: int) -> str:
    """The text, or its beginning up to a whole word."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "…"
