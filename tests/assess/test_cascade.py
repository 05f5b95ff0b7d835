"""The accurate model and the cascade: the same labels alone and among others, each under a version of its own."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from leadline.assess import AnyReader, Reading, label, load_reader, load_themes, read_sentence
from leadline.assess.reader.accurate import DEPARTMENTS, HEADS, load_accurate
from leadline.assess.reader.cascade import Cascade, doubt
from leadline.assess.reader.language import READ
from leadline.assess.reader.model import MODEL_VERSION
from leadline.errors import LeadlineError
from training import corpus, measure

PLANTED = measure.read_rows(Path(__file__).parent / "planted.tsv")
TEXTS = [row["text"] for row in PLANTED]
ODD = [
    "",
    "😀",
    "🎉🎉🎉",
    "no " * 3000,
    "\ud800 half",
    "a\0b",
    "Il pacco non è ancora arrivato",
    "Danke, das war super!",
]


@pytest.fixture(scope="module")
def accurate() -> AnyReader:
    return load_reader(model="accurate")


@pytest.fixture(scope="module")
def cascade() -> AnyReader:
    return load_reader(model="cascade")


@pytest.fixture(scope="module")
def together(cascade: AnyReader) -> Reading:
    return cascade.read([*TEXTS, *ODD])


def test_the_accurate_model_reads_planted_sentences(accurate: AnyReader) -> None:
    """S3.10; the fast model's floor is 0.84."""
    reading = accurate.read(TEXTS)
    truth = np.array([row["sentiment"] for row in PLANTED])
    assert measure.macro_recall(truth, np.array(reading.sentiment)) > 0.88
    assert reading.accurately[reading.read].mean() > 0.95


@pytest.mark.parametrize("model", ["cascade", "accurate"])
def test_a_text_reads_the_same_alone_and_among_others(model: str) -> None:
    reader = load_reader(model=model)
    many = reader.read([*TEXTS[::-1], *ODD, *TEXTS])
    offset = len(TEXTS) + len(ODD)
    for place in [*range(0, len(TEXTS), 6)]:
        alone = reader.read([TEXTS[place]])
        for field in fields(Reading):
            one, other = getattr(alone, field.name)[0], getattr(many, field.name)[offset + place]
            if field.name.startswith("p_"):
                assert one == pytest.approx(other, abs=1e-5), (field.name, TEXTS[place])
            else:
                assert one == other, (field.name, TEXTS[place])


def test_only_what_the_fast_model_is_least_sure_of_is_read_again(cascade: AnyReader, together: Reading) -> None:
    assert isinstance(cascade, Cascade)
    fast = cascade.fast.read([*TEXTS, *ODD])
    again = together.accurately
    assert 0.1 < again.mean() < 0.5
    assert doubt(fast)[again].min() >= cascade.above > doubt(fast)[~again & np.isin(fast.language, ["en"])].max()
    for field in fields(Reading):
        same = np.array(getattr(fast, field.name)) == np.array(getattr(together, field.name))
        kept = field.name in {"language", "read", "theme", "spam"}
        assert same.all() if kept else same[~again].all() or field.name == "accurately", field.name


def test_what_is_not_english_stays_with_the_fast_model_and_what_is_not_read_has_no_labels(accurate: AnyReader) -> None:
    reading = accurate.read(ODD)
    italian, german = ODD.index("Il pacco non è ancora arrivato"), ODD.index("Danke, das war super!")
    assert (reading.read[italian], reading.sentiment[italian], reading.accurately[italian]) == (False, "", False)
    assert reading.language[german] in READ
    assert (reading.read[german], reading.accurately[german]) == (True, False)
    assert reading.accurately[ODD.index("🎉🎉🎉")]
    for name in ("p_negative", "p_neutral", "p_positive", "p_frustration", "p_excitement", "p_need"):
        assert np.isfinite(getattr(reading, name)).all()


def test_texts_and_an_arrow_column_of_them_read_alike(cascade: AnyReader, together: Reading) -> None:
    column = pa.array([*TEXTS, None])
    found = cascade.read_column(column)
    assert found.sentiment[: len(TEXTS)] == together.sentiment[: len(TEXTS)]
    assert found.accurately[: len(TEXTS)].tolist() == together.accurately[: len(TEXTS)].tolist()
    assert len(found) == len(TEXTS) + 1
    assert len(cascade.read([])) == 0


def test_threads_and_other_processes_change_nothing(cascade: AnyReader, together: Reading) -> None:
    assert isinstance(cascade, Cascade)
    came = pickle.loads(pickle.dumps(cascade))  # noqa: S301 - our own
    two = replace(came, accurate=replace(cascade.accurate, threads=2))
    found = two.read([*TEXTS, *ODD])
    assert found.sentiment == together.sentiment
    assert (found.p_need == together.p_need).all()


def test_each_way_of_reading_has_a_version_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours = tmp_path / "ours.yaml"
    ours.write_text(
        "department: logistics\nthemes:\n  - {id: late-pallet, name: Pallet is late, phrases: [pallet]}\n", "utf-8"
    )
    versions = {model: load_reader(model=model).version for model in ("fast", "cascade", "accurate")}
    assert versions == {"fast": MODEL_VERSION, "cascade": "cascade-1-25", "accurate": "accurate-1"}
    themes = load_themes(ours)
    assert load_reader(themes, model="cascade").version == f"cascade-1-25+{themes.mark}"
    monkeypatch.setenv("LEADLINE_MODEL", "cascade")
    for percent, version in (("0", MODEL_VERSION), ("10", "cascade-1-10"), ("100", "accurate-1")):
        monkeypatch.setenv("LEADLINE_CASCADE_SHARE", percent)
        assert load_reader().version == version


@pytest.mark.parametrize(
    ("name", "value"), [("LEADLINE_MODEL", "best"), ("LEADLINE_CASCADE_SHARE", "101"), ("LEADLINE_CASCADE_SHARE", "-1")]
)
def test_a_setting_that_names_no_reader_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("LEADLINE_MODEL", "cascade")
    monkeypatch.setenv(name, value)
    with pytest.raises(LeadlineError):
        load_reader()


def test_the_share_is_that_of_the_texts_on_which_it_was_measured(cascade: AnyReader) -> None:
    assert isinstance(cascade, Cascade)
    card = cascade.accurate.card
    above = card["cascade"]["above"]
    assert card["fast"] == MODEL_VERSION, "another fast model: run training.calibrate_accurate"
    assert len(above) == 101
    assert above == sorted(above, reverse=True)
    tuned = [one.text for one in corpus.examples("dev")]
    shares = [replace(cascade, percent=percent).read(tuned).accurately.mean() for percent in (5, 100)]
    assert 0 < shares[0] < 0.3
    assert shares[1] > 0.9


def test_the_heads_stand_in_the_order_in_which_they_were_taught() -> None:
    assert DEPARTMENTS == corpus.DEPARTMENTS
    assert len(HEADS) == 16
    scores = load_accurate().scores(["Thank you so much, I love it!", "This is terrible, I am furious."])
    assert scores[:, : HEADS.index("frustration")].argmax(axis=1).tolist() == [2, 0]


def test_one_sentence_shows_the_line_of_the_model_that_read_it(accurate: AnyReader) -> None:
    shown = {one.name: one.threshold for one in read_sentence(accurate, "Where is my parcel?").signals}
    assert shown == {name: one.threshold for name, one in accurate.signals(accurately=True).items()}


def test_messages_in_the_lake_get_the_theme_s_department_alone(accurate: AnyReader) -> None:
    from leadline.assess.labelling import _departments

    reading = replace(accurate.read(TEXTS), department=["people"] * len(TEXTS))
    of_theme = {theme.id: theme.department.value for theme in accurate.themes}
    assert _departments(accurate, reading) == [of_theme.get(theme, "") for theme in reading.theme]
    assert callable(label)


def test_without_the_extra_a_sentence_says_how_to_install_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['tokenizers'] = None; sys.path.insert(0, '.')\n"
        "import importlib.util as util; found = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'tokenizers' else found(name, *more)\n"
        "from leadline.cli import main; main()"
    )
    (tmp_path / "in.csv").write_text("text\nThank you!\n", "utf-8")
    words = ["assess", "label", "in.csv", "--text-column", "text", "--out", "out.csv"]
    run = [sys.executable, "-c", code, *words]
    told = subprocess.run([*run, "--model", "cascade"], capture_output=True, cwd=tmp_path, check=False)
    assert told.returncode == 1
    assert b"tokenizers is not installed here" in told.stderr
    assert b"leadline[accurate]" in told.stderr
    assert not (tmp_path / "out.csv").exists()
    subprocess.run([*run, "--model", "fast"], capture_output=True, cwd=tmp_path, check=True)


def test_the_card_holds_what_was_measured() -> None:
    card = json.loads((Path(load_accurate().folder) / "accurate-1.json").read_text("utf-8"))
    assert {"version", "fast", "tuned_on", "calibration", "cascade", "department", "measured"} <= card.keys()
