"""Read a Parquet file in a process of its own, which ends by itself where the file asks for too much.

In: a path, megabytes and seconds, as arguments. Out, on the standard output, lines of JSON: the names of the columns,
then the cells of each row as text, true, false or null. The surprise: as `apart` it imports nothing of Leadline's; a
page of a few bytes may unpack to gigabytes, and nothing but the operating system knows before it does.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
from pathlib import Path
from typing import Any

NO_PARQUET, TOO_MUCH = 3, 4
"""How the process ends where it cannot read the file; or a signal of the operating system ends it."""
_ROWS = 1_000


def main() -> None:
    path, megabytes, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    taken = resource.getpagesize() * int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (taken + megabytes * 1_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _read(path)
    except MemoryError:
        sys.exit(TOO_MUCH)
    except (pa.ArrowException, OSError, ValueError):
        sys.exit(NO_PARQUET)


def _read(path: str) -> None:
    import pyarrow.parquet as parquet

    with parquet.ParquetFile(path, memory_map=False) as file:
        print(json.dumps(file.schema_arrow.names), flush=True)
        for batch in file.iter_batches(_ROWS, use_threads=False):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                print(json.dumps([_said(cell) for cell in row]))


def _said(value: Any) -> str | bool | None:
    """A cell as an export in text would write it; times keep their zone, where the column has one."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, float):
        return None if value != value else repr(value)
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if not isinstance(value, (dict, list)):
        return str(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except TypeError:
        return str(value)


if __name__ == "__main__":
    main()
