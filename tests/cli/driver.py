"""Answers commands, one a line, in a process of its own with real records: `leadline` without starting anew each time.

In: a JSON list of words a line. Out: a JSON list a line: exit status, stdout, stderr, a traceback or nothing.
"""

from __future__ import annotations

import json
import sys
import traceback

from typer.testing import CliRunner

from leadline.cli import app


def answer(words: list[str]) -> list[object]:
    found = CliRunner().invoke(app, words, prog_name="leadline")
    fault = found.exc_info if found.exception and not isinstance(found.exception, SystemExit) else None
    return [found.exit_code, found.stdout, found.stderr, "".join(traceback.format_exception(*fault)) if fault else ""]


def enroll() -> list[object]:
    """Champions opt in on the site; nobody is enrolled by a command."""
    from leadline.web.programs.actions import enroll_champions
    from tests.october import CHAMPIONS

    return [0, str(enroll_champions(CHAMPIONS)), "", ""]


if __name__ == "__main__":
    for line in sys.stdin:
        words = json.loads(line)
        print(json.dumps(enroll() if words[0] == "ENROLL" else answer(words)), flush=True)
