"""Taking a consent back, erasing, and taking along all that is kept (S4.22: customer rights)."""

import datetime as dt
import json

import pytest
from django.test import Client
from typer.testing import CliRunner

from leadline.cli import app
from leadline.strategy.shared import digest_of
from leadline.web.accounts.models import Person
from leadline.web.documents import now
from leadline.web.strategy.convert import document_in, document_of
from leadline.web.strategy.models import Draft, StrategyVersion
from leadline.web.together import actions, board_actions
from leadline.web.together.convert import current, seen_in, showing_of, whole
from leadline.web.together.erasing import erase_due, erase_guest
from leadline.web.together.models import Guest, Signature, Vote, Words

pytestmark = pytest.mark.django_db

SAID = "Do not send me to the phone when I already wrote to you, it's rude, and nobody there knows what I asked"


@pytest.fixture
def hanne(guest, of, workspace):
    """Hanne Berg said something that was answered, voted, signed; it was approved and lies in a draft with comments."""
    found, client = guest("Hanne Berg", speaks_for="the customer council")
    client.post("/guest/say/", {"kind": "comment", "part": "goal", "text": SAID})
    client.post("/guest/vote/", {"on": "part:goal", "side": "for"})
    said = Words.objects.get()
    strategist, executive = of("strategist"), of("executive")
    strategist.post(f"/strategy/together/{workspace.pk}/answer/{said.pk}/", {"answer": "accepted", "reason": "Yes."})
    client.post("/guest/sign/", {"text": "Hanne Berg", "digest": digest_of(seen_in(showing_of(workspace)))})
    jonas = Person.objects.get(username="executive")
    brief = board_actions.put_brief(workspace, "Approve it.", "", by=jonas, now=now())
    for verb in ("side", "approve"):
        executive.post(f"/strategy/together/{workspace.pk}/briefs/{brief.number}/{verb}/", {"side": "for"})
    strategist.post(f"/strategy/together/{workspace.pk}/take/")
    mine = Draft.objects.get()
    mine.text = f"# Ask Hanne Berg again\n{mine.text}"
    mine.save()
    assert "Hanne Berg" in StrategyVersion.objects.get().text
    return found, client


def everywhere() -> str:
    """Every text that the rows hold."""
    from django.apps import apps

    models = [one for one in apps.get_models() if one._meta.app_label in ("together", "strategy")]
    return "\n".join(str(row) for model in models for row in model._base_manager.values_list())


def test_everything_that_is_kept_can_be_taken_along(hanne):
    _found, client = hanne
    kept = json.loads(client.get("/guest/mine/everything.json").content)
    assert [(one["part"], one["text"], one["answer"]) for one in kept["words"]] == [("goal", SAID, "accepted")]
    assert (kept["name"], kept["speaks_for"], kept["kept_until"]) == (
        "Hanne Berg",
        "the customer council",
        "2028-10-31",
    )
    assert (len(kept["votes"]), len(kept["signatures"])) == (1, 1)
    assert "token" not in str(kept)


def test_the_name_is_taken_back_and_the_words_stay(hanne, workspace):
    _found, client = hanne
    told = client.post("/guest/mine/take-back/", {"what": "name"})
    assert "Your name is erased" in told.content.decode()
    assert "hanne" not in everywhere().casefold()
    assert "customer council" not in everywhere()
    assert Words.objects.get().text == SAID
    [one] = [one for one in whole(current(workspace)).participants if one.name.startswith("somebody who took part")]
    assert (one.signed, len(one.contributions)) == (None, 1)
    assert client.get("/guest/").status_code == 403
    assert "# Ask somebody who took part again" in Draft.objects.get().text


def test_the_name_and_the_words_are_taken_back(hanne):
    _found, client = hanne
    client.post("/guest/mine/take-back/", {"what": "words"})
    left = everywhere()
    assert "hanne" not in left.casefold()
    assert "send me to the phone" not in left
    assert (Words.objects.count(), Vote.objects.count(), Signature.objects.count()) == (0, 0, 0)


def test_nothing_is_taken_back_without_saying_what(hanne):
    _found, client = hanne
    assert client.post("/guest/mine/take-back/", {"what": ""}).status_code == 400
    assert Words.objects.count() == 1


def test_an_approved_version_keeps_the_name_of_what_was_approved(hanne):
    """An erasure is the one thing that changes a version: it empties what somebody was called, and nothing else."""
    found, _client = hanne
    before = StrategyVersion.objects.get()
    was = document_of(before)
    erase_guest(found)
    after = StrategyVersion.objects.get()
    assert (after.digest, after.written_at, after.number) == (before.digest, before.written_at, before.number)
    left = document_of(after)
    assert left.model_copy(update={"participants": ()}) == was.model_copy(update={"participants": ()})
    assert len(left.participants) == len(was.participants)


def test_others_of_a_similar_name_stay(hanne, guest):
    guest("Hanne Bergstrom")
    erase_guest(hanne[0])
    assert Guest.objects.get().name == "Hanne Bergstrom"


@pytest.fixture
def namesake(invite, workspace, text):
    """Another person who is called Hanne Berg, too: invited to another round, and asked to be read as Hanne B."""
    other = actions.open_workspace(
        "Another", "", document_in(text), by=Person.objects.get(username="strategist"), now=now()
    )
    found, address = invite("Hanne Berg", into=other)
    client = Client()
    client.post(address)
    client.post("/guest/consent/", {"agreed": "yes", "as": "other", "other": "Hanne B"})
    found.refresh_from_db()
    return found


def test_of_two_guests_of_one_name_only_the_one_who_asks_is_erased(hanne, namesake):
    """A name is not a person: versions and drafts tell guests apart by their key."""
    first, _client = hanne
    assert (first.name, namesake.name) == ("Hanne Berg", "Hanne Berg")
    before = (StrategyVersion.objects.get().text, Draft.objects.get().text)
    erase_guest(namesake)
    assert (StrategyVersion.objects.get().text, Draft.objects.get().text) == before
    assert Words.objects.get().text == SAID


def test_who_shares_their_name_is_erased_all_the_same_where_they_took_part(hanne, namesake):
    first, _client = hanne
    erase_guest(first)
    [market] = [
        one for one in document_of(StrategyVersion.objects.get()).participants if one.role == "customer" and not one.key
    ]
    assert (market.name.startswith("somebody who took part"), market.contributions) == (True, ())
    draft = Draft.objects.get().text
    assert "name: Hanne Berg" not in draft
    assert "send me to the phone" not in draft
    assert "# Ask Hanne Berg again" in draft, "which of the two is meant nobody can tell"
    assert Guest.objects.get().name == "Hanne Berg"


def test_what_somebody_said_goes_from_a_draft_that_never_named_them(hanne, namesake):
    """A colleague took the words over without the name, or another guest has the same name."""
    found, _client = hanne
    broken = SAID.replace("phone when", "phone\n  #   when")
    draft = Draft.objects.get()
    draft.text = f"mission: Somebody said \u201c{SAID}\u201d\n# Yes. {SAID.upper()}\nnote: Yes\n"
    draft.replaced = f"# said at the fair: {broken.replace('#   ', '')}\n"
    draft.save()
    erase_guest(found)
    left = Draft.objects.get()
    for text in (left.text, left.replaced):
        assert "wrote to you" not in text.casefold()
    assert "note: Yes" in left.text


def test_after_two_years_everything_is_erased(hanne, of):
    kept_until = dt.datetime(2028, 10, 31, 12, 0, tzinfo=dt.UTC)
    assert erase_due(kept_until) == 0
    assert erase_due(kept_until + dt.timedelta(days=1)) == 1
    assert "hanne" not in everywhere().casefold()


def test_who_never_agreed_is_erased_thirty_days_after_the_link_has_ended(invite):
    found, _address = invite("Dora Elm")
    assert erase_due(found.expires_at + dt.timedelta(days=29)) == 0
    assert erase_due(found.expires_at + dt.timedelta(days=31)) == 1
    assert Guest.objects.count() == 0


def test_the_operator_lists_tells_and_erases_one_person_on_the_terminal(hanne, closed_home):
    found, _client = hanne

    def leadline(*words: str):
        return CliRunner().invoke(app, [*words, "--home", str(closed_home.root)])

    assert found.key in leadline("people", "invited").stdout
    assert json.loads(leadline("people", "words", found.key, "--json").stdout)["words"][0]["text"] == SAID
    assert f"comment on goal: “{SAID}” accepted" in " ".join(leadline("people", "words", found.key).stdout.split())
    told = leadline("engine", "erase", found.key)
    assert "Hanne Berg said 1 thing. Nothing was erased: add --yes to do it." in " ".join(told.stdout.split())
    assert Words.objects.count() == 1
    assert f"{found.key} is erased" in leadline("engine", "erase", found.key, "--yes").stdout
    assert "hanne" not in everywhere().casefold()
    refused = leadline("engine", "erase", found.key, "--yes")
    assert (refused.exit_code, f"Nobody who was invited is called {found.key}." in refused.stderr) == (1, True)
