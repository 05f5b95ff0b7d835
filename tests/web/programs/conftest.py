"""A desk on Monday 2 March 2026, one o'clock in Amsterdam: who waits, since when, and with what."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.test import Client

from leadline import assess
from leadline.config import Home, create_home, stop_clock
from leadline.engine import Lake
from leadline.listen import Options, import_file, read_parties
from leadline.programs import Promise, calendar_from_dict
from leadline.programs.waiting import refresh_episodes
from leadline.web.accounts.models import Person
from tests.web.conftest import PARTIES

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
PROMISE = Promise(
    60,
    calendar_from_dict({"zone": "Europe/Amsterdam", "hours": "every day 08:00-20:00"}),
    frozenset({"facebook"}),
    frozenset({"halden"}),
)
PROGRAMS = """
- id: page-service
  name: Service on the page
  owner: Alice Lund
  department: support
  period: from 2026-01-05
  budget: 31000 EUR a month
  people: [{role: agent, count: 5, hours_a_month: 160}]
  metrics:
    - {metric: answered_within_promise, target: 95 %, direction: up}
    - {metric: calls, target: "300 calls a day", direction: down, segment: consumer}
  promise: {target_minutes: 60, hours: "every day 08:00-20:00", channels: [facebook]}
- id: stories
  name: Stories from the north
  period: 2026-05-01 to 2026-06-30
"""

ASKED = {
    "late": (11, 40, "My bill is wrong, who mends it?"),
    "soon": (12, 10, "The router is dead again"),
    "calm": (12, 40, "When do you open on Sunday?"),
    "answered": (11, 0, "Is the shop open?"),
}
"""Hours and minutes in Amsterdam, where it is one o'clock: the promise is broken at 12:40, 13:10 and 13:40."""

THREADS = {name: f"t{number}" for number, name in enumerate(ASKED, 1)}
"""The conversations' ids, as a machine counts: a word for an id would be kept as a pseudonym."""


@pytest.fixture(scope="session")
def desk_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Four questions, one of them answered; the clock stands at NOW."""
    folder = tmp_path_factory.mktemp("desk")
    home = create_home(folder / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    home = stop_clock(home, NOW)
    (folder / "parties.yaml").write_text(PARTIES)
    (folder / "messages.ndjson").write_text("".join(json.dumps(row) + "\n" for row in _messages()))
    lake = Lake(home.lake)
    book = read_parties(folder / "parties.yaml")
    import_file(home, lake, folder / "messages.ndjson", parties=book, options=Options(), now=NOW)
    assess.label(lake, assess.load_reader())
    refresh_episodes(lake, PROMISE)
    return home


@pytest.fixture
def planned(client_of, desk_home: Home) -> Callable[[str], Client]:
    """A signed-in browser without a screen in the desk's home, where the programs are in force."""

    def client(role: str) -> Client:
        found = client_of(role, desk_home)
        plan()
        return found

    return client


@pytest.fixture
def someone(db) -> Callable[[str], Person]:
    return lambda role: Person.objects.get(username=role)


def plan() -> None:
    """Put the parties and the programs in force."""
    from leadline.listen import PartyBook
    from leadline.web.listen.actions import replace_parties
    from leadline.web.programs.actions import plan_programs
    from leadline.web.programs.models import ProgramsVersion
    from leadline.words import Party, PartyKind

    if ProgramsVersion.objects.exists():
        return
    own = Party("halden", "Halden Telecom", PartyKind.OWN, handles=("halden",))
    replace_parties(PartyBook((own,)).parties)
    plan_programs(PROGRAMS, by=None, now=NOW)


def _messages() -> list[dict[str, object]]:
    rows = [
        _message(THREADS[name], THREADS[name], hour, minute, text, name, "customer")
        for name, (hour, minute, text) in ASKED.items()
    ]
    soon, answered = THREADS["soon"], THREADS["answered"]
    rows.append(_message("t2-2", soon, 12, 20, "And the lamp is red", "soon", "customer") | {"reply_to": soon})
    reply = _message("t4-2", answered, 11, 20, "Until six.", "halden", "brand")
    return [*rows, reply | {"reply_to": answered}]


def _message(key: str, thread: str, hour: int, minute: int, text: str, author: str, role: str) -> dict[str, object]:
    at = dt.datetime(2026, 3, 2, hour - 1, minute, tzinfo=dt.UTC)
    return {
        "message_id": key,
        "thread_id": thread,
        "posted_at": at.isoformat(),
        "author": author,
        "text": text,
        "speaker_role": role,
        "about_party": "halden",
        "channel": "facebook",
    }
