"""The checksum of every file of the lake, written beside it as soon as its commit stands.

In: a table's live files. Out: `_seals/<file>.sha256` in the table's folder, in the form that `sha256sum --check` reads.
The surprise: a writer that died between its commit and the seal leaves a file unsealed; it is not damaged, and its
size and its rows still stand in the table's log. A seal that is no checksum (the power failed) proves nothing either.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

SEALS = "_seals"
_CHUNK = 1 << 20
_CHECKSUM = re.compile(r"[0-9a-f]{64}(?= )")


def seal(files: Iterable[str]) -> int:
    """Write the checksum of each file that has none yet; how many were written."""
    return sum(_seal(Path(file)) for file in files)


def is_sealed(file: str) -> bool:
    """Whether a checksum stands beside the file. Raises OSError for one that cannot be read."""
    return checksum_of(file) is not None


def keeps_its_seal(file: str) -> bool:
    """Whether the file says what it said when it was sealed. Raises OSError for one that cannot be read."""
    return checksum_of(file) == digest(Path(file))


def checksum_of(file: str) -> str | None:
    """What the file's seal says; None where it has none. Raises OSError for one that cannot be read."""
    try:
        told = _CHECKSUM.match(Path(_seal_of(file)).read_text(errors="replace"))
    except FileNotFoundError:
        return None
    return told and told[0]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    read = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            read.update(chunk)
    return read.hexdigest()


def forget_seals(files: Iterable[str]) -> None:
    """Remove the seals of files that a commit took off the table: a seal says that a file belongs to one."""
    for file in files:
        Path(_seal_of(file)).unlink(missing_ok=True)


def _seal(path: Path) -> bool:
    """Written aside and renamed, so that a seal is whole or absent."""
    if is_sealed(str(path)):
        return False
    place = Path(_seal_of(str(path)))
    place.parent.mkdir(mode=0o700, exist_ok=True)
    aside = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(FileNotFoundError):  # somebody put the file together with others meanwhile
        aside.write_text(f"{digest(path)}  ../{path.name}\n")
        aside.replace(place)
        return True
    return False


def _seal_of(file: str) -> str:
    folder, name = os.path.split(file)
    return f"{folder}/{SEALS}/{name}.sha256"
