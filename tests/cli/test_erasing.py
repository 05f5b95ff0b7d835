"""A person is erased in the terminal: first it says what would go, then it goes, and after a restore it goes again."""

import pytest

from leadline.config import open_home
from leadline.engine import Lake
from leadline.listen import said_by
from tests.cli.conftest import Terminal, leadline


@pytest.fixture(scope="module")
def filled(terminal: Terminal) -> Terminal:
    for words in (("parties", "parties.yaml"), ("import", "messages.ndjson")):
        assert terminal("listen", words[0], terminal.folder / words[1]).code == 0
    assert terminal("assess").code == 0
    return terminal


def test_without_yes_it_says_how_many_messages_and_changes_nothing(filled: Terminal) -> None:
    before = filled.state()
    told = filled("engine", "erase", "@customer7")
    assert told.code == 0
    assert "Nothing was erased: add --yes to do it." in told.out
    assert filled.state() == before


def test_nobody_and_a_brand_are_refused_with_an_advice(filled: Terminal) -> None:
    before = filled.state()
    sentence, advice = filled("engine", "erase", "nobody_of_this_name", "--yes").refusal
    assert sentence == "No message here is by “nobody_of_this_name”."
    assert "leadline listen pseudonym" in advice
    assert "is the account of a brand" in filled("engine", "erase", "halden", "--yes").refusal[0]
    assert filled.state() == before


def test_a_person_goes_stays_out_and_goes_again_from_a_backup(filled: Terminal) -> None:
    assert filled("engine", "backup", filled.folder / "copy").code == 0
    first = filled("engine", "erase", "customer7", "--yes", as_json=True).data
    assert first["messages"] == first["signals"] > 1
    again = filled("engine", "erase", "customer7", "--yes")
    assert f"{first['person']} is erased: 0 messages" in again.out
    assert "Backups that were made before hold them still" in " ".join(again.out.split())
    told = filled("listen", "import", filled.folder / "messages.ndjson")
    assert f"{first['messages']} messages of messages.ndjson are by people who asked to be erased. They stay out." in (
        told.out.replace("\n", " ")
    )
    assert said_by(filled.lake, first["person"]) == set()
    assert filled("engine", "check").code == 0
    back = filled.folder / "back"
    restored = leadline("engine", "restore", filled.folder / "copy", back, "--erased-in", filled.home.root)
    assert restored.code == 0, restored.err
    assert f"Erased again, as it was since: 1 of {filled.home.root}." in restored.out.replace("\n", " ")
    assert said_by(Lake(open_home(back).lake), first["person"]) == set()
