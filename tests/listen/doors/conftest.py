"""A home with live sources, visited as `leadline listen run` visits them; and servers on loopback."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from leadline.config import Home, create_home
from leadline.engine import Lake, rows
from leadline.listen import messages
from leadline.listen.live import State, find_source, visit
from tests.listen.conftest import BOOK

BASIS = "  legal_basis: legitimate interests\n"


@pytest.fixture
def home(tmp_path) -> Home:
    return create_home(tmp_path / "halden", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")


@pytest.fixture(autouse=True)
def _servers_of_the_tests(monkeypatch) -> None:
    """Sources may ask this machine, as a company may name its own servers."""
    monkeypatch.setenv("LEADLINE_INTERNAL_SERVERS", "127.0.0.1,localhost")


@pytest.fixture
def lake(home: Home) -> Lake:
    return Lake(home.lake)


@pytest.fixture
def declare(home: Home) -> Callable[..., None]:
    """Write `sources.yaml` with one source of these words."""

    def declare(name: str, door: str, **words: object) -> None:
        said = "".join(f"  {word}: {value}\n" for word, value in words.items())
        (home.root / "sources.yaml").write_text(f"- name: {name}\n  door: {door}\n{BASIS}{said}")

    return declare


@pytest.fixture
def come(home: Home, lake: Lake) -> Callable[..., State]:
    """Visit a source once."""

    def come(name: str, *, now: dt.datetime | None = None) -> State:
        now = now or dt.datetime.now(dt.UTC)
        return visit(home, lake, find_source(home, name), parties=BOOK, now=now, spread=lambda low, high: high)

    return come


@pytest.fixture
def said(lake: Lake) -> Callable[[], list[dict[str, Any]]]:
    """All messages as they stand, in the order in which they were said."""

    def said() -> list[dict[str, Any]]:
        return sorted(rows(messages(lake)), key=lambda row: (row["posted_at"], row["message_id"]))

    return said


class Serving:
    """A server on loopback: `answer(path, headers, body)` gives status, headers and content; `asked` is what came."""

    def __init__(self, answer: Callable[[str, str, dict[str, str], bytes], tuple[int, dict[str, str], bytes]]) -> None:
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        serving = self

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                serving.asked.append((self.command, self.path, headers))
                status, told, content = answer(self.command, self.path, headers, self.rfile.read(length))
                self.send_response(status)
                for name, value in told.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _do  # noqa: N815 - the standard library's names

            def log_message(self, *_: object) -> None:
                """Silence."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def serve() -> Iterator[Callable[..., Serving]]:
    begun: list[Serving] = []

    def serve(answer: Callable[..., tuple[int, dict[str, str], bytes]]) -> Serving:
        one = Serving(answer)
        threading.Thread(target=one.server.serve_forever, daemon=True).start()
        begun.append(one)
        return one

    yield serve
    for one in begun:
        one.server.shutdown()
        one.server.server_close()
