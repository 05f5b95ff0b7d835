"""Opportunities of Salesforce, as a report exports them (CSV).

The surprises: a report may lack the id, so that name, account and the day it was opened stand for it (as a pseudonym);
currency and amount may be two columns; the lines below the table (a copyright, the report's name) are refused.
"""

from __future__ import annotations

from leadline.listen.fields import Unreadable
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.deals import of_a_deal
from leadline.listen.profiles.exports import RecordExport


def _opportunity(row: Row) -> str:
    if row.word("id"):
        return row.id("id")
    said = " / ".join(row.word(field) for field in ("name", "account", "created"))
    if not row.word("name"):
        raise Unreadable("the row names no opportunity", "It may be a line below the report's table: leave it out.")
    return said[:400]


SALESFORCE = RecordExport(
    name="salesforce",
    source="salesforce",
    what="deal",
    columns={
        "id": ("Opportunity ID", "18-Digit Opportunity ID"),
        "name": ("Opportunity Name",),
        "account": ("Account Name",),
        "stage": ("Stage",),
        "amount": ("Amount",),
        "currency": ("Amount Currency",),
        "closed": ("Close Date",),
        "created": ("Created Date",),
        "origin": ("Lead Source",),
        "won": ("Won",),
    },
    needs=("name", "stage", "closed"),
    days=("closed", "created"),
    numbers=("amount",),
    record=_opportunity,
    count=of_a_deal,
)
