"""A table that Arrow reads where it is plain holds the rows, lines and refusals that Python's csv module finds."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leadline.listen import csv_rows
from leadline.listen.csv_rows import LONGEST_ROW, by_arrow, by_csv, csv_sheets, source
from leadline.listen.fields import Unreadable
from leadline.listen.records import open_records

Told = list[tuple[int, object, str]]


def by_the_csv_module(path: Path, encoding: str, delimiter: str) -> Told:
    """What the csv module reads, line by line; written apart from what is tested."""
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        reader = csv.reader(text, delimiter=delimiter)
        head = next((cells for cells in reader if any(cells)), [])
        return list(_told(reader, [name.strip() for name in head], delimiter))


def _told(reader: Iterator[list[str]], names: list[str], delimiter: str) -> Iterator[tuple[int, object, str]]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, f"the row is longer than {LONGEST_ROW:,} signs", ""
            continue
        raw = delimiter.join(cells)
        if not any(cells):
            continue
        if len(cells) != len(names):
            shape = "ends after" if len(cells) < len(names) else "holds more than its header:"
            yield reader.line_num, f"the row {shape} {len(cells)} of {len(names)} columns", raw
        elif "\ufffd" in raw:
            yield reader.line_num, "the row holds bytes that are no letters", raw
        else:
            yield reader.line_num, dict(zip(names, cells, strict=True)), raw


def by_columns(path: Path, encoding: str, delimiter: str, size: int) -> Told:
    sheets = csv_sheets(path, encoding, delimiter, size)
    records = [sheet.record(place) for sheet in sheets for place in range(len(sheet))]
    return [
        (one.line, one.content.reason if isinstance(one.content, Unreadable) else one.content, one.raw)
        for one in records
    ]


PLAIN = ["a", "né", "😊", " b ", "", '"a,b"', '"say ""no"""', '"line\nend"', '"line\r\nend"', '""', '""""', "NA", "1.0"]
ODD = [
    'a"b',
    '"a"b',
    '"a',
    '"',
    'a""b',
    "a\rb",
    "a\nb",
    "\0",
    '"\0"',
    "\x1c",
    "\u2028",
    "\x85",
    "\ufffd",
    '" a" ',
    "\v",
]
BYTES = [b"\xff", b"\xe2\x82", b"\xc0\xaf", b"\xed\xa0\x80", b"\xef\xbf\xbd", b"\xef\xbb\xbf"]
ENDS = st.sampled_from(["\n"] * 6 + ["\r\n", "\r\n", "\r", "\n\n", "\r\r\n", "\n,,\n", '\n"",,""\n', "\n \n", ""])


def files(cells: list[str]) -> st.SearchStrategy[bytes]:
    row = st.lists(st.sampled_from(cells), min_size=3, max_size=3) | st.lists(st.sampled_from(cells), max_size=5)
    rows = st.lists(
        st.tuples(row.map(",".join), ENDS).map("".join).map(str.encode) | st.sampled_from(BYTES), max_size=25
    )
    return rows.map(lambda found: b"a,b,c\n" + b"".join(found))


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("csv") / "m.csv"


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=files(PLAIN * 3 + ODD) | files(PLAIN), block=st.sampled_from([1, 7, 40, 1 << 20]), size=st.integers(1, 9))
@example(told=b'a,b,c\n1,2,"\r\n\r\n"\r\n4,5,6', block=9, size=2)
@example(told=b'a,b,c\n1,2,"x\n4,5,6\n', block=1 << 20, size=2)
@example(told=b"a,b,c\n" + b"1,2,3\n" * 40 + b'x"y,2,3\n' + b"1,2,3\n" * 40, block=16, size=7)
def test_any_table_is_read_as_the_csv_module_reads_it(file, told, block, size):
    file.write_bytes(told)
    with pytest.MonkeyPatch.context() as patch:
        for reader in (source, by_arrow):
            patch.setattr(reader, "BLOCK", block)
        patch.setattr(csv_rows, "_ROWS_AT_LEAST", 2)
        assert by_columns(file, "utf-8", ",", size) == by_the_csv_module(file, "utf-8", ",")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_encoding_and_delimiter_reads_the_same(file, encoding, delimiter):
    rows = [["id", "text", "more"], *([str(one), "né 😊" * one, f'"{delimiter}\r\n'] for one in range(400))]
    with file.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows(rows)
    opened = open_records(file)
    assert (opened.encoding, opened.delimiter) == (encoding, delimiter)
    assert by_columns(file, encoding, delimiter, 150) == by_the_csv_module(file, encoding, delimiter)


def test_a_row_that_is_too_long_is_refused_alone_and_its_lines_are_read_on(file):
    long = "x" * (LONGEST_ROW // 2)
    file.write_text(f'a,b,c\n1,2,3\n1,"{long}\n{long},4\n{long}\n5,6,7\n",8\n9,9,9\n{long}{long}x,2,3\n4,5,6\n')
    assert by_columns(file, "utf-8", ",", 3) == by_the_csv_module(file, "utf-8", ",")


def test_most_of_a_table_is_plain_even_where_some_rows_are_odd(file, monkeypatch):
    asked = []
    cells = by_csv._cells
    monkeypatch.setattr(by_csv, "_cells", lambda *given: (asked.append(one) or one for one in cells(*given)))
    rows = [f'{one},"two, or ""2""",3\n' for one in range(30_000)]
    rows[7], rows[900], rows[20_000] = "short\n", "\ufffd,2,3\n", 'a"b,2,3\n'
    file.write_text("a,b,c\n" + "".join(rows))
    assert sum(map(len, csv_sheets(file, "utf-8", ",", 5000))) == 30_000
    assert len(asked) < 1000
