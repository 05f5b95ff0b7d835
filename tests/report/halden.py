"""Halden Telecom in October 2026, by hand: facts that every test of the report starts from. All names are invented."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

from leadline.report.champion_facts import Band, Champions, ChampionStory, Consent, Pilot
from leadline.report.facts import (
    Assessment,
    Check,
    Cost,
    Day,
    Decision,
    Effect,
    Facts,
    Finding,
    GradeWorth,
    NextStep,
    Objective,
    Request,
    Return,
    Said,
    Service,
    Side,
    Source,
    Voice,
    Warned,
)
from leadline.report.figures import Figure, MoneyFigure
from leadline.strategy.fields import Reader
from leadline.words import Company, Grade, Month, Period

AS_OF = dt.datetime(2026, 11, 2, 7, 30, tzinfo=dt.UTC)
START = dt.date(2026, 7, 4)
SERVICE = "measure/evidence/page-service-calls/"


def euros(name: str, amount: int, low: int | None = None, high: int | None = None, **more: Any) -> MoneyFigure:
    """An amount a month; without an interval it stands in the books."""
    given = {
        "method": "simulation over the effect's interval and the marginal price",
        "link": "value/roi/",
        "per": "month",
    }
    bounds = {"low": Decimal(low), "high": Decimal(high)} if low is not None and high is not None else {"counted": True}
    return MoneyFigure(name=name, amount=Decimal(amount), currency="EUR", **{**given, **bounds, **more})


def counted(name: str, value: float, unit: str, link: str, **more: Any) -> Figure:
    return Figure(name, value, unit, method="counted", link=link, counted=True, **more)


def days() -> tuple[Day, ...]:
    """Calls a day from April to October with a week's rhythm; from July on they fall."""
    rows = []
    for number in range(214):
        day = dt.date(2026, 4, 1) + dt.timedelta(days=number)
        expected = 4_860 + 1.2 * number - 330 * (day.weekday() >= 5) + 60 * math.sin(number / 9)
        noise = 70 * math.sin(number * 12.9898) + 55 * math.sin(number * 4.1)
        since = (day - START).days
        fall = 545 * (1 - math.exp(-since / 6)) if since >= 0 else 0
        width = 110 + (1.6 * since if since >= 0 else 0)
        rows.append(
            Day(day, round(expected + noise - fall), round(expected), round(expected - width), round(expected + width))
        )
    return tuple(rows)


def page_service(**changes: Any) -> Effect:
    """Service on the page and the calls: supported."""
    values: dict[str, Any] = {
        "id": "page-service-calls",
        "program": "service on the page",
        "outcome": "calls a day",
        "unit": "calls a day",
        "since": START,
        "until": dt.date(2026, 10, 31),
        "verdict": "effect",
        "grade": Grade.SUPPORTED,
        "why": "A counterfactual design holds and its checks pass.",
        "sentence": "supported: calls a day fell 11 % [7, 15] against what would have been; four of four checks passed",
        "good": "down",
        "checks": (
            Check("Placebo in time", True, "40 earlier dates were tried; 2 of them claimed an effect."),
            Check("Control untouched", True, "Chats, which the page does not serve, did not move."),
            Check("Fit before the start", True, "The forecast missed by 2.1 % on days it had not seen."),
            Check("Nothing else that week", True, "Two events were looked at: neither touches calls."),
            Check("Placebo in space", None, "No region without the service, so it could not be run."),
        ),
        "settle": "Open the service in 6 of 12 regions, drawn by lot, for 5 weeks.",
        "method": "structural time series, 95 % interval",
        "link": SERVICE,
        "relative": Figure("effect", -11.1, "%", "structural time series", SERVICE, -15.0, -7.0, good="down"),
        "mean": Figure("effect", -540, "calls a day", "structural time series", SERVICE, -730, -350, good="down"),
        "cumulative": Figure(
            "effect", -64_800, "calls", "structural time series", SERVICE, -87_600, -42_000, good="down"
        ),
        "days": days(),
    }
    return Effect(**{**values, **changes})


def community(**changes: Any) -> Effect:
    """The customers' group and churn: moved together, no more."""
    link = "measure/evidence/vip-group-churn/"
    values: dict[str, Any] = {
        "id": "vip-group-churn",
        "program": "the customers' group",
        "outcome": "churn a month",
        "unit": "% of customers",
        "since": dt.date(2026, 5, 1),
        "until": dt.date(2026, 10, 31),
        "verdict": "effect",
        "grade": Grade.CORRELATED,
        "why": "Members asked to join, so they may differ from the others.",
        "sentence": "correlated: churn fell 5 % [1, 9]; one of two checks passed",
        "good": "down",
        "checks": (
            Check("Placebo in time", True, "12 earlier dates were tried; none claimed an effect."),
            Check("Members like others", False, "Members stayed longer before the group as well."),
        ),
        "settle": "invite half of the waiting list, drawn by lot, and compare for 3 months.",
        "method": "structural time series, 95 % interval",
        "link": link,
        "relative": Figure("effect", -5.2, "%", "structural time series", link, -9.1, -1.3, good="down"),
        "mean": Figure("effect", -0.10, "points of churn", "structural time series", link, -0.18, -0.03, good="down"),
    }
    return Effect(**{**values, **changes})


def followers(**changes: Any) -> Effect:
    """Followers in the north and market share: nobody can tell yet."""
    link = "measure/evidence/north-followers-share/"
    values: dict[str, Any] = {
        "id": "north-followers-share",
        "program": "the northern pages",
        "outcome": "market share in the north",
        "unit": "%",
        "since": dt.date(2026, 8, 1),
        "until": dt.date(2026, 10, 31),
        "verdict": "cannot tell",
        "grade": Grade.ASSUMED,
        "why": "Market share comes once a quarter: one figure since the start.",
        "sentence": "cannot tell: one figure since the start",
        "good": "up",
        "checks": (),
        "settle": "two more quarters, or shop visits by week as a nearer outcome.",
        "method": "refused: too few figures",
        "link": link,
    }
    return Effect(**{**values, **changes})


def objectives() -> tuple[Objective, ...]:
    return (
        Objective(
            "cost-to-serve",
            "Lower the cost to serve",
            "Customer care",
            dt.date(2027, 3, 31),
            "calls a day",
            "calls a day",
            "down",
            4_864,
            counted("calls a day", 4_310, "calls a day", "measure/kpi/calls/", good="down", before=4_402),
            4_000,
            Grade.SUPPORTED,
            "service on the page → calls",
            euros("calls that did not come", 41_000, 26_000, 57_000),
            "strategy/lines/page-service-calls/",
            goes="good",
        ),
        Objective(
            "keep-customers",
            "Keep more customers",
            "Customer base",
            dt.date(2027, 6, 30),
            "churn",
            "% churn a month",
            "down",
            2.0,
            counted("churn", 1.9, "% a month", "measure/kpi/churn/", good="down", before=1.9),
            1.6,
            Grade.CORRELATED,
            "customers' group → satisfaction → churn",
            euros("customers kept", 12_000, -4_000, 29_000),
            "strategy/lines/vip-group-churn/",
            goes="good",
        ),
        Objective(
            "hire-engineers",
            "Hire 40 field engineers",
            "People",
            dt.date(2027, 1, 31),
            "engineers hired",
            "hired",
            "up",
            16,
            counted("hired", 23, "hired", "measure/kpi/hires/", good="up", before=19),
            40,
            Grade.TESTED,
            "champions in two of four regions, drawn by lot",
            euros("agency fees", 9_000, 6_000, 13_000),
            "strategy/lines/champions-hires/",
            goes="good",
        ),
        Objective(
            "north-share",
            "Grow market share in the north by a fifth",
            "Region north",
            dt.date(2027, 12, 31),
            "market share in the north",
            "% of the market",
            "up",
            11.2,
            counted("market share", 11.4, "% of the market", "measure/kpi/north-share/", good="up"),
            13.4,
            Grade.ASSUMED,
            "followers → visits → market share",
            euros("margin", 17_000, -8_000, 44_000),
            "strategy/lines/north-followers-share/",
            goes="good",
            on_the_way=(counted("followers", 860, "followers", "listen/counters/", vanity=True),),
        ),
    )


def worth() -> tuple[GradeWorth, ...]:
    return (
        GradeWorth(Grade.ASSUMED, euros("worth", 17_000, -8_000, 44_000), ("the northern pages",)),
        GradeWorth(Grade.CORRELATED, euros("worth", 12_000, -4_000, 29_000), ("the customers' group",)),
        GradeWorth(
            Grade.SUPPORTED,
            euros("worth", 41_000, 26_000, 57_000),
            ("service on the page",),
            cashable=euros("cashable", 24_000, 15_000, 33_000),
        ),
        GradeWorth(Grade.TESTED, euros("worth", 9_000, 6_000, 13_000), ("champions",)),
    )


def costs() -> tuple[Cost, ...]:
    return (
        Cost("Service on the page", euros("cost", 14_300), "6 people, 418 hours at € 31.20, and licences of € 1,258"),
        Cost("Customers' group", euros("cost", 2_150), "50 hours at € 43.00"),
        Cost("Champions", euros("cost", 1_820), "39 hours at € 42.00, and € 182 for lunches"),
        Cost("Northern pages", euros("cost", 3_400), "the agency's bill"),
    )


def returns() -> tuple[Return, ...]:
    link = "value/roi/page-service/"
    return (
        Return(
            "service on the page",
            (Grade.SUPPORTED,),
            Figure("return on investment", 227, "%", "simulation, 10,000 draws", link, 107, 356),
            euros("net", 26_100, 12_300, 40_900),
            "paid back after 3 months [2, 5]",
            0.99,
            "",
            "From 4 July 2026 to 31 October 2026; the last 30 of its days were not observed.",
            link,
            customers=euros("time", 18_000, 12_000, 25_000, per=""),
            observed=Period(dt.date(2026, 7, 4), dt.date(2026, 10, 1)),
            if_lasting=Figure("return if it lasts", 251, "%", "simulation, 10,000 draws", link, 122, 389),
            chance_if_lasting=0.995,
        ),
        Return(
            "the northern pages",
            (),
            None,
            None,
            "",
            None,
            "no return is stated: none of its worth is supported or tested",
            "From 1 August 2026 to 31 October 2026.",
            "value/roi/north/",
        ),
    )


def all_programs() -> Return:
    """Its interval holds zero: neither a gain nor a loss."""
    method, link = "simulation, 10,000 draws", "value/"
    return Return(
        "all programs together",
        (Grade.SUPPORTED, Grade.TESTED),
        Figure("return on investment", 74, "%", method, link, -4, 158),
        euros("net", 44_400, -2_400, 94_800),
        "if it lasts, paid back after 2 months [1, later]; if nothing lasts, paid back after 3 months [1, later]",
        0.96,
        "",
        "From 4 July 2026 to 31 October 2026; the last 30 of its days were not observed.",
        link,
        observed=Period(dt.date(2026, 7, 4), dt.date(2026, 10, 1)),
        if_lasting=Figure("return if it lasts", 61, "%", method, link, -12, 149),
        chance_if_lasting=0.93,
        spent=euros("spent", 86_000, per=""),
    )


def stories() -> tuple[ChampionStory, ...]:
    return (
        ChampionStory(
            "aster-engineers",
            "A photo a day from the mast, and three engineers wrote",
            "Ingrid, field service",
            "Three engineers wrote to Ingrid in October; one has signed, two are in talks",
            (
                "She posts one photo a day from her work, on her own account, with one sentence on what was hard.",
                "She answers every question herself, the same evening.",
                "When somebody asks about the job she offers a ride-along instead of a link.",
            ),
            "One photo, one hard thing, every day for a month; then offer a ride-along.",
            "Hire 40 field engineers",
            Consent((Reader.CHAMPIONS, Reader.ORGANISATION), dt.date(2026, 10, 20)),
            "programs/champions/stories/aster-engineers/",
            quote="I never wrote “we are hiring”. I wrote that my gloves froze.",
        ),
        ChampionStory(
            "birch-dealer",
            "Answering one dealer in public brought two more to the table",
            "a champion in sales",
            "Two dealers asked for a meeting after reading the answers; one has signed",
            (
                "A dealer complained about delivery times in the trade forum.",
                "The answer named the two real dates and the person to call.",
                "Two readers of the thread wrote a private message.",
            ),
            "Answer where the others can read it, with a date and a name.",
            "Keep more customers",
            Consent((Reader.CHAMPIONS,), dt.date(2026, 10, 28)),
            "programs/champions/stories/birch-dealer/",
        ),
        ChampionStory(
            "cedar-withdrawn",
            "A story that was taken back",
            "nobody",
            "It must not be told",
            (),
            "Nothing",
            "",
            Consent(
                (Reader.CHAMPIONS, Reader.ORGANISATION, Reader.DECIDERS), dt.date(2026, 9, 1), dt.date(2026, 10, 30)
            ),
            "programs/champions/stories/cedar-withdrawn/",
        ),
    )


def champions() -> Champions:
    board = "programs/champions/"
    return Champions(
        joined=26,
        joined_since=4,
        pilots=(
            Pilot(
                "New business",
                14,
                (
                    counted("conversations", 61, "conversations", board, good="up", before=48),
                    counted("meetings", 14, "meetings", board, good="up", before=9),
                    counted("proposals", 5, "proposals", board, good="up", before=5),
                    counted("contracts", 2, "contracts signed", board, good="up", before=1),
                ),
                (
                    euros("named in the sales system", 38_000, per="", link=board, method="sum of contracts"),
                    euros("confirmed by the deal's owner", 11_500, per="", link=board, method="sum of contracts"),
                ),
                "Keep more customers",
                board,
            ),
            Pilot(
                "New colleagues",
                12,
                (
                    counted("people written to", 84, "people written to", board, before=90),
                    counted("applicants", 11, "applicants", board, good="up", before=7),
                    counted("interviews", 6, "interviews", board, good="up", before=4),
                    counted("hires", 3, "hires", board, good="up", before=1),
                ),
                (),
                "Hire 40 field engineers",
                board,
            ),
        ),
        stories=stories(),
        bands=(Band("3 or more meetings or interviews", 7), Band("1 or 2", 11), Band("none this month", 8)),
        hours=counted("hours", 39, "hours", board),
        enter_by=dt.date(2026, 12, 1),
        join_link="programs/champions/join/",
        own_link="programs/champions/mine/",
    )


def assessment() -> Assessment:
    return Assessment(
        version="7",
        headline="Waiting hurts most, and fewer wait",
        messages=counted("messages", 184_203, "messages", "listen/"),
        findings=(
            Finding(
                "4,118 of 9,204 customers' messages about waiting show frustration (45 %).",
                "waiting",
                "support",
                "frustration",
                4_118,
                0.91,
                "assess/findings/frustration-waiting/",
            ),
            Finding(
                "1,204 of 3,377 customers' messages about opening hours ask or wish for something (36 %).",
                "opening hours",
                "support",
                "need",
                1_204,
                0.84,
                "assess/findings/need-hours/",
            ),
            Finding(
                "912 of 2,046 customers' messages about the field engineers show excitement (45 %).",
                "the field engineers",
                "people",
                "excitement",
                912,
                0.88,
                "assess/findings/excitement-engineers/",
            ),
        ),
        voices=(
            Voice("Halden", "own", Figure("voice", 41.2, "%", "Wilson interval", "assess/x-ray/", 41.0, 41.4)),
            Voice(
                "Norrmobil", "competitor", Figure("voice", 33.0, "%", "Wilson interval", "assess/x-ray/", 32.8, 33.2)
            ),
        ),
        link="assess/x-ray/",
        said=(
            Said(
                "Wrote at eight, had an answer before my coffee was cold.",
                "a customer, on the page, with her consent",
                "facebook",
                "m-1",
                "listen/messages/facebook/m-1/",
            ),
        ),
    )


def october(**changes: Any) -> Facts:
    """The whole month; `changes` replace top-level facts."""
    values: dict[str, Any] = {
        "company": Company("Halden Telecom", "Europe/Oslo", "EUR"),
        "month": Month(2026, 10),
        "as_of": AS_OF,
        "objectives": objectives(),
        "effects": (page_service(), community(), followers()),
        "worth": worth(),
        "costs": costs(),
        "returns": returns(),
        "all_programs": all_programs(),
        "assessment": assessment(),
        "service": Service(
            "within one hour, every day 8:00 to 20:00",
            "96.2 % of 11,480 were answered within one hour, every day 8:00 to 20:00; the worst waited 1 h 48 min.",
            Figure(
                "kept",
                96.2,
                "%",
                "met of all that were due, Wilson interval",
                "measure/service-levels/",
                95.8,
                96.5,
                good="up",
                before=94.9,
            ),
            "1 h 48 min",
            "measure/service-levels/",
        ),
        "sides": (
            Side(
                "satisfaction",
                Figure(
                    "turned happy",
                    38.4,
                    "%",
                    "turned of those who began angry",
                    "measure/turns/",
                    36.1,
                    40.7,
                    good="up",
                    before=35.2,
                ),
                "of customers who began angry ended happy",
            ),
            Side(
                "sharing",
                counted("happy public comments", 1_912, "happy comments", "measure/sharing/", good="up", before=1_640),
                "happy comments that others can read on the page",
            ),
            Side(
                "cost",
                euros("calls that did not come", 41_000, 26_000, 57_000),
                "of calls that did not come: supported",
            ),
        ),
        "champions": champions(),
        "warnings": (
            Warned(
                "Router reboots: 31 on 12 October, 2 expected · to Product and Procurement",
                "high",
                dt.date(2026, 10, 12),
                "fixed on 19 October",
                "measure/warnings/halden:router-reboots:2026-10-12/",
            ),
            Warned(
                "Depot strike: 12 on 27 October, 1.2 expected · to Logistics, Procurement and Production",
                "medium",
                dt.date(2026, 10, 27),
                "open",
                "measure/warnings/halden:depot-strike:2026-10-27/",
            ),
        ),
        "watch": "42 themes are watched; expect about a false alarm every 2 months.",
        "decided": (
            Decision("Service hours on Sunday stay", "Steering group", dt.date(2026, 10, 14), "strategy/decisions/3/"),
            Decision("Product owns the router's fault", "Product", dt.date(2026, 10, 13), "strategy/decisions/2/"),
        ),
        "next_steps": (
            NextStep(
                "Answer Nordhandel on delivery times",
                "Sales",
                dt.date(2026, 11, 6),
                "strategy/participants/nordhandel/",
            ),
            NextStep("Draw the six regions for the pilot", "Customer care", dt.date(2026, 11, 20), "programs/pilot/"),
        ),
        "requests": (
            Request(
                "Open the service in six of twelve regions by lot",
                "It would settle whether the page lowers calls, 4 times in 5 for an effect of 5 % or more",
                "Costs € 9,800 once and five weeks",
                dt.date(2026, 11, 16),
                "programs/pilot/",
            ),
            Request(
                "Stop the northern pages or find a nearer outcome",
                "€ 3,400 a month rest on an assumption that two more quarters would have to settle",
                "Stopping costs nothing; shop counts cost € 400 a month",
                dt.date(2026, 11, 30),
                "programs/northern-pages/",
            ),
        ),
        "sources": (
            Source(
                "Call centre",
                "the supplier's daily file",
                dt.datetime(2026, 11, 1, 5, 0, tzinfo=dt.UTC),
                "listen/sources/calls/",
            ),
            Source(
                "Messages",
                "six sources, 184,203 messages in October",
                dt.datetime(2026, 11, 1, 23, 10, tzinfo=dt.UTC),
                "listen/",
            ),
            Source(
                "Champions",
                "entered by 26 people",
                dt.datetime(2026, 11, 1, 17, 0, tzinfo=dt.UTC),
                "programs/champions/",
            ),
        ),
    }
    return Facts(**{**values, **changes})
