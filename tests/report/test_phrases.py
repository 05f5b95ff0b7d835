"""Sentences know singular from plural, good from bad, and how sure the evidence is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from leadline.report.facts import Effect
from leadline.report.figures import Figure, MoneyFigure
from leadline.report.phrases import (
    amount,
    claim,
    count,
    effect_tone,
    headline,
    join,
    money,
    money_span,
    number,
    overclaims,
    percent,
    plural,
    returned,
    since_before,
    singular,
    span,
)
from leadline.words import Grade
from tests.report.halden import all_programs, counted, followers, page_service


def figure(value: float, low: float, high: float, unit: str = "%") -> Figure:
    return Figure("x", value, unit, "a method", "measure/", low, high)


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (figure(-11.13, -15.02, -7.01), "−11 %"),
        (figure(-1.13, -1.62, -0.51), "−1.1 %"),
        (figure(0.104, 0.03, 0.18), "0.10 %"),
        (figure(-540.2, -730.4, -350.9, "calls a day"), "−540 calls a day"),
        (counted("m", 1, "meetings", "programs/"), "1 meeting"),
        (counted("m", 14, "meetings", "programs/"), "14 meetings"),
        (counted("p", 1, "people written to", "programs/"), "1 person written to"),
        (counted("c", 1, "happy comments", "programs/"), "1 happy comment"),
        (counted("s", 0, "contracts signed", "programs/"), "0 contracts signed"),
    ],
)
def test_a_number_has_its_unit_and_as_many_digits_as_its_interval_deserves(shown: Figure, words: str) -> None:
    assert amount(shown) == words.replace(" ", "\u00a0", 1)


def test_an_interval_has_real_minus_signs_and_no_negative_zero() -> None:
    assert span(figure(-11.1, -15, -7)) == "−15 to −7\u00a0%"
    assert number(-0.01, 1) == "0.0"
    assert number(-1234.5, 1) == "−1,234.5"


@pytest.mark.parametrize(
    ("low", "value", "high", "words", "between"),
    [
        (26_000, 41_312, 57_000, "€ 41k", "26k to 57k"),
        (6_000, 9_000, 13_000, "€ 9k", "6k to 13k"),
        (-400, 1_240, 2_900, "€ 1.2k", "−0.4k to 2.9k"),
        (900_000, 1_400_000, 2_000_000, "€ 1.4m", "0.9m to 2m"),
        (-4_000, 200, 4_000, "€ 0", "−4k to 4k"),
        (210, 240, 270, "€ 240", "210 to 270"),
    ],
)
def test_money_is_rounded_as_its_interval_is_wide(low: int, value: int, high: int, words: str, between: str) -> None:
    shown = MoneyFigure("worth", Decimal(value), "EUR", "simulated", "value/", Decimal(low), Decimal(high))
    assert money(shown) == words.replace(" ", "\u00a0")
    assert money_span(shown) == between


def test_money_from_the_books_is_exact_and_says_so() -> None:
    shown = MoneyFigure("cost", Decimal("14300"), "NOK", "the ledger", "value/costs/", counted=True)
    assert (money(shown), money_span(shown)) == ("NOK\u00a014,300", "from the books")


def test_small_counts_are_words_and_nouns_follow_them() -> None:
    assert [count(n, "champion") for n in (0, 1, 3, 26)] == [
        "no champions",
        "one champion",
        "three champions",
        "26 champions",
    ]
    assert [count(2, noun) for noun in ("person", "inquiry", "new colleague", "day of service", "branch")] == [
        "two people",
        "two inquiries",
        "two new colleagues",
        "two days of service",
        "two branches",
    ]
    assert (join(["a"]), join(["a", "b"]), join(["a", "b", "c"])) == ("a", "a and b", "a, b and c")


@pytest.mark.parametrize("noun", ["call a day", "meeting", "inquiry", "person", "branch", "contract"])
def test_the_singular_of_a_plural_is_the_noun_again(noun: str) -> None:
    assert singular(plural(noun)) == noun


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    assert [percent(share) for share in (0.962, 0.996, 1.0, 0.004, 0.5)] == [
        "96\u00a0%",
        "99.6\u00a0%",
        "100\u00a0%",
        "0.4\u00a0%",
        "50\u00a0%",
    ]


def test_fewer_calls_are_good_and_fewer_contracts_are_not() -> None:
    """A reduction is as good an aim as a rise."""
    assert effect_tone(page_service()) == "good"
    assert effect_tone(page_service(good="up")) == "bad"
    assert effect_tone(followers()) == "plain"
    assert since_before(counted("calls", 4_310, "calls a day", "m/", good="down", before=4_402)) == (
        "down from 4,402",
        "good",
    )
    assert since_before(counted("contracts", 2, "contracts", "m/", good="up", before=5)) == ("down from 5", "bad")
    assert since_before(counted("contracts", 2, "contracts", "m/", good="up", before=2)) == (
        "as the month before",
        "plain",
    )
    assert since_before(counted("contracts", 2, "contracts", "m/", good="up")) is None


SENTENCES = {
    Grade.ASSUMED: "An effect of service on the page on calls a day is assumed: a reason is stated, nothing more.",
    Grade.CORRELATED: (
        "Calls a day fell 11\u00a0% [7,\u00a015] in the time of service on the page; that one brings the other is open."
    ),
    Grade.SUPPORTED: (
        "Calls a day fell 11\u00a0% [7,\u00a015] against what would have been without service on the page."
    ),
    Grade.TESTED: "A planned experiment shows it: with service on the page, calls a day fell 11\u00a0% [7,\u00a015].",
}


@pytest.mark.parametrize("grade", list(Grade))
def test_what_is_claimed_is_what_the_grade_carries(grade: Grade) -> None:
    effect = page_service(grade=grade)
    assert claim(effect) == SENTENCES[grade]
    for weaker in [one for one in Grade if one <= grade]:
        assert not overclaims(claim(page_service(grade=weaker)), grade), "what a weak grade may say a strong one may"
    assert overclaims(claim(effect), grade) == overclaims(headline(effect), grade) == ()


def test_the_words_of_a_strong_grade_are_caught_in_the_mouth_of_a_weak_one() -> None:
    assert overclaims("The page caused the fall", Grade.ASSUMED) == ("caused",)
    assert overclaims("Thanks to the page, calls fell", Grade.CORRELATED) == ("Thanks to",)
    assert overclaims(SENTENCES[Grade.SUPPORTED], Grade.CORRELATED) == ("against what would",)
    assert overclaims("This proves it", Grade.SUPPORTED) == ("proves",)
    assert overclaims(SENTENCES[Grade.TESTED], Grade.SUPPORTED) == ("experiment shows",)


def test_cannot_tell_is_said_and_no_effect_is_something_else() -> None:
    assert (
        claim(followers())
        == "Whether there is an effect of the northern pages on market share in the north cannot be told yet."
    )
    none: Effect = page_service(verdict="no effect seen", grade=Grade.ASSUMED)
    assert claim(none) == "Service on the page did not move calls a day by an amount that would matter."


def test_a_return_whose_interval_holds_zero_is_neither_a_gain_nor_a_loss() -> None:
    def ratio(value: float, low: float, high: float) -> Figure:
        return Figure("return", value, "%", "simulation", "value/", low, high)

    def told(roi: Figure, if_lasting: Figure | None) -> str:
        one = replace(all_programs(), roi=roi, if_lasting=if_lasting)
        return returned(one).replace("\u00a0", " ")

    sure, hazy = ratio(40, 12, 70), ratio(-15, -53, 31)
    assert told(sure, None) == "40 % [12, 70]"
    assert told(hazy, None) == "−15 % [−53, 31] (may be a gain or a loss)"
    assert told(sure, sure) == "40 % [12, 70] while observed, 40 % [12, 70] if it lasts"
    assert told(sure, hazy) == ("40 % [12, 70] while observed, −15 % [−53, 31] if it lasts (may be a gain or a loss)")
    assert told(hazy, hazy).endswith("if it lasts (both may be a gain or a loss)")
