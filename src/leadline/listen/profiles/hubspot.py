"""Deals of HubSpot, as its list exports them (CSV).

The surprises: people choose the columns, a stage is a label or an internal name (`closedwon`), and amounts that were
typed by hand may be `250k` or carry a sign. Names of deals, owners and companies are not kept.
"""

from __future__ import annotations

from leadline.listen.profiles.deals import of_a_deal
from leadline.listen.profiles.exports import RecordExport

HUBSPOT = RecordExport(
    name="hubspot",
    source="hubspot",
    what="deal",
    columns={
        "id": ("Record ID", "Deal ID"),
        "stage": ("Deal Stage",),
        "amount": ("Amount",),
        "currency": ("Currency",),
        "closed": ("Close Date",),
        "created": ("Create Date",),
        "origin": ("Original Source", "Original Traffic Source"),
        "won": ("Is Closed Won", "Is closed won"),
    },
    needs=("id", "stage", "closed"),
    days=("closed", "created"),
    numbers=("amount",),
    count=of_a_deal,
)
