"""The catalogue's data (`catalogue.toml`) as frozen values: every metric that Leadline can describe, and the packs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from leadline.words import ValueType


class Direction(StrEnum):
    """Whether more is better or less; a reduction is as good an aim as a rise."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Metric:
    """One thing that can be measured.

    `good` is the direction that is better; `gamed` says how the number can be made to look good while nothing gets
    better; `business` says that the company's own books or systems record it (the upper side of a line), otherwise it
    is read from social activity; `counted` that it comes in whole pieces; `fits` which kinds of value it can show.
    """

    id: str
    name: str
    definition: str
    unit: str
    good: Direction
    source: str
    gamed: str
    fits: tuple[ValueType, ...] = ()
    business: bool = False
    counted: bool = False
    vanity: bool = False


@dataclass(frozen=True)
class Pack:
    """Metrics that belong together for one kind of objective."""

    id: str
    title: str
    fits: tuple[ValueType, ...]
    metrics: tuple[str, ...]


def _metric(row: dict[str, Any]) -> Metric:
    fits = tuple(ValueType(value) for value in row.pop("fits", ()))
    return Metric(good=Direction(row.pop("good")), fits=fits, **row)


def _pack(row: dict[str, Any]) -> Pack:
    fits = tuple(ValueType(value) for value in row["fits"])
    return Pack(row["id"], row["title"], fits, tuple(row["metrics"]))


_DATA = tomllib.loads(files("leadline.strategy").joinpath("catalogue.toml").read_text(encoding="utf-8"))

METRICS: tuple[Metric, ...] = tuple(_metric(row) for row in _DATA["metric"])
PACKS: tuple[Pack, ...] = tuple(_pack(row) for row in _DATA["pack"])
