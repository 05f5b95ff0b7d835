"""Who was invited sees exactly what they are shown, and everybody else is refused (S3.17, S3.18, S4.22)."""

import datetime as dt
import html
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from leadline.config import stop_clock
from leadline.strategy.shared import digest_of
from leadline.web.accounts.models import Person
from leadline.web.documents import now
from leadline.web.strategy.convert import document_in
from leadline.web.together import actions, inviting
from leadline.web.together.convert import current, draft, seen_in, showing_of
from leadline.web.together.models import Guest, Ranking, Signature, Vote, Words

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def marit() -> Person:
    return Person.objects.get(username="strategist")


def another_workspace(text):
    opened = actions.open_workspace("Another", "", document_in(text), by=marit(), now=now())
    actions.show(opened, ["goal"], by=marit(), now=now())
    return opened


# the door


def test_a_link_lets_one_person_in_without_account_and_password(invite):
    _found, address = invite("Hanne Berg", speaks_for="the customer council")
    client = Client()
    door = client.get(address)
    assert "Hanne Berg, you are asked" in words(door)
    assert "Marit Solheim of Halden Telecom invites you" in words(door)
    assert (door.headers["Cache-Control"], door.headers["Referrer-Policy"]) == ("no-store", "same-origin")
    assert client.post(address).headers["Location"] == "/guest/"
    assert client.get("/guest/").headers["Location"] == "/guest/consent/"
    assert not Person.objects.filter(username__icontains="hanne berg").exists()


def test_looking_at_a_link_does_not_use_it_up(invite):
    """Mail programs look at links before people do."""
    found, address = invite("Hanne Berg")
    for _look in range(3):
        assert Client().get(address).status_code == 200
    found.refresh_from_db()
    assert found.entered_at is None
    assert Client().post(address).status_code == 302


def test_a_link_that_was_used_opens_nothing_for_a_second_person(invite):
    _found, address = invite("Hanne Berg")
    first, second = Client(), Client()
    first.post(address)
    for method in (second.get, second.post):
        refused = method(address)
        assert refused.status_code == 403
        assert "was opened in another browser already" in words(refused)
    assert second.get("/guest/").status_code == 403
    assert first.get(address).headers["Location"] == "/guest/"


def test_the_token_and_the_browsers_key_are_kept_as_hashes_only(invite):
    found, address = invite("Hanne Berg")
    token = address.split("/")[-2]
    client = Client()
    client.post(address)
    found.refresh_from_db()
    kept = " ".join(str(value) for value in Guest.objects.filter(pk=found.pk).values()[0].values())
    assert token not in kept
    assert client.session["guest"]["browser"] not in kept
    assert (found.token_hash, len(found.token_hash)) == (inviting.hashed(token), 64)
    assert not any(token in str(one.get_decoded()) for one in Session.objects.all())


def test_the_link_is_shown_once_and_no_page_can_tell_it_again(of, workspace):
    client = of("strategist")
    place = f"/strategy/together/{workspace.pk}/people/"
    told = client.post(place, {"name": "Hanne Berg", "role": "customer", "days": "14"})
    [address] = re.findall(r'value="(http://testserver/guest/in/[^"]+)"', told.content.decode())
    assert told.headers["Cache-Control"] == "no-store"
    assert "/guest/in/" not in client.get(place).content.decode()
    assert Client().get(address).status_code == 200


def test_a_link_holds_fourteen_days_unless_told_otherwise_and_not_a_second_longer(invite, closed_home, in_home):
    found, address = invite("Hanne Berg")
    assert found.expires_at - found.invited_at == dt.timedelta(days=14)
    _used, used_address = invite("Dora Elm")
    inside = Client()
    inside.post(used_address)
    in_home(stop_clock(closed_home, found.expires_at))
    try:
        for refused in (Client().get(address), Client().post(address), inside.get("/guest/")):
            assert refused.status_code == 403
            assert "This invitation is over" in words(refused)
    finally:
        in_home(stop_clock(closed_home, dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)))


def test_who_is_revoked_is_out_at_once_in_the_open_browser_too(of, guest, workspace):
    found, client = guest("Hanne Berg")
    assert client.get("/guest/").status_code == 200
    of("strategist").post(f"/strategy/together/{workspace.pk}/people/{found.pk}/revoke/")
    refused = client.get("/guest/")
    assert (refused.status_code, "This invitation was taken back" in words(refused)) == (403, True)


def test_a_new_link_ends_the_old_one_and_the_browser_it_was_opened_in(of, guest, workspace):
    found, client = guest("Hanne Berg")
    told = of("strategist").post(f"/strategy/together/{workspace.pk}/people/{found.pk}/renew/")
    [address] = re.findall(r'value="(http://testserver/guest/in/[^"]+)"', told.content.decode())
    assert client.get("/guest/").status_code == 403
    again = Client()
    again.post(address)
    assert "You are read here as Hanne Berg" in words(again.get("/guest/"))


def test_guessing_links_is_stopped_and_stops_no_link_that_is_right_elsewhere(invite):
    _found, address = invite("Hanne Berg")
    client = Client()
    answers = [client.get(f"/guest/in/guess-{number}/").status_code for number in range(22)]
    assert answers == [403] * 20 + [429] * 2
    assert client.get(address).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").get(address).status_code == 200


def test_who_works_here_is_told_to_use_the_preview_and_uses_no_link_up(of, invite):
    found, address = invite("Hanne Berg")
    client = of("strategist")
    assert "You are signed in as Marit Solheim" in words(client.post(address))
    found.refresh_from_db()
    assert found.entered_at is None


def test_a_session_is_of_one_workspace_and_opens_no_page_of_the_site(guest, workspace, text):
    _found, client = guest("Hanne Berg")
    other = another_workspace(text)
    assert "Service on the page" in words(client.get("/guest/"))
    assert "Another" not in words(client.get("/guest/"))
    for place in ("/", "/strategy/", f"/strategy/together/{other.pk}/", f"/strategy/together/{workspace.pk}/preview/"):
        assert client.get(place).headers["Location"].startswith("/sign-in/")


def test_a_forged_session_opens_nothing(guest, invite):
    found, _client = guest("Hanne Berg")
    for forged in ({"pk": found.pk, "browser": ""}, {"pk": found.pk, "browser": "x" * 43}, {"pk": 999, "browser": "x"}):
        client = Client()
        session = client.session
        session["guest"] = forged
        session.save()
        client.cookies["sessionid"] = session.session_key
        assert client.get("/guest/").status_code == 403


def test_a_post_without_its_token_against_forgery_changes_nothing(invite, guest):
    _other, address = invite("Dora Elm")
    found, client = guest("Hanne Berg")
    client.handler.enforce_csrf_checks = True
    for place, sent in (
        ("/guest/say/", {"kind": "comment", "part": "goal", "text": "x"}),
        ("/guest/vote/", {"on": "part:goal", "side": "for"}),
        ("/guest/sign/", {"text": "Hanne Berg", "digest": "x"}),
        ("/guest/mine/take-back/", {"what": "words"}),
    ):
        assert client.post(place, sent).status_code == 403
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    found.refresh_from_db()
    assert (Words.objects.count(), Vote.objects.count(), found.withdrawn_at) == (0, 0, None)


# the consent


def test_the_consent_is_asked_before_the_first_word_and_kept_as_it_was_read(invite):
    """S4.22: customer rights, consent."""
    found, address = invite("Hanne Berg")
    client = Client()
    client.post(address)
    asked = words(client.get("/guest/consent/"))
    for question in ("What is kept of you?", "For how long? Until 31 October 2028", "Can you take it back?"):
        assert question in asked
    for place, sent in (
        ("say", {"kind": "comment", "part": "goal", "text": "x"}),
        ("vote", {"on": "part:goal", "side": "for"}),
        ("sign", {"text": "Hanne Berg", "digest": "x"}),
    ):
        refused = client.post(f"/guest/{place}/", sent)
        assert (refused.status_code, "before you agree to it" in words(refused)) == (400, True)
    assert "You have not agreed yet" in words(client.post("/guest/consent/", {"as": "name"}))
    client.post("/guest/consent/", {"agreed": "yes", "as": "name"})
    found.refresh_from_db()
    assert found.shown_as == "Hanne Berg"
    assert found.consent.endswith("Shown as: Hanne Berg")
    assert "What is kept of you?" in found.consent


def test_somebody_may_be_read_under_another_name_or_none(of, guest, workspace):
    one, client = guest("Hanne Berg", shown="other")
    assert one.shown_as == "Customer 1"
    client.post("/guest/say/", {"kind": "comment", "part": "goal", "text": "Good."})
    page = words(of("manager").get(f"/strategy/together/{workspace.pk}/"))
    assert "Customer 1" in page
    assert "Hanne Berg" not in page


def test_nobody_takes_the_name_of_somebody_else(invite, guest):
    guest("Hanne Berg")
    for taken in ("hanne berg", "Marit Solheim"):
        _other, address = invite(f"Dora {taken[:3]}")
        client = Client()
        client.post(address)
        refused = client.post("/guest/consent/", {"agreed": "yes", "as": "other", "other": taken})
        assert "Somebody else is called" in words(refused)


def test_nobody_speaks_for_the_market_from_the_inside(of, workspace):
    """S3.19."""
    place = f"/strategy/together/{workspace.pk}/people/"
    refused = of("strategist").post(place, {"name": "jonas FEHR", "role": "customer", "days": "14"})
    assert refused.status_code == 422
    assert "nobody speaks for the market from the inside" in words(refused)
    of("strategist").post(place, {"name": "Jonas Fehr", "role": "colleague", "days": "14"})
    assert Guest.objects.get().role == "colleague"


# what they see, and what they do


def test_what_is_not_shared_is_not_seen_and_nothing_can_be_said_of_it(of, guest, workspace):
    _found, client = guest("Hanne Berg")
    page = words(client.get("/guest/"))
    assert "A service team answers every question on our page within the hour" in page
    assert "Field engineers tell on their own accounts" not in page
    for sent in (
        {"kind": "comment", "part": "objectives:engineers-speak", "text": "x"},
        {"kind": "wording", "part": "resources", "text": "x"},
        {"kind": "wording", "part": "reporting", "text": "x"},
        {"kind": "new", "part": "line", "text": "x"},
        {"kind": "shout", "part": "goal", "text": "x"},
        {"kind": "comment", "part": "", "text": "x"},
    ):
        refused = client.post("/guest/say/", sent)
        assert (refused.status_code, "not among what you were shown" in words(refused)) == (400, True)
    for on in ("part:objectives:engineers-speak", "words:1", "words:x", "guest:1", ""):
        assert client.post("/guest/vote/", {"on": on, "side": "for"}).status_code == 400
    assert (Words.objects.count(), Vote.objects.count()) == (0, 0)


def test_no_money_no_numbers_no_messages_no_remarks_and_no_other_names_are_shown(guest, workspace, text):
    """S3.18: controlled guest access."""
    _found, client = guest("Hanne Berg")
    page = words(client.get("/guest/"))
    for hidden in ("€", "40,500", "40500", "960 hours", "Jonas Fehr", "PAR0", "COM0", "on hold for an hour", "12 %"):
        assert hidden not in page
    assert "/strategy/" not in client.get("/guest/").content.decode()


def test_nothing_is_shown_before_somebody_has_ticked_it(of, text):
    client, opened = of("strategist"), actions.open_workspace("New", "", document_in(text), by=marit(), now=now())
    place = f"/strategy/together/{opened.pk}/show/"
    assert " checked" not in client.get(place).content.decode()
    assert " checked" in client.get(f"{place}?all").content.decode()
    refused = client.post(place, {})
    assert (refused.status_code, "Nothing is ticked" in words(refused)) == (400, True)
    assert client.post(place, {"part": ["goal", "resources"]}).status_code == 400
    assert showing_of(opened) is None


def test_a_part_that_names_money_cannot_be_shown(of, workspace):
    client = of("strategist")
    mission = next(one for one in seen_in(showing_of(workspace)) if one.key == "mission")
    actions.reword(workspace, "mission", "Save € 40,000 a month", seen=digest_of((mission,)), by=marit(), now=now())
    refused = client.post(f"/strategy/together/{workspace.pk}/show/", {"part": ["goal", "mission"]})
    assert "names an amount of money" in words(refused)
    assert showing_of(workspace).number == 1


def test_the_preview_shows_the_same_parts_and_its_buttons_do_nothing(of, guest, workspace):
    _found, client = guest("Hanne Berg")
    preview = of("manager").get(f"/strategy/together/{workspace.pk}/preview/")
    said = re.compile(r'<p class="said">(.*?)</p>', re.DOTALL)
    assert said.findall(preview.content.decode()) == said.findall(client.get("/guest/").content.decode())
    assert not re.search(r"<button class=\"button\"(?![^>]*disabled)[^>]*>(Sign|Say it)", preview.content.decode())
    assert of("agent").get(f"/strategy/together/{workspace.pk}/preview/").status_code == 403


def test_what_changes_later_is_seen_only_when_it_is_shown_anew(of, guest, workspace):
    _found, client = guest("Hanne Berg")
    goal = next(one for one in seen_in(showing_of(workspace)) if one.key == "goal")
    actions.reword(workspace, "goal", "Another goal", seen=digest_of((goal,)), by=marit(), now=now())
    assert "Another goal" not in words(client.get("/guest/"))
    of("strategist").post(f"/strategy/together/{workspace.pk}/show/", {"part": ["goal"]})
    assert "Another goal" in words(client.get("/guest/"))


def test_votes_and_an_order_are_kept_and_the_last_word_counts(guest, workspace):
    _found, client = guest("Hanne Berg")
    client.post("/guest/vote/", {"on": "part:goal", "side": "for"})
    client.post("/guest/vote/", {"on": "part:goal", "side": "against"})
    assert [(one.on, one.is_for) for one in Vote.objects.all()] == [("part:goal", False)]
    methods = [one.key for one in seen_in(showing_of(workspace)) if one.element == "methods"]
    client.post("/guest/rank/", {"of": "methods", "up": methods[1]})
    assert Ranking.objects.get().order == [methods[1], methods[0], *methods[2:]]
    client.post("/guest/rank/", {"of": "opportunities", "down": "phone"})
    assert Ranking.objects.get(of="opportunities").order == ["late", "phone"]
    for sent in ({"of": "methods", "up": "methods:nobody"}, {"of": "resources", "up": "x"}, {"of": "methods"}):
        assert client.post("/guest/rank/", sent).status_code == 400


def test_others_proposals_are_voted_on_until_they_are_answered(of, guest, workspace):
    _hanne, first = guest("Hanne Berg", shown="other")
    first.post("/guest/say/", {"kind": "new", "part": "method", "text": "Call back within the day"})
    _dora, second = guest("Dora Elm", "partner", partner_type="dealer")
    page = words(second.get("/guest/"))
    assert "What others propose “Call back within the day” Customer 1" in page
    proposal = Words.objects.get()
    second.post("/guest/vote/", {"on": f"words:{proposal.pk}", "side": "for"})
    assert "1 for, 0 against" in words(of("strategist").get(f"/strategy/together/{workspace.pk}/"))
    assert first.post("/guest/vote/", {"on": f"words:{proposal.pk}", "side": "for"}).status_code == 400


def test_who_writes_too_often_waits_and_what_was_said_stays(guest):
    _found, client = guest("Hanne Berg")
    sent = {"kind": "comment", "part": "goal", "text": "Again."}
    answers = [client.post("/guest/say/", sent).status_code for _number in range(31)]
    assert answers[-2:] == [429, 429]
    assert Words.objects.count() == answers.count(302)


def test_words_that_are_refused_are_given_back(guest):
    _found, client = guest("Hanne Berg")
    refused = client.post("/guest/say/", {"kind": "comment", "part": "nothing", "text": "Long thoughts of mine"})
    assert "What you wrote, to copy Long thoughts of mine" in words(refused)
    assert client.post("/guest/say/", {"kind": "comment", "part": "goal", "text": "x" * 2001}).status_code == 400


# the signature


def test_a_signature_names_exactly_what_was_shown(guest, workspace):
    _found, client = guest("Hanne Berg", speaks_for="the customer council")
    seen = seen_in(showing_of(workspace))
    for sent in (
        {"text": "Somebody Else", "digest": digest_of(seen)},
        {"text": "Hanne Berg", "digest": "0" * 64},
        {"text": "", "digest": digest_of(seen)},
    ):
        assert client.post("/guest/sign/", sent).status_code == 400
    client.post("/guest/sign/", {"text": "hanne  berg", "digest": digest_of(seen)})
    signature = Signature.objects.get()
    assert (signature.name, signature.role, signature.day.isoformat(), signature.parts) == (
        "Hanne Berg",
        "customer, the customer council",
        "2026-11-01",
        len(seen),
    )
    assert signature.digest == digest_of(seen)
    assert "Hanne Berg signed on" in words(client.get("/guest/"))


def test_a_signature_counts_no_more_when_a_word_of_it_changes(of, guest, workspace):
    from leadline.web.together.convert import whole

    _found, client = guest("Hanne Berg")
    client.post("/guest/sign/", {"text": "Hanne Berg", "digest": digest_of(seen_in(showing_of(workspace)))})
    there = {one.name: one.signed for one in whole(current(workspace)).participants}
    assert there["Hanne Berg"] is not None
    hidden = next(one for one in draft(workspace).objectives if one.id == "engineers-speak")
    part = actions.find_part(draft(workspace), f"objectives:{hidden.id}")
    actions.reword(workspace, part.key, "Unseen, so it stands", seen=digest_of((part,)), by=marit(), now=now())
    assert {one.name: one.signed for one in whole(current(workspace)).participants} == there
    goal = actions.find_part(draft(workspace), "goal")
    actions.reword(workspace, "goal", "Another goal", seen=digest_of((goal,)), by=marit(), now=now())
    assert {one.name: one.signed for one in whole(current(workspace)).participants}["Hanne Berg"] is None
    assert "You are asked again once the change is shown to you here" in words(client.get("/guest/"))
    of("strategist").post(f"/strategy/together/{workspace.pk}/show/", {"part": showing_of(workspace).keys})
    assert "What you signed has changed since" in words(client.get("/guest/"))
    assert "Your name, written by you" in words(client.get("/guest/"))
    page = words(of("strategist").get(f"/strategy/together/{workspace.pk}/"))
    assert "signed an earlier wording, which does not count; ask again" in page


@pytest.mark.parametrize(
    "name",
    [
        "hanne berg",
        "Ｈanne　Berg",
        "Hanne\u200b Berg",
        "Hаnne Berg",  # the first a is Cyrillic
        "\u202eHanne Berg",
        "objectives",
        "  Goal ",
    ],
)
def test_nobody_is_read_under_anothers_name_or_a_word_of_the_strategy_however_it_is_spelt(invite, guest, name):
    """S3.18: with another's name one would sign for them, and erase them."""
    guest("Hanne Berg")
    found, address = invite("Mallory Stranger", "customer")
    client = Client()
    client.post(address)
    asked = {"agreed": "yes", "as": "other"}
    assert client.post("/guest/consent/", asked | {"other": name}).status_code == 400
    found.refresh_from_db()
    assert found.consented_at is None
    client.post("/guest/consent/", asked | {"other": "Mallory S."})
    found.refresh_from_db()
    assert found.shown_as == "Mallory S."
