"""The compiled kernel and NumPy give the same numbers for any text; where none was built, NumPy reads and says so."""

from __future__ import annotations

import csv
import importlib.util
import pickle
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatch_build import BUILT, KERNEL, compile_kernel
from leadline.assess.reader import kernel, sums
from leadline.assess.reader.fast import Reader, Reading, engine_in_use, load_reader
from leadline.assess.reader.heads import Heads
from leadline.assess.reader.kernel import Kernel
from leadline.assess.reader.kernel.sources import sources
from leadline.assess.reader.lexicon import Lexicon
from leadline.assess.reader.sums import Sums
from leadline.errors import LeadlineError

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "training" / "corpus" / "texts.tsv"
# An old kernel is no reason to skip: then these tests fail, and `make setup` builds a new one.
needs_kernel = pytest.mark.skipif(kernel._reading is None, reason="no C compiler where Leadline was installed")

PIECES = (
    *(
        "http://",
        "https://",
        "www.",
        "@",
        "[NAME]",
        "[RELIGION]",
        ":)",
        ";-(",
        "=D",
        "<3",
        ":",
        "<",
        "-",
        "^",
        "/",
        "_",
    ),
    *("&amp;", "&lt;3", "&#x1F600;", "&notin;", "&", "#", ";", "\0", " ", "\n", "\x85", "\u2028", "\u3000"),
    *(
        "not",
        "don't",
        "NEVER",
        "cant",
        "but",
        "however",
        ".",
        "...",
        "…",
        "!!!",
        "?",
        ",",
        "great",
        "bad",
        "AWFUL",
        "RT",
        "rt",
    ),
    *("é", "É", "İ", "ß", "ΑΣ", "Ж", "\u0301", "文", "٣", "12", "0000", "’", "´", "'", "aaaa", "AAAa", "x", "o", "p"),
    *("👍🏽", "❤️", "🏽", "\u200d", "\ufe0f", "\ue000", "\ue010", "\ud800", "\udfff", "\U0001fffe", "\U00020000"),
    *(
        "deliveries",
        "boxes",
        "running",
        "late",
        "parcel",
        "link in bio",
        "click here",
        "ied",
        "ing",
        "ed",
        "ies",
        "\U0010ffff",
    ),
)
ADVERSE = (
    *(
        None,
        "",
        " ",
        "\0",
        "&",
        "@",
        "www.",
        "http://",
        "https:// x",
        "<",
        "[NAME",
        "[RELIGION]@x",
        ":",
        ":-",
        "'",
        "''a'b",
    ),
    *("x" * 200_000, "no " * 100_000, "!" * 50_000, "❤️😡" * 30_000, "😀" * 5000, "é" * 10, "\u0301" * 4001),
    *(
        "&amp;" * 4000,
        "&notin;" * 900,
        "a" * 3999 + "&amp;",
        "a" * 3998 + ":)",
        "a" * 3999 + "@b",
        "http://" + "a" * 9000,
    ),
    *("@" * 500, ":)" * 4000, "<3" * 3000, "ab" * 2500, "a b " * 1200, "not good " * 1000, "late parcel " * 900),
    *("\ud800 lone", "\udfff" * 4001, "\U0010ffff" * 4001, "a\0b", "&am\0p;", "&\0lt;"),
)
mixed_texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
any_texts = st.text(st.characters(exclude_categories=()), max_size=120)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def by_numpy(reader: Reader, texts: Sequence[str | None]) -> Sums:
    return sums.sums(reader.model, reader.themes, [text or "" for text in texts])


def numbers(batch: Sums) -> Iterator[tuple[str, Any]]:
    """Every number of the sums, block by block."""
    for name in ("reading", "language"):
        for place, block in enumerate(getattr(batch, name)):
            yield f"{name} {place}", block.sums
            yield f"{name} {place}, sizes", block.sizes
    for name in ("words", "symbols", "links", "theme", "promotions", "fingerprints"):
        yield name, getattr(batch, name)


def assert_same_sums(reader: Reader, texts: Sequence[str | None]) -> None:
    first = 0
    for batch in Kernel.of(reader.model, reader.themes).sums(texts):
        own = texts[first : first + len(batch.words)]
        for (name, ours), (_, wanted) in zip(numbers(batch), numbers(by_numpy(reader, own)), strict=True):
            assert np.array_equal(ours, wanted), (name, own[:3])
        first += len(own)
    assert first == len(texts)


def assert_same_reading(one: Reading, other: Reading) -> None:
    for field in fields(Reading):
        ours, wanted = getattr(one, field.name), getattr(other, field.name)
        assert type(ours) is type(wanted)
        assert np.array_equal(ours, wanted), field.name


def written() -> list[str]:
    """Every text that was written for the tests, and the corpus where it is."""
    files = [*sorted(HERE.glob("*.tsv")), *([CORPUS] if CORPUS.exists() else [])]
    texts = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            texts += [row["text"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return texts


@needs_kernel
def test_every_written_text_has_the_same_sums_and_labels(reader: Reader) -> None:
    texts = written()
    assert len(texts) > 400
    assert_same_sums(reader, texts)
    assert_same_reading(replace(reader, compiled=True).read(texts), replace(reader, compiled=False).read(texts))


@needs_kernel
def test_texts_made_to_break_a_reader_have_the_same_sums(reader: Reader) -> None:
    assert_same_sums(reader, ADVERSE)
    for text in ADVERSE:
        assert_same_sums(reader, [text])


@needs_kernel
@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(mixed_texts, any_texts, st.none()), max_size=8))
def test_any_texts_have_the_same_sums(reader: Reader, texts: list[str | None]) -> None:
    assert_same_sums(reader, texts)


@needs_kernel
@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.one_of(mixed_texts, any_texts, st.none()), max_size=8),
    st.sampled_from([pa.string(), pa.large_string()]),
    st.integers(0, 3),
)
def test_an_arrow_column_reads_as_its_strings(
    reader: Reader, texts: list[str | None], kind: pa.DataType, skip: int
) -> None:
    whole = [text and text.encode("utf-8", "replace").decode() for text in texts]
    compiled = replace(reader, compiled=True)
    column = pa.array([*["before"] * skip, *whole], kind).slice(skip)
    assert_same_reading(compiled.read_column(column), replace(reader, compiled=False).read(whole))


@needs_kernel
@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40))
def test_bytes_that_are_no_utf_8_are_refused_and_others_read(reader: Reader, data: bytes) -> None:
    column = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.array([0, len(data)], pa.int32()).buffers()[1], pa.py_buffer(data)]
    )
    compiled = replace(reader, compiled=True)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        with pytest.raises(ValueError, match="UTF-8"):
            compiled.read_column(column)
    else:
        assert_same_reading(compiled.read_column(column), compiled.read([text]))


@needs_kernel
@pytest.mark.parametrize("offsets", [[0, 9], [-1, 2], [3, 1], [2**31 - 2, 2**31 - 1], [0]])
def test_offsets_that_lead_out_of_the_data_are_refused(reader: Reader, offsets: list[int]) -> None:
    made = Kernel.of(reader.model, reader.themes)
    with pytest.raises(ValueError, match="offsets"):
        kernel._reading.read_column(
            made.tables, np.array(offsets, dtype=np.int32), 4, b"abcd", 0, 1, made.room(1), kernel.written_out
        )


@needs_kernel
@pytest.mark.parametrize("labels", [1, 6, 8, 9, 16, 33])
@pytest.mark.parametrize("kind", [np.int8, np.int16])
def test_a_table_of_any_number_of_labels_in_8_or_16_bits_adds_up_the_same(
    reader: Reader, labels: int, kind: Any
) -> None:
    rng, bounds = np.random.default_rng(7), np.iinfo(kind)
    table = rng.integers(bounds.min, bounds.max, (len(reader.model.reading.table), labels), dtype=kind, endpoint=True)
    heads = Heads.packed([f"label {place}" for place in range(labels)], table, np.ones(labels), np.zeros(labels))
    other = replace(reader, model=replace(reader.model, reading=heads))
    assert_same_sums(other, [*written()[:50], "x" * 5000, "not good, deliveries late " * 300])


@needs_kernel
def test_many_texts_go_through_in_batches(reader: Reader) -> None:
    texts = ["My parcel is late :("] * 2500 + ["word " * 800] * 200
    batches = [len(batch.words) for batch in Kernel.of(reader.model, reader.themes).sums(texts)]
    assert sum(batches) == len(texts)
    assert max(batches) == kernel.BATCH_TEXTS
    assert min(batches[1:-1]) < 100  # long ones


@needs_kernel
@pytest.mark.parametrize("wrong", [5, b"bytes", ["a"]])
def test_what_is_no_text_is_refused(reader: Reader, wrong: Any) -> None:
    with pytest.raises(TypeError):
        replace(reader, compiled=True).read(["fine", wrong])


@needs_kernel
def test_tables_that_do_not_fit_together_are_refused(reader: Reader) -> None:
    small = replace(reader.model.reading, table=reader.model.reading.table[:1000])
    with pytest.raises(ValueError, match="do not fit"):
        Kernel.of(replace(reader.model, reading=small), reader.themes)


def given_tables(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What Python hands over to the kernel for this reader."""
    taken = list[Any]()
    with monkeypatch.context() as patch:
        patch.setattr(kernel, "_reading", SimpleNamespace(tables=lambda *tables: taken.extend(tables)))
        kernel.tables_of(reader.model, reader.themes)
    return taken


SLOTS, THEMES, WIDTH, WEIGHTS, WORTH, MARKS = 23, 24, 8, 6, 21, 5


@needs_kernel
@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        *((SLOTS, 2**31 - 1), (THEMES, 2**31 - 1), (WIDTH, 2**30)),
        *((WORTH, 0), (WORTH, 2**31 - 1), (MARKS, 2**15)),
    ],
)
def test_numbers_out_of_bounds_in_a_table_are_refused(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, place: int, wrong: int
) -> None:
    tables = given_tables(reader, monkeypatch)
    tables[place] = wrong if isinstance(tables[place], int) else np.full_like(tables[place], wrong)
    with pytest.raises(ValueError, match="do not fit"):
        kernel._reading.tables(*tables)


def one_byte_on(numbers: Any) -> Any:
    """The same numbers, from an odd place in memory on."""
    moved = np.empty(numbers.nbytes + 1, dtype=np.uint8)[1:]
    moved[:] = np.ascontiguousarray(numbers).view(np.uint8).ravel()
    return moved


@needs_kernel
def test_numbers_at_odd_places_in_memory_are_refused(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    made, out = Kernel.of(reader.model, reader.themes), np.zeros((1, 300), dtype=np.int32)
    with pytest.raises(ValueError, match="place in memory"):
        kernel._reading.read_list(made.tables, ["a"], 0, one_byte_on(out), kernel.written_out)
    tables = given_tables(reader, monkeypatch)
    tables[WEIGHTS] = one_byte_on(tables[WEIGHTS])
    with pytest.raises(ValueError, match="do not fit"):
        kernel._reading.tables(*tables)


@pytest.mark.parametrize("kind", [np.float16, np.uint16, np.int32, ">i2"])
def test_a_table_of_other_numbers_than_8_or_16_bits_is_refused(kind: Any) -> None:
    with pytest.raises(ValueError, match="8 or 16 bits"):
        Heads.packed(["need"], np.ones((4, 1), dtype=kind), np.ones(1), np.zeros(1))


def test_a_table_with_another_number_of_columns_than_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="2 labels"):
        Heads.packed(["need", "joy"], np.ones((4, 1), dtype=np.int8), np.ones(2), np.zeros(2))


@pytest.mark.parametrize(("kind", "steps"), [(np.uint64, [15, 0]), (np.uint64, [8]), (np.int64, [8, 0])])
def test_a_lexicon_that_says_what_no_row_stands_for_is_refused(kind: Any, steps: list[int]) -> None:
    with pytest.raises(ValueError, match="a step of 8 bits"):
        Lexicon(np.array([1, 2], dtype=kind), np.array(steps, dtype=np.uint8))


@needs_kernel
def test_a_reader_that_has_read_travels_to_another_process_and_reads_the_same(reader: Reader) -> None:
    used = replace(reader, compiled=True)
    texts = written()[:50]
    wanted = used.read(texts)
    there = pickle.loads(pickle.dumps(used))  # noqa: S301
    assert there.compiled
    assert_same_reading(there.read(texts), wanted)


def test_a_reader_that_comes_to_a_machine_without_a_kernel_reads_with_numpy(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "_reading", None)
    came = replace(reader, compiled=True)
    assert came.read(["Thank you, that was quick!"]).sentiment == ["positive"]
    assert came.read_column(pa.array(["Thank you, that was quick!"])).sentiment == ["positive"]


@needs_kernel
def test_another_thread_works_while_the_kernel_reads(reader: Reader) -> None:
    """It sees rows filled while others are not yet: were Python's lock held, it could look before or after only."""
    made = Kernel.of(reader.model, reader.themes)
    texts = ["a few words more " * 15] * 1000
    assert any(_seen_half_done(made, texts) for _ in range(100))


def _seen_half_done(made: Kernel, texts: list[str]) -> bool:
    out = made.room(len(texts))
    out[:] = -7
    work = threading.Thread(target=kernel._reading.read_list, args=(made.tables, texts, 0, out, kernel.written_out))
    work.start()
    seen = False
    while work.is_alive() and not seen:
        seen = out[0, 0] != -7 and out[-1, 0] == -7
    work.join()
    assert out[-1, 0] != -7
    return bool(seen)


@needs_kernel
def test_threads_that_share_a_reader_read_the_same(reader: Reader) -> None:
    compiled, texts = replace(reader, compiled=True), written() * 3
    wanted, found = compiled.read(texts), list[Reading]()
    threads = [threading.Thread(target=lambda: found.append(compiled.read(texts))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    for one in found:
        assert_same_reading(one, wanted)


def test_the_setting_chooses_the_reader_and_a_sentence_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLINE_READER", "numpy")
    assert not load_reader().compiled
    assert engine_in_use().startswith("NumPy reads")
    monkeypatch.setenv("LEADLINE_READER", "kernel")
    assert load_reader().compiled == kernel.is_built()
    assert engine_in_use().startswith("The compiled kernel" if kernel.is_built() else "NumPy reads")
    monkeypatch.setenv("LEADLINE_READER", "abacus")
    with pytest.raises(LeadlineError, match="abacus"):
        load_reader()


def test_without_a_kernel_numpy_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "_reading", None)
    monkeypatch.delenv("LEADLINE_READER", raising=False)
    reader = load_reader()
    assert not reader.compiled
    assert "no kernel was built" in engine_in_use()
    assert reader.read(["Thank you, that was quick!"]).sentiment == ["positive"]


@pytest.mark.parametrize("old", [SimpleNamespace(SOURCES="0123456789abcdef"), SimpleNamespace(VERSION=1)])
def test_a_kernel_built_from_other_sources_is_not_used_and_a_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, old: Any
) -> None:
    monkeypatch.setattr(kernel, "_reading", old)
    monkeypatch.delenv("LEADLINE_READER", raising=False)
    reader = load_reader()
    assert not reader.compiled
    assert "built from other sources" in engine_in_use()
    assert reader.read(["Thank you, that was quick!"]).sentiment == ["positive"]


@pytest.mark.parametrize("changed", ["reading.c", "tokens.h"])
def test_a_changed_line_of_c_makes_other_sources(tmp_path: Path, changed: str) -> None:
    shutil.copytree(HERE.parents[1] / KERNEL, tmp_path / "kernel")
    assert sources(tmp_path / "kernel") == kernel.SOURCES
    with (tmp_path / "kernel" / changed).open("a") as file:
        file.write("\n")
    assert sources(tmp_path / "kernel") != kernel.SOURCES


def test_a_build_without_a_compiler_says_why_and_leaves_no_old_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(HERE.parents[1] / KERNEL, tmp_path / KERNEL)
    (tmp_path / BUILT).touch()
    monkeypatch.setenv("CC", "no-such-compiler")
    assert "no-such-compiler" in compile_kernel(tmp_path)
    assert not (tmp_path / BUILT).exists()


@needs_kernel
def test_a_build_with_a_compiler_says_nothing(tmp_path: Path) -> None:
    shutil.copytree(HERE.parents[1] / KERNEL, tmp_path / KERNEL, ignore=shutil.ignore_patterns("*.so"))
    assert compile_kernel(tmp_path) == ""
    assert _sources_of(tmp_path / BUILT) == kernel.SOURCES


def _sources_of(built: Path) -> str:
    spec = importlib.util.spec_from_file_location("_reading", built)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.SOURCES)
