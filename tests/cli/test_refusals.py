"""Whatever fails is said in one sentence with an advice, on the error stream, and changes nothing."""

from __future__ import annotations

import ctypes
import json
import os
import re
import socket
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import typer

from leadline.cli.speaking import Said, say
from leadline.config import create_home
from leadline.engine import Lake
from leadline.listen import MESSAGES
from tests.cli.conftest import Answer, Terminal, leadline

FILES: dict[str, str | bytes] = {
    "nothing.csv": "",
    "stray.csv": "a,b\n1,2\n",
    "good.csv": "metric,day,value,unit\nhires,2026-10-01,2,hires\n",
    "zip.ndjson": b"PK\x03\x04\xff\xfe\x00\x00",
    "torn.yaml": "- {name: Halden\n  id: [",
    "list.yaml": "- 1\n- 2\n",
    "text.xlsx": "This is no sheet.",
    "latin.yaml": "currency: EUR # \xe9".encode("latin-1"),
}

EMPTY_HOME: tuple[tuple[str, str], ...] = (
    ("listen import none.ndjson", "There is no file .*none.ndjson"),
    ("listen import .", ". is a folder"),
    ("listen import nothing.csv", "nothing.csv"),
    ("listen import stray.csv", "stray.csv"),
    ("listen import zip.ndjson", "zip.ndjson"),
    ("listen import stray.csv --profile nobody", "nobody"),
    ("listen import good.csv --zone Europe/Atlantis", "“Europe/Atlantis” is not a time zone"),
    ("listen import stray.csv --map text", "text"),
    ("listen import stray.csv --map moon=a", "moon"),
    ("listen parties none.yaml", "There is no file .*none.yaml"),
    ("listen parties torn.yaml", r"torn.yaml cannot be read\. Line 2: "),
    ("listen parties list.yaml", "list.yaml"),
    ("listen parties zip.ndjson", "zip.ndjson"),
    ("assess", "No message was read yet"),
    ("assess close", "No message was read yet"),
    ("assess --from 2026-40-40", "No message was read yet"),
    ("strategy adopt none.yaml", "There is no file .*none.yaml"),
    ("strategy adopt torn.yaml", "Line 2: The file cannot be read"),
    ("programs plan none.yaml", "none.yaml"),
    ("programs plan torn.yaml", "Line 2: The file cannot be read"),
    ("programs plan latin.yaml", "latin.yaml"),
    ("programs champions import none.xlsx --month 2026-10", "There is no file .*none.xlsx"),
    ("programs champions import text.xlsx --month 2026-10", ""),
    ("programs champions export sheet.xlsx --month 2026-10", "No champion takes part in October 2026"),
    ("programs champions export sheet.xlsx", "Nothing was read yet"),
    ("programs desk", "No program promises a reply yet"),
    ("measure service-levels", "Nothing was read yet"),
    ("measure service-levels 2026-10", "No program promises a reply yet"),
    ("measure service-levels --all", "No program promises a reply yet"),
    ("measure effect 2026-10", "No strategy is in force yet"),
    ("measure warnings 2026-10", "Nothing was read yet"),
    ("value costs", "No costs were handed in yet"),
    ("value costs none.yaml", "There is no file .*none.yaml"),
    ("value costs torn.yaml", ""),
    ("value costs latin.yaml", "latin.yaml cannot be read"),
    ("value roi 2026-10", "No strategy is in force yet"),
    ("report", "Nothing was read yet"),
    ("report 2026-10", "Nothing was said in October 2026"),
    ("report 2026-10 --out stray.csv", "stray.csv cannot be used: File exists"),
    ("report October", "“October” is not a month"),
    ("month", "Nothing was imported yet"),
    ("month 2026-13", "“2026-13” is not a month"),
    ("month 2026-10", "Nothing was said in October 2026: the lake holds no messages"),
    ("people invite alice --role boss", "There is no role “boss”"),
    ("serve --port 99999", "The site cannot listen on 127.0.0.1, port 99999"),
    ("serve --host 203.0.113.9", "The site cannot listen on 203.0.113.9"),
)


@pytest.fixture(scope="module")
def empty(terminal: Terminal) -> Terminal:
    """A home in which nothing has happened, seen from a folder of files that nobody can use."""
    for name, content in FILES.items():
        (terminal.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    terminal("listen", "parties")
    return terminal


@pytest.mark.parametrize(("line", "sentence"), EMPTY_HOME, ids=[line for line, _ in EMPTY_HOME])
def test_a_refusal_is_one_sentence_with_an_advice_and_changes_nothing(
    empty: Terminal, line: str, sentence: str
) -> None:
    words = [str(empty.folder / word) if _is_file(word) else word for word in line.split()]
    before = empty.state()
    told, advice = empty(*words).refusal
    assert re.search(sentence, told), told
    assert len(advice) > 10
    as_json = empty(*words, as_json=True)
    assert (as_json.code, as_json.out) == (1, "")
    said = json.loads(as_json.err)
    assert (said["error"], said["advice"]) == (told, advice)
    assert empty.state() == before


@pytest.mark.parametrize("line", ["listen parties", "assess", "month 2026-10", "value roi", "serve", "people list"])
def test_without_a_home_every_command_says_how_to_make_or_name_one(empty: Terminal, line: str, tmp_path: Path) -> None:
    told, advice = empty(*line.split(), home=tmp_path / "nowhere").refusal
    assert told == f"{tmp_path / 'nowhere'} is not a Leadline home."
    assert advice.startswith("Make it one: leadline init")


def test_outside_of_any_home_the_advice_names_three_ways(tmp_path: Path) -> None:
    assert leadline("listen", "parties", cwd=tmp_path).refusal == (
        "No Leadline home was found here.",
        "Name it with --home, set LEADLINE_HOME, or make one with leadline init.",
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--zone", "Europe/Atlantis"), "“Europe/Atlantis” is not a time zone."),
        (("--currency", "XXXX"), "“XXXX” is not a currency."),
    ],
)
def test_init_refuses_words_that_mean_nothing_and_makes_nothing(
    empty: Terminal, tmp_path: Path, words: tuple[str, str], sentence: str
) -> None:
    assert empty("init", tmp_path / "acme", "--company", "Acme", *words).refusal[0] == sentence
    assert not (tmp_path / "acme").exists()
    told = json.loads(empty("init", tmp_path / "acme", "--company", "Acme", *words, as_json=True).err)
    assert told["error"] == sentence


def test_init_leaves_a_folder_with_something_else_alone(empty: Terminal) -> None:
    told, _ = empty("init", empty.folder, "--company", "Acme").refusal
    assert told == f"{empty.folder} is not empty, and not a Leadline home."


def test_a_taken_port_is_a_sentence_before_anything_is_started(empty: Terminal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told, advice = empty("serve", "--port", port).refusal
        assert (told, advice) == (
            f"Port {port} is taken by another program.",
            f"Choose another one: PORT={port + 1}.",
        )
        answer = leadline("serve", "--home", empty.home.root, PORT=str(port))
        assert answer.refusal == (told, advice)


def test_a_setting_that_does_not_fit_is_named(empty: Terminal) -> None:
    told, advice = leadline("serve", "--home", empty.home.root, PORT="eighty").refusal
    assert (told, advice) == ("PORT is “eighty”, which is not a whole number.", "Set it as in PORT=8000.")


def test_a_home_that_may_only_be_read_is_read_and_what_writes_says_so(tmp_path: Path) -> None:
    """Also for root, who is stopped here as everybody else is: the command runs without the right to overrule."""
    home = create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    assert leadline("listen", "parties", "--home", home.root).code == 0
    metrics = tmp_path / "metrics.csv"
    metrics.write_text("metric,day,value,unit\nhires,2026-10-01,2,hires\n")
    folders = [home.root, *(path for path in home.root.rglob("*") if path.is_dir())]
    for path in (*folders, *(path for path in home.root.rglob("*") if path.is_file())):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        answer = leadline("listen", "import", metrics, "--home", home.root, begin=_as_anybody())
    finally:
        for path in folders:
            path.chmod(0o700)
    told, advice = answer.refusal
    assert re.search(r"cannot be (written|used|read)", told)
    assert "rights" in advice
    assert Lake(home.lake).state() == frozenset()


def test_a_value_that_takes_the_place_of_another_is_told_as_a_correction_and_of_another_source_refused(
    tmp_path: Path,
) -> None:
    home = create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    for name, value in (("first.csv", 2), ("second.csv", 3), ("third.csv", 4)):
        (tmp_path / name).write_text(f"metric,day,value,unit\nhires,2026-10-01,{value},people\n")
    leadline("listen", "import", "first.csv", "--home", home.root, cwd=tmp_path)
    told = leadline("listen", "import", "second.csv", "--home", home.root, cwd=tmp_path)
    assert "1 new value of second.csv corrects an earlier one of its source" in told.out
    told = leadline("listen", "import", "third.csv", "--source", "erp", "--home", home.root, "--json", cwd=tmp_path)
    [count] = told.data["files"]
    assert (told.code, count["refused"], count["corrected"]) == (1, 1, 0)
    assert list(count["reasons"]) == ["hires came from file with another value; this row is of erp"]


def test_records_that_are_no_database_are_named(tmp_path: Path) -> None:
    home = create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    home.rows.write_bytes(b"This is a letter, not a database. " * 40)
    told, advice = leadline("listen", "parties", "--home", home.root).refusal
    assert told.startswith("People's records cannot be used: ")
    assert "rows.sqlite3" in advice


def test_a_lake_whose_file_is_torn_names_the_table(tmp_path: Path) -> None:
    home = create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    rows = "message_id,thread_id,posted_at,author,text,speaker_role,about_party,channel\n"
    rows += "1,1,2026-03-01T09:00:00+01:00,ann,When does the shop open?,customer,acme,facebook\n"
    (tmp_path / "messages.csv").write_text(rows)
    assert leadline("listen", "import", tmp_path / "messages.csv", "--home", home.root).code == 0
    [file] = Lake(home.lake).files(MESSAGES)
    Path(file).write_bytes(b"torn")
    told = leadline("engine", "check", "--home", home.root)
    assert (told.code, told.err) == (1, "")
    assert told.out.splitlines()[-2:] == [
        f"messages: {Path(file).name}: wrong size, 1 rows",
        "Mend it: leadline engine repair",
    ]


def test_an_older_database_is_brought_up_to_date_at_the_next_command(tmp_path: Path) -> None:
    """A plain command looks only whether anything is missing; where something is, it migrates."""
    home = create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    assert leadline("people", "list", "--home", home.root).code == 0
    with sqlite3.connect(home.rows) as rows:
        rows.execute("DROP TABLE value_costsversion")
        rows.execute("DELETE FROM django_migrations WHERE app = 'value'")
    assert leadline("value", "costs", "--home", home.root).refusal[0] == "No costs were handed in yet."


def test_an_import_of_which_every_row_is_refused_fails_and_says_why(tmp_path: Path) -> None:
    home = create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    bad = "message_id,posted_at,author,text\n" + "1,2026-03-01,ann,hi\n" * 3 + ",2026-03-01T09:00:00Z,ann,hi\n"
    (tmp_path / "bad.csv").write_text(bad)
    answer = leadline("listen", "import", tmp_path / "bad.csv", "--home", home.root)
    assert answer.code == 1
    told = " ".join(answer.out.split())
    assert "Every row of bad.csv was refused: 3 × posted_at “…” is a day without a time" in told
    assert "1 × message_id is empty" in told
    [file] = home.refused.glob("*.csv")
    assert str(file) in answer.out.replace("\n", "")
    (tmp_path / "half.csv").write_text(bad + "7,2026-03-01T09:00:00Z,ann,hi\n")
    half = leadline("listen", "import", tmp_path / "half.csv", "--home", home.root)
    assert (half.code, "4 of 5 rows of half.csv were refused" in half.out) == (0, True)
    other = "message_id,posted_at,author,text\n7,2026-03-01T09:00:00Z,bob,something else\n"
    (tmp_path / "other.csv").write_text(other)
    told = leadline("listen", "import", tmp_path / "other.csv", "--home", home.root).out
    assert "1 message of other.csv has an id that is known with another time or author" in " ".join(told.split())
    assert "--source NAME" in told


def test_two_first_commands_at_once_make_one_database(tmp_path: Path) -> None:
    home = create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(leadline, "listen", "parties", "--home", home.root) for _ in range(3)]
    assert [(one.result().code, one.result().err) for one in asked] == [(0, "")] * 3


def test_a_lost_key_of_pseudonyms_stops_an_import_in_a_sentence(tmp_path: Path) -> None:
    home = create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    (tmp_path / "m.csv").write_text("message_id,posted_at,author,text\n7,2026-03-01T09:00:00Z,ann,hi\n")
    assert leadline("listen", "import", tmp_path / "m.csv", "--home", home.root).code == 0
    (home.root / "keys" / "pseudonyms.key").unlink()
    told, advice = leadline("listen", "import", tmp_path / "m.csv", "--home", home.root).refusal
    assert told.endswith("pseudonyms.key is gone, and the lake holds pseudonyms that were made with it.")
    assert advice.startswith("Restore it from a backup")


def test_what_nobody_foresaw_is_said_too_and_traced_only_for_who_asks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> Said:
        raise ZeroDivisionError("division by zero")

    with pytest.raises(typer.Exit):
        say(fails, as_json=False)
    streams = capsys.readouterr()
    assert Answer(1, streams.out, streams.err).refusal == (
        "Something happened that nobody foresaw: ZeroDivisionError: division by zero",
        "Run it again with LEADLINE_DEBUG=yes to see where, and report it.",
    )
    monkeypatch.setenv("LEADLINE_DEBUG", "yes")
    with pytest.raises(ZeroDivisionError):
        say(fails, as_json=False)


def test_json_holds_no_number_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    values = {"a": float("nan"), 1: (float("inf"), 2.5), "set": {"b", "a"}}
    say(lambda: Said("", values), as_json=True)
    assert json.loads(capsys.readouterr().out) == {"a": None, "1": [None, 2.5], "set": ["a", "b"]}


def test_square_brackets_are_words_and_not_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """An interval, a path, a person's own text."""
    say(lambda: Said("11 % [low, high] in [draft]/a.csv"), as_json=False)
    assert capsys.readouterr().out == "11 % [low, high] in [draft]/a.csv\n"


def _is_file(word: str) -> bool:
    return "." in word and not word.replace(".", "").isdecimal()


def _as_anybody() -> Callable[[], None]:
    """Give up root's right to overrule rights, which the program that is started then cannot get back."""
    libc, drop, dac_override = ctypes.CDLL(None, use_errno=True), 24, 1

    def give_up() -> None:
        if os.geteuid() == 0 and libc.prctl(drop, dac_override, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "this root may not give up its rights")

    return give_up
