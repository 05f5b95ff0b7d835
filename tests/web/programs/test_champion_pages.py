"""Champions: totals that give nobody away, the sheet out and in, joining, one's own page, leaving (S2.8 to S2.17)."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterable
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from leadline.programs.champions import Champion, EvidenceLevel, Pilot, Result
from leadline.programs.conduct import company_rules
from leadline.programs.sheet import COLUMNS, FIRST_ROW, SHEETS
from leadline.programs.sheet_export import export_sheet
from leadline.web.accounts.models import Person
from leadline.web.programs.actions import enroll_champions, name_champion, take_results
from leadline.web.programs.champion_pages import champions_page
from leadline.web.programs.convert import champions as members
from leadline.web.programs.convert import results as kept_results
from leadline.web.programs.models import ChampionRow, ResultRow
from leadline.words import Department, Money, Month

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

MARCH, FEBRUARY = Month(2026, 3), Month(2026, 2)
CHAMPIONS, JOIN, MINE, LEAVE = (f"/programs/champions/{end}" for end in ("", "join/", "mine/", "mine/leave/"))
SHEET, TAKE = f"{CHAMPIONS}sheet/?month={MARCH}", f"{CHAMPIONS}sheet/take/?month={MARCH}"
A, B, C, D = EvidenceLevel


def champion(key: str, pilot: Pilot = Pilot.NEW_EMPLOYEES, **more: object) -> Champion:
    return Champion(key, Department.SUPPORT, pilot, dt.date(2026, 1, 5), **more)


def hired(key: str, hires: int, evidence: EvidenceLevel = A, month: Month = MARCH, fees: int | None = None) -> Result:
    counts = {"reach_outs": 10 * hires, "applicants": 3 * hires, "interviews": 2 * hires, "hires": hires}
    money = Money(Decimal(fees), "EUR") if fees is not None else None
    return Result(key, month, Pilot.NEW_EMPLOYEES, evidence, counts=counts, money=money, shown_by=f"{key}-{evidence}")


def filled(results: Iterable[Result] = (), champions: int = 7) -> None:
    """So many champions, `k1` of whom is the demo's champion, with these results."""
    enroll_champions(champion(f"k{number}") for number in range(1, champions + 1))
    name_champion("k1", Person.objects.get(username="champion"))
    take_results(results)


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return said(answer.content)


def said(content: bytes) -> str:
    plain = re.sub(r"<[^>]+>", " ", unescape(content.decode()))
    return " ".join(plain.split())


# totals


def test_levels_stand_apart_and_money_of_level_d_counts_nowhere(planned) -> None:
    client = planned("executive")
    filled(
        [hired(f"k{n}", 1, A, fees=1000) for n in range(1, 6)] + [hired(f"k{n}", 2, D, fees=9000) for n in range(1, 6)]
    )
    page = text(client, CHAMPIONS)
    assert "5 hires came through champions, as the records show" in page
    assert "A a record names them 5 50 15 10 5 € 5,000.00" in page
    assert "D not confirmed yet 5 100 30 20 10 not counted" in page
    assert "9,000" not in page
    assert "50,000" not in page
    assert "15 hires" not in page, "levels are never added up"


def test_a_level_of_few_people_is_hidden_with_another_that_would_give_it_away(planned) -> None:
    """champions.md: the report tells A to C in one number, so that a lone small level could be reckoned out."""
    client = planned("executive")
    filled([hired(f"k{n}", 1, A) for n in range(1, 6)] + [hired("k6", 77, C), hired("k7", 1, C)])
    page = text(client, CHAMPIONS)
    assert "Hidden: A, C." in page
    assert "77" not in page
    assert "78" not in page
    assert "as the records show" not in page


def test_a_month_that_is_hidden_cannot_be_reckoned_from_two_pages(planned) -> None:
    """What stands there since the pilot began is the same whichever month is chosen."""
    planned("executive")
    filled([hired(f"k{n}", 1, month=FEBRUARY) for n in range(1, 6)] + [hired("k1", 4, month=MARCH)])
    told = (tuple(members(None)), tuple(kept_results(None)))  # type: ignore[arg-type]
    since = [champions_page(*told, month).pilots[0].blocks[0] for month in (FEBRUARY, MARCH)]
    assert since[0] == since[1]
    assert champions_page(*told, MARCH).pilots[0].blocks[1].rows == ()


def test_of_a_pilot_of_few_people_nothing_is_told(planned) -> None:
    client = planned("executive")
    filled([hired("k1", 3)], champions=3)
    page = text(client, CHAMPIONS)
    assert "nothing is told that would be about somebody" in page
    assert "A a record" not in page


def test_there_are_bands_and_no_ranks_and_small_bands_are_hidden(planned) -> None:
    """S2.17: healthy competition, and nobody stands last."""
    client = planned("champion")
    filled([hired("k1", 9), hired("k2", 1)])
    page = text(client, CHAMPIONS)
    assert "You stand in the band leading" in page
    assert "leading hidden steady hidden building hidden" in page or "leading hidden" in page


@pytest.mark.parametrize(("role", "status"), [("champion", 200), ("executive", 200), ("agent", 403), ("viewer", 403)])
def test_the_totals_are_for_those_who_answer_for_them_and_for_champions(planned, role: str, status: int) -> None:
    assert planned(role).get(CHAMPIONS).status_code == status


def test_an_empty_home_says_how_champions_come(client_of, empty_home) -> None:
    page = text(client_of("executive", empty_home), CHAMPIONS)
    assert "No champion takes part yet" in page
    assert "Be the first" in page


# the sheet


def sheet(client: Client, **lines: object) -> bytes:
    """The month's sheet as a manager gets it, with `k2` filled in on the sheet of new colleagues."""
    answer = client.get(SHEET)
    assert answer.status_code == 200
    assert f"champions-{MARCH}.xlsx" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    page = book[SHEETS[Pilot.NEW_EMPLOYEES]]
    fields = [column.field for column in COLUMNS[Pilot.NEW_EMPLOYEES]]
    row = next(row for row in range(FIRST_ROW, page.max_row) if page.cell(row, 1).value == "k2")
    for name, value in lines.items():
        page.cell(row, fields.index(name) + 1).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def take(client: Client, data: bytes, status: int = 200) -> str:
    file = SimpleUploadedFile("champions.xlsx", data)
    answer = client.post(TAKE, {"file": file, "month": str(MARCH)})
    assert answer.status_code == status
    return said(answer.content)


GOOD = {"reach_outs": 20, "hires": 2, "money": 15600, "hours": 6.5, "evidence": "A", "shown_by": "ATS 7"}


def test_the_sheet_goes_out_comes_back_and_a_second_time_changes_nothing(planned) -> None:
    """S2.13: what a champion fills in stands as a result, once."""
    client = planned("manager")
    filled()
    data = sheet(client, **GOOD)
    assert "1 line was taken for March 2026" in take(client, data)
    [row] = ResultRow.objects.all()
    told = (row.champion.key, row.counts["hires"], row.amount, row.currency, row.evidence, row.shown_by)
    assert told == ("k2", 2, Decimal("15600.00"), "EUR", "A", "ATS 7")
    assert "Nothing changed: the sheet of March 2026 was known" in take(client, data)
    assert ResultRow.objects.get().pk == row.pk
    assert "1 new, 0 known already; 1 earlier lines gave way" in take(client, sheet(client, **GOOD | {"hires": 3}))
    assert ResultRow.objects.get().counts["hires"] == 3


def test_a_bad_cell_is_named_and_takes_nothing_away_that_was_known(planned) -> None:
    client = planned("manager")
    filled()
    take(client, sheet(client, **GOOD))
    page = take(client, sheet(client, **GOOD | {"hires": "two-ish", "shown_by": "ATS 8"}))
    assert "Nothing was taken for March 2026" in page
    assert re.search(r"New employees!\w+ “?two-ish", page), "each bad cell is named"
    assert "CHS006" in page
    assert ResultRow.objects.get().shown_by == "ATS 7"


def test_a_sheet_of_another_month_or_currency_or_no_sheet_at_all_is_refused(planned, someone) -> None:
    client = planned("manager")
    filled()
    foreign = export_sheet(members(None), MARCH, currency="SEK")  # type: ignore[arg-type]
    assert "The sheet is in SEK, and the company counts in EUR; nothing was taken from it." in take(client, foreign)
    earlier = export_sheet(members(None), FEBRUARY, currency="EUR")  # type: ignore[arg-type]
    assert "The sheet is for February 2026, not for March 2026" in take(client, earlier)
    assert "not an Excel workbook" in take(client, b"no workbook", 400)
    assert client.post(TAKE, {"month": str(MARCH)}).status_code == 422
    assert not ResultRow.objects.exists()


def test_only_who_may_enter_results_gets_the_sheet_and_gives_it_back(planned) -> None:
    for role, status in (("manager", 200), ("strategist", 200), ("executive", 403), ("champion", 403), ("agent", 403)):
        client = planned(role)
        if not ChampionRow.objects.exists():
            filled()
        assert client.get(SHEET).status_code == status, role
        assert client.post(TAKE).status_code == (422 if status == 200 else 403), role


# joining, one's own page, leaving


def joining(**more: object) -> dict[str, object]:
    rules = company_rules(dt.date(2026, 3, 2)).digest
    given = {"pilot": "new business", "department": "sales", "work": "routers, masts", "personal": "choir"}
    return given | {"rules": rules, "has_read": "on"} | more


def test_a_colleague_joins_by_reading_the_rules_and_wanting_to(planned) -> None:
    """S2.8, S2.9: opt-in, with passions of work and beside it; without consent to a name, a pseudonym."""
    client = planned("champion")
    answer = client.post(JOIN, joining())
    assert (answer.status_code, answer.headers["Location"]) == (302, MINE)
    row = ChampionRow.objects.get()
    assert (row.person.username, row.name, row.pilot, row.department) == ("champion", "", "new business", "sales")
    assert row.passions == [
        {"topic": "routers", "kind": "work"},
        {"topic": "masts", "kind": "work"},
        {"topic": "choir", "kind": "personal"},
    ]
    assert row.rules_read == company_rules(dt.date(2026, 3, 2)).digest
    assert row.joined == dt.date(2026, 3, 2)
    assert "You take part; your results will stand here" in text(client, MINE)
    assert client.get(JOIN).status_code == 302
    client.post(JOIN, joining())
    assert ChampionRow.objects.count() == 1


def test_who_wants_to_be_named_is_named(planned) -> None:
    planned("champion").post(JOIN, joining(is_named="on"))
    assert ChampionRow.objects.get().name == "Dana Kowal"


@pytest.mark.parametrize("missing", ["has_read", "pilot", "department"])
def test_nobody_joins_without_the_rules_a_pilot_and_a_department(planned, missing: str) -> None:
    given = {key: value for key, value in joining().items() if key != missing}
    assert planned("champion").post(JOIN, given).status_code == 422
    assert not ChampionRow.objects.exists()


def test_rules_that_changed_meanwhile_are_read_once_more(planned) -> None:
    """S4.13: an acknowledgement is of a text."""
    refused = planned("champion").post(JOIN, joining(rules="another text"))
    assert refused.status_code == 400
    assert "The rules have changed" in refused.content.decode()
    assert not ChampionRow.objects.exists()


def test_everybody_inside_may_join_and_a_representative_of_the_market_may_not(planned) -> None:
    assert [planned(role).get(JOIN).status_code for role in ("agent", "viewer", "representative")] == [200, 200, 403]


def test_a_champion_sees_their_own_lines_and_nobody_elses(planned) -> None:
    """S2.11: a personal page; of others only totals and bands."""
    client = planned("champion")
    filled([hired("k1", 2), hired("k2", 31, B)])
    page = text(client, MINE)
    assert "You brought 2 hires and 4 interviews that somebody confirmed" in page
    assert "k1-A" in page
    assert "k2" not in page
    assert "31" not in page
    kept = json.loads(client.get(f"{MINE}file/").content)
    assert (kept["pseudonym"], len(kept["results"])) == ("k1", 1)
    others = text(planned("viewer"), MINE)
    assert "You do not take part as a champion" in others
    assert planned("viewer").get(f"{MINE}file/").status_code == 302


def test_leaving_asks_once_and_then_deletes_everything_that_was_kept(planned) -> None:
    client = planned("champion")
    filled([hired("k1", 2), hired("k2", 1)])
    assert "Your entry and 1 line of results will be deleted" in text(client, LEAVE)
    assert ChampionRow.objects.filter(key="k1").exists(), "looking deletes nothing"
    answer = client.post(LEAVE)
    assert (answer.status_code, answer.headers["Location"]) == (302, JOIN)
    assert not ChampionRow.objects.filter(key="k1").exists()
    assert [row.champion.key for row in ResultRow.objects.all()] == ["k2"]
    assert "You have left; 1 line was deleted." in text(client, JOIN)
    assert client.get(MINE).status_code == 200
    assert client.post(LEAVE).status_code == 302
    assert ChampionRow.objects.count() == 6


def test_a_line_about_who_has_left_is_refused(planned) -> None:
    """Leaving outranks the sheet that is still under way."""
    client = planned("manager")
    filled()
    data = sheet(client, **GOOD)
    ChampionRow.objects.filter(key="k2").delete()
    assert "CHS004" in take(client, data)
    assert not ResultRow.objects.exists()
