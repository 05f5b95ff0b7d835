"""Two people at once: what SQLite holds by letting writers wait, PostgreSQL holds by turns."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from leadline.errors import LeadlineError
from leadline.listen import PartyBook
from leadline.programs import conduct
from leadline.programs.champions import Pilot
from leadline.words import Department, Party, PartyId, PartyKind
from tests.october import CHAMPIONS, RESULTS

pytestmark = pytest.mark.postgresql

NOW = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
TIMES = range(8)
"""How often each race is run: one that is lost now and then is found."""


def person(name: str, role: str = "agent"):
    from leadline.web.accounts.models import Person

    return Person.objects.create(username=name, role=role)


def refused(answers: list[object]) -> list[LeadlineError]:
    """The answers that are sentences; anything else that was raised fails the test."""
    faults = [one for one in answers if isinstance(one, Exception) and not isinstance(one, LeadlineError)]
    assert faults == []
    return [one for one in answers if isinstance(one, LeadlineError)]


def test_versions_that_are_written_at_once_are_all_kept_and_numbered_without_a_gap(at_once) -> None:
    from leadline.web.accounts.versions import keep
    from leadline.web.value.models import CostsVersion

    for turn in TIMES:
        texts = [f"costs of {turn}, written by {who}" for who in range(4)]
        made = at_once(*(lambda text=text: keep(CostsVersion, text, by=None, now=NOW) for text in texts))
        assert refused(made) == []
    assert list(CostsVersion.objects.values_list("number", flat=True)) == list(range(1, 4 * len(TIMES) + 1))


def test_of_two_claims_at_once_one_stands_even_before_a_program_was_planned(at_once) -> None:
    from leadline.web.programs.actions import mark
    from leadline.web.programs.models import MarkRow

    alice, bob = person("alice"), person("bob")
    for turn in TIMES:
        wait = {"source": "chat", "thread_id": f"t{turn}", "customer": "c"}

        def claim(by, wait=wait):
            return mark("claimed", **wait, by=by, now=NOW, since=NOW - dt.timedelta(hours=1))

        [told] = refused(at_once(lambda: claim(alice), lambda: claim(bob)))
        assert "took it a moment ago" in told.sentence
        assert MarkRow.objects.filter(**wait).count() == 1


def test_two_executives_who_close_each_others_door_leave_one_of_them_inside(at_once) -> None:
    from leadline.web.accounts.actions import place_person
    from leadline.web.accounts.models import Person
    from leadline.web.accounts.permissions import Role

    for turn in TIMES:
        one, other = person(f"one{turn}", "executive"), person(f"other{turn}", "executive")

        def close(door, by):
            place_person(Person.objects.get(pk=door.pk), role=Role.VIEWER, department="", may_enter=False, by=by)

        [told] = refused(at_once(partial(close, one, other), partial(close, other, one)))
        assert "is the last executive" in told.sentence
        left = Person.objects.filter(role="executive", is_active=True)
        assert left.count() == 1
        left.update(is_active=False)


def test_one_login_name_is_given_once(at_once) -> None:
    from leadline.web.accounts.actions import create_person
    from leadline.web.accounts.permissions import Role

    for turn in TIMES:
        invite = lambda turn=turn: create_person(f"ann{turn}", "a long word 1837", role=Role.AGENT)  # noqa: E731
        [told] = refused(at_once(invite, invite))
        assert f"somebody named ann{turn}" in told.sentence


def test_parties_that_are_replaced_at_once_are_those_of_one_of_them(at_once) -> None:
    from leadline.web.listen.actions import replace_parties
    from leadline.web.listen.models import PartyRow

    books = [
        PartyBook(tuple(Party(PartyId(key), f"{key} of {who}", PartyKind(kind), None, ()) for key, kind in
                        (("halden", "own"), ("brevik", "competitor"))))
        for who in ("Alice", "Bob")
    ]  # fmt: skip
    for _ in TIMES:
        assert refused(at_once(*(lambda book=book: replace_parties(book.parties) for book in books))) == []
        names = set(PartyRow.objects.values_list("name", flat=True))
        assert names in [{f"halden of {who}", f"brevik of {who}"} for who in ("Alice", "Bob")]


def test_a_sheet_that_is_handed_in_twice_at_once_counts_once(at_once) -> None:
    from leadline.web.programs.actions import enroll_champions, take_results
    from leadline.web.programs.models import ResultRow

    assert refused(at_once(*(lambda: enroll_champions(CHAMPIONS) for _ in range(3)))) == []
    for _ in TIMES:
        ResultRow.objects.all().delete()
        assert refused(at_once(*(lambda: take_results(RESULTS) for _ in range(3)))) == []
        assert ResultRow.objects.count() == len(RESULTS)


def test_a_draft_that_is_written_in_two_tabs_is_one_draft(at_once) -> None:
    from leadline.web.strategy.actions import keep_draft
    from leadline.web.strategy.models import Draft

    for turn in TIMES:
        alice = person(f"alice{turn}")
        tabs = [lambda text=text, alice=alice: keep_draft(alice, text, now=NOW, assessment=None) for text in ("a", "b")]
        assert refused(at_once(*tabs)) == []
        assert Draft.objects.get(person=alice).text in ("a", "b")


def test_who_joins_the_champions_with_two_clicks_joins_once(at_once) -> None:
    from leadline.web.programs.actions import join_champions

    today = NOW.date()
    for turn in TIMES:
        alice = person(f"alice{turn}")

        def join(alice=alice):
            return join_champions(
                alice, department=Department.SALES, pilot=next(iter(Pilot)), passions=(), is_named=False,
                rules=conduct.company_rules(today).digest, now=NOW, today=today,
            )  # fmt: skip

        [told] = refused(at_once(join, join))
        assert told.sentence == "You take part already."


@pytest.mark.parametrize("name", ["x" * 201, "Nord\0handel"])
def test_a_name_that_no_database_would_keep_is_refused_in_words(db, name: str) -> None:
    from leadline.web.listen.actions import replace_parties

    own = Party(PartyId("halden"), name, PartyKind.OWN, None, ())
    with pytest.raises(LeadlineError, match=r"is longer than the 200 signs|no text has"):
        replace_parties([own])
