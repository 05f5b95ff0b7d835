"""How fast is a file labelled, and in how much memory? `leadline assess label` as a process of its own, by size.

The rows are messages written for tests, two in a row so that they are as long as tweets, with an id and a day beside.

Run: python -m benchmarks.labelling_files [ROWS ...] [--model fast|cascade|accurate]
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import time
from pathlib import Path

from training import measure

TESTS = Path(__file__).parent.parent / "tests" / "assess"


def main(sizes: list[int], model: str) -> None:
    print("| model | rows | CPU s | rows per CPU-second | wall s | peak MB |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            source, target = Path(folder) / f"{rows}.csv", Path(folder) / f"{rows}-out.csv"
            _write(source, rows)
            began = time.perf_counter()
            cpu, peak = _run(["assess", "label", str(source), "--text-column", "text", "--out", str(target)], model)
            wall = time.perf_counter() - began
            with target.open(encoding="utf-8", newline="") as lines:
                assert sum(1 for _ in csv.reader(lines)) == rows + 1
            print(f"| {model} | {rows:,} | {cpu:.1f} | {rows / cpu:,.0f} | {wall:.0f} | {peak:.0f} |", flush=True)


def _write(file: Path, rows: int) -> None:
    said = [row["text"] for name in ("fresh.tsv", "planted.tsv") for row in measure.read_rows(TESTS / name)]
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(["id", "day", "text"])
        for place in range(rows):
            text = f"{said[place % len(said)]} {said[(place * 7 + 3) % len(said)]}"
            table.writerow([place, "2026-10-31", text])


def _run(words: list[str], model: str) -> tuple[float, float]:
    """CPU seconds and the most memory (MB) of one run, its start included."""
    command = [sys.executable, "-c", "from leadline.cli import main; main()", *words, "--model", model]
    process = os.spawnv(os.P_NOWAIT, sys.executable, command)  # noqa: S606 - its use of memory is asked
    _, status, used = os.wait4(process, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    named = sys.argv[sys.argv.index("--model") + 1] if "--model" in sys.argv else "fast"
    main([int(word) for word in sys.argv[1:] if word.isdecimal()] or [10_000, 100_000, 1_000_000], named)
