"""The corpus says what its README says of it: two readers, no author in two parts, hardly anything said twice."""

import re

import pytest

from training import agreement, corpus
from training.data import SIGNS, UNKNOWN

README = (corpus.FOLDER / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def messages() -> list[corpus.Message]:
    return corpus.messages()


def test_every_message_is_labelled_by_two_readers(messages):
    numbers = [one.id for one in messages]
    assert len(numbers) == len(set(numbers)) == 10_100
    for reader in "ab":
        labels = corpus.labels(reader)
        assert list(labels) == numbers
        assert {one.sentiment for one in labels.values()} == set(SIGNS)
        assert {one.department for one in labels.values()} == set(corpus.DEPARTMENTS)
        assert all(re.fullmatch("F?E?N?S?", one.flags) for one in labels.values())


def test_the_readers_agree_as_the_readme_says(messages):
    for label, value in agreement.agreements().items():
        said = re.search(rf"{label} (1\.000|\.\d+)", README)
        assert float(said[1] if said else "nan") == pytest.approx(value, abs=0.0006), label


def test_kappa_is_agreement_beyond_chance():
    assert agreement.kappa("aabb", "aabb") == 1
    assert agreement.kappa("aabb", "abab") == 0
    assert agreement.kappa("aaab", "aabb") == pytest.approx(0.5)


def test_no_author_is_in_two_parts_and_nothing_that_teaches_is_tested(messages):
    texts = {part: [one.text for one in corpus.examples(part)] for part in ("train", "dev", "test")}
    assert {part: len(some) for part, some in texts.items()} == {"train": 8095, "dev": 500, "test": 1500}
    assert set(texts["train"]).isdisjoint(texts["dev"] + texts["test"])
    author = {one.id: one.author for one in messages}
    alike = agreement.near_duplicates()
    assert len({number for pair in alike for number in pair}) / len(messages) < 0.005
    tested = {number for pair in alike for number in pair if corpus.part_of(author[number]) == "test"}
    nearly_taught = {one for pair in alike for one in pair if one in tested and not tested.issuperset(pair)}
    assert len(nearly_taught) <= 5, "of 1,500, so many short ones stand nearly so among those that teach"


def test_where_readers_disagree_a_label_is_unknown():
    one, other = corpus.Label("+", "EN", "sales"), corpus.Label("0", "N", "sales")
    example = corpus._agreed("a text", one, other)
    assert (example.sentiment, example.excitement, example.need) == (UNKNOWN, UNKNOWN, 1)
    assert (example.frustration, example.spam, example.department) == (0, 0, corpus.DEPARTMENTS.index("sales"))


@pytest.mark.parametrize("language", ["de", "fr", "es", "nl", "pt"])
def test_each_other_language_has_a_thousand_messages_of_two_authors_labelled_by_two_readers(language: str):
    folder = corpus.FOLDER / "languages"
    mine = [one for one in corpus.messages(folder) if one.author[:2] == language]
    assert len(mine) == 1000
    assert {one.author for one in mine} == {f"{language}1", f"{language}2"}
    one, other = corpus.labels("a", folder), corpus.labels("b", folder)
    pairs = [(one[message.id].sentiment, other[message.id].sentiment) for message in mine]
    kappa = agreement.kappa([a for a, _ in pairs], [b for _, b in pairs])
    assert f"{kappa:.3f}".lstrip("0") in README
