"""Versions side by side, objectives before and after an assessment, and the rules' pages."""

import datetime as dt
import html
import re
import tomllib
from pathlib import Path

import pytest

from leadline.strategy import RULES
from leadline.web.accounts.models import Person
from leadline.web.strategy import actions, rule_pages
from leadline.web.strategy.markdown import as_html
from leadline.web.strategy.models import StrategyVersion

REPO = Path(__file__).parents[3]


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


HELP_PAGES = """
  - id: help-pages
    name: Help pages
    kind: insight
    department: support
    serves: [turn-anger]
    start: 2026-12-01
    resources: {people: 0}
    success: {measure: questions answered without asking, instrument: the pages, target: 300 a month}
resources:
"""


@pytest.fixture
def two_versions(of, adopted, text):
    """Version 2 has another mission, one method more, and more money."""
    changed = text.replace("every day from 8:00 to 20:00", "every day").replace("\nresources:\n", HELP_PAGES)
    changed = changed.replace("money_a_month: 40500", "money_a_month: 52000")
    of("strategist").post("/strategy/draft/adopt/", {"text": changed})
    assert StrategyVersion.objects.count() == 2


@pytest.mark.django_db
def test_the_list_says_who_adopted_what_and_how_much_it_changed(of, two_versions):
    page = words(of("viewer").get("/strategy/versions/"))
    assert "Two versions were adopted; version 2 changed three things" in page
    assert "Version 2 in force 1 November 2026, 10:00 Marit Solheim assessment 1 3 things" in page
    assert "Version 1 1 November 2026, 10:00 Marit Solheim assessment 1 the first" in page


@pytest.mark.django_db
def test_two_versions_stand_side_by_side_element_by_element(of, two_versions):
    page = words(of("executive").get("/strategy/versions/compare/?from=1&to=2"))
    assert "Three things differ between version 1 and version 2" in page
    assert "Mission Mission “A service team answers every question on our page within the hour, every day from" in page
    assert "Methods Help pages – added" in page
    assert "Resources Money a month 40500 52000" in page


@pytest.mark.django_db
def test_who_may_not_see_money_compares_everything_else(of, two_versions):
    page = words(of("representative").get("/strategy/versions/compare/?from=1&to=2"))
    assert "Two things differ between version 1 and version 2" in page
    assert "52000" not in page


@pytest.mark.django_db
def test_the_same_version_twice_says_the_same(of, two_versions):
    page = words(of("viewer").get("/strategy/versions/compare/?from=1&to=1"))
    assert "Version 1 and version 1 say the same" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", ["from=1&to=9", "from=&to=", "from=draft&to=1", "from=before-9&to=1", "from=../1&to=1"]
)
def test_what_is_not_there_cannot_be_compared(of, two_versions, asked):
    answer = of("viewer").get(f"/strategy/versions/compare/?{asked}")
    assert answer.status_code == 400
    assert "There is no such version to compare with." in words(answer)


@pytest.mark.django_db
def test_a_strategist_compares_the_own_draft(of, two_versions, text):
    client = of("strategist")
    client.post("/strategy/draft/", {"text": text.replace("review: monthly", "review: weekly")})
    page = words(client.get("/strategy/versions/compare/?from=1&to=draft"))
    assert "One thing differs between version 1 and your draft" in page
    assert "Leadership Review monthly weekly" in page


@pytest.mark.django_db
def test_an_earlier_version_stays_as_it_was_and_can_be_opened(of, two_versions):
    page = words(of("representative").get("/strategy/versions/1/"))
    assert "Version 1 is not in force any more: five lines serve four company objectives" in page
    assert "every day from 8:00 to 20:00" in page
    assert of("viewer").get("/strategy/versions/3/").status_code == 404


@pytest.mark.django_db
def test_a_version_as_a_file_is_for_those_who_may_see_money(of, adopted):
    file = of("manager").get("/strategy/versions/1/strategy.yaml")
    assert (file.status_code, file.content.decode()) == (200, adopted.text)
    assert of("viewer").get("/strategy/versions/1/strategy.yaml").status_code == 403


@pytest.mark.django_db
def test_objectives_are_shown_before_and_after_the_assessment(of, text, closed_home):
    """S3.16: what was wanted before is kept and laid beside what was confirmed, changed or dropped."""
    from leadline import assess
    from leadline.engine import Lake

    client = of("strategist")
    closed = assess.assessments(Lake(closed_home.lake))[-1]
    marit = Person.objects.get(username="strategist")
    before = text.replace("Turn more of those who come angry into people who leave happy", "Post in a friendlier tone")
    actions.keep_draft(marit, before, now=closed.closed_at - dt.timedelta(days=1), assessment=None)
    client.post("/strategy/draft/adopt/", {"text": text})
    page = client.get("/strategy/versions/")
    assert (
        "Assessment 1, closed on 22 October 2026 Of five social objectives: four confirmed and one changed."
        in words(page)
    )
    assert "leave happy before: Post in a friendlier tone changed The assessment showed that anger" in words(page)
    there = re.search(r'href="(/strategy/versions/compare/\?from=before-\d+&amp;to=1)"', page.content.decode())[1]
    compared = words(of("representative").get(html.unescape(there)))
    assert "between the draft of Marit Solheim before assessment 1 and version 1" in compared
    assert "people who leave happy text “Post in a friendlier tone” “Turn more of those" in compared


@pytest.mark.django_db
def test_without_versions_the_page_says_what_will_stand_there(client_of, empty_home):
    page = client_of("viewer", empty_home).get("/strategy/versions/")
    assert page.status_code == 200
    assert "No version was adopted yet" in words(page)


@pytest.mark.django_db
def test_every_rule_has_its_page_in_words(of):
    client = of("representative")
    listed = words(client.get("/strategy/rules/"))
    assert f"{len(RULES)} rules are asked of a strategy" in listed
    for rule in RULES:
        page = client.get(f"/strategy/rules/{rule.code}/")
        assert page.status_code == 200
        assert f"{rule.title} In force" in words(page)
        assert not re.search(r"S\d\.\d", words(page))
        assert rule.title in listed


@pytest.mark.django_db
def test_what_keeps_a_file_from_being_read_shares_one_page_and_no_rule_is_none(of):
    client = of("viewer")
    assert "a field that stands twice" in words(client.get("/strategy/rules/DOC004/"))
    for unknown in ("XYZ001", "README", "DOC4", "OBJ"):
        assert client.get(f"/strategy/rules/{unknown}/").status_code == 404


@pytest.mark.django_db
def test_a_rule_links_to_the_rules_it_speaks_of(of):
    assert 'href="/strategy/rules/BEN001/"' in of("viewer").get("/strategy/rules/str001/").content.decode()


def test_the_wheel_carries_the_pages_where_the_site_looks_for_them():
    built = tomllib.loads((REPO / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert built["force-include"]["docs/rules"] == "leadline/strategy/rule_pages"
    found = {Path(str(one)).stem for one in rule_pages._folder().iterdir()}
    assert {rule.code for rule in RULES} | {"DOC"} <= found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# Title", "<h1>Title</h1>"),
        ("## Why\ntext", "<h2>Why</h2><p>text</p>"),
        ("one\ntwo\n\nthree", "<p>one two</p>\n<p>three</p>"),
        ("- a\n- b\n  goes on", "<ul><li>a</li><li>b goes on</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("*quiet* and **loud**", "<p><em>quiet</em> and <strong>loud</strong></p>"),
        ("`a *b* <c>`", "<p><code>a *b* &lt;c&gt;</code></p>"),
        ("```yaml\na: <b>\n\n# c\n```", '<pre tabindex="0"><code>a: &lt;b&gt;\n\n# c</code></pre>'),
        ("```\nnever closed <b>", '<pre tabindex="0"><code>never closed &lt;b&gt;</code></pre>'),
        (
            "| a | b |\n|---|---|\n| 1 | <i> |",
            '<div class="wide"><table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
            "<tbody><tr><td>1</td><td>&lt;i&gt;</td></tr></tbody></table></div>",
        ),
        ("[x](known)", '<p><a href="/here">x</a></p>'),
        ("[x](javascript:alert(1))", "<p>x)</p>"),
        ('[x](" onclick="alert)', "<p>[x](&quot; onclick=&quot;alert)</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("", ""),
    ],
)
def test_a_little_markdown_becomes_html_that_is_safe(text, told):
    assert as_html(text, {"known": "/here"}.get) == told


def test_what_the_company_decided_about_the_lint_stands_on_the_rules_page(of, closed_home):
    """A rule that is off is off in everybody's sight, with who decided it and why."""
    decided = closed_home.root / "lint.toml"
    decided.write_text('[[off]]\nrule = "MET006"\nreason = "We try it first."\nby = "Dana Kowal"\ndate = 2026-01-05\n')
    try:
        said = words(of("agent").get("/strategy/rules/"))
    finally:
        decided.unlink()
    assert "Decided for this company MET006 is off We try it first. Dana Kowal, 5 January 2026" in said
    assert "Decided for this company" not in words(of("agent").get("/strategy/rules/"))
