"""Hand out the champions' sheet for a month: a workbook that explains itself and can be filled in anywhere.

In: the champions who opted in. Out: the bytes of an .xlsx. Only the cells to fill in can be changed; ids and month are
hidden. The surprise: a name that begins like a formula is written as text, so that nobody's spreadsheet runs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from leadline.errors import LeadlineError
from leadline.programs.champions import Champion, EvidenceLevel, Pilot
from leadline.programs.sheet import (
    COLUMNS,
    CURRENCY_MARK,
    FIRST_ROW,
    FORMAT,
    HEADER_ROW,
    HIDDEN_SHEET,
    READ_ME,
    SHEETS,
    SPARE_ROWS,
    SheetColumn,
    labels_of,
    taking_part,
)
from leadline.words import Month

_INK, _MUTED, _SEA, _SEA_SOFT, _LINE, _PAPER = "14212B", "5C6B76", "0B6E8F", "E3F1F5", "DFE5E9", "FFFFFF"
_FONT = "Calibri"
_EDGE = Side(style="thin", color=_LINE)
_FORMATS = {"count": "#,##0", "money": "#,##0.00", "hours": "#,##0.0"}
_HINT = (
    "White cells are yours, and empty means none. In the spare lines choose a name first. “Read me” explains the rest."
)
_READ_ME_FONTS = {
    "title": Font(_FONT, 20, bold=True, color=_INK),
    "lede": Font(_FONT, 12, color=_MUTED),
    "head": Font(_FONT, 13, bold=True, color=_SEA),
    "text": Font(_FONT, 11, color=_INK),
    "level": Font(_FONT, 11, bold=True, color=_INK),
}
_READ_ME_HEIGHTS = {"title": 36, "lede": 24, "head": 26}
LineOfSheet = tuple[Champion | None, str | None]
"""A champion, and the kind of client it is prepared for; spare lines have neither."""


def export_sheet(champions: Sequence[Champion], month: Month, *, currency: str = "EUR") -> bytes:
    """The workbook for a month. Raises LeadlineError when nobody opted in."""
    part = {pilot: taking_part(champions, pilot, month) for pilot in Pilot}
    if not any(part.values()):
        raise LeadlineError(
            f"No champion takes part in {month.name}.",
            "Invite some: a colleague joins on the site, by their own choice: Programs, Champions, Join.",
        )
    book = Workbook()
    _write_read_me(_first_sheet(book), month, currency)
    labels = labels_of([champion for champions in part.values() for champion in champions])
    for number, (pilot, pilot_champions) in enumerate(part.items()):
        _write_pilot(book.create_sheet(SHEETS[pilot]), pilot, pilot_champions, labels, number, month, currency)
    _write_hidden(book.create_sheet(HIDDEN_SHEET), part, labels, month, currency)
    book.active = 1
    book.properties.title = f"Champions, {month.name}"
    book.properties.creator = "Leadline"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _first_sheet(book: Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = READ_ME
    return sheet


def _write_read_me(sheet: Worksheet, month: Month, currency: str) -> None:
    row = 2
    for style, text in _read_me_lines(month, currency):
        row += style == "head"
        cell = sheet.cell(row, 2, text)
        cell.font, cell.alignment = _READ_ME_FONTS[style], Alignment(vertical="center", wrap_text=True)
        sheet.row_dimensions[row].height = _READ_ME_HEIGHTS.get(style, 18)
        row += 1
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 3, 110
    _fit_to_width(sheet, "portrait")


def _read_me_lines(month: Month, currency: str) -> list[tuple[str, str]]:
    levels = [f"{level.value}   {level.meaning[0].upper()}{level.meaning[1:]}." for level in EvidenceLevel]
    return [
        ("title", f"Champions, {month.name}"),
        ("lede", "What did it bring? Fill in the lines with your name, then hand the file back."),
        ("head", "How to fill it in"),
        ("text", "There is one sheet for each pilot: new business, and new employees."),
        ("text", "Fill in what belongs to this month only. Empty means none."),
        ("text", "A line is for one kind of client and one level of evidence. Take a spare line below for another."),
        (
            "text",
            f"Amounts are in {currency}. White cells are yours; the others are locked, so that we can read the file.",
        ),
        ("head", "How do we know?"),
        *(("level", level) for level in levels),
        ("text", "Levels are never added up. Money of level D counts as soon as somebody confirms it."),
        ("text", "A record that several champions sourced is shared among them: its credit sums to one."),
        ("head", "What happens with it"),
        (
            "text",
            "Taking part is your choice, and you can leave at any time. Your own page shows you your own results.",
        ),
        ("text", "Your name stands here only because you agreed; otherwise a pseudonym does. Small groups are hidden."),
    ]


def _write_pilot(
    sheet: Worksheet,
    pilot: Pilot,
    champions: Sequence[Champion],
    labels: dict[str, str],
    number: int,
    month: Month,
    currency: str,
) -> None:
    columns = COLUMNS[pilot]
    lines = _lines_of(pilot, champions)
    last_row = FIRST_ROW + len(lines) - 1
    _write_head(sheet, columns, f"{SHEETS[pilot]}, {month.name}", currency)
    for row, line in enumerate(lines, start=FIRST_ROW):
        _write_line(sheet, columns, row, line, labels)
    for index, column in enumerate(columns, start=1):
        _allow(
            sheet,
            column,
            f"{get_column_letter(index)}{FIRST_ROW}:{get_column_letter(index)}{last_row}",
            number,
            champions,
        )
    _set_up_page(sheet, columns, last_row)


def _lines_of(pilot: Pilot, champions: Iterable[Champion]) -> list[LineOfSheet]:
    clients: tuple[str | None, ...] = ("existing", "new") if pilot is Pilot.NEW_BUSINESS else (None,)
    spare: list[LineOfSheet] = [(None, None)] * SPARE_ROWS
    return [(champion, client) for champion in champions for client in clients] + spare


def _write_head(sheet: Worksheet, columns: Sequence[SheetColumn], title: str, currency: str) -> None:
    sheet.cell(1, 2, title).font = Font(_FONT, 18, bold=True, color=_INK)
    hint = sheet.cell(2, 2, _HINT)
    hint.font = Font(_FONT, 11, color=_MUTED)
    for index, column in enumerate(columns, start=1):
        cell = sheet.cell(HEADER_ROW, index, column.heading.replace(CURRENCY_MARK, currency))
        cell.font = Font(_FONT, 11, bold=True, color=_PAPER)
        cell.fill = PatternFill("solid", fgColor=_SEA)
        is_number = column.kind in _FORMATS
        cell.alignment = Alignment("right" if is_number else "left", "center", wrap_text=True, indent=1)
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEADER_ROW].height = 34, 36


def _write_line(
    sheet: Worksheet, columns: Sequence[SheetColumn], row: int, line: LineOfSheet, labels: dict[str, str]
) -> None:
    champion, client = line
    known = {"id": champion.id, "champion": labels[champion.id], "client": client} if champion else {}
    for index, column in enumerate(columns, start=1):
        cell = sheet.cell(row, index)
        is_given = champion is not None and column.kind in ("id", "champion")
        _set_text(cell, known.get(column.field))
        _dress(cell, column, is_given=is_given)
    sheet.row_dimensions[row].height = 32


def _dress(cell: Cell | MergedCell, column: SheetColumn, *, is_given: bool) -> None:
    is_number = column.kind in _FORMATS
    cell.protection = Protection(locked=is_given or column.kind == "id")
    cell.number_format = _FORMATS.get(column.kind, "@" if column.kind == "text" else "General")
    cell.font = Font(_FONT, 11, bold=column.kind == "champion", color=_INK)
    cell.alignment = Alignment("right" if is_number else "left", "center", wrap_text=column.kind == "text", indent=1)
    cell.border = Border(bottom=_EDGE, right=_EDGE)
    if is_given:
        cell.fill = PatternFill("solid", fgColor=_SEA_SOFT)


def _set_text(cell: Cell | MergedCell, text: str | None) -> None:
    """Write a text as a text, whatever it begins with."""
    cell.value = text
    if text is not None:
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in "=+-@"


def _allow(sheet: Worksheet, column: SheetColumn, cells: str, number: int, champions: Sequence[Champion]) -> None:
    """Say what may stand in a column, with a hint beside the cell and a sentence when something else is typed."""
    validation = _validation(column, number, len(champions))
    if validation is None:
        return
    validation.showInputMessage = validation.showErrorMessage = True
    validation.promptTitle, validation.prompt = column.heading.partition(",")[0], column.hint
    validation.errorTitle, validation.error = "This cannot stand here", column.hint or "Choose one of the list."
    sheet.add_data_validation(validation)
    validation.add(cells)


def _validation(column: SheetColumn, number: int, champions: int) -> DataValidation | None:
    if column.kind == "champion":
        letter = get_column_letter(number + 4)
        source = f"={HIDDEN_SHEET}!${letter}$1:${letter}${max(champions, 1)}"
        return DataValidation(type="list", formula1=source, allow_blank=True)
    if column.kind == "choice":
        return DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
    if column.kind == "count":
        return DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    if column.kind in ("money", "hours"):
        return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    return None


def _set_up_page(sheet: Worksheet, columns: Sequence[SheetColumn], last_row: int) -> None:
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"C{FIRST_ROW}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"B1:{get_column_letter(len(columns))}{last_row}"
    _fit_to_width(sheet, "landscape")


def _fit_to_width(sheet: Worksheet, orientation: Literal["portrait", "landscape"]) -> None:
    """One A4 page wide, without grid, and locked but for column widths and row heights."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(0.4, 0.4, 0.5, 0.5)
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _write_hidden(
    sheet: Worksheet, part: dict[Pilot, list[Champion]], labels: dict[str, str], month: Month, currency: str
) -> None:
    """What the file is for, and the names to choose from in spare lines: one column a pilot."""
    for row, (name, value) in enumerate((("format", FORMAT), ("month", str(month)), ("currency", currency)), start=1):
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, value)
    for column, champions in enumerate(part.values(), start=4):
        for row, champion in enumerate(champions, start=1):
            _set_text(sheet.cell(row, column), labels[champion.id])
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
