"""Made together: what was said is answered, two who edit lose nothing, executives decide (S0.19, S3.17-S3.19)."""

import datetime as dt
import html
import re

import pytest

from leadline.errors import LeadlineError
from leadline.strategy import Contribution, Leadership, write_document
from leadline.strategy.shared import digest_of, find_part
from leadline.web.accounts.models import Person
from leadline.web.documents import now
from leadline.web.strategy.convert import document_in, document_of
from leadline.web.strategy.models import Draft, StrategyVersion
from leadline.web.together import actions, draft_actions
from leadline.web.together.convert import current, draft, seen_in, showing_of, whole
from leadline.web.together.models import Brief, Revision, Stance, Words

pytestmark = pytest.mark.django_db

METHOD = "methods:page-service"


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def marit() -> Person:
    return Person.objects.get(username="strategist")


def seen(workspace, key: str) -> str:
    return digest_of((find_part(draft(workspace), key),))


@pytest.fixture
def say(guest, workspace):
    """`say("comment", "goal", "Good")`: Hanne Berg says it, and comes back with her browser."""
    found, client = guest("Hanne Berg", speaks_for="the customer council")

    def said(kind: str, part: str, text: str) -> Words:
        client.post("/guest/say/", {"kind": kind, "part": part, "text": text})
        return Words.objects.latest("pk")

    said.guest, said.client = found, client
    return said


@pytest.fixture
def answer(of, workspace):
    """`answer(words, answer="declined", reason="...")` by the strategist."""

    def answered(one: Words, **sent: str):
        return of("strategist").post(f"/strategy/together/{workspace.pk}/answer/{one.pk}/", sent)

    return answered


@pytest.fixture
def signed(say, of, workspace):
    """Hanne Berg has signed what she was shown."""

    def sign() -> None:
        shown = showing_of(workspace)
        say.client.post("/guest/sign/", {"text": "Hanne Berg", "digest": digest_of(seen_in(shown))})

    return sign


# what was said is answered


def test_a_proposal_that_is_accepted_stands_in_the_draft_with_its_origin(say, answer, of, workspace):
    """S3.17: contributions, and the share of items that came from outside."""
    proposed = say("new", "method", "Call back within the day")
    answer(proposed, answer="accepted", reason="Three of you asked for it.")
    assert find_part(draft(workspace), "methods:call-back-within-the-day").words == "Call back within the day"
    hanne = next(one for one in whole(current(workspace)).participants if one.name == "Hanne Berg")
    assert hanne.contributions == (
        Contribution(text="Call back within the day", to="call-back-within-the-day", date=dt.date(2026, 11, 1)),
    )
    page = words(of("strategist").get(f"/strategy/together/{workspace.pk}/parts/"))
    assert re.search(r"One of \d+ parts came from the market", page)


def test_other_words_are_taken_over_or_changed_and_both_texts_are_shown(say, answer, workspace):
    proposed = say("wording", METHOD, "Help on the page")
    answer(proposed, answer="changed", reason="Shorter.", instead="Help, on the page", seen=seen(workspace, METHOD))
    proposed.refresh_from_db()
    assert (proposed.before, proposed.after) == ("Service on the page", "Help, on the page")
    assert find_part(draft(workspace), METHOD).words == "Help, on the page"
    page = words(say.client.get("/guest/"))
    assert "changed Shorter. Marit Solheim before Service on the page now Help, on the page" in page


def test_a_declined_word_has_a_reason_and_changes_nothing(say, answer, workspace):
    proposed = say("wording", METHOD, "Help on the page")
    before = current(workspace).number
    assert answer(proposed, answer="declined", reason=" ").status_code == 400
    answer(proposed, answer="declined", reason="The page keeps its name.")
    assert current(workspace).number == before
    assert "declined The page keeps its name." in words(say.client.get("/guest/"))
    assert [one.text for one in whole(current(workspace)).participants[-1].contributions] == ["Help on the page"]


def test_an_answer_is_given_once_and_by_strategists_only(say, answer, of, workspace):
    said = say("comment", "goal", "Good.")
    for role in ("manager", "executive", "agent", "viewer", "representative"):
        place = f"/strategy/together/{workspace.pk}/answer/{said.pk}/"
        assert of(role).post(place, {"answer": "accepted"}).status_code == 403
    answer(said, answer="accepted", reason="Thank you.")
    again = answer(said, answer="declined", reason="No.")
    assert "Marit Solheim has answered this already: accepted" in words(again)
    assert answer(said, answer="maybe", reason="x").status_code == 400


def test_words_of_another_workspace_are_not_answered_here(say, of, text):
    said = say("comment", "goal", "Good.")
    other = actions.open_workspace("Another", "", document_in(text), by=marit(), now=now())
    answered = of("strategist").post(f"/strategy/together/{other.pk}/answer/{said.pk}/", {"answer": "accepted"})
    assert answered.status_code == 404


# two who edit the same part


def test_two_who_edit_the_same_part_lose_nothing_and_the_second_is_told(of, workspace):
    client, had = of("strategist"), seen(workspace, "mission")
    place = f"/strategy/together/{workspace.pk}/part/"
    client.post(place, {"part": "mission", "text": "Mine, which was first", "seen": had})
    second = client.post(place, {"part": "mission", "text": "Mine, which was second", "seen": had})
    assert second.status_code == 409
    told = second.content.decode()
    assert "Marit Solheim changed this while you wrote" in words(second)
    assert "Mine, which was first" in told
    assert "Mine, which was second" in told
    assert find_part(draft(workspace), "mission").words == "Mine, which was first"
    [now_seen] = re.findall(r'name="seen" value="(\w+)"', told)
    client.post(place, {"part": "mission", "text": "Both, in one", "seen": now_seen})
    assert find_part(draft(workspace), "mission").words == "Both, in one"
    kept = [find_part(document_in(one.text), "mission").words for one in Revision.objects.order_by("number")]
    assert kept[-2:] == ["Mine, which was first", "Both, in one"]


def test_two_who_edit_different_parts_do_not_meet(of, workspace):
    client, mission, goal = of("strategist"), seen(workspace, "mission"), seen(workspace, "goal")
    place = f"/strategy/together/{workspace.pk}/part/"
    client.post(place, {"part": "mission", "text": "One", "seen": mission})
    client.post(place, {"part": "goal", "text": "Two", "seen": goal})
    assert [find_part(draft(workspace), key).words for key in ("mission", "goal")] == ["One", "Two"]


def test_who_wrote_the_same_words_is_not_bothered(of, workspace):
    had = seen(workspace, "mission")
    for _time in range(2):
        place = f"/strategy/together/{workspace.pk}/part/"
        assert of("strategist").post(place, {"part": "mission", "text": "One", "seen": had}).status_code == 302


def test_a_proposal_is_not_put_over_words_that_changed_meanwhile(say, answer, workspace):
    proposed, had = say("wording", METHOD, "Help on the page"), seen(workspace, METHOD)
    actions.reword(workspace, METHOD, "Another name", seen=had, by=marit(), now=now())
    told = answer(proposed, answer="accepted", reason="", seen=had)
    assert told.status_code == 409
    proposed.refresh_from_db()
    assert (proposed.answer, find_part(draft(workspace), METHOD).words) == ("", "Another name")


def test_the_whole_draft_goes_into_the_editor_and_back_unless_others_changed_it(of, workspace, say):
    client = of("strategist")
    client.post(f"/strategy/together/{workspace.pk}/take/")
    mine = Draft.objects.get(person=marit())
    assert "Hanne Berg" in mine.text
    mine.text = mine.text.replace("company: Halden Telecom", "company: Halden Telecom AS")
    mine.save()
    client.post(f"/strategy/together/{workspace.pk}/put/")
    assert draft(workspace).company == "Halden Telecom AS"
    assert "Hanne Berg" not in current(workspace).text


def test_a_whole_draft_is_put_beside_what_others_changed_meanwhile(of, workspace):
    """Different parts merge with a note."""
    client, place = of("strategist"), f"/strategy/together/{workspace.pk}/"
    client.post(f"{place}take/")
    mine = Draft.objects.get(person=marit())
    mine.text = mine.text.replace("company: Halden Telecom", "company: Halden Telecom AS")
    mine.save()
    actions.reword(workspace, "mission", "Theirs", seen=seen(workspace, "mission"), by=marit(), now=now())
    told = client.post(f"{place}put/", follow=True)
    assert "Others had changed meanwhile, and it stands beside yours: mission." in words(told)
    assert (draft(workspace).company, draft(workspace).mission) == ("Halden Telecom AS", "Theirs")


def test_two_who_changed_one_part_of_a_whole_draft_read_both_texts_and_choose(of, workspace):
    client, place = of("strategist"), f"/strategy/together/{workspace.pk}/"
    client.post(f"{place}take/")
    mine = Draft.objects.get(person=marit())
    changed = draft(workspace).model_copy(update={"mission": "Mine, of the draft", "company": "Halden AS"})
    mine.text = write_document(changed)
    mine.save()
    actions.reword(workspace, "mission", "Theirs", seen=seen(workspace, "mission"), by=marit(), now=now())
    told = client.post(f"{place}put/")
    assert told.status_code == 409
    for said in ("Theirs", "Mine, of the draft", "Nothing of either is lost"):
        assert said in words(told)
    assert (draft(workspace).mission, draft(workspace).company) == ("Theirs", "Halden Telecom"), "nothing was put"
    read = re.search(r'name="read" value="(\d+)"', told.content.decode())[1]
    actions.reword(workspace, "mission", "Theirs, once more", seen=seen(workspace, "mission"), by=marit(), now=now())
    again = client.post(f"{place}put/", {"keep": "mine", "read": read})
    assert (again.status_code, "Theirs, once more" in words(again)) == (409, True), "nobody chooses over unread words"
    client.post(f"{place}put/", {"keep": "mine", "read": str(int(read) + 1)})
    assert (draft(workspace).mission, draft(workspace).company) == ("Mine, of the draft", "Halden AS")
    page = words(client.get(f"{place}parts/"))
    assert "a draft was put; mission: the words of the draft stand" in page, "both are told"
    assert "Theirs, once more" in Revision.objects.order_by("-number")[1].text


# executives


@pytest.fixture
def brief(of, workspace):
    asked = {"text": "Approve it, and lend us six people.", "unknown": "Whether evenings hold."}
    of("strategist").post(f"/strategy/together/{workspace.pk}/briefs/", asked)
    return Brief.objects.latest("pk")


def at(brief: Brief, verb: str = "") -> str:
    return f"/strategy/together/{brief.workspace_id}/briefs/{brief.number}/{verb}"


def test_a_brief_says_what_executives_ask_on_one_page(of, brief, say):
    """S0.19: the insight at the executive level, in order to get their buy-in."""
    page = words(of("executive").get(at(brief)))
    for told in (
        "What we want",
        "Lower the cost to serve",
        "What it costs € 40,500 a month",
        "What it is worth, and how sure we are No month was priced yet",
        "5 assumed",
        "What we do not know",
        "Whether evenings hold.",
        "What we ask of you Approve it, and lend us six people.",
        "Jonas Fehr has not said yet",
        "Hanne Berg (customer, the customer council; not signed)",
    ):
        assert told in page


def test_a_brief_names_who_leads_who_pays_and_how_often_they_look_or_that_nobody_does(of, brief, workspace):
    """S0.21: leadership and resources. S3.31: sponsor and review rhythm."""
    page = words(of("executive").get(at(brief)))
    assert "Led by Marit Solheim; paid by Jonas Fehr, chief operating officer; looked at monthly." in page
    nobody = draft(workspace).model_copy(update={"leadership": Leadership()})
    draft_actions.put_draft(workspace, nobody, seen=current(workspace).number, by=marit(), now=now())
    of("strategist").post(f"/strategy/together/{workspace.pk}/briefs/", {"text": "Approve it."})
    page = words(of("executive").get(at(Brief.objects.latest("pk"))))
    assert "Nobody leads it yet ; nobody pays for it yet ; nobody said how often it is looked at ." in page


def test_each_executive_asks_is_answered_and_says_where_they_stand(of, brief):
    client = of("executive")
    client.post(at(brief, "ask/"), {"text": "What if calls do not fall?"})
    assert client.post(at(brief, "side/"), {"side": "against", "text": ""}).status_code == 400
    client.post(at(brief, "side/"), {"side": "against", "text": "Too dear."})
    question = brief.questions.get()
    of("strategist").post(at(brief, f"reply/{question.pk}/"), {"text": "Then we stop in March."})
    client.post(at(brief, "side/"), {"side": "with conditions", "text": "If it stops in March."})
    page = words(client.get(at(brief)))
    assert "What if calls do not fall?" in page
    assert "Then we stop in March." in page
    assert "Jonas Fehr with conditions, 1 November 2026 If it stops in March. before: against, Too dear." in page
    assert "Not approved yet: 1 with conditions" in page
    assert Stance.objects.count() == 2


def test_without_a_signature_of_the_market_nothing_is_approved(of, brief, say):
    """S3.19: a strategy cannot be agreed with no market representative."""
    client = of("executive")
    client.post(at(brief, "side/"), {"side": "for"})
    refused = client.post(at(brief, "approve/"))
    assert refused.status_code == 422
    assert "nobody of the market has signed yet" in words(refused)
    assert StrategyVersion.objects.count() == 0


def test_a_signed_brief_is_approved_and_the_version_tells_who_made_it(of, say, answer, signed, brief):
    answer(say("comment", "goal", "Do not send me to the phone."), answer="accepted", reason="Yes.")
    signed()
    client = of("executive")
    client.post(at(brief, "side/"), {"side": "for", "text": "It pays."})
    client.post(at(brief, "approve/"))
    version = StrategyVersion.objects.get()
    people = {one.name: one for one in document_of(version).participants}
    assert people["Hanne Berg"].signed == dt.date(2026, 11, 1)
    assert [one.text for one in people["Hanne Berg"].contributions] == ["Do not send me to the phone."]
    assert (people["Jonas Fehr"].role, people["Jonas Fehr"].signed) == ("executive", dt.date(2026, 11, 1))
    brief.refresh_from_db()
    assert (brief.version, str(brief.approved_by), str(version.written_by)) == (1, "Jonas Fehr", "Jonas Fehr")
    assert "Approved by Jonas Fehr as version 1" in words(client.get(at(brief)))
    for verb in ("ask/", "side/", "approve/"):
        assert client.post(at(brief, verb), {"text": "x", "side": "for"}).status_code in (400, 422)


@pytest.mark.parametrize(
    ("stance", "asks", "sentence"),
    [
        (None, False, "You have not said that you are for it"),
        ("against", False, "You have not said that you are for it"),
        ("for", True, "1 question waits for an answer"),
    ],
)
def test_nobody_approves_past_themselves_or_past_a_question(of, say, signed, brief, stance, asks, sentence):
    signed()
    client = of("executive")
    if stance:
        client.post(at(brief, "side/"), {"side": stance, "text": "So."})
    if asks:
        client.post(at(brief, "ask/"), {"text": "Why?"})
    assert sentence in words(client.post(at(brief, "approve/")))
    assert StrategyVersion.objects.count() == 0


def test_who_is_against_is_named_and_not_passed_over_in_silence(of, say, signed, brief):
    signed()
    other = Person.objects.create(username="cfo", shown_name="Berit Aas", role="executive")
    Stance.objects.create(brief=brief, person=other, side="against", reason="Too dear.", at=now())
    client = of("executive")
    client.post(at(brief, "side/"), {"side": "for"})
    assert "Berit Aas: against it." in words(client.post(at(brief, "approve/")))
    client.post(at(brief, "approve/"), {"text": "The board voted."})
    brief.refresh_from_db()
    assert (brief.version, brief.in_spite_of) == (1, "The board voted.")


def test_only_executives_decide_and_only_the_last_brief(of, say, signed, brief, workspace):
    signed()
    for role in ("strategist", "manager", "agent", "viewer", "representative"):
        for verb in ("ask/", "side/", "approve/"):
            assert of(role).post(at(brief, verb), {"text": "x", "side": "for"}).status_code == 403
    of("executive").post(at(brief, "side/"), {"side": "for"})
    of("strategist").post(f"/strategy/together/{workspace.pk}/briefs/", {"text": "Approve this one."})
    assert "A newer brief was put before you" in words(of("executive").post(at(brief, "approve/")))


def test_an_approved_version_never_changes(of, adopted):
    """Whatever is tried: saving the row, many rows at once, deleting it, the pages."""
    text, digest = adopted.text, adopted.digest
    adopted.text = "company: Another"
    with pytest.raises(LeadlineError, match="never changes"):
        adopted.save()
    with pytest.raises(LeadlineError, match="never changes"):
        StrategyVersion.objects.update(text="company: Another")
    with pytest.raises(LeadlineError, match="never changes"):
        StrategyVersion.objects.filter(number=1).delete()
    with pytest.raises(LeadlineError, match="never changes"):
        adopted.delete()
    for place in ("/strategy/versions/1/", "/strategy/versions/1/strategy.yaml"):
        assert of("executive").post(place, {"text": "company: Another"}).status_code == 405
    kept = StrategyVersion.objects.get()
    assert (kept.text, kept.digest, document_of(kept).digest()) == (text, digest, digest)


def test_a_signature_that_nobody_gave_stands_in_the_way_of_an_adoption(of, say, workspace):
    """`signed:` written beside a guest's name in the editor is no signature (S3.19)."""
    client = of("strategist")
    client.post(f"/strategy/together/{workspace.pk}/take/")
    forged = Draft.objects.get(person=marit()).text.replace(
        "  - name: Hanne Berg\n", "  - name: Hanne Berg\n    signed: 2026-11-01\n"
    )
    refused = client.post("/strategy/draft/adopt/", {"text": forged})
    assert "Hanne Berg has signed nothing; a signature is theirs to give." in words(refused)
    assert StrategyVersion.objects.count() == 0


def test_a_signature_counts_for_the_words_that_were_signed(of, say, signed, workspace):
    signed()
    client = of("strategist")
    client.post(f"/strategy/together/{workspace.pk}/take/")
    text = Draft.objects.get(person=marit()).text
    other = write_document(document_in(text).model_copy(update={"mission": "Another mission, which she never saw"}))
    assert "Hanne Berg signed other words" in words(client.post("/strategy/draft/adopt/", {"text": other}))
    client.post("/strategy/draft/adopt/", {"text": text})
    assert StrategyVersion.objects.count() == 1


# who sees which page


@pytest.mark.parametrize("place", ["", "parts/", "preview/", "briefs/"])
def test_who_makes_it_sees_it_and_nobody_else(of, workspace, place):
    for role, status in {"executive": 200, "strategist": 200, "manager": 200, "agent": 403, "viewer": 403}.items():
        assert of(role).get(f"/strategy/together/{workspace.pk}/{place}").status_code == status


@pytest.mark.parametrize("place", ["show/", "people/", "part/?part=goal"])
def test_only_a_strategist_leads(of, workspace, place):
    for role, status in {"strategist": 200, "manager": 403, "executive": 403, "representative": 403}.items():
        assert of(role).get(f"/strategy/together/{workspace.pk}/{place}").status_code == status


def test_who_signed_an_earlier_version_has_not_signed_this_draft(of, adopted):
    of("strategist").post("/strategy/together/", {"title": "Next year", "start": "version"})
    people = document_in(Revision.objects.get().text).participants
    assert {one.name: one.signed for one in people} == dict.fromkeys([one.name for one in people])
    assert "Hanne Lund" in [one.name for one in people]


def test_a_closed_round_lets_nobody_in_and_changes_no_more(of, say, workspace):
    of("strategist").post(f"/strategy/together/{workspace.pk}/close/")
    assert "This round is closed" in words(say.client.get("/guest/"))
    refused = of("strategist").post(f"/strategy/together/{workspace.pk}/part/", {"part": "goal", "text": "x"})
    assert "is closed; nothing in it changes any more" in words(refused)
    assert of("strategist").get(f"/strategy/together/{workspace.pk}/").status_code == 200


def test_a_draft_is_laid_on_the_table_from_ones_own_or_the_version_in_force(of, adopted):
    client = of("strategist")
    told = client.post("/strategy/together/", {"title": "Next year", "greeting": "Hello", "start": "version"})
    assert told.headers["Location"].endswith("/show/")
    assert of("manager").post("/strategy/together/", {"title": "x", "start": "version"}).status_code == 302
    assert Revision.objects.get().workspace.title == "Next year"
