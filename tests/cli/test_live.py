"""Live sources in the terminal: declared, signed in, visited, shown; and a token that is shown once."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from leadline.listen.pushed import Limit, accept
from tests.cli.conftest import LEADLINE, Terminal
from tests.listen.conftest import lines

ROOM = Limit(10_000_000)


@pytest.fixture(scope="module")
def declared(terminal: Terminal) -> Terminal:
    assert terminal("listen", "parties", terminal.folder / "parties.yaml").code == 0
    (terminal.home.root / "sources.yaml").write_text("""
- {name: forum, door: push, every: 1 second, legal_basis: legitimate interests}
- {name: help, door: mail, server: 127.0.0.1, port: 9, user: help, security: none, legal_basis: contract}
- {name: survey, door: file, legal_basis: contract}
""")
    return terminal


def spooled(terminal: Terminal, *keys: str) -> None:
    rows = [{"message_id": key, "posted_at": "2026-10-30T10:00:00Z"} for key in keys]
    accept(terminal.home.live / "pushed" / "forum", lines(*rows).encode(), key=None, limit=ROOM)


def test_run_once_says_what_came_and_fails_where_a_source_could_not_be_read(declared: Terminal) -> None:
    spooled(declared, "1", "2")
    told = declared("listen", "run", "forum", "--once", as_json=True)
    assert (told.code, told.data) == (0, {"visited": [{"source": "forum", "new": 2, "error": ""}]})
    every = declared("listen", "run", "--once")
    assert every.code == 1
    assert "forum: 0 new messages." in every.out
    assert "help needs the mailbox's password" in every.out.replace("\n", " ")
    assert declared("listen", "run", "elsewhere", "--once").refusal[0] == "There is no source elsewhere."


def test_sources_shows_how_each_stands(declared: Terminal) -> None:
    told = declared("listen", "sources", as_json=True).data
    assert not told["running"]
    assert {one["source"]: one["trouble"] for one in told["sources"]} == {
        "forum": "",
        "help": "failing",
        "survey": "never",
    }


def test_a_token_is_shown_once_listed_without_itself_and_revoked(declared: Terminal) -> None:
    made = declared("listen", "token", "forum", as_json=True).data
    assert made["token"].startswith(f"ll_{made['id']}_")
    assert len(made["signing_key"]) == 64
    listed = declared("listen", "token")
    assert made["id"] in listed.out
    assert made["token"] not in listed.out
    assert declared("listen", "token", "--revoke", made["id"]).code == 0
    assert "no token" in declared("listen", "token", "--revoke", made["id"]).refusal[0]
    assert "takes no pushes" in declared("listen", "token", "help").refusal[0]


def test_run_listens_until_it_is_told_to_stop_and_nobody_else_does_meanwhile(declared: Terminal) -> None:
    command = [*LEADLINE, "listen", "run", "forum", "--home", str(declared.home.root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert process.stdout
        assert "Listening" in process.stdout.readline()
        spooled(declared, "3", "4", "5")
        assert process.stdout.readline().strip() == "forum: 3 new messages."
        assert declared("listen", "sources", as_json=True).data["running"]
        assert "Another leadline listen run" in declared("listen", "run", "--once").refusal[0]
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert process.wait(timeout=60) == 0
        assert time.monotonic() - began < 30
    finally:
        process.kill()
        process.wait()
