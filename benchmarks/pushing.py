"""How many pushed messages a second are acknowledged, and how many are taken into the lake? On loopback, against the
site as it is served (two workers) and its runner.

    python -m benchmarks.pushing 200000 [BATCH]

Two senders at once send signed batches; what is acknowledged is on the disk. The goal is 5,000 a second.
"""

from __future__ import annotations

import runpy
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from leadline.engine import Lake, rows, scan
from leadline.listen import MESSAGES
from tests.torture.pushing import CLIENT, Site, batch

SENDERS = 2


def main(messages: int, size: int) -> None:
    with TemporaryDirectory() as folder:
        site = Site(Path(folder))
        try:
            site.start("serve")
            site.start("run")
            measure(site, messages, size)
        finally:
            site.stop()


def measure(site: Site, messages: int, size: int) -> None:
    push = runpy.run_path(str(CLIENT))["push"]
    batches = [batch(first, size) for first in range(0, messages, size)]
    began, cpu = time.perf_counter(), site.cpu_seconds("run")

    def send(part: list[bytes]) -> None:
        for body in part:
            push(site.url, site.token, site.signing_key, body)

    senders = [threading.Thread(target=send, args=(batches[place::SENDERS],)) for place in range(SENDERS)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    acknowledged = time.perf_counter() - began
    while site.waiting():
        time.sleep(0.1)
    taken_in = time.perf_counter() - began
    count = len(rows(scan(Lake(site.home.lake), MESSAGES).select("message_id")))
    assert count == len(batches) * size, f"{count} of {len(batches) * size} are there"
    cpu = site.cpu_seconds("run") - cpu
    print(f"{'messages':>10}{'a batch':>10}{'acknowledged/s':>16}{'taken in/s':>12}{'taken in, CPU s':>17}")
    print(f"{count:>10,}{size:>10,}{count / acknowledged:>16,.0f}{count / taken_in:>12,.0f}{cpu:>17.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000, int(sys.argv[2]) if len(sys.argv) > 2 else 1_000)
