"""The month made from what the stages kept: once, again, and rebuilt from nothing but the imports (S2.14, S2.20)."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from leadline import assess, flow
from leadline.assess import assessment_as_of, closed_findings
from leadline.config import create_home, stop_clock
from leadline.engine.answers import answers
from leadline.errors import LeadlineError
from leadline.listen import Options, import_file
from leadline.report import Reader, html_page, kept_month, kept_months, pdf, tell, tell_all
from leadline.report.keeping import REPORT
from leadline.report.making import found, make_report
from leadline.value import Every
from leadline.words import Grade, Month, Period
from tests.october import AUGUST, FIRST, LAST, NOW, OCTOBER, SEPTEMBER, START, ZONE, World, copy_of, october, ran
from tests.report.reading import text_of

LATER = NOW + dt.timedelta(days=100)


@pytest.fixture
def fresh(tmp_path: Path) -> World:
    return copy_of(ran(), tmp_path / "home")


def bytes_of(world: World, month: Month) -> list[str]:
    """Every version's text, as it lies in the lake."""
    return [one.content["facts"] for one in answers(world.lake, REPORT, str(month))]


def test_a_month_made_again_without_news_keeps_its_version_and_its_bytes(fresh: World) -> None:
    before, state = bytes_of(fresh, OCTOBER), fresh.lake.state()
    assert len(before) == 1
    for now in (NOW, LATER):
        assert make_report(fresh.lake, fresh.documents, OCTOBER, now=now) == kept_month(ran().lake, OCTOBER)
    assert (bytes_of(fresh, OCTOBER), fresh.lake.state()) == (before, state)


def test_what_came_after_a_month_is_no_news_to_it(fresh: World) -> None:
    """Neither a later import, nor a later assessment, nor a later judgement makes March another March."""
    more = fresh.home.root / "november.csv"
    more.write_text("metric,day,value,unit\nfollowers,2026-11-01,900,followers\n")
    import_file(fresh.home, fresh.lake, more, parties=fresh.documents.parties, options=Options(), now=LATER)
    parties = fresh.documents.parties.parties
    seen = assess.x_ray(fresh.lake, parties, Period(FIRST, LAST), themes=assess.load_themes())
    assess.close(fresh.lake, seen, now=LATER)
    for month in (AUGUST, SEPTEMBER):
        assert make_report(fresh.lake, fresh.documents, month, now=LATER).version == 1
    assert make_report(fresh.lake, fresh.documents, OCTOBER, now=LATER).frozen.facts.assessment.version == "2"


def test_news_of_the_month_is_a_new_version_and_the_old_one_stays(fresh: World) -> None:
    program, *others = fresh.documents.programs
    renamed = replace(fresh.documents, programs=(program.model_copy(update={"name": "Care on the page"}), *others))
    sent = kept_month(fresh.lake, OCTOBER)
    assert make_report(fresh.lake, renamed, OCTOBER, now=NOW).version == 2
    assert kept_month(fresh.lake, OCTOBER, version=1) == sent


def test_a_month_rebuilt_from_the_imports_equals_the_frozen_one(tmp_path: Path) -> None:
    """Design section 3: the same files and documents in an empty home give the same facts, to the byte."""
    home = create_home(tmp_path / "home", company="Halden Telecom", zone=ZONE.key, currency="EUR")
    shutil.rmtree(home.root / "keys")
    shutil.copytree(october().home.root / "keys", home.root / "keys")  # the same pseudonyms
    world = World(october().folder, stop_clock(home, NOW), october().documents)
    for name in ("messages.ndjson", "metrics.csv"):
        options = Options()
        import_file(
            world.home, world.lake, world.folder / name, parties=world.documents.parties, options=options, now=NOW
        )
    assess.label(world.lake, assess.load_reader())
    seen = assess.x_ray(world.lake, world.documents.parties.parties, Period(FIRST, START), themes=assess.load_themes())
    assess.close(world.lake, seen, now=dt.datetime.combine(START, dt.time(9), ZONE))
    for month in (AUGUST, SEPTEMBER, OCTOBER):
        flow.run_month(world.lake, world.documents, month, now=LATER)
    for month in (AUGUST, SEPTEMBER, OCTOBER):
        frozen, rebuilt = (kept_month(one.lake, month).frozen.facts for one in (ran(), world))
        assert replace(rebuilt, as_of=frozen.as_of) == frozen


def test_the_same_month_makes_the_same_pages_and_the_same_paper() -> None:
    frozen = kept_month(ran().lake, OCTOBER).frozen
    for story in tell_all(frozen):
        assert html_page(story) == html_page(tell(frozen, story.reader))
    [first, second] = [pdf(tell(frozen, Reader.ORGANISATION)) for _ in range(2)]
    assert first == second
    assert first.startswith(b"%PDF")


def test_decision_makers_read_what_their_money_returned_with_its_interval() -> None:
    """S2.20: hours x rate and money against return, as a range; S0.15: the saved calls behind it."""
    facts = kept_month(ran().lake, OCTOBER).frozen.facts
    [page] = [one for one in facts.returns if one.program == "service on the page"]
    assert page.roi is not None
    assert page.roi.low < page.roi.value < page.roi.high
    [cost] = [one for one in facts.costs if one.name == "Service on the page"]
    assert "800" in cost.how
    assert "29.80" in cost.how
    told = text_of(tell(kept_month(ran().lake, OCTOBER).frozen, Reader.DECIDERS))
    assert f"{page.roi.value:.0f}".replace("-", "−") in told
    assert f"{page.roi.low:.0f}".replace("-", "−") in told


def test_a_running_cost_of_a_program_that_has_not_started_is_no_cost_of_the_month() -> None:
    """The month's costs begin where the return's do: with the program."""
    written, early = ran().documents, Month(2026, 5)
    assert written.costs is not None
    running = next(one for one in written.costs.items if one.program == "page-service")
    undated = running.model_copy(update={"first": None, "last": None, "every": Every.MONTH})
    only = replace(written, costs=written.costs.model_copy(update={"items": (undated,)}))
    assert found(ran().lake, only, early, now=NOW).costs == ()
    [line] = found(ran().lake, only, OCTOBER, now=NOW).costs
    assert line.label == running.label


def test_no_report_speaks_in_a_metric_s_short_name_or_with_an_x_for_times() -> None:
    for story in tell_all(kept_month(ran().lake, OCTOBER).frozen):
        assert not re.search(r"\w+@\w+|[a-z)] x [(a-z0-9]", text_of(story)), story.reader
    assert "hours × 29.80" in text_of(tell(kept_month(ran().lake, OCTOBER).frozen, Reader.DECIDERS))


def test_the_facts_hold_what_each_stage_kept() -> None:
    """S2.16: one set of facts for three groups."""
    facts = kept_month(ran().lake, OCTOBER).frozen.facts
    assert facts.service is not None
    assert facts.service.kept.value == pytest.approx(95, abs=4)
    assert [one.id for one in facts.effects if one.grade is Grade.SUPPORTED] == ["page-service-to-calls:business"]
    assert [one.grade for one in facts.worth] == [Grade.ASSUMED, Grade.SUPPORTED]
    assert facts.assessment is not None
    assert facts.assessment.version == "1"
    assert [one.severity for one in facts.warnings]
    assert facts.watch.endswith("a month.") or facts.watch.endswith("months.")
    assert facts.next_steps, "the burst of October waits for somebody"
    assert {one.name for one in facts.sources} == {"messages.ndjson", "metrics.csv"}
    assert facts.champions is not None


def test_a_source_tells_what_was_taken_in_and_not_what_was_refused(tmp_path: Path) -> None:
    """The report and the page of listen count the same messages."""
    world = copy_of(ran(), tmp_path / "home")
    path = tmp_path / "late.csv"
    path.write_text("metric,day,value,unit\nvisitors,2026-10-30,many,people\nvisitors,2026-10-31,2,people\n")
    count = import_file(world.home, world.lake, path, parties=world.documents.parties, options=Options(), now=NOW)
    assert (count.read, count.refused) == (2, 1)
    told = {one.name: one.what for one in found(world.lake, world.documents, OCTOBER, now=NOW).sources}
    assert told["late.csv"].startswith("1 ")


def test_an_objective_shows_its_figure_its_line_and_the_numbers_on_the_way() -> None:
    """S0.2: followers stand beside the objective they are for, never as one."""
    told = {one.id: one for one in kept_month(ran().lake, OCTOBER).frozen.facts.objectives}
    calls = told["lower-cost-to-serve"]
    assert calls.now is not None
    assert 740 < calls.now.value < 860
    assert calls.now.before is not None
    assert calls.grade is Grade.SUPPORTED
    [followers] = told["north-market-share"].on_the_way
    assert followers.vanity
    assert followers.value > 800


def test_two_objectives_of_one_metric_each_show_their_own_figure(fresh: World) -> None:
    """S1.10: one for the north, one for the south."""
    strategy = fresh.documents.strategy
    assert strategy is not None
    north = next(one for one in strategy.company_objectives if one.area == "north")
    visits = [
        north.model_copy(update={"id": f"visits-{area}", "metric": "referral_traffic", "area": area})
        for area in ("north", "south")
    ]
    changed = strategy.model_copy(update={"company_objectives": (*strategy.company_objectives, *visits)})
    made = make_report(fresh.lake, replace(fresh.documents, strategy=changed), OCTOBER, now=NOW)
    told = {one.id: one.now for one in made.frozen.facts.objectives}
    values = [told["visits-north"].value, told["visits-south"].value]
    assert values == pytest.approx([140 * 33 / 35, 210 * 33 / 35], rel=0.05)


def test_a_month_that_no_stage_looked_at_says_what_is_missing(tmp_path: Path) -> None:
    """Nothing is computed anew here: what was not kept is not in the report."""
    world = copy_of(october(), tmp_path / "home")
    facts = make_report(world.lake, world.documents, OCTOBER, now=NOW).frozen.facts
    assert (facts.effects, facts.service, facts.returns, facts.worth, facts.warnings) == ((), None, (), (), ())
    assert facts.assessment is not None
    assert facts.assessment.messages.value > 200


def test_findings_lead_from_an_opportunity_to_what_it_rests_on() -> None:
    """Design section 1: the provenance of a line."""
    found = closed_findings(assessment_as_of(ran().lake, OCTOBER))
    assert found["fix-waiting-on-the-phone"]
    assert all(one.messages > 0 for one in found["fix-waiting-on-the-phone"])


def test_an_assessment_counts_from_the_month_that_it_looked_at(fresh: World) -> None:
    """S3.16: before any fitting one the first stands, since a strategy rests on it."""
    assert assessment_as_of(fresh.lake, OCTOBER).version == 1
    assert assessment_as_of(fresh.lake, Month(2026, 6)).version == 1
    parties = fresh.documents.parties.parties
    seen = assess.x_ray(fresh.lake, parties, Period(FIRST, LAST), themes=assess.load_themes())
    assess.close(fresh.lake, seen, now=LATER)
    assert assessment_as_of(fresh.lake, SEPTEMBER).version == 1
    assert assessment_as_of(fresh.lake, OCTOBER).version == 2


def test_a_month_that_was_never_made_says_how(fresh: World) -> None:
    with pytest.raises(LeadlineError, match="leadline report 2026-07"):
        kept_month(fresh.lake, Month(2026, 7))
    assert kept_months(fresh.lake) == (OCTOBER, SEPTEMBER, AUGUST)
