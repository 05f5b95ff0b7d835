"""Where do customers meet us, and where does it hurt? The experience map: one touch point a department (S4.3, S4.4).

In: an x-ray. Out: a `TouchPoint` a department that any theme of the own customers belongs to, in the house's order:
support first, then all the way back to marketing. The surprise: pain is a share of the complaints in which a theme was
found, since only a theme names a department.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leadline.assess.shares import share_of
from leadline.assess.xray.landscape import ThemeReading, XRay
from leadline.words import Department, Estimate


@dataclass(frozen=True)
class TouchPoint:
    """One department as the own customers meet it.

    `messages` speak of its themes, `hurting` of them are negative or frustrated; `pain` is its part of all complaints
    that have a theme, `hurt_rate` how often speaking of it hurts. Themes stand by how much they hurt.
    """

    department: Department
    messages: int
    before: int
    hurting: int
    pain: Estimate | None
    hurt_rate: Estimate | None
    themes: tuple[ThemeReading, ...]


def touch_points(x_ray: XRay) -> tuple[TouchPoint, ...]:
    """The departments that customers speak of, in the house's order."""
    themes = x_ray.own.aspects["customers"].themes
    whole = sum(theme.hurting for theme in themes if theme.department in set(Department))
    mine = {one: [theme for theme in themes if theme.department == one] for one in Department}
    return tuple(_touch_point(one, mine[one], whole) for one in Department if mine[one])


def _touch_point(department: Department, themes: Sequence[ThemeReading], whole: int) -> TouchPoint:
    messages, hurting = sum(theme.messages for theme in themes), sum(theme.hurting for theme in themes)
    return TouchPoint(
        department=department,
        messages=messages,
        before=sum(theme.before for theme in themes),
        hurting=hurting,
        pain=share_of(hurting, whole),
        hurt_rate=share_of(hurting, messages),
        themes=tuple(sorted(themes, key=lambda theme: (-theme.hurting, theme.theme))),
    )
