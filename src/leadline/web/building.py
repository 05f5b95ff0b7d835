"""Bring a world of exports and documents into a home, in the order in which it happened.

In: the demo's `World`. Out: a home as a company would have it after eighteen months. Everything goes through the
stages and the pages' own actions; nothing is written past them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from leadline import assess, flow
from leadline.config import Home
from leadline.demo.champions import champions_of
from leadline.demo.decisions import DECIDED, DECISIONS
from leadline.demo.world import World
from leadline.listen import Options, import_file, read_parties
from leadline.strategy import read_document
from leadline.web.accounts.actions import ensure_demo_people
from leadline.web.accounts.models import Person
from leadline.web.accounts.permissions import Role
from leadline.web.documents import documents, lake
from leadline.web.listen.actions import replace_parties
from leadline.web.measure.actions import decide
from leadline.web.programs.actions import enroll_champions, name_champion, plan_programs, take_results
from leadline.web.strategy.actions import adopt
from leadline.web.together.example import make_together
from leadline.web.value.actions import enter_costs
from leadline.words import Month, Period

Tell = Callable[[str], None]
ASSESSED_UNTIL = dt.date(2025, 10, 9)


def build_company(home: Home, world: World, tell: Tell) -> None:
    """Import, assess, decide, plan, and run every month of the world."""
    ensure_demo_people()
    book = read_parties(world.folder / "parties.yaml")
    replace_parties(book.parties)
    for file in world.files:
        tell(f"importing {file.name}")
        import_file(home, lake(), file, parties=book, options=Options(), now=home.now())
    tell("reading every message")
    assess.label(lake(), assess.load_reader(documents().themes, layer=documents().layer))
    assess.mine_phrases(lake(), documents().parties.own.id)
    months = _months()
    _decide(home, world, months[0].first_day, tell)
    for month in months:
        tell(month.name)
        flow.run_month(lake(), documents(), month, now=_after(month, home.company.tz, home.now()))
        if month == DECIDED:
            _tune(home)
    strategist = Person.objects.get(username=Role.STRATEGIST.value)
    document = read_document(world.folder / "strategy.yaml")
    make_together(document, by=strategist, now=home.now() - dt.timedelta(days=6))


def _decide(home: Home, world: World, first_day: dt.date, tell: Tell) -> None:
    """Close the assessment, adopt the strategy on it, plan its programs."""
    tell("closing the assessment")
    on = dt.datetime.combine(ASSESSED_UNTIL + dt.timedelta(days=1), dt.time(10), home.company.tz)
    seen = assess.x_ray(
        lake(), documents().parties.parties, Period(first_day, ASSESSED_UNTIL), themes=documents().themes
    )
    assess.close(lake(), seen, now=on)
    tell("adopting the strategy")
    document = read_document(world.folder / "strategy.yaml")
    adopted_on = on + dt.timedelta(days=14)
    plan_programs(world.folder / "programs.yaml", by=None, now=adopted_on)
    enter_costs(world.folder / "costs.yaml", by=None, now=adopted_on)
    champions, results = champions_of(world.seed)
    enroll_champions(champions)
    name_champion(next(one.id for one in champions if one.name is None), Person.objects.get(role=Role.CHAMPION.value))
    take_results(results)
    adopt(document, flow.strategy_facts(lake(), documents(), adopted_on.date()), by=None, now=adopted_on)


def _tune(home: Home) -> None:
    """Each line ends its month (S4.2)."""
    on = _after(DECIDED, home.company.tz, home.now()) + dt.timedelta(days=1)
    for line, choice, reason, role in DECISIONS:
        person = Person.objects.get(username=role)
        decide(lake(), documents(), DECIDED, line, choice=choice, reason=reason, by=person, now=on)


def _months() -> list[Month]:
    heard = flow.days_heard(lake())
    found = [Month.of(heard.first)]
    while found[-1] < Month.of(heard.last):
        found.append(found[-1].next())
    return found


def _after(month: Month, zone: ZoneInfo, latest: dt.datetime) -> dt.datetime:
    """The third of the next month, nine o'clock; never after the home's own clock."""
    return min(dt.datetime.combine(month.next().first_day + dt.timedelta(days=2), dt.time(9), zone), latest)
