"""What holds for every test: no skip is silent, and what needs the founders' own data is left out elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("LEADLINE_REPEATS", "0")
"""The people of most tests say the same few sentences again and again; where repeats matter, `3` is set."""

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked `local` out where their data are not there; a suite left out by its mark is no skip."""
    if SHARED.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("local")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Under CI=true a skip is a failure: there is nobody to read why it was skipped."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped under CI: {report.longrepr}"
    return report
