"""Who leads a strategy, and who took part in making it (S3.17)?"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BeforeValidator

from leadline.strategy import shorthand
from leadline.strategy.fields import Element, Role, Text, Texts
from leadline.words import PartnerType


class Leadership(Element):
    """Who leads, who pays, and how often they look (S0.21, S3.31)."""

    owner: Text = ""
    sponsor: Text = ""
    review: Literal["weekly", "monthly", "quarterly"] | None = None
    policy: Text = ""
    """Where the rules stand that everybody who speaks for the company has read (S4.13)."""


class Contribution(Element):
    """What somebody said, and to which part of the strategy (S3.17)."""

    text: Text
    to: Text = ""
    """The part's id, or the name of an element: `goal`, `mission`, `page-service`."""
    date: dt.date | None = None


class Participant(Element):
    """Somebody who took part in making the strategy (S3.17)."""

    name: Text
    key: Text = ""
    """What the site calls whoever came by a link: two people may share a name, and never a key."""
    role: Role
    partner_type: PartnerType | None = None
    organisation: Text = ""
    invited: dt.date | None = None
    contributions: tuple[
        Annotated[Contribution, BeforeValidator(shorthand.under("text"), json_schema_input_type=Contribution | str)],
        ...,
    ] = ()
    signed: dt.date | None = None
    signed_parts: Texts = ()
    """The parts that they signed, as in `goal` or `methods:page-service`; none named, they signed the whole."""
