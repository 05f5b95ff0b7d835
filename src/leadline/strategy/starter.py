"""Where does a company without a strategy begin? With a commented file whose every remark explains itself, or, step
by step on the site, with one that asks nothing yet."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files

from leadline.strategy.edits.parts import with_fields


def template() -> str:
    """The starter `strategy.yaml`, as text (S0.24)."""
    return _file("strategy.yaml")


def blank(company: str, currency: str, closed: tuple[str, dt.date] | None) -> str:
    """A text of the six elements with nothing in them; `closed` is the last closed assessment and its day."""
    known = {"company": company, "currency": currency}
    if closed is not None:
        known |= {"assessment.version": closed[0], "assessment.closed": closed[1].isoformat()}
    return with_fields(_file("blank.yaml"), "", known)[0]


def _file(name: str) -> str:
    return files("leadline.strategy").joinpath("templates", name).read_text(encoding="utf-8")
