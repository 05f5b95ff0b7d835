"""What the lint and the gate of adoption promise beyond single rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from leadline.strategy import (
    Document,
    Facts,
    Limits,
    can_adopt,
    find_attention_count,
    find_metric,
    is_vanity,
    lint,
    metrics_for,
    needed,
    read_document,
    rewrite,
)
from leadline.strategy.catalogue import METRICS, PACKS, pack_of
from leadline.strategy.rewrite import attention_in_name
from leadline.words import Department, Month, Remark, ValueType
from tests.strategy.examples import FACTS, HALDEN, laid_over_halden


def codes(document: Document, facts: Facts = FACTS, limits: Limits | None = None) -> list[str]:
    return [remark.code for remark in lint(document, facts, limits)]


def test_an_empty_document_is_told_its_missing_elements_and_not_drowned() -> None:
    """S3.20, S0.24."""
    remarks = lint(Document(), Facts(today=dt.date(2026, 3, 1)))
    missing = [remark.where for remark in remarks if remark.code == "STR001"]
    assert missing == ["goal", "mission", "benefits", "methods", "reporting"]
    assert {remark.code for remark in remarks} == {"STR001", "STR002", "RES001", "RES005", "PAR001", "ASS001"}


def test_errors_come_before_warnings_and_notes() -> None:
    remarks = lint(Document(), Facts(today=dt.date(2026, 3, 1)))
    order = ["error", "warning", "note"]
    assert [order.index(remark.severity) for remark in remarks] == sorted(order.index(r.severity) for r in remarks)


def test_the_same_document_and_facts_give_the_same_remarks() -> None:
    document = laid_over_halden("mission:")
    assert lint(document, FACTS) == lint(document, FACTS)


def test_what_nobody_looked_up_is_not_remarked() -> None:
    document = laid_over_halden("lines: [{id: page-service-to-calls, business_metric: leads, opportunity: none}]")
    assert "LIN005" in codes(document)
    assert "LIN009" in codes(document)
    assert not {"LIN005", "LIN009"} & set(codes(document, Facts(today=FACTS.today)))


def test_a_limit_is_the_companys_to_change() -> None:
    """S3.22."""
    document = laid_over_halden("mission: We answer every question on our page within the hour.")
    assert codes(document) == []
    assert codes(document, limits=Limits(mission_words=5)) == ["STR005"]


def test_a_remark_is_ignored_with_a_reason_for_one_part_or_everywhere() -> None:
    change = "methods: [{id: router-watch, findings: []}, {id: north-stories, findings: []}]"
    ignored = "\nignored: [{rule: MET006, part: router-watch, reason: The network centre asked for it.}]"
    assert codes(laid_over_halden(change)) == ["MET006", "MET006"]
    assert codes(laid_over_halden(change + ignored)) == ["MET006"]
    assert codes(laid_over_halden(change + ignored.replace("part: router-watch, ", ""))) == []


def test_an_ignored_error_stays_in_sight_with_the_name_of_who_answers_for_it() -> None:
    """Nobody switches an error off; somebody may answer for it by name, and everybody reads who."""
    change = "objectives: [{id: north-visits, serves: nowhere}]"
    nameless = "\nignored: [{rule: OBJ002, reason: It is what we do.}]"
    named = nameless.replace("reason", "by: Dana Kowal, reason")

    def remark(text: str) -> Remark:
        [found] = [one for one in lint(laid_over_halden(text), FACTS) if one.code == "OBJ002"]
        return found

    assert remark(change + nameless).severity == "error"
    assert "`by:` with a name" in remark(change + nameless).advice
    assert remark(change + named).severity == "warning"
    assert remark(change + named).message.endswith("Dana Kowal answers for it: “It is what we do.”.")
    assert "OBJ002" in {one.code for one in can_adopt(laid_over_halden(change + nameless), FACTS)}


def test_nobody_adopts_a_fan_count_whoever_answers_for_it() -> None:
    """S0.2: it is merely a target; that is the heart of it, and no reason makes it an objective."""
    change = "objectives: [{id: fans, text: We want 50.000 fans, serves: north-market-share}]"
    named = "\nignored: [{rule: OBJ001, by: Dana Kowal, reason: It is what we do.}]"
    [remark] = [one for one in lint(laid_over_halden(change + named), FACTS) if one.code == "OBJ001"]
    assert remark.severity == "error"
    assert "OBJ001" in {one.code for one in can_adopt(laid_over_halden(change + named), FACTS)}


def test_nobody_can_ignore_that_the_assessment_is_unknown() -> None:
    """S3.16."""
    change = "assessment: {version: 2031-01, closed: 2025-10-10}"
    ignored = "\nignored: [{rule: ASS002, by: Dana Kowal, reason: It will come.}]"
    assert "ASS002" in {one.code for one in can_adopt(laid_over_halden(change + ignored), FACTS)}


_HEARD = "contributions: [Words]"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (f"{{name: Hanne Lund, role: customer, signed: 2999-01-01, {_HEARD}}}", "has not come yet"),
        (f"{{name: Hanne Lund, role: customer, signed: 2025-10-09, {_HEARD}}}", "before the assessment"),
        (
            f"{{name: Hanne Lund, role: customer, invited: 2025-10-30, signed: 2025-10-20, {_HEARD}}}",
            "before they were invited",
        ),
        (f"{{name: marit  solheim, role: customer, signed: 2025-10-20, {_HEARD}}}", "works here"),
        (f"{{name: Petra Vogt, role: partner, signed: 2025-10-20, {_HEARD}}}", "works here"),
        (
            f"{{name: Somebody, role: customer, organisation: Halden Telecom, signed: 2025-10-20, {_HEARD}}}",
            "works here",
        ),
    ],
)
def test_a_signature_that_cannot_be_the_markets_does_not_count(who: str, said: str) -> None:
    """S3.19: of tomorrow, from before there was anything to sign, or of a strategist who signs as a customer."""
    document = laid_over_halden(f"participants: [{who}, {{name: Jonas Fehr, role: executive}}]")
    facts = replace(FACTS, insiders=frozenset({"Petra Vogt"}))
    remarks = {one.code: one.message for one in can_adopt(document, facts)}
    assert said in remarks["PAR005"]
    assert {"PAR001", "PAR002"} & set(remarks), "and nobody of the market has signed, or took part"


def test_who_stands_there_twice_is_one_of_the_market() -> None:
    """S3.19, where a company wants to hear two."""
    said = "role: customer, signed: 2025-10-20, contributions: [Do not call me.]"
    two = "participants: [{{name: Hanne Lund, {0}}}, {{name: {1}, {0}}}, {{name: Jonas Fehr, role: executive}}]"
    limits = Limits(market_representatives=2)
    assert "PAR001" in codes(laid_over_halden(two.format(said, "hanne  lund")), limits=limits)
    assert "PAR001" not in codes(laid_over_halden(two.format(said, "Dora Elm")), limits=limits)


def test_nobody_can_ignore_that_the_market_is_missing() -> None:
    """S3.19."""
    document = laid_over_halden("participants: []\nignored: [{rule: PAR001, reason: We know our market.}]")
    assert codes(document) == ["PAR001"]
    assert [remark.code for remark in can_adopt(document, FACTS)] == ["PAR001"]


def test_marketing_may_come_first_with_a_recorded_reason() -> None:
    """S4.12, S4.7, S4.16: a default, not a law."""
    first = "methods: [{id: north-stories, kind: other, start: 2025-09-01%s}]"
    assert codes(laid_over_halden(first % "")) == ["ORD001"]
    assert codes(laid_over_halden(first % ", override: The shop opens in September.")) == []


def test_order_numbers_count_where_days_are_not_set() -> None:
    """S4.7."""
    order = "methods: [{id: page-service, start: , order: 2}, {id: router-watch, start: , order: 3}, "
    order += "{id: field-champions, start: , order: 4}, {id: north-stories, start: , order: 1, kind: other}]"
    assert "ORD001" in codes(laid_over_halden(order))


def test_halden_can_be_adopted_and_its_draft_could_not() -> None:
    """S3.16, S3.19: signed by the market, on a closed assessment, with every objective decided."""
    assert can_adopt(read_document(HALDEN), FACTS) == ()
    unsigned = "participants: [{name: Hanne Lund, role: customer, contributions: [Words]}, {name: B, role: executive}]"
    for change, code in [
        ("assessment: {version: 2025-10}", "OBJ006"),
        ("objectives: [{id: turn-anger, state: draft}]", "OBJ008"),
        (unsigned, "PAR002"),
        ("company_objectives: [{id: lower-cost-to-serve, owner: }]", "COM001"),
    ]:
        assert code in [remark.code for remark in can_adopt(laid_over_halden(change), FACTS)]


def test_a_warning_does_not_stand_between_a_strategy_and_its_adoption() -> None:
    document = laid_over_halden("goal: Serve people where they are")
    assert codes(document) == ["STR003"]
    assert can_adopt(document, FACTS) == ()


def test_an_assessment_that_was_reopened_no_longer_carries_the_strategy() -> None:
    """S3.16."""
    facts = replace(FACTS, closed_assessments={"2026-04": dt.date(2026, 4, 10)})
    assert codes(read_document(HALDEN), facts) == ["ASS002"]


def test_a_closing_of_another_day_than_the_assessments_stands_between() -> None:
    """S3.16: with an earlier day, what was signed before the closing would count."""
    change = "assessment: {version: 2025-10, closed: 2025-10-01}"
    ignored = "\nignored: [{rule: ASS003, by: Dana Kowal, reason: It was nearly closed.}]"
    (remark,) = can_adopt(laid_over_halden(change + ignored), FACTS)
    assert remark.code == "ASS003"
    assert "“2025-10” was closed on 2025-10-01; it was closed on 2025-10-10" in remark.message
    assert remark.advice.startswith("Write `closed: 2025-10-10`")


def test_a_target_without_its_meaning_is_shown_in_each_reading() -> None:
    """S1.10: 20 % more of 11.2 % is 13.44 % or 31.2 %."""
    change = "company_objectives: [{id: north-market-share, target: {value: 20 %, direction: up}}]"
    (remark,) = lint(laid_over_halden(change), FACTS)
    assert "relative percent leads to 13.44" in remark.message
    assert "points leads to 31.2" in remark.message


def test_a_bare_percentage_is_remarked_once_with_all_that_it_lacks() -> None:
    """S1.10."""
    (remark,) = lint(laid_over_halden("company_objectives: [{id: north-market-share, target: 20 %}]"), FACTS)
    assert remark.code == "COM005"
    assert "`stated_as:`" in remark.advice
    assert "`direction:`" in remark.advice


def test_fewer_is_as_good_an_aim_as_more() -> None:
    """S1.10: relative, in points and as a level, up and down."""
    objectives = {one.id: one for one in read_document(HALDEN).company_objectives}
    assert float(objectives["north-market-share"].target_level or 0) == pytest.approx(13.44)
    assert float(objectives["satisfied-customers"].target_level or 0) == pytest.approx(72.5)
    assert objectives["lower-cost-to-serve"].target_level == 4000
    fewer = "company_objectives: [{id: lower-cost-to-serve, target: {value: -25 %, stated_as: relative percent}}]"
    assert laid_over_halden(fewer).company_objectives[0].target_level == 3648


def test_resources_are_the_sum_over_the_methods() -> None:
    """S3.25; S3.29: what the market runs alone may take nothing."""
    needs = needed(read_document(HALDEN))
    assert (needs.people, needs.hours_a_month, needs.money_a_month, needs.money_once) == (8, 1220, 40500, 18000)
    assert needed(Document()).people is None


@pytest.mark.parametrize(
    ("text", "metric", "number"),
    [
        ("we want 50.000 fans on our Facebook page", "fans", 50_000),
        ("50 000 new Facebook fans", "fans", 50_000),
        ("50k followers by June", "followers", 50_000),
        ("12.500 likes", "likes", 12_500),
        ("10.000 visits to website", "visits", 10_000),
        ("reach 1 million views", "views", 1_000_000),
        ("Get more followers", "followers", None),
        ("Increase engagement rate to 6%", "engagement_rate", None),
        ("Double our fan base", "fans", None),
        ("Be followed by 100,000", "mutual_follows", 100_000),
        ("A fanbase of 50.000", "fans", 50_000),
        ("Grow our community to 50.000 members", "followers", 50_000),
        ("An audience of 50.000 on Facebook", "followers", 50_000),
        ("50.000 thumbs up on Facebook", "likes", 50_000),
        ("50k page-likes", "likes", 50_000),
        ("Follower growth of 20 %", "followers", None),
        ("10.000 connections on LinkedIn", "followers", 10_000),
        ("10.000 Facebook-vrienden", "followers", 10_000),
        ("Mehr Follower gewinnen: 50.000", "followers", None),
        ("50.000 fa\u200bns", "fans", 50_000),
        ("50.000 ｆａｎｓ", "fans", 50_000),
        ("50.000 Anhänger auf Facebook", "fans", 50_000),
        ("Plus de 50.000 abonnés", "followers", 50_000),
        ("Be followed on LinkedIn by 10,000", "mutual_follows", 10_000),
        ("Significant growth in followers", "followers", None),
        ("Increase # of social media connections 25%", "followers", None),
        ("Become the most-liked brand page in the country", "likes", None),
        ("Viral reach of a million", "impressions", None),
        ("20.000 video plays", "views", 20_000),
    ],
)
def test_a_count_of_attention_is_found_in_a_sentence(text: str, metric: str, number: int | None) -> None:
    """S0.2, S0.20, S3.7."""
    found = find_attention_count(text)
    assert found is not None
    assert (found.metric, found.number) == (metric, number)


def test_visits_are_no_objective_even_with_their_metric() -> None:
    """S0.2: a certain number of visits to the website is merely a target; what people do there may be an objective."""
    visits = "objectives: [{id: north-visits, text: 10.000 visits to our site, metric: visits}]"
    assert codes(laid_over_halden(visits)) == ["OBJ001"]
    assert codes(laid_over_halden(visits.replace("10.000 visits to our site", "Neighbours bring neighbours"))) == []


@pytest.mark.parametrize(
    "objective",
    [
        "We want 50.000 fans",
        "{text: Get 50,000 fans by summer}",
        "{text: Get 50 000 fans by summer, metric: community_size}",
        "{text: Grow the community, metric: facebook_fans}",
        "{text: Grow the community, metric: page.likes}",
        "{text: We want fifty thousand fans}",
        "{text: We want fans}",
        "{text: Attract new followers}",
    ],
)
def test_a_fan_count_gets_its_lesson_in_whatever_way_it_is_written(objective: str) -> None:
    """S0.2, S0.20: neither an invented metric nor a bare sentence leads past it; the advice asks what it is for."""
    (remark,) = (one for one in lint(read_document(f"objectives:\n  - {objective}\n"), FACTS) if one.code == "OBJ001")
    assert "that is a target on the way, not an objective" in remark.message
    assert "What is it for" in remark.advice


def test_a_goal_that_is_a_number_of_fans_is_told_the_same() -> None:
    """S0.2."""
    document = read_document("goal: 50.000 fans by summer")
    (remark,) = (one for one in lint(document, FACTS) if one.code == "OBJ001")
    assert (remark.where, remark.thing) == ("goal.text", "goal")


@pytest.mark.parametrize(
    "objective",
    [
        "{text: 5.000 visits to the shop, metric: store_visits}",
        "{text: 20.000 new subscribers, metric: mobile_subscribers}",
        "{text: Answer our followers, metric: answered_within_promise}",
        "{text: We want our fans to get an answer}",
    ],
)
def test_what_a_company_counts_at_its_own_door_is_no_fan_count(objective: str) -> None:
    assert "OBJ001" not in codes(read_document(f"objectives:\n  - {objective}\n"))


@pytest.mark.parametrize(
    "text",
    [
        "Turn followers into buyers",
        "Increase the share of followers who buy",
        "Lower calls by 20%",
        "Hire 40 field engineers",
        "Answer everybody within 1 hour",
        "Raise the market share in the north by 20%",
        "Review our prices",
        "Reach followers where they are",
        "Staff get involved as fans of the page",
        "The community manager answers within 1 hour",
        "Members of the loyalty programme renew",
        "Have 5.000 members of the loyalty programme renew",
        "Audience research done",
        "Win 20 customers in the community",
        "A following wind: 3 offers a week",
        "Lift the community's answers by 20 %",
        "Connections to 500 homes in the north",
        "A team that plays 3 matches",
    ],
)
def test_what_counts_something_else_is_left_alone(text: str) -> None:
    assert find_attention_count(text) is None


@pytest.mark.parametrize(
    "metric",
    [
        "facebook_fans",
        "fanbase",
        "audience",
        "audience_size",
        "followercount",
        "fb_volgers",
        "video_plays",
        "page-likes",
    ],
)
def test_a_metric_of_ones_own_is_attention_by_its_name(metric: str) -> None:
    assert attention_in_name(metric)


@pytest.mark.parametrize("metric", ["likelihood", "interviews", "reviews", "audience_research_done"])
def test_a_name_that_only_sounds_like_it_is_none(metric: str) -> None:
    assert attention_in_name(metric) == ""


def test_a_fan_target_is_led_up_to_an_objective() -> None:
    """S0.20: the questions, a sketch in the company's own terms, and the count kept as a target."""
    way = rewrite("we want 50.000 fans on our Facebook page", read_document(HALDEN))
    assert way is not None
    assert way.questions[0].startswith("What is it for")
    assert "Raise the market share in the north by a fifth" in way.sketch
    target = read_document(way.target).targets[0]
    assert (target.metric, target.value) == ("fans", 50_000)
    assert rewrite("Lower calls by 20%", read_document(HALDEN)) is None


def test_the_catalogue_is_whole() -> None:
    """S1.17, S1.18, S0.3, S3.7: packs per objective; vanity is marked and shows no value by itself."""
    ids = [metric.id for metric in METRICS]
    assert len(ids) == len(set(ids))
    for pack in PACKS:
        assert pack.metrics
        assert [one.id for metric in pack.metrics if (one := find_metric(metric))] == list(pack.metrics)
    assert {pack.id for pack in PACKS} >= {"service", "awareness", "cost", "loyalty", "innovation", "revenue", "hiring"}
    for vanity in ("fans", "followers", "subscribers", "views", "impressions", "likes", "mutual_follows"):
        assert is_vanity(vanity)
    assert {metric.id for metric in METRICS if not metric.fits} == {metric.id for metric in METRICS if metric.vanity}
    for metric in METRICS:
        assert metric.definition.endswith(".")
        assert metric.gamed.endswith(".")


def test_each_kind_of_value_has_a_metric_on_both_sides_of_a_line() -> None:
    """S0.4, S1.6, S1.13."""
    for value in ValueType:
        assert {metric.business for metric in metrics_for(value)} == {True, False}, value


def test_the_packs_hold_what_the_framework_names() -> None:
    """S1.17 and S1.18, in its own list."""
    service, awareness = pack_of("service"), pack_of("awareness")
    assert service is not None
    assert awareness is not None
    assert {"review_stars", "positive_share", "incident_reports"} <= set(service.metrics)
    named = {"visits", "share_of_voice", "media_placements", "mentions", "aided_awareness"}
    assert named <= set(awareness.metrics)


def test_every_department_can_run_a_method() -> None:
    """S4.4, S3.2."""
    for department in Department:
        document = laid_over_halden(f"methods: [{{id: router-watch, department: {department.value}}}]")
        assert codes(document) == []


@pytest.mark.parametrize(
    ("start", "kept", "override", "shut"),
    [
        ("2026-05-04", {Month(2026, 3): 80.0, Month(2026, 4): 80.0}, "", False),
        ("2026-05-04", {Month(2026, 3): 79.0, Month(2026, 4): 95.0}, "", True),
        ("2026-05-04", {Month(2026, 3): 40.0, Month(2026, 4): 95.0, Month(2026, 5): 10.0}, "The fair", False),
        ("2026-05-04", {Month(2026, 5): 10.0}, "", False),
        ("2026-09-01", {Month(2026, 4): 90.0, Month(2026, 5): 60.0, Month(2026, 6): 0.0}, "", True),
        ("2026-05-04", None, "", False),
    ],
)
def test_the_gate_to_marketing_reads_what_the_months_measured(start, kept, override, shut) -> None:
    """S4.10, S4.11: 80 in a hundred within the promise, in both of the last two months that were measured before it; a
    recorded reason opens the gate, and what comes after the start, or after today, says nothing."""
    reason = f", override: {override}" if override else ""
    document = laid_over_halden(f"methods:\n  - {{id: north-stories, start: {start}{reason}}}\n")
    found = [one for one in lint(document, replace(FACTS, promise_kept=kept)) if one.code == "ORD005"]
    assert bool(found) is shut
    easier = replace(FACTS, promise_kept=kept, limits=Limits(gate_percent=50))
    assert "ORD005" not in {one.code for one in lint(document, easier)}
