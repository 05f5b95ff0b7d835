"""The whole document: all elements in the order of the file, and the name of exactly this content."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, StringConstraints

from leadline.strategy import shorthand
from leadline.strategy.document.aims import CommunicationsObjective, CompanyObjective, Objective, OwnMetric, Target
from leadline.strategy.document.elements import Assessment, Benefits, Goal, Ignored, Report
from leadline.strategy.document.methods import Line, Method, Needs
from leadline.strategy.document.people import Leadership, Participant
from leadline.strategy.fields import Element, Text
from leadline.strategy.numerals import canonical
from leadline.words import Money


class Document(Element):
    """A whole strategy: the framework's six elements and no more (S3.20), and what they stand on."""

    format: Annotated[Literal[1], BeforeValidator(shorthand.version)] = 1
    company: Text = ""
    currency: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern="^[A-Za-z]{3}$")] = "EUR"
    leadership: Leadership = Leadership()

    goal: Annotated[Goal, BeforeValidator(shorthand.under("text"), json_schema_input_type=Goal | str)] = Goal()
    mission: Text = ""
    benefits: Benefits = Benefits()
    methods: tuple[Method, ...] = ()
    resources: Needs = Needs()
    reporting: tuple[Report, ...] = ()

    company_objectives: tuple[
        Annotated[
            CompanyObjective, BeforeValidator(shorthand.under("text"), json_schema_input_type=CompanyObjective | str)
        ],
        ...,
    ] = ()
    communications: tuple[
        Annotated[
            CommunicationsObjective,
            BeforeValidator(shorthand.under("text"), json_schema_input_type=CommunicationsObjective | str),
        ],
        ...,
    ] = ()
    objectives: tuple[
        Annotated[Objective, BeforeValidator(shorthand.under("text"), json_schema_input_type=Objective | str)], ...
    ] = ()
    targets: tuple[
        Annotated[Target, BeforeValidator(shorthand.under("text"), json_schema_input_type=Target | str)], ...
    ] = ()
    metrics: tuple[OwnMetric, ...] = ()
    lines: tuple[Line, ...] = ()
    assessment: Assessment = Assessment()
    participants: tuple[Participant, ...] = ()
    ignored: tuple[Ignored, ...] = ()

    def digest(self) -> str:
        """The name of exactly this content: SHA-256 in hex. Fields left at their default do not count, so that a
        field added to the format later changes no old digest."""
        plain = self.model_dump(exclude_defaults=True)
        text = json.dumps(plain, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def money(self, amount: Decimal) -> Money:
        """An amount of this document, with its currency."""
        return Money(amount, self.currency)


def _plain(value: object) -> str:
    return format(canonical(value), "f") if isinstance(value, Decimal) else str(value)
