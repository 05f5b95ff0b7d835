"""An address of people's records that is wrong is told in words, and nothing that may be a password is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadline.config import create_home
from leadline.database import CARRIED, PostgreSQL, check_one_place, database
from leadline.errors import LeadlineError
from tests.cli.conftest import leadline

WRONG = (
    "mysql://ann:geheim@db/leadline",
    "geheim",
    "postgresql://ann:geh@eim@db/leadline",
    "postgresql://ann:geheim@db:port/leadline",
    "postgresql://ann:geheim@db:99999/leadline",
    "postgresql://ann:geh%eim@db/leadline",
    "postgresql://ann:geheim@db/leadline?colour=red",
    "postgresql://ann:geheim@[::1/leadline",
    "postgresql://ann:geheim@db",
    "postgresql://ann:geh/eim@db/leadline",
)


@pytest.mark.parametrize("address", WRONG)
def test_an_address_that_cannot_be_read_is_refused_without_showing_any_of_it(address: str) -> None:
    with pytest.raises(LeadlineError, match="LEADLINE_DATABASE_URL") as refused:
        database(address)
    assert not any(word in str(refused.value) for word in ("geh", "eim", "ann:", "99999"))
    assert "as in LEADLINE_DATABASE_URL=postgresql://" in refused.value.advice


def test_everything_that_libpq_knows_may_stand_in_an_address_and_the_password_is_never_shown() -> None:
    found = database("postgresql://ann:g%40heim@db.example:5433/rows?sslmode=require")
    assert found == PostgreSQL(
        "rows", "ann", "db.example", "5433", "g@heim", {"connect_timeout": "10", "sslmode": "require"}
    )
    assert str(found) == "the PostgreSQL database rows at db.example, port 5433"
    assert "heim" not in repr(found)
    socket = database("postgresql:///rows?host=/var/run/postgresql")
    assert socket is not None
    assert (socket.host, socket.port) == ("/var/run/postgresql", "")
    assert database("") is None


@pytest.mark.parametrize("words", [("people", "list"), ("listen", "parties"), ("value", "costs"), ("serve",)])
def test_a_server_that_does_not_answer_is_told_by_every_command(tmp_path: Path, words: tuple[str, ...]) -> None:
    home = create_home(tmp_path / "home", company="Acme", zone="Europe/Amsterdam", currency="EUR")
    nobody = "postgresql://ann:geheim@127.0.0.1:1/rows"  # port 1: nothing listens there
    answer = leadline(*words, "--home", home.root, LEADLINE_DATABASE_URL=nobody, PORT="18999")
    sentence, advice = answer.refusal
    assert sentence.startswith("The PostgreSQL database rows at 127.0.0.1, port 1 cannot be used: ")
    assert "createdb rows" in advice
    assert "geheim" not in answer.err
    wrong = leadline(*words, "--home", home.root, LEADLINE_DATABASE_URL=WRONG[0], PORT="18999")
    assert wrong.refusal[0] == "LEADLINE_DATABASE_URL is no address of a PostgreSQL database."


def test_a_home_has_its_rows_in_one_place(tmp_path: Path) -> None:
    elsewhere = database("postgresql://db/rows")
    check_one_place(tmp_path, elsewhere)
    check_one_place(tmp_path, None)
    (tmp_path / CARRIED).touch()
    check_one_place(tmp_path, elsewhere)
    with pytest.raises(LeadlineError, match="were carried to PostgreSQL"):
        check_one_place(tmp_path, None)
    (tmp_path / "rows.sqlite3").touch()
    check_one_place(tmp_path, None)
    with pytest.raises(LeadlineError, match="names another place"):
        check_one_place(tmp_path, elsewhere)
