"""Whose work hurts customers? The departments by what the own customers complain about.

In: the x-ray. Out: a `DepartmentHurt` a department, the most hurting first. The surprise: a share is of the messages
in which a theme was found, since only a theme names a department.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from leadline.assess import XRay, share_of
from leadline.words import Department, Estimate


@dataclass(frozen=True)
class DepartmentHurt:
    """How many negative or frustrated messages have a theme of the department's, and their part of all with a theme."""

    department: Department
    messages: int
    share: Estimate


def hurt_by_department(x_ray: XRay) -> tuple[DepartmentHurt, ...]:
    """The departments by their share of what hurts the own customers."""
    hurting: Counter[str] = Counter()
    for theme in x_ray.own.aspects["customers"].themes:
        hurting[theme.department] += theme.hurting
    known = [(Department(name), count) for name, count in hurting.items() if name in set(Department)]
    ranked = sorted(known, key=lambda one: (-one[1], one[0]))
    whole = sum(hurting.values())
    shares = ((name, count, share_of(count, whole)) for name, count in ranked)
    return tuple(DepartmentHurt(name, count, share) for name, count, share in shares if share)
