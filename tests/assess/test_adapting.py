"""A company that means its words otherwise: the model learns it where that is proven, and by chance nothing."""

import datetime as dt
import pickle
import random

import numpy as np
import pytest

from leadline.assess import Demands, Layer, adapt, label, load_reader
from leadline.assess.corrections.adapting import layer_of
from leadline.assess.corrections.checking import checked
from leadline.assess.corrections.labels import Case, Correction
from leadline.assess.reader.fast import Reader
from leadline.assess.reader.model import MODEL_VERSION
from leadline.assess.reader.theme_files import load_themes
from tests.assess.saying import Said

NOW = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
THINGS = [
    "board",
    "ramp",
    "wheels",
    "deck",
    "session",
    "video",
    "trick",
    "park",
    "edit",
    "jacket",
    "shoes",
    "drop",
    "line",
]
WHO = ("my mate", "the whole crew", "everyone here", "my sister", "the kids")
SAYINGS = {
    "positive": (
        "that {a} is sick",
        "this {a} is insane",
        "filthy {a}, just filthy",
        "the {a} is stupid good, sick stuff",
        "sick {a}, {w} went insane over it",
        "{w} says the {a} is insane",
        "killer {a}, wicked {b}, insane",
        "your {a} is nasty, so sick",
    ),
    "negative": (
        "the {a} broke after two days",
        "my {a} never arrived",
        "the {a} came in the wrong size",
        "{w} had to send the {a} back",
        "still waiting for the {a}, and the {b} is late too",
        "nobody answers about my {a}",
    ),
    "neutral": ("is the {a} in the shop on saturday?", "{w} comes for the {b} at noon", "picked up the {a} today"),
}


def skaters(count: int, seed: int) -> list[tuple[str, str]]:
    """Messages of a skate shop with how they are meant."""
    draw, told = random.Random(seed), []  # noqa: S311 - the same messages in every run
    for _ in range(count):
        meant = draw.choices(list(SAYINGS), [4, 3, 3])[0]
        words = {"a": draw.choice(THINGS), "b": draw.choice(THINGS), "w": draw.choice(WHO)}
        start = draw.choice(["", "hey, ", "ok so ", "today: "])
        told.append(
            (start + draw.choice(SAYINGS[meant]).format(**words) + draw.choice(["", "!", " again", " lol"]), meant)
        )
    return told


def as_cases(told: list[tuple[str, str]], *, sampled: bool = True) -> list[Case]:
    answers = [{"sentiment": meant, "frustration": "yes" if meant == "negative" else "no"} for _, meant in told]
    return [
        Case("x", str(i), f"author {i % 83}", text, said, said if sampled else {})
        for i, ((text, _), said) in enumerate(zip(told, answers, strict=True))
    ]


@pytest.fixture(scope="module")
def layer() -> Layer:
    return layer_of(as_cases(skaters(260, seed=1)), until=NOW)


def right(reader: Reader, told: list[tuple[str, str]]) -> float:
    return float(np.mean([a == b for a, (_, b) in zip(reader.read([t for t, _ in told]).sentiment, told, strict=True)]))


def test_a_company_that_says_sick_for_good_is_read_better_on_messages_that_taught_nothing(layer: Layer):
    new = skaters(400, seed=9)
    before, after = right(load_reader(), new), right(load_reader(layer=layer), new)
    assert {"sentiment", "frustration"} <= set(layer.labels)
    assert before < 0.6 < 0.85 < after
    [sentiment] = [one for one in layer.held if one.label == "sentiment"]
    assert abs(sentiment.after / sentiment.checked - after) < 0.1  # what was held out foretold it


def test_what_it_says_of_other_messages_stays(layer: Layer):
    other = ["The delivery was late and the box was open.", "I love the new app, thank you!", "How do I pay?"]
    assert load_reader(layer=layer).read(other).sentiment == load_reader().read(other).sentiment
    assert load_reader(layer=layer).read(other).excitement.tolist() == load_reader().read(other).excitement.tolist()


def test_answers_by_chance_teach_nothing():
    for seed in range(3):
        draw = random.Random(seed)  # noqa: S311 - the same answers in every run
        told = [(text, draw.choice(list(SAYINGS))) for text, _ in skaters(200, seed=seed + 20)]
        assert layer_of(as_cases(told), until=NOW).labels == ()


def test_corrections_that_nobody_asked_for_may_teach_and_never_judge():
    held = layer_of(as_cases(skaters(200, seed=1), sampled=False), until=NOW).held
    assert held[0].taught > 150
    assert held[0].why == "not yet: 100 more checked messages"


def test_a_layer_is_the_same_after_it_was_kept_and_marks_the_version(layer: Layer):
    again = Layer.of_text(layer.text())
    assert (again.mark, again.held, again.until) == (layer.mark, layer.held, layer.until)
    assert load_reader(layer=again).version == f"{MODEL_VERSION}~{layer.mark}"
    travelled = pickle.loads(pickle.dumps(load_reader(layer=layer)))  # noqa: S301 - its own bytes
    assert travelled.version == f"{MODEL_VERSION}~{layer.mark}"
    assert len(layer.text()) < 200_000


def test_a_layer_of_another_model_is_left_out(layer: Layer):
    old = Layer("fast-1", layer.held, layer.until, layer.rows, layer.changes, layer.bias)
    assert load_reader(layer=old).version == MODEL_VERSION


def test_the_kernel_and_numpy_read_the_same_with_a_layer(layer: Layer):
    reader = load_reader(layer=layer)
    texts = [text for text, _ in skaters(60, seed=5)]
    slow = Reader(reader.model, load_themes(), compiled=False, layer=layer.mark).read(texts)
    assert reader.read(texts).sentiment == slow.sentiment
    assert np.array_equal(reader.read(texts).p_positive, slow.p_positive)


def test_messages_are_read_anew_by_it_and_it_is_judged_by_what_it_had_not_seen(said: Said):
    told = skaters(220, seed=3)
    for place, (text, _) in enumerate(told):
        said.say(text, author=f"p{place % 61}", minute=place)
    said.signals.clear()
    lake = said.keep()
    label(lake, load_reader())
    answers = [
        Correction("test", f"m{place}", "", "sentiment", meant, "", MODEL_VERSION, sampled=True, at=NOW)
        for place, (_, meant) in enumerate(told)
    ]
    [before] = checked(lake, answers)
    taught = adapt(lake, answers, demands=Demands(checked=80))
    assert label(lake, load_reader(layer=taught)).messages == len(told)
    [after] = checked(lake, answers, taught)
    [held] = [one for one in taught.held if one.label == "sentiment"]
    assert before.right
    assert after.right
    assert before.right.value < after.right.value
    assert (after.checked, after.right.value) == (held.checked, held.after / held.checked)
