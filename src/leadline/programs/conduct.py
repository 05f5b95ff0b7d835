"""Which boundaries hold for everybody who speaks for the business, and who has read them (S4.13)?

In: the guardrails as a text with the day from which they hold, and who acknowledged which text. Out: who still has to
read. The surprise: an acknowledgement is of a text, not of a title; a changed text is read again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Guardrails:
    """The company's rules of conduct, as Markdown, from the day on which they hold."""

    text: str
    valid_from: dt.date

    @property
    def digest(self) -> str:
        """The name of this very text; white space at line ends does not change it."""
        lines = (line.rstrip() for line in self.text.strip().splitlines())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@dataclass(frozen=True)
class Acknowledgement:
    """That a person (a pseudonym) read the text with this digest, at an instant with a zone."""

    person: str
    digest: str
    at: dt.datetime


def template() -> str:
    """Guardrails to begin with, as Markdown."""
    return files("leadline.programs").joinpath("templates", "conduct.md").read_text(encoding="utf-8")


def company_rules(day: dt.date) -> Guardrails:
    """The rules that hold on a day: the template, until a company writes its own."""
    return Guardrails(template(), day)


def in_force(versions: Iterable[Guardrails], day: dt.date) -> Guardrails | None:
    """The newest guardrails that hold on a day; None where there are none yet."""
    begun = [guardrails for guardrails in versions if guardrails.valid_from <= day]
    return max(begun, key=lambda guardrails: guardrails.valid_from, default=None)


def still_to_read(
    people: Sequence[str], guardrails: Guardrails | None, acknowledgements: Iterable[Acknowledgement]
) -> tuple[str, ...]:
    """Who has not acknowledged this text yet, in the order of `people`."""
    if guardrails is None:
        return ()
    read = {one.person for one in acknowledgements if one.digest == guardrails.digest}
    return tuple(person for person in people if person not in read)
