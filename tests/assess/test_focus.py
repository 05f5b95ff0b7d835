"""An x-ray of one channel, language or department: its parts add up to the whole, and no cube is asked beyond it."""

import datetime as dt
from collections.abc import Iterable
from itertools import product

import pytest

from leadline.assess import (
    ASPECTS,
    WHOLE,
    Focus,
    Themes,
    Which,
    count_messages,
    daily_messages,
    load_themes,
    rebuild_cubes,
    themes_of_everybody,
    with_merged,
    x_ray,
)
from leadline.assess.themes import theme_list
from leadline.errors import LeadlineError
from leadline.words import Period
from tests.assess.saying import BREVIK, FIRST_DAY, HALDEN, PARTIES, Said

SEPTEMBER = Period(FIRST_DAY, dt.date(2026, 9, 30))
THEMES = load_themes()
CHANNELS, LANGUAGES, DEPARTMENTS = ("facebook", "x", "mail"), ("en", "nl"), ("support", "product")
PLACES = {"support": "waiting-on-the-phone", "product": "product-quality"}


@pytest.fixture
def lake(said: Said):
    """Of every channel, language, department and party another number, and some of no theme."""
    for number, (channel, language, department, party) in enumerate(
        product(CHANNELS, LANGUAGES, (*DEPARTMENTS, ""), (HALDEN, BREVIK)), 1
    ):
        same = {"channel": channel, "language": language, "about": party, "day": FIRST_DAY + dt.timedelta(number % 20)}
        theme = PLACES.get(department, "")
        said.say(times=number % 7 + 1, theme=theme, department=department, reads="negative", frustration=True, **same)
        said.say(times=number % 3 + 1, theme=theme, department=department, need=True, **same)
        said.say(times=2, by="brand", **same)
        said.say(times=1, reads="unread", **same)
    said.say(times=4, day=FIRST_DAY - dt.timedelta(30), channel="mail")
    rebuild_cubes(said.keep())
    return said.lake


def drawn(lake, focus: Focus = WHOLE, themes: Themes = THEMES):
    return x_ray(lake, PARTIES, SEPTEMBER, themes=themes, focus=focus)


def counts(found) -> list[tuple[int, ...]]:
    sides = [one.aspects[name] for one in found.parties for name in ASPECTS]
    return [(side.messages, side.read, side.spam, side.hurting, side.before) for side in sides]


def summed(every: Iterable[list[tuple[int, ...]]]) -> list[tuple[int, ...]]:
    return [tuple(map(sum, zip(*same, strict=True))) for same in zip(*every, strict=True)]


@pytest.mark.parametrize(("name", "values"), [("channel", CHANNELS), ("language", LANGUAGES)])
def test_channels_and_languages_add_up_to_the_whole(lake, name, values):
    parts = [drawn(lake, Focus(**{name: value})) for value in values]
    assert summed(map(counts, parts)) == counts(drawn(lake))
    assert all(not one.own.aspects["customers"].themes for one in parts)


def test_channel_and_language_together_add_up_to_the_whole(lake):
    parts = [drawn(lake, Focus(channel=c, language=lang)) for c, lang in product(CHANNELS, LANGUAGES)]
    assert summed(map(counts, parts)) == counts(drawn(lake))


def test_departments_add_up_to_what_has_a_theme_and_each_holds_its_own_themes(lake):
    whole = drawn(lake).own.aspects["customers"]
    parts = [drawn(lake, Focus(department=one)).own.aspects["customers"] for one in DEPARTMENTS]
    assert sum(one.read for one in parts) == whole.themed
    assert sum(one.hurting for one in parts) == sum(theme.hurting for theme in whole.themes)
    assert [[theme.theme for theme in one.themes] for one in parts] == [[PLACES[one]] for one in DEPARTMENTS]
    assert all(one.read == one.themed for one in parts)


def test_days_of_a_focus_add_up_to_the_days_of_all(lake):
    whole = daily_messages(lake, SEPTEMBER)
    for name, values in (("channel", CHANNELS), ("language", LANGUAGES)):
        parts = [daily_messages(lake, SEPTEMBER, focus=Focus(**{name: value})) for value in values]
        for key, days in whole.items():
            told = [one.get(key, (0,) * SEPTEMBER.days) for one in parts]
            assert tuple(map(sum, zip(*told, strict=True))) == days


def test_a_number_of_a_focus_is_the_number_of_its_messages(lake):
    for focus in (Focus(channel="x"), Focus(language="nl"), Focus("mail", None, "en"), Focus(department="support")):
        found = drawn(lake, focus).own.aspects["customers"]
        which = Which("halden", "customers", period=SEPTEMBER, reading="hurting", **vars(focus))
        assert found.hurting == count_messages(lake, which)


def test_themes_of_everybody_follow_all_three_and_add_up(lake):
    def told(*focus: str | None) -> dict[str, int]:
        return {one.theme: one.messages for one in themes_of_everybody(lake, SEPTEMBER, Focus(*focus), themes=THEMES)}

    whole, parts = told(), [told(c, d, lang) for c, d, lang in product(CHANNELS, DEPARTMENTS, LANGUAGES)]
    assert {theme: sum(part.get(theme, 0) for part in parts) for theme in whole} == whole
    assert set(told("x", "support")) == {PLACES["support"]}
    which = Which(channel="x", theme=PLACES["support"], language="en", period=SEPTEMBER, reading="read")
    assert told("x", None, "en")[PLACES["support"]] == count_messages(lake, which)


def test_a_theme_that_was_merged_counts_for_the_department_of_the_other(lake):
    merged = theme_list.merge_themes(THEMES, PLACES["product"], PLACES["support"])
    found = drawn(lake, Focus(department="support"), merged).own.aspects["customers"]
    assert found.read == drawn(lake).own.aspects["customers"].themed
    which = with_merged(Which("halden", "customers", department="support", period=SEPTEMBER, reading="read"), merged)
    assert found.read == count_messages(lake, which)
    assert drawn(lake, Focus(department="product"), merged).own.aspects["customers"].read == 0


def test_what_no_cube_can_tell_is_refused_and_a_page_knows_it_before(lake):
    both = Focus(channel="x", department="support", language="en")
    with pytest.raises(LeadlineError, match="No cube"):
        drawn(lake, both)
    assert (both.messages, both.themes) == (Focus(channel="x", language="en"), Focus(department="support"))
    assert (both.messages.lacks(both), both.themes.lacks(both)) == (("department",), ("channel", "language"))
    alone = Focus(department="support")
    assert alone.messages == alone.themes == alone
