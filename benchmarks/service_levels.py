"""How many messages a second become episodes and a service level? CPU time, and how it grows with ten times the rows.

    python benchmarks/service_levels.py [ROWS]

Prints one line a size: messages, episodes, seconds for each step, messages a second. The world is invented: threads
of one to twelve messages over 400 days, told in no order; the calendar has opening hours and Dutch holidays.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time

from leadline.measure.service_levels import service_level
from leadline.programs import MessageEvent, Promise, calendar_from_dict, episodes_of

START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
DESK = calendar_from_dict({"zone": "Europe/Amsterdam", "hours": "every day 08:00-20:00", "holidays": "NL"})
PROMISE = Promise(60, DESK)


def main(rows: int) -> None:
    print(f"{'messages':>10} {'episodes':>10} {'episodes s':>11} {'level s':>8} {'messages/s':>11}")
    for size in (rows, 10 * rows):
        measure(size)


def measure(size: int) -> None:
    messages = conversations(size)
    begun = time.process_time()
    episodes = episodes_of(messages, PROMISE)
    told = time.process_time()
    service_level(episodes, PROMISE, START + dt.timedelta(days=420))
    judged = time.process_time()
    speed = len(messages) / (judged - begun)
    print(f"{size:>10,} {len(episodes):>10,} {told - begun:>11.2f} {judged - told:>8.2f} {speed:>11,.0f}")


def conversations(size: int, seed: int = 1) -> list[MessageEvent]:
    chance = random.Random(seed)  # noqa: S311
    messages: list[MessageEvent] = []
    while len(messages) < size:
        thread = f"t{len(messages)}"
        posted_at = START + dt.timedelta(seconds=chance.randrange(400 * 86_400))
        customer, reply_to = f"c{chance.randrange(50_000)}", None
        for number in range(min(12, 1 + int(chance.expovariate(0.35)))):
            by_brand = number % 2 == 1
            messages.append(
                MessageEvent(
                    source="facebook",
                    message_id=f"{thread}-{number}",
                    thread_id=thread,
                    posted_at=posted_at,
                    author="desk" if by_brand else customer,
                    speaker_role="brand" if by_brand else "customer",
                    reply_to=reply_to,
                    channel="facebook",
                    about_party="halden",
                )
            )
            reply_to = messages[-1].message_id
            posted_at += dt.timedelta(seconds=int(chance.expovariate(1 / 3600)))
    chance.shuffle(messages)
    return messages[:size]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
