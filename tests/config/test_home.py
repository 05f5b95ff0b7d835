"""A home: one folder, secrets only its owner reads, a clock that can be stopped, found from wherever one stands."""

from __future__ import annotations

import datetime as dt
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from leadline.config import HOME_FILE, create_home, find_home, open_home, setting, stop_clock, write_secret
from leadline.errors import LeadlineError
from leadline.words import Company

ACME = {"company": "Acme", "zone": "Europe/Amsterdam", "currency": "EUR"}


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEADLINE_HOME", raising=False)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_new_home_is_for_its_owner_only(tmp_path: Path) -> None:
    """Design section 6: people are protected: nobody else on the machine reads keys, rows or refused rows."""
    home = create_home(tmp_path / "home", **ACME)
    assert [rights(folder) for folder in (home.root, home.lake, home.refused, home.root / "keys")] == [0o700] * 4
    assert [rights(key) for key in sorted((home.root / "keys").iterdir())] == [0o600, 0o600]


def test_made_twice_it_is_the_same_home_to_the_byte(tmp_path: Path) -> None:
    first = create_home(tmp_path / "home", **ACME)
    before = contents(first.root)
    assert create_home(tmp_path / "home", **ACME) == first == open_home(tmp_path / "home")
    assert contents(first.root) == before


def test_other_words_for_the_same_home_are_refused(tmp_path: Path) -> None:
    create_home(tmp_path / "home", **ACME)
    with pytest.raises(LeadlineError, match="is already the home of Acme"):
        create_home(tmp_path / "home", **{**ACME, "zone": "Europe/Oslo"})


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Alice")
    for wrong in (tmp_path, tmp_path / "letter.txt"):
        with pytest.raises(LeadlineError, match="not empty, and not a Leadline home"):
            create_home(wrong, **ACME)
    assert contents(tmp_path) == {"letter.txt": b"Dear Alice"}


def test_a_home_whose_making_was_cut_off_is_finished_by_the_next_call(tmp_path: Path) -> None:
    """kill -9 after the first file: the second call ends with a whole home."""
    root = tmp_path / "home"
    root.mkdir()
    (root / HOME_FILE).write_text('[company]\nname = "Acme"\nzone = "Europe/Amsterdam"\ncurrency = "EUR"\n')
    home = create_home(root, **ACME)
    assert len(home.key("pseudonyms")) == len(home.key("site")) == 32


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"zone": "Europe/Atlantis"}, "“Europe/Atlantis” is not a time zone."),
        ({"zone": ""}, "“” is not a time zone."),
        ({"zone": "../../etc/passwd"}, "“../../etc/passwd” is not a time zone."),
        ({"currency": "XYZ"}, "“XYZ” is not a currency."),
        ({"currency": "eur"}, "“eur” is not a currency."),
        ({"company": "  "}, "The company has no name that can be shown."),
        ({"company": "Acme\nname = 1"}, "The company has no name that can be shown."),
    ],
)
def test_words_that_mean_nothing_are_refused_before_anything_is_made(
    tmp_path: Path, change: dict[str, str], sentence: str
) -> None:
    with pytest.raises(LeadlineError) as refused:
        create_home(tmp_path / "home", **{**ACME, **change})
    assert refused.value.sentence == sentence
    assert refused.value.advice
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("name", ["Acme", 'Acme "North"', "Œuvres \\ Fils", "株式会社", "[company]", "it's #1 = yes"])
def test_a_companys_name_is_kept_as_it_is(tmp_path: Path, name: str) -> None:
    create_home(tmp_path / "home", **{**ACME, "company": name})
    assert open_home(tmp_path / "home").company == Company(name, "Europe/Amsterdam", "EUR")


def test_a_key_is_made_once_and_stays(tmp_path: Path) -> None:
    """Design section 3: pseudonyms are keyed; another key would make everybody a stranger."""
    home = create_home(tmp_path / "home", **ACME)
    first = home.key("pseudonyms")
    assert open_home(home.root).key("pseudonyms") == first != home.key("site")
    assert len(home.key("exports")) == 32
    assert rights(home.root / "keys" / "exports.key") == 0o600


def test_of_many_who_ask_for_a_new_key_at_once_all_get_the_same(tmp_path: Path) -> None:
    home = create_home(tmp_path / "home", **ACME)
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(home.key, ["new"] * 64))
    assert len(keys) == 1
    assert sorted(path.name for path in (home.root / "keys").iterdir()) == ["new.key", "pseudonyms.key", "site.key"]


def test_a_lost_key_is_said_and_never_replaced_by_nothing(tmp_path: Path) -> None:
    home = create_home(tmp_path / "home", **ACME)
    (home.root / "keys" / "pseudonyms.key").write_text("")
    with pytest.raises(LeadlineError, match="holds no key"):
        home.key("pseudonyms")


def test_a_secret_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "one.key"
    write_secret(path, "first")
    write_secret(path, "second")
    assert path.read_text() == "first"
    assert rights(path) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["one.key"]


def test_a_stopped_clock_stands_whenever_the_home_is_opened(tmp_path: Path) -> None:
    home = create_home(tmp_path / "home", **ACME)
    evening = dt.datetime(2026, 10, 31, 18, 30, tzinfo=home.company.tz)
    stopped = stop_clock(home, evening)
    assert stopped.now() == open_home(home.root).now() == evening
    assert stopped.now().tzinfo is dt.UTC
    assert replace(stopped, stands_at=None) == home
    assert abs(home.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)


def test_a_clock_without_an_offset_is_the_companys(tmp_path: Path) -> None:
    """Never the machine's zone."""
    home = create_home(tmp_path / "home", **ACME)
    with (home.root / HOME_FILE).open("a") as file:
        file.write("\n[clock]\nstands_at = 2026-07-01T12:00:00\n")
    assert open_home(home.root).now() == dt.datetime(2026, 7, 1, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "company",
        "[company]\nname = 1\n",
        '[company]\nname = "Acme"\nzone = "Europe/Amsterdam"\n',
        '[company]\nname = "Acme"\nzone = "Europe/Amsterdam"\ncurrency = "EUR"\n[clock]\nstands_at = "noon"\n',
        b"\xff\xfe\x00",
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_what_it_needs(tmp_path: Path, text: str | bytes) -> None:
    (tmp_path / HOME_FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(LeadlineError, match="cannot be read") as refused:
        open_home(tmp_path)
    assert str(tmp_path / HOME_FILE) in refused.value.sentence


def test_a_home_is_found_upwards_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = create_home(tmp_path / "home", **ACME)
    below = home.root / "a" / "b"
    below.mkdir(parents=True)
    assert find_home(start=below) == home
    monkeypatch.chdir(below)
    assert find_home() == home
    with pytest.raises(LeadlineError, match="No Leadline home was found here"):
        find_home(start=tmp_path)


def test_a_named_home_comes_before_the_setting_and_the_setting_before_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, set_, here = (create_home(tmp_path / name, **ACME) for name in ("named", "set", "here"))
    monkeypatch.chdir(here.root)
    assert find_home() == here
    monkeypatch.setenv("LEADLINE_HOME", str(set_.root))
    assert find_home() == set_
    assert find_home(named.root) == named


def test_a_named_place_that_is_no_home_is_an_error_not_a_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = create_home(tmp_path / "home", **ACME)
    monkeypatch.chdir(home.root)
    with pytest.raises(LeadlineError, match="nowhere is not a Leadline home") as refused:
        find_home(Path("nowhere"))
    assert "leadline init nowhere" in refused.value.advice


def test_a_setting_has_its_type_its_default_and_a_sentence_for_what_does_not_fit() -> None:
    assert setting("PORT", {}) == 8000
    assert setting("PORT", {"PORT": "8123"}) == 8123
    assert setting("LEADLINE_HTTPS", {"LEADLINE_HTTPS": "Yes"}) is True
    assert setting("LEADLINE_HTTPS", {"LEADLINE_HTTPS": "off"}) is False
    for name, text in (("PORT", "eighty"), ("PORT", "-1"), ("LEADLINE_DEBUG", "maybe")):
        with pytest.raises(LeadlineError, match=f"{name} is “{text}”"):
            setting(name, {name: text})
