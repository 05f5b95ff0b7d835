"""Who answers customers' questions, and which nobody answered (S4.24, S4.11)."""

import datetime as dt

import pytest

from leadline.assess import answered, rebuild_cubes, unanswered
from leadline.words import Period
from tests.assess.saying import BREVIK, HALDEN

SEPTEMBER = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))


def ask(said, thread: str, *then: tuple[str, str, dict], **what) -> None:
    """A customer, ann, asks at ten; then others speak, ten minutes apart each: (role, author, how it reads)."""
    said.say(thread=thread, author="ann", need=True, **what)
    for place, (role, author, reading) in enumerate(then, 1):
        said.say(thread=thread, by=role, author=author, **{"minute": 600 + 10 * place, **what, **reading})


def found(said, party=HALDEN):
    rebuild_cubes(said.keep())
    return answered(said.lake, SEPTEMBER)[party.id]


def test_each_question_is_answered_by_who_wrote_next_or_by_nobody(said):
    """S4.24: who helps customers with questions, and an unanswered questions list."""
    ask(said, "company", ("brand", "h", {}), ("dealer", "d", {}))
    ask(said, "staff", ("staff", "s", {}))
    ask(said, "dealer", ("dealer", "d", {}), ("brand", "h", {}))
    ask(said, "customer", ("customer", "bob", {}))
    ask(said, "nobody")
    told = found(said)
    assert told.questions == 5
    assert told.by == {"brand": 2, "partners": 1, "customers": 1}
    assert told.share(None).value == pytest.approx(1 / 5)
    assert [one.thread_id for one in unanswered(said.lake, HALDEN.id, SEPTEMBER)] == ["nobody"]


@pytest.mark.parametrize(
    ("role", "author", "reading"),
    [
        ("customer", "bob", {"reads": "negative"}),
        ("customer", "bob", {"need": True}),
        ("customer", "ann", {}),
        ("brand", "h", {"reads": "spam"}),
    ],
    ids=["who complains as well", "who asks as well", "who asked", "what is spam"],
)
def test_it_is_no_answer_of(said, role, author, reading):
    ask(said, "t", (role, author, reading))
    assert found(said).unanswered == 1


def test_an_answer_that_says_something_bad_is_one_where_the_company_gives_it(said):
    ask(said, "t", ("brand", "h", {"reads": "negative", "need": True}))
    assert found(said).by["brand"] == 1


def test_the_first_need_is_the_question_and_what_was_said_before_it_answers_nothing(said):
    said.say(thread="t", author="ann", minute=500, reads="negative")
    said.say(thread="t", by="brand", author="h", minute=510)
    ask(said, "t")
    assert found(said).unanswered == 1


def test_what_a_partner_or_the_company_asks_is_no_customer_s_question(said):
    said.say(by="dealer", need=True)
    said.say(by="brand", need=True)
    said.say(need=True, reads="unread")
    ask(said, "t", about=BREVIK)
    told = found(said, BREVIK)
    assert set(answered(said.lake, SEPTEMBER)) == {BREVIK.id}
    assert told.questions == 1


def test_how_soon_is_counted_by_the_clock(said):
    ask(said, "soon", ("brand", "h", {"minute": 659}))
    ask(said, "today", ("brand", "h", {"minute": 700}))
    ask(said, "late", ("brand", "h", {"minute": 600 + 24 * 60 + 1}))
    told = found(said)
    assert (told.within_hour, told.within_day, told.questions) == (1, 2, 3)
    assert told.soon.value == pytest.approx(1 / 3)


def test_only_the_days_asked_for_count(said):
    ask(said, "before", day=dt.date(2026, 8, 31))
    ask(said, "within")
    told = found(said)
    assert told.questions == 1
    assert len(unanswered(said.lake, HALDEN.id, Period(dt.date(2026, 8, 1), dt.date(2026, 9, 30)))) == 2
