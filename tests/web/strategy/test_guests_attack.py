"""What a stranger tries on the invited and their pages, planted: names made to hurt, guesses, floods, and prying."""

import pytest
from django.test import Client

from leadline.web.together.models import Guest, Vote, Words

pytestmark = pytest.mark.django_db

RTL = "Hanne\u202egreB"
HTML = "<img src=x onerror=alert(1)>"


def test_a_name_that_holds_html_is_text_on_every_page(of, guest, workspace):
    found, client = guest("Dora Elm")
    client.post("/guest/say/", {"kind": "new", "part": "method", "text": HTML})
    Guest.objects.filter(pk=found.pk).update(shown_as=HTML, name=HTML, speaks_for=HTML)
    other = guest("Hanne Berg")[1]
    inside = [f"/strategy/together/{workspace.pk}/{page}" for page in ("", "people/", "parts/", "invitation/")]
    pages = [of("strategist").get(place) for place in (*inside, "/strategy/together/")]
    for page in (*pages, other.get("/guest/"), client.get("/guest/mine/"), client.get("/guest/")):
        assert page.status_code == 200
        assert HTML not in page.content.decode()


@pytest.mark.parametrize("name", [RTL, "Ha\u200bnne", "Hanne\x00Berg", "x" * 201, "Hanne Bеrg", "goal"])
def test_a_strategist_invites_nobody_under_a_name_that_deceives(of, workspace, name):
    """Written backwards, with signs that nobody sees, in letters of two alphabets, too long, or a word of the draft."""
    place = f"/strategy/together/{workspace.pk}/people/"
    refused = of("strategist").post(place, {"name": name, "role": "customer", "days": "14"})
    assert refused.status_code == 422
    assert Guest.objects.count() == 0
    taken = of("strategist").post(place, {"name": "Zoë Ångström-O'Neill", "role": "customer", "days": "14"})
    assert (taken.status_code, Guest.objects.get().name) == (200, "Zoë Ångström-O'Neill")


def test_whom_somebody_speaks_for_holds_no_sign_that_nobody_sees(of, workspace):
    place, sent = f"/strategy/together/{workspace.pk}/people/", {"name": "Hanne Berg", "role": "customer", "days": "14"}
    assert of("strategist").post(place, {**sent, "speaks_for": f"council{RTL}"}).status_code == 422
    assert of("strategist").post(place, {**sent, "speaks_for": "the council"}).status_code == 200


@pytest.mark.parametrize("name", [RTL, "x" * 81, "<b>Hanne</b>" * 20])
def test_a_guest_chooses_no_such_name_either(invite, name):
    _found, address = invite("Dora Elm")
    client = Client()
    client.post(address)
    client.post("/guest/consent/", {"agreed": "yes", "as": "other", "other": name})
    found = Guest.objects.get()
    assert (found.consented_at, found.shown_as) == (None, "")


def test_what_is_said_is_at_most_two_thousand_signs_and_shows_its_direction(guest):
    _found, client = guest("Hanne Berg")
    sent = {"kind": "comment", "part": "goal"}
    assert client.post("/guest/say/", {**sent, "text": "x" * 2_001}).status_code == 400
    assert client.post("/guest/say/", {**sent, "text": "x" * 3_000_000}).status_code == 400
    assert client.post("/guest/say/", {**sent, "text": "x" * 2_000}).status_code == 302
    client.post("/guest/say/", {**sent, "text": "Good\u202e.eno daB\u0000\u2066"})
    assert Words.objects.latest("pk").text == "Good.eno daB", "no sign turns the page's other words around"
    client.post("/guest/say/", {**sent, "text": "שלום, 👩‍👩‍👧"})
    assert Words.objects.latest("pk").text == "שלום, 👩‍👩‍👧", "a language that is written so is left alone"


def test_who_writes_thirty_things_in_a_minute_waits_and_nobody_else_does(guest):
    _one, client = guest("Hanne Berg")
    _two, other = guest("Dora Elm")
    answers = [client.post("/guest/vote/", {"on": "part:goal", "side": "for"}).status_code for _time in range(31)]
    assert (answers.count(429) >= 1, answers[0]) == (True, 302)
    assert other.post("/guest/vote/", {"on": "part:goal", "side": "for"}).status_code == 302


def test_a_guest_reads_nothing_of_the_others_but_their_chosen_name_and_proposals(guest):
    """No key, no invited name, no body they speak for, no comment, no vote, no signature."""
    found, other = guest("Berit Aas", shown="other", speaks_for="the secret council")
    other.post("/guest/say/", {"kind": "comment", "part": "goal", "text": "My comment"})
    other.post("/guest/say/", {"kind": "new", "part": "method", "text": "My proposal"})
    other.post("/guest/vote/", {"on": "part:goal", "side": "for"})
    _mine, client = guest("Hanne Berg")
    for place in ("/guest/", "/guest/mine/", "/guest/mine/everything.json"):
        page = client.get(place).content.decode()
        for hidden in ("Berit", "secret council", "My comment", found.key, found.token_hash, found.browser_hash):
            assert hidden not in page
    assert "My proposal" in client.get("/guest/").content.decode()
    words = Words.objects.get(kind="comment")
    assert client.post("/guest/vote/", {"on": f"words:{words.pk}", "side": "for"}).status_code == 400
    assert Vote.objects.count() == 1
