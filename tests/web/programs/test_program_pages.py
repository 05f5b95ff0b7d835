"""Every program and one in full: owner, means, targets, promise, lines; and who may see the money."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from leadline.programs.conduct import template
from leadline.report import links

pytestmark = pytest.mark.django_db

HOME = "/programs/"


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())).split())


def test_the_finding_counts_what_runs_and_each_program_says_who_and_with_what(planned) -> None:
    page = text(planned("strategist"), f"{HOME}?month=2026-03")
    assert "One program runs" in page
    assert "5 people, full-time and part-time, are planned for 800 hours a month" in page
    assert "Alice Lund · support" in page
    assert "promises a reply within 1 h, every day 08:00–20:00, on facebook" in page
    assert "Answered within the promise at least 95 %" in page
    assert "does not run in March 2026" in page, "the stories begin in May"


def test_what_a_plan_lacks_is_said_with_an_advice(planned) -> None:
    """S0.21, S3.26: no owner, no people, no metric; remarks never refuse a plan."""
    page = text(planned("strategist"), HOME)
    for code in ("PRG021", "PRG022", "PRG024", "PRG025"):
        assert code in page
    assert "program “Stories from the north” Nobody owns it." in page
    assert "/strategy/rules/PRG" not in planned("strategist").get(HOME).content.decode(), "no dead link"


def test_the_budget_is_shown_to_who_may_see_money_and_to_nobody_else(planned) -> None:
    for role, sees in (
        ("strategist", True),
        ("manager", True),
        ("executive", True),
        ("agent", False),
        ("viewer", False),
    ):
        client = planned(role)
        for path in (HOME, "/programs/page-service/"):
            assert ("€ 31k" in client.get(path).content.decode().replace("\u00a0", " ")) is sees, (role, path)


def test_a_program_shows_where_its_metrics_stand(planned) -> None:
    page = text(planned("manager"), "/programs/page-service/?month=2026-03")
    assert "Answered within the promise" in page
    assert "Answered within the promise – 50 % at least 95 %" in page, "one is late at one o'clock, one was answered"
    assert "Calls consumer – not known “Calls” is not recorded. at most 300 calls a day" in page


@pytest.mark.parametrize(("role", "status"), [("viewer", 200), ("representative", 403)])
def test_programs_are_for_everybody_inside(planned, role: str, status: int) -> None:
    client = planned(role)
    assert client.get(HOME).status_code == client.get("/programs/page-service/").status_code == status


def test_a_program_that_is_not_there_is_not_found(planned) -> None:
    assert planned("viewer").get("/programs/nonsense/").status_code == 404


def test_where_the_reports_lead_there_is_a_page(planned) -> None:
    client = planned("strategist")
    for path in (links.program("page-service"), links.CHAMPIONS, links.JOIN, links.MY_RESULTS):
        assert client.get(f"/{path}").status_code == 200, path


def test_an_empty_home_says_how_programs_come(client_of, empty_home) -> None:
    page = text(client_of("viewer", empty_home), HOME)
    assert "No program is planned yet" in page
    assert "leadline programs plan programs.yaml" in page


def test_the_rules_that_a_champion_reads_are_those_of_the_house(planned) -> None:
    first = template().split("**")[1]
    assert first in text(planned("viewer"), f"/{links.JOIN}")
