"""Run tests of stages with every query asked of a real cluster: a master and two workers, started here and ended here.

    python -m tests.cluster.run [pytest's arguments]      (default: all stages; make test-spark)

The plugin `everywhere` sends small tables there too, so that every expression of every stage is tried; what Leadline
does with LEADLINE_ENGINE set, large tables there and small ones here, is `tests/cluster/test_cluster.py`.
"""

from __future__ import annotations

import subprocess
import sys

from tests.cluster.cluster import cluster, missing

STAGES = ("engine", "listen", "assess", "programs", "measure", "value", "report", "flow")


def main(arguments: list[str]) -> int:
    if reason := missing():
        print(reason)
        return 1
    asked = arguments if any(one.startswith("tests") for one in arguments) else [*stages(), *arguments]
    with cluster() as one:
        command = [sys.executable, "-m", "pytest", "-p", "tests.cluster.everywhere", "-rs", *asked]
        return subprocess.run(command, env=one.environment, check=False).returncode


def stages() -> list[str]:
    return [f"tests/{stage}" for stage in STAGES]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
