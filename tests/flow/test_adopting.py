"""A party that is declared after its messages came in takes over what waits under its words (S3.8, S3.12)."""

import datetime as dt
import json
import shutil
from zoneinfo import ZoneInfo

import pytest

from leadline import assess, flow, listen
from leadline.config import PSEUDONYMS, create_home
from leadline.engine import Lake, collect, rows, scan
from leadline.flow import adopting
from leadline.listen import MESSAGES, Options, PartyBook, import_file, own_brand_only
from leadline.words import Company, Party, PartyId, PartyKind, Period

NOW = dt.datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
BOOK = PartyBook(
    (
        Party(PartyId("halden"), "Halden Telecom", PartyKind.OWN, handles=("halden_help",)),
        Party(PartyId("brevik"), "Brevik Mobile", PartyKind.COMPETITOR, handles=("Brevik_Care", "brevik_sales")),
    )
)
DAYS = Period(dt.date(2026, 8, 1), dt.date(2026, 10, 31))
ABOUT = ["halden_help", "Brevik_Care", "brevik_sales", "Halden Telecom", "unknown", "Tele Three"]
SAID = ["The router keeps rebooting, this is awful", "When does the shop open?", "Great coverage on the island, thanks"]


def row(number: int) -> dict[str, str]:
    at = dt.datetime(2026, 8 + number % 3, 1 + number % 28, 10, number % 60, tzinfo=NOW.tzinfo)
    return {
        "message_id": str(number),
        "thread_id": str(number - number % 2),
        "posted_at": at.isoformat(),
        "author": f"customer{number % 11}",
        "text": f"{SAID[number % 3]} {number}",
        "about_party": ABOUT[(number - number % 2) // 2 % len(ABOUT)],
        "channel": "x",
    }


def home_of(folder, book, *, key=None):
    home = create_home(folder, company="Halden", zone="Europe/Amsterdam", currency="EUR")
    if key:
        shutil.copy(key.root / "keys" / f"{PSEUDONYMS}.key", home.root / "keys" / f"{PSEUDONYMS}.key")
    path = folder.parent / "said.ndjson"
    path.write_text("".join(json.dumps(row(number)) + "\n" for number in range(90)))
    lake = Lake(home.lake)
    import_file(home, lake, path, parties=book, options=Options(), now=NOW)
    assess.label(lake, assess.load_reader())
    return home, lake


@pytest.fixture
def late(tmp_path):
    """Ninety messages came in before anybody said who is who."""
    company = Company("Halden", "Europe/Amsterdam", "EUR")
    return home_of(tmp_path / "late", own_brand_only(company))


def documents_of(home) -> flow.Documents:
    return flow.Documents(company=home.company, parties=BOOK)


def told(lake, table, *without: str):
    names = [name for name in table.names if name not in (*without, "sketch")]  # its bytes follow the order of rows
    return sorted(map(repr, collect(scan(lake, table).select(*names)).to_pylist()))


def test_who_is_declared_late_has_every_cube_and_share_of_who_was_declared_first(late, tmp_path):
    home, lake = late
    assert flow.adopt_waiting(lake, documents_of(home)) == {"halden": 30, "brevik": 32}
    _, first = home_of(tmp_path / "first", BOOK, key=home)
    for cube in (*assess.CUBES, assess.SIGNALS):
        assert told(lake, cube) == told(first, cube), cube.name
    assert listen.heard(lake) == listen.heard(first)
    kept = "seen_at", "import_id", "party_basis"
    assert told(lake, MESSAGES, *kept) == told(first, MESSAGES, *kept)
    known = assess.load_themes()
    pictures = [assess.x_ray(one, BOOK.parties, DAYS, themes=known) for one in (lake, first)]
    assert pictures[0] == pictures[1]


def test_ids_and_words_stay_and_how_the_party_is_known_is_said(late):
    home, lake = late
    same = ("about_party", "party_basis")
    before = told(lake, MESSAGES, *same)
    flow.adopt_waiting(lake, documents_of(home))
    assert told(lake, MESSAGES, *same) == before
    found = {(one["about_party"], one["party_basis"]) for one in rows(scan(lake, MESSAGES).select(*same))}
    assert found == {
        ("halden", "corrected"), ("brevik", "corrected"), ("unknown", "declared"), ("tele-three", "declared")
    }  # fmt: skip


def test_a_second_run_and_a_party_that_nothing_waits_for_change_nothing(late):
    home, lake = late
    flow.adopt_waiting(lake, documents_of(home))
    state = lake.state()
    assert flow.adopt_waiting(lake, documents_of(home)) == {}
    assert lake.state() == state


@pytest.mark.parametrize("dies_at", ["adopt_readings", "refresh_cubes"])
def test_a_run_that_died_is_finished_by_the_next(late, tmp_path, monkeypatch, dies_at):
    home, lake = late

    def die(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        place = (
            "leadline.assess.adopt_readings"
            if dies_at == "adopt_readings"
            else "leadline.assess.adopting.refresh_cubes"
        )
        patched.setattr(place, die)
        with pytest.raises(KeyboardInterrupt):
            adopting.adopt_waiting(lake, documents_of(home))
    flow.adopt_waiting(lake, documents_of(home))
    _, first = home_of(tmp_path / "first", BOOK, key=home)
    for cube in (*assess.CUBES, assess.SIGNALS):
        assert told(lake, cube) == told(first, cube), cube.name


def test_what_comes_in_under_another_spelling_of_an_account_is_the_party_s_at_once(tmp_path):
    assert BOOK.id_of("Brevik Care") == BOOK.id_of("brevik-care") == "brevik"
    assert BOOK.id_of("Tele Three") == "tele-three"


def test_the_word_of_one_party_that_is_the_id_of_another_stays_the_other_s():
    other = Party(PartyId("brevik-care"), "Care", PartyKind.COMPETITOR)
    assert listen.words_of(PartyBook((*BOOK.parties, other)), Company("Halden", "UTC", "EUR")) == {
        "halden-telecom": "halden", "halden-help": "halden", "brevik-mobile": "brevik", "brevik-sales": "brevik",
        "care": "brevik-care",
    }  # fmt: skip
