"""Where may a key stand? Sorted hashes of what a table's files hold, so that a question opens a few of them only.

In: a table's live files, hashes of the values that are looked for. Out: which groups of rows may hold one of them, and
the files of which nothing is known. The surprise: a hash that is found is a hint, and is looked up in its file; one
that is not found is a proof that no covered file holds the value. So a lookup that is gone costs time and no row, but
one whose bytes were changed may let a row in twice: `damaged` finds it. Runs of like size are merged into one, as in a
log-structured merge tree (O'Neil et al. 1996), so that a table of any size has a few.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Places = NDArray[np.uint32]
"""The number of a file in its run (upper 16 bits), and of a group of rows in the file (lower 16 bits)."""

LOOKUPS = "_lookups"
_MAGIC = b"lookup1\n"
_BYTES = 12
"""Of a row: its hash, and its place."""
_MOST_OF_A_SIZE = 8
"""Runs of like size that may stand side by side."""
_MOST_FILES = 1 << 16
_AT_ONCE = 1 << 20
"""Rows that are in memory while runs are merged."""
_CHUNK = 1 << 20
_DEAD_FOR = 3600.0
"""Seconds after which nobody is still writing a run."""
_GROUP = np.uint32(0xFFFF)


@dataclass(frozen=True)
class Held:
    """What a file holds: a hash a row, and the group of rows in which each row stands."""

    hashes: Hashes
    groups: Places


@dataclass(frozen=True)
class Found:
    """Where values may stand: `hit` says of each hash whether any file may hold it; `groups` names the groups of rows
    by file; `uncovered` are files of which nothing is known.
    """

    hit: NDArray[np.bool_]
    groups: dict[str, tuple[int, ...]]
    uncovered: tuple[str, ...]


@dataclass(frozen=True)
class _Run:
    """A file on disk: hashes in order, each with its place among `files` (names without folders)."""

    path: Path
    files: tuple[str, ...]
    hashes: Hashes
    places: Places

    @property
    def size_class(self) -> int:
        """Runs of one class are merged: each class holds runs of eight times as many rows as the one below."""
        return int(math.log(max(len(self.hashes), 1), _MOST_OF_A_SIZE))


class Lookup:
    """One lookup of one table, in a folder of its own. Several processes may use it, and add to it, at once.

    `signature` names how values were hashed: runs that say another one are not of this lookup.
    """

    def __init__(self, folder: Path, signature: str) -> None:
        self._folder = folder
        self._signature = signature
        self._open: dict[str, _Run] = {}
        self._sound: set[str] = set()

    def find(self, hashes: Hashes, live: Sequence[str], *, surely: bool = False) -> Found:
        """Where among the live files values of these hashes may stand.

        `surely` compares each run with its checksum once, for whoever takes what is not found as new.
        """
        names = {os.path.basename(file): file for file in live}
        order = np.argsort(hashes)
        wanted = hashes[order]
        hit = np.zeros(len(hashes), bool)
        groups: dict[str, set[int]] = {}
        covered: set[str] = set()
        for run in filter(self._is_sound, self._runs()) if surely else self._runs():
            covered.update(run.files)
            alive = np.array([name in names for name in run.files], bool)
            needle, place = _places_in(run, wanted, alive)
            hit[order[needle]] = True
            for one in np.unique(place):
                groups.setdefault(names[run.files[one >> 16]], set()).add(int(one & _GROUP))
        return Found(
            hit,
            {file: tuple(sorted(found)) for file, found in groups.items()},
            tuple(file for name, file in names.items() if name not in covered),
        )

    def cover(self, live: Iterable[str], read: Callable[[str], Held]) -> None:
        """Take in the live files that are not covered yet, each as `read` tells of it, and merge what stands too small.

        Raises OSError where nothing can be written.
        """
        live = list(live)
        covered = {name for run in self._runs() for name in run.files}
        missing = [file for file in live if os.path.basename(file) not in covered]
        for file in missing:
            held = read(file)
            self._write([os.path.basename(file)], [_in_order(held.hashes, held.groups)])
        if missing:
            self._sweep()
            self._merge({os.path.basename(file) for file in live})

    def _sweep(self) -> None:
        """Remove what writers left that died."""
        for path in self._folder.glob(".*.run"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _DEAD_FOR:
                    path.unlink()

    def damaged(self) -> tuple[Path, ...]:
        """Runs whose content is not what was written. Raises OSError for one that cannot be read."""
        return tuple(self._folder / name for name in self._names() if not _is_sound(self._folder / name))

    def _is_sound(self, run: _Run) -> bool:
        """Asked once of each run; one that is spoilt is passed over from then on, and its files are covered anew."""
        name = run.path.name
        if name not in self._sound:
            if not _is_sound(run.path):
                run.path.unlink(missing_ok=True)
                self._open.pop(name, None)
                return False
            self._sound.add(name)
        return True

    def _merge(self, live: set[str]) -> None:
        by_size: dict[int, list[_Run]] = {}
        for run in filter(self._is_sound, self._runs()):
            by_size.setdefault(run.size_class, []).append(run)
        for runs in by_size.values():
            if len(runs) >= _MOST_OF_A_SIZE and sum(len(run.files) for run in runs) < _MOST_FILES:
                self._put_together(runs, live)

    def _put_together(self, runs: Sequence[_Run], live: set[str]) -> None:
        """One run in the place of several, without what is no longer on the table."""
        files = list(dict.fromkeys(name for run in runs for name in run.files if name in live))
        if files:
            self._write(files, _merged(runs, {name: place for place, name in enumerate(files)}))
        for run in runs:
            run.path.unlink(missing_ok=True)
            self._open.pop(run.path.name, None)

    def _write(self, files: list[str], parts: Iterable[tuple[Hashes, Places]]) -> None:
        """Written aside and renamed, so that a run is whole or absent. The parts follow one another in order."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = self._folder / f"{uuid.uuid4().hex}.run"
        aside = place.with_name(f".{place.name}")
        try:
            with aside.open("w+b") as out, TemporaryFile(dir=self._folder) as behind:
                self._fill(out, behind, files, parts)
                out.flush()
                os.fsync(out.fileno())
            aside.replace(place)
            self._sound.add(place.name)
        except OSError:
            aside.unlink(missing_ok=True)
            raise

    def _fill(self, out: BinaryIO, behind: IO[bytes], files: list[str], parts: Iterable[tuple[Hashes, Places]]) -> None:
        """All hashes, then all places, which wait `behind`; the head is written last, when it is known what it says."""
        said = {"signature": self._signature, "files": files, "count": 0, "sha256": "0" * 64}
        room = len(json.dumps(said)) + 24
        start = out.seek(len(_MAGIC) + 8 + room + -room % 8)
        count = 0
        for hashes, places in parts:
            out.write(hashes.tobytes())
            behind.write(places.astype(np.uint32).tobytes())
            count += len(hashes)
        behind.seek(0)
        shutil.copyfileobj(behind, out, _CHUNK)
        said["count"] = count
        out.seek(start)
        said["sha256"] = _digest(said, _chunks(out))
        head = json.dumps(said).encode().ljust(room + -room % 8)
        out.seek(0)
        out.write(_MAGIC + b"%8d" % len(head) + head)

    def _runs(self) -> list[_Run]:
        """All runs as they stand now. One that is torn, or of another signature, is passed over."""
        opened = self._open
        found = {name: opened.get(name) or self._opened(self._folder / name) for name in self._names()}
        self._open = {name: run for name, run in found.items() if run}
        return list(self._open.values())

    def _names(self) -> list[str]:
        """Of runs that are whole: what is being written, or was when its writer died, begins with a dot."""
        try:
            return sorted(name for name in os.listdir(self._folder) if name.endswith(".run") and name[0] != ".")
        except OSError:
            return []

    def _opened(self, path: Path) -> _Run | None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            said, start = _head(path)
            count = said["count"]
            if said["signature"] != self._signature or path.stat().st_size != start + _BYTES * count:
                return None
            if not count:
                return _Run(path, tuple(said["files"]), np.zeros(0, np.uint64), np.zeros(0, np.uint32))
            hashes = np.memmap(path, np.uint64, "r", start, (count,))
            places = np.memmap(path, np.uint32, "r", start + hashes.nbytes, (count,))
            return _Run(path, tuple(said["files"]), hashes, places)
        return None


def _head(path: Path) -> tuple[dict[str, Any], int]:
    """What a run says of itself, and where its content starts. Raises ValueError where it is no run."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise ValueError(path)
        length = int(file.read(8))
        said: dict[str, Any] = json.loads(file.read(length))
    return said, len(_MAGIC) + 8 + length


def _is_sound(path: Path) -> bool:
    try:
        said, start = _head(path)
        with path.open("rb") as file:
            file.seek(start)
            return bool(said["sha256"] == _digest(said, _chunks(file)))
    except FileNotFoundError:  # merged meanwhile
        return True
    except (ValueError, KeyError, TypeError):
        return False


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    return iter(partial(file.read, _CHUNK), b"")


def _digest(said: dict[str, Any], content: Iterable[bytes]) -> str:
    """The checksum of a run: of what it says of itself, and of its content."""
    read = hashlib.sha256(repr((said["signature"], said["files"], said["count"])).encode())
    for chunk in content:
        read.update(chunk)
    return read.hexdigest()


def _in_order(hashes: Hashes, places: Places) -> tuple[Hashes, Places]:
    """Each pair of a hash and a place once, by hash."""
    order = np.argsort(hashes, kind="stable")
    hashes, places = hashes[order], places[order]
    once = np.ones(len(hashes), bool)
    once[1:] = (hashes[1:] != hashes[:-1]) | (places[1:] != places[:-1])
    return hashes[once], places[once]


def _merged(runs: Sequence[_Run], number: Mapping[str, int]) -> Iterator[tuple[Hashes, Places]]:
    """What several runs hold of the numbered files, in order: a range of hashes at a time, of _AT_ONCE rows or so."""
    parts = -(-sum(len(run.hashes) for run in runs) // _AT_ONCE)
    borders = np.array([part * (1 << 64) // parts for part in range(1, parts)], np.uint64)
    cuts = [[0, *np.searchsorted(run.hashes, borders).tolist(), len(run.hashes)] for run in runs]
    moved = [np.array([number.get(name, _MOST_FILES) for name in run.files], np.int64) for run in runs]
    for part in range(parts):
        hashes, places = [], []
        for run, cut, place in zip(runs, cuts, moved, strict=True):
            those = slice(cut[part], cut[part + 1])
            at = place[run.places[those] >> 16]
            stays = at < _MOST_FILES
            hashes.append(run.hashes[those][stays])
            places.append((at[stays] << 16 | (run.places[those][stays] & _GROUP)).astype(np.uint32))
        yield _in_order(np.concatenate(hashes), np.concatenate(places))


def _places_in(run: _Run, wanted: Hashes, alive: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Places]:
    """Which of the wanted hashes (in order) the run holds in live files, and where: each as often as it does."""
    first = np.searchsorted(run.hashes, wanted, side="left")
    last = first.copy()
    there = first < len(run.hashes)
    there[there] = run.hashes[first[there]] == wanted[there]
    last[there] = np.searchsorted(run.hashes, wanted[there], side="right")
    count = last - first
    needle = np.repeat(np.arange(len(wanted)), count)
    within = np.arange(len(needle)) - np.repeat(np.cumsum(count) - count, count)
    place = run.places[np.repeat(first, count) + within]
    is_alive = alive[place >> 16]
    return needle[is_alive], place[is_alive]
