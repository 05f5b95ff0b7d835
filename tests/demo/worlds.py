"""The demo's world as tests need it: written whole in its tiny size, and single months of it at other sizes."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from leadline.demo import SEED, World, write_world
from leadline.demo.company import SIZES
from leadline.demo.message import Message
from leadline.demo.planted import PLANTED
from leadline.demo.world import WorldWriter
from leadline.words import Month

_FOLDER = TemporaryDirectory(prefix="leadline-demo-")


@lru_cache(maxsize=1)
def tiny() -> World:
    """The tiny world in a folder of its own; treat it as read-only."""
    return write_world(Path(_FOLDER.name), size="tiny")


@lru_cache(maxsize=8)
def month_of(name: str, seed: int = SEED) -> tuple[Message, ...]:
    """The messages of one month at the default size, with what only the world knows of them."""
    return tuple(WorldWriter(seed, SIZES["default"], PLANTED).month(Month.parse(name)))


@lru_cache(maxsize=1)
def rows() -> tuple[dict[str, Any], ...]:
    """The sound rows of the tiny world's messages, the second export of October left out."""
    found = []
    for path in tiny().files:
        if path.suffix == ".ndjson" and "late-october" not in path.name:
            found += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    return tuple(row for row in found if "channel" in row)
