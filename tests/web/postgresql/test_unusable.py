"""A server that is there and cannot be used: each command, and the site, says why and what to do."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from django.test import Client

from leadline.config import create_home
from tests.cli.conftest import Answer, leadline

pytestmark = pytest.mark.postgresql


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR").root


def asked(root: Path, url: str, *words: str) -> Answer:
    return leadline(*(words or ("people", "list")), "--home", root, LEADLINE_DATABASE_URL=url)


def test_a_database_that_is_not_there_is_named_with_the_command_that_makes_it(root: Path, fresh: str) -> None:
    for words in (("people", "list"), ("serve", "--port", "0"), ("engine", "backup", str(root.parent / "copy"))):
        sentence, advice = asked(root, f"{fresh}_gone", *words).refusal
        assert "does not exist" in sentence
        assert "createdb" in advice


def test_a_user_that_may_make_no_tables_is_told_who_should_own_the_database(
    root: Path, fresh: str, server: psycopg.Connection
) -> None:
    name = fresh.rpartition("/")[2]
    server.execute(f"CREATE ROLE {name}_guest LOGIN")
    try:
        at = fresh.partition("@")[2]
        sentence, advice = asked(root, f"postgresql://{name}_guest@{at}").refusal
    finally:
        server.execute(f"DROP ROLE {name}_guest")
    assert "permission denied" in sentence
    assert f"ALTER DATABASE {name} OWNER TO" in advice


def test_a_database_that_cannot_keep_every_text_is_refused(root: Path, fresh: str, server: psycopg.Connection) -> None:
    name = fresh.rpartition("/")[2]
    server.execute(f"CREATE DATABASE {name}_ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    sentence, advice = asked(root, f"{fresh}_ascii").refusal
    assert "keeps texts as SQL_ASCII" in sentence
    assert "--encoding UTF8" in advice


@pytest.mark.django_db(transaction=True)
def test_while_the_server_is_away_a_page_says_so_and_once_it_is_back_it_is_shown(
    client_of, server: psycopg.Connection
) -> None:
    from django.db import connection

    client: Client = client_of("executive")
    client.raise_request_exception = False
    name = connection.settings_dict["NAME"]
    server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    try:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        answer = client.get("/")
        assert answer.status_code == 503
        assert "cannot be reached now" in answer.content.decode()
    finally:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        connection.close()
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_these_tests_sort_texts_as_people_do_and_not_by_code_point() -> None:
    from leadline.web.accounts.models import Person

    for name in ("Zoe", "anna", "Émile"):
        Person.objects.create(username=name)
    assert list(Person.objects.order_by("username").values_list("username", flat=True)) == ["anna", "Émile", "Zoe"]
