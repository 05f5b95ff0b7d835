"""A worker that waits for a large upload, and is not taken for dead meanwhile.

In: a request. Out: its answer. The surprise: gunicorn ends a worker that has been at one request for a minute, whatever
it does; this one says that it lives each time that a piece of the body comes, as long as the whole comes at a fair
pace, so that nobody holds a worker by sending a byte now and then.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from gunicorn.workers.sync import SyncWorker

FAIR_BYTES_A_SECOND = 50_000


class Coming:
    """The body of a request; `alive` is called when some of it came, and enough until then."""

    def __init__(self, body: Any, alive: Callable[[], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._body, self._alive, self._clock = body, alive, clock
        self._began, self._came = clock(), 0

    def read(self, size: int | None = None) -> bytes:
        return self._heard(self._body.read(size))

    def readline(self, size: int | None = None) -> bytes:
        return self._heard(self._body.readline(size))

    def readlines(self, size: int | None = None) -> list[bytes]:
        return [self._heard(line) for line in self._body.readlines(size)]

    def __iter__(self) -> Iterator[bytes]:
        return map(self._heard, self._body)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._body, name)

    def _heard(self, piece: bytes) -> bytes:
        self._came += len(piece)
        if piece and self._came >= FAIR_BYTES_A_SECOND * (self._clock() - self._began):
            self._alive()
        return piece


class PatientWorker(SyncWorker):  # type: ignore[misc]
    def handle_request(self, listener: Any, req: Any, client: Any, addr: Any) -> None:
        req.body = Coming(req.body, self.notify)
        super().handle_request(listener, req, client, addr)
