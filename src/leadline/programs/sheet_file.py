"""Open a champions' workbook that came back: is it one, is it ours, and what is it for?"""

from __future__ import annotations

import zipfile
from io import BytesIO

from openpyxl import Workbook, load_workbook

from leadline.errors import LeadlineError
from leadline.programs.sheet import FORMAT, HIDDEN_SHEET

LARGEST_FILE_BYTES = 5_000_000
LARGEST_UNPACKED_BYTES = 60_000_000
HAND_OUT = "Hand out a new sheet with `leadline programs champions export`, and fill that in."


def open_book(data: bytes) -> tuple[Workbook, dict[str, str]]:
    """The workbook, and what its hidden sheet says: format, month, currency. Raises LeadlineError for another file."""
    book = _opened(data)
    if HIDDEN_SHEET not in book.sheetnames:
        raise LeadlineError("The workbook is not a sheet of champions that Leadline handed out.", HAND_OUT)
    rows = book[HIDDEN_SHEET].iter_rows(min_row=1, max_row=3, max_col=2, values_only=True)
    told = {str(name): str(value) for name, value in rows}
    if told.get("format") != FORMAT or not {"month", "currency"} <= told.keys():
        raise LeadlineError("The sheet is of another version of Leadline.", HAND_OUT)
    return book, told


def _opened(data: bytes) -> Workbook:
    """A workbook of a size that a person could have filled in."""
    advice = "Hand back the file that Leadline handed out, saved as .xlsx."
    if len(data) > LARGEST_FILE_BYTES:
        raise LeadlineError("The file is larger than 5 MB.", "Remove pictures and sheets that were added.")
    try:
        if _unpacked_bytes(data) > LARGEST_UNPACKED_BYTES:
            raise LeadlineError("The file unpacks to more than a sheet of champions ever holds.", advice)
        return load_workbook(BytesIO(data))
    except LeadlineError:
        raise
    except Exception as error:  # A broken file makes openpyxl raise nearly anything.
        raise LeadlineError("The file is not an Excel workbook.", advice) from error


def _unpacked_bytes(data: bytes) -> int:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return sum(part.file_size for part in packed.infolist())
