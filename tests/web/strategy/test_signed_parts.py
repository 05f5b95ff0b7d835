"""A signature stands for the parts that were signed, in the words that were signed (S3.17, S3.19)."""

import html
import re

import pytest

from leadline.strategy.shared import digest_of, find_part, names_money, parts
from leadline.web.accounts.models import Person
from leadline.web.documents import now
from leadline.web.strategy.convert import document_of
from leadline.web.strategy.models import Draft, StrategyVersion
from leadline.web.together import actions
from leadline.web.together.convert import draft, seen_in, showing_of
from leadline.web.together.models import Brief, Guest, Signature

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def marit() -> Person:
    return Person.objects.get(username="strategist")


@pytest.fixture
def sign(guest, workspace):
    """`sign("Hanne Berg", ["goal"])`: she is shown these parts, signs them, and they are what everybody is shown."""

    def signed(name: str, keys: list[str]) -> None:
        _found, client = guest(name)
        actions.show(workspace, keys, by=marit(), now=now())
        client.post("/guest/sign/", {"text": name, "digest": digest_of(seen_in(showing_of(workspace)))})

    return signed


@pytest.fixture
def board(of, workspace):
    """`board("approve/")`: the executive, who is for it, asks for a page of the brief, put before them now."""

    def asked(verb: str = ""):
        if not Brief.objects.exists():
            of("strategist").post(f"/strategy/together/{workspace.pk}/briefs/", {"text": "Approve it."})
        client, place = of("executive"), f"/strategy/together/{workspace.pk}/briefs/1/"
        client.post(f"{place}side/", {"side": "for"})
        return client.post(f"{place}{verb}") if verb else client.get(place)

    return asked


def shareable(workspace) -> list[str]:
    return [one.key for one in parts(draft(workspace)) if not names_money(one)]


def test_a_signature_for_one_part_does_not_approve_the_whole(sign, board, workspace):
    """S3.19: an agreement with the market about the strategy, not about one sentence of it."""
    total = len(shareable(workspace))
    sign("Hanne Berg", ["goal"])
    page = words(board())
    assert f"The market has signed 1 of {total} parts" in page
    assert re.search(r"Hanne Berg \(customer; signed 1 of \d+ parts on [^)]+\) Which parts Goal", page)
    assert f"{total - 1} parts that nobody from the market has signed" in page
    refused = board("approve/")
    assert refused.status_code == 422
    assert f"The market has signed 1 of {total} parts; a strategy is agreed from 50 % on." in words(refused)
    assert StrategyVersion.objects.count() == 0


def test_two_who_signed_half_each_make_it_agreed_and_the_version_says_who_signed_what(sign, board, workspace, of):
    keys = shareable(workspace)
    quarter = len(keys) // 4 + 1
    sign("Hanne Berg", keys[:quarter])
    sign("Dora Elm", keys[quarter : 2 * quarter])
    assert board("approve/").status_code == 302
    people = {one.name: one for one in document_of(StrategyVersion.objects.get()).participants}
    assert set(people["Hanne Berg"].signed_parts) == set(keys[:quarter])
    assert set(people["Dora Elm"].signed_parts) == set(keys[quarter : 2 * quarter])
    read = words(of("viewer").get("/strategy/"))
    assert re.search(r"Signed for the market by Hanne Berg \(\S+ of \S+ parts\)", read)


def test_words_that_changed_later_are_signed_by_nobody_and_the_brief_says_so(sign, board, workspace):
    sign("Hanne Berg", shareable(workspace))
    seen = digest_of((find_part(draft(workspace), "mission"),))
    actions.reword(workspace, "mission", "Another mission", seen=seen, by=marit(), now=now())
    page = words(board())
    assert "Hanne Berg (customer; signed an earlier wording on 1 November 2026, which does not count)" in page
    assert "Nobody from the market has signed these words" in page
    assert board("approve/").status_code == 422


def test_who_signed_a_part_is_not_written_down_as_having_signed_more(sign, of, workspace):
    """In the editor, `signed_parts` may be shortened, and neither lengthened nor left out."""
    sign("Hanne Berg", ["goal"])
    client = of("strategist")
    client.post(f"/strategy/together/{workspace.pk}/take/")
    text = Draft.objects.get().text
    forged = re.sub(r" +signed_parts:\n +- goal\n", "", text)
    assert forged != text
    refused = words(client.post("/strategy/draft/adopt/", {"text": forged}))
    assert re.search(r"Hanne Berg signed 1 of \d+ parts, and here they have signed more", refused)
    assert StrategyVersion.objects.count() == 0


# whose signature it is


@pytest.fixture
def forged(sign, of, workspace):
    """`forged("name: Hanne Berg", "name: Dora Elm")`: why the draft that Hanne signed, so changed, is not adopted."""
    sign("Hanne Berg", shareable(workspace))
    client = of("strategist")
    client.post(f"/strategy/together/{workspace.pk}/take/")
    text = Draft.objects.get().text

    def refused(old: str, new: str) -> str:
        changed = re.sub(old, new, text)
        assert changed != text
        told = words(client.post("/strategy/draft/adopt/", {"text": changed}))
        assert StrategyVersion.objects.count() == 0
        return told

    refused.text, refused.client = text, client
    return refused


def test_nobody_stands_under_the_signature_of_somebody_else(forged):
    """S3.19: the key is theirs who were invited, and so is what they take part as."""
    assert "Dora Elm stands here with the key of somebody else" in forged("name: Hanne Berg\n", "name: Dora Elm\n")
    as_a_partner = forged(r"(name: Hanne Berg\n(?: +\w+: .*\n)*? +role: )customer", r"\1partner")
    assert "Hanne Berg was invited as a customer, and stands here as a partner" in as_a_partner
    assert forged.client.post("/strategy/draft/adopt/", {"text": forged.text}).url == "/strategy/"


def test_who_signed_once_does_not_stand_there_twice(forged):
    told = forged(r"(  - name: Hanne Berg\n(?:    .*\n)*)", r"\1\1")
    assert "Hanne Berg stands here twice, and has signed once" in told


def test_who_was_erased_is_not_brought_back_by_an_older_file(forged):
    """S4.22: a file that was kept elsewhere carries their key, and nobody has it any more."""
    key = Guest.objects.get(name="Hanne Berg").key
    Guest.objects.all().delete()
    assert f"stands here with the key {key}, and nobody who was invited has it any more" in forged(
        "signed:", "signed: "
    )


def test_a_signature_that_is_sent_twice_is_one(sign, guest, workspace):
    _found, client = guest("Hanne Berg")
    seen = digest_of(seen_in(showing_of(workspace)))
    for _press in range(2):
        assert client.post("/guest/sign/", {"text": "Hanne Berg", "digest": seen}).status_code == 302
    assert Signature.objects.count() == 1
    _other, other = guest("Dora Elm")
    for name in ("Hanne Berg", "", "Marit Solheim"):
        assert other.post("/guest/sign/", {"text": name, "digest": seen}).status_code == 400
    assert other.post("/guest/sign/", {"text": "Dora Elm", "digest": seen[::-1]}).status_code == 400
    assert Signature.objects.count() == 1
