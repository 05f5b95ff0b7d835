"""What stands in one cell of the champions' sheet? A number, a choice or a text as people write them, or why not.

The surprise: a formula is never read, since what it shows depends on the machine that opened it last; where a text is
wanted its words are kept without the sign that would make a program run it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from openpyxl.cell import Cell, MergedCell

from leadline.errors import LeadlineError
from leadline.programs.sheet import SheetColumn
from leadline.strategy import parse_number

LARGEST_NUMBER = Decimal(10) ** 12
_CENT = Decimal("0.01")
_DIGITS = "Write digits only, as in 12 or 1500."


class BadCellError(Exception):
    """One cell that cannot be taken: the remark's code, what stands there, what to do."""

    def __init__(self, code: str, message: str, advice: str) -> None:
        super().__init__(message)
        self.code, self.message, self.advice = code, message, advice


def read_cell(cell: Cell | MergedCell, column: SheetColumn, currency: str) -> Decimal | int | str | None:
    """The cell as its column takes it; None where nothing stands, and 0 for a count. Raises BadCellError."""
    if column.kind == "text":
        return _text(cell)
    if is_formula(cell):
        raise BadCellError("CHS008", "A formula stands here; formulas are not read.", "Write the value itself.")
    if column.kind == "choice":
        return _choice(shown(cell), column)
    if column.kind == "count":
        return int(_number(cell, currency, whole=True) or 0)
    return _number(cell, currency, whole=False) if column.kind in ("money", "hours") else None


def is_formula(cell: Cell | MergedCell) -> bool:
    return cell.data_type == "f"


def shown(cell: Cell | MergedCell) -> str:
    """The cell's text without signs that cannot be printed; an array formula carries its text inside."""
    written = "" if cell.value is None else getattr(cell.value, "text", cell.value)
    return "".join(sign for sign in str(written) if sign.isprintable() or sign in "\n\t").strip()


def _text(cell: Cell | MergedCell) -> str:
    return shown(cell).lstrip("=@\t\r ")


def _choice(given: str, column: SheetColumn) -> str | None:
    if not given and column.is_required:
        raise BadCellError("CHS007", f"{column.heading} is empty.", f"Choose {' or '.join(column.choices)}.")
    chosen = next((choice for choice in column.choices if choice.lower() == given.lower()), None)
    if given and chosen is None:
        raise BadCellError("CHS007", f"“{given}” is not one of the choices.", f"Choose {', '.join(column.choices)}.")
    return chosen


def _number(cell: Cell | MergedCell, currency: str, *, whole: bool) -> Decimal | None:
    """A number of zero or more, to the cent. Text is read as people write it: `€ 1.500,50`."""
    if not shown(cell):
        return None
    number = _parsed(cell, currency)
    if number < 0:
        raise BadCellError("CHS006", f"{shown(cell)} is less than nothing.", "Correct the month that it belongs to.")
    if number > LARGEST_NUMBER:
        raise BadCellError("CHS006", f"{shown(cell)} is too large to be true.", "Write the number in full.")
    if whole and number != number.to_integral_value():
        raise BadCellError("CHS006", f"{shown(cell)} is not a whole number.", "Count in whole ones.")
    return number.quantize(_CENT)


def _parsed(cell: Cell | MergedCell, currency: str) -> Decimal:
    value = cell.value
    if isinstance(value, bool | dt.date | dt.time | dt.timedelta):
        raise BadCellError("CHS006", f"“{value}” is not a number.", _DIGITS)
    if isinstance(value, int | float):
        return Decimal(repr(value))
    try:
        return parse_number(shown(cell).replace(currency, "").strip("€$£ "), whole=True)
    except LeadlineError as error:
        raise BadCellError("CHS006", f"“{shown(cell)}” is not a number.", error.advice) from error
