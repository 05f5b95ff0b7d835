"""The tables of what messages mean: signals, the small cubes that pages read, and closed assessments."""

from leadline.engine import Column, Table

SIGNALS = Table(
    name="signals",
    sentence="One row a message, version of it and model: how it was read. The last version counts.",
    columns=(
        Column("source", "text", "The message's source."),
        Column("message_id", "text", "The message's id there."),
        Column("model", "text", "The version of the model that read it."),
        Column("thread_id", "text", "Its conversation."),
        Column("channel", "text", "Where it was said."),
        Column("about_party", "text", "Whom it is about."),
        Column("speaker_role", "text", "Who speaks."),
        Column("author", "text", "The speaker's pseudonym."),
        Column("posted_at", "instant", "When."),
        Column("posted_day", "day", "The day, in the company's zone."),
        Column("sentiment", "text", "negative, neutral or positive; unread or spam where it was not read."),
        Column("p_negative", "float", "The model's probability of negative, 0 to 1."),
        Column("p_positive", "float", "The model's probability of positive, 0 to 1."),
        Column("frustration", "bool", "Whether it shows frustration."),
        Column("excitement", "bool", "Whether it shows excitement."),
        Column("need", "bool", "Whether it states a wish, a request or a question."),
        Column("language", "text", "ISO 639-1, or und."),
        Column("theme", "text", "The theme's id; empty where none fits."),
        Column("department", "text", "The theme's department; empty where none fits."),
        Column("version", "text", "Which version of the message was read; empty for the first.", since=2, default=""),
        Column("fingerprint", "int", "Equal for texts that say nearly the same; 0 for short ones.", since=3, default=0),
    ),
    key=("source", "message_id", "model", "version"),
    order=("posted_at", "message_id"),
    lookups=(("source", "message_id"), ("source", "thread_id")),
    large=True,
    day="posted_day",
)

_COUNTS = (
    Column("messages", "int", "How many."),
    Column("hurting", "int", "How many of them are negative or frustrated."),
    Column("frustrated", "int", "How many of them show frustration."),
    Column("excited", "int", "How many of them show excitement."),
    Column("needing", "int", "How many of them state a need."),
)
COUNTED = tuple(column.name for column in _COUNTS)
"""What the cubes of messages count on each day."""

NOISE = Table(
    name="noise",
    sentence="One row a message that only repeats others, or was sent by a machine: kept out of shares (S3.6).",
    columns=(
        Column("source", "text", "The message's source."),
        Column("message_id", "text", "The message's id there."),
        Column("posted_day", "day", "The day, in the company's zone."),
        Column("kind", "text", "repeat or bot."),
        Column("first", "text", "The id of the message that a repeat repeats; empty for a bot's."),
    ),
    key=("source", "message_id"),
    order=("posted_day", "message_id"),
    computed=True,
)

MESSAGE_DAYS = Table(
    name="message_days",
    sentence="A cube: messages a day by party, speaker, channel and sentiment.",
    columns=(
        Column("day", "day", "The day, in the company's zone."),
        Column("about_party", "text", "Whom they are about."),
        Column("speaker_role", "text", "Who speaks."),
        Column("channel", "text", "Where."),
        Column("sentiment", "text", "How they were read; or repeat, or bot."),
        Column(
            "otherwise", "text", "How a repeat or a bot's message was read itself; else empty.", since=2, default=""
        ),
        *_COUNTS,
    ),
    key=("day", "about_party", "speaker_role", "channel", "sentiment", "otherwise"),
    order=("day",),
    computed=True,
)

THEME_DAYS = Table(
    name="theme_days",
    sentence="A cube: messages a day by party, speaker, theme and sentiment.",
    columns=(
        Column("day", "day", "The day, in the company's zone."),
        Column("about_party", "text", "Whom they are about."),
        Column("speaker_role", "text", "Who speaks."),
        Column("theme", "text", "The theme's id."),
        Column("department", "text", "The theme's department."),
        Column("sentiment", "text", "How they were read; or repeat, or bot."),
        Column(
            "otherwise", "text", "How a repeat or a bot's message was read itself; else empty.", since=2, default=""
        ),
        *_COUNTS,
    ),
    key=("day", "about_party", "speaker_role", "theme", "sentiment", "otherwise"),
    order=("about_party", "theme", "day"),
    computed=True,
)

LANGUAGE_DAYS = Table(
    name="language_days",
    sentence="A cube: messages a day by party, speaker, channel, language and sentiment.",
    columns=(
        Column("day", "day", "The day, in the company's zone."),
        Column("about_party", "text", "Whom they are about."),
        Column("speaker_role", "text", "Who speaks."),
        Column("channel", "text", "Where."),
        Column("language", "text", "ISO 639-1, or und."),
        Column("sentiment", "text", "How they were read; or repeat, or bot."),
        Column("otherwise", "text", "How a repeat or a bot's message was read itself; else empty."),
        *_COUNTS,
    ),
    key=("day", "about_party", "speaker_role", "channel", "language", "sentiment", "otherwise"),
    order=("language", "day"),
    computed=True,
)

CHANNEL_THEME_DAYS = Table(
    name="channel_theme_days",
    sentence="A cube: messages a day by channel, language, theme and sentiment, whoever speaks about whomever.",
    columns=(
        Column("day", "day", "The day, in the company's zone."),
        Column("channel", "text", "Where."),
        Column("language", "text", "ISO 639-1, or und."),
        Column("theme", "text", "The theme's id."),
        Column("department", "text", "The theme's department."),
        Column("sentiment", "text", "How they were read; or repeat, or bot."),
        Column("otherwise", "text", "How a repeat or a bot's message was read itself; else empty."),
        *_COUNTS,
    ),
    key=("day", "channel", "language", "theme", "sentiment", "otherwise"),
    order=("channel", "theme", "day"),
    computed=True,
)

DAY_CUBES = (MESSAGE_DAYS, THEME_DAYS, LANGUAGE_DAYS, CHANNEL_THEME_DAYS)
"""Messages a day. Any two conditions stand together in one of them; the first that has both is the smallest."""

CONVERSATIONS = Table(
    name="conversations",
    sentence="One row a conversation in which a customer spoke: the first reading against the last (S0.12).",
    columns=(
        Column("source", "text", "The source."),
        Column("thread_id", "text", "The conversation."),
        Column("about_party", "text", "Whom it is about."),
        Column("first_day", "day", "The day it began."),
        Column("customer_messages", "int", "How many messages customers wrote in it."),
        Column("first_sentiment", "text", "How the customer's first message was read."),
        Column("last_sentiment", "text", "How the same customer's last message was read."),
        Column("angry_first", "bool", "Whether the first was negative, or frustrated and not positive."),
        Column("heard_again", "bool", "Whether the same customer wrote again."),
        Column("turned", "bool", "Whether an angry first ended in a positive last."),
        Column("minutes_to_turn", "float", "From the first message to the first positive one.", required=False),
    ),
    key=("source", "thread_id"),
    order=("first_day",),
    computed=True,
    lookups=(("source", "thread_id"),),
    large=True,
)

TURN_MONTHS = Table(
    name="turn_months",
    sentence="A cube: conversations that turned, a month and party.",
    columns=(
        Column("month", "text", "The month in which they began, as in 2026-03."),
        Column("about_party", "text", "Whom they are about."),
        Column("conversations", "int", "How many."),
        Column("angry_first", "int", "How many began angry."),
        Column("heard_again", "int", "How many of those heard from the customer again."),
        Column("turned", "int", "How many of those ended happy."),
        Column("median_minutes_to_turn", "float", "Half of the turned ones took less.", required=False),
    ),
    key=("month", "about_party"),
    computed=True,
)

PEOPLE_MONTHS = Table(
    name="people_months",
    sentence="A cube: who spoke a month, as sketches that can be put together; once by channel and once by theme.",
    columns=(
        Column("month", "text", "The month, as in 2026-03."),
        Column("about_party", "text", "Whom they speak about."),
        Column("speaker_role", "text", "Who speaks."),
        Column("channel", "text", "Where; empty in rows by theme."),
        Column("theme", "text", "The theme's id; empty in rows by channel."),
        Column("department", "text", "The theme's department; empty in rows by channel."),
        Column("reading", "text", "How at least one message of theirs was read: a sentiment, or what it shows."),
        Column("sketch", "bytes", "The pseudonyms as an HLL sketch of Apache DataSketches, 4,096 buckets."),
    ),
    key=("month", "about_party", "speaker_role", "channel", "theme", "department", "reading"),
    order=("about_party", "theme", "department", "reading", "month"),
    computed=True,
)

ASKED = Table(
    name="asked",
    sentence="One row a conversation in which a customer asked: the first time, and who answered (S4.24).",
    columns=(
        Column("source", "text", "The source."),
        Column("thread_id", "text", "The conversation."),
        Column("about_party", "text", "Whom it is about."),
        Column("channel", "text", "Where it was asked."),
        Column("theme", "text", "What the question is about; empty where no theme fits."),
        Column("asked_day", "day", "The day on which the customer asked first."),
        Column("answered_by", "text", "brand, partners or customers: who wrote next; empty for nobody."),
        Column("minutes_to_answer", "float", "How long it took, by the clock.", required=False),
    ),
    key=("source", "thread_id"),
    order=("asked_day",),
    computed=True,
    lookups=(("source", "thread_id"),),
    large=True,
)

ASKED_DAYS = Table(
    name="asked_days",
    sentence="A cube: customers' questions a day by party, channel and who answered.",
    columns=(
        Column("day", "day", "The day on which they were asked."),
        Column("about_party", "text", "Whom they are about."),
        Column("channel", "text", "Where they were asked."),
        Column("answered_by", "text", "brand, partners or customers; empty for nobody."),
        Column("questions", "int", "How many."),
        Column("within_hour", "int", "How many of them were answered within an hour."),
        Column("within_day", "int", "How many of them were answered within 24 hours."),
    ),
    key=("day", "about_party", "channel", "answered_by"),
    order=("day",),
    computed=True,
)

VOICE_MONTHS = Table(
    name="voice_months",
    sentence="A cube: customers who were happy again and again, or hurt, in the three months up to each one (S4.11).",
    columns=(
        Column("month", "text", "The last of the three months, as in 2026-03."),
        Column("about_party", "text", "Whom they speak about."),
        Column("stance", "text", "advocate, detractor or other."),
        Column("people", "int", "How many."),
        Column("messages", "int", "How many messages of theirs could be read."),
        Column("happy", "int", "How many of those are happy."),
        Column("hurting", "int", "How many of those are negative or frustrated."),
    ),
    key=("month", "about_party", "stance"),
    computed=True,
)

VOICES = Table(
    name="voices",
    sentence="A cube: of each three months and party, the advocates and detractors who spoke up most, by pseudonym.",
    columns=(
        Column("month", "text", "The last of the three months, as in 2026-03."),
        Column("about_party", "text", "Whom they speak about."),
        Column("stance", "text", "advocate or detractor."),
        Column("author", "text", "The pseudonym."),
        Column("happy_days", "int", "On how many days they were happy."),
        Column("hurt_days", "int", "On how many days they were hurt."),
        Column("messages", "int", "How many messages of theirs could be read."),
    ),
    key=("month", "about_party", "stance", "author"),
    computed=True,
)

CUBES = (
    NOISE,
    *DAY_CUBES,
    PEOPLE_MONTHS,
    CONVERSATIONS,
    TURN_MONTHS,
    ASKED,
    ASKED_DAYS,
    VOICE_MONTHS,
    VOICES,
)
"""What is counted from SIGNALS: each commit says of which version of them, read by which model."""

NEW_PHRASES = Table(
    name="new_phrases",
    sentence="One row a month and group of phrases that were new in it, and one with an empty id a month looked at.",
    columns=(
        Column("month", "text", "The month, as in 2026-03."),
        Column("about_party", "text", "Whom the messages are about."),
        Column("id", "text", "The group's, the same whenever it comes again; empty in the row of the month itself."),
        Column("name", "text", "The phrase it was first known by."),
        Column("since", "text", "The month in which it was new first."),
        Column("phrases", "json", "Its pairs of words."),
        Column(
            "messages", "int", "Messages of the month with one of them; in the month's own row all without a theme."
        ),
        Column("people", "int", "How many pseudonyms wrote those."),
        Column("before", "int", "The same count of the month before."),
        Column("examples", "json", "Source and id of some of the messages."),
        Column("model", "text", "Which model found no theme in them."),
    ),
    key=("month", "about_party", "id"),
    order=("month", "id"),
    computed=True,
)

ASSESSMENTS = Table(
    name="assessments",
    sentence="One row a closed assessment: frozen, so that objectives can be confirmed against it (S3.16).",
    columns=(
        Column("version", "int", "1 for the first."),
        Column("closed_at", "instant", "When."),
        Column("first_day", "day", "Where its period begins."),
        Column("last_day", "day", "Where it ends."),
        Column("digest", "text", "Names its content: closing the same again changes nothing."),
        Column("content", "json", "The x-ray, the findings and the opportunities as they stood."),
    ),
    key=("version",),
)
