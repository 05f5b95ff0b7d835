"""What may a message show? One definition for the cubes, the sketches of people and the lists.

In: nothing. Out: the words, and conditions on signals. The surprise: the column `sentiment` holds two words that are no
sentiment, `spam` and `unread`, and in the cubes `repeat` and `bot`; what such a message seems to show counts nowhere.
"""

from __future__ import annotations

from typing import Literal

import narwhals as nw

from leadline.assess.reader.sentiment import SENTIMENTS

ReadingName = Literal[
    "voice",
    "read",
    "negative",
    "neutral",
    "positive",
    "hurting",
    "frustration",
    "excitement",
    "need",
    "spam",
    "unread",
    "repeat",
    "bot",
]
"""`voice`: all but spam, repeats and bots; `read`: those that could be read; `hurting`: negative or frustrated."""
HEARD = SENTIMENTS
"""What that column says of a message that could be read."""
KEPT_OUT = ("spam", "repeat", "bot")
"""What is nobody's voice."""
READ_AS = (*HEARD, "unread", *KEPT_OUT)
"""All that it may say."""
SHOWN = ("hurting", "frustration", "excitement", "need")
"""What a message that could be read may show."""


def is_heard() -> nw.Expr:
    """Whether a message could be read."""
    return nw.col("sentiment").is_in(HEARD)


def is_hurting() -> nw.Expr:
    """Whether a message is negative or frustrated, could it be read or not."""
    return (nw.col("sentiment") == "negative") | nw.col("frustration")


def as_read() -> nw.Expr:
    """How a message of a cube was read itself, be it a repeat or not."""
    kept_out = nw.col("otherwise") != ""
    return nw.when(kept_out).then(nw.col("otherwise")).otherwise(nw.col("sentiment"))


def shows(reading: str) -> nw.Expr:
    """Whether a message could be read and shows this, which is one of `SHOWN`."""
    return (is_hurting() if reading == "hurting" else nw.col(reading)) & is_heard()
