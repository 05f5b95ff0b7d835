"""The demo's exports: the same for the same seed, of the promised size, and readable by the company's own doors."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from leadline.config import create_home
from leadline.demo import PLANTED, SEED, write_world
from leadline.demo.company import PARTIES, SIZES
from leadline.demo.message import local_midnight, stamp
from leadline.demo.traffic import streams
from leadline.demo.weather import Weather
from leadline.engine import Lake
from leadline.engine import rows as answer
from leadline.listen import ImportCount, Options, import_file, messages, metrics, read_parties
from leadline.words import PARTNER_ROLES, PartnerType, PartyKind
from tests.demo.worlds import rows, tiny

AFTER = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
_DIGEST = """
import hashlib, sys
from pathlib import Path
from leadline.demo import write_world
world = write_world(Path(sys.argv[1]), size="tiny")
print(hashlib.sha256(b"".join(path.read_bytes() for path in sorted(world.folder.iterdir()))).hexdigest())
"""


def test_equal_seeds_give_equal_bytes_in_any_process(tmp_path: Path) -> None:
    """Hash seeds differ between processes; nothing of the world may depend on them."""
    other = subprocess.run(
        [sys.executable, "-c", _DIGEST, str(tmp_path)],
        env=os.environ | {"PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )
    here = b"".join(path.read_bytes() for path in sorted(tiny().folder.iterdir()))
    assert other.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_another_seed_gives_another_world(tmp_path: Path) -> None:
    other = write_world(tmp_path, seed=SEED + 1, size="tiny")
    for path in tiny().files:
        assert path.read_bytes() != (other.folder / path.name).read_bytes()


def test_the_default_world_has_a_hundred_thousand_messages_and_the_full_one_two_million() -> None:
    """S3.4: full is 2,000 employees, 200 managers, 20 executives, 800,000 customers. Expected, from the tiny ratio."""
    weather = Weather(SEED, PLANTED.metrics)
    expected = {
        name: sum(float(stream.expected.sum()) for stream in streams(PLANTED, weather, size))
        for name, size in SIZES.items()
    }
    a_conversation = tiny().messages / expected["tiny"]
    assert expected["default"] * a_conversation > 1.1 * 100_000
    assert expected["full"] * a_conversation > 1.05 * 2_000_000
    full = SIZES["full"]
    assert (full.employees, full.managers, full.executives, full.customers) == (2000, 200, 20, 800_000)


def test_every_row_goes_through_the_companys_own_door(tmp_path: Path) -> None:
    """S3.8-S3.12: what is broken is refused with a reason, what comes twice is known, nothing is lost."""
    counts, lake = _imported(tmp_path)
    truth = tiny().truth["messages"]["rows"] | {"metrics.csv": tiny().metrics}
    assert {name: count.read for name, count in counts.items()} == {name: truth[name] for name in counts}
    assert sum(count.refused for count in counts.values()) == tiny().truth["messages"]["broken_rows"] > 5
    assert counts["messages-facebook-late-october.ndjson"].known == truth["messages-facebook-late-october.ndjson"] > 10
    assert len(answer(messages(lake))) == tiny().messages
    assert len(answer(metrics(lake))) == tiny().metrics


def test_baits_are_there_and_none_of_them_survives_the_intake(tmp_path: Path) -> None:
    """Mail addresses, phone numbers, accounts and cards stand in the exports, and not in the lake."""
    bait = re.compile(r"@\w+\.example|NL\d\d ?HALD|\b06[ -]?12345|\+31 6 12345|\b4\d{3} \d{4} \d{4} \d{4}\b")
    raw = [row["text"] for row in rows() if bait.search(row["text"])]
    assert len(raw) > 60
    assert all(any(re.search(kind, text) for text in raw) for kind in (r"\.example", "HALD", "12345"))
    _, lake = _imported(tmp_path)
    kept = [row["text"] for row in answer(messages(lake).select("text"))]
    left = [text for text in kept if bait.search(text) and "jobs@halden.example" not in text]
    assert left == []


def test_the_real_world_is_in_it() -> None:
    """S3.6: notes, moves, automatic replies, spam, other languages, emoji, and every kind of partner (S3.11)."""
    kinds = Counter(row.get("kind", "message") for row in rows())
    assert {"message", "auto", "note", "action"} <= kinds.keys()
    assert all(row["public"] is False for row in rows() if row.get("kind") in {"note", "action"})
    assert all(row["public"] is False for row in rows() if row["channel"] == "mail")
    assert {"en", "nl"} <= {row.get("language") for row in rows()}
    assert any(re.search(r"[😀-🙏]", row["text"]) for row in rows())
    assert sum("whatsapp" in row["text"] or "https://" in row["text"] for row in rows()) >= 3
    speakers = {row.get("speaker_role") for row in rows()}
    assert {role.value for role in PARTNER_ROLES} | {"brand", "staff"} <= speakers
    assert {row["channel"] for row in rows()} == {"facebook", "x", "forum", "review", "mail"}
    kinds_of_party = Counter(profile.party.kind for profile in PARTIES)
    assert kinds_of_party == {PartyKind.OWN: 1, PartyKind.COMPETITOR: 2, PartyKind.PARTNER: 5}
    assert {one.party.partner_type for one in PARTIES} == {None, *PartnerType} - {PartnerType.OTHER}


def test_a_row_holds_nothing_of_the_truth() -> None:
    assert {name for row in rows() for name in row} <= {
        *("message_id", "posted_at", "author", "text", "source", "channel", "thread_id", "reply_to"),
        *("about_party", "speaker_role", "kind", "public", "language", "area"),
    }


def test_messages_come_in_the_rhythm_of_people() -> None:
    """Most on the page in the evening, hardly any at four at night."""
    hours = Counter(int(row["posted_at"][11:13]) for row in rows() if row["channel"] == "facebook")
    assert hours[20] > 4 * hours[4] + 10
    days = {row["posted_at"][:10] for row in rows()}
    assert min(days) >= "2025-05-01"
    assert max(days) <= "2026-10-31"
    assert len(days) > 500


def test_the_clocks_change_twice_and_times_stay_true() -> None:
    """Each stamp is an instant of Amsterdam's own clock, on both sides of the changes."""
    winter, spring, autumn = (
        local_midnight(day) + seconds
        for day, seconds in (
            (dt.date(2026, 1, 5), 12 * 3600),
            (dt.date(2026, 3, 29), 2 * 3600 + 1800),
            (dt.date(2026, 10, 25), 3 * 3600 + 1800),
        )
    )
    assert stamp(winter) == "2026-01-05T12:00:00+01:00"
    assert stamp(spring) == "2026-03-29T03:30:00+02:00"
    assert stamp(spring - 3600) == "2026-03-29T01:30:00+01:00"
    assert stamp(autumn) == "2026-10-25T03:30:00+01:00"
    assert stamp(autumn - 7200) == "2026-10-25T01:30:00+02:00"


def test_truth_stands_beside_the_data() -> None:
    truth = json.loads((tiny().folder / "truth.json").read_text(encoding="utf-8"))
    assert truth["planted"]["metrics"]["calls_fall_share"] == 0.11
    assert truth["calls"]["first_90_days"]["effect_share"] == pytest.approx(-0.1017, abs=0.003)
    assert truth["calls"]["to_the_end"]["effect_share"] == pytest.approx(-0.108, abs=0.002)
    assert {party["id"] for party in truth["parties"]} == {profile.id for profile in PARTIES}
    assert all(theme["department"] for theme in truth["themes"].values())


def _imported(folder: Path) -> tuple[dict[str, ImportCount], Lake]:
    home = create_home(folder / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    lake = Lake(home.lake)
    parties = read_parties(tiny().documents["parties.yaml"])
    counts = [import_file(home, lake, path, parties=parties, options=Options(), now=AFTER) for path in tiny().files]
    return {count.file: count for count in counts}, lake
