"""The company's own people in three levels: executives, managers who report to them, employees who report to those.

In: a size. Out: `people.csv` as a personnel system would export it. No stage reads it yet; it gives the size
of the framework's own case (S3.4) its names, departments and areas.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from leadline.demo.company import Size
from leadline.demo.people import persona
from leadline.demo.trade import AREAS
from leadline.words import Department

COLUMNS = ("person_id", "name", "level", "department", "manager_id", "area")
_FIRST_PERSON = 7_000_000
_DEPARTMENTS = tuple(Department)


class Employee(NamedTuple):
    """One colleague; `manager_id` is empty for executives."""

    person_id: str
    name: str
    level: str
    department: str
    manager_id: str
    area: str


def employees(size: Size) -> Iterator[Employee]:
    """Everybody, executives first; each level is spread evenly over the one above it."""
    levels = (("executive", "e", size.executives), ("manager", "m", size.managers), ("employee", "p", size.employees))
    areas = tuple(AREAS)
    above, above_mark = 0, ""
    number = _FIRST_PERSON
    for level, mark, count in levels:
        for at in range(count):
            number += 13
            boss = at % above if above else 0
            department = _DEPARTMENTS[(boss if above else at) % len(_DEPARTMENTS)]
            manager = f"{above_mark}{boss + 1:04d}" if above else ""
            name, area = persona(number).full, areas[at * 7 % len(areas)]
            yield Employee(f"{mark}{at + 1:04d}", name, level, department.value, manager, area)
        above, above_mark = count, mark


def write_employees(path: Path, size: Size) -> int:
    """Write `people.csv`; the number of people."""
    people = list(employees(size))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(people)
    return len(people)
