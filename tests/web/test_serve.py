"""The site as it is really served: gunicorn on loopback, migrations applied, a taken port told in a sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from leadline.config import create_home, setting

pytestmark = pytest.mark.postgresql

PATIENCE_SECONDS = 60


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(root: Path, port: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", "from leadline.cli import main; main()", "serve", "--home", str(root)]
    environment = {**os.environ, "PORT": str(port), "LEADLINE_HOME": str(root)}
    return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    root, port = tmp_path_factory.mktemp("served") / "home", free_port()
    create_home(root, company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    process = started(root, port)
    try:
        await_health(port, process)
        yield root, port
    finally:
        process.terminate()
        process.wait(timeout=20)


def await_health(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
                assert answer.read() == b"ok"
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    process.kill()
    pytest.fail(f"The site did not start: {process.communicate()}")


def test_a_stranger_reaches_the_sign_in_of_a_new_home(served):
    _, port = served
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
        assert answer.url.endswith("/sign-in/?next=/")
        page = answer.read().decode()
    assert "Sign in to Halden Telecom" in page


def test_a_style_sheet_is_served_without_anything_being_collected_first(served):
    _, port = served
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/leadline/tokens.css", timeout=20) as answer:
        assert answer.status == 200
        assert b"--sea" in answer.read()


def test_rows_and_keys_are_the_owners_alone(served):
    root, _ = served
    assert (root / "rows.sqlite3").exists() is not bool(setting("LEADLINE_DATABASE_URL"))
    assert oct((root / "keys" / "site.key").stat().st_mode)[-3:] == "600"


def test_a_second_start_on_the_same_port_is_a_sentence_and_an_advice(served):
    root, port = served
    second = started(root, port)
    out, err = second.communicate(timeout=PATIENCE_SECONDS)
    assert second.returncode == 1
    assert f"Port {port} is taken" in err + out
    assert "Traceback" not in err


def test_the_site_listens_on_loopback_unless_told_otherwise():
    assert setting("HOST", {}) == "127.0.0.1"


SLOW = """
import sys
from leadline.web import serve
def site(environ, start):
    length = 0
    while piece := environ["wsgi.input"].read(65536):
        length += len(piece)
    told = str(length).encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(told)))])
    return [told]
made = serve._Site(site, "127.0.0.1", int(sys.argv[1]), 1, lambda: print("ready", flush=True))
made.cfg.set("timeout", 2)
made.run()
"""


def test_a_large_upload_outlives_the_time_that_a_request_may_take_and_one_that_drips_does_not():
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", SLOW, str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"ready\n"
        assert _sent(port, [b"x" * 200_000] * 20) == b"4000000"
        assert _sent(port, [b"x"] * 20) == b""
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()
        process.stderr.close()


def _sent(port: int, pieces: list[bytes]) -> bytes:
    """What is answered to a body whose pieces come over six seconds; nothing where the connection is closed."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as to:
        length = sum(map(len, pieces))
        to.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
        try:
            for piece in pieces:
                to.sendall(piece)
                time.sleep(0.3)
            return b"".join(iter(lambda: to.recv(65_536), b"")).rpartition(b"\r\n\r\n")[2]
        except OSError:
            return b""
