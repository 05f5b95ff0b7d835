"""A file goes in and comes out, row by row, with what each text says; what is no such file is said in a sentence."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from leadline.assess import FileLabelled, label_file, load_reader
from leadline.assess.files.labelling import LABELS
from leadline.errors import LeadlineError

READER = load_reader(model="fast")
ODD = [
    "Where is my parcel?\nTwo weeks!",
    'She said "no", twice',
    "",
    "=1+1",
    "lone\rreturn",
    "  spaces  ",
    "❤️ it, thanks",
]


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    def make(rows: Sequence[Sequence[str]], name: str = "in.csv", delimiter: str = ",") -> Path:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows(rows)
        (tmp_path / name).write_bytes(text.getvalue().encode())
        return tmp_path / name

    return make


def labelled(source: Path, name: str = "out.csv", column: str = "text") -> tuple[FileLabelled, Path]:
    target = source.parent / name
    return label_file(READER, source, target, column=column), target


def rows_of(file: Path, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_bytes().decode(), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_row_comes_out_in_its_place_with_its_own_cells_and_the_labels_behind_them(
    made: Callable[..., Path], delimiter: str
) -> None:
    rows = [["id", "text", "who"], *([str(place), text, "é"] for place, text in enumerate(ODD * 700))]
    done, target = labelled(made(rows, delimiter=delimiter))
    header, *found = rows_of(target, delimiter)
    assert done.rows == len(found) == 4900
    assert header == ["id", "text", "who", *LABELS]
    assert [row[:3] for row in found] == rows[1:]
    reading = READER.read(ODD)
    for place, row in enumerate(found[: len(ODD)]):
        said = dict(zip(header, row, strict=True))
        assert said["sentiment"] == reading.sentiment[place]
        assert said["language"] == reading.language[place]
        if reading.read[place]:
            assert float(said["p_positive"]) == pytest.approx(reading.p_positive[place], abs=6e-5)
            assert said["need"] == ("true" if reading.need[place] else "false")


def test_what_a_row_is_called_does_not_depend_on_the_rows_beside_it(made: Callable[..., Path]) -> None:
    whole = made([["text"], *([text] for text in ODD if text)])
    _, together = labelled(whole)
    for place, text in enumerate(text for text in ODD if text):
        _, alone = labelled(made([["text"], [text]], f"{place}.csv"), f"out-{place}.csv")
        assert rows_of(alone)[1] == rows_of(together)[1 + place]


def test_a_message_in_a_language_that_is_not_read_has_no_labels_and_is_counted(made: Callable[..., Path]) -> None:
    done, target = labelled(
        made([["text"], ["Il pacco purtroppo non è ancora arrivato, quando arriva?"], ["I love it, thank you"]])
    )
    italian, english = (dict(zip(LABELS, row[1:], strict=True)) for row in rows_of(target)[1:])
    assert done.unread == {"it": 1}
    assert {name: value for name, value in italian.items() if value} == {"language": "it", "spam": "false"}
    assert english["sentiment"] == "positive"


def test_a_line_of_json_keeps_its_own_letters(tmp_path: Path) -> None:
    lines = [
        '{"n": 1.10, "text": "Great, thanks \\u00e9"}',
        '{ "text": null, "deep": [1, {"a": 2}] }',
        '{"text": 12345678901234567890, "half": "\\ud800"}',
        "{}",
    ]
    source = tmp_path / "in.ndjson"
    source.write_text("\ufeff" + "\n".join([lines[0], "", *lines[1:]]), "utf-8")
    done, target = labelled(source, "out.jsonl")
    found = target.read_text("utf-8").splitlines()
    assert done.rows == len(found) == 4
    assert [line.startswith(raw[:-1].rstrip()) for line, raw in zip(found, lines, strict=True)] == [True] * 4
    first = json.loads(found[0])
    assert list(first) == ["n", "text", *LABELS]
    assert first["sentiment"] == "positive"
    assert first["excitement"] is True
    assert json.loads(found[1])["sentiment"] is None


def test_a_table_may_become_json_and_json_a_table(made: Callable[..., Path]) -> None:
    source = made([["id", "text"], ["1", "Thank you, über!"], ["2", "It is broken again"]])
    _, as_json = labelled(source, "out.ndjson")
    assert "über" in as_json.read_text("utf-8")
    again = as_json.with_name("plain.ndjson")
    again.write_text("".join(json.dumps({"id": "1", "text": "Hi", "tags": ["a"], "on": True, "no": None}) + "\n"))
    _, as_table = labelled(again, "again.csv")
    assert rows_of(as_table)[1][:5] == ["1", "Hi", '["a"]', "true", ""]


def test_a_column_that_is_called_as_a_label_is_keeps_its_values_under_another_name(made: Callable[..., Path]) -> None:
    done, target = labelled(made([["sentiment", "text", "given_sentiment"], ["mine", "Thank you!", "x"]]))
    header, row = rows_of(target)
    assert done.renamed == {"sentiment": "given_given_sentiment"}
    assert row[:3] == ["mine", "Thank you!", "x"]
    assert dict(zip(header, row, strict=True))["sentiment"] == "positive"


@pytest.mark.parametrize("first", ['{"text": "Hi"}', '{"text": "Hi", "sentiment": "a"}'])
def test_a_field_that_has_a_labels_name_is_kept_in_a_later_line_and_refused_where_its_new_name_is_taken(
    tmp_path: Path, first: str
) -> None:
    source, later = tmp_path / "in.ndjson", '{"text": "Thank you!", "sentiment": "mine"'
    source.write_text(f"{first}\n{later}}}\n")
    _, target = labelled(source, "kept.ndjson")
    assert json.loads(target.read_text().splitlines()[1])["given_sentiment"] == "mine"
    source.write_text(f'{first}\n{later}, "given_sentiment": "older"}}\n')
    with pytest.raises(LeadlineError, match=r"Line 2 .* has “sentiment”.* and “given_sentiment” as well"):
        labelled(source, "lost.ndjson")
    assert not (tmp_path / "lost.ndjson").exists()


def test_packed_files_are_read_and_written(made: Callable[..., Path]) -> None:
    source = made([["text"], ["Thank you!"]])
    packed = source.with_name("in.csv.gz")
    packed.write_bytes(gzip.compress(source.read_bytes()))
    _, target = labelled(packed, "out.csv.gz")
    assert b"positive" in gzip.decompress(target.read_bytes())
    packed.write_bytes(gzip.compress(os.urandom(90_000).hex().encode())[:-2000])
    with pytest.raises(LeadlineError, match="cannot be unpacked"):
        labelled(packed, "other.csv")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "in.csv is empty"),
        (b"\n\n", "in.csv is empty"),
        (b"id,body\n1,hello\n", "“text” stands nowhere"),
        (b"text,text\na,b\n", "“text” stands twice"),
        (b"id,text\n1,fine\n2,fine,more\n", "Line 3 .* has 3 cells, its header 2"),
        (b"id,text\n1,fine\n2\n", "Line 3 .* has 1 cells, its header 2"),
        (b'id,text\n1,"open\n2,never closed\n', "Line 3 .* cannot be read as CSV"),
        (b'id,text\n1,"said "no" twice"\n', "Line 2 .* cannot be read as CSV"),
        (b"id,text\n1,caf\xe9\n", "Line 2 .* is not text in UTF-8"),
        ("text\nhi".encode("utf-16"), "Line 1 .* is not text in UTF-8"),
        (b'[{"text": "a"}]', "is one JSON list"),
        (b'{"text": "a"}\n{"text": \n', "Line 2 .* is no JSON object"),
        (b'{"text": "a"}\n\n["a"]\n', "Line 3 .* is no JSON object"),
        (b'{"text": "a"}\n{"text": {"b": 1}}\n', "Line 2 .* has no text in “text”"),
        (b'{"text": "a"}\n{"text": "b", "more": 1}\n', "Line 2 .* has a field “more”"),
    ],
)
def test_what_is_no_such_file_is_told_in_a_sentence_and_leaves_nothing(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    with pytest.raises(LeadlineError, match=sentence):
        labelled(source)
    assert list(tmp_path.iterdir()) == [source]


def test_no_file_is_written_over(made: Callable[..., Path]) -> None:
    source = made([["text"], ["Thank you!"]])
    before = source.read_bytes()
    (source.parent / "link.csv").symlink_to(source)
    for name, sentence in (
        ("in.csv", "is the file that is read"),
        ("link.csv", "is the file that is read"),
        ("out.xlsx", "does not say in what form"),
        ("nowhere/out.csv", "no folder"),
    ):
        with pytest.raises(LeadlineError, match=sentence):
            labelled(source, name)
    _, target = labelled(source)
    with pytest.raises(LeadlineError, match="already"):
        labelled(source)
    with pytest.raises(LeadlineError, match="There is no file"):
        labelled(source.with_name("none.csv"), "other.csv")
    assert source.read_bytes() == before
    assert len(rows_of(target)) == 2


def test_a_run_that_was_killed_leaves_no_file_that_looks_whole(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("text\n" + "Where is my parcel? It is two weeks late.\n" * 400_000)
    command = "from leadline.cli import main; main()"
    words = ["assess", "label", str(source), "--text-column", "text", "--out", str(target)]
    running = subprocess.Popen([sys.executable, "-c", command, *words], stderr=subprocess.DEVNULL)
    while not (drafts := list(tmp_path.glob(".out.csv.*.part"))) or not drafts[0].stat().st_size:
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not target.exists()


def test_a_pipe_goes_through_the_command_which_needs_no_home(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from leadline.cli import main; main()", "assess", "label", "-", "--text-column", "text",
         "--out", "-", "--model", "fast"],
        input=b"text\nThank you so much!\nIl pacco purtroppo non e ancora arrivato\n",
        capture_output=True, cwd=tmp_path, check=True,
    )  # fmt: skip
    header, row, _ = csv.reader(io.StringIO(told.stdout.decode(), newline=""))
    assert header == ["text", *LABELS]
    assert row[1] == "positive"
    assert f"2 rows were read by {READER.version}".encode() in told.stderr
    assert b"it 1" in told.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("redirected", "sentence"),
    [("<&-", "The standard input is closed"), ("< in.csv | head -c 10 > /dev/null", "closed it before its end")],
)
def test_a_pipe_that_is_closed_is_told_in_a_sentence(made: Callable[..., Path], redirected: str, sentence: str) -> None:
    source = made([["text"], *([["Thank you so much!"]] * 20_000)])
    command = f'"{sys.executable}" -c "from leadline.cli import main; main()" assess label - --text-column text --out -'
    told = subprocess.run(  # noqa: S602 - a shell is what is tested
        f"{command} --model fast {redirected}", shell=True, capture_output=True, cwd=source.parent, check=False
    )
    assert sentence in told.stderr.decode()
