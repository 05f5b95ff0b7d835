"""A home, and files that are taken into it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from leadline.config import Home, create_home
from leadline.engine import Lake
from leadline.listen import ImportCount, Options, PartyBook, import_file
from leadline.words import Party, PartyId, PartyKind
from tests.listen.exports import Sample

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
BOOK = PartyBook(
    (
        Party(PartyId("halden"), "Halden Telecom", PartyKind.OWN, handles=("halden", "halden_help")),
        Party(PartyId("brevik"), "Brevik", PartyKind.COMPETITOR, handles=("brevik",)),
    )
)
HEADER = "metric,day,value,unit,segment\n"


@pytest.fixture
def halden(tmp_path: Path) -> Home:
    return create_home(tmp_path / "halden", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")


@pytest.fixture
def bring(halden: Home, tmp_path: Path) -> Callable[..., ImportCount]:
    """Take a text in as a file of a name, at an instant."""

    def bring(text: str, name: str = "file.ndjson", *, now: dt.datetime = NOW, **options: object) -> ImportCount:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        return import_file(halden, Lake(halden.lake), path, parties=BOOK, options=Options(**options), now=now)

    return bring


def lines(*rows: dict) -> str:
    base = {"posted_at": "2026-10-01T10:00:00+02:00", "author": "ann_smith", "text": "hello", "channel": "x"}
    return "".join(json.dumps(base | row) + "\n" for row in rows)


def bytes_of(home: Home) -> bytes:
    return b"".join(path.read_bytes() for path in home.lake.rglob("*") if path.is_file())


@pytest.fixture
def take(halden: Home, tmp_path: Path) -> Callable[..., ImportCount]:
    """Take a sample of an export in, as it is or with other bytes, an option or a name."""

    def take(sample: Sample, *, data: bytes | None = None, name: str = "", now: dt.datetime = NOW, **said: str):
        path = tmp_path / (name or sample.name)
        path.write_bytes(sample.data if data is None else data)
        options = Options(**(sample.said | said))
        return import_file(halden, Lake(halden.lake), path, parties=BOOK, options=options, now=now)

    return take
