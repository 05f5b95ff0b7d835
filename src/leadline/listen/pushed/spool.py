"""Batches that were acknowledged and wait to be taken in: files that a power cut leaves where they are.

In: a folder, the bytes of a batch. Out: a file `waiting/<id>.ndjson`, and a receipt when it was taken in. The
surprises: who sends the same idempotency key again gets the same batch's receipt and nothing is kept twice, also
while the first one waits still; and a full spool refuses, since what is acknowledged and cannot be kept would be
lost.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from leadline.listen.pushed.batch import PushRefusedError
from leadline.listen.pushed.disk import entries, make_folder, sync, write
from leadline.listen.pushed.receipts import leave_receipts, read_receipt

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
            return _again(spool, name, before, digest)
        _check_room(spool.parent, len(body), limit)
        with _draft(spool, body) as draft:
            place = spool / "waiting" / f"{name}.ndjson"
            try:
                os.link(draft, place)
            except FileExistsError:
                return _again(spool, name, _digest(place), digest)
            sync(place.parent)
    except OSError as error:
        raise PushRefusedError(
            503, f"The batch could not be kept: {error.strerror}.", "Send it again later.", retry_after=60
        ) from error
    return Accepted(name, repeated=False)


def waiting(spool: Path) -> list[Path]:
    """The batches that were not taken in yet, in the order in which they came."""
    found = [(path.stat().st_mtime_ns, path.name, path) for path in (spool / "waiting").glob("*.ndjson")]
    return [path for _, _, path in sorted(found)]


def finish(paths: Sequence[Path], told: Mapping[str, Any], *, now: dt.datetime) -> None:
    """Batches of one spool stand in the lake: leave their receipts, then take them out of the spool."""
    if not paths:
        return
    leave_receipts(paths[0].parents[1], {path.stem: _digest(path) for path in paths}, told, now=now)
    for path in paths:
        path.unlink(missing_ok=True)
        _kept_digest(path).unlink(missing_ok=True)


def keep_digest(path: Path) -> None:
    """Remember the digest with which a batch came, before it is written anew: its sender may send it again."""
    kept = _kept_digest(path)
    make_folder(kept.parent)
    if not kept.exists():
        digest, draft = _digest(path), kept.with_name(f".{kept.name}.{secrets.token_hex(4)}")
        write(draft, digest.encode())
        draft.replace(kept)
        sync(kept.parent)


def receipt(spool: Path, name: str) -> dict[str, Any] | None:
    """What became of a batch: `state` waiting, or taken in with its counts. None where it is not known."""
    if (spool / "waiting" / f"{name}.ndjson").exists():
        return {"state": "waiting"}
    told = read_receipt(spool, name)
    if told is None:
        return None
    return {"state": "taken in", **{key: value for key, value in told.items() if key != "digest"}}


def held(spool: Path) -> tuple[int, int]:
    """How many batches wait for one source, and of how many bytes."""
    sizes = [one.stat().st_size for one in entries(spool / "waiting")]
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


def _digest_of(spool: Path, name: str) -> str:
    """The digest of the batch of this name, waiting or taken in; empty where there is none."""
    with suppress(FileNotFoundError):
        return _digest(spool / "waiting" / f"{name}.ndjson")
    return str((read_receipt(spool, name) or {}).get("digest", ""))


def _digest(path: Path) -> str:
    """Of a batch that waits, as it came."""
    with suppress(FileNotFoundError):
        return _kept_digest(path).read_text()
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _kept_digest(path: Path) -> Path:
    return path.parents[1] / "digests" / path.stem


def _again(spool: Path, name: str, before: str, digest: str) -> Accepted:
    if before != digest:
        raise PushRefusedError(
            409, "This Idempotency-Key came with another body before.", "Give each batch a key of its own."
        )
    sync(spool / "waiting")  # who sent it first may have died, or be about to, before its name was on the disk
    return Accepted(name, repeated=True)


@contextmanager
def _draft(spool: Path, body: bytes) -> Iterator[Path]:
    """The bytes on the disk, under a name that nobody reads."""
    for folder in (spool / "drafts", spool / "waiting"):
        make_folder(folder)
    draft = spool / "drafts" / secrets.token_hex(16)
    try:
        write(draft, body)
        yield draft
    finally:
        draft.unlink(missing_ok=True)
