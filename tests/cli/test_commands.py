"""Every command explains itself, every advice names a command that exists, and a plain command loads little."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from leadline.cli import WORDS, app
from leadline.config import create_home
from tests.cli.conftest import LEADLINE, ROOT

SOURCES = ROOT / "src" / "leadline"
HEAVY = ("scipy", "openpyxl", "holidays", "phonenumbers", "typst", "vl_convert", "altair", "gunicorn")
PROSE = {"again", "first", "names", "shows", "says", "tells"}
"""Words that may follow a command in a sentence."""

ISSUE = (
    "init", "listen import", "listen parties", "assess", "assess close", "strategy lint", "strategy adopt",
    "strategy schema", "programs plan", "programs champions export", "programs champions import",
    "measure service-levels", "measure effect", "measure effects", "measure warnings",
    "measure experiment design", "measure experiment analyse", "value costs", "value roi",
    "report", "month", "serve", "demo", "people invite", "people list", "engine check", "engine rebuild",
    "engine repair", "engine backup", "engine restore",
)  # fmt: skip


def commands(group: object = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every command with its words, groups that do something by themselves included."""
    group = group or typer.main.get_command(app)
    if not hasattr(group, "list_commands") or getattr(group, "invoke_without_command", False):
        yield path, group
    if hasattr(group, "list_commands"):
        for name in group.list_commands(None):
            yield from commands(group.get_command(None, name), (*path, name))


ALL = {" ".join(path): command for path, command in commands()}


def test_every_command_of_the_issue_is_there() -> None:
    assert set(ISSUE) <= set(ALL)


@pytest.mark.parametrize("line", ALL)
def test_every_command_explains_itself_and_its_options(line: str) -> None:
    told = CliRunner().invoke(app, [*line.split(), "--help"], prog_name="leadline")
    assert told.exit_code == 0
    assert f"Usage: leadline {line}" in " ".join(told.stdout.split())
    options = [one for one in ALL[line].params if one.name not in ("help", "ctx")]
    assert [one.name for one in options if not getattr(one, "help", None)] == []


@pytest.mark.parametrize(
    "line", sorted(set(ALL) - {"strategy schema", *(f"{word} template" for word in ("strategy", "programs", "value"))})
)
def test_every_command_answers_as_json_where_asked(line: str) -> None:
    assert "--json" in {option for one in ALL[line].params for option in one.opts}


def test_every_command_that_an_advice_names_exists() -> None:
    """“then run leadline assess read” would send somebody nowhere."""
    groups = {line.rsplit(" ", 1)[0] for line in ALL if " " in line}
    wrong = []
    for file, text in _sentences():
        for words in re.findall(r"\bleadline ((?:[a-z-]+ ?)+)(?![\w/.])", text):
            named = words.split()
            if named[0] in WORDS and not _is_command(named, groups):
                wrong.append(f"{file}: leadline {words}")
    assert wrong == []


def test_a_plain_command_loads_neither_statistics_nor_drawing(tmp_path: Path) -> None:
    """What a month needs is loaded when a month is run: the terminal answers a plain question at once."""
    home = create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    code = (
        "import sys; sys.argv[1:] = ['listen', 'parties', '--home', sys.argv[1]]\n"
        "from leadline.cli import main\n"
        "try: main()\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, home.root], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_the_console_script_is_the_same_program() -> None:
    done = subprocess.run([*LEADLINE, "--help"], capture_output=True, text=True, check=True)
    for word, sentence in WORDS.items():
        assert re.search(rf"^\s+{word}\s+{re.escape(sentence[:30])}", done.stdout, flags=re.M)


def test_the_version_is_the_packages() -> None:
    done = subprocess.run([*LEADLINE, "--version"], capture_output=True, text=True, check=True)
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert (done.stdout, done.stderr) == (f"leadline {declared}\n", "")


def test_an_unknown_word_is_refused_with_the_status_of_a_wrong_use() -> None:
    told = CliRunner().invoke(app, ["fly"], prog_name="leadline")
    assert told.exit_code == 2
    assert "No such command 'fly'" in told.stderr


def _is_command(named: list[str], groups: set[str]) -> bool:
    """Whether the words name a command, as far as they go before prose or a file's name."""
    if named[0] not in groups:
        return True
    if len(named) == 1 or named[1] in PROSE:
        return named[0] in ALL or len(named) == 1
    if " ".join(named[:2]) in groups:
        return len(named) == 2 or " ".join(named[:3]) in ALL
    return " ".join(named[:2]) in ALL


def _sentences() -> Iterator[tuple[str, str]]:
    """Every text in the code that a person may read: strings that are no docstrings."""
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts:
                yield str(path.relative_to(SOURCES)), node.value
    for path in sorted(SOURCES.rglob("templates/**/*.html")):
        yield str(path.relative_to(SOURCES)), path.read_text(encoding="utf-8")
