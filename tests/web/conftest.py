"""The site under test: a real database, a real lake in a temporary home, real people of every role."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from leadline import assess
from leadline.config import Home, create_home, open_home, stop_clock
from leadline.engine import Lake
from leadline.listen import Options, import_file, read_parties
from tests.october import CHAMPIONS, RESULTS, ran
from tests.october import NOW as OCTOBER_NOW

NOW = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PARTIES = """
- {name: Halden Telecom, id: halden, kind: own, handles: [halden]}
- {name: Brevik Mobile, id: brevik, kind: competitor, handles: [brevik]}
- {name: Nordhandel, id: nordhandel, kind: partner, partner_type: dealer}
"""

_SAID = (
    (
        "customer",
        "halden",
        "I have been on hold for an hour and nobody answers the phone, this is awful",
        "brand",
        "Sorry! We look into it now.",
    ),
    ("customer", "halden", "The router keeps rebooting since Monday, I am so annoyed", "brand", "We will call you."),
    ("customer", "halden", "Thank you so much, great service, it works again!", "", ""),
    ("customer", "halden", "When does the shop in town open on Saturday?", "brand", "At nine."),
    ("customer", "brevik", "Brevik raised the price again, ridiculous", "", ""),
    ("customer", "brevik", "Coverage in the north is great", "", ""),
    ("dealer", "halden", "Our order of routers has not arrived, please tell us when", "", ""),
)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database as a company's own: a file, or one of PostgreSQL that sorts texts as people do (`on_postgresql.py`).

    Rows in memory would be shared by a lock without patience: a page still being answered fails the test that ends.
    """
    from django.conf import settings

    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("postgresql"):
        default["TEST"]["TEMPLATE"] = f"{default['NAME']}_template"
    else:
        default["TEST"]["NAME"] = str(tmp_path_factory.mktemp("rows") / "rows.sqlite3")
        default["OPTIONS"] = default["OPTIONS"] | {
            "init_command": default["OPTIONS"]["init_command"] + " PRAGMA synchronous=OFF;"  # nobody keeps these rows
        }


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    root = tmp_path_factory.mktemp("empty") / "home"
    return create_home(root, company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Ninety days of a small company: messages read, metrics recorded; its clock stands at NOW."""
    folder = tmp_path_factory.mktemp("filled")
    home = create_home(folder / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    home = stop_clock(home, NOW)
    lake = Lake(home.lake)
    (folder / "parties.yaml").write_text(PARTIES)
    book = read_parties(folder / "parties.yaml")
    for name, text in (("messages.ndjson", _messages()), ("metrics.csv", _metrics())):
        (folder / name).write_text(text)
        import_file(home, lake, folder / name, parties=book, options=Options(), now=NOW)
    assess.label(lake, assess.load_reader())
    return home


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Passwords are hashed the quick way: the slow one costs three seconds a test, for seven invented people."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def in_home(settings) -> Callable[[Home], None]:
    """Let the site serve this home."""
    from leadline.web import documents

    def serve(home: Home) -> None:
        settings.HOME = home
        documents._lake_of.cache_clear()

    yield serve
    documents._lake_of.cache_clear()


@pytest.fixture
def client_of(db, in_home, filled_home: Home) -> Callable[..., Client]:
    """A signed-in browser without a screen: `client_of("agent")`, in the filled home unless told otherwise."""
    from leadline.listen import PartyBook
    from leadline.web.accounts.actions import ensure_demo_people
    from leadline.web.accounts.models import Person
    from leadline.web.listen.actions import replace_parties

    def client(role: str, home: Home | None = None) -> Client:
        in_home(home or filled_home)
        ensure_demo_people()
        if home is None:
            replace_parties(_book(filled_home).parties)
        signed_in = Client()
        signed_in.force_login(Person.objects.get(username=role))
        return signed_in

    def _book(home: Home) -> PartyBook:
        return read_parties(home.root.parent / "parties.yaml")

    return client


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A real Chromium; without one a skip here, a failure under CI."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: apt install chromium.")
        pytest.skip("Chromium is missing: apt install chromium.")
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in this thread; no view runs in it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server) -> object:
    """The site on a port of its own, begun once the database stands: each request then has its own connection to it."""
    return live_server


@pytest.fixture
def browser_page(chromium, live_server, client_of) -> Iterator[Callable[..., object]]:
    """A page of a real browser, signed in: `browser_page("executive", width=420, dark=True)`."""
    contexts = []

    def page(role: str, *, home: Home | None = None, width: int = 1400, dark: bool = False) -> object:
        client = client_of(role, home)
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", base_url=live_server.url
        )
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        return context.new_page()

    yield page
    for context in contexts:
        for opened in context.pages:
            opened.goto("about:blank")  # what the page still asked for is done or cut off before the rows are flushed
        context.close()


def _messages() -> str:
    rows: list[dict[str, object]] = []
    for day in range(90):
        morning = NOW - dt.timedelta(days=90 - day)
        for place, (role, party, text, reply_role, reply) in enumerate(_SAID):
            for copy in range(1 + (day + place) % 3):
                key = f"{day}-{place}-{copy}"
                asked = morning + dt.timedelta(minutes=17 * place + copy)
                rows.append(
                    _message(
                        key, key, asked, f"{role}{(day * 7 + place + copy) % 60}", f"{text} ({day}.{copy})", role, party
                    )
                )
                if reply_role:
                    answered = asked + dt.timedelta(minutes=20 + 25 * copy)
                    rows.append(
                        _message(f"{key}r", key, answered, "halden", reply, reply_role, party) | {"reply_to": key}
                    )
    return "".join(json.dumps(row) + "\n" for row in rows)


def _message(
    key: str, thread: str, at: dt.datetime, author: str, text: str, role: str, party: str
) -> dict[str, object]:
    return {
        "message_id": key,
        "thread_id": thread,
        "posted_at": at.isoformat(),
        "author": author,
        "text": text,
        "speaker_role": role,
        "about_party": party,
        "channel": "facebook",
    }


def _metrics() -> str:
    lines = ["metric,day,value,unit,area,segment"]
    for day in range(400):
        date = NOW.date() - dt.timedelta(days=400 - day)
        level = 400 + 30 * (date.weekday() < 5) + (day * 37) % 23 - (45 if day > 300 else 0)
        lines += [
            f"calls,{date},{level},calls,all,consumer",
            f"calls,{date},{120 + (day * 31) % 11},calls,all,business",
        ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def month_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """October's home after its months were run."""
    folder = tmp_path_factory.mktemp("links") / "home"
    shutil.copytree(ran().home.root, folder, ignore=shutil.ignore_patterns("rows.sqlite3*"))
    return stop_clock(open_home(folder), OCTOBER_NOW)


@pytest.fixture
def reader(client_of, month_home: Home):
    """`reader("viewer")`: signed in where everything that people write is in force."""

    def client(role: str) -> Client:
        found = client_of(role, month_home)
        _write_everything()
        return found

    return client


def _write_everything() -> None:
    from leadline.strategy import write_document
    from leadline.web.accounts.versions import keep
    from leadline.web.listen.actions import replace_parties
    from leadline.web.programs.actions import enroll_champions, plan_programs, take_results
    from leadline.web.strategy.models import StrategyVersion
    from leadline.web.value.actions import enter_costs

    world = ran()
    replace_parties(world.documents.parties.parties)
    text = write_document(world.documents.strategy)
    keep(StrategyVersion, text, by=None, now=OCTOBER_NOW, digest=world.documents.strategy.digest())
    plan_programs(world.folder / "programs.yaml", by=None, now=OCTOBER_NOW)
    enter_costs(world.folder / "costs.yaml", by=None, now=OCTOBER_NOW)
    enroll_champions(CHAMPIONS)
    take_results(RESULTS)
