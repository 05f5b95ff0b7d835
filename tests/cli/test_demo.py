"""`leadline demo`: built once, by one process, and never over somebody's home."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from leadline.config import create_home
from tests.cli.conftest import leadline


def demo(root: Path) -> tuple[int, str, str]:
    told = leadline("demo", "--home", root, "--size", "tiny", "--no-serve")
    return told.code, told.out, told.err


def test_the_demo_is_built_by_one_process_and_told_step_by_step(tmp_path: Path) -> None:
    root = tmp_path / "home"
    root.mkdir()
    held = os.open(root, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    code, out, err = demo(root)
    assert (code, out) == (1, "")
    assert "Another process is building the demo" in err
    assert list(root.iterdir()) == [], "who comes second touches nothing"
    os.close(held)

    create_home(root, company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    (root / "demo-building").touch()
    (root / "torn").mkdir()
    code, out, err = demo(root)
    assert (code, out) == (0, f"Halden Telecom is built in {root}.\n"), err
    assert "Building the demo company: closing the assessment\n" in err
    assert "INFO" not in err
    assert not (root / "torn").exists(), "a build that was cut off is made anew"
    built = {path: path.stat().st_mtime_ns for path in root.rglob("*.parquet")}

    assert demo(root) == (0, f"Halden Telecom is built in {root}.\n", "")
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*.parquet")} == built


def test_the_demo_never_takes_the_place_of_a_company(tmp_path: Path) -> None:
    create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    code, out, err = demo(tmp_path / "home")
    assert (code, out) == (1, "")
    assert "is a company's own home" in err
