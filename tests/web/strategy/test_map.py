"""The value map's page: drawn for every reader, changed there by strategists, written into their draft."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from leadline.strategy import parse_document
from leadline.strategy.edits.lines import with_line, without_line
from leadline.web.strategy import map_views, views
from leadline.web.strategy.models import Draft
from tests.web.strategy.test_drafting import typed, words

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

MAP, DRAFT = "/strategy/map/", "/strategy/map/draft/"
NEW = {
    "index": "",
    "id": "router-watch-to-satisfaction",
    "objective": "satisfied-customers",
    "business_metric": "csat",
    "social_metric": "",
    "program": "router-watch",
    "mechanism": "Who is told of a fault\nis not surprised by it.",
}


def changed(text: str, **fields: str) -> dict[str, str]:
    """What the form of the first line sends."""
    line = parse_document(text).document.lines[0]
    held = {name: getattr(line, name) or "" for name in NEW if name != "index"}
    return {"index": "0"} | held | fields


def test_the_map_draws_every_part_and_tells_each_claim_with_its_grade_and_mechanism(of, adopted):
    """S1.2, S0.18: in the picture, and the same in words for who cannot see it."""
    page = of("agent").get(MAP)
    told = words(page)
    assert "Answered within the promise ← Service on the page" in told
    assert "Neighbours who read how a connection went come to look, and some of those who look order." in told
    said = re.findall(r'data-said="(.*?)"', page.content.decode())
    assert any("Calls ← Early warning on routers and deliveries: assumed." in html.unescape(one) for one in said)
    assert "Nothing: every company objective is reached" in told


def test_what_hangs_loose_at_either_end_is_drawn_so_and_listed(of, text):
    """S0.18."""
    client = of("strategist")
    loose = text.replace("company_objectives:\n", "company_objectives:\n  - {id: alone, text: Nobody works on it}\n")
    typed(client, re.sub(r"  - id: stories-to-market-share\n(    .*\n)+", "", loose))
    page = client.get(DRAFT)
    assert "Nobody works on it A company objective that no line leads to." in words(page)
    assert "Stories from the north A method that no line runs through." in words(page)
    assert page.content.decode().count('class="part loose"') == 6, "three parts, in the wide and the narrow picture"


def test_the_picture_is_a_file_that_stands_alone(of, adopted):
    answer = of("agent").get(reverse("strategy:map_picture"))
    root = ElementTree.fromstring(answer.content.decode())  # noqa: S314 - our own file
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    text = answer.content.decode()
    assert "var(" not in text or "--ink: #14212b" in text
    assert "<a " not in text


def test_a_line_added_on_the_map_stands_in_the_draft_with_comments_and_order_kept(of, text):
    client = of("strategist")
    commented = text.replace("lines:\n", "lines:  # why it would work\n")
    typed(client, commented)
    answer = client.post(reverse("strategy:map_line"), NEW)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{DRAFT}#edit-router-watch-to-satisfaction")
    kept = Draft.objects.get().text
    line = parse_document(kept).document.lines[-1]
    assert (line.id, line.business_metric, line.social_metric) == ("router-watch-to-satisfaction", "csat", None)
    assert line.mechanism == "Who is told of a fault is not surprised by it."
    assert [one for one in commented.splitlines() if one not in kept.splitlines()] == []


def test_a_line_is_renamed_and_its_mechanism_rewritten_in_its_place(of, text):
    """What was ignored of it stays ignored."""
    client = of("strategist")
    with_note = text.replace("    value: cost\n", "    value: cost  # per call\n", 1)
    with_note += "ignored:\n  - {rule: LIN011, part: page-service-to-calls, reason: It runs.}\n"
    typed(client, with_note)
    client.post(
        reverse("strategy:map_line"), changed(with_note, id="service-to-calls", mechanism="They read it: here.")
    )
    document = parse_document(Draft.objects.get().text).document
    assert (document.lines[0].id, document.lines[0].mechanism) == ("service-to-calls", "They read it: here.")
    assert document.ignored[0].part == "service-to-calls"
    assert "value: cost  # per call" in Draft.objects.get().text


def test_a_line_is_removed_and_its_neighbours_stay(of, text):
    client = of("strategist")
    typed(client, text)
    client.post(reverse("strategy:map_remove"), {"index": "1"})
    before, after = parse_document(text).document.lines, parse_document(Draft.objects.get().text).document.lines
    assert after == (before[0], *before[2:])


def test_removing_the_last_line_leaves_an_empty_list():
    text = "lines:\n  - {id: a, value: cost}\ngoal: Help\n"
    assert without_line(text, 0)[0] == "lines: []\ngoal: Help\n"


def test_a_comment_inside_a_line_is_never_lost():
    """A field is emptied beside its comment, and what was ignored of a line is renamed beside its own."""
    text = "lines:\n  - id: a\n    value: cost\n    social_metric: turn_rate  # ours\n"
    assert with_line(text, 0, {"id": "a"})[0] == text.replace("turn_rate", "")
    ignored = "lines:\n  - id: a\n    value: cost\nignored:\n  - {rule: LIN011, part: a, reason: It runs.}  # Dana\n"
    assert with_line(ignored, 0, {"id": "b"})[0] == ignored.replace("id: a", "id: b").replace("part: a", "part: b")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"id": "router-watch-to-calls"}, "Another line has this name already"),
        ({"id": "two words"}, "Enter a valid value"),
        ({"objective": "no-such"}, "no-such is not one of the available choices"),
        ({"index": "77", "id": "another"}, "The draft holds no such line any more."),
    ],
)
def test_what_cannot_be_taken_is_said_and_changes_nothing(of, text, wrong, told):
    client = of("strategist")
    typed(client, text)
    answer = client.post(reverse("strategy:map_line"), changed(text) | wrong)
    assert answer.status_code == 422
    assert told in words(answer)
    assert Draft.objects.get().text == text


def test_the_lint_stands_at_the_line_it_speaks_of(of, text):
    """S1.2: a line without its mechanism is remarked in the picture, in words, and at its form."""
    client = of("strategist")
    typed(
        client,
        text.replace(
            "    mechanism: A fault that is known hours earlier is announced before people call to ask.\n", ""
        ),
    )
    page = client.get(DRAFT)
    assert "LIN001" in words(page)
    assert "assumed !" in page.content.decode()
    assert "Nobody has said why it would work." in words(page)


@pytest.mark.parametrize("address", [DRAFT, "/strategy/map/draft/line/", "/strategy/map/draft/remove/"])
def test_only_strategists_edit_the_map(of, adopted, address):
    client = of("manager")
    answer = client.get(address) if address == DRAFT else client.post(address, NEW)
    assert answer.status_code == 403
    assert client.get(MAP).status_code == 200


def test_before_the_first_strategy_the_page_says_what_will_stand_there(of):
    assert "There is no strategy in force to draw yet" in words(of("agent").get(MAP))
    assert "Draw the draft" in words(of("strategist").get(MAP))
    assert of("agent").get(reverse("strategy:map_picture")).status_code == 400


def test_a_draft_that_cannot_be_read_is_not_drawn(of):
    client = of("strategist")
    typed(client, "goal: [\n")
    answer = client.get(DRAFT)
    assert answer.status_code == 422
    assert "Your draft cannot be drawn before it can be read" in words(answer)


def test_the_three_layers_stand_on_the_page_with_what_is_not_joined(of, text):
    """S1.19: business, communications, social; without the middle one the page says that it could not look."""
    client = of("strategist")
    typed(client, text)
    assert "The strategy names no communications objectives" in words(client.get(DRAFT))
    typed(
        client,
        text.replace("    serves: lower-cost-to-serve\n", "    serves: lower-cost-to-serve\n    carries: helpful\n")
        + "communications:\n  - {id: helpful, text: Be the one that answers, serves: lower-cost-to-serve}\n",
    )
    told = words(client.get(DRAFT))
    assert "Lower the cost to serve Be the one that answers Answer everybody who asks on the page" in told
    assert "Satisfy more customers not joined Turn more of those who come angry" in told


def test_what_a_newer_assessment_contradicts_is_listed_as_open_again(of, adopted, monkeypatch):
    """S3.16: on the strategy's page, with the reason."""
    known = map_views.known
    assert "Open again" not in words(of("agent").get("/strategy/"))
    facts = dataclasses.replace(
        known().facts,
        closed_assessments={"1": dt.date(2026, 10, 22), "2": dt.date(2026, 10, 30)},
        findings=frozenset({"waiting-on-the-phone"}),
    )
    monkeypatch.setattr(views, "known", lambda: dataclasses.replace(known(), facts=facts))
    told = words(of("agent").get("/strategy/"))
    assert "Open again" in told
    assert (
        "Early warning on routers and deliveries Assessment 2, closed on 2026-10-30, holds “router-reboots” no more"
        in told
    )
