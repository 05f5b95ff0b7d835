"""People's rows on their way: out of SQLite, into a backup while everybody writes, and into an empty PostgreSQL."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import threading
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.test import Client

from leadline.config import create_home
from leadline.database import CARRIED, holds_rows
from leadline.errors import LeadlineError
from tests.cli.conftest import leadline
from tests.web.test_links import links_in

pytestmark = pytest.mark.postgresql

NOW = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
OF_ONE_ANSWER = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"')
PARTIES = "- {name: Halden Telecom, id: halden, kind: own}\n- {name: Brevik Mobile, id: brevik, kind: competitor}\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A home in SQLite with somebody who may sign in and two parties."""
    root = tmp_path / "home"
    create_home(root, company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    (tmp_path / "parties.yaml").write_text(PARTIES)
    assert said("people", "invite", "ann", "--role", "executive", home=root).code == 0
    assert said("listen", "parties", tmp_path / "parties.yaml", home=root).code == 0
    return root


def said(*words: object, home: Path, url: str = "", **environ: str):
    return leadline(*words, "--home", home, LEADLINE_DATABASE_URL=url, **environ)


def told(home: Path, url: str = "") -> list[str]:
    """What a home's records say in the terminal."""
    return [said(*words, home=home, url=url).out for words in (("people", "list"), ("listen", "parties"))]


def pages(client: Client) -> dict[str, str]:
    """The pages that a role can reach from Home and from each word, without what is drawn anew for each answer."""
    home = client.get("/").content.decode()
    found = {address: client.get(address, follow=True) for address in links_in(home, "/") if "sign-out" not in address}
    return {
        address: OF_ONE_ANSWER.sub("", answer.content.decode(errors="replace")) for address, answer in found.items()
    }


@pytest.mark.parametrize("role", ["executive", "champion"])
def test_rows_that_went_into_a_file_and_back_say_the_same_on_every_page(
    reader, beside, tmp_path: Path, role: str
) -> None:
    """PostgreSQL to SQLite is a backup, SQLite to PostgreSQL the move: both at once, with all that people write."""
    from django.db import DEFAULT_DB_ALIAS

    from leadline.web import carrying

    client = reader(role)
    before = pages(client)
    assert len(before) > 10
    written = carrying.rows_into(tmp_path / "rows.sqlite3")
    call_command("flush", verbosity=0, interactive=False)
    with carrying._sqlite(tmp_path / "rows.sqlite3", {}):
        assert carrying._carry("file", DEFAULT_DB_ALIAS) == written
    assert pages(client) == before


def test_what_is_written_after_carrying_gets_a_number_of_its_own(reader, beside, tmp_path: Path) -> None:
    from leadline.web import carrying
    from leadline.web.accounts.versions import keep
    from leadline.web.value.models import CostsVersion

    reader("executive")
    carrying.rows_into(tmp_path / "rows.sqlite3")
    call_command("flush", verbosity=0, interactive=False)
    with carrying._sqlite(tmp_path / "rows.sqlite3", {}):
        carrying._carry("file", "default")
    known = set(CostsVersion.objects.values_list("pk", flat=True))
    assert known
    assert keep(CostsVersion, "another sheet", by=None, now=NOW).pk not in known


def test_a_copy_made_while_others_write_is_of_one_moment(beside, tmp_path: Path) -> None:
    """Each transaction writes one row into either of two tables; a copy of two moments would hold more of one."""
    from django.db import connection, transaction

    from leadline.web.accounts.versions import keep
    from leadline.web.carrying import rows_into
    from leadline.web.programs.models import ProgramsVersion
    from leadline.web.value.models import CostsVersion

    enough, written = threading.Event(), []

    def write() -> None:
        try:
            while not enough.is_set():
                with transaction.atomic():
                    for model in (ProgramsVersion, CostsVersion):
                        keep(model, f"text {len(written)}", by=None, now=NOW)
                written.append(1)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 20 and writer.is_alive():
            writer.join(0.01)
        counts = [
            _counts(place) for place in (tmp_path / f"{number}.sqlite3" for number in range(3)) if rows_into(place)
        ]
    finally:
        enough.set()
        writer.join()
    assert [programs for programs, _ in counts] == [costs for _, costs in counts]
    assert 20 <= counts[0][0] < counts[-1][0] < len(written), "nobody wrote meanwhile: nothing was tried"


def _counts(place: Path) -> tuple[int, int]:
    with sqlite3.connect(place) as rows:
        return tuple(
            rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - two names that stand here
            for table in ("programs_programsversion", "value_costsversion")
        )


def test_a_home_is_carried_over_with_a_command_and_its_file_put_aside(small: Path, fresh: str) -> None:
    before = told(small)
    sentence, advice = said("people", "list", home=small, url=fresh).refusal
    assert "rows.sqlite3, and LEADLINE_DATABASE_URL names another place" in sentence
    assert f"leadline engine carry --home {small}" in advice
    assert said("engine", "carry", home=small, url=fresh).code == 0
    assert told(small, fresh) == before
    assert (holds_rows(small / "rows.sqlite3"), (small / CARRIED).exists()) == (False, True)
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(small / "rows.sqlite3") as stray:
        stray.execute("CREATE TABLE made_by_a_site_that_still_runs (id)")
    assert said("people", "invite", "charlie", "--role", "viewer", home=small, url=fresh).code == 0
    assert "were carried to PostgreSQL" in said("people", "list", home=small).refusal[0]
    assert "were carried before" in said("engine", "carry", home=small, url=fresh).refusal[0]
    assert "nowhere to carry to" in said("engine", "carry", home=small).refusal[0]


def test_carrying_that_was_cut_off_before_its_end_is_finished_by_the_next_run(small: Path, fresh: str) -> None:
    before = told(small)
    assert said("engine", "carry", home=small, url=fresh).code == 0
    (small / CARRIED).rename(small / "rows.sqlite3")
    assert said("engine", "carry", home=small, url=fresh).code == 0
    assert told(small, fresh) == before


def test_a_database_with_other_records_is_never_written_to(small: Path, fresh: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    create_home(other, company="Acme", zone="Europe/Amsterdam", currency="EUR")
    assert said("people", "invite", "dora", "--role", "executive", home=other, url=fresh).code == 0
    before = told(other, fresh)
    sentence, advice = said("engine", "carry", home=small, url=fresh).refusal
    assert "holds other records" in sentence
    assert "empty database" in advice
    assert (told(other, fresh), (small / "rows.sqlite3").exists()) == (before, True)
    demo = leadline("demo", "--home", tmp_path / "demo", "--size", "tiny", "--no-serve", LEADLINE_DATABASE_URL=fresh)
    assert demo.code == 1
    assert "people's records stand already" in demo.err
    assert told(other, fresh) == before


def test_a_text_that_postgresql_would_refuse_stops_the_carrying_and_names_its_table(small: Path, fresh: str) -> None:
    """Written by an earlier Leadline, which did not count."""
    with sqlite3.connect(small / "rows.sqlite3") as rows:
        rows.execute("UPDATE listen_partyrow SET name = ? WHERE key = 'brevik'", ["x" * 300])
    sentence, _ = said("engine", "carry", home=small, url=fresh).refusal
    assert sentence.startswith("A row of listen_partyrow cannot be carried: value too long")
    assert (small / "rows.sqlite3").exists()
    with sqlite3.connect(small / "rows.sqlite3") as rows:
        rows.execute("UPDATE listen_partyrow SET name = 'Brevik' WHERE key = 'brevik'")
    assert said("engine", "carry", home=small, url=fresh).code == 0


def test_a_backup_of_postgresql_comes_back_into_an_empty_database_or_into_sqlite(
    small: Path, fresh: str, server: psycopg.Connection, tmp_path: Path
) -> None:
    assert said("engine", "carry", home=small, url=fresh).code == 0
    before = told(small, fresh)
    assert said("engine", "backup", tmp_path / "copy", home=small, url=fresh).code == 0
    rights = {oct(path.stat().st_mode & 0o077) for path in (tmp_path / "copy").rglob("*")}
    assert rights == {"0o0"}
    name = fresh.rpartition("/")[2]
    back = f"{fresh}_back"
    server.execute(f"CREATE DATABASE {name}_back")  # `fresh` drops it too: it begins with the same name
    restored = leadline("engine", "restore", tmp_path / "copy", tmp_path / "back", LEADLINE_DATABASE_URL=back)
    assert restored.code == 0, restored
    assert told(tmp_path / "back", back) == before
    assert leadline("engine", "restore", tmp_path / "copy", tmp_path / "plain", LEADLINE_DATABASE_URL="").code == 0
    assert told(tmp_path / "plain") == before
    assert said("people", "invite", "charlie", "--role", "viewer", home=tmp_path / "back", url=back).code == 0


def test_a_copy_refuses_a_file_that_holds_something_else(beside, tmp_path: Path) -> None:
    from leadline.web import carrying
    from leadline.web.accounts.models import Person

    Person.objects.create(username="alice")
    carrying.rows_into(tmp_path / "rows.sqlite3")
    Person.objects.create(username="bob")
    with pytest.raises(LeadlineError, match="holds other records: accounts_person"):
        carrying.rows_into(tmp_path / "rows.sqlite3")
