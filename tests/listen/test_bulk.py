"""Rows that are read by columns come out as they would one by one, refusals and all."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
import re
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from leadline.config import create_home
from leadline.engine import Lake, collect, scan
from leadline.listen import MESSAGES, ImportCount, Options, import_file
from leadline.listen.addresses import MAY_BE_ADDRESS, without_addresses
from leadline.listen.bulk import days_of
from leadline.listen.names import MAY_NAME, without_names
from leadline.listen.profiles import Mapped
from leadline.listen.profiles.messages import Messages
from leadline.listen.profiles.twcs import Twcs
from leadline.listen.redaction import MAY_BE_NUMBERS, plain_signs, without_numbers
from tests.listen.conftest import BOOK, NOW
from tests.listen.test_redaction import KNOWN, texts

IDS = ("7", "0612345678", "12.0", "ann1985", "t3-p2", "1.2e+17", "", " 8 ", "550e8400-e29b-41d4-a716-446655440000")
TIMES = (
    "2026-10-01T10:00:00+02:00",
    "2026-10-24T23:30:00Z",
    "2026-02-30T10:00:00Z",
    "2026-10-01 10:00",
    "1970-01-01T00:00:00Z",
    "2027-06-01T00:00:00Z",
    "Tue Oct 31 22:10:47 +0000 2025",
)
WORDS = {
    "author": ("ann_smith", "halden_help", "Brevik", " ", "１２３"),
    "channel": ("x", "X ", "", "whatsapp", "ann@mail.example"),
    "about_party": ("halden", "Brevik", "", "Zwaluw", "ann <x>"),
    "speaker_role": ("", "customer", "Brand", "nobody"),
    "kind": ("", "note", "what"),
    "public": ("", "yes", "no", "maybe"),
    "language": ("", "NL"),
    "area": ("", "north", "06 12345678"),
    "source": ("", "forum-1"),
}
ENDS = ("", " @halden", " @jan.jansen", " &amp; Ｊａｎ", "\nKind regards, Ann Smith")


def rows_of_all_kinds(number: int) -> list[dict[str, str]]:
    draw = random.Random(7)  # noqa: S311 - a test
    said = [re.sub("«\\w+:(.*?)»", r"\1", text) for text in texts()]
    return [
        {
            "message_id": str(place) if draw.random() < 0.8 else draw.choice(IDS),
            "posted_at": draw.choice(TIMES[:2] if draw.random() < 0.8 else TIMES),
            "text": draw.choice(said) + draw.choice(ENDS),
            "thread_id": draw.choice(("", "", "t-1", str(draw.randrange(number)))),
            "reply_to": draw.choice(("", str(draw.randrange(number)), "77.0")),
            **{name: draw.choice(cells[:2] if draw.random() < 0.9 else cells) for name, cells in WORDS.items()},
        }
        for place in range(number)
    ]  # fmt: skip


def as_csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue() + "too;short\n"


def as_ndjson(rows: list[dict[str, str]]) -> str:
    told = [{name: cell for name, cell in row.items() if cell != ""} for row in rows]
    return "".join(json.dumps(row) + "\n" for row in told) + "[1]\n"


def as_twcs(rows: list[dict[str, str]]) -> str:
    inbound = {"": "True", "customer": "True", "Brand": "False", "nobody": "perhaps"}
    return as_csv(
        [
            {
                "tweet_id": row["message_id"],
                "author_id": row["author"],
                "inbound": inbound[row["speaker_role"]],
                "created_at": row["posted_at"],
                "text": row["text"],
                "in_response_to_tweet_id": row["reply_to"],
            }
            for row in rows
        ]
    )


def taken(folder: Path, file: Path, options: Options) -> tuple[ImportCount, pa.Table, str]:
    """What came of the file: the count, the rows, and the report of refused rows."""
    home = create_home(folder, company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    (home.root / "keys").mkdir(exist_ok=True)
    (home.root / "keys" / "pseudonyms.key").write_text("a1" * 32)
    count = import_file(home, Lake(home.lake), file, parties=BOOK, options=options, now=NOW)
    told = collect(scan(Lake(home.lake), MESSAGES).sort("source", "message_id"))
    return count, told, Path(count.refused_file).read_text() if count.refused_file else ""


@pytest.mark.parametrize(
    ("name", "write", "options"),
    [
        ("m.csv", as_csv, Options()),
        ("m.csv", as_csv, Options(zone="Europe/Amsterdam", party="Brevik", source="export")),
        ("m.ndjson", as_ndjson, Options()),
        ("m.csv", as_csv, Options(mapping={name: name for name in ("message_id", "posted_at", "author", "text")})),
        ("t.csv", as_twcs, Options(zone="UTC")),
    ],
)
def test_columns_and_rows_give_the_same_messages_and_the_same_refusals(
    tmp_path: Path, monkeypatch, name, write, options
):
    monkeypatch.setenv("LEADLINE_IMPORT_ROWS", "500")
    file = tmp_path / name
    file.write_text(write(rows_of_all_kinds(1200)), encoding="utf-8")
    count, told, refused = taken(tmp_path / "columns", file, options)
    for profile in (Messages, Mapped, Twcs):
        monkeypatch.setattr(profile, "cells", lambda self, sheet: None)
    one_by_one, rows, reasons = taken(tmp_path / "rows", file, options)
    assert count.new > 300
    assert count.refused > 50
    assert told.equals(rows)
    assert refused == reasons
    assert {**count.as_dict(), "refused_file": ""} == {**one_by_one.as_dict(), "refused_file": ""}


def test_most_rows_of_a_plain_export_are_read_by_columns(tmp_path: Path, monkeypatch):
    from leadline.listen import intake

    asked = []
    read = intake._Intake._read
    monkeypatch.setattr(intake._Intake, "_read", lambda self, row: asked.append(row.line) or read(self, row))
    row = {"posted_at": TIMES[0], "author": "ann", "text": "Hello, the router is @halden", "channel": "x"}
    file = tmp_path / "m.ndjson"
    file.write_text("".join(json.dumps({"message_id": str(one), **row}) + "\n" for one in range(900)) + "[]\n")
    count, _, _ = taken(tmp_path / "home", file, Options())
    assert (count.new, count.refused, sorted(set(asked))) == (900, 1, [901])


SIGNS = ("", " ", ", ", ". ", "!\n", " -- ", "\n~", " there ", " mr. ")
CUES = """
    hi|Dear|goedemorgen|Guten Tag|mrs|Mevrouw|my name is|name's|Namens|spoke with|naam:|I am|I'm|it's|ik ben|ich heiße
    |u spreekt met|je suis|Kind regards|yours truly|groetjes|MVG|thanks|thank you|dank je|xx|--|~|^|good evening|grüßen
"""
CUED = [
    "".join(("x", *parts))
    for parts in product(
        ("", " ", "\n", ", "),
        (cue.strip() for cue in CUES.split("|")),
        SIGNS,
        ("Ann Smith", "van der Berg", "dr. Jan Mol", "JP"),
        ("", ".\n", ", again"),
    )
]


@pytest.mark.parametrize(
    ("looks_like", "make", "candidates"),
    [
        (MAY_NAME, lambda text: without_names(text, known=KNOWN), [*texts(), *CUED]),
        (MAY_BE_ADDRESS, without_addresses, texts()),
        (MAY_BE_NUMBERS, lambda text: without_numbers(text, region="NL", known=KNOWN), texts()),
    ],
    ids=["names", "addresses", "numbers"],
)
def test_a_text_that_is_not_looked_at_holds_nothing_that_would_give_way(looks_like, make, candidates):
    said = [plain_signs(re.sub("«\\w+:(.*?)»", r"\1", text)) for text in candidates]
    changed = [text for text in said if make(text) != text]
    looked_at = pc.match_substring_regex(pa.array(changed), looks_like).to_pylist()
    assert len(changed) >= 10
    assert [text for text, look in zip(changed, looked_at, strict=True) if not look] == []


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo", "UTC"])
def test_the_days_of_instants_are_those_of_the_zones_own_clock(zone: str):
    draw = random.Random(1)  # noqa: S311 - a test
    begins = dt.datetime(2017, 10, 1, tzinfo=dt.UTC)
    instants = [begins + dt.timedelta(minutes=draw.randrange(1_000_000)) for _ in range(2000)]
    found = days_of(pa.array(instants, pa.timestamp("us", tz="UTC")), ZoneInfo(zone)).to_pylist()
    assert found == [one.astimezone(ZoneInfo(zone)).date() for one in instants]
