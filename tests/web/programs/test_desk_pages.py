"""The desk as people use it: who waits, in which order, what a mark changes, who may set one (S0.7, S0.9)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from leadline.errors import LeadlineError
from leadline.web.accounts.actions import DEMO_PASSWORD, create_person
from leadline.web.accounts.models import Person
from leadline.web.accounts.permissions import Role
from leadline.web.programs import actions, convert
from leadline.web.programs.models import MarkRow
from tests.web.programs.conftest import NOW, THREADS

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

DESK = "/programs/desk/"
MARK = "/programs/desk/mark/"


def shown(client: Client, show: str = "all") -> str:
    answer = client.get(DESK, {"show": show})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def states(page: str) -> list[str]:
    """What the clock of each row says, in the order of the page."""
    return re.findall(r'<th scope="row"><span class="value[^"]*">([^<]*)</span>', page)


def waits(client: Client, show: str = "all") -> dict[str, dict[str, str]]:
    """The hidden fields of each row's form, by what the conversation is called here."""
    forms = re.findall(r'<form class="row tight".*?</form>', shown(client, show), re.S)
    fields = [dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in forms]
    names = {thread: name for name, thread in THREADS.items()}
    return {names[one["thread"]]: {key: one[key] for key in ("source", "thread", "customer", "seen")} for one in fields}


def mark(client: Client, kind: str, thread: str, *, htmx: bool = True, **more: str):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(MARK, waits(client)[thread] | {"kind": kind} | more, headers=headers)


def test_what_can_still_be_answered_in_time_stands_first_with_its_clock_and_its_question(planned) -> None:
    """S0.9: soon, due, then late; what is answered is not there."""
    page = shown(planned("agent"))
    assert states(page) == ["due in 10 min", "due in 40 min", "late by 20 min"]
    assert page.index("The router is dead") < page.index("When do you open") < page.index("My bill is wrong")
    assert "Is the shop open?" not in page
    assert "2 waits can still be answered in time, the next is due in 10 min; 1 is overdue" in page
    assert "<title>(3) Desk" in page
    assert "within 1 h" in page
    assert "waiting 50 min by the clock" in page


def test_what_was_added_to_a_question_stands_below_it(planned) -> None:
    page = shown(planned("agent"))
    assert "and 1 message more" in page
    assert "And the lamp is red" in page


def test_a_question_leads_to_its_conversation(planned) -> None:
    client = planned("agent")
    [address] = [
        one for one in re.findall(r'href="(/assess/conversation/[^"]+)"', shown(client)) if THREADS["late"] in one
    ]
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("agent", 200), ("strategist", 200), ("champion", 403), ("viewer", 403)])
def test_the_desk_is_for_those_who_serve(planned, role: str, status: int) -> None:
    assert planned(role).get(DESK).status_code == status


def test_who_only_looks_gets_no_buttons_and_cannot_mark(planned) -> None:
    fields = waits(planned("agent"))["late"]
    client = planned("strategist")
    assert 'name="kind"' not in shown(client)
    assert client.post(MARK, fields | {"kind": "claimed"}).status_code == 403
    assert not MarkRow.objects.exists()


def test_claiming_names_who_is_on_it_and_releasing_frees_it(planned) -> None:
    agent = planned("agent")
    told = mark(agent, "claimed", "late").content.decode()
    assert "<b>You</b>" in told
    assert '<h1 id="finding" hx-swap-oob' in told, "the page's title follows"
    assert "Tom Okafor" in shown(planned("manager"))
    assert list(waits(agent, "mine")) == ["late"]
    mark(agent, "released", "late")
    assert waits(agent, "mine") == {}
    assert "Tom Okafor" not in shown(planned("strategist"))


def test_two_colleagues_of_one_name_do_not_share_their_claims(planned) -> None:
    agent = planned("agent")
    create_person("tom2", DEMO_PASSWORD + "-two", role=Role.AGENT, name="Tom Okafor")
    mark(agent, "claimed", "late")
    other = Client()
    other.login(username="tom2", password=DEMO_PASSWORD + "-two")
    assert "<b>You</b>" not in shown(other)
    assert waits(other, "mine") == {}


def test_who_was_slower_is_told_and_may_take_over_with_open_eyes(planned) -> None:
    agent, manager = planned("agent"), planned("manager")
    before = waits(manager)["late"]
    mark(agent, "claimed", "late")
    slower = manager.post(MARK, before | {"kind": "claimed"}, headers={"HX-Request": "true"}).content.decode()
    assert "Tom Okafor took it a moment ago." in slower
    assert MarkRow.objects.count() == 1
    assert "<b>You</b>" in mark(manager, "claimed", "late").content.decode()
    assert "Petra Vogt" in shown(agent)


def test_of_two_claims_at_once_the_first_stands_and_leaves_no_second_mark(planned) -> None:
    """Both pages were drawn before either claim: the view's look at the desk cannot tell, the records can."""
    planned("agent"), planned("manager")
    tom, petra = Person.objects.get(username="agent"), Person.objects.get(username="manager")
    wait = {"source": "s", "thread_id": "t", "customer": "c", "now": NOW, "since": NOW - dt.timedelta(hours=1)}
    actions.mark("claimed", by=tom, **wait)
    with pytest.raises(LeadlineError, match="Tom Okafor took it a moment ago"):
        actions.mark("claimed", by=petra, **wait)
    assert [one.by for one in MarkRow.objects.all()] == [tom]
    actions.mark("claimed", by=petra, **wait, seen=str(tom.pk))
    actions.mark("released", by=petra, **wait)
    actions.mark("claimed", by=tom, **wait)
    assert MarkRow.objects.count() == 4


def test_nobody_releases_what_another_holds(planned) -> None:
    agent, manager = planned("agent"), planned("manager")
    mark(agent, "claimed", "late")
    assert "You are not on it" in mark(manager, "released", "late").content.decode()
    assert list(waits(agent, "mine")) == ["late"]


def test_marked_as_answered_it_moves_to_the_end_and_no_longer_counts(planned) -> None:
    agent = planned("agent")
    told = mark(agent, "answered", "late").content.decode()
    assert "<title>(2) Desk" in told
    assert states(told) == ["due in 10 min", "due in 40 min", "marked as answered"]
    assert "2 waits can still be answered in time, the next is due in 10 min" in told


def test_no_reply_needed_takes_it_off_the_desk_until_it_is_taken_back(planned) -> None:
    agent = planned("agent")
    told = mark(agent, "dismissed-praise", "late").content.decode()
    assert "My bill is wrong" not in told
    [back] = re.findall(r'hx-post="(/programs/desk/take-back/\d+/)"', told)
    assert planned("manager").post(back).status_code == 400, "another's slip is not mine to take back"
    assert "My bill is wrong" in agent.post(back, headers={"HX-Request": "true"}).content.decode()
    assert not MarkRow.objects.exists()


@pytest.mark.parametrize("reason", ["spam", "praise", "other"])
def test_no_reply_needed_says_why_with_one_click_and_deletes_nothing(planned, desk_home, reason: str) -> None:
    """The desk shows spam and praise among the waits; a mark takes them off, and the words stay."""
    agent = planned("agent")
    page = shown(agent)
    assert f'name="kind" value="dismissed-{reason}"' in page
    told = unescape(mark(agent, f"dismissed-{reason}", "calm").content.decode())
    assert "Marked: no reply needed." in told
    assert "late already" not in told, "it was dismissed in time"
    assert [(row.kind, row.reason) for row in MarkRow.objects.all()] == [("dismissed", reason)]
    [address] = [one for one in re.findall(r'href="(/assess/conversation/[^"]+)"', page) if THREADS["calm"] in one]
    assert "When do you open on Sunday?" in agent.get(address).content.decode()


def test_nobody_sets_a_wait_aside_without_saying_why(planned) -> None:
    assert mark(planned("agent"), "dismissed", "calm").status_code == 400
    assert not MarkRow.objects.exists()


def test_who_dismisses_what_is_late_is_told_what_becomes_of_the_promise(planned) -> None:
    agent = planned("agent")
    told = unescape(mark(agent, "dismissed-other", "late").content.decode())
    assert "It was late already, so it counts as late." in told
    assert convert.marks(None)[0].reason == "other"


def test_the_longest_waits_are_counted_and_one_click_away(planned, settings) -> None:
    """What has waited for more than two weeks is folded away for those who answer now, and does not vanish."""
    agent = planned("agent")
    assert list(waits(agent, "older")) == []
    settings.HOME = replace(settings.HOME, stands_at=NOW + dt.timedelta(days=20))
    page = shown(agent)
    assert "Nobody who asked in the last 14 days waits for a reply" in page
    assert "Nobody has asked lately; 3 waits have lasted for long" in page
    assert "<title>Desk" in page
    assert 'href="/programs/desk/?show=older"' in page
    assert list(waits(agent, "older")) == ["calm", "soon", "late"], "the latest question first"
    mark_old = waits(agent, "older")["late"] | {"kind": "dismissed-spam", "show": "older"}
    told = unescape(agent.post(MARK, mark_old, headers={"HX-Request": "true"}).content.decode())
    assert "Older than 14 days <b>2</b>" in told


def test_those_who_have_waited_for_long_are_one_line_under_those_who_asked_lately(planned, monkeypatch) -> None:
    agent = planned("agent")
    monkeypatch.setattr("leadline.programs.desk.RECENT_DAYS", 1 / 24)
    page = shown(agent)
    assert states(page) == ["due in 10 min", "due in 40 min"]
    assert "2 who asked in the last" in page
    assert "days wait; 1 older." in page
    assert '<a href="/programs/desk/?show=older">1 wait</a> has lasted for more than' in page
    assert "overdue" not in page.partition("</h1>")[0], "the title speaks of those who asked lately"
    assert "It counts as late in the service level all the same" in page


def test_a_long_desk_draws_the_most_pressing_and_says_how_many_more_there_are(planned, monkeypatch) -> None:
    agent = planned("agent")
    monkeypatch.setattr("leadline.web.programs.desk_page.MOST_ROWS", 2)
    page = shown(agent)
    assert len(states(page)) == 2
    assert "and 1 more: it comes up" in page


def test_a_mark_is_no_slip_any_more_after_ten_minutes(planned, settings) -> None:
    agent = planned("agent")
    mark(agent, "dismissed-praise", "late")
    row = MarkRow.objects.get()
    settings.HOME = replace(settings.HOME, stands_at=NOW + dt.timedelta(minutes=11))
    assert agent.post(reverse("programs:take-back", args=[row.pk])).status_code == 400
    assert MarkRow.objects.exists()


def test_the_filters_show_late_soon_and_mine(planned) -> None:
    agent = planned("agent")
    mark(agent, "claimed", "calm")
    assert [list(waits(agent, show)) for show in ("late", "soon", "mine", "nonsense")] == [
        ["late"],
        ["soon"],
        ["calm"],
        ["soon", "calm", "late"],
    ]


def test_the_clock_runs_on_between_two_looks(planned, settings) -> None:
    """The desk is computed as of now: what was due soon is late a quarter of an hour later."""
    agent = planned("agent")
    settings.HOME = replace(settings.HOME, stands_at=NOW + dt.timedelta(minutes=15))
    part = agent.get(DESK, headers={"HX-Request": "true"}).content.decode()
    assert states(part) == ["due in 25 min", "late by 5 min", "late by 35 min"]
    assert part.lstrip().startswith("<title>(3) Desk"), "a part, and not a page in a page"
    assert "<html" not in part


def test_a_wait_that_is_over_or_unknown_is_not_marked(planned) -> None:
    agent = planned("agent")
    fields = waits(agent)["late"] | {"thread": THREADS["answered"], "customer": "nobody", "kind": "claimed"}
    told = agent.post(MARK, fields, headers={"HX-Request": "true"}).content.decode()
    assert "Nobody waits there any more" in told
    assert agent.post(MARK, {"kind": "spoilt"}).status_code == 400
    assert not MarkRow.objects.exists()


def test_without_htmx_the_form_leads_back_to_the_desk(planned) -> None:
    agent = planned("agent")
    answer = mark(agent, "claimed", "late", htmx=False, show="late")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{DESK}?show=late")
    assert "It is yours." in shown(agent)


def test_who_was_signed_out_is_led_to_sign_in_as_a_whole_page(planned) -> None:
    planned("agent")
    part = Client().get(DESK, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{DESK}"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (200, "/sign-in/?next=%2Fprograms%2Fdesk%2F")
    assert Client().get(DESK).status_code == 302


def test_an_empty_home_says_how_the_desk_fills(client_of, empty_home) -> None:
    page = client_of("agent", empty_home).get(DESK).content.decode()
    assert "Nobody has promised a reply yet" in page
    assert "leadline programs plan programs.yaml" in page
