"""Which conversation a message belongs to, and whom it is with, across sources and imports."""

import pytest

from leadline.config import Home
from leadline.engine import Lake, rows, scan
from leadline.listen import MESSAGES
from tests.listen.conftest import lines


def test_a_reply_is_joined_within_its_own_source_and_not_to_a_namesake_of_another_channel(bring, halden: Home) -> None:
    """Two exports count their messages alike: x:2 answers x:1, whatever forum:2 is."""
    rows = [
        {"message_id": "1", "channel": "x"},
        {"message_id": "2", "channel": "x", "reply_to": "1"},
        {"message_id": "2", "channel": "forum", "thread_id": "f-9"},
        {"message_id": "3", "channel": "forum", "reply_to": "2"},
    ]
    bring(lines(*rows))
    found = rows_of(halden, "channel", "message_id", "thread_id")
    assert found == [("forum", "2", "f-9"), ("forum", "3", "f-9"), ("x", "1", "1"), ("x", "2", "1")]


@pytest.mark.parametrize("together", [True, False])
def test_a_conversation_is_with_the_same_party_however_its_export_is_cut(bring, halden: Home, together: bool) -> None:
    first = [{"message_id": "1", "author": "ann"}, {"message_id": "2", "author": "brevik", "reply_to": "1"}]
    last = {"message_id": "3", "author": "ann", "reply_to": "2", "posted_at": "2026-10-02T10:00:00Z"}
    for part in [[*first, last]] if together else [first, [last]]:
        bring(lines(*part), f"{len(part)}.ndjson")
    found = rows_of(halden, "message_id", "about_party", "party_basis")
    assert found == [(one, "brevik", "derived") for one in "123"]


def rows_of(halden: Home, *names: str) -> list[tuple[object, ...]]:
    return sorted(tuple(row[name] for name in names) for row in rows(scan(Lake(halden.lake), MESSAGES).select(*names)))
