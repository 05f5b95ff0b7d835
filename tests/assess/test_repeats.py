"""What only repeats others is found, counted, and kept out of shares; what people say alike by chance is not (S3.6)."""

import datetime as dt

import pytest

from leadline.assess import (
    SIGNALS,
    Which,
    count_messages,
    cubes_are_current,
    load_reader,
    load_themes,
    mend_cubes,
    rebuild_cubes,
    refresh_cubes,
    tally,
    x_ray,
)
from leadline.assess.tables import NOISE
from leadline.engine import Lake, rows, scan
from leadline.words import Period
from tests.assess.saying import BREVIK, FIRST_DAY, HALDEN, PARTIES, Said

SEPTEMBER = Period(FIRST_DAY, dt.date(2026, 9, 30))
CAMPAIGN = "Halden sells your call records to whoever pays, share this before they delete it"
ALIKE = (
    CAMPAIGN,
    CAMPAIGN.upper() + " http://short.example/x1",
    f"RT @someone: {CAMPAIGN}!!! 😡😡",
    f"{CAMPAIGN} 2026",
)


def printed(text: str) -> int:
    [told] = load_reader().read([text]).fingerprint.tolist()
    return told


def copies(said: Said, texts: tuple[str, ...], **what) -> None:
    for minute, text in enumerate(texts):
        said.say(text, minute=600 + minute, fingerprint=printed(text), **what)


def counted(said: Said) -> Lake:
    lake = said.keep()
    rebuild_cubes(lake)
    return lake


def kept_out(lake: Lake) -> dict[str, str]:
    return {row["message_id"]: row["kind"] for row in rows(scan(lake, NOISE))}


def test_a_copy_has_the_fingerprint_of_what_it_copies_whatever_its_case_link_names_and_numbers():
    assert len({printed(text) for text in ALIKE}) == 1
    assert printed("RT @halden: my parcel never came") == printed("My parcel never came") < 0
    assert printed("RT @halden: thanks so much") == 0
    assert printed("My RT of the parcel") != printed("My of the parcel")
    assert printed("i did NOT get my parcel!! 12") == printed("@halden I did not get my parcel") < 0


def test_short_texts_and_other_texts_have_none_in_common():
    assert printed("Thanks so much") == 0
    assert printed("My parcel was late again and nobody called me back") != printed(CAMPAIGN)
    assert printed("the parcel did not come") != printed("did the parcel not come")


def test_all_but_the_first_of_a_campaign_are_repeats_whoever_wrote_them(said):
    copies(said, (CAMPAIGN, ALIKE[1], ALIKE[3]), reads="negative")
    said.say(reads="positive", times=2)
    lake = counted(said)
    assert kept_out(lake) == {"m1": "repeat", "m2": "repeat"}
    own = x_ray(lake, PARTIES, SEPTEMBER, themes=load_themes()).own.aspects["customers"]
    assert (own.messages, own.read, own.repeats, own.bots) == (3, 3, 2, 0)
    assert own.negative.value == pytest.approx(1 / 3)


def test_counted_in_repeats_are_the_voices_that_they_seem_to_be(said):
    copies(said, (CAMPAIGN, ALIKE[1], ALIKE[3]), reads="negative", theme="billing")
    said.say(reads="positive", times=2, theme="billing")
    seen = x_ray(counted(said), PARTIES, SEPTEMBER, themes=load_themes(), noise=True).own.aspects["customers"]
    assert (seen.messages, seen.repeats, seen.negative.value) == (5, 0, pytest.approx(3 / 5))
    assert (seen.themes[0].messages, seen.themes[0].negative, seen.themes[0].hurting) == (5, 3, 3)


def test_two_people_who_say_the_same_are_two_voices_and_so_are_many_who_say_something_short(said):
    copies(said, (CAMPAIGN, ALIKE[1]))
    copies(said, ("When will my order arrive?",) * 5)
    assert kept_out(counted(said)) == {}


def test_one_author_says_the_same_once(said):
    copies(said, ("When will my order arrive?",) * 3, author="alice")
    copies(said, ("Thanks!",) * 3, author="alice")
    assert kept_out(counted(said)) == {"m1": "repeat", "m2": "repeat"}


def test_a_campaign_counts_once_a_month_and_once_for_each_party_that_it_is_about(said):
    for about in (HALDEN, BREVIK):
        for day in (FIRST_DAY, dt.date(2026, 10, 2)):
            copies(said, ALIKE[:2] + ALIKE[3:], about=about, day=day)
    lake = counted(said)
    assert len(kept_out(lake)) == 8
    assert tally(lake, Which(reading="voice")).messages == 4


def test_a_company_and_its_partners_may_repeat_themselves(said):
    for role in ("brand", "staff", "dealer"):
        copies(said, (CAMPAIGN,) * 4, by=role, author=role)
    assert kept_out(counted(said)) == {}


def test_an_author_of_twenty_messages_of_which_half_are_repeats_is_automatic(said):
    copies(said, (CAMPAIGN,) * 12, author="machine")
    copies(said, tuple(f"ok {word}" for word in "abcdefgh"), author="machine")
    copies(said, (CAMPAIGN,) * 3, author="alice")
    said.say(author="alice", times=17)
    lake = counted(said)
    assert set(kept_out(lake).values()) == {"repeat", "bot"}
    assert tally(lake, Which(reading="bot")) == tally(lake, Which(reading="bot", noise=False))
    assert tally(lake, Which(reading="bot")).messages == 20
    assert tally(lake, Which(reading="repeat")).messages == 3
    assert tally(lake, Which(reading="voice")).messages == 17
    assert tally(lake, Which(reading="voice", noise=True)).messages == 40


def test_whatever_the_order_in_which_they_come_in_the_same_messages_are_kept_out(said):
    copies(said, (CAMPAIGN,) * 5)
    copies(said, ("When will my order arrive?",) * 4, author="alice")
    lake = said.lake
    for part in (said.signals[4:], said.signals[:2], said.signals[2:4]):
        since = lake.version(SIGNALS)
        lake.append(SIGNALS, SIGNALS.of_rows(part))
        refresh_cubes(lake, SIGNALS.of_rows(part), since=since)
    refreshed = kept_out(lake)
    rebuild_cubes(lake)
    assert refreshed == kept_out(lake) == dict.fromkeys(["m1", "m2", "m3", "m4", "m6", "m7", "m8"], "repeat")


def test_a_company_may_count_every_repeat_as_a_voice(said):
    copies(said, (CAMPAIGN,) * 5)
    lake = counted(said)
    assert len(kept_out(lake)) == 4
    with pytest.MonkeyPatch.context() as own:
        own.setenv("LEADLINE_REPEATS", "0")
        assert not cubes_are_current(lake), "the cubes were made by another rule"
        mend_cubes(lake)
    assert kept_out(lake) == {}


def test_signals_of_an_earlier_leadline_repeat_nothing(said):
    copies(said, (CAMPAIGN,) * 5)
    for one in said.signals:
        del one["fingerprint"]
    lake = counted(said)
    assert kept_out(lake) == {}
    assert count_messages(lake, Which(reading="voice")) == 5
