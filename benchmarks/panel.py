"""What does a panel cost? `leadline measure effects` as a process, series of 120 days with one control.

    .venv/bin/python -m benchmarks.panel [SERIES]        (default 3,000; one core, a minute)

A fifth of the series fall at the start. Once all share a calendar, once each lacks days of its own, which are then no
days that others could be forecast with. CPU seconds of the process, with reading, writing and the start of Python.
"""

from __future__ import annotations

import csv
import datetime as dt
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

DAYS, BEFORE, FIRST = 120, 90, dt.date(2026, 1, 1)
LACKING = 0.03


def main(series: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, count, lacking in (("one calendar", series, 0.0), ("days of their own lack", series // 10, LACKING)):
            panel = Path(folder) / "panel.csv"
            _write(panel, count, lacking)
            seconds, answers = _effects(panel)
            print(
                f"{name:24}{count:>8,} series{answers:>8,} told{seconds:>8.1f} s{1e3 * seconds / count:>8.1f} ms each"
            )


def _effects(panel: Path) -> tuple[float, int]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(Path(sys.executable).parent / "leadline"), "measure", "effects", str(panel)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, len(done.stdout.splitlines())


def _write(panel: Path, count: int, lacking: float) -> None:
    rng = np.random.default_rng(7)
    with panel.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(("series", "date", "outcome", "control_1", "intervention"))
        for number in range(count):
            control = 100 + np.cumsum(rng.normal(0, 0.5, DAYS))
            outcome = 50 + 0.5 * control + rng.normal(0, 2, DAYS)
            outcome[BEFORE:] -= 5 * (number % 5 == 0)
            is_there = rng.random(DAYS) >= lacking
            for day in range(DAYS):
                told = f"{outcome[day]:.3f}" if is_there[day] else ""
                date, start = FIRST + dt.timedelta(day), FIRST + dt.timedelta(BEFORE)
                rows.writerow((f"s{number}", date, told, f"{control[day]:.3f}", start))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
