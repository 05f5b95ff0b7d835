"""Is this body a batch of messages? And how a refusal is told to a program.

In: the bytes of a request. Out: the number of rows, or `PushRefusedError` with the status of HTTP that fits. The
surprise: only what would stop the whole batch is looked for. A row that cannot be read is refused alone when the batch
is taken in, as in a file, so that one bad message never stands in the way of the others.
"""

from __future__ import annotations

import json

from leadline.errors import LeadlineError
from leadline.listen.profiles.messages import Messages

MOST_ROWS = 10_000
_HEADER_ROWS = 100
_MOST_NAMED = 5


class PushRefusedError(LeadlineError):
    """A batch was not taken. `status` is of HTTP; `retry_after` how many seconds later it may come again."""

    def __init__(self, status: int, sentence: str, advice: str, *, retry_after: int | None = None) -> None:
        super().__init__(sentence, advice)
        self.status, self.retry_after = status, retry_after


def check_batch(body: bytes) -> int:
    """How many rows there are. Raises PushRefusedError where they are no NDJSON of the contract for messages."""
    try:
        lines = [line for line in body.decode().split("\n") if line.strip()]
    except UnicodeDecodeError:
        raise PushRefusedError(
            422, "The body is not text in UTF-8.", "Send one JSON object a line, in UTF-8."
        ) from None
    if not lines:
        raise PushRefusedError(422, "The body is empty.", "Send one JSON object a line.")
    if len(lines) > MOST_ROWS:
        raise PushRefusedError(
            413,
            f"The batch has {len(lines):,} rows.",
            f"Send at most {MOST_ROWS:,} at once; the others in another batch.",
        )
    rows = [_object(line) for line in lines]
    if wrong := [str(number) for number, row in enumerate(rows, 1) if row is None]:
        named = ", ".join(wrong[:_MOST_NAMED]) + (", …" if len(wrong) > _MOST_NAMED else "")
        raise PushRefusedError(
            422, f"{len(wrong):,} lines are no JSON objects: {named}.", "Write one JSON object a line, as in {…}."
        )
    names = {name for row in rows[:_HEADER_ROWS] for name in row or ()}
    if not Messages().fits(tuple(names)):
        raise PushRefusedError(
            422,
            "The first rows lack names of the contract.",
            "Each message has message_id, posted_at, author and text; a deletion message_id and deleted_at.",
        )
    return len(lines)


def _object(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
