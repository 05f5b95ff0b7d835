"""The accounts of people whom the desk replies to: encrypted, apart from everything else, one row a person.

In: channels and handles as they came, of sources that say `reply: yes`. Out: the handle of a pseudonym, for the desk.
The surprises: the key is one of its own (`keys/handles.key`), so that a copy of the file alone tells nobody anything;
the accounts of brands are not kept, since those are no secret; and what is deleted is written over (secure_delete).
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leadline.config import PSEUDONYMS, Home
from leadline.engine import Lake
from leadline.listen.erasing import erased_people
from leadline.listen.parties import PartyBook, as_handle
from leadline.listen.privacy import pseudonym

HANDLES = "handles"
_NONCE = 12
_TABLE = """
CREATE TABLE IF NOT EXISTS handles (
  author TEXT NOT NULL, source TEXT NOT NULL, sealed BLOB NOT NULL, seen_at TEXT NOT NULL, PRIMARY KEY (author, source)
) WITHOUT ROWID"""


def keep_handles(
    home: Home,
    lake: Lake,
    source: str,
    writers: Iterable[tuple[str, str]],
    *,
    parties: PartyBook,
    now: dt.datetime,
) -> None:
    """Keep each handle (channel, handle) under its writer's pseudonym. People who were erased stay out until they write
    again, of which their message tells when it comes in.
    """
    key, seal = home.key(PSEUDONYMS), AESGCM(home.key(HANDLES))
    ours = {handle for party in parties.parties for handle in party.handles}
    people = {pseudonym(key, *one): one[1] for one in writers if as_handle(one[1]) not in ours}
    gone = erased_people(lake)
    rows = [
        (author, source, _sealed(seal, author, handle), now.isoformat())
        for author, handle in people.items()
        if author not in gone
    ]
    with _opened(home) as on:
        on.executemany(
            "INSERT INTO handles VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at", rows
        )


def handle_of(home: Home, author: str, source: str) -> str | None:
    """The account behind a pseudonym at a source, or None where it is not kept or its key is another."""
    if not handles_file(home).is_file():
        return None
    with _opened(home) as on:
        found = on.execute("SELECT sealed FROM handles WHERE author = ? AND source = ?", (author, source)).fetchone()
    if found is None:
        return None
    sealed = bytes(found[0])
    try:
        said = AESGCM(home.key(HANDLES)).decrypt(sealed[:_NONCE], sealed[_NONCE:], author.encode())
    except InvalidTag:
        return None
    return said.decode()


def forget_handle(home: Home, author: str) -> int:
    """Take a person's accounts out; how many there were."""
    return _delete(home, "author = ?", author)


def forget_handles_unseen_since(home: Home, source: str, before: dt.datetime) -> int:
    """Take out who wrote nothing to a source since then; how many those were."""
    return _delete(home, "source = ? AND seen_at < ?", source, before.isoformat())


def forget_handles_of(home: Home, sources: Iterable[str]) -> int:
    """Take out everybody of sources to which nobody replies any more."""
    replied = list(sources)
    marks = ", ".join("?" * len(replied))
    return _delete(home, f"source NOT IN ({marks})", *replied)


def handles_file(home: Home) -> Path:
    return home.live / "handles.sqlite3"


def _delete(home: Home, where: str, *values: str) -> int:
    if not handles_file(home).is_file():
        return 0
    with _opened(home) as on:
        return on.execute(f"DELETE FROM handles WHERE {where}", values).rowcount  # noqa: S608 - our own words


def _sealed(seal: AESGCM, author: str, handle: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + seal.encrypt(nonce, handle.encode(), author.encode())


@contextmanager
def _opened(home: Home) -> Iterator[sqlite3.Connection]:
    path = handles_file(home)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    with closing(sqlite3.connect(path, timeout=20)) as on:
        on.execute("PRAGMA secure_delete = ON")
        on.execute(_TABLE)
        with on:
            yield on
