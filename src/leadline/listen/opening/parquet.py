"""A Parquet file by its columns, as a warehouse writes it.

In: a path. Out: its rows; times keep their zone, where the column has one. The surprise: it is read in a process of its
own (`parquet_apart`), whose memory is limited, since a small file may unpack to any size; and what unpacks to a
thousand times its own size says nothing that was meant for people.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from leadline.config import setting
from leadline.errors import LeadlineError
from leadline.listen.opening.forms import Line, RowsFile
from leadline.listen.opening.parquet_apart import NO_PARQUET

_APART = Path(__file__).with_name("parquet_apart.py")
_MEGABYTE = 1_000_000
_MOST_TIMES = 1_000
"""What all rows may be of the file's size, beyond what a workbook may hold."""
_SECONDS = 3_600
"""Of CPU, for all rows: fifty million take less."""


def parquet_file(path: Path) -> RowsFile:
    """Raises LeadlineError where it is none, also while its rows are read."""
    with closing(_said(path)) as said:
        header = tuple(next(said, ()))

    def rows() -> Iterator[Line]:
        said = _said(path)
        next(said, None)
        for number, cells in enumerate(said, 1):
            raw = ",".join("" if cell is None else str(cell) for cell in cells)
            yield number, dict(zip(header, cells, strict=True)), raw

    return RowsFile(path, header, rows)


def _said(path: Path) -> Generator[list[Any], None, None]:
    """The names of the columns, then each row's cells."""
    most, memory = setting("LEADLINE_WORKBOOK_MB"), setting("LEADLINE_WORKBOOK_MEMORY_MB")
    left = most * _MEGABYTE + _MOST_TIMES * path.stat().st_size
    command = [sys.executable, "-I", str(_APART), str(path), str(memory), str(_SECONDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:  # noqa: S603
        try:
            while reader.stdout and (line := reader.stdout.readline(min(left, most * _MEGABYTE) + 1)):
                left -= len(line)
                if left < 0 or not line.endswith(b"\n"):
                    break
                yield json.loads(line)
            else:
                reader.wait()
        finally:
            reader.kill()
    if reader.returncode == NO_PARQUET:
        raise LeadlineError(f"{path.name} cannot be read as Parquet.", "Export it again.")
    if reader.returncode:
        raise LeadlineError(
            f"{path.name} unpacks to more than {memory:,} MB of memory, or to a thousand times its size.",
            "Export it as CSV, or in parts.",
        )
