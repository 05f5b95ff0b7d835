"""Halden's October 2026, small and hand-made: files, a home, the documents, and the months that were run.

What is planted: the page is served since 3 August; consumer calls fall by FALL, business calls do not; nineteen of
twenty replies come within 40 open minutes; routers are spoken of sixfold on 20 and 21 October. Everything comes in by
the doors that a company uses. All names are invented.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import numpy as np

from leadline import assess, flow
from leadline.config import Home, create_home, open_home, setting, stop_clock
from leadline.engine import Lake
from leadline.listen import Options, import_file, read_parties
from leadline.programs.champions import Champion, EvidenceLevel, Pilot, Result
from leadline.programs.plan_file import read_programs
from leadline.strategy import read_document
from leadline.value import read_costs
from leadline.words import Department, Money, Month, Period

ZONE = ZoneInfo("Europe/Amsterdam")
FIRST, START, LAST = dt.date(2026, 6, 1), dt.date(2026, 8, 3), dt.date(2026, 10, 31)
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
AUGUST, SEPTEMBER, OCTOBER = Month(2026, 8), Month(2026, 9), Month(2026, 10)
FALL = 0.15
BURST = (dt.date(2026, 10, 20), dt.date(2026, 10, 21))

PARTIES = """
- {name: Halden Telecom, id: halden, kind: own, handles: [halden]}
- {name: Brevik Mobile, id: brevik, kind: competitor, handles: [brevik]}
- {name: Nordhandel, id: nordhandel, kind: partner, partner_type: dealer}
"""
PROGRAMS = """
programs:
  - id: page-service
    name: Service on the page
    method: page-service
    owner: Alice Lund
    department: support
    period: from 2026-08-03
    budget: 31000 EUR a month
    people: [{role: agent, count: 5, hours_a_month: 160}]
    metrics:
      - {metric: answered_within_promise, target: 95 %, direction: up}
      - {metric: calls, segment: consumer, target: 880 calls a day, direction: down, controls: [calls@business]}
    promise: {target_minutes: 60, hours: "every day 08:00-20:00", channels: [facebook]}
  - id: field-champions
    name: Field engineers who tell of their work
    method: field-champions
    owner: Bob Aydin
    department: people
    period: from 2026-08-03
    budget: 3500 EUR a month
    people: [{name: Bob Aydin, hours_a_month: 60}]
    metrics: [{metric: hires, direction: up}]
  - id: north-stories
    name: Stories from the north
    method: north-stories
    owner: Alice Lund
    department: marketing
    period: from 2026-08-03
    budget: 4000 EUR a month
    people: [{role: editor, hours_a_month: 60}]
    metrics:
      - {metric: referral_traffic, area: north, direction: up, controls: [referral_traffic@all@south, visits]}
"""
COSTS = """
currency: EUR
discount_percent_a_year: 5
items:
  - {program: page-service, label: Service team, kind: labour, hours: 800, rate: 29.80, every: month,
     from: 2026-08-03, done_by: in-house, source: Payroll, source_date: 2026-07-01}
  - {program: field-champions, label: Coaching, kind: labour, hours: 60, rate: 27, every: month,
     from: 2026-08-03, done_by: in-house, source: Payroll, source_date: 2026-07-01}
prices:
  - {id: call, label: Price of a call, per: call, amount: 2.60, marginal: yes, cashable_percent: 100,
     source: Contract, source_date: 2026-01-01}
  - {id: hire, label: Agency fee, per: hire, amount: 7800, cashable_percent: 100, source: Invoices,
     source_date: 2026-01-01}
  - {id: came-anyway, label: Would have come anyway, per: 100 hires, amount: 30, low: 10, high: 55,
     source: A guess, source_date: 2026-01-01}
  - {id: contribution-margin, label: Margin, per: 100 EUR, amount: 34, source: Controlling, source_date: 2026-01-01}
  - {id: credited, label: Credit, per: 100 EUR, amount: 25, low: 10, high: 50, source: A guess,
     source_date: 2026-01-01}
  - {id: customer-hour, label: An hour of a customer, per: hour, amount: 11, source: A guess, source_date: 2026-01-01}
  - {id: minutes-by-phone, label: A call, per: minutes, amount: 14, source: The call centre, source_date: 2026-01-01}
  - {id: minutes-on-page, label: Asking on the page, per: minutes, amount: 4, source: A guess,
     source_date: 2026-01-01}
"""

SAID = (
    "I have been on hold for an hour and nobody answers the phone, this is awful",
    "The router keeps rebooting since Monday, I am so annoyed",
    "When does the shop in town open on Saturday?",
    "My parcel is late again and nobody tells me where it is, terrible",
    "Why is there a charge on my bill that I never ordered? I am furious",
    "Great coverage on the island, I love it",
)
ROUTER = "The router reboots every few minutes since the update, awful"


@dataclass(frozen=True)
class World:
    """The files of a company and its home, into which they were taken."""

    folder: Path
    home: Home
    documents: flow.Documents

    @property
    def lake(self) -> Lake:
        return Lake(self.home.lake)


def write_files(folder: Path) -> Path:
    """The exports and documents, as a company would have them."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "parties.yaml": PARTIES,
        "programs.yaml": PROGRAMS,
        "costs.yaml": COSTS,
        "strategy.yaml": strategy_text(),
        "messages.ndjson": "".join(json.dumps(row) + "\n" for row in _messages()),
        "metrics.csv": "metric,day,value,unit,area,segment\n" + "\n".join(_metrics()) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def strategy_text() -> str:
    """The sound strategy of the strategy's own tests, fitted to this world."""
    text = (Path(__file__).parent / "strategy" / "halden.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("version: 2025-10\n  closed: 2025-10-10", f"version: 1\n  closed: {START}"),
        *((f"signed: 2025-10-{day}", f"signed: {START}") for day in (20, 21, 22)),
        ("value: 4864,", "value: 1000,"),
        ("value: 4000,", "value: 880,"),
        ("opportunity: waiting-on-the-phone", "opportunity: fix-waiting-on-the-phone"),
    ):
        text = text.replace(old, new)
    return text


def october() -> World:
    """The home before any month was run: messages read, the assessment closed. Treat it as read-only."""
    return _october(setting("LEADLINE_REPEATS"))


@lru_cache(maxsize=2)
def _october(repeats: int) -> World:
    """One for each way to count what is repeated, as the people of this world say the same six sentences."""
    return hear(begin(Path(_FOLDER.name) / str(repeats)))


def begin(folder: Path) -> World:
    """The files, and a home that has heard nothing yet."""
    write_files(folder)
    home = create_home(folder / "home", company="Halden Telecom", zone=ZONE.key, currency="EUR")
    home = stop_clock(home, NOW)
    return World(folder, home, documents_in(folder, home))


def hear(world: World) -> World:
    """Take the files in, read the messages, close the assessment."""
    for name in ("messages.ndjson", "metrics.csv"):
        path, parties = world.folder / name, world.documents.parties
        import_file(world.home, world.lake, path, parties=parties, options=Options(), now=NOW)
    assess.label(world.lake, assess.load_reader())
    seen = assess.x_ray(world.lake, world.documents.parties.parties, Period(FIRST, START), themes=assess.load_themes())
    assess.close(world.lake, seen, now=dt.datetime.combine(START, dt.time(9), ZONE))
    return world


def ran() -> World:
    """The same home after its months were run, each on the second of the next. Treat it as read-only."""
    return _ran(setting("LEADLINE_REPEATS"))


@lru_cache(maxsize=2)
def _ran(repeats: int) -> World:
    world = copy_of(_october(repeats), Path(_FOLDER.name) / f"ran-{repeats}")
    for month in (AUGUST, SEPTEMBER, OCTOBER):
        asked = dt.datetime.combine(month.next().first_day + dt.timedelta(days=1), dt.time(9), ZONE)
        flow.run_month(world.lake, world.documents, month, now=asked)
    return world


def copy_of(world: World, to: Path) -> World:
    """A home that a test may write into."""
    shutil.copytree(world.home.root, to)
    return World(world.folder, open_home(to), world.documents)


def documents_in(folder: Path, home: Home) -> flow.Documents:
    """What people wrote, read from the files."""
    return flow.Documents(
        company=home.company,
        parties=read_parties(folder / "parties.yaml"),
        strategy=read_document(folder / "strategy.yaml"),
        strategy_version=1,
        programs=tuple(read_programs(folder / "programs.yaml")[0]),
        champions=CHAMPIONS,
        results=RESULTS,
        costs=read_costs(folder / "costs.yaml").sheet,
    )


_FOLDER = TemporaryDirectory(prefix="leadline-october-")

RECRUITERS, SELLERS = ("gus", "hana", "ivo", "jana"), ("kim", "lars", "mia", "nils")
"""Who with the others makes five people, so that what they brought together may be told."""

CHAMPIONS = tuple(
    Champion(name, department, pilot, joined=START, name=name.capitalize())
    for name, department, pilot in (
        ("bob", Department.PEOPLE, Pilot.NEW_EMPLOYEES),
        ("dana", Department.PEOPLE, Pilot.NEW_EMPLOYEES),
        ("erik", Department.SALES, Pilot.NEW_BUSINESS),
        ("fay", Department.SALES, Pilot.NEW_BUSINESS),
        *((name, Department.PEOPLE, Pilot.NEW_EMPLOYEES) for name in RECRUITERS),
        *((name, Department.SALES, Pilot.NEW_BUSINESS) for name in SELLERS),
    )
)


def result(champion: str, month: Month, level: str, *, hires: int = 0, won: int = 0, **more: object) -> Result:
    """One line of a champion's month."""
    pilot = Pilot.NEW_BUSINESS if champion in ("erik", "fay", *SELLERS) else Pilot.NEW_EMPLOYEES
    counts = {"deals": 1} if pilot is Pilot.NEW_BUSINESS else {"hires": hires}
    values: dict[str, object] = {
        "client": "new" if pilot is Pilot.NEW_BUSINESS else None,
        "counts": counts,
        "money": Money(Decimal(won), "EUR") if won else None,
        "hours": Decimal(4),
    }
    return Result(champion, month, pilot, EvidenceLevel(level), **(values | more))  # type: ignore[arg-type]


RESULTS = (
    result("bob", SEPTEMBER, "A", hires=1, shown_by="ATS 3001"),
    result("dana", SEPTEMBER, "A", hires=1, shown_by="ats  3001"),
    result("erik", OCTOBER, "A", won=9000, shown_by="CRM 20001"),
    result("fay", OCTOBER, "A", won=9000, shown_by="CRM 20001"),
    result("fay", OCTOBER, "D", won=50000),
    *(result(name, SEPTEMBER, "A", hires=1, shown_by=f"ATS 3{place:03}1") for place, name in enumerate(RECRUITERS, 1)),
    *(result(name, OCTOBER, "A", won=1000, shown_by=f"CRM 3{place:03}1") for place, name in enumerate(SELLERS, 1)),
)
"""Five hires and five deals, one of each claimed by two; and a deal that nobody has confirmed."""


def _messages() -> Iterator[dict[str, object]]:
    """Six questions a day on the page, one to a competitor, one from a partner; answered as the page is served."""
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + dt.timedelta(days=number)
        asked = [*SAID[: 4 + number % 3], *([ROUTER] * 6 if day in BURST else [])]
        for place, text in enumerate(asked):
            yield from _conversation(f"{number}-{place}", _at(day, 9 + place % 9, 7 * place % 50), text, number, place)
        others = (
            ("b", "ola", "Brevik raised the price again", "customer", "brevik"),
            ("n", "nordhandel", "Our order of routers has not arrived", "dealer", "halden"),
        )
        for place, (key, who, text, role, party) in enumerate(others):
            at = _at(day, 10 + place, 5)
            yield _message(f"{key}{number}", f"{key}{number}", at, who, f"{text} {number}", role, party, channel="mail")


def _conversation(key: str, at: dt.datetime, text: str, number: int, place: int) -> Iterator[dict[str, object]]:
    who = f"customer{(number * 7 + place) % 300}"
    yield _message(key, key, at, who, f"{text} ({number}.{place})", "customer", "halden")
    replied = at + dt.timedelta(minutes=_minutes(at.date() >= START, number, place))
    yield _message(f"{key}r", key, replied, "halden", "We look into it now.", "brand", "halden", reply_to=key)
    if place == 0 and number % (2 if at.date() >= START else 7) == 1:
        thanks, later = replied + dt.timedelta(minutes=30), replied + dt.timedelta(minutes=45)
        kind = f"Thank you so much, it works, great service! {number}"
        yield _message(f"{key}t", key, thanks, who, kind, "customer", "halden", reply_to=f"{key}r")
        yield _message(f"{key}w", key, later, "halden", "You are welcome.", "brand", "halden", reply_to=f"{key}t")


def _minutes(served: bool, number: int, place: int) -> int:
    """Until the reply: one in twenty is late once the page is served, four in five before."""
    if served:
        return 150 if (number * 8 + place) % 20 == 0 else 10 + 5 * (place % 7)
    return 30 if (number + place) % 5 == 0 else 300


def _message(
    key: str, thread: str, at: dt.datetime, author: str, text: str, role: str, party: str, **more: str
) -> dict[str, object]:
    return {
        "message_id": key,
        "thread_id": thread,
        "posted_at": at.isoformat(),
        "author": author,
        "text": text,
        "speaker_role": role,
        "about_party": party,
        "channel": "facebook",
        "source": "halden-facebook",
        **more,
    }


def _at(day: dt.date, hour: int, minute: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), ZONE)


def _metrics() -> Iterator[str]:
    """Daily calls of two segments with a weekday pattern and noise; visits by area; hires by month; followers."""
    rng = np.random.default_rng(20261031)
    begin = dt.date(2025, 8, 1)
    for number in range((LAST - begin).days + 1):
        day = begin + dt.timedelta(days=number)
        week = 1.0 if day.weekday() < 5 else 0.8
        weather = 1 + 0.02 * rng.standard_normal()
        consumer = 1000 * week * weather * (1 + 0.015 * rng.standard_normal()) * (1 - FALL * (day >= START))
        yield f"calls,{day},{consumer:.0f},calls,all,consumer"
        yield f"calls,{day},{300 * week * weather * (1 + 0.02 * rng.standard_normal()):.0f},calls,all,business"
        for area, level in (("north", 140), ("south", 210)):
            yield f"referral_traffic,{day},{level * week * (1 + 0.05 * rng.standard_normal()):.0f},visits,{area},all"
        yield f"followers,{day},{400 + number},followers,all,all"
    for month in range(10):
        yield f"hires,2026-{month + 1:02d}-01,{1 + month % 2},field engineers,all,all"
