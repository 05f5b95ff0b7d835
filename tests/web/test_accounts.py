"""Who may enter and who may do what: invitations, roles, passwords, too many wrong ones."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from leadline.errors import LeadlineError
from leadline.web.accounts.actions import create_person, ensure_demo_people, place_person
from leadline.web.accounts.models import Person
from leadline.web.accounts.permissions import ALLOWED, Role
from tests.web.people import ALICE, BOB, CHARLIE, DAN, ERIN, EVERYBODY, PASSWORD, Somebody

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def signed_in(in_home, empty_home):
    """`signed_in(ALICE)`: a browser without a screen in which she signed in with her password."""
    in_home(empty_home)
    for one in EVERYBODY:
        create_person(one.username, PASSWORD, role=one.role, name=one.name)

    def client(one: Somebody) -> Client:
        browser = Client()
        answer = browser.post(reverse("account_login"), {"login": one.username, "password": PASSWORD})
        assert answer.status_code == 302
        return browser

    return client


@pytest.mark.parametrize("ability", sorted(ALLOWED))
def test_every_ability_belongs_to_somebody(ability):
    assert ALLOWED[ability]
    assert ALLOWED[ability] <= frozenset(Role)


def test_representatives_see_the_strategy_and_nothing_of_the_inside():
    """They are from the market and write the strategy with the company (S3.17, S3.18); they see no customer's words."""
    theirs = {ability for ability, roles in ALLOWED.items() if Role.REPRESENTATIVE in roles}
    assert theirs & {"see_money", "see_messages", "see_numbers", "see_desk", "see_champions", "edit_strategy"} == set()
    assert "see_strategy" in theirs


def test_alice_invites_somebody_and_bob_may_not(signed_in):
    form = {"username": "frank", "name": "Frank Fir", "role": "manager", "department": "support"}
    invited = signed_in(ALICE).post(reverse("accounts:people"), {**form, "password": "a winding stairway down"})
    assert (invited.status_code, invited.headers["Location"]) == (302, reverse("accounts:people"))
    frank = Person.objects.get(username="frank")
    assert (frank.role, frank.department, str(frank)) == ("manager", "support", "Frank Fir")
    refused = signed_in(BOB).post(reverse("accounts:people"), {**form, "username": "gina", "password": PASSWORD})
    assert refused.status_code == 403
    assert "an executive or a strategist" in refused.content.decode()
    assert not Person.objects.filter(username="gina").exists()


def test_a_weak_password_is_told_beside_the_form_and_nobody_is_invited(signed_in):
    form = {"username": "gina", "name": "Gina", "role": "viewer", "password": "password"}
    answer = signed_in(ALICE).post(reverse("accounts:people"), form)
    assert answer.status_code == 200
    assert "too weak" in answer.content.decode()
    assert not Person.objects.filter(username="gina").exists()


def test_a_new_role_opens_and_closes_doors_at_once(signed_in):
    dan, erin = signed_in(DAN), signed_in(ERIN)
    assert dan.get(reverse("value:home")).status_code == 403
    key = Person.objects.get(username="dan").pk
    form = {"role": "manager", "department": "support", "may_enter": "on"}
    assert erin.post(reverse("accounts:person", args=[key]), form).status_code == 302
    assert dan.get(reverse("value:home")).status_code == 200
    assert erin.post(reverse("accounts:person", args=[key]), {"role": "manager"}).status_code == 302
    assert dan.get("/").headers["Location"].startswith(reverse("account_login")), "the door is closed"


def test_nobody_changes_their_own_role(signed_in):
    erin = signed_in(ERIN)
    mine = Person.objects.get(username="erin")
    answer = erin.post(reverse("accounts:person", args=[mine.pk]), {"role": "strategist", "may_enter": "on"})
    assert answer.status_code == 400
    assert "Nobody changes their own role" in answer.content.decode()
    with pytest.raises(LeadlineError, match="own role"):
        place_person(mine, role=Role.EXECUTIVE, department="", may_enter=False, by=mine)


def test_a_strategist_makes_and_unmakes_no_executive(signed_in):
    """Who owns the strategy does not appoint who decides on it; the operator on the terminal may."""
    alice, dan, erin = (signed_in(ALICE), *(Person.objects.get(username=name) for name in ("dan", "erin")))
    invitation = {"username": "eve", "name": "Eve", "role": "executive", "password": "a winding stairway down"}
    assert alice.post(reverse("accounts:people"), invitation).status_code == 200, "the form again, with what is wrong"
    assert not Person.objects.filter(username="eve").exists()
    assert (
        alice.post(reverse("accounts:person", args=[dan.pk]), {"role": "executive", "may_enter": "on"}).status_code
        == 200
    )
    refused = alice.post(reverse("accounts:person", args=[erin.pk]), {"role": "viewer", "may_enter": "on"})
    assert (refused.status_code, "by an executive" in refused.content.decode()) == (403, True)
    assert reverse("accounts:person", args=[erin.pk]) not in alice.get(reverse("accounts:people")).content.decode()
    assert [Person.objects.get(username=name).role for name in ("dan", "erin")] == ["agent", "executive"]
    with pytest.raises(LeadlineError, match="Only an executive"):
        create_person("eve", PASSWORD, role=Role.EXECUTIVE, by=Person.objects.get(username="alice"))
    assert create_person("eve", PASSWORD, role=Role.EXECUTIVE).role == "executive"


def test_an_executive_makes_another_and_the_last_one_stays(signed_in):
    erin = signed_in(ERIN)
    dan = Person.objects.get(username="dan")
    form = {"role": "executive", "department": "", "may_enter": "on"}
    assert erin.post(reverse("accounts:person", args=[dan.pk]), form).status_code == 302
    place_person(Person.objects.get(username="erin"), role=Role.VIEWER, department="", may_enter=True, by=None)
    dan.refresh_from_db()
    for role, may_enter in ((Role.AGENT, True), (Role.EXECUTIVE, False)):
        with pytest.raises(LeadlineError, match="last executive"):
            place_person(dan, role=role, department="", may_enter=may_enter, by=None)
    assert Person.objects.get(username="dan").role == "executive"


def test_a_representative_who_signs_in_lands_on_the_strategy(signed_in):
    charlie = signed_in(CHARLIE)
    assert charlie.get("/").headers["Location"] == reverse("strategy:home")
    page = charlie.get(reverse("strategy:home")).content.decode()
    assert reverse("strategy:home") in page
    assert reverse("measure:home") not in page, "the line shows only what may be opened"


def test_everybody_changes_their_own_password(signed_in):
    bob = signed_in(BOB)
    form = {"oldpassword": PASSWORD, "password1": "another quiet sentence", "password2": "another quiet sentence"}
    assert bob.post(reverse("account_change_password"), form).status_code == 302
    assert Person.objects.get(username="bob").check_password("another quiet sentence")


def test_five_wrong_passwords_close_the_door_for_a_while_even_for_the_right_one(signed_in):
    stranger = Client()
    for _ in range(5):
        stranger.post(reverse("account_login"), {"login": "alice", "password": "wrong every time"})
    answer = stranger.post(reverse("account_login"), {"login": "alice", "password": PASSWORD})
    assert answer.status_code in (200, 429)
    assert "_auth_user_id" not in stranger.session
    assert "Too many failed" in answer.content.decode()


def test_a_strangers_wrong_passwords_do_not_lock_alice_out(signed_in):
    """The lock is on a name from one address: who knows only her name cannot close her door."""
    stranger, alice = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.7")
    for _ in range(6):
        stranger.post(reverse("account_login"), {"login": "alice", "password": "wrong every time"})
    stranger.post(reverse("account_login"), {"login": "alice", "password": PASSWORD})
    assert "_auth_user_id" not in stranger.session
    assert alice.post(reverse("account_login"), {"login": "alice", "password": PASSWORD}).status_code == 302


def test_whoever_keeps_failing_waits_longer(signed_in, monkeypatch):
    """Five in five minutes, ten in an hour: the second time a few minutes do not open the door any more."""
    clock = [1_800_000_000.0]
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: clock[0])
    stranger = Client()

    def is_closed() -> bool:
        answer = stranger.post(reverse("account_login"), {"login": "alice", "password": "wrong every time"})
        return "Too many failed" in answer.content.decode()

    assert [is_closed() for _ in range(6)] == [False] * 5 + [True]
    clock[0] += 6 * 60
    assert [is_closed() for _ in range(6)] == [False] * 5 + [True]
    clock[0] += 6 * 60
    assert is_closed(), "ten in this hour"
    clock[0] += 60 * 60
    assert not is_closed()


def test_after_signing_in_nobody_is_led_to_another_site(signed_in):
    form = {"login": "alice", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post(reverse("account_login"), form).headers["Location"] == "/"


def test_demo_people_are_one_a_role_and_made_once(in_home, empty_home):
    in_home(empty_home)
    assert ensure_demo_people() == ensure_demo_people() == tuple(role.value for role in Role)
    assert Person.objects.count() == len(Role)
    Person.objects.get(username="viewer").set_password("changed by its owner")
    assert {one.role for one in Person.objects.all()} == {role.value for role in Role}
