"""Links that a reader is shown lead somewhere: each role walks from Home, two levels down, to some of each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from leadline.web.accounts.permissions import Role, allows
from tests.web.test_money import OF_CHAMPIONS, amounts_in

pytestmark = pytest.mark.django_db

Walk = tuple[dict[str, tuple[int, str]], dict[str, str]]
LEVELS = 2
ALIKE = 5
"""How many addresses of one page and the same questions are followed: a list of messages leads to fifty of them."""
LINK = re.compile(r"<a\b[^>]*?\shref=\"([^\"]*)\"", re.IGNORECASE)
ID_WITH_SEGMENT = re.compile(r"\b[a-z][a-z0-9_]*@[a-z]+\b")
"""An id as the engine writes it, such as `calls@consumer`."""
UNDERSCORED = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
"""An id of a metric or a field, such as `visits_owed`: nobody reads that."""

FIELDS = {"posted_at", "message_id"}
"""Fields of a file that a page asks for."""


def links_in(page: str, at: str) -> list[str]:
    """The addresses on this site that a page links to, without fragments, in order."""
    found = (urlsplit(urljoin(at, unescape(href))) for href in LINK.findall(page) if href and not href.startswith("#"))
    here = (one.path + (f"?{one.query}" if one.query else "") for one in found if not (one.netloc or one.scheme))
    return list(dict.fromkeys(here))


def kind_of(address: str) -> tuple[str, ...]:
    """Which page an address leads to, and which questions it asks of it; an address of no page is a kind of its own."""
    parts = urlsplit(address)
    try:
        return resolve(parts.path).view_name, *sorted(parse_qs(parts.query))
    except Resolver404:
        return (address,)


def walk(client: Client) -> Walk:
    """What each address answered, with where its link stood; and the text of each page."""
    answers: dict[str, tuple[int, str]] = {}
    texts: dict[str, str] = {}
    followed: Counter[tuple[str, ...]] = Counter()
    level = [("/", "the address bar")]
    for depth in range(LEVELS + 1):
        below: list[tuple[str, str]] = []
        for address, stood_on in level:
            if address in answers or followed[kind := kind_of(address)] >= ALIKE:
                continue
            followed[kind] += 1
            answer = client.get(address, follow=True)
            answers[address] = answer.status_code, stood_on
            if not answer.headers.get("Content-Type", "").startswith("text/html"):
                continue
            page = answer.content.decode()
            texts[address] = page
            if depth < LEVELS:
                below += [(link, address) for link in links_in(page, address)]
        level = below
    return answers, texts


@pytest.fixture(scope="module")
def walks() -> dict[Role, Walk]:
    """Who has walked by now, and what was found: walking takes a while."""
    return {}


@pytest.fixture
def walked(reader, walks: dict[Role, Walk]) -> Callable[[Role], Walk]:
    def by(role: Role) -> Walk:
        if role not in walks:
            walks[role] = walk(reader(role.value))
        return walks[role]

    return by


@pytest.mark.parametrize("role", list(Role))
def test_every_link_that_a_role_is_shown_can_be_followed(walked, role: Role) -> None:
    answers, texts = walked(role)
    broken = {address: answer for address, answer in answers.items() if answer[0] >= 400}
    assert broken == {}
    assert len(answers) > 5
    odd = {address: ids_in(_words(page)) for address, page in texts.items()}
    assert sorted(f"{address}: {sorted(found)}" for address, found in odd.items() if found) == []


@pytest.mark.parametrize("role", [role for role in Role if not allows(role, "see_money")])
def test_who_may_not_see_money_finds_no_amount_at_any_address_that_somebody_was_led_to(
    reader, walked, role: Role
) -> None:
    """Also where no link leads them: money is for those who decide on it (tests/web/test_money.py)."""
    addresses = dict.fromkeys([*walked(Role.EXECUTIVE)[0], *walked(Role.MANAGER)[0]])
    client = reader(role.value)
    found = {address for address in addresses if amounts_in(client.get(address, follow=True))}
    if role is Role.CHAMPION:
        assert found, "the champions' own amounts are shown to champions"
        found = {address for address in found if not OF_CHAMPIONS.match(address)}
    assert found == set()
    assert len(addresses) > 120


def test_a_link_that_its_reader_may_not_follow_is_plain_text(reader) -> None:
    """The words stay; a viewer who would be refused at the ROI is not led there."""
    viewer, manager = reader("viewer"), reader("manager")
    assert "/value/" in links_in(manager.get("/").content.decode(), "/")
    assert "/value/" not in links_in(viewer.get("/").content.decode(), "/")
    assert viewer.get("/value/").status_code == 403


def ids_in(words: str) -> set[str]:
    """What only a program calls so: metrics with their parts, names with underscores, programs by their id."""
    from leadline.web.documents import documents

    strategy = documents().strategy
    assert strategy is not None
    programs = {one for method in strategy.methods for one in method.program_ids if "-" in one}
    found = {*ID_WITH_SEGMENT.findall(words), *UNDERSCORED.findall(words)}
    return found - FIELDS | {one for one in programs if re.search(rf"(?<![\w/-]){re.escape(one)}(?![\w-])", words)}


def _words(page: str) -> str:
    """What a reader reads: no tags, no scripts, no fields that are typed into."""
    without = re.sub(r"<(script|style|textarea|pre|code)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", without))
