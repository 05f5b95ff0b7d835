"""What is new and no theme covers, month by month: found beyond chance, under a name that stays, within bounds."""

import datetime as dt

import pytest

from leadline.assess import load_themes, mine_phrases, news_of, read_messages, rebuild_cubes, theme_list
from leadline.assess.tables import NEW_PHRASES
from leadline.assess.themes.mining import _Found, _groups
from leadline.assess.themes.phrases import PairCounts, beyond_chance, chance_of
from leadline.engine import rows, scan
from leadline.words import Department, Month
from tests.assess.saying import BREVIK, HALDEN, Said

THEMES = load_themes()
ORDINARY = (
    "Something quite ordinary is told here",
    "Another plain sentence about daily life",
    "Good morning everybody",
)
SMELL = "There is a strange smell when the kettle boils"


def say_a_month(said: Said, month: int, *smelly: str, **what) -> None:
    """Sixty ordinary messages without a theme, and these."""
    for place in range(60):
        said.say(ORDINARY[place % 3], day=dt.date(2026, month, 1 + place % 28), author=f"a{month}-{place}")
    for place, text in enumerate(smelly):
        said.say(text, day=dt.date(2026, month, 9), author=f"s{month}-{place}", **what)


def month(said: Said, number: int, themes=THEMES):
    return news_of(said.lake, HALDEN.id, Month(2026, number), themes=themes)


@pytest.fixture
def smelled(said: Said) -> Said:
    """A smell is new in June, gone in July and there again in August, told in other words."""
    say_a_month(said, 4)
    say_a_month(said, 5)
    say_a_month(said, 6, *[SMELL] * 12)
    say_a_month(said, 7)
    say_a_month(said, 8, *["A strange smell in the whole kitchen again"] * 14)
    rebuild_cubes(said.keep())
    assert mine_phrases(said.lake, HALDEN.id) == 5
    return said


def test_a_planted_new_phrase_is_found_with_its_counts_and_its_messages(smelled):
    news = month(smelled, 6)
    assert (news.looked_at, news.looked_at_before) == (72, 60)
    [one] = news.groups
    assert (one.name, one.messages, one.people, one.before) == ("kettle boils", 12, 12, 0)
    assert set(one.phrases) == {"kettle boils", "strange smell"}
    assert one.share.value == pytest.approx(12 / 72)
    assert one.share.low > one.share_before.high
    found = read_messages(smelled.lake, one.examples)
    assert len(found) == 12
    assert {message.text for message in found} == {SMELL}
    assert month(smelled, 5).groups == month(smelled, 7).groups == ()


def test_what_comes_again_keeps_the_name_that_it_was_first_known_by(smelled):
    [first], [again] = month(smelled, 6).groups, month(smelled, 8).groups
    assert (again.id, again.name, again.since) == (first.id, first.name, Month(2026, 6))
    assert "strange smell" in again.phrases
    assert "kettle boils" not in again.phrases


def test_a_second_run_looks_at_no_month_and_a_late_message_at_two(smelled):
    assert mine_phrases(smelled.lake, HALDEN.id) == 0
    before = rows(scan(smelled.lake, NEW_PHRASES).sort("month", "id"))
    smelled.say(ORDINARY[0], day=dt.date(2026, 6, 3))
    rebuild_cubes(smelled.keep())
    assert mine_phrases(smelled.lake, HALDEN.id) == 2
    after = rows(scan(smelled.lake, NEW_PHRASES).sort("month", "id"))
    assert [(row["month"], row["name"]) for row in after] == [(row["month"], row["name"]) for row in before]


def test_what_a_theme_finds_by_now_is_news_no_more(smelled):
    smell = theme_list.add_theme(THEMES, "Smell", Department.PRODUCT, ["strange smell", "kettle boils"])
    assert month(smelled, 6, smell).groups == ()


def test_what_few_people_say_what_others_are_told_and_what_has_a_theme_is_not_mined(said: Said):
    say_a_month(said, 5)
    say_a_month(said, 6)
    said.say("My funny parrot sings all day", times=20, day=dt.date(2026, 6, 9), author="one")
    said.say("The purple banana has landed", times=20, day=dt.date(2026, 6, 9), about=BREVIK)
    said.say("The green mango has landed", times=20, day=dt.date(2026, 6, 9), by="brand")
    said.say("An orange melon was spotted", times=20, day=dt.date(2026, 6, 9), theme="billing")
    said.say("Cheap yellow cherries now", times=20, day=dt.date(2026, 6, 9), reads="spam")
    rebuild_cubes(said.keep())
    mine_phrases(said.lake, HALDEN.id)
    assert month(said, 6).groups == ()


def test_nobody_has_looked_at_a_month_before_the_first_run(said: Said):
    say_a_month(said, 5)
    rebuild_cubes(said.keep())
    assert month(said, 5) is None


def test_counts_stay_within_their_bounds_and_say_how_much_they_may_miss():
    counts = PairCounts(most=100)
    for number in range(2_000):
        counts.read([f"alpha beta. word{'abcdefghij'[number % 10]} x{number:04d}".replace("0", "o").replace("1", "l")])
        counts.read([f"q{'abcdefghijklmnopqrstuvwxyz'[number % 26]}{'abcdefghijklmnopqrstuvwxyz'[number // 77]} odd"])
    assert len(counts.counts) <= 100
    assert 2_000 - counts.missed <= counts.counts["alpha beta"] <= 2_000


def test_chance_is_judged_by_how_many_pairs_were_tried():
    assert chance_of(10, 100, 10, 100) == pytest.approx(0)
    assert beyond_chance(0.05) == pytest.approx(3.84, abs=0.01)
    assert chance_of(12, 1000, 0, 1000) > beyond_chance(0.05 / 500)
    assert chance_of(6, 1000, 0, 1000) < beyond_chance(0.05 / 500)


def test_pairs_of_the_same_messages_are_one_group():
    found = {"a b": _Found({1, 2, 3, 4}), "b c": _Found({2, 3, 4}), "x y": _Found({4, 9, 10})}
    assert _groups(list(found), found) == [["a b", "b c"], ["x y"]]
