"""What holds for every test: no skip is silent, and what needs the founders' own data is left out elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

REPEATING = (
    "tests/cli/test_month_in_the_terminal.py",
    "tests/cli/test_repair.py",
    "tests/flow/test_month.py",
    "tests/listen/test_versions.py",
    "tests/measure/test_month.py",
    "tests/report/test_making.py",
    "tests/web",
)
"""Where an invented crowd says the same few sentences again and again, as a device: repeats are not left out there. All
other tests run with LEADLINE_REPEATS as it is shipped."""

LONG = (
    "tests/torture/test_faults.py",
    "tests/cluster/test_cluster.py",
    "tests/web/test_links.py",
    "tests/web/postgresql/test_carried.py",
    "tests/cli/test_demo.py",
    "tests/cli/test_month_in_the_terminal.py",
    "tests/web/test_browser.py",
    "tests/assess/test_corpus.py",
    "tests/cli/test_repair.py",
    "tests/assess/test_cubes.py",
    "tests/assess/test_search.py",
)
"""Files of half a minute and more, the longest first: files are shared out whole, and one that began last would have a
core to itself for as long as it takes (`--no-loadscope-reorder` keeps this order)."""

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long files first; tests marked `local` are left out where their data are not there, which is no skip."""
    begin = {ROOT / name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: begin.get(item.path, len(LONG)))
    if SHARED.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("local")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture is made: the crowds of a session are read under the same setting as their tests."""
    os.environ.pop("LEADLINE_REPEATS", None)
    if any(item.path.is_relative_to(ROOT / name) for name in REPEATING):
        os.environ["LEADLINE_REPEATS"] = "0"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Under CI=true a skip is a failure: there is nobody to read why it was skipped."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped under CI: {report.longrepr}"
    return report
