"""The short elements: goal, benefits, reporting; the assessment that a strategy stands on, and remarks put aside."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from leadline.strategy.fields import Element, Id, Ids, Reader, Text, Texts


class Goal(Element):
    """Where the strategy leads, influenced by what the assessment found people to need (S3.21)."""

    text: Text = ""
    findings: Ids = ()


class Benefits(Element):
    """What customers get from it, and what the company does; both sides are filled (S3.23)."""

    customer: Texts = ()
    company: Texts = ()


class Report(Element):
    """Who is told what, how often (S2.16, S3.26)."""

    to: Reader
    metrics: Ids = ()
    rhythm: Literal["weekly", "monthly", "quarterly"] = "monthly"
    owner: Text = ""


class Assessment(Element):
    """The assessment the strategy stands on (S3.16)."""

    version: Text = ""
    closed: dt.date | None = None
    findings: Ids = ()


class Ignored(Element):
    """A remark of the lint that somebody decided to live with, and why; for an error, who decided must be named."""

    rule: Text
    """The rule's code, as in `MET006`."""
    part: Id | None = None
    """The id of the part it is ignored for; left out, it is ignored everywhere."""
    reason: Annotated[Text, Field(min_length=1)]
    by: Text = ""
    date: dt.date | None = None
