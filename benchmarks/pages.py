"""How long does each page take the server? CPU milliseconds, median of 20, at the size of a built home.

    leadline demo --home /tmp/demo --no-serve && LEADLINE_HOME=/tmp/demo python benchmarks/pages.py

The limit is 100 ms a page (design section 6). Pages are asked as the executive, or as the first role that may.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from leadline.config import find_home
from leadline.web.records import open_records

LIMIT_MS, TIMES = 100, 20


def main() -> None:
    home = find_home()
    open_records(home)
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    print(f"{'page':<58}{'bytes':>9}{'median ms':>11}{'worst ms':>10}")
    slow = 0
    for name, address, role in _pages():
        client = Client()
        client.force_login(_person(role))
        client.get(address)
        took = sorted(_milliseconds(client, address) for _ in range(TIMES))
        middle = statistics.median(took)
        slow += middle > LIMIT_MS
        print(f"{name + ' ' + address:<58.57}{len(client.get(address).content):>9,}{middle:>11.1f}{took[-1]:>10.1f}")
    print(f"{slow} pages are above {LIMIT_MS} ms in {Path(home.root).name}")


def _milliseconds(client: object, address: str) -> float:
    begun = time.process_time()
    answer = client.get(address)  # type: ignore[attr-defined]
    assert answer.status_code == 200, (address, answer.status_code)
    return 1000 * (time.process_time() - begun)


def _person(role: str) -> object:
    from leadline.web.accounts.models import Person

    return Person.objects.get(username=role)


def _pages() -> list[tuple[str, str, str]]:
    """Every page without an argument, and the addresses that those pages link to, one of each kind."""
    from django.test import Client
    from django.urls import URLPattern, URLResolver, get_resolver

    from leadline.web.accounts.permissions import ALLOWED

    def walk(resolver: URLResolver, prefix: str):
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from walk(one, ":".join(filter(None, (prefix, one.namespace))))
            elif isinstance(one, URLPattern) and hasattr(one.callback, "ability"):
                yield f"{prefix}:{one.name}", one

    found: dict[str, tuple[str, str, str]] = {}
    kinds = dict(walk(get_resolver(), ""))
    frontier = ["/"]
    seen: set[str] = set()
    from django.urls import Resolver404, resolve

    while frontier and len(seen) < 400:
        address = frontier.pop(0)
        try:
            match = resolve(address.split("?")[0])
        except Resolver404:
            continue
        name = match.view_name
        if address in seen or name not in kinds or (name in found and name != "assess:messages"):
            continue
        seen.add(address)
        allowed = ALLOWED[kinds[name].callback.ability]
        role = next(
            role.value
            for role in ("executive", "strategist", "manager", "agent")
            for role in [_role(role)]
            if role in allowed
        )
        client = Client()
        client.force_login(_person(role))
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        found[name] = (name, address, role)
        frontier += _links(answer.content.decode())
    return list(found.values())


def _role(name: str):
    from leadline.web.accounts.permissions import Role

    return Role(name)


def _links(page: str) -> list[str]:
    import html
    import re

    return [html.unescape(link) for link in re.findall(r'href="(/[^"#]*)"', page) if not link.startswith("/static/")]


if __name__ == "__main__":
    main()
