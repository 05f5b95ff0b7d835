"""One draft in two windows: what differs merges, the same element is shown in both texts, and both are told."""

import html
import re

import pytest

from leadline.web.strategy.models import Draft

pytestmark = pytest.mark.django_db

LIVE = {"HTTP_HX_REQUEST": "true"}


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture
def client(of, text):
    """A strategist whose draft is Halden's."""
    signed_in = of("strategist")
    signed_in.post("/strategy/draft/", {"text": text})
    return signed_in


def kept() -> str:
    return Draft.objects.get().text


def reworded(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


MISSION, METHOD = "mission: ", "name: Service on the page"


def test_two_windows_that_change_different_elements_lose_nothing_and_the_second_is_told(client, text):
    first, second = reworded(text, MISSION, "mission: First "), reworded(text, METHOD, "name: Help on the page")
    client.post("/strategy/draft/", {"text": first, "base": text}, **LIVE)
    told = client.post("/strategy/draft/", {"text": second, "base": text}, **LIVE)
    assert "mission: First " in kept()
    assert "name: Help on the page" in kept()
    assert "Changed elsewhere meanwhile, and kept beside what you write here: mission." in words(told)
    third = reworded(second, "name: Help on the page", "name: Help, there")
    client.post("/strategy/draft/", {"text": third, "base": second}, **LIVE)
    assert "mission: First " in kept(), "a window that does not show it does not take it back"
    assert "name: Help, there" in kept()


def test_two_windows_that_change_one_element_see_both_texts_and_choose(client, text):
    first, second = reworded(text, MISSION, "mission: First "), reworded(text, MISSION, "mission: Second ")
    second = reworded(second, METHOD, "name: Help on the page")
    client.post("/strategy/draft/", {"text": first, "base": text}, **LIVE)
    told = client.post("/strategy/draft/", {"text": second, "base": text}, **LIVE)
    for said in ("“mission” was changed in another window, too", "mission: First", "mission: Second"):
        assert said in words(told)
    assert ("mission: First " in kept(), "name: Help on the page" in kept()) == (True, True)
    assert "mission: Second " in Draft.objects.get().replaced, "nothing is lost if the window is closed now"
    plain = client.post("/strategy/draft/", {"text": second, "base": text})
    assert plain.status_code == 422
    assert "mission: Second " in plain.content.decode().partition('id="text"')[2], "the editor keeps what was typed"
    client.post("/strategy/draft/", {"text": second, "base": text, "keep": "mine"})
    assert "mission: Second " in kept()
    assert "mission: First " in Draft.objects.get().replaced, "what was not chosen can be brought back"
    other = client.post("/strategy/draft/", {"text": f"{first}# on\n", "base": first}, **LIVE)
    assert "kept beside what you write here: mission" in words(other), "the first is told, too"
    assert "mission: Second " in kept()


def test_the_other_text_can_be_kept(client, text):
    first, second = reworded(text, MISSION, "mission: First "), reworded(text, MISSION, "mission: Second ")
    client.post("/strategy/draft/", {"text": first, "base": text})
    client.post("/strategy/draft/", {"text": second, "base": text, "keep": "theirs"})
    assert "mission: First " in kept()


@pytest.mark.parametrize("place", ["fix/", "adopt/"])
def test_what_is_written_for_me_and_adopted_is_the_merged_text_and_never_half_of_it(client, text, place):
    """A keystroke's save that arrives first is not overwritten by the button that was pressed after it."""
    first = reworded(text, MISSION, "mission: First ")
    client.post("/strategy/draft/", {"text": first, "base": text}, **LIVE)
    client.post(f"/strategy/draft/{place}", {"text": f"{text}# mine\n", "base": text, "fix": "all"})
    assert ("mission: First " in kept(), "# mine" in kept()) == (True, True)
    again = client.post(
        f"/strategy/draft/{place}", {"text": reworded(text, MISSION, "mission: Second "), "base": text, "fix": "all"}
    )
    assert again.status_code == 422
    assert "“mission” was changed in another window, too" in words(again)
    assert "mission: Second " not in kept()


def test_a_decision_or_a_line_of_an_older_page_hits_no_other_one(client, text):
    """Pages send an index with the name that they showed there."""
    sent = {"index": "0", "objective": "another", "state": "dropped", "reason": "x"}
    before = kept()
    assert "another objective stands there" in words(client.post("/strategy/draft/decide/", sent))
    assert "holds the line “gone” no more" in words(
        client.post("/strategy/map/draft/remove/", {"index": "0", "was": "gone"})
    )
    assert kept() == before
    page = client.get("/strategy/map/draft/").content.decode()
    last = re.findall(r'name="was" value="([^"]+)"', page)[-1]
    client.post("/strategy/map/draft/remove/", {"index": "0", "was": last})
    assert f"- id: {last}\n" not in kept()
    assert (
        len(re.findall(r'name="was"', client.get("/strategy/map/draft/").content.decode()))
        == page.count('name="was"') - 1
    )


def test_the_editor_sends_what_it_began_with(client):
    page = client.get("/strategy/draft/").content.decode()
    begun = re.search(r'<textarea id="base"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert html.unescape(begun[1]) == kept()


def test_a_draft_too_long_to_be_merged_says_so(client, text):
    said = "what two windows write is not merged any more"
    assert said not in client.get("/strategy/draft/").content.decode()
    client.post("/strategy/draft/", {"text": text + "# more\n" * 80_000})
    page = client.get("/strategy/draft/").content.decode()
    assert (said in page, 'id="base"' in page) == (True, False)
