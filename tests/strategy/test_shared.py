"""What is shown of a strategy to somebody from outside: only what was named, and never money (S3.17, S3.18)."""

import pytest

from leadline.errors import LeadlineError
from leadline.strategy import Participant, Role, read_document, write_document
from leadline.strategy.shared import (
    Outside,
    digest_of,
    find_part,
    from_outside,
    names_money,
    parts,
    shown,
    with_new,
    with_people,
    with_words,
    without_people,
)
from tests.strategy.examples import HALDEN

KEYS = ("goal", "mission", "benefits-customer", "methods:page-service")


@pytest.fixture(scope="module")
def document():
    return read_document(HALDEN)


def test_only_what_was_named_is_shown_in_the_documents_order(document):
    assert [one.key for one in shown(document, KEYS[::-1])] == list(KEYS)
    assert shown(document, ("methods:nobody", "resources", "targets:north-followers", "participants")) == ()


def test_no_part_that_can_be_shown_holds_resources_people_or_remarks(document):
    elements = {one.element for one in parts(document)}
    assert elements == {
        "company_objectives", "goal", "mission", "benefits-customer", "benefits-company", "objectives", "methods",
        "lines", "reporting",
    }  # fmt: skip
    told = " ".join(f"{one.words} {one.notes}" for one in parts(document))
    assert "40500" not in told
    assert "Hanne Lund" not in told


@pytest.mark.parametrize(
    "words",
    [
        "Save € 40,000 a month",
        "It costs 40k EUR",
        "at 12.50 kroner a call",
        "USD 3 million for it",
        "£9 each",
        "40 000,- NOK",
        "PLN 250,000",
        "250 000 kr",
        "250,000 zł",
        "₹ 9,00,000",
        "250 thousand euros",
        "EUR ~250,000",
    ],
)
def test_a_part_that_tells_an_amount_is_not_shown_whoever_named_it(document, words):
    told = with_words(document, "mission", words)
    assert names_money(find_part(told, "mission"))
    assert [one.key for one in shown(told, KEYS)] == ["goal", "benefits-customer", "methods:page-service"]


@pytest.mark.parametrize("words", ["Answer within 1 hour", "Of 100 calls 11 less", "the dollar falls"])
def test_numbers_without_a_currency_are_no_money(document, words):
    assert not names_money(find_part(with_words(document, "mission", words), "mission"))


def test_other_words_change_one_part_and_its_digest_alone(document):
    changed = with_words(document, "methods:page-service", " Help on the page \n")
    assert find_part(changed, "methods:page-service").words == "Help on the page"
    others = [one for one in parts(changed) if one.key != "methods:page-service"]
    assert others == [one for one in parts(document) if one.key != "methods:page-service"]
    assert digest_of(shown(changed, KEYS)) != digest_of(shown(document, KEYS))
    assert digest_of(shown(changed, KEYS[:3])) == digest_of(shown(document, KEYS[:3]))


@pytest.mark.parametrize("key", [one.key for one in parts(read_document(HALDEN)) if one.rewordable])
def test_every_part_that_takes_other_words_gives_them_back(document, key):
    assert find_part(with_words(document, key, "One thing\nAnd another"), key).words == "One thing\nAnd another"


@pytest.mark.parametrize("words", ["Поддержка на странице", "日本語で答える", "😀", "---\n- a: *b"])
def test_what_is_proposed_in_any_alphabet_joins_the_draft_and_reads_again(document, words):
    """S3.17: whoever of the market writes so is heard, too."""
    for kind, element, field in (("method", "methods", "name"), ("objective", "objectives", "text")):
        twice, _first = with_new(document, kind, words)
        twice, key = with_new(twice, kind, words)
        again = read_document(write_document(twice))
        assert again == twice
        assert [getattr(one, field) for one in getattr(again, element)][-2:] == [words, words]
        assert find_part(again, key).words == words


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("method", "methods:call-back-service"),
        ("objective", "objectives:call-back-service"),
        ("customer benefit", "benefits-customer"),
        ("company benefit", "benefits-company"),
    ],
)
def test_something_new_joins_its_element_under_an_id_of_its_own(document, kind, key):
    changed, found = with_new(document, kind, "Call-back service")
    assert found == key
    assert "Call-back service" in find_part(changed, key).words
    assert len(parts(changed)) - len(parts(document)) == (0 if "benefit" in kind else 1)
    twice, again = with_new(changed, kind, "Call-back service")
    assert again == (key if "benefit" in kind else f"{key}-2")
    assert find_part(twice, again)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda one: with_words(one, "goal", "  "), "no words"),
        (lambda one: with_words(one, "goal", "x" * 2001), "longer than 2,000"),
        (lambda one: with_words(one, "methods:nobody", "x"), "not in the strategy"),
        (lambda one: with_words(one, "reporting", "x"), "not in the strategy"),
        (lambda one: with_words(one, "resources", "x"), "not in the strategy"),
        (lambda one: with_new(one, "line", "x"), "cannot be proposed"),
    ],
)
def test_what_cannot_be_said_is_refused_in_a_sentence(document, change, sentence):
    with pytest.raises(LeadlineError, match=sentence):
        change(document)


def test_people_are_replaced_by_name_and_taken_out_by_name(document):
    signed = Participant(name="hanne  LUND", role=Role.CUSTOMER)
    there = with_people(document, [signed])
    assert [one.name for one in there.participants] == ["Nordhandel", "Tom Okafor", "Jonas Fehr", "hanne  LUND"]
    assert signed.name not in [one.name for one in without_people(there, ["Hanne Lund"]).participants]


def test_the_share_from_outside_counts_the_parts_that_are_still_there(document):
    """S3.17: share of strategy items that came from outside."""
    found = from_outside(document, {"mission", "methods:page-service", "methods:gone"})
    assert found == Outside(len(parts(document)), ("mission", "methods:page-service"))
    assert found.share == pytest.approx(2 / len(parts(document)))
    assert Outside(0).share is None
