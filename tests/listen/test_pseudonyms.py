"""The operator asks what an id or a handle of a source is kept as, and finds its messages here (S4.22)."""

from __future__ import annotations

import base64
import hmac

from leadline.engine import Lake, rows
from leadline.listen import Kept, kept_as, messages
from leadline.listen.privacy import pseudonym
from tests.listen.conftest import lines


def test_an_id_or_a_handle_is_found_under_the_name_that_it_is_kept_by(bring, halden):
    bring(
        lines(
            {"message_id": "1", "thread_id": "ann_smith", "channel": "mail"},
            {"message_id": "2", "thread_id": "ann_smith", "channel": "mail", "author": "bob"},
            {"message_id": "3", "channel": "x"},
        )
    )
    lake = Lake(halden.lake)
    kept = {row["message_id"]: row for row in rows(messages(lake))}
    thread = kept["1"]["thread_id"]
    assert kept_as(halden, lake, "@Ann_Smith") == (
        Kept("id", "mail", thread, 2),
        Kept("id", "x", thread, 0),
        Kept("person", "mail", kept["1"]["author"], 1),
        Kept("person", "x", kept["3"]["author"], 1),
    )
    assert kept_as(halden, lake, "2")[0] == Kept("id", "mail", "2", 1)


def test_where_nothing_came_in_nothing_is_kept(halden):
    assert kept_as(halden, Lake(halden.lake), "ann") == ()


def test_a_pseudonym_is_eighty_bits_of_a_keyed_hash_in_base_32() -> None:
    """RFC 2104 and RFC 4648, as anybody who holds the key can work out."""
    key = bytes(range(32))
    for handle in ("ann", "Ünal", "x" * 80):
        digest = hmac.new(key, f"x\0{handle.casefold()}".encode(), "sha256").digest()
        assert pseudonym(key, "x", f"@{handle}") == "u" + base64.b32encode(digest[:10]).decode().lower()
