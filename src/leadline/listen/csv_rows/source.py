"""The bytes of a file of text in UTF-8, whatever its encoding.

In: an open file and its encoding. Out: bytes, as many as are asked for, or lines. The surprise: bytes that were looked
at stay until they are taken, so that whoever cannot read them leaves them to somebody else.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO

BLOCK = 1 << 20
"""Bytes that are looked through at once: they stay in the processor's memory."""


class Source:
    """The bytes of a file in UTF-8, without its mark; `rest` are those that nobody has taken yet."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self._file = file
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)(errors="replace")
        self._held, self._at, self.has_ended = b"", 0, False

    def rest(self, size: int) -> bytes:
        """So many bytes or more, or all that are left."""
        if len(self._held) - self._at < size and not self.has_ended:
            parts = [self._held[self._at :]]
            while sum(map(len, parts)) < size and not self.has_ended:
                part = self._file.read(size)
                self.has_ended = not part
                parts.append(self._decoder.decode(part, final=not part).encode() if self._decoder else part)
            self._held, self._at = b"".join(parts), 0
        return self._held[self._at :]

    def take(self, size: int) -> None:
        self._at = min(self._at + size, len(self._held))

    def mark_lost_letters(self, size: int) -> None:
        """Put the sign for a lost letter in the place of each byte that is none, in the next so many bytes."""
        held = self.rest(0)
        self._held, self._at = held[:size].decode(errors="replace").encode() + held[size:], 0

    def lines(self) -> Iterator[str]:
        """The lines as Python reads them from a file; each is taken when it is asked for."""
        while size := self._line_size():
            line = self._held[self._at : self._at + size]
            self.take(size)
            yield line.decode(errors="replace")

    def _line_size(self) -> int:
        """Of the next line, with its end: a line feed, a return, or both."""
        size = BLOCK
        while True:
            if len(self._held) - self._at < 2:
                self.rest(size)
            feed = self._held.find(b"\n", self._at)
            back = self._held.find(b"\r", self._at, feed if feed >= 0 else len(self._held))
            if back >= 0 and (back + 1 < len(self._held) or self.has_ended):
                return back - self._at + (2 if back + 1 == feed else 1)
            if feed >= 0 and back < 0:
                return feed - self._at + 1
            if self.has_ended:
                return len(self._held) - self._at
            size = 2 * (len(self._held) - self._at) + BLOCK
            self.rest(size)
