"""What the stages find becomes the facts of a month: real stage results in, three reports out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from leadline.assess import Turn, XRay
from leadline.assess.shares import share_of
from leadline.assess.xray.landscape import Aspect, PartyXRay, ThemeReading
from leadline.measure import evidence
from leadline.measure.early_warning import Series as ThemeSeries
from leadline.measure.early_warning import watch
from leadline.measure.evidence import Effect
from leadline.measure.kpi import Aim, Kpi, kpi
from leadline.measure.month import Judged
from leadline.measure.service_levels import LongWait, ServiceLevel, Tally
from leadline.programs.champions import Champion, EvidenceLevel, Pilot, Result, Story
from leadline.programs.plan import Program
from leadline.report import Reader, freeze, html_page, tell, tell_all
from leadline.report.champion_facts import Champions
from leadline.report.collect import Found, collect
from leadline.report.collect.evidence import inside, outcome_name, readable
from leadline.report.facts import Facts
from leadline.strategy import Document, read_document
from leadline.strategy.document import Contribution, Ignored, Override
from leadline.value import DeflectedContacts, JoinedLine, LinkEvidence, Roi, join, read_costs, roi
from leadline.words import Company, Department, Finding, Grade, Money, Month, Party, PartyId, PartyKind, Period, Remark
from tests.measure.evidence.series import calls, year_ago
from tests.report.reading import text_of

HALDEN = PartyId("halden")
JUNE = Month(2026, 6)
START = dt.date(2026, 3, 1)
NOW = dt.datetime(2026, 7, 1, 6, tzinfo=dt.UTC)
STRATEGY = read_document(Path(__file__).parents[1] / "strategy" / "halden.yaml")
PROGRAM = Program.model_validate({"id": "page-service", "name": "Service on the page", "period": "from 2026-03-01"})

COSTS = """
currency: EUR
items:
  - {program: page-service, label: Service team, kind: labour, hours: 100, rate: 30, source: a, source_date: 2026-01-01}
  - {program: page-service, label: Desk software, kind: tools, amount: 450, source: b, source_date: 2026-01-01}
prices:
  - {id: call, label: A call, per: call, amount: 2.60, low: 2.40, high: 2.80, source: c, source_date: 2026-01-01}
"""


@cache
def effect() -> Effect:
    """Calls fall by 12 % on 1 March; chats share only the weekdays."""
    outcome = calls(424, 122, change=-0.12)
    return evidence.analyse(outcome, START, controls=[year_ago(outcome)], expected="down")


@cache
def judged() -> Judged:
    grade = effect().grade().grade
    return Judged(
        "page-service-to-calls:business",
        "page-service-to-calls",
        "business",
        "calls",
        "page-service",
        effect(),
        grade,
        NOW,
    )


@cache
def line() -> JoinedLine:
    found = LinkEvidence.of("page-service", "calls", effect())
    first = STRATEGY.lines[0]
    return join(first, STRATEGY, [found], worth=whole().by_grade[0])


@cache
def whole() -> Roi:
    reading = read_costs(COSTS)
    assert reading.sheet is not None, reading.remarks
    saved = DeflectedContacts("page-service", effect(), reading.sheet.price("call"), "EUR", judged().grade)
    return roi([saved], reading.sheet, Period(START, JUNE.last_day))


def x_ray() -> XRay:
    def aspect(messages: int) -> Aspect:
        return Aspect(
            "customers", messages, messages, 0, messages // 3,
            share_of(messages // 4, messages), share_of(messages // 2, messages), share_of(messages // 4, messages),
            share_of(messages // 5, messages), share_of(messages // 9, messages), share_of(messages // 7, messages),
            messages, {"facebook": messages}, (),
        )  # fmt: skip

    own = PartyXRay(Party(HALDEN, "Halden", PartyKind.OWN), share_of(600, 1000), {"customers": aspect(600)})
    rival = PartyXRay(
        Party(PartyId("nm"), "Norrmobil", PartyKind.COMPETITOR), share_of(400, 1000), {"customers": aspect(400)}
    )
    return XRay(JUNE.period(), None, (own, rival), (), 1000)


def finding(reading: str, theme: str, messages: int) -> Finding:
    share = share_of(messages, 1000)
    assert share is not None
    sentence = f"{messages} of 1,000 customers' messages about {theme} show {reading}."
    return Finding(f"{reading}-{theme}", sentence, HALDEN, theme, Department.SUPPORT, reading, messages, share, 0.9)  # type: ignore[arg-type]


def service(met: int, breached: int) -> ServiceLevel:
    tally = Tally(n=met + breached, met=met, breached=breached, answered=met + breached)
    worst = (LongWait("facebook", "t1", "m1", 6_480.0, 6_480.0, True),)
    promise = "within one hour, every day 8:00 to 20:00"
    return ServiceLevel(promise, 3600, "Europe/Oslo", 7, NOW, JUNE.period(), tally, tally, Tally(), worst)


def calls_kpi(as_of: dt.date) -> Kpi:
    aim = Aim("down", baseline=1000.0, target=800.0, by=dt.date(2027, 3, 31))
    return kpi(calls(424, 122, change=-0.12), aim, as_of=as_of)


def members() -> tuple[Champion, ...]:
    return tuple(
        Champion(
            f"c{n}",
            Department.SALES,
            Pilot.NEW_BUSINESS if n < 12 else Pilot.NEW_EMPLOYEES,
            dt.date(2026, 6, 10) if n == 0 else dt.date(2026, 3, 1),
            name="Ingrid Moen" if n == 1 else None,
        )
        for n in range(14)
    )


def result(champion: str, level: EvidenceLevel, meetings: int, *, month: Month = JUNE, story: str = "") -> Result:
    told = (
        Story(story, "She answered in public", "Read the thread. Answer with a date. Do it the same day")
        if story
        else Story()
    )
    return Result(
        champion,
        month,
        Pilot.NEW_BUSINESS,
        level,
        client="new",
        counts={"leads": 2 * meetings, "meetings": meetings, "proposals": 0, "deals": 0},
        money=Money(Decimal(1000 * meetings), "EUR"),
        hours=Decimal(3),
        shown_by=f"{champion}-{level}-{month}",
        story=told,
    )


def everything() -> Found:
    themes = np.random.default_rng(1).poisson(3, 120).astype(float)
    themes[110] = 40
    warned = watch([ThemeSeries(HALDEN, "router", Department.PRODUCT, dt.date(2026, 3, 3), themes, label="Router")])
    return Found(
        company=Company("Halden Telecom", "Europe/Oslo", "EUR"),
        month=JUNE,
        as_of=NOW,
        strategy=STRATEGY,
        programs=(PROGRAM,),
        x_ray=x_ray(),
        assessment_version="3",
        findings=(
            finding("frustration", "wait", 300),
            finding("need", "hours", 120),
            finding("excitement", "staff", 90),
        ),
        theme_names={"wait": "Waiting on the phone", "hours": "Opening hours", "staff": "The engineers"},
        turns=(Turn(JUNE.previous(), 90, 40, 30, 10, 50.0), Turn(JUNE, 100, 50, 40, 20, 45.0)),
        service=service(962, 38),
        service_before=service(940, 60),
        judged=(judged(),),
        kpis={"calls": calls_kpi(JUNE.last_day)},
        kpis_before={"calls": calls_kpi(JUNE.previous().last_day)},
        warnings=warned.warnings,
        watch=warned.sentence,
        lines=(line(),),
        rois=(replace(whole(), program="page-service"),),
        whole=whole(),
        costs=whole().cost_lines,
        champions=members(),
        results=(
            result("c1", EvidenceLevel.A, 4, story="Two dealers asked for a meeting."),
            result("c2", EvidenceLevel.C, 2, story="One client came back."),
            result("c3", EvidenceLevel.D, 9),
            result("c1", EvidenceLevel.A, 3, month=JUNE.previous()),
        ),
        champions_serve={Pilot.NEW_BUSINESS: "Satisfy more customers"},
    )


@pytest.fixture(scope="module")
def facts() -> Facts:
    return collect(everything())


def test_a_whole_month_is_collected_frozen_and_told(facts: Facts) -> None:
    """S2.16: from the stages' results to three reports without a hand in between."""
    frozen = freeze(facts)
    stories = tell_all(frozen)
    assert frozen.facts == facts
    assert stories[2].title == "Calls fell 11.6\u00a0% with service on the page: supported"
    assert all(len(html_page(story)) > 5_000 for story in stories)


def test_an_objective_that_nobody_can_tell_is_not_told_from_another_series() -> None:
    """A target on all calls is no figure of an objective on the consumers' calls."""
    cannot = "Cannot tell: “Calls” is recorded only for the whole."
    told = collect(replace(everything(), unknown={"lower-cost-to-serve": cannot}))
    one = next(one for one in told.objectives if one.id == "lower-cost-to-serve")
    assert (one.now, one.unknown) == (None, cannot)


def test_the_effect_keeps_its_grade_its_interval_and_its_checks(facts: Facts) -> None:
    (found,) = facts.effects
    assert (found.outcome, found.unit, found.program) == ("calls", "calls a day", "service on the page")
    assert (found.grade, found.verdict, found.good) == (Grade.SUPPORTED, "effect", "down")
    assert found.relative is not None
    assert found.relative.low is not None
    assert found.relative.low < -12 + 1.5
    assert [check.name for check in found.checks] == [check.name for check in effect().checks]
    assert found.link == "measure/evidence/page-service-to-calls/business/?month=2026-06"
    assert len(found.days) == len(effect().days)


def test_an_objective_stands_with_its_line_its_grade_and_its_worth(facts: Facts) -> None:
    """S0.18: from the program up to the company's objective."""
    cost = facts.objectives[0]
    assert (cost.text, cost.unit, cost.baseline, cost.target) == (
        "Lower the cost to serve",
        "calls a day",
        1000.0,
        4000.0,
    )
    assert cost.now is not None
    assert cost.now.value == pytest.approx(830, abs=10)
    assert cost.now.before == pytest.approx(830, abs=10)
    assert (cost.grade, cost.line) == (Grade.SUPPORTED, "service on the page → answered within the promise → calls")
    assert cost.worth is not None
    assert cost.worth.low is not None
    assert cost.worth.low < cost.worth.amount
    unmeasured = facts.objectives[3]
    assert (unmeasured.now, unmeasured.grade, unmeasured.worth) == (None, Grade.ASSUMED, None)


def test_money_keeps_its_grade_its_interval_and_its_books(facts: Facts) -> None:
    """S2.20: hours x rate on one side, the return on the other."""
    (one,) = facts.worth
    assert one.grade is Grade.SUPPORTED
    assert 8_000 < one.money.amount < 12_000
    assert one.cashable is not None
    (cost,) = facts.costs
    assert (cost.name, cost.money.amount) == ("Service on the page", Decimal("13800.00"))
    assert "100 hours × 30" in cost.how
    (returned,) = facts.returns
    assert returned.roi is not None
    assert returned.roi.low is not None
    assert returned.roi.low < returned.roi.value
    assert returned.payback.startswith("paid back after 1 month")


def test_the_return_is_of_the_observed_days_and_beside_it_stands_that_of_all_days_if_it_lasts() -> None:
    """What sets some days' benefits against every day's costs is no figure of the report."""
    sheet = read_costs(COSTS).sheet
    assert sheet is not None
    short = replace(effect(), end=START + dt.timedelta(days=19))
    saved = DeflectedContacts("page-service", short, sheet.price("call"), "EUR", judged().grade)
    cut = roi([saved], sheet, Period(START, JUNE.last_day), program="page-service")
    assert cut.while_observed is not None
    facts = collect(replace(everything(), rois=(cut,), whole=cut))
    for told in (facts.returns[0], facts.all_programs):
        assert told is not None
        assert told.roi is not None
        assert told.roi.value == cut.while_observed.percent.value
        assert told.observed == Period(START, short.end)
        assert told.if_lasting is not None
        assert told.if_lasting.value == cut.lasting.percent.value
        assert (told.chance_of_gain, told.chance_if_lasting) == (
            cut.while_observed.chance_of_gain,
            cut.lasting.chance_of_gain,
        )


def test_a_program_at_no_cost_is_told_with_its_net_benefit() -> None:
    sheet = read_costs(COSTS).sheet
    assert sheet is not None
    free = sheet.model_copy(update={"items": ()})
    saved = DeflectedContacts("page-service", effect(), sheet.price("call"), "EUR", judged().grade)
    found = roi([saved], free, Period(START, JUNE.last_day), program="page-service")
    text = text_of(tell(freeze(collect(replace(everything(), rois=(found,), whole=found))), Reader.DECIDERS))
    assert "it costs the company nothing, so there is no ratio" in text
    assert "No return is stated" not in text


def test_a_return_that_rests_on_assumption_is_not_stated() -> None:
    sheet = read_costs(COSTS).sheet
    assert sheet is not None
    saved = DeflectedContacts("page-service", effect(), sheet.price("call"), "EUR", Grade.ASSUMED)
    weak = roi([saved], sheet, Period(START, JUNE.last_day), program="page-service")
    told = collect(replace(everything(), rois=(weak,), whole=weak))
    assert told.returns[0].roi is None
    assert "nothing is counted" in told.returns[0].sentence
    assert told.sides[2].figure is None
    assert [one.grade for one in told.worth] == [Grade.ASSUMED]


def test_the_market_is_told_with_shares_and_how_well_it_was_read(facts: Facts) -> None:
    heard = facts.assessment
    assert heard is not None
    assert heard.headline == "Waiting on the phone hurts most"
    assert [(one.reading, one.theme) for one in heard.findings] == [
        ("frustration", "waiting on the phone"),
        ("need", "opening hours"),
        ("excitement", "the engineers"),
    ]
    assert [(one.party, one.share.value) for one in heard.voices] == [("Halden", 60.0), ("Norrmobil", 40.0)]
    assert heard.findings[0].read_right == 0.9


def test_two_themes_that_sampling_cannot_tell_apart_hurt_most_together() -> None:
    near = (finding("frustration", "wait", 300), finding("frustration", "hours", 290))
    heard = collect(replace(everything(), findings=near)).assessment
    assert heard is not None
    assert heard.headline == "Waiting on the phone and opening hours hurt most"


def test_a_theme_of_which_customers_speak_ill_more_often_is_never_praised() -> None:
    """Bills excite 37 % and anger 43 %: that people like them is no news to send to colleagues."""
    share = share_of(300, 600)

    def heard(negative: int) -> list[str]:
        bills = ThemeReading("staff", "Staff", "people", 300, share, negative, 100, negative, 90, 111, 20, 280)
        seen = x_ray()
        customers = replace(seen.own.aspects["customers"], themes=(bills,))
        own = replace(seen.own, aspects={"customers": customers})
        told = collect(replace(everything(), x_ray=replace(seen, parties=(own, *seen.parties[1:])))).assessment
        assert told is not None
        return [one.reading for one in told.findings]

    assert "excitement" not in heard(129)
    assert "excitement" in heard(90)


def test_the_promise_is_told_with_its_interval_and_the_month_before(facts: Facts) -> None:
    """S0.9: the share kept and the worst."""
    kept = facts.service
    assert kept is not None
    assert (round(kept.kept.value, 1), kept.kept.before) == (96.2, 94.0)
    assert kept.kept.low is not None
    assert kept.kept.low < 96.2
    assert kept.worst == "1 h 48 min"


def test_the_three_sides_are_measured_or_named_as_missing(facts: Facts) -> None:
    """S0.16: happier customers, who share it, at a lower cost."""
    satisfied, shared, cost = facts.sides
    assert satisfied.figure is not None
    assert shared.figure is not None
    assert cost.figure is not None
    assert cost.figure.name == "saved: calls avoided, supported"
    empty = collect(Found(facts.company, JUNE, NOW))
    assert [side.figure for side in empty.sides] == [None, None, None]
    assert all(side.missing for side in empty.sides)


def test_a_lines_worth_is_told_in_the_currency_of_the_costs_as_all_other_money_is(facts: Facts) -> None:
    """The company counts in NOK, its costs are in EUR: an amount in EUR is never called kroner."""
    abroad = collect(replace(everything(), company=replace(facts.company, currency="NOK")))
    worth = [one.worth.currency for one in abroad.objectives if one.worth]
    assert worth == ["EUR"]
    assert {one.money.currency for one in abroad.worth} == {"EUR"}


def test_money_that_two_objectives_rest_on_is_told_under_one_and_named_under_the_other() -> None:
    found = everything()
    telling = next(one for one in found.lines if one.money is not None)
    first, other = (one.id for one in STRATEGY.company_objectives[:2])
    same = STRATEGY.lines[0].model_copy(update={"id": "calls-again", "objective": None})
    serves = next(line.objective for line in STRATEGY.lines if line.id == telling.id)
    elsewhere = other if serves == first else first
    again = same.model_copy(update={"objective": elsewhere})
    lines = tuple(line for line in STRATEGY.lines if line.objective != elsewhere)
    strategy = STRATEGY.model_copy(update={"lines": (*lines, again)})
    silent = replace(telling, id="calls-again", money=None, told_on=telling.id)
    facts = collect(replace(found, strategy=strategy, lines=(*found.lines, silent)))
    told = {one.id: one for one in facts.objectives}
    assert serves is not None
    assert told[serves].worth is not None
    assert (told[elsewhere].worth, told[elsewhere].worth_told_at) == (None, told[serves].text)


def test_warnings_of_other_months_are_left_out(facts: Facts) -> None:
    """S4.9."""
    assert [warned.sentence for warned in facts.warnings] == ["Router: 40 on 21 June, 2 expected · to Product"]
    assert collect(replace(everything(), month=JUNE.previous())).warnings == ()


def test_good_news_is_marked_as_such() -> None:
    """S4.9: a rise of thanks is no warning."""
    known = everything()
    [warned] = collect(replace(known, good_news=frozenset(one.id for one in known.warnings))).warnings
    assert warned.is_good


def test_champions_are_counted_where_somebody_confirms_and_never_summed_over_levels(facts: Facts) -> None:
    """S2.12, S2.17: no money from level D."""
    group = facts.champions
    assert group is not None
    assert (group.joined, group.joined_since) == (14, 1)
    assert group.hours is None, "three people handed in their hours"
    assert [pilot.figures for pilot in group.pilots] == [(), ()]
    many = of_many_people()
    assert many.hours is not None
    assert many.hours.value == 36
    figures = {figure.name: figure.value for figure in many.pilots[0].figures}
    assert figures["meetings"] == 5 * 4 + 6 * 2, "and not the nine that nobody confirmed"
    assert [float(one.amount) for one in many.pilots[0].money] == [20_000.0, 12_000.0]


def test_pilots_and_bands_too_small_to_hide_in_are_not_in_the_facts(facts: Facts) -> None:
    """champions.md: the two of the second pilot would be known by twelve of fourteen."""
    group = facts.champions
    assert group is not None
    assert [pilot.figures for pilot in group.pilots] == [(), ()]
    assert "Ingrid" not in str(group.pilots)
    assert not [band for band in group.bands if band.champions is not None and 0 < band.champions < 5]


def test_a_large_pilot_shows_its_figures() -> None:
    (pilot,) = of_many_people().pilots
    assert [(figure.unit, figure.value, figure.before) for figure in pilot.figures] == [
        ("leads", 64, None),
        ("meetings", 32, None),
        ("proposals", 0, None),
        ("contracts signed", 0, None),
    ], "one person alone reported the month before"


def test_a_large_pilot_of_which_few_report_shows_no_figure() -> None:
    """champions.md: the champions' page hides a level behind which two people stand, and so does the report."""
    many = tuple(replace(one, pilot=Pilot.NEW_BUSINESS) for one in members())
    group = collect(replace(everything(), champions=many)).champions
    assert group is not None
    (pilot,) = group.pilots
    assert (pilot.champions, pilot.figures, pilot.money) == (14, (), ())


def of_many_people() -> Champions:
    """Five with a record, six whom the owner confirms, one whom nobody confirmed."""
    many = tuple(replace(one, pilot=Pilot.NEW_BUSINESS) for one in members())
    told = (
        *(result(f"c{n}", EvidenceLevel.A, 4) for n in range(5)),
        *(result(f"c{n}", EvidenceLevel.C, 2) for n in range(5, 11)),
        result("c11", EvidenceLevel.D, 9),
        result("c1", EvidenceLevel.A, 3, month=JUNE.previous()),
    )
    group = collect(replace(everything(), champions=many, results=told)).champions
    assert group is not None
    return group


def test_a_named_champion_is_told_to_all_and_a_pseudonym_among_champions_only(facts: Facts) -> None:
    """S2.8: who agreed to be named agreed that all hear it; who is not named is heard among champions."""
    texts = {story.reader: text_of(story) for story in tell_all(freeze(facts))}
    assert "Two dealers asked for a meeting" in texts[Reader.ORGANISATION]
    assert "One client came back" not in texts[Reader.ORGANISATION]
    assert "a champion in sales" in texts[Reader.CHAMPIONS]
    unnamed = tuple(replace(one, name=None) for one in members())
    quiet = collect(replace(everything(), champions=unnamed))
    assert "Two dealers" not in text_of(tell_all(freeze(quiet))[1])


def test_what_would_test_a_supported_link_is_asked_of_the_decision_makers(facts: Facts) -> None:
    (request,) = facts.requests
    assert request.text == "Plan a pilot of service on the page"
    assert "drawn by lot" in request.why


def test_a_monthly_figure_is_a_month_s_value_and_no_mean_of_its_days(facts: Facts) -> None:
    monthly = replace(calls_kpi(JUNE.last_day), is_monthly=True, current_period=JUNE.period())
    [told] = collect(replace(everything(), kpis={"calls": monthly})).objectives[:1]
    assert told.now is not None
    assert told.now.method == "value of June 2026"
    daily = facts.objectives[0].now
    assert daily is not None
    assert daily.method == "mean of 28 days"


def test_an_objective_s_colour_comes_from_where_its_figure_goes(facts: Facts) -> None:
    behind = replace(calls_kpi(JUNE.last_day), expected=700.0, progress_share=0.1, time_share=0.9)
    assert collect(replace(everything(), kpis={"calls": behind})).objectives[0].goes == "bad"
    assert facts.objectives[0].goes == "good"


def signed_in_june() -> Document:
    """The strategy with what people did to it in June, and a signature of July."""
    hanne, dealer, *others = STRATEGY.participants
    words = Contribution(text="Tell us before our customers do.", to="page-service", date=dt.date(2026, 6, 4))
    first, *methods = STRATEGY.methods
    override = Override(reason="Support asked for it", by="Jonas Fehr", date=dt.date(2026, 6, 9))
    return STRATEGY.model_copy(
        update={
            "participants": (
                hanne.model_copy(update={"signed": dt.date(2026, 6, 20), "contributions": ()}),
                dealer.model_copy(update={"signed": dt.date(2026, 7, 1), "contributions": (words,)}),
                *others,
            ),
            "methods": (first.model_copy(update={"override": override}), *methods),
            "ignored": (Ignored(rule="MET006", reason="One season is enough", date=dt.date(2026, 6, 12)),),
        }
    )


def test_what_was_decided_in_the_month_is_told_with_who_and_when() -> None:
    found = collect(replace(everything(), strategy=signed_in_june())).decided
    assert [(one.text, one.by, one.on.day) for one in found] == [
        (f"{STRATEGY.methods[0].name} comes out of its order: Support asked for it", "Jonas Fehr", 9),
        ("To live with remark MET006: One season is enough", "", 12),
        ("The strategy was signed", "customer, Halden's customer council", 20),
    ]
    text = text_of(tell(freeze(collect(replace(everything(), strategy=signed_in_june()))), Reader.DECIDERS))
    assert "Jonas Fehr, 9 June" in text


def test_a_month_that_was_frozen_with_what_is_told_no_more_can_still_be_read(facts: Facts) -> None:
    kept = {**facts.as_dict(), "risks": [{"text": "a", "sign": "b", "link": "c"}], "buy_in": []}
    assert Facts.from_dict(kept) == facts


def test_words_that_the_market_gave_for_the_strategy_are_quoted_without_a_name() -> None:
    found = collect(replace(everything(), strategy=signed_in_june()))
    assert found.assessment is not None
    [told] = found.assessment.said
    assert (told.text, told.who) == (
        "Tell us before our customers do.",
        "partner, Nordhandel, the largest dealer in the north",
    )
    assert "Tell us before our customers do." in text_of(tell(freeze(found), Reader.ORGANISATION))


def test_next_come_the_open_warnings_and_what_the_lint_says(facts: Facts) -> None:
    mend = Remark("RES001", "warning", "resources", "Nobody said what it takes.", "Say it.")
    note = replace(mend, severity="note")
    told = collect(replace(everything(), remarks=(mend, note)))
    first, last = told.next_steps[0], told.next_steps[-1]
    assert (first.text, first.owner, first.link) == (
        "Find what is behind “Router”",
        "Product",
        facts.warnings[0].link,
    )
    assert (last.text, last.link) == ("Nobody said what it takes. Say it.", "strategy/rules/RES001/")
    assert len(told.next_steps) == len(facts.next_steps) + 1, "a note is no step"
    good = frozenset(one.id for one in everything().warnings)
    assert collect(replace(everything(), good_news=good)).next_steps == ()


def test_names_stand_inside_a_sentence() -> None:
    assert [inside(name) for name in ("Service on the page", "VIP group", "A photo a day", "R7 watch")] == [
        "service on the page",
        "VIP group",
        "a photo a day",
        "R7 watch",
    ]
    assert outcome_name("calls@consumer") == "consumer calls"
    assert outcome_name("our_own_metric") == "our own metric"
    assert outcome_name("csat@consumer@north") == "customer satisfaction (consumer, north)"


def test_a_stage_s_short_names_are_said_as_people_say_them() -> None:
    said = "Market_share@all@north has 11 months; chats@consumer changed, hires did not, nor did champion_leads."
    assert readable(said) == (
        "Market share (north) has 11 months; consumer chats changed, hires did not, nor did leads through champions."
    )
    assert readable("mail ann@halden.example, p = 0.02, x_ray") == "mail ann@halden.example, p = 0.02, x_ray"


def test_a_program_that_surely_costs_more_than_it_returns_is_put_to_the_vote_first() -> None:
    """S4.26: another pilot is no answer to a return of -70 % that is known to be one."""
    sheet = read_costs(COSTS).sheet
    assert sheet is not None
    cheap = sheet.price("call").model_copy(update={"amount": Decimal("0.02"), "low": None, "high": None})
    saved = DeflectedContacts("page-service", effect(), cheap, "EUR", judged().grade)
    loses = roi([saved], sheet, Period(START, JUNE.last_day), program="page-service")
    assert loses.headline_chance < 0.01
    choice, *rest = collect(replace(everything(), rois=(loses,), whole=loses)).requests
    assert choice.text == "Decide on service on the page: stop it, make it smaller, or run it at another price"
    assert choice.why.startswith("It returns −")
    assert choice.why.endswith("the chance that it pays is less than 1 %.")
    assert [one.text for one in rest] == ["Plan a pilot of service on the page"]
    gains = collect(everything()).requests
    assert [one.text for one in gains] == ["Plan a pilot of service on the page"]
