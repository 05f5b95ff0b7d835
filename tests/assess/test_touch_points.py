"""The experience map: departments in the house's order, and where it hurts (S4.3-S4.5)."""

import datetime as dt

import pytest

from leadline.assess import load_themes, rebuild_cubes, touch_points, x_ray
from leadline.words import Department, Period
from tests.assess.saying import BREVIK, PARTIES

SEPTEMBER = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))


def mapped(said):
    rebuild_cubes(said.keep())
    return touch_points(x_ray(said.lake, PARTIES, SEPTEMBER, themes=load_themes()))


def test_touch_points_stand_in_the_house_s_order_with_their_pain(said):
    """S4.4: "support, product design, logistics, sales and all the way back to marketing"; S4.5: by pain."""
    said.say(times=10, theme="offers", department="marketing")
    said.say(times=6, theme="billing", reads="negative")
    said.say(times=2, theme="waiting", reads="negative")
    said.say(times=2, theme="late-delivery", department="logistics", reads="neutral", frustration=True)
    said.say(times=3, reads="negative")
    said.say(times=5, theme="billing", about=BREVIK, reads="negative")
    found = mapped(said)
    assert [one.department for one in found] == [Department.SUPPORT, Department.LOGISTICS, Department.MARKETING]
    support, logistics, marketing = found
    assert [theme.theme for theme in support.themes] == ["billing", "waiting"]
    assert (support.messages, support.hurting, support.pain.value) == (8, 8, pytest.approx(0.8))
    assert (logistics.hurting, logistics.pain.value) == (2, pytest.approx(0.2))
    assert (marketing.messages, marketing.hurt_rate.value) == (10, 0)


def test_pain_of_nothing_is_not_known(said):
    said.say(theme="billing")
    [support] = mapped(said)
    assert (support.pain, support.hurt_rate.value) == (None, 0)
