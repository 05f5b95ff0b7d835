"""One large piece of JSON: an archive of X, an outbox of Mastodon, a list of objects.

In: a path and what its text begins with. Out: its objects as rows. The surprise: an archive of X is JavaScript that
gives a list a name (`window.YTD.tweets.part0 = [...]`), and each item wraps one object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from leadline.errors import LeadlineError
from leadline.listen.csv_rows import LOST, NOT_TEXT
from leadline.listen.fields import Unreadable
from leadline.listen.opening.forms import Line, RowsFile, flat
from leadline.listen.records import HALF
from leadline.listen.sheets import NoRow

ARCHIVE = re.compile(r"\s*window\.YTD\.(\w{1,60})\.part\d{1,4}\s*=\s*(?=\[)")
LISTS = ("orderedItems", "payload")
"""What the list of objects is called: in an outbox of ActivityStreams, and in an answer of Chatwoot."""
_WRAPPED = ("tweet", "noteTweet")
_HEADER_ROWS = 100
_LARGEST = 2 << 30


def json_file(path: Path, encoding: str) -> RowsFile:
    """Raises LeadlineError where it is not JSON, or no list of objects."""
    items = _items(path, encoding)

    def rows() -> Iterator[Line]:
        for number, item in enumerate(items, 1):
            yield _row(number, item)

    contents = [content for _, content, _ in islice(rows(), _HEADER_ROWS) if isinstance(content, dict)]
    return RowsFile(path, tuple(dict.fromkeys(name for content in contents for name in content)), rows)


def _row(number: int, item: Any) -> Line:
    try:
        raw = json.dumps(item, ensure_ascii=False)
    except RecursionError:
        return number, NoRow(Unreadable("the item holds lists within lists without end", "Export it again."), ""), ""
    if not isinstance(item, dict):
        return number, NoRow(Unreadable("the item is not a JSON object", "Export it again."), raw), raw
    if LOST in raw or HALF.search(raw):
        whole = json.dumps(item)  # with half a sign it could be written nowhere
        return number, NoRow(NOT_TEXT, whole), whole
    return number, flat(_unwrapped(item)), raw


def _items(path: Path, encoding: str) -> list[Any]:
    if path.stat().st_size > _LARGEST:
        raise LeadlineError(f"{path.name} is one piece of JSON of more than 2 GB.", "Export it in parts.")
    text = path.read_text(encoding=encoding, errors="replace")
    if found := ARCHIVE.match(text):
        text = text[found.end() :].rstrip().rstrip(";")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LeadlineError(f"{path.name} is not whole JSON.", "Export it again; it may have been cut.") from error
    if isinstance(told, dict):
        told = next((told[name] for name in LISTS if name in told), None)
    if not isinstance(told, list):
        raise LeadlineError(f"{path.name} is JSON, but no list of objects.", "Write one JSON object a line.")
    return told


def _unwrapped(item: dict[str, Any]) -> dict[str, Any]:
    """`{"tweet": {...}}` as what it holds."""
    [(name, inside)] = item.items() if len(item) == 1 else [("", None)]
    return inside if name in _WRAPPED and isinstance(inside, dict) else item
