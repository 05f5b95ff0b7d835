"""The pages of measure: each number leads to what it was counted from."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from html import unescape
from unittest.mock import Mock

import pytest

from leadline import flow
from leadline.assess import load_themes
from leadline.measure.evidence import Event, negative_controls, other_events
from leadline.measure.evidence.figures import count
from leadline.measure.known import Known, Which
from leadline.measure.month import is_good_news, kept_effects, kept_service_levels, kept_warnings
from leadline.measure.service_tally import Tally
from leadline.web.listen.pages import _name
from leadline.web.measure.doubts import Doubts, doubts_of, happened
from leadline.web.measure.evidence_page import _picture
from leadline.web.measure.line_page import Origin, _origin
from leadline.web.measure.sentences import against
from leadline.web.measure.service_page import _caption, _columns
from leadline.words import Grade, Period
from tests.october import BURST, OCTOBER, SEPTEMBER, START, ran

pytestmark = pytest.mark.django_db
EVIDENCE = "/measure/evidence/page-service-to-calls/business/"


def words(answer) -> str:
    """What a reader reads, in one line."""
    assert answer.status_code == 200
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(plain).replace("\u00a0", " "))


def test_a_warning_leads_to_exactly_the_messages_it_counted(reader):
    """52 on the page are 52 in the list: the peak day, what could be read, without what the company wrote itself."""
    [warning] = [one for one in kept_warnings(ran().lake, OCTOBER) if one.peak in BURST]
    client = reader("manager")
    page = client.get(f"/measure/warnings/{warning.id}/")
    assert f"{warning.observed} on the peak day" in words(page)
    found = re.search(r'href="(/assess/messages/[^"]*)">' + str(warning.observed) + "<", page.content.decode())
    assert found
    listed = words(client.get(unescape(found[1])))
    assert re.search(rf"\b{warning.observed} messages\b", listed), listed[:400]


def test_the_warning_is_drawn_among_its_days(reader):
    [warning] = [one for one in kept_warnings(ran().lake, OCTOBER) if one.peak in BURST]
    page = reader("manager").get(f"/measure/warnings/{warning.id}/").content.decode()
    assert re.search(rf'"day": ?"{warning.peak}", ?"value": ?{warning.observed}\b', page)


def test_a_rise_of_thanks_is_good_news_and_no_warning(reader, monkeypatch):
    """The burst of October hurts; were its messages glad, it would stand under a heading of its own."""
    [warning] = [one for one in kept_warnings(ran().lake, OCTOBER) if one.peak in BURST]
    assert not is_good_news(ran().lake, warning, themes=load_themes())
    glad = {"excited": 9, "hurting": 2}
    monkeypatch.setattr("leadline.measure.month.rows", lambda _: [glad])
    assert is_good_news(ran().lake, replace(warning, label="Another"), themes=load_themes()), (
        "asked of another, since the first is remembered"
    )
    monkeypatch.undo()
    monkeypatch.setattr("leadline.web.measure.warning_pages.is_good_news", lambda *_, **__: True)
    page = words(reader("manager").get("/measure/warnings/"))
    assert "Nothing to warn of, and some good news" in page
    assert "Good news Themes that rose" in page


def test_home_and_measure_tell_one_headline_and_one_colour_an_objective(reader):
    """One total cannot be good on one page and behind on the next, nor the surest effect be two."""
    client = reader("manager")
    home, measure = client.get("/").context["page"], client.get("/measure/").context["page"]
    assert home.finding == measure.finding
    assert [one.tone for one in home.objectives] == [one.tone for one in measure.objectives]
    assert any(one.tone for one in home.objectives)
    both = list(zip(home.objectives, measure.objectives, strict=True))
    assert all(one.aim == other.aim for one, other in both if other.kpi)
    assert all(one.aim.startswith("target ") for one in home.objectives)
    assert "→ 4" not in words(client.get("/measure/")), "an arrow to the target reads as a change"


def test_home_counts_lines_and_tried_links_as_measure_and_the_evidence_do(reader):
    client = reader("manager")
    home = client.get("/").context["page"]
    lines = [line for row in client.get("/measure/").context["page"].objectives for line in row.lines]
    assumed = sum(line.grade is Grade.ASSUMED for line in lines)
    assert f"{assumed} lines are still assumed." in home.lede
    tried = next(one.effect.tried for one in kept_effects(ran().lake) if one.about == "page-service-to-calls:business")
    assert home.steps[-1].words.startswith(f"{tried} links tried")


def test_a_sentence_of_measure_does_not_count_a_check_that_could_not_be_run(reader):
    judged = next(one for one in kept_effects(ran().lake) if one.about == "page-service-to-calls:business")
    *run, last = (replace(check, passed=True) for check in judged.effect.checks)
    left = replace(last, name="Season seen", passed=None, sentence="No year before.")
    told = against(replace(judged.effect, checks=(*run, left)))
    assert told.endswith("checks that could be run passed; season seen could not: no year before.")
    assert f"{count(len(run))} of {count(len(run))} checks" in told


def test_a_month_s_evidence_is_what_was_known_of_it_and_leads_to_what_is_newer(reader):
    """The link of a frozen September must not open October's figures beside September's words."""
    asked = flow.links_asked(ran().documents)
    then, now = (
        next(
            one for one in kept_effects(ran().lake, asked, until=until) if one.about == "page-service-to-calls:business"
        )
        for until in (SEPTEMBER.last_day, None)
    )
    assert then.effect.end < now.effect.end
    client = reader("manager")
    past = client.get(EVIDENCE, {"month": "2026-09"})
    assert past.context["page"].judged == then
    assert "This is what was known at the end of September 2026. A newer judgement looks at" in words(past)
    assert f'<a href="{EVIDENCE}">' in past.content.decode()
    newest = client.get(EVIDENCE)
    assert newest.context["page"].judged == now
    assert "newer judgement" not in words(newest)
    assert client.get(EVIDENCE, {"month": "2026-05"}).status_code == 404


def test_a_month_s_line_leads_to_its_evidence_and_to_what_is_newer(reader):
    line = reader("manager").get("/measure/lines/page-service-to-calls/", {"month": "2026-09"})
    assert "This is what was known at the end of September 2026. A newer judgement" in words(line)
    assert f'href="{EVIDENCE}?month=2026-09"' in line.content.decode()
    newest = words(reader("manager").get("/measure/lines/page-service-to-calls/"))
    assert "newer judgement" not in newest


def test_a_line_calls_its_opportunity_as_the_assessment_of_its_month_did():
    """Findings, the opportunity's name and the days counted are of one assessment."""
    days = Period(dt.date(2026, 7, 3), dt.date(2026, 9, 30))
    then = Mock(content={"opportunities": [{"id": "a", "title": "As September called it"}]}, period=days)
    told = _origin(then, "a")
    assert (told.title, told.days) == ("As September called it", "3 July to 30 September 2026")
    assert told.href == "/assess/opportunity/a/?period=2026-07-03..2026-09-30"
    assert _origin(None, "a") == Origin("a")


def test_a_line_s_messages_are_those_to_which_it_leads(reader):
    """A count without its days, which leads to other days, looks like two counts of one thing."""
    client = reader("manager")
    page = client.get("/measure/lines/page-service-to-calls/")
    origin = page.context["page"].origin
    assert origin.days in words(page)
    there = client.get(origin.href).context["page"]
    assert f"{there.messages:,} messages" in words(page)


def test_the_link_that_gives_the_grade_is_drawn_and_marked(reader):
    page = reader("manager").get("/measure/lines/page-service-to-calls/")
    joined = page.context["page"].joined
    assert joined.way == "direct"
    assert joined.direct is not None
    assert joined.grade is joined.direct.grade > min(link.carries for link in joined.links if link.kind == "causal")
    drawn = page.content.decode().partition('class="past"')[2].partition("</section>")[0]
    assert f"{joined.grade}" in drawn
    assert "this link gives the line its grade" in drawn
    chain = words(page).partition("What each analysis says")[0]
    assert joined.direct.sentence not in chain, "a long sentence makes a column of the chain many lines high"


def test_the_service_levels_name_the_days_within_which_an_answer_counts():
    level = replace(kept_service_levels(ran().lake)[OCTOBER], horizon_days=3.0)
    assert "answered in 3 days" in [column.title for column in _columns(level)]


def test_the_service_levels_say_why_a_share_is_of_fewer_waits_than_began():
    """95.3 % of 1,980 above a table of 1,991 looks like a slip."""
    level = kept_service_levels(ran().lake)[OCTOBER]
    waited = Tally(n=1991, met=1900, breached=80, pending=8, withdrawn=3)
    told = _caption(replace(level, total=waited))
    assert "1,980 of the 1,991 are decided" in told
    assert told.endswith("11 are in no share: 8 not due yet, 3 withdrawn.")
    assert "decided" not in _caption(replace(level, total=Tally(n=10, met=9, breached=1)))


def test_every_recorded_figure_is_one_row_a_metric_by_its_name(reader):
    page = reader("manager").get("/measure/")
    rows = page.context["page"].metrics
    assert len({one.name for one in rows}) == len(rows) < sum(len(one.lines) for one in rows)
    told = words(page).partition("Every recorded figure")[2]
    assert "csat" not in told.lower()
    for one in rows:
        for line in one.lines:
            assert f'href="/measure/kpi/{line.which}/"' in page.content.decode()


def test_the_count_behind_a_metric_is_called_after_it():
    days = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    answers = Known(Which("csat_n", "consumer"), "answers", days, 31)
    assert _name(answers) == "Customer satisfaction: answers"
    assert _name(Known(Which("store_queue"), "people", days, 31)) == "Store queue"


def test_an_unknown_warning_line_metric_or_month_is_not_there(reader):
    client = reader("manager")
    for address in ("warnings/none:at-all:2026-10-20/", "lines/nothing/", "kpi/nothing/", "evidence/nothing/business/"):
        assert client.get(f"/measure/{address}").status_code == 404, address


def test_the_evidence_shows_the_figure_its_grade_its_checks_and_what_was_tried(reader):
    judged = next(one for one in kept_effects(ran().lake) if one.about == "page-service-to-calls:business")
    page = words(reader("executive").get(EVIDENCE))
    assert judged.grade is Grade.SUPPORTED
    for check in judged.effect.checks:
        assert check.name in page
    assert f"{judged.effect.tried} links were tried" in page
    assert f"{START.day} {START:%B} {START.year}" in page
    assert "calls@" not in page


def test_the_picture_shows_means_of_seven_days_before_the_days_themselves(reader):
    """A week's rhythm hides what changed: lines are means, dots are days, and the caption says so."""
    judged = next(one for one in kept_effects(ran().lake) if one.about == "page-service-to-calls:business")
    answer = reader("executive").get(EVIDENCE)
    chart = answer.context["page"].picture
    drawn = {row["day"]: row for row in chart.spec["data"]["values"]}
    week = [one for one in judged.effect.days if START + dt.timedelta(days=14) <= one.day][:7]
    last = drawn[week[-1].day.isoformat()]
    assert last["single"] == week[-1].observed
    assert last["observed"] == pytest.approx(sum(one.observed for one in week) / 7)
    assert last["expected"] == pytest.approx(sum(one.expected for one in week) / 7)
    assert "lines: means of seven days" in words(answer)
    assert "that day alone" in chart.columns


def test_the_service_level_of_a_month_is_the_one_that_was_kept(reader):
    kept = kept_service_levels(ran().lake)[OCTOBER]
    answer = reader("manager").get("/measure/service-levels/2026-10/")
    assert b'<table class="stacks">' in answer.content, "on a phone nine columns are read one beneath the other"
    page = words(answer)
    assert kept.sentence().split(":")[0].split(",")[0] in page


def test_who_may_not_see_numbers_is_refused(reader):
    representative = reader("representative")
    for address in ("/measure/", EVIDENCE, "/measure/warnings/", "/measure/service-levels/"):
        assert representative.get(address).status_code == 403, address


def _with(effect, *checks):
    return replace(effect, checks=(*effect.checks, *checks))


def _judged():
    return next(one for one in kept_effects(ran().lake) if one.about == "page-service-to-calls:business").effect


def test_the_evidence_page_says_what_nobody_was_asked(reader):
    """What nobody has named has not failed, and a reader learns where to name it."""
    page = words(reader("manager").get(EVIDENCE))
    assert "negative controls No figure is named that the program cannot have moved: write untouched beside" in page
    assert "other events Nobody has said what else happened about 3 August 2026: list events in the plan" in page
    assert "Figures that cannot have moved" not in page


def test_a_hidden_cause_is_told_and_drawn_up_to_one_that_explains_all(reader):
    page = words(reader("manager").get(EVIDENCE))
    assert "A cause that nobody measured would have to explain" in page
    assert "It decides no grade" in page
    hidden = doubts_of(_judged(), "Calls").hidden
    assert hidden is not None
    assert hidden.rows[0][0] == "1\u00a0%"
    middles = [(low + high) / 2 for _, low, high in hidden.rows]
    assert all(middle < 0 for middle in middles[:-1]), "a fall stays one until the cause explains all of it"


def test_untouched_figures_are_drawn_beside_the_outcome_and_events_in_the_picture(reader):
    effect = _judged()
    quiet = replace(
        effect, outcome="sales@consumer", mean=replace(effect.mean, value=0.0, low=-9.0, high=9.0), p_value=1.0
    )
    event = Event("prices rise", START + dt.timedelta(days=20))
    told = _with(
        effect, negative_controls([quiet]), other_events(START, [event, Event("old", START - dt.timedelta(900))])
    )
    doubts = doubts_of(told, "Calls")
    assert doubts.not_asked == ()
    assert [row[0] for row in doubts.untouched.rows] == ["Calls", "consumer sales"]
    assert doubts.untouched.rows[0][2] < 0 < doubts.untouched.rows[1][2]
    assert happened(told) == ((str(event.first), "prices rise"),), "what lies outside the analysis is not drawn"
    assert "prices rise" in json.dumps(_picture(told, "Calls").spec)


def test_a_refused_analysis_is_doubted_no_further():
    doubts = doubts_of(replace(_judged(), refused="Too short.", verdict="cannot tell", mean=None), "Calls")
    assert doubts == Doubts(None, None, None, ())
