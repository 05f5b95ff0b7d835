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
from leadline.strategy.shared import without_people
from leadline.web.strategy.models import StrategyVersion
from leadline.web.together.models import Guest, Workspace

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


@pytest.fixture
def workspace(of: Callable[[str], Client], text: str) -> Workspace:
    """Halden's draft on the table, with nobody of the market in it yet; all but the money is shown."""
    from leadline.web.accounts.models import Person
    from leadline.web.documents import now
    from leadline.web.strategy.convert import document_in
    from leadline.web.together import actions
    from leadline.web.together.convert import draft
    from leadline.web.together.pages import can_be_shown

    of("strategist")
    marit = Person.objects.get(username="strategist")
    document = without_people(document_in(text), ["Hanne Lund", "Nordhandel"])
    opened = actions.open_workspace("Service on the page", "We ask those it is for.", document, by=marit, now=now())
    keys = can_be_shown(draft(opened)) - {"objectives:engineers-speak"}
    heard = [{"id": "phone", "title": "Waiting on the phone"}, {"id": "late", "title": "Late deliveries"}]
    actions.show(opened, keys, heard, by=marit, now=now())
    return opened


@pytest.fixture
def invite(workspace: Workspace) -> Callable[..., tuple[Guest, str]]:
    """`invite("Hanne Berg")`: a guest, and the address of the link."""
    from leadline.web.accounts.models import Person
    from leadline.web.documents import now
    from leadline.web.together import inviting

    def made(name: str, role: str = "customer", **more: object) -> tuple[Guest, str]:
        marit = Person.objects.get(username="strategist")
        place = more.pop("into", workspace)
        guest, token = inviting.invite(place, name=name, role=role, by=marit, now=now(), **more)
        return guest, f"/guest/in/{token}/"

    return made


@pytest.fixture
def guest(invite: Callable[..., tuple[Guest, str]]) -> Callable[..., tuple[Guest, Client]]:
    """`guest("Hanne Berg")`: somebody who went in by their link and agreed, with their browser."""

    def made(name: str, role: str = "customer", **more: object) -> tuple[Guest, Client]:
        shown = str(more.pop("shown", "name"))
        found, address = invite(name, role, **more)
        client = Client()
        client.post(address)
        client.post("/guest/consent/", {"agreed": "yes", "as": shown})
        found.refresh_from_db()
        return found, client

    return made
