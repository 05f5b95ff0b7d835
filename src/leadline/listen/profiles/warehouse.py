"""Tables of Zendesk, HubSpot and Greenhouse in the shape in which Fivetran lays them into a warehouse.

The surprises: times are UTC and say no zone; deleted rows stay, with a mark; the stage of a deal is an id, so that only
the service's own `closedwon` is known as won; whether a comment is a customer's stands in another table (users), so
its speaker is unknown here.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadline.listen.profiles.base import Count
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.deals import of_a_deal
from leadline.listen.profiles.exports import Contract, MessageExport, RecordExport
from leadline.listen.profiles.tickets import minutes_between, of_a_ticket


def _is_gone(row: Row) -> bool:
    return row.yes("gone") or row.yes("deleted")


def _zendesk_ticket(row: Row) -> Iterator[Count]:
    if not _is_gone(row) and row.word("status").casefold() != "deleted":
        yield from of_a_ticket(row, reply_minutes=None, way=row.word("via"))


def _zendesk_comment(row: Row) -> Iterator[Contract]:
    yield {
        "message_id": row.id("id"),
        "posted_at": row.instant("created"),
        "author": row.id("author"),
        "text": row.text("text"),
        "thread_id": row.id("ticket"),
        "channel": "ticket",
        "speaker_role": "unknown",
        "kind": "message" if row.yes("public") else "note",
        "public": "false",
    }


def _hubspot_ticket(row: Row) -> Iterator[Count]:
    if not _is_gone(row):
        minutes = minutes_between(row.moment("created"), row.moment("replied"))
        yield from of_a_ticket(row, reply_minutes=minutes)


def _hubspot_deal(row: Row) -> Iterator[Count]:
    if not _is_gone(row):
        yield from of_a_deal(row)


def _applicant(row: Row) -> Iterator[Count]:
    if _is_gone(row) or row.yes("prospect"):  # a prospect has not applied
        return
    day = row.needed_day("created")
    yield Count("applicants", day, 1.0, "applicants")
    if row.word("credited"):
        yield Count("applicants_credited", day, 1.0, "applicants")


ZENDESK_TICKETS = RecordExport(
    name="zendesk-tickets",
    source="zendesk",
    what="ticket",
    columns={
        "id": ("id",),
        "gone": ("_fivetran_deleted",),
        "created": ("created_at",),
        "status": ("status",),
        "type": ("type",),
        "via": ("via_channel",),
        "form": ("ticket_form_id",),
    },
    needs=("id", "created", "status", "via", "form"),
    zone="UTC",
    days=("created",),
    count=_zendesk_ticket,
)

ZENDESK_COMMENTS = MessageExport(
    name="zendesk-comments",
    source="zendesk",
    columns={
        "id": ("id",),
        "text": ("body",),
        "created": ("created",),
        "public": ("public",),
        "ticket": ("ticket_id",),
        "author": ("user_id",),
        "voice": ("voice_comment",),
    },
    needs=("id", "text", "created", "public", "ticket", "author"),
    zone="UTC",
    days=("created",),
    tell=_zendesk_comment,
)

HUBSPOT_TICKETS = RecordExport(
    name="hubspot-tickets",
    source="hubspot",
    what="ticket",
    columns={
        "id": ("id",),
        "deleted": ("is_deleted",),
        "gone": ("_fivetran_deleted",),
        "created": ("property_createdate",),
        "replied": ("property_first_agent_reply_date",),
        "solved": ("property_closed_date",),
        "type": ("property_hs_ticket_category",),
        "stage": ("property_hs_pipeline_stage",),
    },
    needs=("id", "created", "stage"),
    zone="UTC",
    days=("created", "replied", "solved"),
    count=_hubspot_ticket,
)

HUBSPOT_DEALS = RecordExport(
    name="hubspot-deals",
    source="hubspot",
    what="deal",
    columns={
        "id": ("deal_id",),
        "deleted": ("is_deleted",),
        "gone": ("_fivetran_deleted",),
        "stage": ("deal_pipeline_stage_id",),
        "amount": ("property_amount",),
        "closed": ("property_closedate",),
        "created": ("property_createdate",),
        "origin": ("property_hs_analytics_source",),
    },
    needs=("id", "stage", "created", "closed"),
    zone="UTC",
    days=("closed", "created"),
    numbers=("amount",),
    count=_hubspot_deal,
)

GREENHOUSE = RecordExport(
    name="greenhouse",
    source="greenhouse",
    what="applicant",
    columns={
        "id": ("id",),
        "deleted": ("is_deleted",),
        "gone": ("_fivetran_deleted",),
        "created": ("applied_at",),
        "candidate": ("candidate_id",),
        "credited": ("credited_to_user_id",),
        "prospect": ("prospect",),
        "status": ("status",),
    },
    needs=("id", "created", "candidate", "credited", "status"),
    zone="UTC",
    days=("created",),
    count=_applicant,
)
