"""Objective, then the talk with the company's own people, then the metric (S1.20-S1.22)."""

import html
import re

import pytest

from leadline.errors import LeadlineError
from leadline.strategy.shared import find_part
from leadline.web.accounts.models import Person
from leadline.web.documents import now
from leadline.web.together import workshop_actions as actions
from leadline.web.together.convert import current, draft, whole
from leadline.web.together.models import Idea, Workshop

pytestmark = pytest.mark.django_db

OBJECTIVE = "lower-cost-to-serve"


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture
def place(workspace):
    return f"/strategy/together/{workspace.pk}/workshops/"


@pytest.fixture
def talk(of, place):
    """A workshop of two about the cost to serve."""
    sent = {"objective": OBJECTIVE, "held_on": "2026-10-28", "who": "Tom Okafor\n\n Dana Kowal \n"}
    of("manager").post(place, sent)
    return Workshop.objects.get()


def test_a_workshop_keeps_who_was_there_the_ideas_of_both_kinds_and_the_decision(of, place, talk):
    """S1.20: who, ideas, decision. S1.21: a new way to do business stands beside the ideas that support."""
    assert talk.who == ["Tom Okafor", "Dana Kowal"]
    of("agent").post(f"{place}{talk.pk}/idea/", {"kind": "support", "text": "Answer on the page first."})
    of("champion").post(f"{place}{talk.pk}/idea/", {"kind": "new business", "text": "Sell help by the hour."})
    of("manager").post(f"{place}{talk.pk}/decide/", {"text": "Six people answer on the page from November."})
    page = words(of("agent").get(place))
    for told in (
        "28 October 2026 Tom Okafor, Dana Kowal",
        "Ideas that support it Answer on the page first. Tom Okafor",
        "New ways to do business Sell help by the hour. Dana Kowal",
        "Decided: Six people answer on the page from November. Petra Vogt",
    ):
        assert told in page


def test_the_metric_comes_after_the_talk_and_not_before(of, place, talk, workspace):
    """S1.22: objective, then discussion, then metric."""
    metric = f"{place}{talk.pk}/metric/"
    refused = of("strategist").post(metric, {"metric": "first_contact_resolution"})
    assert (refused.status_code, "First comes the talk, then the number" in words(refused)) == (400, True)
    assert "it was chosen before anybody had talked" in words(of("manager").get(place))
    assert "Nobody has brought an idea yet" in words(of("manager").post(f"{place}{talk.pk}/decide/", {"text": "x"}))
    of("agent").post(f"{place}{talk.pk}/idea/", {"kind": "support", "text": "Answer on the page first."})
    of("manager").post(f"{place}{talk.pk}/decide/", {"text": "So be it."})
    for wrong in ("followers", "no-such-number", ""):
        assert of("strategist").post(metric, {"metric": wrong}).status_code == 400
    of("strategist").post(metric, {"metric": "cost_per_contact"})
    [objective] = [one for one in draft(workspace).company_objectives if one.id == OBJECTIVE]
    assert objective.metric == "cost_per_contact"
    page = words(of("manager").get(place))
    assert page.count("it was chosen before anybody had talked") == len(draft(workspace).company_objectives) - 1


def test_an_idea_becomes_a_method_with_its_origin(of, place, talk, workspace):
    of("agent").post(f"{place}{talk.pk}/idea/", {"kind": "new business", "text": "Sell help by the hour"})
    idea = Idea.objects.get()
    there = f"/strategy/together/{workspace.pk}/ideas/{idea.pk}/take/"
    of("strategist").post(there)
    assert find_part(draft(workspace), "methods:sell-help-by-the-hour")
    tom = [one for one in whole(current(workspace)).participants if one.name == "Tom Okafor"]
    assert [(one.role, one.contributions[0].to) for one in tom] == [("colleague", "sell-help-by-the-hour")]
    assert "in the draft already" in words(of("strategist").post(there))


def test_who_may_bring_and_who_may_decide(of, place, talk):
    for role in ("viewer", "representative"):
        assert of(role).get(place).status_code == 403
        assert of(role).post(f"{place}{talk.pk}/idea/", {"kind": "support", "text": "x"}).status_code == 403
    for role in ("agent", "champion", "executive"):
        assert of(role).post(f"{place}{talk.pk}/decide/", {"text": "x"}).status_code == 403
        of(role).post(place, {"objective": OBJECTIVE, "held_on": "2026-10-28", "who": "x"})
    assert of("manager").post(f"{place}{talk.pk}/metric/", {"metric": "calls"}).status_code == 403
    assert Workshop.objects.count() == 1


def test_what_is_not_there_is_refused(of, place, talk, workspace):
    petra = Person.objects.get(username="manager")
    with pytest.raises(LeadlineError, match="no such company objective"):
        actions.hold(workspace, "nothing", talk.held_on, ["Tom"])
    with pytest.raises(LeadlineError, match="Nobody is named"):
        actions.hold(workspace, OBJECTIVE, talk.held_on, [" "])
    for kind, text in (("shout", "x"), ("support", "  "), ("support", "x" * 1001)):
        with pytest.raises(LeadlineError):
            actions.bring_idea(talk, kind, text, by=petra, now=now())
    assert of("manager").post("/strategy/together/999/workshops/", {}).status_code == 404
    assert of("manager").post(place, {"objective": "nothing", "held_on": "never", "who": ""}).status_code == 422
