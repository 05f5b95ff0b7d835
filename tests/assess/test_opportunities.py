"""Opportunities follow from the x-ray by a formula one can open (S3.14)."""

import datetime as dt

import pytest

from leadline.assess import WEIGHTS, findings, load_themes, opportunities, rebuild_cubes, x_ray
from leadline.words import Department, MethodKind, Period
from tests.assess.saying import BREVIK, FJORD, PARTIES, Said

MONTHS = 3
PERIOD = Period(dt.date(2026, 9, 1), dt.date(2026, 11, 30))  # 91 days
A_MONTH = 365.25 / 12


def drawn(said: Said):
    rebuild_cubes(said.keep())
    return x_ray(said.lake, PARTIES, PERIOD, themes=load_themes())


def only(said: Said):
    [one] = opportunities(drawn(said))
    return one


def test_the_priority_is_size_times_lead_times_weight(said):
    """120 of 200 own messages are frustrated (0.6), 60 of 200 at the competitors (0.3): lead 2."""
    said.say(times=120, theme="billing", department="sales", frustration=True)
    said.say(times=80, theme="billing", department="sales")
    said.say(times=40, theme="billing", department="sales", about=BREVIK, frustration=True)
    said.say(times=20, theme="billing", department="sales", about=FJORD, frustration=True)
    said.say(times=140, theme="billing", department="sales", about=FJORD)
    one = only(said)
    months = 91 / A_MONTH
    assert (one.id, one.title, one.reading) == ("fix-billing", "Fix: bills and payments", "frustration")
    assert (one.department, one.method) == (Department.SALES, MethodKind.SALES)
    assert one.a_month.value == pytest.approx(120 / months)
    assert (one.own_share.value, one.rival_share.value) == (0.6, 0.3)
    assert one.lead == pytest.approx(2.0)
    assert one.priority == pytest.approx(120 / months * 2.0 * 1.0)
    assert one.a_month.low < one.a_month.value < one.a_month.high
    assert one.findings == ("frustration-billing",)


@pytest.mark.parametrize(
    ("rivals_frustrated", "rivals", "lead"),
    [(40, 80, 1.2), (80, 80, 0.6), (1, 80, 2.0), (0, 80, 2.0), (29, 29, 1.0), (0, 0, 1.0)],
    ids=["a little more", "less", "far more, capped", "they never", "too few to compare", "none to compare"],
)
def test_the_lead_is_how_many_times_as_often_as_at_competitors(said, rivals_frustrated, rivals, lead):
    said.say(times=60, theme="billing", frustration=True)
    said.say(times=40, theme="billing")
    said.say(times=rivals_frustrated, theme="billing", about=BREVIK, frustration=True)
    said.say(times=rivals - rivals_frustrated, theme="billing", about=BREVIK)
    one = only(said)
    assert one.lead == pytest.approx(lead)
    assert (one.rival_share is None) == (rivals < 30)


def test_need_and_excitement_are_opportunities_too_and_pain_comes_first(said):
    """S3.10: the same number of messages with each reading ranks frustration, need, excitement."""
    said.say(times=50, theme="billing", frustration=True, need=True, excitement=True)
    ranked = opportunities(drawn(said))
    assert [one.title.split(":")[0] for one in ranked] == ["Fix", "Answer", "Build on"]
    size = 50 / (91 / A_MONTH)
    assert [one.priority for one in ranked] == pytest.approx([size * weight for weight in WEIGHTS.values()])


def test_fewer_than_thirty_messages_are_no_finding(said):
    said.say(times=29, theme="billing", frustration=True)
    said.say(times=30, theme="outage", department="product", frustration=True)
    assert [one.id for one in findings(drawn(said))] == ["frustration-outage"]


def test_competitors_partners_and_the_brand_itself_give_no_opportunity(said):
    said.say(times=40, theme="billing", frustration=True, about=BREVIK)
    said.say(times=40, theme="billing", frustration=True, by="dealer")
    said.say(times=40, theme="billing", frustration=True, by="brand")
    said.say(times=40, theme="billing", reads="spam", frustration=True)
    assert opportunities(drawn(said)) == ()


def test_a_finding_says_what_it_rests_on(said):
    said.say(times=30, theme="waiting-on-the-phone", frustration=True)
    said.say(times=70, theme="waiting-on-the-phone")
    [found] = findings(drawn(said))
    assert found.sentence == "30 of 100 customers' messages about waiting on the phone show frustration (30 %)."
    assert (found.party, found.messages, found.share.value) == ("halden", 30, 0.3)
    assert found.department is Department.SUPPORT


def test_a_shorter_period_counts_as_a_part_of_a_month(said):
    said.say(times=30, theme="billing", frustration=True, day=dt.date(2026, 9, 5))
    rebuild_cubes(said.keep())
    week = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 7))
    [one] = opportunities(x_ray(said.lake, PARTIES, week, themes=load_themes()))
    assert one.a_month.value == pytest.approx(30 / 7 * A_MONTH)
