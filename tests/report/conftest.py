"""Golden files: what a report says, kept beside the tests; `make golden` writes them anew, and the diff is read."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-golden", action="store_true", help="write the golden files of the reports anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of that name; a difference is shown line by line."""
    refresh = request.config.getoption("--refresh-golden", default=False)

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if refresh:
            GOLDEN.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        changes = difflib.unified_diff(kept.splitlines(), text.splitlines(), f"golden/{name}", "now", lineterm="", n=1)
        shown = "\n".join(changes)
        assert kept == text, f"The report changed. If it is meant: make golden, and read the diff.\n{shown}"

    return compare
