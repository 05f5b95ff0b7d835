"""The tables of what was said and what the business recorded. Every other stage reads these."""

from leadline.engine import Column, Table

MESSAGES = Table(
    name="messages",
    sentence="One row a message, as it came in: pseudonymous and redacted from the first row.",
    columns=(
        Column("source", "text", "Where it was taken from, as in `halden-facebook`: half of a message's identity."),
        Column(
            "message_id", "text", "Its id in the source, or a pseudonym where the id may name a person: the other half."
        ),
        Column("thread_id", "text", "The id of the conversation's first known message."),
        Column("reply_to", "text", "The id of the message it answers.", required=False),
        Column("channel", "text", "Where it was said: facebook, x, forum, review, mail, chat."),
        Column("about_party", "text", "Whom it is about: a party's id."),
        Column("party_basis", "text", "How that is known: declared, derived or corrected."),
        Column("speaker_role", "text", "Who speaks: brand, customer, a partner type, staff, unknown."),
        Column("role_basis", "text", "How that is known: declared, derived or corrected."),
        Column("author", "text", "The speaker's pseudonym: a keyed hash of channel and handle."),
        Column("kind", "text", "message, auto, note, action or system: only a message answers."),
        Column("public", "bool", "Whether everybody could read it."),
        Column("text", "text", "What was said; names after clear cues, addresses and private numbers are blanked."),
        Column("language", "text", "The language the source declared, ISO 639-1.", required=False),
        Column("area", "text", "The region it comes from, where the source says so.", required=False),
        Column("posted_at", "instant", "When it was said."),
        Column("posted_day", "day", "The day it was said, in the company's zone."),
        Column("seen_at", "instant", "When Leadline first saw it."),
        Column("import_id", "text", "The import that brought it."),
    ),
    key=("source", "message_id"),
    order=("posted_at", "message_id"),
    lookups=(("source", "message_id"), ("source", "thread_id")),
    large=True,
    day="posted_day",
)

VERSIONS = Table(
    name="versions",
    sentence="One row a later version of a message: it was edited, or deleted where it was said. The first one stays.",
    columns=(
        Column("source", "text", "The message's source."),
        Column("message_id", "text", "Its id there."),
        Column("digest", "text", "Names what this version says: told again, it is the same."),
        Column(
            "version",
            "text",
            "Its place among the message's versions, which follow one another as their names do: those of which the "
            "source says when stand after those that were only seen to be different.",
        ),
        Column("what", "text", "edited or deleted."),
        Column("text", "text", "What an edited message says since; redacted like the first.", required=False),
        Column("at", "instant", "When the source says that it was; else when Leadline first saw it."),
        Column("stated", "bool", "Whether the source says when."),
        Column("seen_at", "instant", "When Leadline first saw it."),
        Column("import_id", "text", "The import that brought it."),
    ),
    key=("source", "message_id", "digest"),
    order=("source", "message_id"),
    lookups=(("source", "message_id"),),
)

METRICS = Table(
    name="metrics",
    sentence="One row a value that the business recorded. A corrected value is a new row; the newest one counts.",
    columns=(
        Column("metric", "text", "Its id in the catalogue, as in `calls`."),
        Column("time", "instant", "When the day, week or month it counts begins."),
        Column("day", "day", "The same as a day in the company's zone."),
        Column("area", "text", "The region; `all` where there is one only."),
        Column("unit", "text", "What it counts, as in `calls` or `EUR`."),
        Column("segment", "text", "The part of the market, as in `consumer`; `all` where there is one only."),
        Column("value", "float", "The value."),
        Column("source", "text", "Where it was taken from."),
        Column("seen_at", "instant", "When Leadline first saw it."),
        Column("import_id", "text", "The import that brought it; with what it is a value of, its identity."),
    ),
    key=("metric", "time", "area", "unit", "segment", "import_id"),
    order=("metric", "segment", "area", "time"),
)

COUNTED = Table(
    name="counted",
    sentence="One row what a record (a ticket, deal, applicant, call, answer, post) adds to a metric of a day. What an "
    "import says of a record takes the place of what earlier ones said; METRICS holds the days' sums and means.",
    columns=(
        Column("source", "text", "The system that keeps the record: half of its identity."),
        Column("record", "text", "Its id there, or a pseudonym where the id may name a person: the other half."),
        Column("what", "text", "What it is: ticket, call, deal, applicant, answer, post or day."),
        Column("place", "int", "Which of the record's counts this is, from 0."),
        Column("metric", "text", "The metric it adds to; empty where the record counts for nothing.", required=False),
        Column("day", "day", "The day it counts on, in the company's zone.", required=False),
        Column("area", "text", "The region; `all` where there is one only."),
        Column("segment", "text", "The part of the market; `all` where there is one only."),
        Column("unit", "text", "What the metric counts.", required=False),
        Column("value", "float", "What it adds.", required=False),
        Column("how", "text", "sum, or mean: of such counts the day's value is the mean."),
        Column("line", "int", "The line of its file: of two that tell of a record, the later one counts."),
        Column("seen_at", "instant", "When Leadline first saw it so."),
        Column("import_id", "text", "The import that brought it."),
    ),
    key=("source", "record", "import_id", "line", "place"),
    order=("source", "record"),
)

ERASED = Table(
    name="erased",
    sentence="One row a person who asked to be erased: what they said until then is gone, and never taken in again.",
    columns=(
        Column("author", "text", "The pseudonym, which only the home's key and the handle lead to."),
        Column("asked_at", "instant", "When they asked."),
    ),
    key=("author", "asked_at"),
)
