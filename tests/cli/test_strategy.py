"""`leadline strategy` in the terminal: template, lint, schema, adopt."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadline.cli.strategy import app
from leadline.config import create_home
from leadline.strategy import json_schema, template
from tests.cli.conftest import Answer
from tests.cli.conftest import leadline as in_terminal

HALDEN = Path(__file__).parents[1] / "strategy" / "halden.yaml"
LASTING = re.sub(r"(?<=by: )20\d\d|(?<=to )20\d\d(?=-)", "2099", HALDEN.read_text())
"""Halden's strategy with its ends far off: the terminal's day is the real one (OBJ009)."""


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder that lies in no home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEADLINE_HOME", raising=False)
    return tmp_path


def run(*words: str):
    return CliRunner().invoke(app, list(words))


def leadline(*words: object, home: Path) -> Answer:
    """A process of its own, because one process works in one home."""
    return in_terminal("strategy", *words, LEADLINE_HOME=str(home))


def test_the_template_comes_out_as_it_stands_and_needs_no_home(elsewhere):
    assert run("template").stdout == template()


def test_the_schema_is_json(elsewhere):
    assert json.loads(run("schema").stdout) == json_schema()


def test_the_template_is_linted_without_a_home_each_remark_with_its_line(elsewhere):
    """S0.24: what a template still needs is said, and where."""
    (elsewhere / "strategy.yaml").write_text(template())
    answer = run("lint", "strategy.yaml")
    assert answer.exit_code == 1
    line = template().splitlines().index("company: YOUR COMPANY") + 1
    assert f"strategy.yaml:{line}  error  STR006" in answer.stdout
    assert "“YOUR COMPANY” is a placeholder" in answer.stdout
    assert "was not checked" in answer.stdout


def test_a_sound_file_passes_and_an_error_makes_the_command_fail(elsewhere):
    (elsewhere / "sound.yaml").write_text(LASTING)
    (elsewhere / "owner.yaml").write_text(LASTING.replace("owner: Petra Vogt, customer care", "owner:", 1))
    sound, wrong = run("lint", "sound.yaml", "--json"), run("lint", "owner.yaml", "--json")
    assert (sound.exit_code, wrong.exit_code) == (0, 1)
    assert json.loads(sound.stdout)["counts"] == {"error": 0, "warning": 0, "note": 0}
    told = json.loads(wrong.stdout)
    assert told["counts"]["error"] == 1
    [remark] = told["remarks"]
    assert (remark["code"], remark["severity"], remark["where"]) == ("COM001", "error", "company_objectives[0].owner")
    assert LASTING.splitlines()[remark["line"] - 1].strip() == "owner: Petra Vogt, customer care"


def test_a_warning_alone_does_not_fail(elsewhere):
    """S3.22."""
    long = LASTING.replace("to product, logistics and recruiting.", "to product. " + "More and more. " * 12)
    (elsewhere / "long.yaml").write_text(long)
    answer = run("lint", "long.yaml")
    assert answer.exit_code == 0
    assert "warning  STR005" in answer.stdout
    assert "1 warning." in answer.stdout


def test_text_that_is_no_strategy_is_answered_in_words(elsewhere):
    (elsewhere / "broken.yaml").write_text("goal: [bold]red[/bold] (\nmission: [")
    answer = run("lint", "broken.yaml")
    assert answer.exit_code == 1
    assert "broken.yaml:1  error  DOC001" in answer.stdout
    missing = run("lint", "none.yaml")
    assert missing.exit_code == 1
    assert "There is no file none.yaml." in missing.stderr


def test_a_home_that_was_named_and_is_none_is_an_error_not_silence(elsewhere):
    shutil.copy(HALDEN, elsewhere / "sound.yaml")
    answer = run("lint", "sound.yaml", "--home", "nowhere")
    assert answer.exit_code == 1
    assert "nowhere is not a Leadline home." in answer.stderr


def test_adopting_is_refused_with_every_reason_and_linted_with_the_homes_facts(tmp_path):
    """S3.16, S3.19."""
    home = create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    linted = leadline("lint", str(HALDEN), "--json", home=home.root)
    codes = [remark["code"] for remark in linted.data["remarks"]]
    assert "ASS002" in codes
    assert "LIN005" in codes
    torn = tmp_path / "strategy.yaml"
    torn.write_text(HALDEN.read_text().replace("signed: 2025-10-", "signed: 2025-09-"))
    refused, as_json = (
        leadline("adopt", str(torn), home=home.root),
        leadline("adopt", str(torn), "--json", home=home.root),
    )
    assert (refused.code, refused.out, as_json.out) == (1, "", "")
    told = json.loads(as_json.err)
    errors = [one for one in told["remarks"] if one["severity"] == "error"]
    assert told["remarks"] == errors
    assert {"PAR005", "ASS002"} <= {one["code"] for one in errors}
    first, *others = errors
    assert refused.err.splitlines() == [
        f"The strategy cannot be adopted: {first['message']} ({len(others)} more: see below.)",
        first["advice"],
        *(line for one in others for line in (f"{one['code']}: {one['message']}", one["advice"])),
    ]


def test_adopting_twice_is_one_version(tmp_path):
    from leadline import assess
    from leadline.engine import Lake
    from leadline.listen import Options, PartyBook, import_file
    from leadline.words import Party, PartyId, PartyKind, Period

    home = create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    rows = "message_id,thread_id,posted_at,author,text,speaker_role,about_party,channel\n"
    rows += "1,1,2026-03-01T09:00:00+01:00,ann,When does the shop open?,customer,halden,facebook\n"
    (tmp_path / "messages.csv").write_text(rows)
    lake = Lake(home.lake)
    book = PartyBook((Party(PartyId("halden"), "Halden", PartyKind.OWN),))
    import_file(home, lake, tmp_path / "messages.csv", parties=book, options=Options(), now=home.now())
    assess.label(lake, assess.load_reader())
    heard = assess.months_heard(lake)
    assert heard is not None
    x_ray = assess.x_ray(lake, book.parties, Period(heard.first, heard.last), themes=assess.load_themes())
    assess.close(lake, x_ray, now=home.now())
    fitted = tmp_path / "strategy.yaml"
    day = home.now().astimezone(home.company.tz).date().isoformat()
    standing = HALDEN.read_text().replace("version: 2025-10\n  closed: 2025-10-10", f"version: 1\n  closed: {day}")
    fitted.write_text(re.sub("signed: 2025-10-..", f"signed: {day}", standing))
    first, second = (leadline("adopt", str(fitted), "--json", home=home.root) for _ in range(2))
    told = [one.data for one in (first, second)]
    assert [(one["version"], one["new"]) for one in told] == [(1, True), (1, False)]
