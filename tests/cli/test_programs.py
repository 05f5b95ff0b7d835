"""`leadline programs` in the terminal: the desk after an import, a sheet in another currency."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from leadline.config import Home, create_home, stop_clock
from leadline.engine import Lake
from leadline.programs.champions import Champion, Pilot
from leadline.programs.sheet_export import export_sheet
from leadline.programs.waiting import open_episodes
from leadline.words import Department, Month
from tests.cli.conftest import Answer
from tests.cli.conftest import leadline as in_terminal

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
PROGRAMS = """
- {id: page, name: Service on the page, promise: {target_minutes: 60, hours: "every day 08:00-20:00"}}
"""


@pytest.fixture
def home(tmp_path) -> Home:
    made = create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    return stop_clock(made, NOW)


def leadline(home: Home, *words: object) -> Answer:
    return in_terminal(*words, LEADLINE_HOME=str(home.root))


def imported(home: Home, folder: Path, *rows: tuple[str, int, str, str]) -> None:
    """Messages of one thread: key, minutes past noon in Amsterdam, author, role."""
    said = [
        {
            "message_id": key,
            "thread_id": "t",
            "posted_at": (NOW + dt.timedelta(minutes=minute - 60)).isoformat(),
            "author": author,
            "text": "Hello there",
            "speaker_role": role,
            "about_party": "halden-telecom",
            "channel": "facebook",
        }
        for key, minute, author, role in rows
    ]
    path = folder / f"{rows[0][0]}.ndjson"
    path.write_text("".join(json.dumps(one) + "\n" for one in said))
    answer = leadline(home, "listen", "import", str(path))
    assert answer.code == 0, answer.err


def test_the_desk_sees_what_the_last_import_brought(home, tmp_path) -> None:
    """S0.9: a question that was imported waits with its clock; an imported reply ends the wait."""
    (tmp_path / "programs.yaml").write_text(PROGRAMS)
    refused = leadline(home, "programs", "desk")
    assert refused.code == 1
    assert "No program promises a reply yet." in refused.err
    assert leadline(home, "programs", "plan", str(tmp_path / "programs.yaml")).code == 0
    imported(home, tmp_path, ("asked", 10, "ann", "customer"))
    assert len(open_episodes(Lake(home.lake), NOW)) == 1, "the site's desk shows it at once"
    [waiting] = leadline(home, "programs", "desk", "--json").data["waiting"]
    assert (waiting["state"], waiting["conversation"]) == ("due in 10 min", "t")
    imported(home, tmp_path, ("replied", 30, "halden", "brand"))
    assert "Nobody waits for a reply." in leadline(home, "programs", "desk").out


def test_a_sheet_in_another_currency_is_refused_and_says_so(home, tmp_path) -> None:
    champion = Champion("k1", Department.SALES, Pilot.NEW_BUSINESS, dt.date(2026, 1, 1))
    sheet = tmp_path / "champions.xlsx"
    sheet.write_bytes(export_sheet([champion], Month(2026, 3), currency="SEK"))
    answer = leadline(home, "programs", "champions", "import", str(sheet), "--month", "2026-03", "--json")
    [remark] = answer.data["remarks"]
    assert (answer.code, remark["code"]) == (1, "CHS014")


def test_a_template_of_programs_and_of_costs_is_printed_and_taken_back(home, tmp_path) -> None:
    """Whoever begins with nothing gets files that the next command takes as they are."""
    for words, taken in ((("programs",), ("programs", "plan")), (("value",), ("value", "costs"))):
        printed = leadline(home, *words, "template")
        assert printed.code == 0, printed.err
        file = tmp_path / f"{words[0]}.yaml"
        file.write_text(printed.out)
        answer = leadline(home, *taken, str(file))
        assert answer.code == 0, answer.err
    assert "Service on the page" in leadline(home, "programs", "plan").out


def test_who_has_waited_longest_is_counted_and_can_be_shown(home, tmp_path) -> None:
    (tmp_path / "programs.yaml").write_text(PROGRAMS)
    leadline(home, "programs", "plan", str(tmp_path / "programs.yaml"))
    imported(home, tmp_path, ("old", -20 * 24 * 60, "ann", "customer"))
    short = leadline(home, "programs", "desk", "--json").data
    assert (short["waiting"], short["older"]) == ([], 1)
    told = leadline(home, "programs", "desk").out
    assert "1 wait has lasted for more than 14 days." in told
    assert "leadline programs desk --older" in told
    [waiting] = leadline(home, "programs", "desk", "--older", "--json").data["waiting"]
    assert waiting["state"].startswith("late by")


def test_the_terminal_says_how_one_becomes_a_champion(home, tmp_path) -> None:
    """S2.8: nobody is enrolled by a command; whoever hands out an empty sheet reads where one joins."""
    answer = leadline(home, "programs", "champions", "export", str(tmp_path / "sheet.xlsx"), "--month", "2026-03")
    assert "a colleague joins on the site" in " ".join(answer.err.split())
    assert "joins on the site" in " ".join(leadline(home, "programs", "champions", "--help").out.split())
