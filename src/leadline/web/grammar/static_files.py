"""Static files whose address changes with their content, sent compressed: a browser may keep them for a year.

`HashedFiles` names the content in the question (`leadline.css?v=1f3a…`), so nothing has to be collected before a
start; `gzip_static` compresses these files only (a page holds secrets and stays uncompressed, against BREACH).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

Next = Callable[[HttpRequest], HttpResponseBase]


class HashedFiles(StaticFilesStorage):
    """As Django's own, with the content's digest in the address."""

    def url(self, name: str | None) -> str:
        address: str = super().url(name)
        found = finders.find(name or "")
        return f"{address}?v={_digest(str(found), Path(str(found)).stat().st_mtime_ns)}" if found else address


@lru_cache(maxsize=256)
def _digest(path: str, changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def gzip_static(next_: Next) -> Next:
    """Compress what lies under STATIC_URL, for browsers that can read it."""
    compressed = GZipMiddleware(next_)

    def answer(request: HttpRequest) -> Any:
        through = compressed if request.path.startswith(settings.STATIC_URL) else next_
        return through(request)

    return answer
