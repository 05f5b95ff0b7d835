"""What an invitation promises holds after its end: consent is taken back; and nobody acts as two (S4.22, S3.18)."""

import datetime as dt
import html
import logging
import re
from contextlib import contextmanager

import pytest
from django.test import Client

from leadline.config import stop_clock
from leadline.strategy.shared import digest_of
from leadline.web.accounts.models import Person
from leadline.web.together.convert import seen_in, showing_of
from leadline.web.together.models import Guest, Signature, Vote, Words

pytestmark = pytest.mark.django_db

EVERYTHING_ELSE = (
    ("get", "/guest/", {}),
    ("get", "/guest/consent/", {}),
    ("post", "/guest/say/", {"kind": "comment", "part": "goal", "text": "x"}),
    ("post", "/guest/vote/", {"on": "part:goal", "side": "for"}),
    ("post", "/guest/rank/", {"of": "methods", "up": "methods:page-service"}),
    ("post", "/guest/sign/", {"text": "Hanne Berg", "digest": "x"}),
)


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture
def hanne(invite, workspace):
    """Hanne Berg, who said something and signed: her row, her browser and the address of her link."""
    found, address = invite("Hanne Berg")
    client = Client()
    client.post(address)
    client.post("/guest/consent/", {"agreed": "yes", "as": "name"})
    client.post("/guest/say/", {"kind": "comment", "part": "goal", "text": "Do not call me."})
    client.post("/guest/sign/", {"text": "Hanne Berg", "digest": digest_of(seen_in(showing_of(workspace)))})
    found.refresh_from_db()
    return found, client, address


@pytest.fixture
def later(closed_home, in_home):
    """`with later(day):` it is another day."""

    @contextmanager
    def at(day: dt.datetime):
        in_home(stop_clock(closed_home, day))
        try:
            yield
        finally:
            in_home(stop_clock(closed_home, dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)))

    return at


def end(how: str, of, workspace, guest: Guest) -> None:
    place = f"/strategy/together/{workspace.pk}/"
    of("strategist").post(f"{place}people/{guest.pk}/revoke/" if how == "revoked" else f"{place}close/")


@pytest.mark.parametrize("how", ["revoked", "closed"])
def test_who_is_out_sees_and_takes_back_what_is_theirs_and_does_nothing_else(how, hanne, of, workspace):
    found, client, _address = hanne
    end(how, of, workspace, found)
    for method, place, sent in EVERYTHING_ELSE:
        assert getattr(client, method)(place, sent).status_code == 403, place
    assert (Words.objects.count(), Vote.objects.count(), Signature.objects.count()) == (1, 0, 1)
    assert 'href="/guest/mine/"' in client.get("/guest/").content.decode()
    mine = client.get("/guest/mine/")
    assert (mine.status_code, "Do not call me." in words(mine)) == (200, True)
    assert 'href="/guest/">Service on the page' not in mine.content.decode()
    assert client.get("/guest/mine/everything.json").json()["name"] == "Hanne Berg"
    assert "Your name and your words are erased" in words(client.post("/guest/mine/take-back/", {"what": "words"}))
    assert (Words.objects.count(), Signature.objects.count()) == (0, 0)
    assert client.get("/guest/mine/").status_code == 403


def test_after_the_invitation_is_over_ones_own_words_are_read_and_taken_back_and_nothing_else(hanne, later):
    """S4.22, in the browser that was let in: it is known for as long as anything is kept."""
    found, client, address = hanne
    with later(found.expires_at):
        for method, place, sent in EVERYTHING_ELSE:
            assert getattr(client, method)(place, sent).status_code == 403, place
        for place in (address, "/guest/"):
            refused = client.get(place)
            assert (refused.status_code, 'href="/guest/mine/"' in refused.content.decode()) == (403, True)
        assert client.post(address).status_code == 403, "the link lets nobody in again"
        assert "Do not call me." in words(client.get("/guest/mine/"))
        assert client.get("/guest/mine/everything.json").json()["words"][0]["text"] == "Do not call me."
        stranger = Client()
        assert (stranger.get("/guest/mine/").status_code, stranger.get(address).status_code) == (403, 403)
        assert "Your name and your words are erased" in words(client.post("/guest/mine/take-back/", {"what": "words"}))
        assert client.get("/guest/mine/").status_code == 403
    assert Words.objects.count() == 0


def test_a_browser_is_known_until_the_last_day_on_which_anything_is_kept(hanne, invite):
    """A session that ended with the link would have closed the door to one's own words, too."""
    found, client, _address = hanne
    days = client.session.get_expiry_age() / 86_400
    assert 0 <= days - (found.kept_until - found.consented_at.date()).days <= 1
    other, address = invite("Dora Elm")
    looking = Client()
    looking.post(address)
    assert round(looking.session.get_expiry_age() / 86_400) == (other.expires_at - other.invited_at).days + 30
    client.post("/guest/leave/")
    assert "guest" not in client.session


@pytest.mark.parametrize("how", ["revoked", "closed", "expired", "another browser"])
def test_by_the_link_alone_consent_is_taken_back_whatever_became_of_the_invitation(how, hanne, of, workspace, later):
    """S4.22: the consent says that it can be taken back at any time."""
    found, _client, address = hanne
    if how in ("revoked", "closed"):
        end(how, of, workspace, found)
    with later(found.expires_at if how == "expired" else dt.datetime(2026, 11, 2, tzinfo=dt.UTC)):
        anywhere = Client()
        refused = anywhere.get(address)
        assert refused.status_code == 403
        assert f'href="{address}take-back/"' in refused.content.decode()
        door = anywhere.get(f"{address}take-back/")
        assert (door.status_code, "Do not call me." in words(door), "Hanne" in words(door)) == (200, False, False)
        for method, place, sent in (*EVERYTHING_ELSE, ("get", "/guest/mine/", {})):
            assert getattr(anywhere, method)(place, sent).status_code == 403, place
        told = anywhere.post(f"{address}take-back/", {"name": "hanne berg", "what": "words"})
    assert "Your name and your words are erased" in words(told)
    found.refresh_from_db()
    assert (found.name, Words.objects.count()) == ("somebody who took part", 0)


def test_the_narrow_door_opens_for_nobody_elses_name_and_no_wrong_link(hanne):
    _found, _client, address = hanne
    stranger = Client()
    for name in ("", "Dora Elm"):
        assert stranger.post(f"{address}take-back/", {"name": name, "what": "words"}).status_code == 403
    assert stranger.post(f"{address}take-back/", {"name": "Hanne Berg", "what": "all"}).status_code == 400
    assert stranger.post("/guest/in/guess/take-back/", {"name": "Hanne Berg", "what": "words"}).status_code == 403
    assert Words.objects.count() == 1
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(f"{address}take-back/", {"name": "Hanne Berg", "what": "words"}).status_code == 403
    answers = [stranger.post(f"{address}take-back/", {"name": f"Guess {n}", "what": "words"}) for n in range(20)]
    assert answers[-1].status_code == 429
    assert Words.objects.count() == 1


# who acts


def test_who_signs_in_is_a_guest_no_more_in_this_browser(hanne, of):
    found, client, _address = hanne
    of("strategist")  # there are people who sign in
    client.force_login(Person.objects.get(username="strategist"))
    assert "guest" not in client.session
    assert client.session.get_expiry_age() == 14 * 24 * 3600, "the site's own, and not what was left of the link"
    for method, place, sent in EVERYTHING_ELSE:
        assert getattr(client, method)(place, sent).status_code == 403, place
    assert client.get("/strategy/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/guest/").status_code == 403, "the guest does not come back"
    assert Words.objects.filter(guest=found).count() == 1


def test_nobody_acts_as_a_guest_while_they_are_signed_in(hanne, of):
    """Whatever a session holds: here both, as one that was made before."""
    _found, client, address = hanne
    kept = client.session["guest"]
    both = of("strategist")
    session = both.session
    session["guest"] = kept
    session.save()
    for method, place, sent in (*EVERYTHING_ELSE, ("get", "/guest/mine/", {}), ("post", address, {})):
        refused = getattr(both, method)(place, sent)
        assert (refused.status_code, "You are signed in as Marit Solheim" in words(refused)) == (403, True), place
    assert Words.objects.count() == 1


# what is logged


def test_no_log_holds_the_token_of_a_link(hanne, of, workspace):
    """Django writes every address that it refuses."""
    found, _client, address = hanne
    token = address.split("/")[-2]
    end("revoked", of, workspace, found)
    handler = logging.getLogger("django").handlers[0]
    seen: list[str] = []
    handler.emit, kept = lambda record: seen.append(handler.format(record)), handler.emit
    try:
        Client().get(address)
        Client().get(f"{address}nothing/")
        logging.getLogger("django.request").error("Internal Server Error: %s", address)
    finally:
        handler.emit = kept
    assert any("/guest/in/…/" in line for line in seen)
    assert not any(token in line for line in seen)
