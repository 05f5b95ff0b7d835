"""The demo has a draft in common, so that a newcomer sees what Together is for."""

import datetime as dt
import html
import re
from pathlib import Path

import pytest

import leadline.demo
from leadline.strategy import read_document
from leadline.web.accounts.models import Person
from leadline.web.documents import now
from leadline.web.together.example import make_together
from leadline.web.together.models import Guest, Signature, Vote, Words

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture
def example(of):
    of("strategist")
    document = read_document(Path(leadline.demo.__file__).parent / "documents" / "strategy.yaml")
    marit = Person.objects.get(username="strategist")
    return make_together(document, by=marit, now=now() - dt.timedelta(days=6))


def test_the_demos_round_has_an_answer_a_comment_that_waits_a_vote_and_a_signature_that_holds(example, of):
    assert (Guest.objects.count(), Words.objects.count(), Vote.objects.count(), Signature.objects.count()) == (
        3,
        2,
        1,
        1,
    )
    page = words(of("strategist").get(f"/strategy/together/{example.pk}/"))
    for told in (
        "Two of three invited take part; one thing they said waits for an answer",
        "to dealers as well",
        "Please say on the page when you are closed",
    ):
        assert told in page
    assert re.search(
        r"Hanne Lund customer .* signed (\d+) of \1 parts on 31 October 2026|signed \d+ of \d+ parts", page
    )
    assert "has not come yet" in words(of("strategist").get(f"/strategy/together/{example.pk}/people/"))


def test_an_invitation_can_be_looked_at_without_a_link_and_lets_nobody_in(example, of):
    place = f"/strategy/together/{example.pk}/invitation/"
    for role, status in {
        "strategist": 200,
        "manager": 200,
        "executive": 200,
        "viewer": 403,
        "representative": 403,
    }.items():
        assert of(role).get(place).status_code == status
    page = of("manager").get(place)
    assert "Amira Bakker, you are asked" in words(page)
    assert '<button class="button" disabled>' in page.content.decode()
    assert of("manager").post(place).status_code == 405
    assert Guest.objects.filter(entered_at=None).count() == 1
