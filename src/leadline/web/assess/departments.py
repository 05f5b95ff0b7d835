"""Whose work hurts customers? The departments by what the own customers complain about.

In: the x-ray. Out: a `DepartmentHurt` a department, the most hurting first. The surprise: a share is of the messages
in which a theme was found, since only a theme names a department.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadline.assess import XRay, touch_points
from leadline.words import Department, Estimate


@dataclass(frozen=True)
class DepartmentHurt:
    """How many negative or frustrated messages have a theme of the department's, and their part of all with a theme."""

    department: Department
    messages: int
    share: Estimate


def hurt_by_department(x_ray: XRay) -> tuple[DepartmentHurt, ...]:
    """The departments by their share of what hurts the own customers: the touch points of the map, most pain first."""
    ranked = sorted(touch_points(x_ray), key=lambda one: (-one.hurting, one.department))
    return tuple(DepartmentHurt(one.department, one.hurting, one.pain) for one in ranked if one.pain)
