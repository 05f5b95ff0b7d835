"""Drafting: the lint while one types, nothing lost, adoption and what stands in its way."""

import datetime as dt
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leadline.strategy import Facts, parse_document, template
from leadline.web.accounts.actions import create_person
from leadline.web.accounts.permissions import Role
from leadline.web.strategy import actions
from leadline.web.strategy.models import Draft, StrategyVersion
from leadline.words import RemarkedError

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

DRAFT = "/strategy/draft/"


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def typed(client, text: str):
    """What the page sends while a person types."""
    return client.post(DRAFT, {"text": text}, headers={"HX-Request": "true"})


def shown(client) -> str:
    """The text in the editor, as the browser has it."""
    page = client.get(DRAFT).content.decode()
    return html.unescape(re.search(r"<textarea.*?>\n(.*?)</textarea>", page, re.DOTALL)[1])


def without_market(text: str) -> str:
    before, after = text.split("participants:\n")
    return before + "participants:\n" + after[after.index("  - name: Tom Okafor") :]


def test_the_first_draft_begins_with_the_template_and_its_remarks(of):
    client = of("strategist")
    page = client.get(DRAFT)
    assert shown(client) == template()
    assert "Your draft cannot be adopted yet" in words(page)
    assert "“YOUR COMPANY” is a placeholder" in words(page)
    assert not Draft.objects.exists()


def test_what_is_typed_is_answered_with_remarks_alone_each_with_its_line(of, text):
    answer = typed(
        of("strategist"), text.replace("    owner: Tom Okafor\n    metric: turn_rate", "    metric: turn_rate")
    )
    page = answer.content.decode()
    assert "<html" not in page
    assert "Nobody owns “Turn more of those who come angry into people who leave happy”." in words(answer)
    line = text.splitlines().index("  - id: turn-anger") + 1
    assert f'data-line="{line}"' in page
    assert f"line {line}" in words(answer)
    assert re.search(r'<h1 id="finding" hx-swap-oob="true">Your draft cannot be adopted yet: one thing stands', page)


def test_a_draft_outlives_a_reload_and_is_its_writers_alone(of, text):
    client = of("strategist")
    typed(client, text + "# a thought\n")
    assert shown(client) == text + "# a thought\n"
    other = create_person("second", "a long and winding phrase", role=Role.STRATEGIST)
    client.force_login(other)
    assert shown(client) == template()


def test_without_javascript_the_form_keeps_the_draft_as_well(of, text):
    client = of("strategist")
    answer = client.post(DRAFT, {"text": text})
    assert (answer.status_code, answer.headers["Location"]) == (302, DRAFT)
    assert shown(client) == text


def test_line_ends_of_a_browser_are_those_of_a_file(of, text):
    client = of("strategist")
    typed(client, text.replace("\n", "\r\n"))
    assert Draft.objects.get().text == text


def test_beginning_anew_loses_nothing(of, text):
    client = of("strategist")
    typed(client, text)
    client.post(reverse("strategy:begin"), {"from": "template"})
    assert shown(client) == template()
    client.post(reverse("strategy:begin"), {"from": "earlier"})
    assert shown(client) == text
    client.post(reverse("strategy:begin"), {"from": "earlier"})
    assert shown(client) == template()


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 20, "٣", "-1", "1.5", ""])
def test_no_number_that_somebody_types_breaks_the_beginning_or_a_comparison(of, adopted, number):
    client = of("strategist")
    assert client.post(reverse("strategy:begin"), {"from": number}).status_code == 404
    assert client.get(reverse("strategy:compare"), {"from": number, "to": f"before-{number}"}).status_code < 500


def test_there_is_nothing_to_bring_back_before_the_first_beginning(of):
    answer = of("strategist").post(reverse("strategy:begin"), {"from": "earlier"})
    assert answer.status_code == 400
    assert "There is no earlier text to bring back." in words(answer)


def test_a_draft_can_begin_with_any_version_and_with_no_other(of, adopted):
    client = of("strategist")
    client.post(reverse("strategy:begin"), {"from": "1"})
    assert shown(client) == adopted.text
    assert client.post(reverse("strategy:begin"), {"from": "7"}).status_code == 404
    assert client.post(reverse("strategy:begin"), {"from": "../1"}).status_code == 404


def test_a_file_goes_out_and_comes_in_unchanged(of, text):
    client = of("strategist")
    typed(client, text)
    file = client.get(reverse("strategy:download"))
    assert file.headers["Content-Disposition"] == 'attachment; filename="strategy.yaml"'
    typed(client, "goal: another\n")
    client.post(reverse("strategy:upload"), {"file": SimpleUploadedFile("strategy.yaml", file.content)})
    assert shown(client) == text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"goal: \xff\xfe", "The file is not UTF-8 text."),
        (b"#" * 2_000_001, "The file is larger than 2 MB."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_words_and_the_draft_stays(of, text, content, told):
    client = of("strategist")
    typed(client, text)
    answer = client.post(reverse("strategy:upload"), {"file": SimpleUploadedFile("strategy.yaml", content)})
    assert answer.status_code == 422
    assert told in words(answer)
    assert shown(client) == text


def test_a_strategy_made_with_its_market_is_adopted(of, text):
    """The allowed case beside the next test's refused one."""
    answer = of("strategist").post(reverse("strategy:adopt"), {"text": text}, follow=True)
    assert "Version 1 is in force from now on." in words(answer)
    version = StrategyVersion.objects.get()
    assert (version.number, version.assessment, str(version.written_by)) == (1, 1, "Marit Solheim")


def test_without_the_market_nothing_is_adopted_and_the_page_says_why(of, text):
    """S3.19."""
    client = of("strategist")
    alone = without_market(text)
    answer = client.post(reverse("strategy:adopt"), {"text": alone})
    assert answer.status_code == 422
    assert "The strategy cannot be adopted: The strategy was made with nobody from the market" in words(answer)
    assert "Invite customers or partners" in words(answer)
    assert not StrategyVersion.objects.exists()
    assert shown(client) == alone


def test_adopting_the_same_twice_adds_no_version_though_it_is_written_otherwise(of, text):
    client = of("strategist")
    client.post(reverse("strategy:adopt"), {"text": text})
    again = client.post(reverse("strategy:adopt"), {"text": f"# another comment\n{text}"}, follow=True)
    assert "Version 1 says exactly this already; no version was added." in words(again)
    assert StrategyVersion.objects.count() == 1
    client.post(reverse("strategy:adopt"), {"text": text.replace("review: monthly", "review: weekly")})
    assert StrategyVersion.objects.count() == 2


def test_comments_stay_in_the_draft_when_it_is_adopted(of, text):
    client = of("strategist")
    client.post(reverse("strategy:adopt"), {"text": f"# why we began\n{text}"})
    assert shown(client).startswith("# why we began\n")
    assert "Your draft says the same as version 1, which is in force" in words(client.get(DRAFT))


def test_an_open_assessment_and_a_draft_objective_stand_in_the_way_on_the_day_of_adoption(of, text):
    """S3.16: the confirm step after the assessment."""
    client = of("strategist")
    answer = typed(client, text.replace("state: confirmed", "state: draft", 1))
    way = words(answer).split("In the way")[1]
    assert "“Answer everybody who asks on the page within the hour” is still a draft." in way
    assert client.post(reverse("strategy:adopt")).status_code == 422


def test_a_draft_objective_is_confirmed_or_dropped_with_a_reason_and_never_without(of, text):
    """S3.16: confirmed, changed or dropped once the assessment is closed."""
    client = of("strategist")
    typed(client, text.replace("state: confirmed", "state: draft  # until then", 2))
    assert "The assessment is closed: decide Answer everybody who asks" in words(client.get(DRAFT))
    client.post(reverse("strategy:decide"), {"index": 0, "state": "confirmed"})
    refused = client.post(reverse("strategy:decide"), {"index": 2, "state": "dropped"})
    assert refused.status_code == 422
    assert "Say what the assessment showed." in words(refused)
    client.post(reverse("strategy:decide"), {"index": 2, "state": "dropped", "reason": "Faults: listed early, now."})
    objectives = parse_document(shown(client)).document.objectives
    assert [one.state for one in objectives][:3] == ["confirmed", "changed", "dropped"]
    assert objectives[2].reason == "Faults: listed early, now."
    assert shown(client).count("# until then") == 2
    assert client.post(reverse("strategy:decide"), {"index": 99, "state": "confirmed"}).status_code == 400


def test_an_unreadable_text_says_which_line_and_cannot_be_adopted(of, text):
    client = of("strategist")
    broken = text.replace("mission: >-", "mission: [")
    line = broken.splitlines().index("mission: [") + 1
    assert f"the first in line {line}" in words(typed(client, broken)) or "Line" in words(typed(client, broken))
    answer = client.post(reverse("strategy:adopt"), {"text": broken})
    assert answer.status_code == 422
    assert not StrategyVersion.objects.exists()
    assert shown(client) == broken


FANS = """
  - id: fans
    text: We want 50.000 fans on our Facebook page
    serves: north-market-share
    owner: Lars Brandvik
    metric: fans
    baseline: {value: 12.000, unit: fans, date: 2025-09-30}
    period: 2026-05-04 to 2026-12-31
    state: confirmed
targets:
"""


def with_fans(text: str) -> str:
    assert "\ntargets:\n" in text
    return text.replace("\ntargets:\n", FANS)


def test_a_fan_count_is_refused_as_an_objective_and_asked_what_it_is_for(of, text):
    """S0.2, S0.20."""
    answer = typed(of("strategist"), with_fans(text))
    assert "“We want 50.000 fans on our Facebook page” counts fans" in words(answer)
    assert "Find the objective behind it" in words(answer)
    refused = of("strategist").post(reverse("strategy:adopt"), {"text": with_fans(text)})
    assert refused.status_code == 422


ANSWERS = {
    "where": "objectives.5",
    "serves": "north-market-share",
    "whom": "people in the north without fibre",
    "what": "order a connection",
    "how_many": "4",
    "metric": "orders",
    "baseline": "1.200,5",
}


def test_the_way_from_a_count_to_an_objective_keeps_the_count_as_a_target(of, text):
    """S0.2, S0.20, S1.12: 50.000 is fifty thousand."""
    client = of("strategist")
    typed(client, with_fans(text))
    asked = client.get(reverse("strategy:rewrite"), {"where": "objectives.5"})
    assert "“We want 50.000 fans on our Facebook page” is a target: what is it for?" in words(asked)
    assert "Followers" not in words(asked)
    answer = client.post(reverse("strategy:rewrite"), ANSWERS)
    line = int(answer.headers["Location"].removeprefix(f"{DRAFT}#L"))
    assert shown(client).splitlines()[line - 1] == "  - id: fans"
    found = parse_document(shown(client)).document
    objective = next(one for one in found.objectives if one.id == "fans")
    target = next(one for one in found.targets if one.id == "fans-count")
    assert objective.text == "People in the north without fibre order a connection"
    assert (objective.metric, objective.baseline.value, objective.serves) == ("orders", 1200.5, "north-market-share")
    assert (target.value, target.metric, target.objective) == (50000, "fans", "fans")
    assert target.what_for == "Of a hundred people in the north without fibre, 4 order a connection."
    assert "OBJ001" not in words(client.get(DRAFT))
    assert "# It tells the story of a call centre" in shown(client)


def test_an_answer_that_is_missing_is_asked_for_again(of, text):
    client = of("strategist")
    typed(client, with_fans(text))
    answer = client.post(reverse("strategy:rewrite"), ANSWERS | {"whom": "", "metric": "followers"})
    assert answer.status_code == 422
    assert "This field is required." in words(answer)
    assert shown(client) == with_fans(text)


@pytest.mark.parametrize("where", ["objectives.0", "objectives.99", "methods.0", "../../etc", ""])
def test_what_counts_nothing_has_nothing_to_rewrite(of, text, where):
    client = of("strategist")
    typed(client, with_fans(text))
    answer = client.post(reverse("strategy:rewrite"), ANSWERS | {"where": where})
    assert answer.status_code == 400
    assert "counts no attention" in words(answer)


def test_an_opportunity_becomes_a_method_of_the_draft(of, text):
    """S3.21, S3.24."""
    client = of("strategist")
    typed(client, text)
    assert "Fix: waiting on the phone" in words(client.get(DRAFT))
    answer = client.post(reverse("strategy:choose"), {"opportunity": "fix-waiting-on-the-phone"})
    line = int(answer.headers["Location"].removeprefix(f"{DRAFT}#L"))
    assert shown(client).splitlines()[line - 1] == "  - id: fix-waiting-on-the-phone"
    method = parse_document(shown(client)).document.methods[-1]
    assert (method.name, method.department, method.opportunity) == (
        "Fix: waiting on the phone",
        "support",
        "fix-waiting-on-the-phone",
    )
    assert method.findings == ("frustration-waiting-on-the-phone",)
    assert "Add as a method: Fix: waiting on the phone" not in client.get(DRAFT).content.decode()


def test_an_opportunity_can_be_the_first_thing_in_a_strategy(of):
    client = of("strategist")
    client.post(reverse("strategy:choose"), {"opportunity": "fix-waiting-on-the-phone"})
    methods = parse_document(shown(client)).document.methods
    assert [method.id for method in methods] == ["page-service", "fix-waiting-on-the-phone"]
    assert "# support first, marketing last" in shown(client)


def test_an_opportunity_that_nobody_found_is_refused(of, text):
    client = of("strategist")
    typed(client, text)
    answer = client.post(reverse("strategy:choose"), {"opportunity": "buy-fans"})
    assert answer.status_code == 400
    assert "no such opportunity" in words(answer)
    assert shown(client) == text


SCRIPT = "<script>alert('x')</script>"


@pytest.mark.parametrize(
    "text",
    [
        f'goal: "{SCRIPT}"\n',
        f"{SCRIPT}: [1\n",
        f'objectives:\n  - text: "1000 fans {SCRIPT}"\n    serves: "{SCRIPT}"\n',
        "</textarea>" + SCRIPT,
    ],
)
def test_script_in_a_strategy_is_shown_and_never_run(of, text):
    client = of("strategist")
    for answer in (typed(client, text), client.get(DRAFT), client.post(reverse("strategy:adopt"), {"text": text})):
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in answer.content.decode()
    assert shown(client) == text


def test_script_in_an_adopted_strategy_is_shown_and_never_run(of, text):
    hostile = text.replace("Customers of Halden get help", f"{SCRIPT} get help")
    hostile = hostile.replace("mechanism: A fault that is known", f"mechanism: {SCRIPT} that is known")
    of("strategist").post(reverse("strategy:adopt"), {"text": hostile})
    of("strategist").post(reverse("strategy:adopt"), {"text": text})
    for place in ("versions/1/", "versions/compare/?from=1&to=2", "versions/"):
        page = of("representative").get(f"/strategy/{place}").content.decode()
        assert "<script>alert" not in page
    assert (
        "&lt;script&gt;alert" in page
        or "&lt;script&gt;alert" in of("viewer").get("/strategy/versions/1/").content.decode()
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 5_000, "nests deeper"),
        ("a: &a [x]\nb: [*a, *a]\n", "An alias"),
        ("a" * 2_000_001, "longer than 2 MB and was not kept"),
        ("goal: \u0000x\n", "characters that are no text"),
        ("goal: ok\n---\ngoal: again\n", "A second document begins here."),
        ("format: 2\n", "“2” is not one of the choices"),
        ("- just\n- a list\n", ""),
        ("", "An element of the strategy is missing|The strategy has no"),
        ("/etc/passwd", ""),
        ("{goal: [}", "cannot be read"),
        ("!!python/object/apply:os.system ['true']", ""),
    ],
)
def test_a_text_of_any_kind_is_answered_in_words(of, text, told):
    answer = typed(of("strategist"), text)
    assert answer.status_code == 200
    assert re.search(told, words(answer))
    assert "root:" not in words(answer)


def test_of_very_many_remarks_the_first_are_shown_and_the_rest_counted(of):
    many = "objectives:\n" + "".join(f"  - text: aim number {n}\n" for n in range(400))
    answer = typed(of("strategist"), many)
    assert words(answer).count("Nobody owns") <= 60
    assert re.search(r"\d+ more remarks follow\.", words(answer))


def test_a_text_that_was_not_kept_leaves_the_draft_as_it_was(of, text):
    client = of("strategist")
    typed(client, text)
    typed(client, "x" * 2_000_001)
    assert shown(client) == text


def test_a_draft_belongs_to_its_person_and_keeps_what_was_wanted_before_the_assessment(of, text, closed_home):
    """S3.16: what stood in the draft when the assessment was closed is kept beside what is written after."""
    from leadline import assess
    from leadline.engine import Lake
    from leadline.web.accounts.models import Person
    from leadline.web.strategy.models import EarlierDraft

    of("strategist")
    closed = assess.assessments(Lake(closed_home.lake))[-1]
    marit = Person.objects.get(username="strategist")
    earlier, later = closed.closed_at - dt.timedelta(days=3), closed.closed_at + dt.timedelta(days=1)
    for at, words_then in ((earlier, "first"), (earlier, "second"), (later, "third"), (later, "fourth")):
        actions.keep_draft(marit, f"goal: {words_then}\n", now=at, assessment=closed)
    assert [(row.assessment, row.text) for row in EarlierDraft.objects.all()] == [(1, "goal: second\n")]


def test_adoption_names_the_first_obstacle_and_holds_the_others(text):
    found = parse_document(without_market(text).replace("sponsor: Jonas Fehr", "# sponsor: nobody")).document
    with pytest.raises(RemarkedError, match=r"cannot be adopted: .* \(1 more: see below\.\)") as told:
        actions.adopt(found, Facts(today=dt.date(2026, 11, 1)), by=None, now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    assert told.value.advice
    assert {one.code for one in told.value.remarks} == {"RES001", "PAR001"}


def test_a_fix_is_written_into_the_draft_and_what_cannot_be_is_said(of, text):
    """The button sends the text as it stands in the editor, so that nothing typed is lost."""
    client = of("strategist")
    less = text.replace("  people: 8\n", "  people: 6   # until May\n")
    answer = client.post(f"{DRAFT}fix/", {"text": less + "# a thought\n", "fix": "RES003 resources.people"})
    line = text.splitlines().index("  people: 8") + 1
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{DRAFT}#L{line}")
    assert shown(client) == text.replace("  people: 8\n", "  people: 8   # until May\n") + "# a thought\n"
    again = client.post(f"{DRAFT}fix/", {"text": shown(client), "fix": "RES003 resources.people"})
    assert again.status_code == 422
    assert "There is nothing to write for this remark any more." in words(again)


def test_only_what_can_be_computed_has_a_button(of, text):
    page = typed(
        of("strategist"), text.replace("people: 8", "people: 6").replace("owner: Ines Aydin, people", "owner:")
    )
    buttons = re.findall(r'name="fix" value="([^"]*)"', page.content.decode())
    assert buttons[0] == "all"
    assert "RES003 resources.people" in buttons
    assert not [one for one in buttons if one.startswith("COM001")], "who owns it, only people know"


@pytest.mark.parametrize("role", ["manager", "executive", "agent"])
def test_who_may_not_edit_cannot_have_anything_written(of, text, role):
    answer = of(role).post(f"{DRAFT}fix/", {"text": text, "fix": "all"})
    assert answer.status_code == 403
    assert not Draft.objects.exists()
