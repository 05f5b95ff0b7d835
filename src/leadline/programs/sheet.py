"""The champions' sheet: which columns it has, in one place, so that what is handed out can be taken back.

It is the dashboard that is handed out and gathered in every month (S2.12 to S2.14): one sheet a pilot, one line a
champion and kind of client, and a hidden sheet that says what it is for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from leadline.programs.champions import Champion, EvidenceLevel, Pilot
from leadline.words import Month

Kind = Literal["id", "champion", "choice", "count", "money", "hours", "text"]

FORMAT = "leadline champions 1"
HIDDEN_SHEET = "leadline"
READ_ME = "Read me"
SHEETS: Mapping[Pilot, str] = {Pilot.NEW_BUSINESS: "New business", Pilot.NEW_EMPLOYEES: "New employees"}
HEADER_ROW = 4
FIRST_ROW = 5
SPARE_ROWS = 12
CURRENCY_MARK = "{currency}"


@dataclass(frozen=True)
class SheetColumn:
    """One column: the field it fills, its heading, what may stand in it, and a hint for the person who fills it in."""

    field: str
    heading: str
    kind: Kind
    width: int
    hint: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = False


_ID = SheetColumn("id", "Id", "id", 4)
_WHO = SheetColumn("champion", "Champion", "champion", 22, "Choose a name in the spare lines below.")
_CLIENT = SheetColumn(
    "client",
    "Client",
    "choice",
    10,
    "existing: a client already. new: not before.",
    ("existing", "new"),
    is_required=True,
)
_CREDIT = SheetColumn(
    "credit",
    "Credit",
    "choice",
    12,
    "sourced: it began with you. influenced: you helped it on. Empty means sourced.",
    ("sourced", "influenced"),
)
_LAST = (
    SheetColumn("hours", "Hours spent", "hours", 12, "Hours you spent this month, as in 6 or 6.5."),
    SheetColumn(
        "evidence",
        "Evidence",
        "choice",
        10,
        "A, B, C or D: see “Read me”.",
        tuple(level.value for level in EvidenceLevel),
    ),
    SheetColumn("shown_by", "Shown by", "text", 22, "A: the record's number. B: the link. C: who confirms it."),
    SheetColumn("what", "What was achieved", "text", 34, "One sentence a colleague understands."),
    SheetColumn("how", "How", "text", 34, "What you did that led to it."),
    SheetColumn("steps", "Steps to copy", "text", 34, "What another champion would do first, second, third."),
)

COLUMNS: Mapping[Pilot, tuple[SheetColumn, ...]] = {
    Pilot.NEW_BUSINESS: (
        _ID,
        _WHO,
        _CLIENT,
        _CREDIT,
        SheetColumn("leads", "Leads", "count", 10, "People who showed interest."),
        SheetColumn("meetings", "Meetings", "count", 12, "Meetings that took place."),
        SheetColumn("proposals", "Proposals", "count", 12, "Proposals that were sent."),
        SheetColumn("deals", "Deals won", "count", 12, "Deals that were signed."),
        SheetColumn("money", f"Won, {CURRENCY_MARK}", "money", 16, "The amount signed this month."),
        *_LAST,
    ),
    Pilot.NEW_EMPLOYEES: (
        _ID,
        _WHO,
        SheetColumn("reach_outs", "Reach-outs", "count", 13, "People you spoke to about working here."),
        SheetColumn("applicants", "Applicants", "count", 13, "Those who applied."),
        SheetColumn("interviews", "Interviews", "count", 13, "Interviews that took place."),
        SheetColumn("hires", "Hires", "count", 9, "Contracts that were signed."),
        SheetColumn("money", f"Saved fees, {CURRENCY_MARK}", "money", 18, "What an agency would have charged."),
        *_LAST,
    ),
}


def taking_part(champions: Sequence[Champion], pilot: Pilot, month: Month) -> list[Champion]:
    """Who stands on the pilot's sheet for the month: those who opted in, by label."""
    return sorted(
        (one for one in champions if one.pilot is pilot and one.takes_part(month)), key=lambda one: (one.label, one.id)
    )


def labels_of(champions: Sequence[Champion]) -> dict[str, str]:
    """What each champion is called on the sheet, by id; two of one name get their ids beside it."""
    by_id = {champion.id: champion for champion in champions}
    names = [champion.label for champion in by_id.values()]
    return {one.id: one.label if names.count(one.label) == 1 else label_with_id(one) for one in by_id.values()}


def label_with_id(champion: Champion) -> str:
    return f"{champion.label} ({champion.id})"
