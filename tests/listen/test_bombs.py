"""Files that say little and ask for much are refused before anything makes room for them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from leadline.errors import LeadlineError
from leadline.listen.opening.car import _must_be_plain
from leadline.listen.opening.workbooks import tables_of


def test_a_workbook_laid_out_to_its_last_cell_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "far.xlsx"
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    with pytest.raises(LeadlineError, match="laid out over 17,179,869,184 cells"):
        tables_of(file)


@pytest.mark.parametrize(
    "content", [b"\xd8\x1c\x81\xd8\x1d\x00", b"\xc2\x41\x01", b"\x9f\xff"], ids=["cycle", "bignum", "open"]
)
def test_what_dag_cbor_does_not_know_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no DAG-CBOR"):
        _must_be_plain(content)


def test_a_link_and_plain_values_are_taken() -> None:
    _must_be_plain(b"\xa2\x61a\xd8\x2a\x43\x00\x01\x02\x61b\x82\x01\x63abc")
