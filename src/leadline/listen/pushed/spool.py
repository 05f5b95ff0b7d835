"""Batches that were acknowledged and wait to be taken in: files that a power cut leaves where they are.

In: a folder, the bytes of a batch. Out: a file `waiting/<id>.ndjson`, and a receipt when it was taken in. The
surprises: who sends the same idempotency key again gets the same batch's receipt and nothing is kept twice, also
while the first one waits still; and a full spool refuses, since what is acknowledged and cannot be kept would be
lost.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from leadline.listen.pushed.batch import PushRefusedError

RECEIPT_DAYS = 7
_DRAFT_SECONDS = 3_600
_LOOKED, _LOOKED_SECONDS = ".looked", 3_600
"""How often the age of receipts is looked at, and what remembers it."""
_MOST_FILES = 5_000
_RETRY_SECONDS = 5


class Limit(NamedTuple):
    """What may wait in the spools of all sources together, in bytes."""

    bytes: int


@dataclass(frozen=True)
class Accepted:
    """A batch that is durable. `repeated` where the same one was sent before under its idempotency key."""

    id: str
    repeated: bool


def accept(spool: Path, body: bytes, *, key: str | None, limit: Limit) -> Accepted:
    """Keep a batch until it is taken in; when this returns it is on the disk.

    Raises PushRefusedError where too much waits already, where the key came with another body before, and where the
    disk takes nothing.
    """
    digest = hashlib.sha256(body).hexdigest()
    name = f"k{hashlib.sha256(key.encode()).hexdigest()[:32]}" if key else f"b{secrets.token_hex(16)}"
    try:
        if key and (before := _digest_of(spool, name)):
            return _again(name, before, digest)
        _check_room(spool.parent, len(body), limit)
        with _draft(spool, body) as draft:
            place = spool / "waiting" / f"{name}.ndjson"
            try:
                os.link(draft, place)
            except FileExistsError:
                return _again(name, hashlib.sha256(place.read_bytes()).hexdigest(), digest)
            _sync(place.parent)
    except OSError as error:
        raise PushRefusedError(
            503, f"The batch could not be kept: {error.strerror}.", "Send it again later.", retry_after=60
        ) from error
    return Accepted(name, repeated=False)


def waiting(spool: Path) -> list[Path]:
    """The batches that were not taken in yet, in the order in which they came."""
    found = [(path.stat().st_mtime_ns, path.name, path) for path in (spool / "waiting").glob("*.ndjson")]
    return [path for _, _, path in sorted(found)]


def finish(path: Path, told: dict[str, Any], *, now: dt.datetime) -> None:
    """A batch stands in the lake: leave its receipt, then take it out of the spool."""
    receipts = path.parents[1] / "receipts"
    receipts.mkdir(exist_ok=True, mode=0o700)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text = json.dumps({"digest": digest, "taken_in": now.isoformat(), **told})
    draft = receipts / f".{path.stem}.{secrets.token_hex(4)}"
    _write(draft, text.encode())
    draft.replace(receipts / f"{path.stem}.json")
    _sync(receipts)
    path.unlink(missing_ok=True)


def forget_receipts(spool: Path, *, most: int, now: dt.datetime) -> int:
    """Let receipts go that are older than RECEIPT_DAYS, and the oldest where there are more than `most` and a tenth;
    how many went. What a killed process left half written goes, too."""
    folder = spool / "receipts"
    names = [one.name for one in _entries(folder)]
    looked = folder / _LOOKED
    is_time = not looked.exists() or abs(now.timestamp() - looked.stat().st_mtime) > _LOOKED_SECONDS
    if not names or not (is_time or len(names) > most * 1.1):
        return 0
    _forget_drafts(spool, now)
    aged = sorted((one.stat().st_mtime, one.name) for one in _entries(folder) if one.name.endswith(".json"))
    oldest = now.timestamp() - RECEIPT_DAYS * 86_400
    old = [name for place, (at, name) in enumerate(aged) if at < oldest or place < len(aged) - most]
    for name in old:
        (folder / name).unlink(missing_ok=True)
    looked.touch(mode=0o600)
    os.utime(looked, (now.timestamp(), now.timestamp()))
    return len(old)


def _forget_drafts(spool: Path, now: dt.datetime) -> None:
    """What nobody reads and somebody began to write long ago."""
    half = [*_entries(spool / "drafts"), *(one for one in _entries(spool / "receipts") if one.name.startswith("."))]
    for one in half:
        with suppress(FileNotFoundError):
            if one.name != _LOOKED and now.timestamp() - one.stat().st_mtime > _DRAFT_SECONDS:
                os.unlink(one.path)


def receipt(spool: Path, name: str) -> dict[str, Any] | None:
    """What became of a batch: `state` waiting, or taken in with its counts. None where it is not known."""
    if (spool / "waiting" / f"{name}.ndjson").exists():
        return {"state": "waiting"}
    try:
        told = json.loads((spool / "receipts" / f"{name}.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return {"state": "taken in", **{key: value for key, value in told.items() if key != "digest"}}


def held(spool: Path) -> tuple[int, int]:
    """How many batches wait for one source, and of how many bytes."""
    sizes = [one.stat().st_size for one in _entries(spool / "waiting")]
    return len(sizes), sum(sizes)


def _check_room(spools: Path, size: int, limit: Limit) -> None:
    every = [held(spool) for spool in spools.iterdir()] if spools.is_dir() else []
    if sum(files for files, _ in every) >= _MOST_FILES or sum(size for _, size in every) + size > limit.bytes:
        raise PushRefusedError(
            429,
            "More waits to be taken in than Leadline keeps.",
            "Send it again later; leadline listen run takes batches in.",
            retry_after=_RETRY_SECONDS,
        )


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            yield from found
    except FileNotFoundError:
        return


def _digest_of(spool: Path, name: str) -> str:
    """The digest of the batch of this name, waiting or taken in; empty where there is none."""
    with suppress(FileNotFoundError):
        return hashlib.sha256((spool / "waiting" / f"{name}.ndjson").read_bytes()).hexdigest()
    with suppress(FileNotFoundError):
        return str(json.loads((spool / "receipts" / f"{name}.json").read_text())["digest"])
    return ""


def _again(name: str, before: str, digest: str) -> Accepted:
    if before != digest:
        raise PushRefusedError(
            409, "This Idempotency-Key came with another body before.", "Give each batch a key of its own."
        )
    return Accepted(name, repeated=True)


@contextmanager
def _draft(spool: Path, body: bytes) -> Iterator[Path]:
    """The bytes on the disk, under a name that nobody reads."""
    for folder in (spool / "drafts", spool / "waiting"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = spool / "drafts" / secrets.token_hex(16)
    try:
        _write(draft, body)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
