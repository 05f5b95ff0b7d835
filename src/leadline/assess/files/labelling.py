"""What does each text of a file say? One row out for each row in, in its order, with the labels behind its columns.

In: a reader, a file (CSV or NDJSON), the name of the column that holds the text. Out: a file of the same rows. It
needs no home, and the same memory for a thousand rows and for a million. The surprise: a column that is called as a
label is keeps its values under another name (`given_sentiment`).
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess.files.rows import Row, Table, open_table
from leadline.assess.files.writing import Labels, check_is_new, form_of, writer, written_whole
from leadline.assess.reader.fast import Reading
from leadline.assess.reader.loading import AnyReader
from leadline.errors import LeadlineError

LABELS = (
    "sentiment", "p_negative", "p_neutral", "p_positive", "frustration", "excitement", "need", "department", "language",
    "spam", "theme", "p_frustration", "p_excitement", "p_need",
)  # fmt: skip
"""What is written of each row. Of a text that was not read only its language and whether it is spam is said."""
_AT_MOST = 4096
_CHARACTERS = 4_000_000
_ALWAYS = {"language", "spam"}


@dataclass(frozen=True)
class FileLabelled:
    """How many rows were written, and of them: read by the accurate model, spam, and unread, by language."""

    model: str
    rows: int
    accurately: int
    spam: int
    unread: dict[str, int]
    renamed: dict[str, str]


def label_file(
    reader: AnyReader,
    source: Path | None,
    target: Path | None,
    *,
    column: str,
    progress: Callable[[int], None] = lambda _: None,
) -> FileLabelled:
    """Label a file; None stands for the standard input and output. Raises LeadlineError where it is no such file."""
    _check_names(source, target)
    counts, unread = Counter[str](), Counter[str]()
    with _opened(source) as file:
        table = open_table(file, source.name if source else "The standard input")
        text_of, renamed = table.texts_of(column), _renamed(table)
        with written_whole(target) as out:
            form = (form_of(target) if target else None) or table.form
            write = writer(out, form, table, LABELS, renamed)
            for rows, texts in _batches(table, text_of):
                reading = reader.read(texts)
                write(rows, _labels(reading))
                counts += Counter(rows=len(rows), spam=int(reading.spam.sum()), accurate=int(reading.accurately.sum()))
                unread.update(np.array(reading.language)[~reading.read].tolist())
                progress(counts["rows"])
    of_language = dict(unread.most_common())
    return FileLabelled(reader.version, counts["rows"], counts["accurate"], counts["spam"], of_language, renamed)


def _check_names(source: Path | None, target: Path | None) -> None:
    if source is not None and not source.is_file():
        raise LeadlineError(f"There is no file {source}.", "Check the name and the folder.")
    if target is None:
        return
    if source is not None and target.exists() and target.samefile(source):
        raise LeadlineError(f"{target} is the file that is read.", "Name another one with --out.")
    check_is_new(target)
    if form_of(target) is None:
        raise LeadlineError(
            f"{target.name} does not say in what form to write.",
            "Let it end with .csv or .ndjson (and .gz, if packed).",
        )
    if not target.absolute().parent.is_dir():
        raise LeadlineError(f"There is no folder {target.parent}.", "Make it first, or name another one.")


@contextmanager
def _opened(source: Path | None) -> Iterator[IO[bytes]]:
    if source is None:
        if sys.stdin is None:
            raise LeadlineError("The standard input is closed.", "Name a file, or let another command write into it.")
        yield sys.stdin.buffer
    elif source.suffix.lower() == ".gz":
        with gzip.open(source, "rb") as packed:
            yield packed  # type: ignore[misc]
    else:
        with source.open("rb") as plain:
            yield plain


def _renamed(table: Table) -> dict[str, str]:
    """New names of the columns that are called as a label is."""
    renamed: dict[str, str] = {}
    for name in table.columns:
        if name in LABELS:
            new = f"given_{name}"
            while new in table.columns:
                new = f"given_{new}"
            renamed[name] = new
    return renamed


def _batches(table: Table, text_of: Callable[[Row], str]) -> Iterator[tuple[list[Row], list[str]]]:
    rows, texts, characters = list[Row](), list[str](), 0
    for row in table.rows:
        rows.append(row)
        texts.append(text_of(row))
        characters += sum(map(len, row.cells)) + len(row.raw)
        if len(rows) == _AT_MOST or characters > _CHARACTERS:
            yield rows, texts
            rows, texts, characters = [], [], 0
    if rows:
        yield rows, texts


def _labels(reading: Reading) -> Labels:
    """The columns of LABELS; None for what was not read."""
    return [_column(reading, name) for name in LABELS]


def _column(reading: Reading, name: str) -> list[Any]:
    column = getattr(reading, name)
    values = _plain(column) if isinstance(column, np.ndarray) else column
    if name in _ALWAYS or reading.read.all():
        return list(values)
    return [value if read else None for value, read in zip(values, reading.read.tolist(), strict=True)]


def _plain(column: NDArray[Any]) -> list[Any]:
    plain: list[Any] = (column if column.dtype == np.bool_ else np.round(column.astype(np.float64), 4)).tolist()
    return plain
