"""The list of themes on its pages, a theme's own page, and what is new: allowed and refused side by side (S3.10)."""

import shutil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leadline import assess
from leadline.config import stop_clock
from leadline.engine import Lake
from leadline.listen import read_parties
from leadline.web.assess.convert import themes
from leadline.web.assess.models import ThemesVersion
from leadline.web.documents import documents
from tests.web.assess.test_x_ray import plain, text
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db
LIST = reverse("assess:theme_list")


def page_of(name: str, *args: str) -> str:
    return reverse(f"assess:{name}", args=args)


@pytest.fixture
def own(filled_home):
    """The own customers' readings of all days, by theme."""
    lake = Lake(filled_home.lake)
    period = assess.months_heard(lake)
    book = read_parties(filled_home.root.parent / "parties.yaml")

    def read(known=None):
        x_ray = assess.x_ray(lake, book.parties, period, themes=known or assess.load_themes())
        return {one.theme: one for one in x_ray.own.aspects["customers"].themes}

    return read


@pytest.fixture
def two(own) -> tuple[str, str]:
    """The two themes that are spoken of most."""
    first, second, *_ = own()
    return first, second


@pytest.fixture
def own_copy(filled_home, tmp_path):
    shutil.copytree(filled_home.root, tmp_path / "home")
    return stop_clock(type(filled_home)(tmp_path / "home", filled_home.company), NOW)


def test_a_themes_page_tells_its_four_readings_its_phrases_and_typical_words(client_of, own, two):
    one = own()[two[0]]
    page = plain(client_of("executive").get(page_of("theme", one.theme)))
    assert f"“{one.name}”" in page
    assert "Four readings, each counted apart" in page
    assert "Found by these phrases" in page
    assert "In their words" in page
    answer = text(client_of("viewer").get(page_of("theme", one.theme)))
    assert "blockquote" not in answer
    assert "/assess/messages/" not in answer
    assert client_of("representative").get(page_of("theme", one.theme)).status_code == 403


def test_an_unknown_theme_is_told_so(client_of):
    answer = client_of("viewer").get(page_of("theme", "moon"))
    assert answer.status_code == 400
    assert "There is no theme “moon”" in plain(answer)


def test_merging_counts_at_once_on_every_page_and_the_old_id_leads_on(client_of, own, two):
    (first, second), strategist, before = two, client_of("strategist"), own()
    answer = strategist.post(page_of("theme_merge", second), {"into": first}, follow=True)
    assert "The list is changed, and every page counts by it." in plain(answer)
    merged = own(themes())
    assert second not in merged
    assert merged[first].messages == before[first].messages + before[second].messages
    assert strategist.get(page_of("theme", second)).headers["Location"].startswith(page_of("theme", first))
    assert before[second].name in plain(strategist.get(page_of("theme", first)))
    messages = plain(strategist.get(f"{reverse('assess:messages')}?party=halden&speaker=customers&theme={second}"))
    assert f"on “{before[first].name}”" in messages
    assert f"{merged[first].messages} messages by customers" in messages
    for beginning in ("fix", "build-on"):
        answer = strategist.get(page_of("opportunity", f"{beginning}-{second}"))
        assert answer.headers["Location"].startswith(page_of("opportunity", f"{beginning}-{first}"))
    strategist.post(page_of("theme_back", second))
    assert own(themes()) == before


def test_who_when_and_what_stand_in_the_history(client_of, two):
    strategist = client_of("strategist")
    assert "Nothing was changed yet" in plain(strategist.get(LIST))
    strategist.post(page_of("theme_retire", two[0]))
    [version] = ThemesVersion.objects.all()
    assert (version.number, version.written_at, version.written_by.username) == (1, NOW, "strategist")
    assert version.what == f"“{assess.load_themes().get(two[0]).name}”: retired."
    page = plain(strategist.get(LIST))
    assert version.what in page
    assert "Let it stand by itself again" in page
    assert "is retired: it is counted no more" in plain(strategist.get(page_of("theme", two[0])))


def test_new_phrases_wait_for_the_next_reading_which_every_stage_does_by_the_same_list(client_of, in_home, own_copy):
    strategist = client_of("strategist")
    in_home(own_copy)
    asked = {
        "name": "Shop hours",
        "department": "sales",
        "phrases": "shop in town + open on saturday\r\nthe shop in town",
    }
    answer = strategist.post(reverse("assess:theme_add"), asked, follow=True)
    assert "Messages are read by it with the next run of leadline assess" in plain(answer)
    assert "Pages still show what the earlier list found" in plain(answer)
    assert documents().themes is themes()
    lake = Lake(own_copy.lake)
    assert assess.label(lake, assess.load_reader(documents().themes)).messages > 0
    assert "Pages still show" not in plain(strategist.get(LIST))
    found = assess.find_messages(lake, assess.Which(theme="shop-hours"))
    assert found
    assert all("shop in town" in one.text for one in found)


@pytest.mark.parametrize("role", ["executive", "manager", "agent", "champion", "viewer", "representative"])
def test_nobody_but_a_strategist_changes_the_list(client_of, role, two):
    client = client_of(role)
    for name in ("theme_merge", "theme_split", "theme_retire", "theme_back", "theme_edit"):
        assert client.post(page_of(name, two[0]), {"into": two[1]}).status_code == 403
    for name in ("theme_add", "theme_list_replace"):
        assert client.post(reverse(f"assess:{name}")).status_code == 403
    assert not ThemesVersion.objects.exists()
    if role != "representative":
        page = text(client.get(LIST))
        assert page_of("theme_edit", two[0]) not in page
        assert "Add a theme" not in page


def test_the_list_goes_out_as_a_file_and_comes_in_again(client_of):
    strategist, address = client_of("strategist"), reverse("assess:theme_list_replace")
    written = strategist.get(reverse("assess:theme_file")).content.decode()
    assert assess.read_themes(written) == assess.load_themes()
    changed = written.replace("Delivery is late", "Late parcels")
    strategist.post(address, {"file": SimpleUploadedFile("ours.yaml", changed.encode())})
    assert themes().get("delivery-late").name == "Late parcels"
    for wrong, says in ((b"themes: [{id: a}]", "ours.yaml, line 1"), (b"[" * 9000, "Line 1"), (b"\xff\xfe", "UTF-8")):
        answer = strategist.post(address, {"file": SimpleUploadedFile("ours.yaml", wrong)})
        assert answer.status_code == 422
        assert says in plain(answer)


def test_splitting_and_wrong_forms_are_told(client_of, two):
    strategist = client_of("strategist")
    phrases = assess.load_themes().get(two[0]).phrases
    asked = {"name": "A part", "department": "support", "moved": [phrases[0]]}
    strategist.post(page_of("theme_split", two[0]), asked)
    assert themes().get("a-part").phrases == (phrases[0],)
    for name in ("theme_split", "theme_edit", "theme_merge"):
        assert strategist.post(page_of(name, two[0]), {"name": "", "into": "moon"}).status_code == 422
    answer = strategist.post(
        reverse("assess:theme_add"), asked | {"name": "B", "phrases": "one two three four five six"}
    )
    assert answer.status_code == 400
    assert "cannot be looked up" in plain(answer)


def test_what_is_new_leads_to_a_theme_of_it(client_of, in_home, own_copy):
    strategist = client_of("strategist")
    in_home(own_copy)
    assess.mine_phrases(Lake(own_copy.lake), "halden")
    page = plain(strategist.get(f"{reverse('assess:themes')}?period=2026-10"))
    assert "in October 2026" in page
    form = text(strategist.get(f"{reverse('assess:theme_add')}?name=Odd+smell&phrases=odd+smell"))
    assert 'value="Odd smell"' in form
    assert "odd smell</textarea>" in form
