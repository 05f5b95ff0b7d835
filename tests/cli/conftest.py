"""The terminal under test: real commands on a real home with real records, and their answers as values."""

from __future__ import annotations

import atexit
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from leadline.config import Home, create_home, stop_clock
from leadline.engine import Lake
from tests.cli.forking import forking, run
from tests.october import NOW, ZONE, write_files

ROOT = Path(__file__).parents[2]
LEADLINE = [sys.executable, "-c", "import sys; sys.argv[0] = 'leadline'; from leadline.cli import main; main()"]


@dataclass(frozen=True)
class Answer:
    """What a command said: its exit status and both streams."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """The JSON on stdout, which must hold nothing else."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def refusal(self) -> tuple[str, str]:
        """The one sentence and the advice of a command that failed, with nothing else on either stream."""
        assert (self.code, self.out) == (1, ""), self
        assert "Traceback" not in self.err
        [sentence, advice] = self.err.splitlines()
        return sentence, advice


def leadline(
    *words: object, cwd: Path | None = None, begin: Callable[[], None] | None = None, **environ: str
) -> Answer:
    """A command in a process of its own, as somebody types it.

    It is forked (`tests/cli/forking.py`); where it does `begin` first, an interpreter is started for it.
    """
    clean = {name: value for name, value in os.environ.items() if name not in ("LEADLINE_HOME", "PORT", "HOST")}
    if begin is None:
        return Answer(*run(_forking(), [*map(str, words)], cwd=cwd or Path.cwd(), environ=clean | environ))
    return started(*words, cwd=cwd, environ=clean | environ, begin=begin)


def started(
    *words: object, cwd: Path | None = None, environ: dict[str, str], begin: Callable[[], None] | None = None
) -> Answer:
    """The same with an interpreter of its own, which costs two seconds of CPU more."""
    done = subprocess.run(
        [*LEADLINE, *map(str, words)],
        env=environ,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        preexec_fn=begin,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


@cache
def _forking() -> str:
    """One for all tests of this process."""
    standing = ExitStack()
    atexit.register(standing.close)
    return standing.enter_context(forking())


@dataclass
class Terminal:
    """A home, the files beside it, and a process that answers commands about it."""

    folder: Path
    home: Home
    process: subprocess.Popen[str]

    def __call__(self, *words: object, as_json: bool = False, home: Path | None = None) -> Answer:
        where = [] if words[0] in ("init", "ENROLL") else ["--home", home or self.home.root]
        code, out, err, fault = self._ask([*words, *where, *(["--json"] if as_json else [])])
        assert not fault, fault
        return Answer(code, out, err)

    def bare(self, *words: object) -> Answer:
        """A command exactly as it stands, without a home added to it."""
        code, out, err, fault = self._ask(list(words))
        assert not fault, fault
        return Answer(code, out, err)

    @property
    def lake(self) -> Lake:
        return Lake(self.home.lake)

    def state(self) -> tuple[object, ...]:
        """Everything that a command could change: each table's version, each row of people's records."""
        with sqlite3.connect(self.home.rows) as rows:
            return self.lake.state(), sorted(rows.iterdump())

    def _ask(self, words: list[object]) -> list[Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([str(word) for word in words]) + "\n")
        self.process.stdin.flush()
        found: list[Any] = json.loads(self.process.stdout.readline())
        return found


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A new home of Halden's, its files beside it, its clock at 2 November 2026."""
    folder = write_files(tmp_path_factory.mktemp("terminal"))
    home = create_home(folder / "home", company="Halden Telecom", zone=ZONE.key, currency="EUR")
    home = stop_clock(home, NOW)
    clean = {name: value for name, value in os.environ.items() if name != "LEADLINE_HOME"}
    command = [sys.executable, "-m", "tests.cli.driver"]
    with subprocess.Popen(
        command, cwd=ROOT, env=clean, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Terminal(folder, home, process)
        assert process.stdin
        process.stdin.close()
