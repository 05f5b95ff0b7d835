"""Live sources: who is listened to, what comes of it, and how each one stands.

sources = read_sources(home)                     what sources.yaml declares
state = visit(home, lake, source, parties=book)  fetch what is new, and keep where the source stands
standings(home, lake, now=now)                   each source as people read of it: fresh, silent, in trouble
"""

from __future__ import annotations

from leadline.listen.live.running import due, is_running, running, visit
from leadline.listen.live.standing import Standing, standings
from leadline.listen.live.state import State, forget_cursor, read_state
from leadline.listen.sources import FILE, LEGAL_BASES, find_source, keep_secret, read_sources, secret_of

__all__ = [
    "FILE",
    "LEGAL_BASES",
    "Standing",
    "State",
    "due",
    "find_source",
    "forget_cursor",
    "is_running",
    "keep_secret",
    "read_sources",
    "read_state",
    "running",
    "secret_of",
    "standings",
    "visit",
]
