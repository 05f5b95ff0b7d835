"""Files that say little and ask for much are refused in a sentence, and the process that refuses them stays small."""

from __future__ import annotations

import gzip
import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import cbor2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leadline.errors import LeadlineError
from leadline.listen.opening import first_header, open_file
from leadline.listen.opening.car import _must_be_plain
from leadline.listen.opening.workbooks import tables_of
from leadline.listen.profiles import PROFILES

ROOT = Path(__file__).parents[2]
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_BEGIN = (
    f'<?xml version="1.0"?><office:document-content {_NAMES}><office:body><office:spreadsheet>'
    '<table:table table:name="S">'
)
_END = "</table:table></office:spreadsheet></office:body></office:document-content>"
_CELL = '<table:table-cell %s office:value-type="string"><text:p>%s</text:p></table:table-cell>'


def ods(*rows: str) -> bytes:
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": _BEGIN + "".join(rows) + _END,
        }
    )


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def cell(said: str, times: int = 1) -> str:
    return _CELL % (f'table:number-columns-repeated="{times}"', said)


def xlsx(sheet: str, strings: str = "<sst/>") -> bytes:
    from tests.listen.exports import workbook

    with zipfile.ZipFile(io.BytesIO(workbook(S=[["a"]]))) as book:
        files: dict[str, str | bytes] = {name: book.read(name) for name in book.namelist()}
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    files["xl/worksheets/sheet1.xml"] = f"<worksheet {space}><sheetData>{sheet}</sheetData></worksheet>"
    files["xl/sharedStrings.xml"] = strings.replace("<sst", f"<sst {space}", 1)
    return packed(files)


def packed(files: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, said in files.items():
            book.writestr(name, said)
    return made.getvalue()


def shared_strings() -> bytes:
    """A text of 30,000 signs that 200,000 cells say: six thousand million signs in a file of some kilobytes."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 200_001))
    return xlsx(cells, f"<sst><si><t>{'x' * 30_000}</t></si></sst>")


def zip_bomb() -> bytes:
    return xlsx("<row/>" + " " * 21_000_000)


def zip_in_zip() -> bytes:
    inside = packed({"a.csv": "0" * 1_000_000})
    return packed({f"{n}.zip": inside for n in range(10)})


def parquet(cell: str, times: int = 1) -> bytes:
    """One column: a cell that is there many times stands in the file once."""
    out, places = io.BytesIO(), pa.array(np.zeros(times, np.int32))
    column = pa.DictionaryArray.from_arrays(places, pa.array([cell]))
    pq.write_table(pa.table({"text": column}), out, compression="zstd", row_group_size=1 << 26)
    return out.getvalue()


def car_of(entries: int, *, key: bytes = b"", text: str = "hello") -> bytes:
    """A repository whose keys, which share what they begin with, all name one record."""

    def link(cid: bytes) -> cbor2.CBORTag:
        return cbor2.CBORTag(42, b"\0" + cid)

    def block(content: object) -> tuple[bytes, bytes]:
        data = cbor2.dumps(content)
        return b"\x01\x71\x12\x20" + hashlib.sha256(data).digest(), data

    record, said = block({"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-10-01T10:00:00Z"})
    begins = b"app.bsky.feed.post/" + key
    held = [{"p": len(begins) if n else 0, "k": (b"" if n else begins) + b"%06d" % n, "v": link(record), "t": None}
            for n in range(entries)]  # fmt: skip
    tree, node = block({"l": None, "e": held})
    root, commit = block({"did": "did:plc:abc", "data": link(tree), "version": 3})
    header = cbor2.dumps({"roots": [link(root)], "version": 1})
    parts = [header, *(cid + data for cid, data in ((root, commit), (tree, node), (record, said)))]
    return b"".join(varint(len(one)) + one for one in parts)


def varint(number: int) -> bytes:
    said = bytearray()
    while number > 127:
        said.append(number & 127 | 128)
        number >>= 7
    return bytes([*said, number])


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "far.xlsx": (lambda: xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "laid out over 17,179,869,184"),
    "strings.xlsx": (shared_strings, "asks for more than"),
    "zip.xlsx": (zip_bomb, "holds more than 20 MB when it is unpacked"),
    "rows.ods": (lambda: ods(row(cell("x" * 30_000), times=1_048_576)), "asks for more than"),
    "grid.ods": (lambda: ods(row(cell("x", times=16_384), times=1_048_576)), "cannot be read as a workbook"),
    "wide.ods": (lambda: ods(row(cell("x" * 1000, times=16_000), times=2)), "holds more than 20 MB"),
    "zips.zip": (zip_in_zip, "is an archive"),
    "page.parquet": (lambda: parquet("x" * 200_000_000), "unpacks to more than"),
    "words.parquet": (lambda: parquet("x" * 3_000_000, times=1_000), "unpacks to more than"),
    "endless.parquet": (lambda: parquet("x" * 1_000, times=100_000), "a thousand times its size"),
    "keys.car": (lambda: car_of(20_000, key=b"k" * 1_000), "cannot be read as a repository"),
    "again.car": (lambda: car_of(20_000, text="x" * 1_000_000), "cannot be read as a repository"),
    "long.car": (lambda: car_of(2, key=b"k" * 2_000), "cannot be read as a repository"),
    "table.csv.gz": (lambda: gzip.compress(b"0" * 1_000_000), "is packed"),
    "zip.gz": (lambda: gzip.compress(zip_in_zip()), "is packed"),
}

ALONE = """
import resource, sys
from pathlib import Path
from leadline.errors import LeadlineError
from leadline.listen.opening import first_header
from leadline.listen.profiles import PROFILES
resource.setrlimit(resource.RLIMIT_AS, (resource.getpagesize() * int(Path("/proc/self/statm").read_text().split()[0])
    + 600_000_000,) * 2)
for path in sys.argv[1:]:
    try:
        for _ in first_header(Path(path), PROFILES).records():
            pass
    except LeadlineError as error:
        print(error.sentence)
"""


def test_files_that_ask_for_much_are_refused_and_who_refuses_them_stays_small(tmp_path: Path, monkeypatch) -> None:
    """All bombs one after the other, in a process that may take 600 MB more than it has at the start."""
    for name, (made, _) in BOMBS.items():
        (tmp_path / name).write_bytes(made())
    monkeypatch.setenv("LEADLINE_WORKBOOK_MB", "20")
    monkeypatch.setenv("LEADLINE_WORKBOOK_MEMORY_MB", "300")
    command = [sys.executable, "-c", ALONE, *(str(tmp_path / name) for name in BOMBS)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    for said, (name, (_, words)) in zip(told.stdout.splitlines(), BOMBS.items(), strict=True):
        assert said.startswith(name)
        assert words in said


def test_nests_of_hundreds_of_thousands_do_not_end_the_process_that_reads_them(tmp_path: Path) -> None:
    spans = "<text:span>" * 300_000 + "deep" + "</text:span>" * 300_000
    (tmp_path / "deep.ods").write_bytes(ods(row(cell("a"), cell("b")), row(cell(spans), cell("x"))))
    [table] = tables_of(tmp_path / "deep.ods").values()
    assert (table[0], table[1][1]) == (["a", "b"], "x")


def test_a_spreadsheet_whose_empty_end_is_repeated_is_read(tmp_path: Path) -> None:
    """As LibreOffice saves each sheet: a million empty rows below the last one."""
    empty = '<table:table-cell table:number-columns-repeated="1024"/>'
    data = ods(row(), row(cell("text"), cell("id")), row(cell("hello", times=2), times=2), row(empty, times=1_048_500))
    (tmp_path / "modest.ods").write_bytes(data)
    assert list(tables_of(tmp_path / "modest.ods").values()) == [
        [[], ["text", "id"], ["hello", "hello"], ["hello", "hello"]]
    ]


def test_what_is_called_a_workbook_and_is_none_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(packed({"xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}))
    with pytest.raises(LeadlineError, match="cannot be read as a workbook"):
        open_file(tmp_path / "a.xlsx", profiles=PROFILES, name=None, mapping=None)


@pytest.mark.parametrize(
    "content", [b"\xd8\x1c\x81\xd8\x1d\x00", b"\xc2\x41\x01", b"\x9f\xff"], ids=["cycle", "bignum", "open"]
)
def test_what_dag_cbor_does_not_know_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no DAG-CBOR"):
        _must_be_plain(content)


def test_a_link_and_plain_values_are_taken() -> None:
    _must_be_plain(b"\xa2\x61a\xd8\x2a\x43\x00\x01\x02\x61b\x82\x01\x63abc")


def test_what_is_large_and_no_bomb_is_read(tmp_path: Path) -> None:
    """Each key of its own, and a column of which every second cell is the same."""
    (tmp_path / "plain.car").write_bytes(car_of(3, key=b"k" * 900))
    assert len(list(first_header(tmp_path / "plain.car", PROFILES).records())) == 3
    (tmp_path / "plain.parquet").write_bytes(parquet("hello", times=50_000))
    assert sum(1 for _ in first_header(tmp_path / "plain.parquet", PROFILES).records()) == 50_000
    (tmp_path / "torn.parquet").write_bytes(parquet("hello")[:-9])
    with pytest.raises(LeadlineError, match="cannot be read as Parquet"):
        first_header(tmp_path / "torn.parquet", PROFILES)
