"""Whatever is typed into the guide, or sent in its place, stands in the draft as words or is refused in words."""

import pytest

from leadline.strategy import parse_document
from tests.web.strategy.test_drafting import typed, words
from tests.web.strategy.test_guide import GUIDE, SERVICE, draft, sent

pytestmark = pytest.mark.django_db

YAML = (
    "a: b",
    "- x",
    "# no comment",
    "x # neither",
    "&anchor",
    "*alias",
    "!!python/object:os.system x",
    "{a: b}",
    "[1, 2",
    "'single",
    'say "so',
    "| x",
    "> x",
    "%TAG ! x",
    "@x",
    "`x`",
    "---",
    "...",
    "? key",
    ": value",
    "null",
    "~",
    "2026-01-01",
    "50.000",
    "Get 50,000 fans",
    "back\\slash\\n",
    "a\u2028b",
    "\ufeffmark",
    "family 👩‍👩‍👧 works",  # joined by signs without width
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% load x %}",
)


def test_what_looks_like_yaml_stands_there_as_words(of, text):
    client = of("strategist")
    typed(client, text)
    for said in YAML:
        given = sent(parse_document(draft()).document, "methods", SERVICE, name=said, success__measure=said)
        assert client.post(f"{GUIDE}methods/", given).status_code == 302, said
        after = parse_document(draft()).document
        assert after is not None, said
        method = next(one for one in after.methods if one.id == SERVICE)
        assert (method.name, method.success.measure) == (" ".join(said.split()), " ".join(said.split()))
    page = client.get(f"{GUIDE}methods/").content.decode()
    assert ("<script>alert(1)" in page, "{{ 7*7 }}{% load x %}" in page) == (False, True)
    client.post(f"{GUIDE}methods/", sent(after, "methods", SERVICE, name="Service", success__measure="all"))
    assert len(draft().splitlines()) == len(text.splitlines()), "nothing else of the text moved"


def test_lines_and_signs_that_no_page_shows(of, text):
    """A line's breaks are kept where several are asked; controls, which no file of YAML holds, are left out."""
    client = of("strategist")
    typed(client, text)
    lines = "Quick: help\r\n- One # answer\r\n\r\n&three\x07 of\x1b[31m them\x7f\x9f\ufffe\x00"
    told = sent(parse_document(text).document, "goal", "", benefits__customer=lines, mission="Serve\x1b people\x7f")
    assert client.post(f"{GUIDE}goal/", told).status_code == 302
    after = parse_document(draft()).document
    assert after.benefits.customer == ("Quick: help", "One # answer", "&three of[31m them")
    assert after.mission == "Serve people"


def test_a_hundred_thousand_signs_are_refused_with_their_number_and_kept_on_the_page(of, text):
    client = of("strategist")
    typed(client, text)
    for step, key, field in (("goal", "", "benefits__customer"), ("goal", "", "mission"), ("methods", SERVICE, "name")):
        given = sent(parse_document(text).document, step, key, **{field: "word " * 20_000})
        answer = client.post(f"{GUIDE}{step}/", given)
        assert (answer.status_code, "(it has 99999)" in words(answer)) == (422, True), field
        assert "word word" in words(answer) or 'value="word word' in answer.content.decode()
    assert draft() == text


def test_what_is_longer_already_stands_in_the_way_of_no_other_field(of, text):
    client = of("strategist")
    long = text.replace("name: Service on the page", f"name: {'Service ' * 50}on the page", 1)
    typed(client, long)
    given = sent(parse_document(long).document, "methods", SERVICE, success__target="97 %")
    assert client.post(f"{GUIDE}methods/", given).status_code == 302
    assert draft() == long.replace("target: 95 %, and the worst case looked into every week", "target: 97 %") != long


@pytest.mark.parametrize("shows", ["[" * 100_000, '{"name": ' * 50_000, "1" * 5_000, '{"name": {"a": [1]}}', "NaN"])
def test_what_was_shown_may_be_forged_and_breaks_nothing(of, text, shows):
    client = of("strategist")
    typed(client, text)
    given = sent(parse_document(text).document, "methods", SERVICE, name="Mine") | {"shows": shows}
    assert client.post(f"{GUIDE}methods/", given).status_code in (302, 422)
    assert parse_document(draft()).document is not None


def test_what_stands_there_and_is_no_choice_any_more_stays(of, text):
    """A finding of an assessment before the last one, an objective that another line of the text was to bring."""
    client = of("strategist")
    older = text.replace("serves: lower-cost-to-serve", "serves: gone", 1)
    assert older != text
    typed(client, older)
    document = parse_document(older).document
    assert "waiting-on-the-phone" in document.goal.findings
    page = client.get(f"{GUIDE}goal/").content.decode()
    assert 'value="waiting-on-the-phone"' in page
    assert client.post(f"{GUIDE}goal/", sent(document, "goal", "", mission="Serve people")).status_code == 302
    assert parse_document(draft()).document.goal.findings == document.goal.findings
    one = next(one for one in document.objectives if one.serves == "gone")
    client.post(f"{GUIDE}objectives/", sent(document, "objectives", one.id, owner="Liv Aas"))
    after = next(other for other in parse_document(draft()).document.objectives if other.id == one.id)
    assert (after.serves, after.owner) == ("gone", "Liv Aas")


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "../../evil"])
def test_no_answer_leads_out_of_the_site(of, text, place):
    client = of("strategist")
    typed(client, text)
    given = sent(parse_document(text).document, "methods", SERVICE, name="Mine") | {"then": place}
    assert client.post(f"{GUIDE}methods/", given).url == f"{GUIDE}methods/"
    fixed = client.post("/strategy/draft/fix/", {"fix": "all", "back": place})
    assert "evil" not in fixed.headers.get("Location", "")


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("https://evil.example/strategy/", "/"),
        ("http://testserver.evil.example/", "/"),
        ("http://testserver/strategy/draft/", "http://testserver/strategy/draft/"),
    ],
)
def test_the_way_back_from_a_refusal_stays_on_the_site(of, came_from, back):
    refused = of("strategist").post(
        "/strategy/draft/opportunity/", {"opportunity": "x"}, headers={"Referer": came_from}
    )
    assert refused.status_code == 400
    assert f'<a class="button quiet" href="{back}">' in refused.content.decode()
