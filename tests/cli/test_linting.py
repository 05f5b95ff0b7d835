"""`leadline strategy lint` for files, folders and standard input, in every format, with --fix and --diff."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from leadline.cli.strategy import app
from tests.cli.test_strategy import LASTING

CHECKOUT = Path(__file__).parents[2]
WRONG = LASTING.replace("  people: 8\n", "  people: 6   # for now\n")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that lies in no home: one sound strategy, one with an error that can be fixed, and other files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEADLINE_HOME", raising=False)
    (tmp_path / "north").mkdir()
    (tmp_path / "north" / "strategy.yaml").write_text(LASTING)
    (tmp_path / "south.strategy.yml").write_text(WRONG)
    (tmp_path / "notes.yaml").write_text("something: else")
    return tmp_path


def run(*words: str, given: str | None = None):
    return CliRunner().invoke(app, ["lint", *words], input=given)


def test_a_folder_is_searched_for_strategies_and_nothing_else(folder):
    answer = run(".", "--json")
    told = json.loads(answer.stdout)
    assert answer.exit_code == 1
    assert [(one["file"], one["counts"]["error"]) for one in told["files"]] == [
        ("north/strategy.yaml", 0),
        ("south.strategy.yml", 1),
    ]
    assert told["counts"]["error"] == 1
    assert run("north").exit_code == 0
    (folder / "empty").mkdir()
    nothing = run("empty")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "There is no strategy in empty." in nothing.stderr


def test_standard_input_is_read(folder):
    answer = run("-", "--format", "json", given=WRONG)
    assert answer.exit_code == 1
    told = json.loads(answer.stdout)
    assert (told["file"], [one["code"] for one in told["remarks"]]) == ("standard input", ["RES003"])
    [written] = told["remarks"][0]["fix"]
    assert (WRONG[written["start"] : written["end"]], written["text"]) == ("6", "8")
    assert run("-", given=LASTING).exit_code == 0


def test_diff_shows_what_fix_would_write_and_writes_nothing(folder):
    answer = run("south.strategy.yml", "--diff")
    assert answer.exit_code == 1
    assert "-  people: 6   # for now\n+  people: 8   # for now\n" in answer.stdout
    assert (folder / "south.strategy.yml").read_text() == WRONG
    nothing = run("north", "--diff")
    assert (nothing.exit_code, nothing.stdout) == (0, "Nothing to write.\n")


def test_fix_writes_and_says_what_it_wrote(folder):
    answer = run(".", "--fix")
    assert answer.exit_code == 0
    assert re.search(r"south.strategy.yml  fixed  RES003", answer.stdout)
    assert (folder / "south.strategy.yml").read_text() == WRONG.replace("people: 6   #", "people: 8   #")
    assert (folder / "north" / "strategy.yaml").read_text() == LASTING
    again = run(".", "--fix")
    assert "fixed" not in again.stdout
    assert "Nothing to remark in 2 files." in again.stdout


def test_fix_of_standard_input_gives_the_text_and_its_remarks_beside_it(folder):
    answer = run("-", "--fix", given=WRONG)
    assert answer.stdout == WRONG.replace("people: 6   #", "people: 8   #")
    assert "fixed  RES003" in answer.stderr


def test_a_mark_of_utf8_at_the_beginning_stays(folder):
    (folder / "marked.yaml").write_bytes(b"\xef\xbb\xbf" + WRONG.encode())
    assert run("marked.yaml", "--fix").exit_code == 0
    assert (folder / "marked.yaml").read_bytes().startswith(b"\xef\xbb\xbf# Halden")


def test_sarif_and_github_come_out_as_other_programs_read_them(folder):
    log = run(".", "--format", "sarif")
    assert log.exit_code == 1
    [result] = json.loads(log.stdout)["runs"][0]["results"]
    assert (result["ruleId"], result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == (
        "RES003",
        "south.strategy.yml",
    )
    commands = run(".", "--format", "github").stdout.splitlines()
    assert len(commands) == 1, "however long, a command is one line"
    assert commands[0].startswith("::error file=south.strategy.yml,line=")


def test_a_command_that_was_called_wrongly_has_a_status_of_its_own(folder):
    assert run(".", "--format", "xml").exit_code == 2
    assert run().exit_code == 2


def test_the_hooks_of_pre_commit_lint_and_fix_what_a_commit_changes(folder):
    """The entry as pre-commit runs it, with the files that its pattern takes."""
    hooks = {one["id"]: one for one in yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text())}
    changed = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]
    assert changed == ["north/strategy.yaml", "notes.yaml", "south.strategy.yml"]
    taken = [name for name in changed if re.search(hooks["leadline-lint"]["files"], name)]
    assert taken == ["north/strategy.yaml", "south.strategy.yml"]

    def hook(name: str) -> subprocess.CompletedProcess[str]:
        program, *words = shlex.split(hooks[name]["entry"])
        assert (program, hooks[name]["language"]) == ("leadline", "python")
        command = [str(Path(sys.executable).with_name(program)), *words, *taken]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert hook("leadline-lint").returncode == 1
    fixed = hook("leadline-fix")
    assert (fixed.returncode, "RES003" in fixed.stdout) == (0, True)
    assert hook("leadline-lint").returncode == 0


def test_the_companys_own_decisions_hold_in_its_home(tmp_path):
    """S3.22: the same file, in a home that decided for shorter missions and in none."""
    from leadline.config import create_home
    from tests.cli.conftest import leadline

    home = create_home(tmp_path / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    (tmp_path / "strategy.yaml").write_text(LASTING)
    decided = '{value = 5, reason = "The board reads it aloud.", by = "Dana Kowal", date = 2026-01-05}'
    (home.root / "lint.toml").write_text(f"[limits]\nmission_words = {decided}\n")
    answer = leadline("strategy", "lint", str(tmp_path / "strategy.yaml"), "--json", LEADLINE_HOME=str(home.root))
    assert "STR005" in {one["code"] for one in answer.data["remarks"]}
    (home.root / "lint.toml").write_text('[[off]]\nrule = "OBJ001"\n')
    refused = leadline("strategy", "lint", str(tmp_path / "strategy.yaml"), LEADLINE_HOME=str(home.root))
    assert (refused.code, refused.out) == (1, "")
    assert "nobody can switch OBJ001 off" in refused.err
