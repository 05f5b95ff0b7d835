"""A site that is pushed to and taken in from, in processes that may be killed at any moment.

python -m tests.torture.pushing KILLS: batches are sent by the example client while the site's workers and the runner
are killed (-9) at random moments and started again. After the last one everything that was acknowledged stands in the
lake, once, and nothing that was sent is missing.
"""

from __future__ import annotations

import json
import os
import random
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from leadline.config import Home, create_home
from leadline.engine import Lake, rows, scan
from leadline.listen import MESSAGES

ROOT = Path(__file__).parents[2]
LEADLINE = [sys.executable, "-c", "import sys; sys.argv[0] = 'leadline'; from leadline.cli import main; main()"]
CLIENT = ROOT / "docs" / "examples" / "push.py"
PATIENCE_SECONDS = 120


class Site:
    """A home with one source that is pushed to, its site, and its runner. Each process has a group of its own."""

    def __init__(self, folder: Path) -> None:
        self.home: Home = create_home(folder / "home", company="Halden", zone="Europe/Amsterdam", currency="EUR")
        (self.home.root / "sources.yaml").write_text(
            "- {name: forum, door: push, every: 1 second, legal_basis: legitimate interests}\n"
        )
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        made = json.loads(self.say("listen", "token", "forum"))
        self.token, self.signing_key = made["token"], made["signing_key"]
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def say(self, *words: str) -> str:
        command = [*LEADLINE, *words, "--home", str(self.home.root), "--json"]
        return subprocess.run(command, env=self.environ, capture_output=True, text=True, check=True).stdout

    @property
    def environ(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if name not in ("LEADLINE_HOME", "HOST")}
        return {**clean, "PORT": str(getattr(self, "port", 0))}

    def start(self, what: str) -> None:
        words = {"serve": ["serve"], "run": ["listen", "run"]}[what]
        command = [*LEADLINE, *words, "--home", str(self.home.root)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.processes[what] = subprocess.Popen(command, env=self.environ, start_new_session=True, **quiet)
        if what == "serve":
            self._await_health()

    def kill(self, what: str) -> None:
        """Every process of it, at once."""
        process = self.processes.pop(what, None)
        if process:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        for what in list(self.processes):
            self.kill(what)

    def push(self, body: bytes) -> None:
        """By the client of the documentation: until it is acknowledged."""
        runpy.run_path(str(CLIENT))["push"](self.url, self.token, self.signing_key, body)

    def cpu_seconds(self, what: str) -> float:
        """What a process has used so far, without its children."""
        fields = Path(f"/proc/{self.processes[what].pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def waiting(self) -> int:
        return len(list(self.home.live.glob("pushed/forum/waiting/*")))

    def _await_health(self) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2):
                return
            time.sleep(0.1)
        raise AssertionError("the site did not start")


def batch(first: int, size: int) -> bytes:
    """Messages of an invented crowd, each under a number of its own."""
    row = {"posted_at": "2026-10-01T10:00:00+02:00", "channel": "forum", "about_party": "halden"}
    texts = ("My line is dead since Monday", "Call me on 06 12345678", "Thank you, it works again", "When do you open?")
    return "".join(
        json.dumps({"message_id": str(n), "author": f"ann{n % 999}", "text": f"{texts[n % 4]} ({n})", **row}) + "\n"
        for n in range(first, first + size)
    ).encode()


def torture(folder: Path, *, kills: int, seed: int = 1) -> list[str]:
    """What was found broken."""
    site, draw, size = Site(folder), random.Random(seed), 50  # noqa: S311 - a test
    sent, over = [0], threading.Event()

    def send() -> None:
        while not over.is_set():
            site.push(batch(sent[0], size))
            sent[0] += size

    client = threading.Thread(target=send)
    try:
        site.start("serve")
        site.start("run")
        client.start()
        for _ in range(kills):
            time.sleep(draw.uniform(0.05, 3))
            what = draw.choice(["serve", "run"])
            site.kill(what)
            site.start(what)
        over.set()
        client.join(PATIENCE_SECONDS)
        end = time.monotonic() + PATIENCE_SECONDS
        while site.waiting() and time.monotonic() < end:
            time.sleep(0.2)
    finally:
        over.set()
        site.stop()
    found = sorted(int(row["message_id"]) for row in rows(scan(Lake(site.home.lake), MESSAGES).select("message_id")))
    wrong = [] if found == list(range(sent[0])) else [f"{sent[0]} were acknowledged, {len(set(found))} are there"]
    wrong += [] if len(found) == len(set(found)) else [f"{len(found) - len(set(found))} are there twice"]
    wrong += ["batches wait still"] if site.waiting() else []
    print(f"{kills} kills, {sent[0]} messages acknowledged")
    return wrong


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        told = torture(Path(place), kills=int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    print(f"broken: {len(told)}", *told, sep="\n")
    sys.exit(bool(told))
