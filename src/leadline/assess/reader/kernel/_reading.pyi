from collections.abc import Callable
from typing import Any

SOURCES: str

def tables(*tables: Any) -> Any: ...
def read_list(
    tables: Any, texts: list[str | None], first: int, out: Any, written_out: Callable[[str], str], /
) -> int: ...
def read_column(
    tables: Any,
    offsets: Any,
    bytes_each: int,
    data: Any,
    first: int,
    end: int,
    out: Any,
    written_out: Callable[[str], str],
    /,
) -> int: ...
