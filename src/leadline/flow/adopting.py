"""A party was declared: what waits under its name or an account is its own from now on, on every page.

In: the lake and `Documents` with the parties as they are declared now. Out: how many messages each party took over.
The surprise: messages go first and what was counted last, and both are asked for what waits, so that a run that died is
finished by running it again. Frozen months and closed assessments stay as they were told.
"""

from __future__ import annotations

from collections import Counter

from leadline.engine import Lake
from leadline.flow.documents import Documents
from leadline.flow.stages import refresh_desk
from leadline.words import PartyId


def adopt_waiting(lake: Lake, documents: Documents) -> dict[PartyId, int]:
    """Messages that each declared party took over, the parties that took none left out; a second run takes none."""
    from leadline import assess, listen

    book = documents.parties
    words = listen.words_of(book, documents.company)
    wait = listen.waiting(lake, words)
    if not wait and not assess.readings_wait(lake, words):
        return {}
    listen.adopt_messages(lake, words)
    assess.adopt_readings(lake, words, book.own.id)
    refresh_desk(lake, documents)
    taken = Counter[PartyId]()
    for word, messages in wait.items():
        taken[words[word]] += messages
    return dict(taken)
