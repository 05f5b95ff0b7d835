"""Files and folders that are on the disk when a function returns, and that only their owner can read.

In: paths and bytes. Out: nothing. The surprise: a new name is on the disk only after its folder was synced, and a new
folder only after the one that it stands in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def write(path: Path, content: bytes, *, durably: bool = True) -> None:
    """A new file; its bytes, but not yet its name, are on the disk, unless they are to be synced later."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        if durably:
            file.flush()
            os.fsync(file.fileno())


def sync(path: Path) -> None:
    """A file with its bytes, or a folder with the names in it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """A folder, with all those that it stands in, on the disk."""
    missing = [one for one in (path, *path.parents) if not one.exists()]
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for one in reversed(missing):
        sync(one.parent)


def entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """What stands in a folder; nothing where there is none."""
    try:
        with os.scandir(folder) as found:
            yield from found
    except FileNotFoundError:
        return
