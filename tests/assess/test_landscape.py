"""The x-ray stands on planted counts: share of voice, partners' contact, four readings apart (S3.8-S3.12, S3.15)."""

import datetime as dt

import pytest

from leadline.assess import ASPECTS, load_themes, months_heard, rebuild_cubes, theme_months, x_ray
from leadline.words import Month, PartyKind, Period, SpeakerRole
from tests.assess.saying import BELKOMPAS, BREVIK, FJORD, HALDEN, NORDHANDEL, PARTIES, Said

SEPTEMBER = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))
THEMES = load_themes()


def drawn(said: Said, period: Period = SEPTEMBER):
    rebuild_cubes(said.keep())
    return x_ray(said.lake, PARTIES, period, themes=THEMES)


def test_share_of_voice_counts_what_customers_say_of_the_own_brand_and_its_competitors(said):
    """S3.9, S3.12: partners, brands' own words and spam are no voice."""
    said.say(times=6)
    said.say(times=3, about=BREVIK)
    said.say(times=1, about=FJORD, reads="unread")
    said.say(times=5, by="brand")
    said.say(times=7, about=NORDHANDEL)
    said.say(times=4, by="dealer")
    said.say(times=9, reads="spam", about=BREVIK)
    found = drawn(said)
    assert {one.party.id: one.voice.value for one in found.parties if one.voice} == {
        "halden": 0.6,
        "brevik": 0.3,
        "fjord": 0.1,
    }
    assert found.of(NORDHANDEL.id).voice is None
    voice = found.own.voice
    assert (voice.low, voice.high) == pytest.approx((0.3127, 0.8318), abs=1e-4)  # Wilson, 6 of 10, by hand


def test_partners_hold_the_share_of_contact_that_was_planted(said):
    """S3.11: "lion share of customer relationships"."""
    said.say(times=20)
    said.say(times=45, about=NORDHANDEL)
    said.say(times=15, about=BELKOMPAS)
    said.say(times=30, about=BREVIK)
    assert drawn(said).partner_contact.value == pytest.approx(60 / 80)


def test_each_party_has_three_aspects_by_who_speaks(said):
    """S3.12: own and competitors, each by brand, customers and partners."""
    for count, role in enumerate(SpeakerRole, 1):
        said.say(times=count, by=role.value, about=BREVIK)
    counted = {role: count for count, role in enumerate(SpeakerRole, 1)}
    found = drawn(said)
    aspects = {name: found.of(BREVIK.id).aspects[name].messages for name in ASPECTS}
    assert aspects == {
        "brand": counted["brand"] + counted["staff"],
        "customers": counted["customer"] + counted["unknown"],
        "partners": sum(counted[role] for role in ("dealer", "broker", "retailer", "reseller", "distributor")),
    }
    assert {name: one.messages for name, one in found.own.aspects.items()} == dict.fromkeys(ASPECTS, 0)


def test_the_four_readings_of_a_theme_stand_apart(said):
    """S3.10: sentiments, needs, frustrations and excitements are never one score."""
    said.say(times=4, theme="billing", reads="negative", frustration=True)
    said.say(times=3, theme="billing", reads="negative")
    said.say(times=2, theme="billing", reads="positive", excitement=True)
    said.say(times=5, theme="billing", reads="neutral", need=True)
    said.say(times=1, theme="billing", reads="neutral", frustration=True, need=True)
    said.say(times=5, theme="outage", department="product", reads="negative")
    [billing, outage] = drawn(said).own.aspects["customers"].themes
    assert (billing.theme, billing.name, billing.messages) == ("billing", "Bills and payments", 15)
    assert (billing.negative, billing.positive, billing.hurting) == (7, 2, 8)
    assert (billing.frustrated, billing.excited, billing.needing) == (5, 2, 6)
    assert billing.share.value == pytest.approx(15 / 20)
    assert (outage.department, outage.messages, outage.needing) == ("product", 5, 0)


def test_spam_and_unread_messages_stay_out_of_every_reading_and_are_counted(said):
    """S4.25; a language that the model does not read is said to be unread, not neutral."""
    said.say(times=3, reads="negative", frustration=True, theme="billing")
    said.say(times=1, reads="positive", theme="billing")
    said.say(times=6, reads="spam", frustration=True, need=True, theme="billing")
    said.say(times=2, reads="unread")
    heard = drawn(said).own.aspects["customers"]
    assert (heard.messages, heard.read, heard.spam, heard.themed, heard.hurting) == (6, 4, 6, 4, 3)
    assert heard.negative.value == heard.frustrated.value == 0.75
    assert heard.needing.value == 0
    assert [(one.messages, one.frustrated) for one in heard.themes] == [(4, 3)]
    assert heard.channels == {"facebook": 6}


def test_a_trend_compares_with_the_period_of_equal_length_before(said):
    said.say(day=dt.date(2026, 7, 1))
    said.say(times=40, day=dt.date(2026, 8, 31), theme="billing")
    said.say(times=2, day=dt.date(2026, 8, 1), reads="spam")
    said.say(times=30, day=dt.date(2026, 9, 30), theme="billing")
    found = drawn(said)
    assert found.compared == Period(dt.date(2026, 8, 2), dt.date(2026, 8, 31))
    heard = found.own.aspects["customers"]
    assert (heard.messages, heard.before, heard.trend) == (30, 40, -0.25)
    assert heard.themes[0].trend == -0.25


def test_there_is_no_trend_where_messages_do_not_reach_back_through_the_whole_period_before(said):
    said.say(times=4, day=dt.date(2026, 8, 31), theme="billing")
    said.say(times=8, day=dt.date(2026, 9, 30), theme="billing")
    found = drawn(said)
    assert found.compared is None
    heard = found.own.aspects["customers"]
    assert (heard.messages, heard.trend, heard.themes[0].trend) == (8, None, None)


def test_only_the_days_of_the_period_count(said):
    for day in (dt.date(2026, 8, 31), dt.date(2026, 9, 1), dt.date(2026, 9, 30), dt.date(2026, 10, 1)):
        said.say(day=day)
    assert drawn(said).messages == 2
    assert months_heard(said.lake) == Period(dt.date(2026, 8, 31), dt.date(2026, 10, 1))


def test_names_that_no_party_has_are_named_with_their_counts(said):
    said.say(times=2, about="kabelhuis")
    said.say(times=5, about="delta-four")
    said.say(times=1)
    assert drawn(said).undeclared == (("delta-four", 5), ("kabelhuis", 2))


def test_a_theme_that_was_removed_since_keeps_its_id_as_its_name(said):
    said.say(theme="fax-machines")
    [theme] = drawn(said).own.aspects["customers"].themes
    assert theme.name == "fax-machines"


def test_an_x_ray_of_nothing_has_no_shares(said):
    found = x_ray(said.lake, PARTIES, SEPTEMBER, themes=THEMES)
    assert (found.messages, found.compared, found.partner_contact, found.own.voice) == (0, None, None, None)
    assert found.own.aspects["customers"].negative is None
    assert months_heard(said.lake) is None
    assert {one.party.kind for one in found.parties} == set(PartyKind)


def test_a_themes_months_add_up_and_a_begun_month_is_marked(said):
    said.say(day=dt.date(2026, 8, 1), theme="billing", need=True)
    said.say(times=3, day=dt.date(2026, 9, 9), theme="billing", reads="negative", frustration=True)
    said.say(times=2, day=dt.date(2026, 10, 5), theme="billing")
    said.say(times=5, day=dt.date(2026, 9, 9), theme="billing", by="brand")
    said.say(times=5, day=dt.date(2026, 9, 9), theme="billing", reads="spam")
    said.say(times=7, day=dt.date(2026, 9, 9), theme="outage", about=BREVIK)
    rebuild_cubes(said.keep())
    months = theme_months(said.lake, HALDEN.id)
    assert set(months) == {"billing"}
    told = [(one.month, one.messages, one.frustrated, one.needing, one.whole) for one in months["billing"]]
    assert told == [
        (Month(2026, 8), 1, 0, 1, True),
        (Month(2026, 9), 3, 3, 0, True),
        (Month(2026, 10), 2, 0, 0, False),
    ]
    assert theme_months(said.lake, BREVIK.id, theme="outage")["outage"][0].messages == 7
    assert theme_months(said.lake, BREVIK.id, theme="billing") == {}
