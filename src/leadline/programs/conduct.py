"""Which boundaries hold for everybody who speaks for the business (S4.13)?

Out: the guardrails as a text with the day from which they hold, and the digest that names it. The surprise: what is
acknowledged is a text, not a title; a champion who joins acknowledges this digest (`web/programs/actions.py`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
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


def template() -> str:
    """Guardrails to begin with, as Markdown."""
    return files("leadline.programs").joinpath("templates", "conduct.md").read_text(encoding="utf-8")


def company_rules(day: dt.date) -> Guardrails:
    """The rules that hold on a day: the template, until a company writes its own."""
    return Guardrails(template(), day)
