"""A real Spark cluster on this machine: one master and two workers, each a process of its own, on loopback.

In: nothing. Out: a running `Cluster` and the environment in which Leadline asks it. The surprise: every port is free by
Spark's own choice, read from its log; and all that was started is ended by its process id, also where a test fails, or
by the kernel where the test run itself is killed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

DEFAULTS = """
spark.ui.enabled                false
spark.driver.memory             2g
spark.driver.bindAddress        127.0.0.1
spark.driver.host               127.0.0.1
spark.executor.memory           1g
spark.executor.cores            1
spark.cores.max                 2
spark.default.parallelism       2
spark.sql.shuffle.partitions    2
spark.sql.adaptive.enabled      false
spark.local.dir                 {folder}/local
spark.sql.warehouse.dir         {folder}/warehouse
"""
"""A core of each worker is enough for one process; the others are for processes that a test starts."""
WORKERS = 2
_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Cluster:
    """`address` is what LEADLINE_ENGINE holds; `workers` are the process ids of the workers."""

    address: str
    folder: Path
    master: int
    workers: tuple[int, ...]

    @property
    def environment(self) -> dict[str, str]:
        """What a driver needs to know: where the cluster is, and how much of it a test may use."""
        return _environment(self.folder) | {"LEADLINE_ENGINE": self.address}


def missing() -> str | None:
    """Why no cluster can be started here, or None."""
    if find_spec("pyspark") is None or find_spec("pandas") is None:
        return "Spark is not installed: make setup-spark"
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        return "There is no Java: apt install openjdk-17-jre-headless"
    return None


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start it, hand it out, end it."""
    with tempfile.TemporaryDirectory(prefix="leadline-spark-", ignore_cleanup_errors=True) as made, ExitStack() as end:
        folder = Path(made)
        (folder / "spark-defaults.conf").write_text(DEFAULTS.format(folder=folder))
        host = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        master = end.enter_context(_running(folder, "master", "master.Master", *host))
        address = _said(folder / "master.log", r"Starting Spark master at (spark://\S+)")
        workers = []
        for number in range(WORKERS):
            name = f"worker-{number}"
            room = ("--cores", "4", "--memory", "4g", "--work-dir", str(folder / name))
            workers.append(end.enter_context(_running(folder, name, "worker.Worker", *host, *room, address)))
        for number in range(WORKERS):
            _said(folder / f"worker-{number}.log", "(Successfully registered with master)")
        yield Cluster(address, folder, master, tuple(workers))


@contextmanager
def _running(folder: Path, name: str, what: str, *options: str) -> Iterator[int]:
    end_with_me = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    command = [*end_with_me, str(_spark_home() / "bin" / "spark-class"), f"org.apache.spark.deploy.{what}", *options]
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(  # a group of its own, in which a worker's executors are too
            command, stdout=log, stderr=log, env=_environment(folder), start_new_session=True
        )
    try:
        yield process.pid
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):  # a test may have ended it before
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _said(log: Path, pattern: str) -> str:
    """Wait for a process to say that it stands."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"{log.name} did not say “{pattern}”:\n{log.read_text(errors='replace')[-2000:]}")


def _environment(folder: Path) -> dict[str, str]:
    ours = {
        "SPARK_HOME": str(_spark_home()),
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(folder),
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")))),
    }
    return {**os.environ, **ours}


def _spark_home() -> Path:
    found = find_spec("pyspark")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


if __name__ == "__main__":
    with cluster() as one:
        print(one.address, one.folder, flush=True)
        signal.pause()
