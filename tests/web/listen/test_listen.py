"""Listen: what came in, of whom, how fresh; and a name that was heard becomes a party (S3.8, S3.11, S3.12)."""

import json
import shutil

import pytest
from django.urls import reverse

from leadline import assess
from leadline.config import create_home, open_home, stop_clock
from leadline.engine import Lake, rows
from leadline.errors import LeadlineError
from leadline.listen import METRICS, Options, heard, import_file, metrics, own_brand_only
from leadline.web.listen.actions import declare_party, replace_parties
from leadline.web.listen.convert import party_book
from leadline.words import PartnerType, Party, PartyId, PartyKind
from tests.web.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
HOME = reverse("listen:home")


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture(scope="module")
def strangers_home(tmp_path_factory):
    """A company of which, besides itself, two names are heard that nobody declared, and one message about nobody."""
    folder = tmp_path_factory.mktemp("strangers")
    home = create_home(folder / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    home = stop_clock(home, NOW)
    about = ["halden-telecom"] * 3 + ["Kabel Huis"] * 4 + ["Delta Four"] * 2 + ["unknown"]
    rows = [
        {
            "message_id": str(number),
            "thread_id": str(number),
            "posted_at": "2026-10-30T10:00:00+02:00",
            "author": f"a{number}",
            "text": "Thank you, it works",
            "about_party": party,
            "channel": "x" if number % 2 else "forum",
        }
        for number, party in enumerate(about)
    ]
    broken = {**rows[0], "message_id": "b", "posted_at": "2026-10-30"}
    (folder / "said.ndjson").write_text("".join(json.dumps(row) + "\n" for row in (*rows, broken)))
    lake = Lake(home.lake)
    book = own_brand_only(home.company)
    import_file(home, lake, folder / "said.ndjson", parties=book, options=Options(), now=NOW)
    assess.label(lake, assess.load_reader())
    return home


def test_the_page_says_how_much_came_in_and_how_old_the_last_is(client_of, filled_home):
    count = sum(1 for _ in (filled_home.root.parent / "messages.ndjson").open())
    page = text(client_of("viewer").get(HOME))
    assert f"<h1>{count:,} messages came in, the last one" in page
    assert "messages.ndjson" in page
    assert "metrics.csv" in page
    assert "Brevik Mobile" in page
    assert "partner: dealer" in page
    assert "(Europe/Amsterdam)" in page


def test_numbers_lead_to_messages_for_those_who_may_read_them_and_are_plain_for_others(client_of):
    link = f'href="{reverse("assess:messages")}?party=brevik"'
    assert link in text(client_of("agent").get(HOME))
    assert link not in text(client_of("viewer").get(HOME))


def test_a_representative_of_the_market_is_refused(client_of):
    assert client_of("representative").get(HOME).status_code == 403


def test_an_empty_home_says_how_to_fill_it(client_of, empty_home):
    answer = client_of("strategist", empty_home).get(HOME)
    assert answer.status_code == 200
    assert "Nobody has been heard yet" in text(answer)
    assert "leadline listen import messages.csv" in text(answer)


def test_why_rows_were_refused_stands_beside_the_file_without_a_word_of_the_row(client_of, strangers_home):
    page = text(client_of("executive", strangers_home).get(HOME))
    assert "Why a row of said.ndjson was refused" in page
    assert "posted_at “…” is a day without a time: 1" in page
    assert "They are deleted after 1 December 2026" in page


def test_names_that_nobody_declared_are_asked_about_with_their_counts(client_of, strangers_home):
    page = text(client_of("strategist", strangers_home).get(HOME))
    assert page.index("Kabel Huis") < page.index("Delta Four")
    assert ">4 messages</a>" in page
    assert "Declare Kabel Huis" in page
    assert "1 message names no party" in page
    other = text(client_of("executive", strangers_home).get(HOME))
    assert "Declare Kabel Huis" not in other
    assert "A strategist can declare them" in other


def test_a_strategist_declares_a_competitor_and_it_stands_in_the_share_of_voice(client_of, strangers_home):
    client = client_of("strategist", strangers_home)
    given = {"key": "kabel-huis", "name": "Kabelhuis BV", "kind": "competitor", "accounts": "@KabelHuis, khelp"}
    answer = client.post(reverse("listen:declare"), given, follow=True)
    assert answer.redirect_chain == [(HOME, 302)]
    assert "Kabelhuis BV is now known: competitor" in text(answer)
    book = party_book(strangers_home.company)
    assert [party.id for party in book.parties] == ["halden-telecom", "kabel-huis"]
    assert book.find("@khelp") == Party(
        PartyId("kabel-huis"), "Kabelhuis BV", PartyKind.COMPETITOR, None, ("kabelhuis", "khelp")
    )
    x_ray = text(client.get(reverse("assess:home")))
    assert "Kabelhuis BV" in x_ray
    assert ">43 %<" in x_ray  # 3 of 7 voices are about Halden


def test_a_partner_is_declared_with_its_type(client_of, strangers_home):
    client = client_of("strategist", strangers_home)
    client.post(reverse("listen:declare"), {"key": "delta-four", "name": "Delta Four", "kind": "reseller"})
    found = party_book(strangers_home.company).find("delta four")
    assert (found.kind, found.partner_type) == (PartyKind.PARTNER, PartnerType.RESELLER)


@pytest.mark.parametrize("role", ["executive", "manager", "agent", "champion", "viewer", "representative"])
def test_nobody_but_a_strategist_declares(client_of, role):
    answer = client_of(role).post(reverse("listen:declare"), {"key": "x", "name": "X", "kind": "competitor"})
    assert answer.status_code == 403
    assert party_book(None).find("x") is None


@pytest.mark.parametrize(
    "given",
    [
        {"key": "no such key", "name": "X", "kind": "competitor"},
        {"key": "x", "name": "", "kind": "competitor"},
        {"key": "x", "name": "X", "kind": "own"},
        {"key": "x", "name": "Brevik Mobile", "kind": "competitor"},
    ],
    ids=["a key with spaces", "no name", "a second own brand", "a name that is known"],
)
def test_what_cannot_be_declared_is_refused_in_words_and_changes_nothing(client_of, filled_home, given):
    client = client_of("strategist")
    before = party_book(filled_home.company)
    assert client.post(reverse("listen:declare"), given).status_code == 400
    assert party_book(filled_home.company) == before


def test_an_account_belongs_to_one_party_only(client_of, filled_home):
    client_of("strategist")
    rival = Party(PartyId("x"), "X", PartyKind.COMPETITOR, None, ("halden",))
    with pytest.raises(LeadlineError, match="already known as Halden Telecom"):
        declare_party(rival, filled_home.company)


def test_declared_parties_keep_their_order_and_their_own_words(client_of, filled_home):
    client_of("strategist")
    before = party_book(filled_home.company).parties
    added = Party(PartyId("x"), "X", PartyKind.PARTNER, PartnerType.OTHER)
    declare_party(added, filled_home.company)
    assert party_book(filled_home.company).parties == (*before, added)
    replace_parties(before)


@pytest.fixture(scope="module")
def noisy_home(tmp_path_factory):
    """Three messages that people said, four things that a system said; and a metric of a name that no intake takes."""
    folder = tmp_path_factory.mktemp("noisy")
    home = create_home(folder / "home", company="Halden Telecom", zone="Europe/Amsterdam", currency="EUR")
    home = stop_clock(home, NOW)
    kinds = ["message"] * 3 + ["auto", "note", "action", "system"]
    base = {
        "posted_at": "2026-10-30T10:00:00+02:00",
        "author": "a",
        "text": "Thank you",
        "about_party": "halden-telecom",
    }
    said = [base | {"message_id": str(number), "kind": kind} for number, kind in enumerate(kinds)]
    (folder / "said.ndjson").write_text("".join(json.dumps(row) + "\n" for row in said))
    other = [
        base | {"message_id": "0", "author": "b"},
        base | {"message_id": "1", "text": "Thank you all", "edited_at": "2026-10-30T11:00:00+01:00"},
        base | {"message_id": "2", "text": "", "deleted_at": "2026-10-30T12:00:00+01:00"},
    ]
    (folder / "other.ndjson").write_text("".join(json.dumps(row) + "\n" for row in other))
    (folder / "metrics.csv").write_text("metric,day,value,unit\nold,2026-10-01,3,calls\nold,2026-10-02,4,calls\n")
    (folder / "corrected.csv").write_text("metric,day,value,unit\nold,2026-10-01,5,calls\n")
    lake = Lake(home.lake)
    for name in ("said.ndjson", "other.ndjson", "metrics.csv", "corrected.csv"):
        book = own_brand_only(home.company)
        import_file(home, lake, folder / name, parties=book, options=Options(), now=NOW)
    odd = [row | {"metric": "x/y?z"} for row in rows(metrics(lake))]
    lake.append(METRICS, METRICS.of_rows(odd))
    assess.label(lake, assess.load_reader())
    return home


def test_a_number_leads_to_a_list_of_as_many_messages_and_the_rest_is_told_apart(client_of, noisy_home):
    client = client_of("agent", noisy_home)
    page = text(client.get(HOME))
    assert "7 messages came in" in page
    assert "4 of them are automatic replies, notes, actions or notices" in page
    assert 'party=halden-telecom">3</a>' in page
    listed = text(client.get(reverse("assess:messages"), {"party": "halden-telecom"}))
    assert "3 messages about Halden Telecom" in listed


def test_a_file_whose_ids_were_known_with_another_content_says_so_on_the_page(client_of, noisy_home):
    assert "1 known message came with another time or author" in text(client_of("viewer", noisy_home).get(HOME))


def test_a_file_of_edits_and_deletions_says_so_and_what_is_gone_is_not_shown(client_of, noisy_home):
    client = client_of("agent", noisy_home)
    page = text(client.get(HOME))
    assert "1 message was edited: what it says now is read and quoted" in page
    assert "1 message was deleted where it was said: it stays counted, and is quoted nowhere" in page
    listed = text(client.get(reverse("assess:messages"), {"party": "halden-telecom"}))
    assert "edited 30 October 2026, 11:00" in listed
    assert "Thank you all" in listed
    assert "Deleted where it was said, 30 October 2026, 12:00. It is counted as said, and not shown any more." in listed
    assert "3 messages about Halden Telecom" in listed


def test_a_file_that_corrected_a_value_says_so_on_the_page(client_of, noisy_home):
    assert "1 new value corrects an earlier one of its source" in text(client_of("viewer", noisy_home).get(HOME))


def test_a_metric_with_signs_of_an_address_in_its_name_breaks_no_page(client_of, noisy_home):
    """Intake refuses such a name today; a lake of yesterday may hold one."""
    client = client_of("viewer", noisy_home)
    for word, door in (("listen", "listen:metric"), ("measure", "measure:kpi")):
        assert client.get(reverse(f"{word}:home")).status_code == 200
        assert client.get(reverse(door, args=["x/y?z"])).status_code == 200


def test_a_metric_leads_to_its_days(client_of):
    client = client_of("viewer")
    link = reverse("listen:metric", args=["calls@consumer"])
    assert link in text(client.get(HOME))
    page = text(client.get(link))
    assert "on 31 October 2026 (consumer)" in page
    assert "400 values recorded from" in page
    assert client.get(reverse("listen:metric", args=["calls@nowhere"])).status_code == 400


def test_an_account_that_waits_is_given_to_a_declared_party_and_every_page_follows(client_of, strangers_home, tmp_path):
    """S3.8, S3.12: who is declared after an import takes over what waits; the share of voice follows."""
    home = copied(strangers_home, tmp_path)
    client = client_of("strategist", home)
    declare = {"name": "Kabelhuis BV", "kind": "competitor", "accounts": "delta_four"}
    answer = client.post(reverse("listen:declare"), {"key": "kabel-huis", **declare}, follow=True)
    assert "2 messages that waited under its name or an account are counted with it" in text(answer)
    assert "Who is this?" not in text(answer)
    assert ">33 %<" in text(client.get(reverse("assess:home")))  # 3 of 9 voices are about Halden
    sides = {"party": "halden-telecom", "other": "kabel-huis"}
    assert ">6<" in text(client.get(reverse("assess:compare"), sides))


def test_a_name_can_be_one_more_account_of_a_party_and_of_the_own_brand_too(client_of, strangers_home, tmp_path):
    home = copied(strangers_home, tmp_path)
    client = client_of("strategist", home)
    given = {"key": "kabel-huis", "name": "Kabel Huis", "kind": "account:halden-telecom"}
    assert "4 messages that waited" in text(client.post(reverse("listen:declare"), given, follow=True))
    assert party_book(home.company).own.handles == ("kabel-huis",)
    assert sum(one.messages for one in heard(Lake(home.lake)) if one.about_party == "halden-telecom") == 7


def test_what_waits_for_a_party_that_is_declared_is_said_and_joined_by_a_strategist_alone(
    client_of, strangers_home, tmp_path
):
    home = copied(strangers_home, tmp_path)
    client = client_of("strategist", home)
    rival = Party(PartyId("kh"), "Kabelhuis", PartyKind.COMPETITOR, None, ("kabel_huis",))
    replace_parties((*party_book(home.company).parties, rival))
    page = text(client.get(HOME))
    assert "kabel-huis, of Kabelhuis" in page
    assert "Declare Kabel Huis" not in page
    assert "Join them" not in text(client_of("manager", home).get(HOME))
    assert client_of("manager", home).post(reverse("listen:join")).status_code == 403
    answer = client_of("strategist", home).post(reverse("listen:join"), follow=True)
    assert "4 messages that waited" in text(answer)
    assert "Join them" not in text(answer)


def copied(home, folder):
    """The same home, for a test that changes its lake."""
    shutil.copytree(home.root, folder / "home")
    return stop_clock(open_home(folder / "home"), NOW)
