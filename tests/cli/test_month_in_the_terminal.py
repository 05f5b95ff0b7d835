"""The month in the terminal, command by command (issue 2, section 2): for people, as JSON, twice without a change.

The tests of this file follow one another in one home: each command stands on what the ones before it did.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import yaml
from openpyxl import load_workbook

from leadline.config import open_home
from leadline.listen import MESSAGES
from leadline.measure.evidence import plan_experiment
from leadline.measure.month import kept_effects, kept_service_levels, kept_warnings
from leadline.report import kept_month
from leadline.value.kept import kept_value
from leadline.words import Grade
from tests.cli.conftest import LEADLINE, Answer, Terminal, leadline
from tests.measure.evidence.test_experiments import BEFORE, DAYS, lifted, regions, write
from tests.october import OCTOBER, START


def both_ways(terminal: Terminal, *words: object) -> tuple[Answer, dict[str, Any]]:
    """The answer for people, then as JSON; the second run changes nothing."""
    told = terminal(*words)
    assert told.code == 0, told.err
    assert told.err == ""
    before = terminal.state()
    again = terminal(*words, as_json=True)
    assert (again.code, again.err) == (0, "")
    assert terminal.state() == before, f"a second {words} changed something"
    return told, again.data


def test_init_makes_a_home_and_a_second_time_nothing(terminal: Terminal, tmp_path: Path) -> None:
    words = ("init", tmp_path / "acme", "--company", "Acme", "--zone", "Europe/Amsterdam", "--currency", "EUR")
    told = terminal(*words)
    assert (told.code, told.out) == (
        0,
        f"{tmp_path / 'acme'} is the home of Acme (Europe/Amsterdam, EUR).\n",
    )
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "acme").rglob("*")}
    assert terminal(*words, as_json=True).data == {"home": str(tmp_path / "acme"), "company": "Acme"}
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "acme").rglob("*")} == before


def test_parties_say_who_is_who(terminal: Terminal) -> None:
    """S3.9-S3.12: the own brand, competitors, partners of each kind."""
    told = terminal("listen", "parties")
    assert "halden-telecom" in told.out, "before anybody says so, there is the own brand"
    told, data = both_ways(terminal, "listen", "parties", terminal.folder / "parties.yaml")
    assert "Brevik Mobile" in told.out
    assert [(one["id"], one["kind"], one["partner_type"]) for one in data["parties"]] == [
        ("halden", "own", None),
        ("brevik", "competitor", None),
        ("nordhandel", "partner", "dealer"),
    ]


def test_files_are_taken_in_and_each_ends_with_a_count_that_adds_up(terminal: Terminal) -> None:
    files = [terminal.folder / name for name in ("messages.ndjson", "metrics.csv")]
    first = terminal("listen", "import", *files, as_json=True)
    assert first.code == 0
    told = {one["file"]: one for one in first.data["files"]}
    for one in told.values():
        assert one["read"] == one["new"] + one["known"] + one["refused"] == one["new"] > 1_000
    _, again = both_ways(terminal, "listen", "import", *files)
    assert [(one["new"], one["known"]) for one in again["files"]] == [(0, one["read"]) for one in told.values()]


def test_an_id_of_a_source_is_told_as_it_is_kept(terminal: Terminal) -> None:
    told, data = both_ways(terminal, "listen", "pseudonym", "ann@mail.example")
    [name] = {one["pseudonym"] for one in data["kept"] if one["what"] == "id"}
    assert name.startswith("p")
    assert name in told.out


def test_a_refused_row_is_kept_aside_with_its_reason(terminal: Terminal) -> None:
    path = terminal.folder / "late.csv"
    path.write_text(
        "metric,day,value,unit\nhires,2026-11-01,many,field engineers\nhires,2026-11-01,2,field engineers\n"
    )
    [count] = terminal("listen", "import", path, as_json=True).data["files"]
    assert (count["read"], count["new"], count["refused"]) == (2, 1, 1)
    told, data = both_ways(terminal, "listen", "import", path)
    [count] = data["files"]
    assert (count["new"], count["known"], count["refused"]) == (0, 1, 1)
    assert "1 of 2 rows of late.csv were refused:" in told.out
    assert "Each row stands with its reason and an advice in" in told.out
    refused = Path(count["refused_file"])
    assert refused.stat().st_mode & 0o777 == 0o600
    assert "many" in refused.read_text()


def test_messages_are_read_once(terminal: Terminal) -> None:
    """S3.10: four readings, the x-ray, opportunities; with the reader's own quality beside them."""
    first = terminal("assess", as_json=True)
    assert first.data["read"]["messages"] > 1_000
    told, data = both_ways(terminal, "assess", "--from", "2026-06", "--until", "2026-07-31")
    assert data["read"]["messages"] == 0
    assert data["x_ray"]["period"] == {"first": "2026-06-01", "last": "2026-07-31"}
    assert {"Halden", "Telecom"} <= set(told.out.split())  # a narrow column breaks the name
    assert "measured on texts it had not seen" in told.out
    assert data["opportunities"][0]["priority"] >= data["opportunities"][-1]["priority"]


def test_a_month_may_be_named_where_a_day_may(terminal: Terminal) -> None:
    """`--until 2026-07` means its last day, not its first."""
    named = terminal("assess", "--from", "2026-06", "--until", "2026-07", as_json=True)
    assert named.data["x_ray"]["period"] == {"first": "2026-06-01", "last": "2026-07-31"}
    assert terminal("assess", "--until", "July").refusal == (
        "“July” is neither a day nor a month.",
        "Write it as in 2026-03-01, or 2026-03.",
    )


def test_an_option_before_a_commands_word_is_refused_not_overlooked(terminal: Terminal) -> None:
    """`leadline assess --home A close` would close another home's assessment."""
    sentence, advice = terminal.bare("assess", "--home", terminal.home.root, "close").refusal
    assert "stand before “close”" in sentence
    assert advice == "Write them at the end: leadline assess close --home HOME --json"


def test_a_month_can_be_run_before_anything_was_decided_and_says_what_it_lacks(terminal: Terminal) -> None:
    """S0.24: the remarks stand above the table, and in the JSON."""
    told, data = both_ways(terminal, "month", "2026-07")
    assert [(one["code"], one["severity"]) for one in data["remarks"]] == [
        ("MON002", "warning"),
        ("MON003", "warning"),
        ("MON004", "warning"),
    ]
    assert "warning: No strategy is in force, so no line can be judged." in told.out
    assert "July 2026 is frozen as version 1" in told.out


def test_the_assessment_is_closed_once(terminal: Terminal) -> None:
    """S3.16."""
    told, data = both_ways(terminal, "assess", "close", "--from", "2026-06-01", "--until", "2026-08-03")
    assert told.out.startswith("Assessment 1 is closed: 2026-06-01 to 2026-08-03, ")
    assert (data["version"], data["closed"]) == (1, "2026-11-02")
    given = yaml.safe_load(
        told.out.partition("strategy.yaml; keep the findings that it stands on:")[2].partition("What a")[0]
    )
    findings = [one["id"] for one in data["findings"]]
    assert findings
    assert given == {"assessment": {"version": 1, "closed": dt.date(2026, 11, 2), "findings": findings}}
    named = [f"    {one['id']}: {one['title']}" for one in data["opportunities"]]
    assert named
    assert told.out.rstrip("\n").splitlines()[-len(named) :] == named


def test_the_strategy_is_linted_and_adopted(terminal: Terminal) -> None:
    """S3.19, S3.26: what stands in the way is said with its code; the same text twice is one version."""
    file = terminal.folder / "strategy.yaml"
    file.write_text(file.read_text().replace(f"{START}", "2026-11-02"))  # it was closed, and signed, this day
    linted = terminal("strategy", "lint", file, as_json=True)
    assert (linted.code, linted.data["counts"]["error"]) == (0, 0)
    told, data = both_ways(terminal, "strategy", "adopt", file)
    assert told.out.startswith("Version 1 is in force")
    assert data == {"version": 1, "digest": data["digest"], "new": False}
    assert json.loads(terminal.bare("strategy", "schema").out)["title"]


def test_programs_are_planned(terminal: Terminal) -> None:
    """S3.24, S0.8: owner, department, period, budget, people, metrics, the promise."""
    told, data = both_ways(terminal, "programs", "plan", terminal.folder / "programs.yaml")
    assert "Service on the page" in told.out
    assert [one["id"] for one in data["programs"]] == ["page-service", "field-champions", "north-stories"]
    assert data["programs"][0]["promise"]["target_minutes"] in ("60", 60)


def test_costs_are_entered(terminal: Terminal) -> None:
    """S0.15, S2.20: hours x rate, and what a call is priced at, each with its source."""
    told, data = both_ways(terminal, "value", "costs", terminal.folder / "costs.yaml")
    assert "Payroll" in told.out
    assert {one["id"]: one["amount"] for one in data["prices"]}["call"] == "2.6"
    assert terminal("value", "costs", as_json=True).data == data


def test_service_levels_are_told_first_and_next_replies_apart(terminal: Terminal) -> None:
    """S0.9."""
    told, data = both_ways(terminal, "measure", "service-levels", "2026-10")
    assert "were answered within 1 h" in told.out
    assert data["total"]["n"] == data["first"]["n"] + data["next"]["n"]
    assert kept_service_levels(terminal.lake)[OCTOBER].total.n == data["total"]["n"]


def test_another_promise_is_tried_and_kept_nowhere(terminal: Terminal) -> None:
    before = terminal.state()
    for words in (("--target", "5"), ("--all",), ("2026-09", "--target", "60")):
        _, data = both_ways(terminal, "measure", "service-levels", *words)
        assert data["total"]["n"] > 100
    assert terminal.state() == before
    assert terminal("measure", "service-levels", "--target", "0").refusal[0].startswith("A reply cannot be promised")


def test_effects_are_judged_with_their_grade(terminal: Terminal) -> None:
    """S0.14."""
    told, data = both_ways(terminal, "measure", "effect", "2026-10")
    assert "against what would have been" in told.out.replace("\n", " ")
    [calls] = [one for one in data["effects"] if (one["line"], one["role"]) == ("page-service-to-calls", "business")]
    assert (calls["grade"], calls["verdict"]) == ("supported", "effect")
    assert {one.grade for one in kept_effects(terminal.lake)} >= {Grade.SUPPORTED}


def test_warnings_are_told(terminal: Terminal) -> None:
    """S4.9."""
    told, data = both_ways(terminal, "measure", "warnings", "2026-10")
    assert "Product" in told.out
    assert [one["department"] for one in data["warnings"]] == ["product"]
    told, data = both_ways(terminal, "measure", "warnings", "2026-09")
    assert (told.out, data) == ("No early warning in September 2026.\n", {"warnings": []})
    assert kept_warnings(terminal.lake, OCTOBER)


def test_the_champions_sheet_goes_out_and_comes_back(terminal: Terminal) -> None:
    """S2.13, S2.14: handed out with a line a champion; taken back; a second time nothing is new."""
    assert terminal("ENROLL").out == "12"
    sheet = terminal.folder / "champions.xlsx"
    told, data = both_ways(terminal, "programs", "champions", "export", sheet, "--month", "2026-10")
    assert data == {"file": str(sheet), "champions": 12}
    assert load_workbook(sheet).sheetnames
    told, data = both_ways(terminal, "programs", "champions", "import", sheet, "--month", "2026-10")
    assert data["remarks"] == []
    assert "for October 2026" in told.out


def test_the_return_is_told_with_its_interval(terminal: Terminal) -> None:
    """S2.20: and what could not be priced is said."""
    told, data = both_ways(terminal, "value", "roi", "2026-10")
    assert "Return" in told.out
    assert data["all"]["percent"]["low"] < data["all"]["percent"]["value"] < data["all"]["percent"]["high"]
    assert [one["program"] for one in data["programs"]] == ["page-service", "field-champions", "north-stories"]
    assert data["missing"] == []


def test_the_month_runs_with_everything_checked_first(terminal: Terminal) -> None:
    told, data = both_ways(terminal, "month", "2026-10")
    assert (data["remarks"], data["told_until"]) == ([], None)
    assert [one["stage"] for one in data["steps"]] == ["assess", "measure", "measure", "measure", "value", "report"]
    assert "October 2026 is frozen as version 1" in told.out
    assert kept_value(terminal.lake, OCTOBER) is not None


def test_the_month_is_told_three_ways_as_page_and_paper(terminal: Terminal, tmp_path: Path) -> None:
    """S2.16: the same bytes when it is asked again."""
    told = terminal("report", "2026-10", "--out", tmp_path / "first")
    assert told.out.startswith("October 2026 is frozen as version 1. Digest ")
    again = terminal("report", "2026-10", "--out", tmp_path / "second", as_json=True)
    assert again.data["told_until"] is None, "October was over"
    names = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert names == [
        f"2026-10-{reader}.{kind}"
        for reader in ("champions", "decision-makers", "organisation")
        for kind in ("html", "pdf")
    ]
    assert sorted(Path(one).name for one in again.data["files"]) == names
    for name in names:
        first = (tmp_path / "first" / name).read_bytes()
        assert first == (tmp_path / "second" / name).read_bytes()
        assert first.startswith(b"%PDF" if name.endswith("pdf") else b"<!")
    assert again.data["digest"] == kept_month(terminal.lake, OCTOBER).frozen.digest


def test_people_are_invited_with_a_password_that_is_shown_once(terminal: Terminal) -> None:
    told = terminal("people", "invite", "alice", "--role", "strategist", "--name", "Alice Lund", as_json=True)
    assert (told.data["login"], told.data["role"]) == ("alice", "strategist")
    assert len(told.data["password"]) >= 12
    assert (
        terminal("people", "invite", "alice", "--role", "viewer").refusal[0] == "There is somebody named alice already."
    )
    sentence, advice = terminal("people", "invite", "bob", "--role", "boss").refusal
    assert sentence == "There is no role “boss”."
    assert "strategist" in advice
    told, data = both_ways(terminal, "people", "list")
    assert {"login": "alice", "name": "Alice Lund", "role": "strategist"} in data["people"]
    assert "yes" in told.out


def test_the_operators_door_counts_and_rebuilds(terminal: Terminal) -> None:
    told, data = both_ways(terminal, "engine", "check")
    assert {one["doubled"] for one in data["tables"]} == {0}
    assert "messages" in told.out
    before = terminal("assess", "--from", "2026-06", "--until", "2026-07", as_json=True).data["x_ray"]
    assert terminal("engine", "rebuild").out == "The cubes were built anew.\n"
    assert terminal("assess", "--from", "2026-06", "--until", "2026-07", as_json=True).data["x_ray"] == before


def test_the_desk_says_who_waits(terminal: Terminal) -> None:
    _, data = both_ways(terminal, "programs", "desk")
    assert data["as_of"].startswith("2026-11-02T08:00:00")


def test_a_backup_that_is_made_while_an_import_runs_gives_the_same_month(terminal: Terminal, tmp_path: Path) -> None:
    """Rows first, then the lake: the frozen month is the same, byte for byte (issue 3)."""
    told = terminal("report", "2026-10", "--out", tmp_path / "before")
    assert told.code == 0, told.err
    november = tmp_path / "november.ndjson"
    november.write_text("".join(json.dumps(_said_in_november(number)) + "\n" for number in range(30_000)))
    command = [*LEADLINE, "listen", "import", str(november), "--home", str(terminal.home.root)]
    messages = terminal.lake.version(MESSAGES)
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env={**os.environ, "LEADLINE_IMPORT_ROWS": "1000"}
    ) as one:
        while terminal.lake.version(MESSAGES) == messages:
            assert one.poll() is None, "the import was over before the backup began"
        done = terminal("engine", "backup", tmp_path / "copy", as_json=True)
        assert one.poll() is None, "the import was over before the backup was made"
    assert terminal.lake.version(MESSAGES) > done.data["tables"]["messages"] > messages
    assert terminal.bare("engine", "restore", tmp_path / "copy", tmp_path / "back").code == 0
    assert terminal("engine", "check", home=tmp_path / "back", as_json=True).data["whole"]
    again = leadline("report", "2026-10", "--out", tmp_path / "after", "--home", tmp_path / "back")
    assert again.code == 0, again.err
    names = sorted(path.name for path in (tmp_path / "before").iterdir())
    assert len(names) == 6
    for name in names:
        assert (tmp_path / "after" / name).read_bytes() == (tmp_path / "before" / name).read_bytes(), name


def _said_in_november(number: int) -> dict[str, str]:
    said = {"message_id": f"late-{number}", "posted_at": f"2026-11-01T{number % 24:02}:00:00+01:00"}
    return said | {"author": f"user{number}", "text": "Great coverage on the island", "about_party": "halden"}


def test_the_home_is_what_it_was(terminal: Terminal) -> None:
    """No command wrote into the home's own file, nor left anything beside the known folders."""
    assert open_home(terminal.home.root) == terminal.home
    assert {path.name for path in terminal.home.root.iterdir()} <= {
        "keys",
        "lake",
        "leadline.toml",
        "refused",
        "rows.sqlite3",
        "rows.sqlite3-shm",
        "rows.sqlite3-wal",
    }


def test_a_pilot_is_kept_for_its_line_before_it_begins_and_judged_once_it_is_over(
    terminal: Terminal, tmp_path: Path
) -> None:
    """The home's clock stands at 2 November: a pilot from the tenth on."""
    units = regions(first=dt.date(2026, 11, 10) - dt.timedelta(days=BEFORE))
    asked = {"days": DAYS, "seed": 7, "now": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)}
    plan = plan_experiment(units.before(BEFORE - 10), units.days[BEFORE], **asked)
    file, line = tmp_path / "plan.json", ("--line", "page-service-to-calls")
    file.write_text(json.dumps(plan.as_dict()))
    results = write(tmp_path / "results.csv", lifted(units, plan, -0.12))
    sentence, advice = terminal("measure", "experiment", "judge", results, *line).refusal
    assert sentence == "No plan of a pilot was kept for the line “page-service-to-calls” as it stands."
    told, _data = both_ways(terminal, "measure", "experiment", "record", file, *line)
    assert "a pilot of 8 pairs, 2026-11-10 to 2026-11-30" in told.out
    told, judged = both_ways(terminal, "measure", "experiment", "judge", results, *line)
    assert (judged["grade"], "fell" in told.out) == ("tested", True)
    sentence, advice = terminal("measure", "experiment", "record", file, "--line", "none").refusal
    assert "page-service-to-calls (business)" in advice
