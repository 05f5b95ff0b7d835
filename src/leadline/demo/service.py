"""When somebody answers: the served page keeps its promise most of the time, everybody else takes their time.

In: the moment a wait begins, what is planted, random numbers. Out: the moment of the answer, or None where
nobody ever answers.
"""

from __future__ import annotations

import math
from random import Random
from typing import Literal

from leadline.demo.message import DAY, local_midnight
from leadline.demo.planted import SERVICE_OPENS, Habit, PlantedService

Outcome = Literal["kept", "late", "never"]

OPENS, CLOSES = 8 * 3600, 20 * 3600
_SERVICE_STARTS = local_midnight(SERVICE_OPENS)


def is_served(at: int, channel: str, party: str) -> bool:
    """Whether the promise holds: Halden's page, since the opening."""
    return channel == "facebook" and party == "halden" and at >= _SERVICE_STARTS


def served_answer(at: int, planted: PlantedService, random: Random) -> tuple[Outcome, int | None]:
    """The answer of the page team to a wait that begins at `at`: kept, late or never, and when."""
    luck = random.random()
    if luck < planted.kept_share:
        return "kept", after_service(at, 90 + 3480 * random.random() ** 1.6)
    if luck < planted.kept_share + planted.late_share:
        return "late", after_service(at, 3660 + min(-2700 * math.log(1 - random.random()), 6 * 3600))
    return "never", None


def usual_answer(at: int, habit: Habit, random: Random) -> int | None:
    """The answer of a party with this habit; nobody writes between 22:00 and 8:00."""
    if random.random() >= habit.answered_share:
        return None
    return daytime(at + int(3600 * habit.median_hours * math.exp(random.gauss(0.0, 0.9))), random)


def after_service(at: int, seconds: float) -> int:
    """The moment when `seconds` of service time have passed since `at` (every day, 8:00 to 20:00)."""
    day, second = divmod(at, DAY)
    if second >= CLOSES:
        day, second = day + 1, OPENS
    moment = max(second, OPENS) + seconds
    while moment > CLOSES:
        day, moment = day + 1, moment - CLOSES + OPENS
    return int(day * DAY + moment)


def daytime(at: int, random: Random, *, wakes: int = 8, sleeps: int = 22) -> int:
    """`at`, or the next morning where it falls into the night."""
    day, second = divmod(at, DAY)
    if wakes * 3600 <= second < sleeps * 3600:
        return at
    morning = day if second < wakes * 3600 else day + 1
    return morning * DAY + wakes * 3600 + int(5400 * random.random())


def in_hours(at: int) -> bool:
    return OPENS <= at % DAY < CLOSES
