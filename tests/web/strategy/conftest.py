"""A home with a closed assessment, Halden's strategy fitted to it, and who writes it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from leadline import assess
from leadline.config import Home, open_home
from leadline.engine import Lake
from leadline.listen import read_parties
from leadline.web.strategy.models import StrategyVersion

HALDEN = Path(__file__).parents[2] / "strategy" / "halden.yaml"
CLOSED = dt.datetime(2026, 10, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def closed_home(filled_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The filled home with its assessment closed ten days ago, as version 1."""
    folder = tmp_path_factory.mktemp("closed")
    shutil.copytree(filled_home.root, folder / "home")
    home = open_home(folder / "home")
    book = read_parties(filled_home.root.parent / "parties.yaml")
    lake = Lake(home.lake)
    x_ray = assess.x_ray(lake, book.parties, assess.months_heard(lake), themes=assess.load_themes())
    assess.close(lake, x_ray, now=CLOSED)
    return home


@pytest.fixture(scope="session")
def text() -> str:
    """Halden's strategy, standing on assessment 1: it can be adopted."""
    standing = HALDEN.read_text().replace("version: 2025-10\n  closed: 2025-10-10", "version: 1\n  closed: 2026-10-22")
    return re.sub("signed: 2025-10-..", "signed: 2026-10-23", standing)


@pytest.fixture
def of(client_of: Callable[..., Client], closed_home: Home) -> Callable[[str], Client]:
    """A signed-in browser in the home with the closed assessment: `of("strategist")`."""
    return lambda role: client_of(role, closed_home)


@pytest.fixture
def adopted(of: Callable[[str], Client], text: str) -> StrategyVersion:
    """Version 1 in force."""
    of("strategist").post("/strategy/draft/adopt/", {"text": text})
    return StrategyVersion.objects.get(number=1)
