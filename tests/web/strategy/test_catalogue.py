"""The catalogue of metrics and the templates of methods, as pages."""

from __future__ import annotations

import pytest

from leadline.strategy import parse_document
from leadline.web.strategy.models import Draft
from tests.web.strategy.test_drafting import typed, words

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

METRICS, OWN, METHODS, CHOOSE = (
    "/strategy/metrics/",
    "/strategy/metrics/own/",
    "/strategy/methods/",
    "/strategy/methods/choose/",
)
QUEUE = {
    "id": "queue_walks",
    "name": "Walk-outs",
    "definition": "People who leave the queue of a shop.",
    "unit": "people a day",
    "good": "down",
    "source": "door counters",
    "gamed": "Lock the door.",
    "fits": ["satisfaction"],
    "business": "on",
}


def test_packs_stand_with_definition_direction_source_and_how_each_is_gamed(of):
    """S1.17, S1.18."""
    told = words(of("agent").get(METRICS))
    for said in ("Better customer service", "Brand awareness", "less is better", "Hide the button.", "share_of_voice"):
        assert said in told


def test_metrics_are_judged_for_an_objective_with_the_reason(of, adopted):
    """S1.13, S1.9."""
    told = words(of("agent").get(METRICS, {"for": "satisfied-customers"}))
    assert "Which metric shows “Satisfy more customers”?" in told
    assert "It can show satisfaction" in told
    assert "it can get better while satisfaction does not." in told
    assert "It counts attention, and says nothing of what people do then" in told
    assert of("agent").get(METRICS, {"for": "no such"}).status_code == 200


def test_a_metric_of_the_companys_own_is_described_in_the_draft_once(of, text):
    """S1.13: and can then be chosen on the map."""
    client = of("strategist")
    typed(client, text)
    assert client.post(OWN, QUEUE).status_code == 302
    (own,) = parse_document(Draft.objects.get().text).document.metrics
    assert (own.id, str(own.good), own.business, own.fits) == ("queue_walks", "down", True, ("satisfaction",))
    assert "Walk-outs" in words(client.get(METRICS))
    assert "Walk-outs (people a day)" in words(client.get("/strategy/map/draft/"))
    again = client.post(OWN, QUEUE)
    assert again.status_code == 422
    assert "Your draft describes this metric already" in words(again)


def test_a_template_becomes_a_method_of_the_draft_once(of, text):
    """S1.14, S4.7 to S4.11."""
    client = of("strategist")
    typed(client, text)
    assert "Support first, marketing last" in words(client.get(METHODS))
    assert client.post(CHOOSE, {"template": "customer-community"}).status_code == 302
    method = parse_document(Draft.objects.get().text).document.methods[-1]
    assert (method.id, method.run_by, method.serves) == ("customer-community", "joint", ())
    assert client.post(CHOOSE, {"template": "customer-community"}).status_code == 400
    assert client.post(CHOOSE, {"template": "dance"}).status_code == 400


@pytest.mark.parametrize(("address", "sent"), [(OWN, QUEUE), (CHOOSE, {"template": "customer-community"})])
def test_only_strategists_write_from_these_pages(of, adopted, address, sent):
    assert of("manager").post(address, sent).status_code == 403
    assert of("manager").get(METHODS).status_code == 200
