"""Money is for those who decide on it; who else opens every address and finds no amount, test_links.py walks."""

from __future__ import annotations

import re

import pytest

from leadline.web.accounts.permissions import Role

pytestmark = pytest.mark.django_db

AMOUNT = re.compile(r"€|\bEUR\b")
OF_CHAMPIONS = re.compile(r"/programs/champions/|/report/\d{4}-\d{2}/champions/")
"""Where champions read what the deals they brought came to, and which fees they saved (docs/words/site.md)."""


def test_the_worth_of_a_line_is_shown_to_those_who_may_see_it(reader) -> None:
    page = "/measure/lines/page-service-to-calls/"
    shown, hidden = (_told(reader(role).get(page)) for role in ("manager", "viewer"))
    assert AMOUNT.search(shown)
    assert "Worth a month" in shown
    assert "Worth a month" not in hidden


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_the_champions_report_is_read_by_champions_and_by_who_decides_on_money(reader, ending: str) -> None:
    address = f"/report/2026-10/champions{ending or '/'}"
    opened = {role for role in Role if reader(role.value).get(address).status_code == 200}
    assert opened == {Role.EXECUTIVE, Role.STRATEGIST, Role.MANAGER, Role.CHAMPION}


def amounts_in(answer) -> list[str]:
    return AMOUNT.findall(_told(answer))


def _told(answer) -> str:
    """What went over the wire, where it is text: a page with its scripts, JSON, YAML."""
    return answer.content.decode(errors="ignore") if "pdf" not in answer.headers["Content-Type"] else ""
