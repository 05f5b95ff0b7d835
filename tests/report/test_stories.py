"""The month told three ways (S2.16): three texts, one set of facts, none of them saying more than is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from leadline.errors import LeadlineError
from leadline.report import Facts, Reader, Story, freeze, html_page, pdf, tell, tell_all
from leadline.report.champion_facts import Band
from leadline.report.facts import Effect
from leadline.report.figures import Figure
from leadline.report.passages import best_effect
from leadline.report.phrases import overclaims
from leadline.report.story import Cell, Chart, Heading, Table, Tile, Tiles, checked, vanity_alone
from leadline.words import Company, Grade, Month
from tests.report.halden import AS_OF, champions, community, followers, objectives, october, page_service, worth
from tests.report.reading import links, pages, parts, text_of, words

EMPTY = Facts(Company("Halden Telecom", "Europe/Oslo", "EUR"), Month(2026, 10), AS_OF)


def told(reader: Reader, facts: Facts | None = None) -> Story:
    return tell(freeze(facts or october()), reader)


def headings(story: Story) -> list[str]:
    return [heading.text for heading in parts(story.blocks, Heading)]


def test_three_groups_get_three_texts_of_three_lengths() -> None:
    """S2.16: champions, organisation, decision makers; S2.19: the organisation's is short."""
    stories = {story.reader: story for story in tell_all(freeze(october()))}
    lengths = {reader: len(text_of(story).split()) for reader, story in stories.items()}
    assert len({story.title for story in stories.values()}) == 3
    assert lengths[Reader.ORGANISATION] < 300 <= lengths[Reader.CHAMPIONS] < lengths[Reader.DECIDERS]
    assert [pages(pdf(stories[reader])) for reader in Reader] == [2, 1, 2]


def test_decision_makers_read_the_objective_first_and_what_is_asked_last() -> None:
    """S0.19, S2.20: insight for the executive level, the return on what they decided to invest."""
    assert headings(told(Reader.DECIDERS)) == [
        "Objectives and the lines that serve them",
        "Why supported",
        "What it is worth, by how sure we are, and what it costs",
        "What we cannot tell, and what would settle it",
        "What the market says",
        "Warnings",
        "Decisions asked of you",
        "Decided",
        "Next",
    ]


def test_champions_read_stories_first_and_what_to_copy() -> None:
    """S2.18: what somebody managed and how; S2.23: which of the company's aims it serves."""
    story = told(Reader.CHAMPIONS)
    text = text_of(story)
    assert headings(story)[0] == "A photo a day from the mast, and three engineers wrote"
    assert "To copy:" in text
    assert "She answers every question herself, the same evening." in text
    assert "It serves: Hire 40 field engineers" in text
    assert story.title == "Together in October: 2\u00a0contracts signed and 3\u00a0hires"


def test_the_organisation_hears_one_story_one_number_and_how_to_join() -> None:
    """S2.19, S2.21; S0.16: the three sides stand beside each other."""
    story = told(Reader.ORGANISATION)
    text = text_of(story)
    assert headings(story) == [
        "The number of the month",
        "Happier, shared further, at a lower cost?",
        "What people told us",
    ]
    assert "540 fewer" in text
    assert "calls a day than would have been, with service on the page" in text
    assert "Join the champions" in text
    assert "26 colleagues take part, four of them new since the last report." in text
    assert not parts(story.blocks, Table)


def test_the_organisation_reads_of_no_money() -> None:
    """S2.19, S2.20: a viewer may not see any, and reads this story; who invested reads what it came to."""
    text = text_of(told(Reader.ORGANISATION))
    assert "€" not in text
    assert "EUR" not in text
    assert "Evidence supports a saving" in text


def test_money_stands_by_grade_and_is_never_summed() -> None:
    """Design section 1: no sum over grades."""
    text = text_of(told(Reader.DECIDERS))
    assert "Worth a month: tested €\u00a09k and supported €\u00a041k; beside it, and not counted, " in text
    for several in (50, 53, 62, 79, 29):  # tested and supported, and every longer sum
        assert f"€\u00a0{several}k" not in text
    assert "€\u00a021,670" in text, "costs are one kind of money and may be summed"


def test_the_return_says_which_worth_it_counts() -> None:
    """S2.20: hours x rate and money against the return, with a range."""
    text = text_of(told(Reader.DECIDERS))
    assert (
        "Return on investment 227\u00a0% [107,\u00a0356] while observed, 251\u00a0% [122,\u00a0389] if it lasts; "
        "observed from 4 July to 1 October 2026, lasting is assumed; counting supported worth only; "
        "paid back after 3 months [2, 5]; " in text
    )
    assert "418 hours at € 31.20" in text
    assert (
        "it earns more than it costs in 99\u00a0% of simulated futures while observed, "
        "in more than 99\u00a0% if it lasts" in text
    )
    assert "for customers it is worth €\u00a018k, 12k to 25k, in all the days observed, not counted here." in text
    assert "No return is stated for the northern pages: none of its worth is supported or tested." in text


def test_the_return_of_all_programs_stands_above_the_fold_and_first_of_the_returns() -> None:
    """An executive must not have to look for a loss, nor take an open figure for a gain."""
    told_so = (
        "74\u00a0% [−4,\u00a0158] while observed, 61\u00a0% [−12,\u00a0149] if it lasts (both may be a gain or a loss)"
    )
    text = text_of(told(Reader.DECIDERS))
    assert f"Together, the programs return {told_so}." in text
    assert f"Return on investment {told_so}; counting supported and tested worth only." in text
    assert text.index("Return on investment 74") < text.index("Return on investment 227")


def test_where_no_return_of_all_programs_is_stated_the_lede_says_what_was_spent() -> None:
    facts = october()
    assert facts.all_programs is not None
    nothing = "No benefit is supported or tested, so nothing is counted against costs of EUR 86,000 (a quarter)."
    none = replace(facts.all_programs, roi=None, net=None, if_lasting=None, sentence=nothing)
    assert nothing in tell(freeze(replace(facts, all_programs=none)), Reader.DECIDERS).lede


def test_what_cannot_be_told_stands_beside_what_would_settle_it() -> None:
    text = text_of(told(Reader.DECIDERS))
    assert "The northern pages → market share in the north." in text
    assert "To settle it: two more quarters, or shop visits by week as a nearer outcome." in text


def test_every_number_leads_down_to_its_evidence() -> None:
    """Design section 6: two clicks at most; links are relative, so they hold wherever the site stands."""
    for story in tell_all(freeze(october())):
        assert all(tile.link for tile in parts(story.blocks, Tile))
        assert not [link for link in links(story) if link.startswith(("/", "http"))]
    numbers = [
        cell
        for table in parts(told(Reader.DECIDERS).blocks, Table)
        for row in table.rows
        for cell in row
        if cell.number
    ]
    drawn = [cell for chart in parts(told(Reader.DECIDERS).blocks, Chart) for row in chart.table.rows for cell in row]
    assert [cell.text for cell in numbers if not cell.link and cell not in drawn and cell.text != "€\u00a021,670"] == []


# --- no report says more than is known -------------------------------------------------------------------------------


def only(grade: Grade) -> Facts:
    """A month in which everything rests on evidence of one grade."""
    effects = (page_service(grade=grade), community(grade=grade))
    lines = tuple(replace(one, grade=grade, line="a → b") for one in objectives())
    return october(
        effects=effects,
        objectives=lines,
        worth=tuple(replace(one, grade=grade) for one in worth()[:1]),
        returns=(),
        champions=None,
        requests=(),
        sides=(),
    )


@pytest.mark.parametrize("grade", list(Grade))
@pytest.mark.parametrize("reader", list(Reader))
def test_no_report_claims_more_than_its_grade(reader: Reader, grade: Grade) -> None:
    """S1.8: without evidence the value axis is assumed, and the words say so."""
    text = text_of(told(reader, only(grade)))
    assert overclaims(text, grade) == ()


def test_a_picture_of_what_would_have_been_needs_at_least_support() -> None:
    drawn = {grade: bool(parts(told(Reader.DECIDERS, only(grade)).blocks, Chart)[:-1]) for grade in Grade}
    assert drawn == {Grade.ASSUMED: False, Grade.CORRELATED: False, Grade.SUPPORTED: True, Grade.TESTED: True}


def test_a_weak_month_does_not_look_like_a_strong_one() -> None:
    weak = told(Reader.DECIDERS, october(effects=(followers(),), worth=worth()[:1]))
    assert weak.title == "No effect is shown yet: one question open"
    assert (
        "Nothing is worth money beyond doubt a month yet; beside it, and not counted, €\u00a017k assumed." in weak.lede
    )
    none: Effect = page_service(verdict="no effect seen", grade=Grade.ASSUMED)
    assert told(Reader.DECIDERS, october(effects=(none,))).title == (
        "Service on the page did not move calls a day by an amount that would matter"
    )


def test_the_surest_effect_is_above_assumed_of_the_business_and_the_largest() -> None:
    """One choice for Home, Measure and the reports; a change in points has no size to compare."""
    calls = page_service()
    large = Figure("effect", -40.0, "%", "method", "measure/", -50, -30)
    social = page_service(id="page-service-calls:social", relative=large)
    in_points, weaker = page_service(relative=None), community(relative=large)
    assumed = page_service(grade=Grade.ASSUMED, relative=large)
    assert best_effect((social, in_points, weaker, assumed, calls)) == calls
    assert best_effect((in_points,)) == in_points
    assert best_effect((assumed, followers())) is None
    assert told(Reader.DECIDERS, october(effects=(assumed,))).title == "No effect is shown yet: one question open"


def test_the_organisation_hears_of_the_promise_where_no_effect_is_shown() -> None:
    story = told(Reader.ORGANISATION, october(effects=(community(),)))
    (tiles, *_) = parts(story.blocks, Tiles)
    assert tiles.tiles[0].value == "96.2\u00a0%"
    assert tiles.tiles[0].label == "answered within one hour, every day 8:00 to 20:00"


# --- vanity ----------------------------------------------------------------------------------------------------------


def test_no_vanity_number_stands_alone_before_an_executive() -> None:
    """S0.3: views, impressions, subscribers, fans, followers are no aim; S0.2: they stand beside what they are for."""
    fans = Tile("50,210", "fans", "counted", "listen/counters/", vanity=True)
    calls = Tile("4,310", "calls a day", "counted", "measure/kpi/calls/")
    alone = replace(told(Reader.DECIDERS), blocks=(Tiles((fans,)),))
    with pytest.raises(LeadlineError, match="“fans” stands alone"):
        checked(alone)
    checked(replace(alone, blocks=(Tiles((fans, calls)),)))
    row = (Cell("fans"), Cell("50,210", vanity=True))
    with pytest.raises(LeadlineError, match="stands alone"):
        checked(replace(alone, blocks=(Table(("what", "how many"), (row,)),)))
    for story in tell_all(freeze(october())):
        assert vanity_alone(story) == ()


def test_followers_are_told_beside_the_objective_that_they_are_for() -> None:
    """S1.12, S1.13."""
    text = words(told(Reader.DECIDERS).blocks)
    (where,) = [one for one in text if "followers" in one and "860" in one]
    assert where == "% of the market, was 11.2; target 13.4; on the way: 860\u00a0followers"


def test_a_number_that_leads_nowhere_is_refused() -> None:
    lost = replace(told(Reader.ORGANISATION), blocks=(Tiles((Tile("7", "stories", "counted", ""),)),))
    with pytest.raises(LeadlineError, match="leads nowhere"):
        checked(lost)


# --- people ----------------------------------------------------------------------------------------------------------


def test_a_story_is_told_only_to_those_its_champion_said_yes_to() -> None:
    """S2.8, S2.18: consent names the readers, begins on a day and can be taken back."""
    texts = {reader: text_of(told(reader)) for reader in Reader}
    assert "A photo a day from the mast" in texts[Reader.ORGANISATION]
    assert "Answering one dealer" in texts[Reader.CHAMPIONS]
    assert "Answering one dealer" not in texts[Reader.ORGANISATION]
    assert not any("taken back" in text for text in texts.values())
    assert "Ingrid" not in texts[Reader.DECIDERS]
    before_consent = october(as_of=dt.datetime(2026, 10, 19, 12, tzinfo=dt.UTC))
    assert "A photo a day" not in text_of(told(Reader.ORGANISATION, before_consent))


def test_champions_stand_in_bands_and_small_groups_are_hidden() -> None:
    """S2.17: healthy competition, no ranks, no last place."""
    group = replace(champions(), bands=(Band("5 or more", None), Band("1 to 4", None), Band("none", 17)))
    story = told(Reader.CHAMPIONS, october(champions=group))
    bands = [tile for tile in parts(story.blocks, Tile) if tile.label in ("5 or more", "1 to 4", "none")]
    assert [(tile.value, tile.small) for tile in bands] == [
        ("–", "too few to show"),
        ("–", "too few to show"),
        ("17", "champions"),
    ]
    assert "rank" not in text_of(story).lower()


def test_kinds_of_record_of_champions_money_are_not_summed() -> None:
    text = text_of(told(Reader.CHAMPIONS))
    assert "€\u00a038,000 named in the sales system and €\u00a011,500 confirmed by the deal's owner" in text
    assert "49,500" not in text


# --- little is known -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", list(Reader))
def test_an_empty_month_is_told_without_inventing_anything(reader: Reader) -> None:
    story = told(reader, EMPTY)
    assert story.title
    assert not parts(story.blocks, Tile)
    assert len(html_page(story)) > 1000
    assert pdf(story).startswith(b"%PDF")


def test_an_empty_month_says_what_is_missing() -> None:
    assert "No company objective is tied to a program yet." in text_of(told(Reader.DECIDERS, EMPTY))
    assert told(Reader.DECIDERS, EMPTY).title == "October 2026: measured, and no effect analysed yet"
    unmeasured = replace(objectives()[0], now=None, grade=None, worth=None)
    text = text_of(told(Reader.DECIDERS, october(objectives=(unmeasured,))))
    assert "not measured" in text
    assert "no line yet" in text
