"""`leadline demo`: built once, by one process, and never over somebody's home."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from leadline.config import create_home, open_home
from tests.cli.conftest import LEADLINE, leadline


def demo(root: Path) -> tuple[int, str, str]:
    told = leadline("demo", "--home", root, "--size", "tiny", "--no-serve")
    return told.code, told.out, told.err


@contextmanager
def served(root: Path) -> Iterator[tuple[str, str]]:
    """The demo built and served by one command, as the README says it; its address, and what it said until then."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*LEADLINE, "demo", "--home", str(root), "--size", "tiny", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as site:
        assert site.stdout
        assert site.stderr
        try:
            assert f"http://127.0.0.1:{port}" in site.stdout.readline()
            os.set_blocking(site.stderr.fileno(), False)
            yield f"http://127.0.0.1:{port}", site.stderr.read()
        finally:
            site.terminate()


def signed_in(address: str) -> OpenerDirector:
    """A browser of the executive's."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}/", timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"csrfmiddlewaretoken": token[1], "login": "executive", "password": "leadline-demo", "next": "/"}
    browser.open(f"{address}/sign-in/", urlencode(form).encode(), timeout=60)
    return browser


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
    with served(root) as (address, told):
        assert "Building the demo company: closing the assessment\n" in told
        assert "INFO" not in told
        assert not (root / "torn").exists(), "a build that was cut off is made anew"
        for page in ("", "measure/", "value/", "assess/", "report/"):
            assert signed_in(address).open(f"{address}/{page}", timeout=60).status == 200, page
    built = {path: path.stat().st_mtime_ns for path in root.rglob("*.parquet")}

    assert demo(root) == (0, f"Halden Telecom is built in {root}.\n", "")
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*.parquet")} == built


CUT_OFF = """
import os, signal, sys
from leadline.cli import demo, main
last = sys.argv.pop(1)
real = getattr(demo, last)
def ends(*given, **named):
    real(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
demo._build = lambda home, size, tell: (home.root / "demo").mkdir()
if last != "_build":
    setattr(demo, last, ends)
main()
"""
"""The demo without its long middle, killed just after the named function; `_build` stands for: to the end."""


def cut_off_after(last: str, root: Path) -> int:
    words = [last, "demo", "--home", str(root), "--size", "tiny", "--no-serve"]
    return subprocess.run([sys.executable, "-c", CUT_OFF, *words], capture_output=True, check=False).returncode


def test_a_demo_that_is_killed_at_any_moment_is_built_by_the_next_run(tmp_path: Path) -> None:
    root = tmp_path / "home"
    for last in ("_claim", "create_home", "_clear", "create_home", "_claim"):
        assert cut_off_after(last, root) == -signal.SIGKILL
        assert (root / "demo-building").is_file()
    assert cut_off_after("_build", root) == 0
    assert (root / "demo-built").read_text() == "tiny\n"
    assert not (root / "demo-building").exists()
    assert open_home(root).company.name == "Halden Telecom"


def test_the_demo_never_clears_what_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Alice")
    code, out, err = demo(tmp_path)
    assert (code, out) == (1, "")
    assert "is not empty, and not the demo's" in err
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_the_demo_never_takes_the_place_of_a_company(tmp_path: Path) -> None:
    create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    code, out, err = demo(tmp_path / "home")
    assert (code, out) == (1, "")
    assert "is a company's own home" in err
    assert open_home(tmp_path / "home").company.name == "Acme"
