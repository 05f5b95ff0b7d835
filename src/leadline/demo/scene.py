"""What every conversation of a world shares: its random numbers, its counts, and who may speak next, and when.

In: the book, what is planted, one stream of random numbers. Out: the tools with which conversations.py and
crowd.py write. `Drawn` counts what the chances made of it.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from leadline.demo.book import Book
from leadline.demo.details import Talk
from leadline.demo.message import DAY, local_date
from leadline.demo.people import persona
from leadline.demo.planted import HABITS, ORDINARY_HABIT, Habit, Planted
from leadline.demo.service import daytime, served_answer, usual_answer
from leadline.demo.thread import Ids, Thread
from leadline.demo.voice import Voice


@dataclass
class Drawn:
    """What the chances made: counts by key, for the truth."""

    threads: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    moods: Counter[tuple[str, str]] = field(default_factory=Counter)
    turns: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    waits: Counter[str] = field(default_factory=Counter)


class Scene:
    """The tools. `draw` gives numbers in [0, 1) from the world's one stream."""

    def __init__(self, book: Book, planted: Planted, random: Random) -> None:
        self.book, self.planted, self.random = book, planted, random
        self.draw = random.random
        self.voice, self.ids, self.drawn = Voice(book), Ids(), Drawn()

    def reply_at(self, at: int, *, served: bool, habit: Habit) -> int | None:
        """When the brand answers a wait that begins at `at`; None where it never does."""
        if not served:
            return usual_answer(at, habit, self.random)
        outcome, reply_at = served_answer(at, self.planted.service, self.random)
        self.drawn.waits[outcome] += 1
        return reply_at

    def later(self, at: int, channel: str, *, tried: bool = False) -> int:
        """When the customer writes again: soon, hours later by mail or when it was `tried` first, not at night."""
        minutes = 300.0 if tried else 180.0 if channel in {"mail", "review"} else 28.0
        wait = minutes * math.exp(self.random.gauss(0.0, 1.0))
        return daytime(at + 60 + int(60 * wait), self.random, wakes=7, sleeps=23)

    def other_talk(self, thread: Thread, at: int) -> Talk:
        """The particulars of somebody else who joins the conversation."""
        who = persona(int(self.draw() * 3_000) + 17)
        return Talk(self.draw, thread.about, local_date(at), at % DAY / 3600, who, town_b=thread.talk.detail("town_b"))


def habit_of(thread: Thread) -> Habit:
    """How the party answers on this channel outside of the served page."""
    return HABITS.get((thread.about.id, thread.channel), ORDINARY_HABIT)


def addressed(thread: Thread, text: str) -> str:
    """On x, whom a message is meant for."""
    return f"@{thread.about.handle} {text}" if thread.channel == "x" else text


def addressed_to_customer(thread: Thread, text: str) -> str:
    """On x, an answer begins with the customer's handle."""
    return f"@{thread.rows[0].author} {text}" if thread.channel == "x" else text
