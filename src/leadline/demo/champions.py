"""Champions and what they handed in: two pilots, month by month, with the hires that are planted.

In: a seed. Out: `Champion`s and `Result`s as `programs.champions` has them, and the same as plain values. Some
champions want no name, one has left, and some results nobody has confirmed (level D).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import yaml

from leadline.demo.company import COMPANY
from leadline.demo.people import persona
from leadline.demo.planted import PLANTED, WORLD
from leadline.demo.series import Series
from leadline.programs.champions import Champion, EvidenceLevel, Passion, Pilot, Result, Story
from leadline.words import Department, Money, Month

_FIRST_PERSON = 6_400_000
_AGENCY_FEE = Decimal(7800)
_MEMBERS: dict[Pilot, tuple[tuple[Department, int], ...]] = {
    Pilot.NEW_EMPLOYEES: ((Department.PRODUCTION, 6), (Department.PRODUCT, 3), (Department.SUPPORT, 3)),
    Pilot.NEW_BUSINESS: ((Department.SALES, 4), (Department.SUPPORT, 3), (Department.LOGISTICS, 2)),
}


def champions_of(seed: int) -> tuple[tuple[Champion, ...], tuple[Result, ...]]:
    """Everybody who opted in since the start, and their results up to the world's end."""
    random = Random(f"{seed} champions")  # noqa: S311 - a world, no secret
    stories = _stories()
    members = tuple(_members(random, stories["passions"]))
    results = [result for month in _months() for result in _of_month(random, members, month, stories)]
    return members, tuple(results)


def reach_outs(results: Sequence[Result]) -> Series:
    """People champions reached a month, as the metric of that name."""
    months = [month.last_day for month in _months()]
    told = [sum(one.counts.get("reach_outs", 0) for one in results if one.month.last_day == month) for month in months]
    values = np.array(told, dtype=float)
    days = np.array(months, dtype="datetime64[D]")
    return Series("champion_reach_outs", "people", days, values, values, np.zeros(len(values)))


def read_champions(path: Path) -> tuple[tuple[Champion, ...], tuple[Result, ...]]:
    """Read `champions.yaml` as it was written."""
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(map(_champion, plain["champions"])), tuple(map(_result, plain["results"]))


def as_plain(champions: Sequence[Champion], results: Sequence[Result]) -> dict[str, Any]:
    """Plain values, for YAML."""
    return {
        "champions": [
            {
                "id": one.id,
                "name": one.name,
                "department": one.department.value,
                "pilot": one.pilot.value,
                "joined": one.joined,
                "left": one.left,
                "passions": [{"topic": passion.topic, "kind": passion.kind} for passion in one.passions],
            }
            for one in champions
        ],
        "results": [
            {
                "champion": one.champion,
                "month": str(one.month),
                "pilot": one.pilot.value,
                "evidence": one.evidence.value,
                "client": one.client,
                "credit": one.credit,
                "counts": dict(one.counts),
                "money": None
                if one.money is None
                else {"amount": str(one.money.amount), "currency": one.money.currency},
                "hours": str(one.hours),
                "shown_by": one.shown_by,
                "story": {"what": one.story.what, "how": one.story.how, "steps": one.story.steps},
            }
            for one in results
        ],
    }


def _stories() -> dict[str, Any]:
    text = (files("leadline.demo") / "texts" / "champions.yaml").read_text(encoding="utf-8")
    stories: dict[str, Any] = yaml.safe_load(text)
    return stories


def _members(random: Random, passions: Mapping[str, list[str]]) -> Iterator[Champion]:
    start, number = PLANTED.metrics.champions_start, 0
    for pilot, departments in _MEMBERS.items():
        for department in (department for department, count in departments for _ in range(count)):
            number += 1
            joined = start if number % 3 else start + dt.timedelta(days=30 * (1 + int(random.random() * 4)))
            yield Champion(
                id=f"k{number:02d}",
                department=department,
                pilot=pilot,
                joined=joined,
                left=dt.date(2026, 8, 1) if number == 8 else None,
                name=persona(_FIRST_PERSON + 97 * number).full if random.random() < 0.75 else None,
                passions=(
                    Passion(random.choice(passions["work"]), "work"),
                    Passion(random.choice(passions["personal"]), "personal"),
                ),
            )


def _of_month(
    random: Random, members: Sequence[Champion], month: Month, stories: Mapping[str, Any]
) -> Iterator[Result]:
    taking_part = [one for one in members if one.takes_part(month)]
    recruiters = [one for one in taking_part if one.pilot is Pilot.NEW_EMPLOYEES]
    planted = PLANTED.metrics.champion_hires.get(str(month), 0)
    lucky = random.sample([one.id for one in recruiters], k=min(planted, len(recruiters)))
    for champion in taking_part:
        if champion.pilot is Pilot.NEW_BUSINESS:
            yield from _business(random, champion, month, stories["new business"])
        elif random.random() < 0.9 or champion.id in lucky:
            yield _recruiting(random, champion, month, champion.id in lucky, stories["new employees"])


def _recruiting(
    random: Random, champion: Champion, month: Month, hired: bool, stories: Sequence[Mapping[str, str]]
) -> Result:
    reached = 8 + int(random.random() * 28)
    applied = int(reached * (0.05 + 0.12 * random.random())) + hired
    level = (
        EvidenceLevel.A
        if hired
        else random.choice((EvidenceLevel.A, EvidenceLevel.B, EvidenceLevel.C, EvidenceLevel.D))
    )
    shown = {
        "A": f"ATS {random.randrange(3000, 9999)}",
        "B": f"halden.example/j/{champion.id}",
        "C": "recruiting",
        "D": "",
    }
    return Result(
        champion=champion.id,
        month=month,
        pilot=champion.pilot,
        evidence=level,
        counts={
            "reach_outs": reached,
            "applicants": applied,
            "interviews": max(int(applied * random.random()), int(hired)),
            "hires": int(hired),
        },
        money=Money(_AGENCY_FEE, COMPANY.currency) if hired else None,
        hours=Decimal(4 + int(random.random() * 16)) / 2,
        shown_by=shown[level.value],
        story=Story(**random.choice(stories)) if hired else Story(),
    )


def _business(
    random: Random, champion: Champion, month: Month, stories: Sequence[Mapping[str, str]]
) -> Iterator[Result]:
    for client in ("existing", "new"):
        if random.random() < 0.35:
            continue
        leads = 1 + int(random.random() * 6)
        meetings = int(leads * random.random() + 0.4)
        proposals = int(meetings * random.random() + 0.3)
        deals = int(proposals > 0 and random.random() < 0.45)
        level = random.choice((EvidenceLevel.A, EvidenceLevel.A, EvidenceLevel.B, EvidenceLevel.C, EvidenceLevel.D))
        link = f"halden.example/b/{champion.id}"
        shown = {"A": f"CRM {random.randrange(20_000, 99_999)}", "B": link, "C": "deal owner", "D": ""}
        yield Result(
            champion=champion.id,
            month=month,
            pilot=champion.pilot,
            evidence=level,
            client="existing" if client == "existing" else "new",
            credit="sourced" if client == "new" or random.random() < 0.4 else "influenced",
            counts={"leads": leads, "meetings": meetings, "proposals": proposals, "deals": deals},
            money=Money(Decimal(400 + 50 * int(random.random() * 120)), COMPANY.currency) if deals else None,
            hours=Decimal(2 + int(random.random() * 12)) / 2,
            shown_by=shown[level.value],
            story=Story(**random.choice(stories)) if deals else Story(),
        )


def _months() -> Iterator[Month]:
    month = Month.of(PLANTED.metrics.champions_start)
    while month <= Month.of(WORLD.last):
        yield month
        month = month.next()


def _champion(entry: dict[str, Any]) -> Champion:
    return Champion(
        id=entry["id"],
        department=Department(entry["department"]),
        pilot=Pilot(entry["pilot"]),
        joined=entry["joined"],
        left=entry["left"],
        name=entry["name"],
        passions=tuple(Passion(**passion) for passion in entry["passions"]),
    )


def _result(entry: dict[str, Any]) -> Result:
    money = entry["money"]
    return Result(
        champion=entry["champion"],
        month=Month.parse(entry["month"]),
        pilot=Pilot(entry["pilot"]),
        evidence=EvidenceLevel(entry["evidence"]),
        client=entry["client"],
        credit=entry["credit"],
        counts=entry["counts"],
        money=Money(Decimal(money["amount"]), money["currency"]) if money else None,
        hours=Decimal(entry["hours"]),
        shown_by=entry["shown_by"],
        story=Story(**entry["story"]),
    )
