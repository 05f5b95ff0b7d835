"""What came and was not taken in yet must forget an erased person, too.

In: the home, a pseudonym. Out: how many files named them: batches that wait in a spool are written anew without them,
files that were given to the site go. The surprise: what others said in a batch was acknowledged and stays, and the
batch keeps the digest that it came with, so that its sender may send it again under its key.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from leadline.config import PSEUDONYMS, Home
from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.listen.heard import heard
from leadline.listen.live.running import running
from leadline.listen.naming import Named
from leadline.listen.opening import every_row, is_packed
from leadline.listen.profiles import known_profiles
from leadline.listen.pushed.disk import entries, sync, write
from leadline.listen.pushed.spool import finish, keep_digest
from leadline.listen.records import encoding_of

_UNTOLD = "file"
"""The channel of a row that names none."""
_LONGEST = 1 << 20
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


def forget_unread(home: Home, lake: Lake, author: str) -> int:
    """Let all files that nobody has taken in yet forget a person; in how many they stood."""
    named = Named(home.key(PSEUDONYMS), author, {one.channel for one in heard(lake)} | {_UNTOLD})
    if home.live.is_dir():
        with suppress(LeadlineError), running(home):  # who visits sources clears what a killed run left behind
            pass
    spools = sorted((home.live / "pushed").glob("*"))
    waiting = [path for spool in spools for path in sorted((spool / "waiting").glob("*.ndjson"))]
    half = [Path(one.path) for spool in spools for one in entries(spool / "drafts")]
    given = [Path(one.path) for one in entries(home.uploads) if one.is_file()]
    return (
        sum(_rewritten(path, named) for path in waiting)
        + sum(_gone(path) for path in half if _names(path, named))
        + sum(_gone(path) for path in given if _is_named_in(home, path, named))
    )


def _rewritten(path: Path, named: Named) -> bool:
    """A batch keeps what others said; where that is nothing it is taken in, with nobody's words."""
    try:
        body, came = path.read_bytes(), path.stat()
    except FileNotFoundError:  # taken in by now
        return False
    lines = _LINE.findall(body)
    left = [kept for line in lines if (kept := _line(line, named)) is not None]
    if left == lines:
        return False
    keep_digest(path)
    if not any(line.strip() for line in left):
        finish((path,), {"batches": 1, "read": len(lines), "erased": len(lines)}, now=dt.datetime.now(dt.UTC))
        return True
    draft = path.parents[1] / "drafts" / secrets.token_hex(16)
    write(draft, b"".join(left))
    os.utime(draft, ns=(came.st_atime_ns, came.st_mtime_ns))  # batches are taken in as they came
    if path.exists():
        draft.replace(path)
        sync(path.parent)
    draft.unlink(missing_ok=True)
    return True


def _line(line: bytes, named: Named) -> bytes | None:
    """A line as it is, or without the person; None where it is theirs, or where nobody can read it and it names them.
    The same handle on another channel is somebody else's."""
    text = line.decode(errors="replace")
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        return None if named.stands_in(text) else line
    there = named.on(str(row.get("channel") or _UNTOLD).lower())
    if isinstance(row.get("author"), str) and there.is_meant(row["author"]):
        return None
    return json.dumps(there.without(row)).encode() + b"\n" if there.stands_in(text) else line


def _names(path: Path, named: Named) -> bool:
    """Whether a file of text names the person; one that is gone by now does not."""
    with suppress(FileNotFoundError):
        return any(map(named.stands_in, _lines(path)))
    return False


def _is_named_in(home: Home, path: Path, named: Named) -> bool:
    """The same of a file of any form. What cannot be opened cannot be searched, and counts as if it did."""
    try:
        if not is_packed(path):
            return _names(path, named)
        return any(map(named.stands_in, every_row(path, known_profiles(home.profiles))))
    except FileNotFoundError:
        return False
    except LeadlineError:
        return True


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as text:
        yield from iter(lambda: text.readline(_LONGEST), "")


def _gone(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True
