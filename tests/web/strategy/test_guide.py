"""The guide writes into the text of the draft, field by field, and refuses what it cannot write."""

import html

import pytest

from leadline.strategy import needed, parse_document
from leadline.strategy.edits.parts import with_fields
from leadline.strategy.resources import KINDS
from leadline.web.strategy.models import Draft
from tests.web.strategy.test_drafting import typed, words

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

GUIDE = "/strategy/draft/guide/"
SERVICE = "page-service"


def sent(document, element, key, **changed):
    """What the form of a part sends: everything that it shows, once as it was and once with a few fields changed."""
    from leadline.web.strategy.guide.fields import About
    from leadline.web.strategy.guide.pages import FORMS
    from leadline.web.strategy.guide.writing import keys_of
    from leadline.web.strategy.known import known

    form = FORMS[element]
    part = getattr(document, form.element)[keys_of(document, form).index(key)] if form.element else document
    held = form(about=About(document, known(), lambda _metric: {}), held=part)
    return {"part": key, "shows": held.shows} | {name: one for name, one in held.initial.items() if one} | changed


def draft():
    return Draft.objects.get().text


def test_without_a_draft_the_first_step_is_who_leads_and_nothing_is_kept_yet(of):
    client = of("strategist")
    answer = client.get(GUIDE)
    assert answer.url == f"{GUIDE}lead/"
    page = words(client.get(answer.url))
    assert "Who leads the strategy?" in page
    assert not Draft.objects.exists()


def test_the_company_s_objective_is_asked_before_anything_social_with_its_owner_worth_level_and_reason(of):
    """S0.1, S0.5, S0.17: what the company wants comes first, in its own words; its worth is one of the catalogue's."""
    from leadline.web.strategy.steps import STEPS

    order = [one.id for one in STEPS]
    assert order.index("wanted") < min(order.index(name) for name in ("goal", "objectives", "methods", "lines"))
    page = of("strategist").get(f"{GUIDE}wanted/").content.decode()
    for name in ("text", "owner", "kind", "measured", "baseline__value", "target__value", "by", "reason"):
        assert f'name="{name}"' in page
    for kind in ("revenue", "satisfaction", "loyalty", "cost savings", "innovation"):
        assert f'<option value="{kind}">' in page


def test_a_changed_field_changes_its_line_and_the_comments_stay(of, text):
    client = of("strategist")
    commented = text.replace("kind: service\n", "kind: service   # says the board\n", 1)
    typed(client, commented)
    given = sent(parse_document(commented).document, "methods", SERVICE, name="Service where people ask")
    assert client.post(f"{GUIDE}methods/", given).status_code == 302
    assert draft() == commented.replace("    name: Service on the page\n", "    name: Service where people ask\n", 1)


def test_resources_follow_the_methods_until_somebody_writes_others(of, text):
    """S3.25: computed from the methods, not thought up beside them."""
    client = of("strategist")
    document = parse_document(text).document
    summed = with_fields(text, "", {f"resources.{kind}": str(getattr(needed(document), kind) or "") for kind in KINDS})
    typed(client, summed[0])
    client.post(f"{GUIDE}methods/", sent(document, "methods", SERVICE, resources__people="9"))
    after = parse_document(draft()).document
    assert after.resources.people == sum(one.resources.people or 0 for one in after.methods if one.resources)
    assert after.resources.people != document.resources.people
    more = draft().replace(f"  people: {after.resources.people}\n", "  people: 50   # the board gave more\n")
    typed(client, more)
    client.post(f"{GUIDE}methods/", sent(parse_document(more).document, "methods", SERVICE, resources__people="4"))
    assert "people: 50   # the board gave more" in draft()


def test_a_method_before_its_turn_keeps_who_decided_and_when(of, text):
    """S4.7, S4.10: the order is a default that a recorded reason overrides."""
    client = of("strategist")
    early = text.replace("start: 2026-05-04", "start: 2025-09-01")
    typed(client, early)
    assert "Marketing comes first" in words(client.get(f"{GUIDE}methods/"))
    given = sent(parse_document(early).document, "methods", "north-stories", override__reason="The fair is in May.")
    client.post(f"{GUIDE}methods/", given)
    override = next(one for one in parse_document(draft()).document.methods if one.id == "north-stories").override
    assert (override.reason, override.by, str(override.date)) == ("The fair is in May.", "Marit Solheim", "2026-11-01")
    assert "Marketing comes first" not in words(client.get(f"{GUIDE}methods/"))


@pytest.mark.parametrize(
    ("step", "given", "status", "told"),
    [
        ("wanted", {"text": "Less cost", "target__value": "a lot"}, 422, "“a lot” is not a number"),
        ("wanted", {"text": ""}, 422, "This field is required"),
        ("wanted", {"part": "gone", "text": "Less cost"}, 422, "not in your draft any more"),
        ("people", {"name": "Hanne", "role": "queen"}, 422, "is not one of the available choices"),
        ("nothing", {"text": "x"}, 404, ""),
        ("left", {"text": "x"}, 404, ""),
    ],
)
def test_what_cannot_be_taken_is_said_and_changes_nothing(of, text, step, given, status, told):
    client = of("strategist")
    typed(client, text)
    answer = client.post(f"{GUIDE}{step}/", given)
    assert answer.status_code == status
    assert told in words(answer)
    assert draft() == text


def test_a_form_that_stood_open_writes_back_nothing_that_nobody_touched(of, text):
    """S3.17: what another window wrote meanwhile stays, beside what this one says."""
    client = of("strategist")
    typed(client, text)
    opened = sent(parse_document(text).document, "methods", SERVICE, name="Service where people ask")
    elsewhere = sent(parse_document(text).document, "methods", SERVICE, resources__people="9")
    client.post(f"{GUIDE}methods/", elsewhere)
    client.post(f"{GUIDE}methods/", opened)
    after = next(one for one in parse_document(draft()).document.methods if one.id == SERVICE)
    assert after.name == "Service where people ask"
    assert after.resources.people == 9


def test_a_field_that_two_windows_wrote_is_asked_and_the_second_answer_counts(of, text):
    client = of("strategist")
    typed(client, text)
    before = parse_document(text).document
    mine = sent(before, "methods", SERVICE, name="Mine", success__target="97 %")
    client.post(f"{GUIDE}methods/", sent(before, "methods", SERVICE, name="Theirs"))
    answer = client.post(f"{GUIDE}methods/", mine)
    assert answer.status_code == 422
    assert "Meanwhile the draft says “Theirs” here" in words(answer)
    page = answer.content.decode()
    assert 'value="Mine"' in page
    assert 'value="97 %"' in page
    assert "name: Theirs" in draft()
    seen = sent(parse_document(draft()).document, "methods", SERVICE)["shows"]
    assert html.escape(seen) in page, "what is sent once more has seen the other"
    assert client.post(f"{GUIDE}methods/", mine | {"shows": seen}).status_code == 302
    assert "name: Mine" in draft()


def test_what_changed_meanwhile_is_not_removed_unseen(of, text):
    client = of("strategist")
    typed(client, text)
    before = parse_document(text).document
    removing = sent(before, "methods", SERVICE) | {"remove": "1"}
    client.post(f"{GUIDE}methods/", sent(before, "methods", SERVICE, name="Theirs"))
    answer = client.post(f"{GUIDE}methods/", removing)
    assert answer.status_code == 422
    assert "It was changed elsewhere meanwhile" in words(answer)
    assert "name: Theirs" in draft()
    client.post(f"{GUIDE}methods/", sent(parse_document(draft()).document, "methods", SERVICE) | {"remove": "1"})
    assert "name: Theirs" not in draft()


def test_what_was_typed_into_a_part_that_is_gone_is_kept_on_the_page(of, text):
    client = of("strategist")
    typed(client, text)
    mine = sent(parse_document(text).document, "methods", SERVICE, name="A name that took an hour")
    typed(client, text.replace("id: page-service\n", "id: other-service\n"))
    answer = client.post(f"{GUIDE}methods/", mine)
    assert answer.status_code == 422
    assert 'value="A name that took an hour"' in answer.content.decode()


def test_of_two_people_with_one_name_the_right_one_is_changed(of, text):
    client = of("strategist")
    typed(client, text)
    for firm in ("Nordhandel", "Vestnett"):
        client.post(f"{GUIDE}people/", {"name": "Kari Lund", "role": "partner", "organisation": firm})
    client.post(
        f"{GUIDE}people/", sent(parse_document(draft()).document, "people", "Kari Lund (2)", signed="2026-10-30")
    )
    firms = {
        one.organisation: str(one.signed)
        for one in parse_document(draft()).document.participants
        if one.name == "Kari Lund"
    }
    assert firms == {"Nordhandel": "None", "Vestnett": "2026-10-30"}


@pytest.mark.parametrize("shows", ["", "{", "[]", "7", '{"name": {"x": 1}}', '{"nothing": 1}'])
def test_without_word_of_what_was_shown_all_that_was_sent_counts(of, text, shows):
    client = of("strategist")
    typed(client, text)
    given = sent(parse_document(text).document, "methods", SERVICE, name="Kept all the same")
    client.post(f"{GUIDE}methods/", given | {"shows": shows})
    assert ("name: Kept all the same" in draft()) is (shows != '{"name": {"x": 1}}')


def test_a_text_that_cannot_be_read_is_mended_in_the_text(of):
    client = of("strategist")
    typed(client, "goal: [")
    answer = client.get(f"{GUIDE}goal/")
    assert answer.status_code == 422
    assert "Mend it in the text" in words(answer)


def test_a_count_of_fans_leads_question_by_question_to_an_objective(of, text):
    """S0.2, S0.20: the step shows the way from fans, with the rule's page beside it, and comes back to itself."""
    client = of("strategist")
    typed(client, text)
    client.post(f"{GUIDE}objectives/", {"text": "50.000 fans on our page", "target__stated_as": "level"})
    page = client.get(f"{GUIDE}objectives/").content.decode()
    number = len(parse_document(text).document.objectives)
    assert f"/strategy/draft/rewrite/?where=objectives.{number}&amp;back=objectives" in page
    assert "/strategy/rules/OBJ001/" in page
    answers = {"where": f"objectives.{number}", "back": "objectives", "serves": "satisfied-customers"}
    answers |= {"whom": "people in the north", "what": "order a connection", "how_many": "3", "metric": "orders"}
    answers |= {"owner": "Dana Kowal", "baseline": "12", "target": "20", "by": "2027-10-31"}
    assert client.post("/strategy/draft/rewrite/", answers).url == f"{GUIDE}objectives/"
    document = parse_document(draft()).document
    one = document.objectives[number]
    assert (one.text, one.owner, one.baseline.value) == ("People in the north order a connection", "Dana Kowal", 12)
    assert (one.target.value, one.target.stated_as, str(one.period.last)) == (20, "level", "2027-10-31")
    assert document.targets[-1].value == 50000


def test_what_can_be_computed_is_written_by_a_button_of_the_last_step(of, text):
    client = of("strategist")
    typed(client, text.replace("  people: 8\n", "  people: 6\n"))
    page = words(client.get(f"{GUIDE}left/"))
    assert "Write it for me" in page
    assert "The resources do not cover the methods" in page, "the box says what the adoption waits for"
    answer = client.post("/strategy/draft/fix/", {"fix": "all", "back": "left"})
    assert answer.url == f"{GUIDE}left/"
    assert parse_document(draft()).document.resources.people == 8


@pytest.mark.parametrize("role", ["executive", "manager", "champion"])
def test_only_strategists_are_guided(of, role):
    client = of(role)
    for place in (GUIDE, f"{GUIDE}goal/"):
        assert client.get(place).status_code == 403
    assert client.post(f"{GUIDE}reports/").status_code == 403
