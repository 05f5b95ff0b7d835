"""The book of sentences: every theme's cases, the voices, the news and the clutter, read from YAML once.

In: the files of `texts/`. Out: compiled templates by theme and case. A file that asks for an unknown detail
is refused at reading, not in the middle of a world.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, cast

import yaml

from leadline.demo.details import slot_names
from leadline.demo.grammar import Template, compile_template, slots_of
from leadline.errors import LeadlineError
from leadline.words import Department

Tone = Literal["complaint", "question", "wish", "praise", "mixed", "partner", "staff"]
Pool = tuple[Template, ...]


@dataclass(frozen=True, eq=False)
class Case:
    """One thing that happens to people: what they say of it (`says`, `more`, `ask`), and what is answered (`fix`).

    `good` and `bad` are what a customer says after the answer worked, or did not. Several may share a name.
    """

    name: str
    weight: float
    tone: Tone
    by_partner: bool
    title: Pool
    says: Pool
    more: Pool
    ask: Pool
    fix: Pool
    good: Pool
    bad: Pool


@dataclass(frozen=True, eq=False)
class Theme:
    """Cases that belong together, the department they concern, and what customers advise each other (`peers`)."""

    name: str
    department: Department
    cases: tuple[Case, ...]
    peers: Pool

    def case(self, name: str) -> Case:
        return next(case for case in self.cases if case.name == name)


@dataclass(frozen=True, eq=False)
class Book:
    themes: dict[str, Theme]
    customer: dict[str, Pool]
    brand: dict[str, Pool]
    posts: tuple[tuple[str, float, Pool], ...]
    comments: dict[str, Pool]
    spam: Pool
    languages: dict[str, Pool]
    answers: dict[str, Pool]


@lru_cache(maxsize=1)
def read_book() -> Book:
    """All sentences. Raises LeadlineError for a template that cannot be told."""
    texts = files("leadline.demo") / "texts"
    themes = [_theme(_read(path)) for path in _yaml_files(texts / "themes")]
    news, clutter = _read(texts / "voices" / "news.yaml"), _read(texts / "voices" / "clutter.yaml")
    return Book(
        themes={theme.name: theme for theme in themes},
        customer=_pools(_read(texts / "voices" / "customer.yaml")),
        brand=_pools(_read(texts / "voices" / "brand.yaml")),
        posts=tuple((post["title"], float(post["weight"]), _pool(post["says"])) for post in news["posts"]),
        comments=_pools(news["comments"]),
        spam=_pool(clutter["spam"]),
        languages=_pools(clutter["languages"]),
        answers=_pools(clutter["answers"]),
    )


def _yaml_files(folder: Traversable) -> Iterator[Traversable]:
    return iter(sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name))


def _read(path: Traversable) -> dict[str, Any]:
    """A file whose scalars stay text: in sentences, `no` is a word."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return cast("dict[str, Any]", yaml.load(path.read_text(encoding="utf-8"), Loader=loader))  # noqa: S506 - text only


def _theme(page: dict[str, Any]) -> Theme:
    cases = tuple(_case(topic) for entry in page["cases"] for topic in _topics(entry))
    return Theme(page["theme"], Department(page["department"]), cases, _pool(page.get("peers", ())))


def _topics(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """A case whose answers differ by question lists topics, each with its own `says` and `fix`."""
    topics = entry.get("topics")
    if not topics:
        return [entry]
    said = [len(topic["says"]) for topic in topics]
    shares = [float(entry.get("weight", 1)) * count / sum(said) for count in said]
    return [{**entry, **topic, "weight": share} for topic, share in zip(topics, shares, strict=True)]


def _case(entry: dict[str, Any]) -> Case:
    pools = {name: _pool(entry.get(name, ())) for name in ("title", "says", "more", "ask", "fix", "good", "bad")}
    return Case(
        name=entry["name"],
        weight=float(entry.get("weight", 1)),
        tone=cast("Tone", entry.get("tone", "complaint")),
        by_partner=entry.get("voice") == "partner" or entry.get("tone") == "partner",
        **pools,
    )


def _pools(page: dict[str, list[str]]) -> dict[str, Pool]:
    return {name: _pool(sentences) for name, sentences in page.items()}


def _pool(sentences: list[str] | tuple[()]) -> Pool:
    templates = tuple(compile_template(sentence) for sentence in sentences)
    for sentence, template in zip(sentences, templates, strict=True):
        if unknown := slots_of(template) - slot_names():
            raise LeadlineError(f"“{sentence}” asks for ${sorted(unknown)[0]}.", "Give details.py a maker for it.")
    return templates
