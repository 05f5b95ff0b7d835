"""People correct labels: what counts, what is measured by a sample, and what a share would be without misreading."""

import datetime as dt

import numpy as np
import pytest

from leadline import assess
from leadline.assess import Correction, Which
from leadline.assess.corrections.adapting import layer_of
from leadline.assess.corrections.checking import Checked
from leadline.assess.corrections.labels import cases, in_force
from leadline.assess.themes import theme_list
from leadline.errors import LeadlineError
from leadline.words import Period
from tests.assess.saying import FIRST_DAY, Said

NOW = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)


def said_of(message: str, label: str, says: str, *, minute: int = 0, sampled: bool = False) -> Correction:
    at = NOW + dt.timedelta(minutes=minute)
    return Correction("test", message, "", label, says, "neutral", "fast", sampled, at)  # type: ignore[arg-type]


def test_a_later_correction_counts_and_one_that_was_taken_back_does_not():
    first, later = said_of("m0", "sentiment", "positive"), said_of("m0", "sentiment", "negative", minute=1)
    back = said_of("m0", "sentiment", "", minute=2)
    assert list(in_force([later, first]).values()) == [later]
    assert in_force([first, later, back]) == {}


def test_a_correction_is_of_words_that_still_stand_there(said: Said):
    said.say("The first words that were said here")
    lake = said.keep()
    old = Correction("test", "m0", "2 dated", "need", "yes", "no", "fast", sampled=False, at=NOW)
    assert [case.said for case in cases(lake, [said_of("m0", "need", "yes"), old])] == [{"need": "yes"}]


@pytest.mark.parametrize(("label", "word"), [("colour", "yes"), ("", "yes")])
def test_only_known_labels_can_be_corrected(label, word):
    with pytest.raises(LeadlineError, match="no label"):
        assess.choices(label)


def test_accuracy_is_of_the_sample_and_corrections_made_by_themselves_are_counted_apart(said: Said):
    said.say(times=30, reads="negative", frustration=True)
    said.say(times=30, reads="neutral")
    said.say(times=5, reads="spam")
    lake = said.keep()
    sampled = [said_of(f"m{i}", "sentiment", "negative", sampled=True) for i in range(24)]
    sampled += [said_of(f"m{i}", "sentiment", "positive", sampled=True) for i in range(24, 30)]
    sampled += [said_of(f"m{i}", "frustration", "yes" if i < 40 else "no", sampled=True) for i in range(10, 60)]
    alone = [said_of(f"m{i}", "sentiment", "positive") for i in range(30, 40)]
    sentiment, frustration = assess.checked(lake, sampled + alone)
    assert (sentiment.label, sentiment.checked, sentiment.by_themselves) == ("sentiment", 30, 10)
    assert sentiment.right == assess.share_of(24, 30)
    assert frustration.right == assess.share_of(40, 50)
    assert frustration.found == assess.share_of(20, 30)
    assert frustration.true == assess.share_of(20, 20)


def test_what_is_read_as_spam_has_no_sentiment_to_be_wrong_about(said: Said):
    said.say(times=3, reads="spam")
    lake = said.keep()
    told = [said_of("m0", "spam", "yes", sampled=True), said_of("m1", "spam", "no", sampled=True)]
    told += [said_of("m1", "sentiment", "positive", sampled=True)]
    assert [(one.label, one.checked) for one in assess.checked(lake, told)] == [("spam", 2)]


def test_themes_and_departments_are_measured_as_they_count_today(said: Said):
    """Who names a theme has named its department; a merged theme is right where people name the other one."""
    said.say(times=20, theme="outage", department="product")
    said.say(times=10, theme="coverage", department="product")
    said.say(times=10)
    lake, themes = said.keep(), theme_list.merge_themes(assess.load_themes(), "coverage", "outage")
    told = [said_of(f"m{i}", "theme", "outage", sampled=True) for i in range(30)]
    told[0] = said_of("m0", "theme", "billing", sampled=True)
    told[1] = said_of("m1", "theme", "device-fault", sampled=True)
    told += [said_of(f"m{i}", "theme", "none", sampled=True) for i in range(30, 36)]
    told += [said_of(f"m{i}", "theme", "none", sampled=True) for i in range(36, 38)]
    told += [said_of(f"m{i}", "department", "people", sampled=True) for i in range(36, 38)]
    theme, department = assess.checked(lake, told, themes=themes)
    assert (theme.label, theme.right) == ("theme", assess.share_of(36, 38))
    assert (department.label, department.right) == ("department", assess.share_of(35, 38))
    assert department.found is theme.found is None


def test_the_later_word_on_a_department_counts_and_taking_a_theme_back_brings_back_the_earlier():
    themes, key = assess.load_themes(), ("test", "m0", "")
    named = said_of("m0", "department", "people")
    theme, back = said_of("m0", "theme", "outage", minute=1), said_of("m0", "theme", "", minute=2)
    assert in_force([named, theme], themes)[key, "department"].said == "product"
    assert in_force([named, theme, back], themes)[key, "department"].said == "people"
    assert ((key, "theme") in in_force([named, theme, back], themes)) is False


def test_a_share_corrected_for_misreading_holds_the_true_share_in_95_of_100_tries():
    random, held, tries, true = np.random.default_rng(4), 0, 400, 0.2 * 0.8 + 0.8 * 0.1
    for _ in range(tries):
        marked = random.random(150) < 0.2
        people = np.where(marked, random.random(150) < 0.8, random.random(150) < 0.1)
        pairs = tuple(("yes" if m else "no", "yes" if p else "no") for m, p in zip(marked, people, strict=True))
        checked = Checked("frustration", 150, None, None, None, pairs, 0)
        found = assess.corrected_share(checked, "yes", assess.share_of(20_000, 100_000))
        held += found is None or found.low <= true <= found.high
    assert held / tries > 0.92


def test_a_sample_is_random_the_same_for_a_seed_and_holds_no_message_twice(said: Said):
    for day in range(10):
        said.say(times=12, day=FIRST_DAY + dt.timedelta(day), reads="negative")
        said.say(times=4, day=FIRST_DAY + dt.timedelta(day), reads="spam")
        said.say(times=2, day=FIRST_DAY + dt.timedelta(day), reads="unread")
        said.say(times=5, day=FIRST_DAY + dt.timedelta(day), by="brand")
    lake = said.keep()
    assess.rebuild_cubes(lake)
    which = Which(party="halden", aspect="customers", period=Period(FIRST_DAY, FIRST_DAY + dt.timedelta(9)))
    drawn = assess.draw(lake, which, 50, seed=1)
    assert len(set(drawn)) == len(drawn) == 50
    assert drawn == assess.draw(lake, which, 50, seed=1)
    assert drawn != assess.draw(lake, which, 50, seed=2)
    rest = assess.draw(lake, which, 500, seed=3, known=drawn)
    assert len(rest) == 160 - 50
    assert not set(rest) & set(drawn)
    times = sum(("test", "m0") in assess.draw(lake, which, 40, seed=seed) for seed in range(24))
    assert 1 <= times <= 14  # a quarter of the tries, within four standard errors


def test_without_answers_every_label_says_how_many_are_missing():
    held = layer_of([], until=NOW).held
    assert {one.why for one in held} == {"not yet: 100 more checked messages"}
