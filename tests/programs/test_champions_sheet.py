"""The champions' sheet goes out, is filled in by people, and comes back without loss (S2.8, S2.12, S2.13)."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from leadline.errors import LeadlineError
from leadline.programs.champions import Champion, EvidenceLevel, Pilot, Result, Story, merged
from leadline.programs.sheet import COLUMNS, FIRST_ROW, HEADER_ROW, SHEETS
from leadline.programs.sheet_export import export_sheet
from leadline.programs.sheet_import import import_sheet
from leadline.words import Department, Money, Month, Remark

MARCH = Month(2026, 3)
JOINED = dt.date(2026, 1, 1)
BOB = Champion("b0b", Department.SALES, Pilot.NEW_BUSINESS, JOINED, name="Bob Bakker")
EVE = Champion("e4e", Department.SUPPORT, Pilot.NEW_BUSINESS, JOINED)
CAROL = Champion("ca01", Department.PEOPLE, Pilot.NEW_EMPLOYEES, JOINED, name="Carol")
ZOE = Champion("20e", Department.PEOPLE, Pilot.NEW_EMPLOYEES, dt.date(2026, 6, 1), name="Zoe")
CHAMPIONS = (BOB, EVE, CAROL, ZOE)
BUSINESS, EMPLOYEES = SHEETS[Pilot.NEW_BUSINESS], SHEETS[Pilot.NEW_EMPLOYEES]
BOB_EXISTING, BOB_NEW, EVE_EXISTING, _EVE_NEW, SPARE = range(FIRST_ROW, FIRST_ROW + 5)


handed_out = cache(export_sheet)


class Filled:
    """A handed-out sheet that a person fills in."""

    def __init__(self, champions: tuple[Champion, ...] = CHAMPIONS, month: Month = MARCH) -> None:
        self.book: Workbook = load_workbook(BytesIO(handed_out(champions, month)))

    def line(self, title: str, row: int, **values: object) -> Filled:
        """Write values by field name into one line."""
        pilot = next(pilot for pilot, name in SHEETS.items() if name == title)
        places = {column.field: number for number, column in enumerate(COLUMNS[pilot], start=1)}
        for field, value in values.items():
            self.sheet(title).cell(row, places[field]).value = value  # type: ignore[assignment]
        return self

    def sheet(self, title: str) -> Worksheet:
        sheet = self.book[title]
        assert isinstance(sheet, Worksheet)
        return sheet

    def data(self) -> bytes:
        stream = BytesIO()
        self.book.save(stream)
        return stream.getvalue()

    def taken(self, champions: tuple[Champion, ...] = CHAMPIONS) -> tuple[tuple[Result, ...], tuple[Remark, ...]]:
        return import_sheet(self.data(), champions, MARCH)


def only_remark(filled: Filled) -> Remark:
    results, (remark,) = filled.taken()
    assert results == ()
    return remark


def test_a_sheet_that_nobody_filled_in_says_nothing() -> None:
    assert Filled().taken() == ((), ())


def test_what_champions_fill_in_comes_back_whole() -> None:
    """S2.12, S2.13, S2.18: both pilots, numbers, money, hours, evidence and the story."""
    filled = (
        Filled()
        .line(BUSINESS, BOB_NEW, leads=3, deals=1, money=12500.5, hours=6.5, evidence="A", shown_by="CRM-7")
        .line(BUSINESS, BOB_NEW, what="A first order", how="Answered in the forum", steps="1 listen\n2 answer")
        .line(BUSINESS, EVE_EXISTING, meetings="2", money="€ 1.500,50", hours="1,5", evidence="d", credit="influenced")
        .line(EMPLOYEES, FIRST_ROW, reach_outs=9, hires=1, money=8000, evidence="C", shown_by="Ann, recruiter")
    )
    results, remarks = filled.taken()
    assert remarks == ()
    assert results == (
        Result(
            BOB.id, MARCH, Pilot.NEW_BUSINESS, EvidenceLevel.A, client="new",
            counts={"leads": 3, "meetings": 0, "proposals": 0, "deals": 1},
            money=Money(Decimal("12500.50"), "EUR"), hours=Decimal("6.5"), shown_by="CRM-7",
            story=Story("A first order", "Answered in the forum", "1 listen\n2 answer"),
        ),
        Result(
            EVE.id, MARCH, Pilot.NEW_BUSINESS, EvidenceLevel.D, client="existing", credit="influenced",
            counts={"leads": 0, "meetings": 2, "proposals": 0, "deals": 0},
            money=Money(Decimal("1500.50"), "EUR"), hours=Decimal("1.5"),
        ),
        Result(
            CAROL.id, MARCH, Pilot.NEW_EMPLOYEES, EvidenceLevel.C,
            counts={"reach_outs": 9, "applicants": 0, "interviews": 0, "hires": 1},
            money=Money(Decimal(8000), "EUR"), shown_by="Ann, recruiter",
        ),
    )  # fmt: skip


def test_importing_twice_changes_nothing() -> None:
    filled = Filled().line(BUSINESS, BOB_NEW, leads=3, evidence="A", shown_by="CRM-7")
    results, _ = filled.taken()
    known = merged((), results)
    assert merged(known, filled.taken()[0]) == known == results


def test_a_spare_line_is_for_whoever_is_chosen_in_it() -> None:
    filled = Filled().line(
        BUSINESS, SPARE, champion="Champion e4e", client="new", leads=1, evidence="B", shown_by="l/9"
    )
    ((result,), remarks) = filled.taken()
    assert (result.champion, result.counts["leads"], remarks) == (EVE.id, 1, ())


def test_lines_and_columns_may_be_moved() -> None:
    """People sort sheets; headings and hidden ids keep everything together."""
    filled = Filled().line(BUSINESS, BOB_NEW, leads=3, evidence="D")
    sheet = filled.sheet(BUSINESS)
    for row in range(1, sheet.max_row + 1):
        values = [sheet.cell(row, column).value for column in range(1, sheet.max_column + 1)]
        for column, value in enumerate(reversed(values), start=1):
            sheet.cell(row, column).value = value  # type: ignore[assignment]
    ((result,), remarks) = filled.taken()
    assert (result.champion, result.client, result.counts["leads"], remarks) == (BOB.id, "new", 3, ())


@pytest.mark.parametrize(
    ("field", "value", "code", "said"),
    [
        ("leads", "many", "CHS006", "“many” is not a number."),
        ("leads", -3, "CHS006", "-3 is less than nothing."),
        ("leads", 2.5, "CHS006", "2.5 is not a whole number."),
        ("leads", True, "CHS006", "“True” is not a number."),
        ("leads", dt.datetime(2026, 3, 4), "CHS006", "is not a number."),  # noqa: DTZ001
        ("leads", "=1+1", "CHS008", "formulas are not read."),
        ("money", 1e300, "CHS006", "too large to be true."),
        ("money", "=HYPERLINK(1)", "CHS008", "formulas are not read."),
        ("hours", "a lot", "CHS006", "“a lot” is not a number."),
        ("evidence", "Z", "CHS007", "“Z” is not one of the choices."),
        ("client", "old", "CHS007", "“old” is not one of the choices."),
        ("credit", "stolen", "CHS007", "“stolen” is not one of the choices."),
        ("champion", "Zoe", "CHS013", "The line was prepared for Bob Bakker, and “Zoe” stands in it."),
    ],
)
def test_a_bad_cell_is_named_and_its_line_is_left_out(field: str, value: object, code: str, said: str) -> None:
    """Every bad cell is a Remark that names sheet and cell."""
    column = next(n for n, column in enumerate(COLUMNS[Pilot.NEW_BUSINESS]) if column.field == field)
    place = f"{BUSINESS}!{'ABCDEFGHIJKLMNO'[column]}{BOB_NEW}"
    good: dict[str, Any] = {"leads": 1, "evidence": "D"}
    remark = only_remark(Filled().line(BUSINESS, BOB_NEW, **good | {field: value}))
    assert (remark.code, remark.severity, remark.where) == (code, "error", place)
    assert said in remark.message
    assert f"The whole line {BOB_NEW} was left out." in remark.message
    assert remark.advice


def test_every_bad_cell_of_a_line_is_said_and_the_other_lines_are_taken() -> None:
    filled = (
        Filled()
        .line(BUSINESS, BOB_NEW, leads="many", hours="long", evidence="D")
        .line(BUSINESS, EVE_EXISTING, leads=1, evidence="D")
    )
    results, remarks = filled.taken()
    assert [result.champion for result in results] == [EVE.id]
    assert [remark.where for remark in remarks] == [f"{BUSINESS}!E{BOB_NEW}", f"{BUSINESS}!J{BOB_NEW}"]


def test_who_has_not_opted_in_is_not_on_the_sheet_and_cannot_be_brought_in() -> None:
    """S2.8: opt-in only; leaving and never joining are the same."""
    filled = Filled()
    names = {cell.value for title in SHEETS.values() for row in filled.sheet(title).iter_rows() for cell in row}
    assert "Bob Bakker" in names
    assert not names & {"Zoe", ZOE.id}
    zoe = only_remark(Filled().line(EMPLOYEES, FIRST_ROW + 1, champion="Zoe", hires=1))
    assert (zoe.code, zoe.message.split(",")[0]) == ("CHS005", "Zoe does not take part in March 2026")
    stranger = only_remark(Filled().line(EMPLOYEES, FIRST_ROW + 1, champion="Mallory", hires=1))
    assert stranger.code == "CHS004"
    filled = Filled().line(BUSINESS, BOB_NEW, leads=1, evidence="D")
    bob_left = Champion(BOB.id, BOB.department, BOB.pilot, JOINED, left=dt.date(2026, 2, 1), name=BOB.name)
    results, (remark,) = filled.taken((bob_left, EVE, CAROL))
    assert (results, remark.code) == ((), "CHS005")
    results, (remark,) = filled.taken((EVE, CAROL))
    assert (results, remark.code) == ((), "CHS004")


def test_a_name_is_on_the_sheet_only_by_consent() -> None:
    """S2.8: Eve did not agree to be named, so her pseudonym stands there."""
    shown = [Filled().sheet(BUSINESS).cell(row, 2).value for row in (BOB_NEW, EVE_EXISTING)]
    assert shown == ["Bob Bakker", "Champion e4e"]


def test_two_of_one_name_are_told_apart_even_when_one_of_them_leaves_meanwhile() -> None:
    other = Champion("0the4", Department.SALES, Pilot.NEW_BUSINESS, JOINED, name="Bob Bakker")
    filled = Filled((BOB, other)).line(BUSINESS, FIRST_ROW, leads=1, evidence="D")
    assert filled.sheet(BUSINESS).cell(FIRST_ROW, 2).value == "Bob Bakker (0the4)"
    for champions in ((BOB, other), (other,)):
        ((result,), remarks) = filled.taken(champions)
        assert (result.champion, remarks) == (other.id, ())
    ambiguous = Filled((BOB, other)).line(BUSINESS, FIRST_ROW + 4, champion="Bob Bakker", client="new", leads=1)
    results, (remark,) = ambiguous.taken((BOB, other))
    assert (results, remark.code) == ((), "CHS004")


def test_a_sheet_of_another_month_is_said_and_nothing_is_taken() -> None:
    february = Filled(month=MARCH.previous()).line(BUSINESS, BOB_NEW, leads=1)
    remark = only_remark(february)
    assert remark.message == "The sheet is for February 2026, not for March 2026; nothing was taken from it."


def test_a_sheet_in_another_currency_is_said_and_nothing_is_taken() -> None:
    """Amounts of unlike currencies are never added: 500 kroner are not 500 euros."""
    data = export_sheet(CHAMPIONS, MARCH, currency="SEK")
    taken, (remark,) = import_sheet(data, CHAMPIONS, MARCH, currency="EUR")
    assert (taken, remark.code, remark.severity) == ((), "CHS014", "error")
    assert remark.message == "The sheet is in SEK, and the company counts in EUR; nothing was taken from it."
    assert import_sheet(data, CHAMPIONS, MARCH, currency="SEK") == ((), ())


def test_evidence_that_nothing_shows_is_taken_as_unconfirmed() -> None:
    filled = (
        Filled()
        .line(BUSINESS, BOB_NEW, money=9000, evidence="A")
        .line(BUSINESS, EVE_EXISTING, money=10)
        .line(EMPLOYEES, FIRST_ROW, hours=3)
    )
    results, remarks = filled.taken()
    assert [result.evidence for result in results] == [EvidenceLevel.D] * 3
    assert [(remark.code, remark.severity) for remark in remarks] == [("CHS010", "warning"), ("CHS010", "note")]


def test_a_line_that_stands_twice_is_left_out_the_second_time_unless_something_tells_them_apart() -> None:
    again = {"champion": "Bob Bakker", "client": "new", "leads": 1, "evidence": "C"}
    first = Filled().line(BUSINESS, BOB_NEW, leads=2, evidence="C", shown_by="Ann")
    results, (remark,) = first.line(BUSINESS, SPARE, **again, shown_by="Ann").taken()
    assert ([result.counts["leads"] for result in results], remark.code, remark.where) == (
        [2],
        "CHS009",
        f"{BUSINESS}!B{SPARE}",
    )
    results, remarks = first.line(BUSINESS, SPARE, **again | {"shown_by": "Dirk"}).taken()
    assert ([result.counts["leads"] for result in results], remarks) == ([2, 1], ())


def test_a_record_that_two_champions_sourced_is_said() -> None:
    """S2.17."""
    filled = (
        Filled()
        .line(BUSINESS, BOB_NEW, money=9000, evidence="A", shown_by="CRM-7")
        .line(BUSINESS, EVE_EXISTING, money=9000, evidence="A", shown_by="crm-7")
    )
    results, (remark,) = filled.taken()
    assert (len(results), remark.code) == (2, "CHS011")


def test_a_formula_in_a_story_is_kept_as_words_that_nobodys_program_runs() -> None:
    """A cell that begins with = would run where the story is shown in a spreadsheet again."""
    filled = Filled().line(
        BUSINESS, BOB_NEW, evidence="D", leads=1, what='=HYPERLINK("http://x","gain")', how="@SUM(1)"
    )
    ((result,), (remark,)) = filled.taken()
    assert (result.story.what, result.story.how) == ('HYPERLINK("http://x","gain")', "SUM(1)")
    assert (remark.code, remark.severity, remark.where) == ("CHS008", "note", f"{BUSINESS}!M{BOB_NEW}")


def test_a_name_that_begins_like_a_formula_is_handed_out_as_text() -> None:
    mallory = Champion("m", Department.SALES, Pilot.NEW_BUSINESS, JOINED, name="=cmd|'/C calc'!A0")
    data = export_sheet((mallory,), MARCH)
    cell = load_workbook(BytesIO(data))[BUSINESS].cell(FIRST_ROW, 2)
    assert (cell.data_type, cell.value) == ("s", mallory.name)
    filled = Filled((mallory,)).line(BUSINESS, FIRST_ROW, leads=1, evidence="D")
    filled.sheet(BUSINESS).cell(FIRST_ROW, 2).data_type = "s"
    ((result,), remarks) = filled.taken((mallory,))
    assert (result.champion, remarks) == ("m", ())


def test_what_was_added_beside_the_sheet_is_said_and_not_read() -> None:
    filled = Filled()
    filled.book.create_sheet("My notes").cell(1, 1).value = "call Ann"
    filled.sheet(BUSINESS).cell(HEADER_ROW, 20).value = "Likes"
    assert [(remark.code, remark.severity) for remark in filled.taken()[1]] == [("CHS012", "note")] * 2


def test_a_sheet_whose_headings_or_pages_are_gone_is_said() -> None:
    filled = Filled()
    filled.sheet(BUSINESS).cell(HEADER_ROW, 5).value = "Fans"
    del filled.book[EMPLOYEES]
    results, remarks = filled.taken()
    assert (results, [remark.code for remark in remarks]) == ((), ["CHS003", "CHS003"])
    assert "“Leads” is missing" in remarks[0].message


def packed(size: int) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b" " * size)
    return stream.getvalue()


def foreign() -> bytes:
    stream = BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"leads,meetings\n1,2\n", "is not an Excel workbook"),
        (b"", "is not an Excel workbook"),
        (packed(10), "is not an Excel workbook"),
        (packed(70_000_000), "unpacks to more than"),
        (b"x" * 6_000_000, "larger than 5 MB"),
        (foreign(), "is not a sheet of champions that Leadline handed out"),
    ],
)
def test_a_file_that_is_not_ours_is_an_error_with_an_advice(data: bytes, said: str) -> None:
    with pytest.raises(LeadlineError, match=said) as raised:
        import_sheet(data, CHAMPIONS, MARCH)
    assert raised.value.advice


def test_nothing_is_handed_out_where_nobody_opted_in() -> None:
    with pytest.raises(LeadlineError, match="No champion takes part in March 2026"):
        export_sheet((ZOE,), MARCH)


def test_the_sheet_guides_whoever_fills_it_in() -> None:
    """S2.13: locked headings, free cells, lists to choose from, hidden ids, and one page wide on paper."""
    sheet = Filled().sheet(BUSINESS)
    assert sheet.protection.sheet
    assert sheet.cell(HEADER_ROW, 5).protection.locked
    assert sheet.cell(BOB_NEW, 2).protection.locked
    assert not sheet.cell(BOB_NEW, 5).protection.locked
    assert not sheet.cell(SPARE, 2).protection.locked
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == f"C{FIRST_ROW}"
    kinds = {validation.type for validation in sheet.data_validations.dataValidation}
    assert kinds == {"list", "whole", "decimal"}
    assert Filled().book["leadline"].sheet_state == "veryHidden"
    read_me = "\n".join(str(row[1]) for row in Filled().sheet("Read me").iter_rows(values_only=True) if row[1])
    assert "Champions, March 2026" in read_me
    assert all(level.meaning[1:] in read_me for level in EvidenceLevel)


CELLS = st.one_of(
    st.none(),
    st.text(max_size=6),
    st.integers(-5, 10**14),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(["A", "D", "new", "sourced", "=1", "@x", "1.500,50", "€ 5", "Bob Bakker", "Champion e4e", "#REF!"]),
)


@settings(max_examples=25, deadline=None)
@given(
    lines=st.dictionaries(
        st.integers(BOB_EXISTING, SPARE + 2),
        st.dictionaries(st.sampled_from([c.field for c in COLUMNS[Pilot.NEW_BUSINESS][1:]]), CELLS, max_size=6),
        max_size=4,
    )
)
def test_whatever_people_type_every_line_becomes_a_result_or_a_remark(lines: dict[int, dict[str, Any]]) -> None:
    """Nothing is lost in silence, and nothing that a person types is an exception."""
    filled = Filled()
    for row, values in lines.items():
        clean = {f: "".join(s for s in v if s.isprintable()) if isinstance(v, str) else v for f, v in values.items()}
        filled.line(BUSINESS, row, **clean)
    results, remarks = filled.taken()
    named = {int(remark.where[-1:]) for remark in remarks if remark.severity == "error"}
    prepared = {"champion", "client", "credit"}
    told = {
        row
        for row in range(FIRST_ROW, SPARE + 3)
        if any(
            str(cell.value or ("0" if cell.value == 0 else "")).strip()
            for cell, column in zip(filled.sheet(BUSINESS)[row], COLUMNS[Pilot.NEW_BUSINESS], strict=False)
            if column.field not in (prepared if row < SPARE else set())
            and column.field != "id"
        )
    }  # fmt: skip
    assert len(results) + len(named) == len(told)
