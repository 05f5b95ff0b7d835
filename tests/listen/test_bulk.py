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
from hypothesis import given, settings
from hypothesis import strategies as st

from leadline.config import create_home
from leadline.engine import Lake, collect, scan
from leadline.listen import MESSAGES, ImportCount, Options, csv_rows, import_file
from leadline.listen.addresses import MAY_BE_ADDRESS, without_addresses
from leadline.listen.bulk import _INSTANT, days_of
from leadline.listen.fields import Unreadable, an_id, an_instant
from leadline.listen.intake.row_reader import RowReader
from leadline.listen.names import MAY_NAME, without_names_in
from leadline.listen.privacy import LONGEST_PLAIN_ID, PLAIN_ID, kept_id
from leadline.listen.profiles import Mapped
from leadline.listen.profiles.messages import Messages
from leadline.listen.profiles.twcs import Twcs
from leadline.listen.redaction import MAY_BE_NUMBERS, without_numbers
from leadline.listen.signs import plain_signs
from tests.listen.conftest import BOOK, NOW
from tests.listen.test_redaction import KNOWN, texts

IDS = (
    *("7", "0612345678", "12.0", "ann1985", "t3-p2", "1.2e+17", "", " 8 ", "550e8400-e29b-41d4-a716-446655440000"),
    *("1e17", "003", "012345678901", "nr12", "NL91ABNA0417164300", "٣٤٥", "9" * 501, "7\n", "\x0b5", "0t3-p2"),
)
TIMES = (
    "2026-10-01T10:00:00+02:00",
    "2026-10-24T23:30:00Z",
    "2026-02-30T10:00:00Z",
    "2024-02-29T10:00:00.123+14:00",
    "2026-10-01 10:00:00.123456-03:30",
    "2026-10-01T10:00:00,5Z",
    "2026-10-01T24:00:00Z",
    "2026-10-01T10:00:60Z",
    "2026-10-01T10:00:00+24:00",
    "2026-10-01T10:00:00z\n",
    "٢٠٢٦-10-01T10:00:00Z",
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
ENDS = ("", " @halden", " @jan.jansen", " &amp; Ｊａｎ", "\nKind regards, Ann Smith", "\r\nHI DR. Ann", ' "Hi", Ann',
        "\x00 06\x1c12\x0b34 56 78", " h\u0130 Ann", " tHANK yOU\n\u200bAnn Smith", "x" * 100_001, "\u200b@\u200bann",
        " ann\u200b@mail.example", " MOLENWEG 3, Molenweg\u00a03", " Hi van van van van van van van Berg.")  # fmt: skip


def rows_of_all_kinds(number: int) -> list[dict[str, str]]:
    draw = random.Random(7)  # noqa: S311 - a test
    said = [re.sub("«\\w+:(.*?)»", r"\1", text) for text in texts()]
    return [
        {
            "message_id": str(place) if draw.random() < 0.8 else draw.choice(IDS),
            "posted_at": draw.choice(TIMES[:2] if draw.random() < 0.8 else TIMES),
            "text": draw.choice(said) + draw.choice(ENDS[:2] if draw.random() < 0.6 else ENDS),
            "thread_id": draw.choice(("", "", "t-1", str(draw.randrange(number)))),
            "reply_to": draw.choice(("", str(draw.randrange(number)), "77.0")),
            **{name: draw.choice(cells[:2] if draw.random() < 0.9 else cells) for name, cells in WORDS.items()},
        }
        for place in range(number)
    ]  # fmt: skip


ODD = b'1;"x"y;3\n\xff;2\n"a;b\r\nc'
"""The end of a table in which quotes, letters and the last line are broken."""


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
    ("name", "write", "options", "last"),
    [
        ("m.csv", as_csv, Options(), b""),
        ("m.csv", as_csv, Options(), ODD),
        ("m.csv", as_csv, Options(zone="Europe/Amsterdam", party="Brevik", source="export"), b""),
        ("m.ndjson", as_ndjson, Options(), b'{"text": true, "public": false}\n'),
        ("m.csv", as_csv, Options(mapping={name: name for name in ("message_id", "posted_at", "author", "text")}), b""),
        ("t.csv", as_twcs, Options(zone="UTC"), ODD),
    ],
)
def test_columns_and_rows_give_the_same_messages_and_the_same_refusals(
    tmp_path: Path, monkeypatch, name, write, options, last
):
    monkeypatch.setenv("LEADLINE_IMPORT_ROWS", "500")
    file = tmp_path / name
    file.write_bytes(write(rows_of_all_kinds(1200)).encode() + last)
    count, told, refused = taken(tmp_path / "columns", file, options)
    monkeypatch.setattr(csv_rows, "plain_rows", lambda *given: None)
    for profile in (Messages, Mapped, Twcs):
        monkeypatch.setattr(profile, "cells", lambda self, sheet: None)
    one_by_one, rows, reasons = taken(tmp_path / "rows", file, options)
    assert count.new > 300
    assert count.refused > 50
    assert told.equals(rows)
    assert refused == reasons
    assert {**count.as_dict(), "refused_file": ""} == {**one_by_one.as_dict(), "refused_file": ""}


def test_most_rows_of_a_plain_export_are_read_by_columns(tmp_path: Path, monkeypatch):
    asked = []
    read = RowReader.read
    monkeypatch.setattr(RowReader, "read", lambda self, row: asked.append(row.line) or read(self, row))
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
        (MAY_NAME, lambda text: without_names_in([text], known=KNOWN)[0], [*texts(), *CUED]),
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


some_ids = st.from_regex(PLAIN_ID.replace("$", r"\Z"), alphabet=st.characters(codec="ascii"))
PARTS_OF_IDS = ("nr", "id", "t", "p", "e", "msg", "ticket", "ab", "-", "_", "0", "1", "06", "12345678", "NL91")
ids_of_parts = st.lists(st.sampled_from(PARTS_OF_IDS), max_size=7).map("".join)


@settings(deadline=None, max_examples=500)
@given(some_ids | ids_of_parts | st.from_regex(r"\A[a-z0-9_-]{1,20}\Z"), st.sampled_from(["x", "file", "mail"]))
def test_a_plain_id_is_one_that_its_row_would_keep_as_it_is(said: str, channel: str):
    if len(said) <= LONGEST_PLAIN_ID and pc.match_substring_regex(pa.array([said]), PLAIN_ID)[0].as_py():
        assert an_id(said, "message_id") == said
        assert kept_id(b"key", said, channel=channel, region="NL") == said


YEARS, FRACTIONS = ("0000", "1999", "2024", "2026", "3000"), ("", ".123", ".1234567", ".000001")
PARTS = ("00", "01", "02", "04", "12", "13", "23", "24", "28", "29", "30", "31", "59", "60")
ZONES = ("Z", "z", "+00:00", "-14:00", "+14:59", "+15:00", "+23:59", "+0200", " Z", "Z\n", "")
parts = st.sampled_from(PARTS)


@settings(deadline=None, max_examples=700)
@given(
    st.tuples(st.sampled_from(YEARS), parts, parts, st.sampled_from("Tt "), parts, parts, parts),
    st.sampled_from(FRACTIONS),
    st.sampled_from(ZONES),
)
def test_an_instant_that_is_read_at_once_is_the_one_that_its_row_says(told, fraction, zone):
    year, month, day, sign, hour, minute, second = told
    said = f"{year}-{month}-{day}{sign}{hour}:{minute}:{second}{fraction}{zone}"
    if not pc.match_substring_regex(pa.array([said]), _INSTANT)[0].as_py():
        return
    found = pc.cast(pc.ascii_upper(pa.array([said])), pa.timestamp("us", tz="UTC"))[0].as_py()
    try:
        assert an_instant(said, "posted_at", None) == found
    except Unreadable:
        assert found.year < 1990
