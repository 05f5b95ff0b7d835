"""S4.2, the last step: who decides on a line says why, the next month shows what came of it, the draft begins there."""

from __future__ import annotations

import re
from html import unescape

import pytest

from leadline.errors import LeadlineError
from leadline.web.documents import documents, lake, now
from leadline.web.measure.actions import decide
from leadline.web.measure.models import DecisionRow
from leadline.web.strategy.models import Draft, StrategyVersion
from tests.october import OCTOBER, SEPTEMBER

pytestmark = pytest.mark.django_db
LINE = "page-service-to-calls"


def words(answer, status: int = 200) -> str:
    assert answer.status_code == status
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(plain).replace("\u00a0", " "))


def said(client, choice="continue", reason="Calls stay lower.", month=OCTOBER, line=LINE):
    return client.post(f"/measure/tune/?month={month}", {"line": line, "choice": choice, "reason": reason})


@pytest.mark.parametrize("role", ["executive", "strategist", "manager"])
def test_whoever_decides_says_why_and_the_page_says_who_it_was(reader, role):
    client = reader(role)
    assert f"#line-{LINE}" in said(client)["Location"]
    row = DecisionRow.objects.get()
    assert (row.choice, row.reason, str(row.month)) == ("continue", "Calls stay lower.", str(OCTOBER))
    page = words(client.get(f"/measure/tune/?month={OCTOBER}"))
    assert "Continue : Calls stay lower." in page
    assert str(row.by) in page


@pytest.mark.parametrize("role", ["agent", "champion", "viewer", "representative"])
def test_nobody_else_decides(reader, role):
    assert said(reader(role)).status_code == 403
    assert not DecisionRow.objects.exists()


def test_who_may_only_look_sees_no_form(reader):
    page = reader("viewer").get(f"/measure/tune/?month={OCTOBER}")
    assert "Executives, strategists and managers decide." in words(page)
    assert 'name="choice"' not in page.content.decode()


@pytest.mark.parametrize(("choice", "reason"), [("continue", ""), ("pause", "Because."), ("stop", "x" * 501)])
def test_without_a_reason_or_with_another_word_nothing_is_decided(reader, choice, reason):
    assert 'role="alert"' in said(reader("manager"), choice, reason).content.decode()
    assert not DecisionRow.objects.exists()


def test_a_line_that_is_not_in_the_strategy_is_refused(reader):
    client = reader("manager")
    assert "has no line" in words(said(client, line="nothing"), status=400)
    with pytest.raises(LeadlineError, match="no decision"):
        decide(lake(), documents(), OCTOBER, LINE, choice="pause", reason="Why not.", by=None, now=now())


def test_the_next_month_shows_what_came_of_it(reader):
    client = reader("strategist")
    said(client, "stop", "It moves nothing.", SEPTEMBER)
    said(client, "continue", "Too early, after all.", SEPTEMBER)
    said(client, "change", "Too early, again.", SEPTEMBER)
    page = words(client.get(f"/measure/tune/?month={OCTOBER}"))
    assert "“Too early, again.”" in page
    assert "It moves nothing." not in page, "the last decision for a month counts"
    assert "Nothing about it has changed by version 1." in page
    assert DecisionRow.objects.count() == 3, "what was decided before is kept"


def test_the_next_version_begins_from_what_was_decided(reader):
    client = reader("strategist")
    before = [line.id for line in documents().strategy.lines]
    assert len(before) > 1
    said(client, "stop", "It moves nothing.")
    said(client, "change", "Ask again.", line=before[1] if before[1] != LINE else before[0])
    assert "2 decisions ask for another strategy." in words(client.get(f"/measure/tune/?month={OCTOBER}"))
    answer = client.post(f"/measure/tune/draft/?month={OCTOBER}")
    assert answer["Location"] == "/strategy/draft/"
    text = Draft.objects.get().text
    assert f"id: {LINE}" not in text
    assert "to change: Ask again. (" in text
    assert f"id: {LINE}" in StrategyVersion.objects.get(number=1).text, "a version in force never changes"


def test_nothing_to_follow_begins_no_draft_and_only_who_edits_begins_one(reader):
    assert "Nothing was decided" in words(
        reader("strategist").post(f"/measure/tune/draft/?month={OCTOBER}"), status=400
    )
    assert reader("manager").post(f"/measure/tune/draft/?month={OCTOBER}").status_code == 403
    assert not Draft.objects.exists()


def test_home_says_how_many_lines_wait_once_somebody_began_to_decide(reader):
    client = reader("strategist")
    assert "to decide on" not in words(client.get(f"/?month={OCTOBER}"))
    said(client)
    waiting = len(documents().strategy.lines) - 1
    told = f"{waiting} line{'' if waiting == 1 else 's'} to decide on"
    assert (told in words(client.get(f"/?month={OCTOBER}"))) == (waiting > 0)


def test_reasons_of_others_are_shown_as_text(reader):
    client = reader("manager")
    said(client, reason="<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get(f"/measure/tune/?month={OCTOBER}").content.decode()
