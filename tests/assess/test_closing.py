"""A closed assessment stays as it was: objectives are confirmed against it (S3.16)."""

import datetime as dt

import pytest

from leadline.assess import assessments, close, load_themes, opportunities, rebuild_cubes, x_ray
from leadline.assess.xray import closing
from leadline.errors import LeadlineError
from leadline.words import Period
from tests.assess.saying import PARTIES, Said

NOW = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=3)
SEPTEMBER = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))


def drawn(said: Said):
    rebuild_cubes(said.keep())
    return x_ray(said.lake, PARTIES, SEPTEMBER, themes=load_themes())


def test_closing_the_same_content_twice_gives_one_version(said):
    said.say(times=40, theme="billing", frustration=True)
    first = close(said.lake, drawn(said), now=NOW)
    again = close(said.lake, drawn(said), now=LATER)
    assert first == again == assessments(said.lake)[0]
    assert (first.version, first.closed_at, first.period) == (1, NOW, SEPTEMBER)
    assert len(assessments(said.lake)) == 1


def test_what_was_learned_since_becomes_the_next_version_and_the_first_stays(said):
    said.say(times=40, theme="billing", frustration=True)
    first = close(said.lake, drawn(said), now=NOW)
    said.say(times=60, theme="outage", department="product", frustration=True)
    second = close(said.lake, drawn(said), now=LATER)
    assert [one.version for one in assessments(said.lake)] == [1, 2]
    assert assessments(said.lake)[0] == first
    assert [one["id"] for one in first.content["opportunities"]] == ["fix-billing"]
    assert [one["id"] for one in second.content["opportunities"]] == ["fix-outage", "fix-billing"]


def test_a_closed_assessment_holds_x_ray_findings_opportunities_and_the_model(said):
    said.say(times=40, theme="billing", frustration=True)
    picture = drawn(said)
    content = close(said.lake, picture, now=NOW).content
    assert set(content) == {"model", "x_ray", "findings", "opportunities"}
    assert content["x_ray"]["messages"] == 40
    assert content["findings"][0]["sentence"].startswith("40 of 40 customers' messages about bills and payments")
    assert content["opportunities"][0]["priority"] == pytest.approx(opportunities(picture)[0].priority)


def test_nothing_read_cannot_be_closed(said):
    with pytest.raises(LeadlineError, match="nothing to close"):
        close(said.lake, x_ray(said.lake, PARTIES, SEPTEMBER, themes=load_themes()), now=NOW)
    assert assessments(said.lake) == ()


def test_two_who_close_at_once_get_two_versions(said, monkeypatch):
    """The second one read the list of versions before the first one wrote."""
    said.say(times=40, theme="billing", frustration=True)
    early = drawn(said)
    said.say(times=5)
    late = drawn(said)
    close(said.lake, early, now=NOW)
    stale = iter([()])
    listed = closing.assessments
    monkeypatch.setattr(closing, "assessments", lambda lake: next(stale, listed(lake)))
    assert close(said.lake, late, now=LATER).version == 2
    assert [one.version for one in listed(said.lake)] == [1, 2]
