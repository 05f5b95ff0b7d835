"""Take the champions' sheet back: every line becomes a result, or a remark that names its sheet and cell.

In: the bytes of the workbook, the champions, the month that is being closed. Out: results and remarks. Nothing is lost
in silence and nothing is guessed: a line with a bad cell is left out whole and said. The surprise: formulas are not
read, in no cell, since what they show depends on the machine that opened them last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from leadline.errors import LeadlineError
from leadline.programs.champions import (
    COUNTS,
    Champion,
    EvidenceLevel,
    Pilot,
    Result,
    Story,
)
from leadline.programs.records import records
from leadline.programs.sheet import (
    COLUMNS,
    CURRENCY_MARK,
    FIRST_ROW,
    HEADER_ROW,
    HIDDEN_SHEET,
    READ_ME,
    SHEETS,
    SheetColumn,
    label_with_id,
)
from leadline.programs.sheet_cells import BadCellError, is_formula, read_cell, shown
from leadline.programs.sheet_file import HAND_OUT, open_book
from leadline.words import Money, Month, Remark, Severity

MOST_LINES = 10_000

Imported = tuple[tuple[Result, ...], tuple[Remark, ...]]


@dataclass(frozen=True)
class _Paper:
    """What every line of one pilot's sheet is read against."""

    pilot: Pilot
    sheet: Worksheet
    month: Month
    currency: str
    columns: dict[str, int]
    champions: dict[str, Champion]

    def place(self, field: str, row: int) -> str:
        return f"{self.sheet.title}!{get_column_letter(self.columns.get(field, 2))}{row}"

    def cell(self, field: str, row: int) -> Cell | MergedCell:
        return self.sheet.cell(row, self.columns[field])


def import_sheet(data: bytes, champions: Sequence[Champion], month: Month, *, currency: str | None = None) -> Imported:
    """Results of the month, and a remark for everything that was not taken or needs a look.

    A line of a champion who is unknown, or had not opted in during the month, is refused. A sheet of another month
    gives one remark and no results; so does one in another currency than the company's `currency`, where that is told.
    Raises LeadlineError for a file that is no workbook of ours. Pure: a second time gives the same, and `merged` then
    changes nothing.
    """
    book, told = open_book(data)
    if told["month"] != str(month):
        return (), (_wrong_month(told["month"], month),)
    if currency is not None and told["currency"] != currency:
        return (), (_wrong_currency(told["currency"], currency),)
    results: list[Result] = []
    remarks: list[Remark] = []
    for pilot, title in SHEETS.items():
        if title not in book.sheetnames:
            remarks.append(_remark("CHS003", "warning", title, "The sheet is missing.", HAND_OUT, title))
            continue
        paper, unreadable = _paper(book[title], pilot, month, told["currency"], champions)
        remarks += unreadable
        if paper is not None:
            _read_lines(paper, results, remarks)
    return tuple(results), (*remarks, *_other_sheets(book), *_claimed_twice(results))


def _wrong_month(told: str, month: Month) -> Remark:
    try:
        name = Month.parse(told).name
    except LeadlineError:
        name = f"“{told}”"
    return _remark(
        "CHS002",
        "error",
        name,
        f"The sheet is for {name}, not for {month.name}; nothing was taken from it.",
        f"Import it for its own month, or hand in the sheet of {month.name}.",
        "",
    )


def _wrong_currency(told: str, currency: str) -> Remark:
    return _remark(
        "CHS014",
        "error",
        told,
        f"The sheet is in {told}, and the company counts in {currency}; nothing was taken from it.",
        f"Hand out the month's sheet again, and enter the amounts in {currency}.",
        "",
    )


def _paper(
    sheet: Worksheet, pilot: Pilot, month: Month, currency: str, champions: Sequence[Champion]
) -> tuple[_Paper | None, list[Remark]]:
    """The sheet with its columns found by their headings, wherever they were moved to."""
    headings = {
        str(cell.value).strip(): cell.column for cell in sheet[HEADER_ROW] if cell.value is not None and cell.column
    }
    wanted = {column.heading.replace(CURRENCY_MARK, currency): column.field for column in COLUMNS[pilot]}
    missing = [heading for heading in wanted if heading not in headings]
    place = f"{sheet.title}!{HEADER_ROW}:{HEADER_ROW}"
    if missing:
        message = f"The heading “{missing[0]}” is missing, so the sheet was not read."
        return None, [_remark("CHS003", "error", sheet.title, message, HAND_OUT, place)]
    unknown = [heading for heading in headings if heading not in wanted]
    note = [
        _remark(
            "CHS012", "note", sheet.title, f"The column “{heading}” was not read.", "Write it into the story.", place
        )
        for heading in unknown
    ]
    columns = {field: headings[heading] for heading, field in wanted.items()}
    own = {champion.id: champion for champion in champions if champion.pilot is pilot}
    return _Paper(pilot, sheet, month, currency, columns, own), note


def _read_lines(paper: _Paper, results: list[Result], remarks: list[Remark]) -> None:
    if paper.sheet.max_row > MOST_LINES:
        message = f"The sheet has {paper.sheet.max_row:,} lines, so it was not read."
        remarks.append(_remark("CHS003", "error", paper.sheet.title, message, HAND_OUT, paper.sheet.title))
        return
    for row in range(FIRST_ROW, paper.sheet.max_row + 1):
        if not _says_something(paper, row):
            continue
        result, found = _read_line(paper, row)
        remarks += found
        if result is None:
            continue
        if any(result.key == other.key for other in results):
            remarks.append(_told_twice(paper, row, result))
        else:
            results.append(result)


def _says_something(paper: _Paper, row: int) -> bool:
    """A prepared line in which nobody wrote says nothing; so does a spare one."""
    prepared = ("id", "champion", "client", "credit") if shown(paper.cell("id", row)) else ()
    return any(shown(paper.cell(field, row)) for field in paper.columns if field not in prepared)


def _read_line(paper: _Paper, row: int) -> tuple[Result | None, list[Remark]]:
    """The result of a line, or every reason why there is none."""
    values: dict[str, Any] = {}
    remarks: list[Remark] = []
    for column in COLUMNS[paper.pilot]:
        try:
            values[column.field] = _value(paper, column, row)
        except BadCellError as bad:
            place = paper.place(column.field, row)
            remarks.append(_remark(bad.code, "error", place, bad.message, bad.advice, place))
    if remarks:
        left_out = f" The whole line {row} was left out."
        return None, [replace(remark, message=remark.message + left_out) for remark in remarks]
    evidence, noted = _evidence(paper, row, values)
    return _result(paper, values, evidence), [*_formulas(paper, row), *noted]


def _formulas(paper: _Paper, row: int) -> Iterator[Remark]:
    """Texts that began like a formula: kept as texts, and said."""
    for column in COLUMNS[paper.pilot]:
        if column.kind == "text" and is_formula(paper.cell(column.field, row)):
            place = paper.place(column.field, row)
            message = "A formula stands here; it was kept as a text and will not run."
            yield _remark("CHS008", "note", place, message, "Write in words.", place)


def _result(paper: _Paper, values: dict[str, Any], evidence: EvidenceLevel) -> Result:
    amount = values["money"]
    return Result(
        champion=values["champion"].id,
        month=paper.month,
        pilot=paper.pilot,
        evidence=evidence,
        client=values.get("client"),
        credit=values.get("credit") or "sourced",
        counts={name: values[name] for name in COUNTS[paper.pilot]},
        money=None if amount is None else Money(amount, paper.currency),
        hours=values["hours"] or Decimal(0),
        shown_by=values["shown_by"],
        story=Story(values["what"], values["how"], values["steps"]),
    )


def _evidence(paper: _Paper, row: int, values: dict[str, Any]) -> tuple[EvidenceLevel, list[Remark]]:
    """The level that was claimed, if something shows it; else D, and a remark says so."""
    claimed = EvidenceLevel(values["evidence"] or "D")
    has_numbers = values["money"] or any(values[name] for name in COUNTS[paper.pilot])
    if values["evidence"] is None:
        place = paper.place("evidence", row)
        note = _remark("CHS010", "note", place, "No level of evidence: taken as D.", "Choose one of A to D.", place)
        return claimed, [note] if has_numbers else []
    if claimed is EvidenceLevel.D or values["shown_by"]:
        return claimed, []
    place = paper.place("shown_by", row)
    message = f"Level {claimed.value} means that {claimed.meaning}, and nothing shows it: taken as D."
    return EvidenceLevel.D, [
        _remark("CHS010", "warning", place, message, "Write what shows it, and hand it in again.", place)
    ]


def _value(paper: _Paper, column: SheetColumn, row: int) -> Any:
    """What stands in one cell, as its column takes it. Raises BadCellError."""
    if column.kind == "champion":
        return _champion(paper, row)
    return read_cell(paper.cell(column.field, row), column, paper.currency)


def _champion(paper: _Paper, row: int) -> Champion:
    """Who the line is of: by the hidden id, or in a spare line by the name."""
    told_id, name = shown(paper.cell("id", row)), shown(paper.cell("champion", row))
    by_name = [champion for champion in paper.champions.values() if name in _names_of(champion)]
    champion = paper.champions.get(told_id) if told_id else by_name[0] if len(by_name) == 1 else None
    if champion is None:
        who = f"“{name or told_id or 'nobody'}”"
        message = f"{who} is {'two champions' if len(by_name) > 1 else 'no champion'} of this pilot."
        raise BadCellError("CHS004", message, "Choose one from the list.")
    if not champion.takes_part(paper.month):
        message = f"{champion.label} does not take part in {paper.month.name}, so nothing about them is kept."
        raise BadCellError("CHS005", message, "Only who opted in is counted; they can join on their own page.")
    if name not in _names_of(champion):
        message = f"The line was prepared for {champion.label}, and “{name}” stands in it."
        raise BadCellError("CHS013", message, "Give the name back, and use a spare line for the other champion.")
    return champion


def _names_of(champion: Champion) -> tuple[str, str]:
    return champion.label, label_with_id(champion)


def _told_twice(paper: _Paper, row: int, result: Result) -> Remark:
    place = paper.place("champion", row)
    kind = f"{result.client} clients, " if result.client else ""
    who = paper.champions[result.champion].label
    message = f"{who} has a line for {kind}{result.credit}, level {result.evidence} already."
    advice = "Put the two lines into one, or say in “Shown by” what is different. This one was left out."
    return _remark("CHS009", "error", place, message, advice, place)


def _other_sheets(book: Workbook) -> Iterator[Remark]:
    for title in book.sheetnames:
        if title not in (*SHEETS.values(), READ_ME, HIDDEN_SHEET):
            yield _remark(
                "CHS012", "note", title, "This sheet was not read.", "Move its lines to one of the two pilots.", title
            )


def _claimed_twice(results: Iterable[Result]) -> Iterator[Remark]:
    """S2.17: fair means that one deal is one deal."""
    for record in records(one for one in results if one.credit == "sourced"):
        if record.champions > 1:
            message = f"{record.champions} champions say that they sourced “{record.name}”; it counts once."
            yield _remark(
                "CHS011", "warning", record.name, message, "Let one source it and the others influence it.", ""
            )


def _remark(code: str, severity: Severity, thing: str, message: str, advice: str, where: str) -> Remark:
    return Remark(code, severity, thing, message, advice, where)
