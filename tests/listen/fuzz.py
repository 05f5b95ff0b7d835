"""Every profile takes in files whose lines were changed at random: nothing crashes, and no line is lost in silence.

    python -m tests.listen.fuzz 1000000        (make fuzz LINES=1000000)

In: how many lines, and a seed. Out: a table a profile, and exit status 1 where a promise broke: read = new + known +
refused + erased; as many rows are read as were written; a file is refused as a whole by a sentence or not at all; no
row is refused because of an error of ours. Cells are changed where rows can be counted, then bytes, where they cannot.
"""

from __future__ import annotations

import csv
import io
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from leadline.config import create_home
from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.listen import Options, import_file
from tests.listen.conftest import BOOK, NOW
from tests.listen.exports import EXPORTS, Sample, car, table, workbook

NASTY = (
    *("", " ", "-", "0", "-1", "1e308", "1.22158E+17", "NaN", "inf", "99999999999999999999", "1,5", "1.500", "1_000"),
    *("2026-02-30", "31/12/2026", "13/13/2026", "9999-12-31T23:59:59+14:00", "0001-01-01", "20260901", "٢٠٢٦-10-01"),
    *("2026-03-29 02:30:00", "Tue, Jul 14, 2026", "14 févr. 2026 10:00", "25/09/2026 25:61", "1788220800", "1e12"),
    *(
        "true",
        "null",
        "[deleted]",
        "☃" * 50,
        "\x00",
        "\u200b",
        "\u202e",
        "a,b;c\td|e",
        '"',
        '""',
        "'",
        "\\",
        "line\nend",
    ),
    *("=1+1", "@ann", "ann@mail.example", "NL91ABNA0417164300", "0612345678", "<b>x</b", "&#64;", "%40", "{", "[1]"),
    *(
        "x" * 300,
        "x" * 3000,
        "did:plc:x",
        "at://x/y/z",
        "https://a.example/?reviewId=",
        "€1,250.50",
        "250k",
        "£",
        "75%",
    ),
)
LINES_A_FILE = 1500
SAID = {"zone": "Europe/Amsterdam", "dates": "month-first", "numbers": "point"}
"""What a person would be asked for, since changed cells show several ways of writing."""


def fuzz(lines: int, *, seed: int = 0, profiles: tuple[str, ...] = ()) -> list[str]:
    """What broke, a sentence each; nothing where all promises were kept."""
    draw, broken = random.Random(seed), list[str]()  # noqa: S311 - a test
    samples = [sample for sample in EXPORTS if not profiles or sample.profile in profiles]
    each = max(1, lines // len(samples))
    print(f"{'profile':20}{'lines':>9}{'new':>9}{'known':>9}{'refused':>9}{'files refused':>15}{'seconds':>9}")
    for sample in samples:
        broken += _of_profile(sample, each, draw)
    return broken


def _of_profile(sample: Sample, lines: int, draw: random.Random) -> list[str]:
    begun, told, broken = time.perf_counter(), Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as folder:
        home = create_home(Path(folder) / "home", company="Halden", zone="Europe/Amsterdam", currency="EUR")
        for turn in range(10**9):
            if told["lines"] >= lines:
                break
            size = min(LINES_A_FILE, max(lines - told["lines"], 3))
            by_bytes = turn % 4 == 3
            made = _changed_bytes(sample, size, draw) if by_bytes else _changed_cells(sample, size, draw)
            path = Path(folder) / sample.name
            path.write_bytes(made.data)
            told["lines"] += max(made.rows, size if by_bytes else 1)
            try:
                options = Options(profile=sample.profile, **(SAID | made.said))
                count = import_file(home, Lake(home.lake), path, parties=BOOK, options=options, now=NOW)
            except LeadlineError:
                told["files refused"] += 1
                continue
            except Exception as error:
                broken.append(f"{sample.profile}: {type(error).__name__}: {error!s:.200}")
                continue
            told.update(new=count.new, known=count.known, refused=count.refused)
            if count.read != count.new + count.known + count.refused + count.erased:
                broken.append(f"{sample.profile}: the count does not add up: {count}")
            if not by_bytes and not _as_many(sample, count.read, made.rows):
                broken.append(f"{sample.profile}: {made.rows} rows were written, {count.read} read")
            broken += [f"{sample.profile}: {why}" for why in count.reasons if "cannot read yet" in why]
    names = ("lines", "new", "known", "refused", "files refused")
    widths = (9, 9, 9, 9, 15)
    counted = "".join(f"{told[name]:>{width},}" for name, width in zip(names, widths, strict=True))
    print(f"{sample.profile:20}{counted}{time.perf_counter() - begun:>9.1f}")
    return broken


def _as_many(sample: Sample, read: int, written: int) -> bool:
    """A row of Google Play may be two messages."""
    return read == written or (sample.profile == "google-play" and written <= read <= 2 * written)


def _changed_cells(sample: Sample, size: int, draw: random.Random) -> Sample:
    """So many rows under the same header, some of their cells changed; each row is written as its format has it."""
    return _MAKERS[_form(sample)](sample, size, draw)


def _changed_bytes(sample: Sample, size: int, draw: random.Random) -> Sample:
    """The same with bytes changed, dropped or put in."""
    made = _changed_cells(sample, size, draw)
    data = bytearray(made.data)
    for _ in range(max(1, size // 20)):
        at = draw.randrange(len(data) // 4, len(data)) if len(data) > 8 else 0  # the header mostly stays
        what = draw.randrange(4)
        if what == 0:
            data[at : at + 1] = bytes([draw.randrange(256)])
        elif what == 1:
            del data[at : at + draw.randrange(1, 30)]
        elif what == 2:
            data[at:at] = draw.choice((b'"', b"\n", b"\r", b"\x00", b"\xff\xfe", b"{", b",", "é".encode()))
        else:
            other = draw.randrange(len(data)) if data else 0
            data[at:at] = data[other : other + draw.randrange(1, 60)]
    return replace(made, data=bytes(data))


def _form(sample: Sample) -> str:
    if sample.name.endswith((".xlsx", ".car", ".ndjson", ".json", ".js")):
        return sample.name.rpartition(".")[2]
    return sample.profile if sample.profile in ("ga4", "asterisk") else "csv"


def _csv(sample: Sample, size: int, draw: random.Random) -> Sample:
    encoding, delimiter = _writing(sample)
    rows = list(csv.reader(io.StringIO(sample.data.decode(encoding), newline=""), delimiter=delimiter))
    heads = 2 if sample.profile == "surveymonkey" else 1
    head, body = rows[:heads], [row for row in rows[heads:] if len(row) == len(rows[0])]
    made = [_cells(draw.choice(body), draw) for _ in range(size)]
    made = [row for row in made if any(cell.strip() for cell in row)]
    return replace(sample, data=table(*head, *made, delimiter=delimiter, encoding=encoding), rows=len(made))


def _writing(sample: Sample) -> tuple[str, str]:
    """Encoding and delimiter of a sample."""
    if sample.profile == "meltwater":
        return "utf-16-le", "\t"
    if sample.data.startswith(b"\xff\xfe"):
        return "utf-16", ","
    return "utf-8-sig" if sample.data.startswith(b"\xef\xbb\xbf") else "utf-8", (
        ";" if sample.profile == "facebook-days" else ","
    )


def _no_header(sample: Sample, size: int, draw: random.Random) -> Sample:
    rows = list(csv.reader(io.StringIO(sample.data.decode(), newline="")))
    made = [rows[0], *(_cells(draw.choice(rows), draw) for _ in range(size))]  # the first row tells what it is
    return replace(sample, data=table(*made), rows=len(made))


def _report(sample: Sample, size: int, draw: random.Random) -> Sample:
    """Rows of one table; a row that begins with # or is empty would end it."""
    head = sample.data.decode().splitlines()[:8]
    kept = ["Date", "Session default channel group", "Sessions"]
    rows = [_cells(["20260901", "Organic Social", str(draw.randrange(99))], draw) for _ in range(size)]
    rows = [[cell.replace("\n", " ").replace("\x00", "") for cell in row] for row in rows]
    rows = [row for row in rows if row[0].strip()[:1] not in ("", "#")]
    return replace(sample, data=table(*head, kept, *rows), rows=len(rows))


def _cells(row: list[str], draw: random.Random) -> list[str]:
    return [_cell(cell, draw) if draw.random() < 0.15 else cell for cell in row]


def _cell(cell: str, draw: random.Random) -> str:
    what = draw.randrange(5)
    if what < 2:
        return draw.choice(NASTY)
    if what == 2:
        return cell + draw.choice(NASTY)
    if what == 3:
        return str(draw.randrange(10 ** draw.randrange(1, 18)))
    return "".join(draw.sample(cell, len(cell)))


def _value(value: Any, draw: random.Random) -> Any:
    """A value of JSON, maybe another one."""
    if isinstance(value, dict):
        return {name: _value(inside, draw) for name, inside in value.items() if draw.random() > 0.03}
    if isinstance(value, list):
        return [_value(inside, draw) for inside in value]
    if draw.random() > 0.12:
        return value
    return draw.choice((None, True, 7, -1.5, 10**30, [], {}, {"a": [1]}, draw.choice(NASTY), _cell(str(value), draw)))


def _objects(sample: Sample, size: int, draw: random.Random) -> Sample:
    rows = [json.loads(line) for line in sample.data.decode().splitlines()]
    made = [*rows, *(_value(draw.choice(rows), draw) for _ in range(size))]
    return replace(sample, data="".join(json.dumps(row) + "\n" for row in made).encode(), rows=len(made))


def _list(sample: Sample, size: int, draw: random.Random) -> Sample:
    text = sample.data.decode()
    if sample.name.endswith(".js"):
        begin, _, body = text.partition("=")
        rows = json.loads(body)
        made = [*rows, *(_value(draw.choice(rows), draw) for _ in range(size))]
        return replace(sample, data=f"{begin}= {json.dumps(made)}".encode(), rows=len(made))
    whole = json.loads(text)
    name = next(name for name in ("orderedItems", "payload") if name in whole)
    made = [*whole[name], *(_value(draw.choice(whole[name]), draw) for _ in range(size))]
    return replace(sample, data=json.dumps({name: made}).encode(), rows=len(made))


def _workbook(sample: Sample, size: int, draw: random.Random) -> Sample:
    from leadline.listen.opening.workbooks import tables_of

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(sample.data)
        rows = next(iter(tables_of(path).values()))
    heads = next(place for place, row in enumerate(rows) if sum(cell != "" for cell in row) > 2) + 1
    body = [[_plain(cell) for cell in row] for row in rows[heads:]]
    made = [_cells(draw.choice(body), draw) for _ in range(min(size, 400))]
    made = [[cell.replace("\x00", "").replace("\x0b", "")[:32_000] for cell in row] for row in made]
    return replace(sample, data=workbook(Sheet=[*rows[:heads], *made]), rows=len(made))


def _plain(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _repository(sample: Sample, size: int, draw: random.Random) -> Sample:
    post = {"$type": "app.bsky.feed.post", "text": "Hello", "createdAt": "2024-10-05T12:00:00Z", "langs": ["en"]}
    keys = [
        f"{draw.choice(('app.bsky.feed.post', 'app.bsky.feed.like', 'x'))}/3l{place:011d}".replace("0", "2")
        for place in range(min(size, 800))
    ]
    made = {key: _value(post, draw) for key in keys}
    return replace(sample, data=car({key: _of_cbor(one) for key, one in made.items()}), rows=len(made))


def _of_cbor(value: Any) -> Any:
    return {name: (str(one) if isinstance(one, int) and abs(one) > 2**60 else one) for name, one in value.items()}


Maker = Callable[[Sample, int, random.Random], Sample]
_MAKERS: dict[str, Maker] = {
    "csv": _csv,
    "asterisk": _no_header,
    "ga4": _report,
    "ndjson": _objects,
    "json": _list,
    "js": _list,
    "xlsx": _workbook,
    "car": _repository,
}


if __name__ == "__main__":
    found = fuzz(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, profiles=tuple(sys.argv[2:]))
    print("\n".join(found) or "Every promise was kept.")
    sys.exit(1 if found else 0)
