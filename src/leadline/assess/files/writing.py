"""Rows with their labels, written as CSV or as one JSON object a line.

In: rows of a Table and the labels of each. Out: bytes, in a file that is there as a whole or not at all: it is written
beside its place, and renamed. The surprise: a line of JSON keeps its own letters, the labels are put behind them; and
no cell is changed against formulas, since each is to come out as it went in.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import IO, Any

from leadline.assess.files.rows import ENDINGS, Form, Row, Table
from leadline.errors import LeadlineError

Labels = Sequence[list[Any]]
"""One column for each label, with a value for each row."""
Write = Callable[[Iterable[Row], Labels], None]


def form_of(path: Path) -> Form | None:
    """CSV or NDJSON, as the file's ending says; `.gz` behind it does not count."""
    return ENDINGS.get((path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower())


@contextmanager
def written_whole(target: Path | None) -> Iterator[IO[bytes]]:
    """Where to write; None is the standard output. What was written stands in the target's place at the end only."""
    if target is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with draft.open("xb") as plain:
            if target.suffix.lower() == ".gz":
                with gzip.GzipFile(fileobj=plain, mode="wb", compresslevel=6) as packed:
                    yield packed  # type: ignore[misc]
            else:
                yield plain
            plain.flush()
            os.fsync(plain.fileno())
        check_is_new(target)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def check_is_new(target: Path) -> None:
    if target.exists():
        raise LeadlineError(f"There is a file {target} already.", "Name another one with --out, or delete it first.")


def writer(file: IO[bytes], form: Form, table: Table, labels: Sequence[str], given: dict[str, str]) -> Write:
    """What writes rows; `given` are the new names of the input's columns that are called as a label is."""
    if form == "ndjson":
        return _json_writer(file, table, labels, given)
    return _csv_writer(file, table, labels, given)


def _csv_writer(file: IO[bytes], table: Table, labels: Sequence[str], given: dict[str, str]) -> Write:
    def put(rows: Iterable[Iterable[Any]]) -> None:
        text = StringIO(newline="")
        csv.writer(text, delimiter=table.delimiter).writerows(rows)
        file.write(text.getvalue().encode(errors="replace"))

    def write(some: Iterable[Row], told: Labels) -> None:
        columns = zip(*map(_as_words, told), strict=True)
        put([*_cells(table, row), *label] for row, label in zip(some, columns, strict=True))

    put([[*(given.get(name, name) for name in table.columns), *labels]])
    return write


def _json_writer(file: IO[bytes], table: Table, labels: Sequence[str], given: dict[str, str]) -> Write:
    if len(set(table.columns)) < len(table.columns):
        raise LeadlineError(f"Two columns of {table.name} have one name.", "Write CSV, or give each a name of its own.")
    heads = [json.dumps(name) + ": " for name in labels]
    clashing = set(labels)

    def write(some: Iterable[Row], told: Labels) -> None:
        for row, label in zip(some, zip(*told, strict=True), strict=True):
            own = ", ".join([head + json.dumps(value) for head, value in zip(heads, label, strict=True)])
            line = f"{_opened(row, table, clashing, given)}{own}}}\n"
            file.write(line.encode())

    return write


def _opened(row: Row, table: Table, clashing: set[str], given: dict[str, str]) -> str:
    """The row's own object, ready for more fields."""
    if row.content is not None and not clashing & row.content.keys():
        return row.raw[:-1] + (", " if row.content else "")
    content = dict(zip(table.columns, row.cells, strict=True)) if row.content is None else row.content
    renamed = {given.get(name, f"given_{name}" if name in clashing else name): one for name, one in content.items()}
    if len(renamed) < len(content):
        lost = next(name for name in content if name in clashing and given.get(name, f"given_{name}") in content)
        new = given.get(lost, f"given_{lost}")
        raise LeadlineError(
            f"Line {row.line:,} of {table.name} has “{lost}”, which is a label's name, and “{new}” as well.",
            "Give one of the two fields another name.",
        )
    return json.dumps(renamed, ensure_ascii=row.content is not None)[:-1] + ", "


def _cells(table: Table, row: Row) -> Iterable[Any]:
    if row.content is None:
        return row.cells
    if not row.content.keys() <= set(table.columns):
        new = next(name for name in row.content if name not in table.columns)
        raise LeadlineError(
            f"Line {row.line:,} of {table.name} has a field “{new}”, which its first line has not.",
            "A table has the same columns in each row: write to a file that ends with .ndjson.",
        )
    return [_as_cell(row.content.get(name)) for name in table.columns]


def _as_cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else _as_word(value)


def _as_words(column: list[Any]) -> list[Any]:
    """In CSV truth is a word, and nothing an empty cell."""
    some = next((value for value in column if value is not None), None)
    return list(map(_as_word, column)) if isinstance(some, bool) else column


def _as_word(value: Any) -> Any:
    return ("true" if value else "false") if isinstance(value, bool) else value
