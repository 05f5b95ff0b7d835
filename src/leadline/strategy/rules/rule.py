"""What is a rule of the lint? A small function with a code, a severity and a title; and what it looks at.

A rule takes a View (the document, the facts, the limits, and indexes made once) and yields what it found. The surprise:
some rules weigh more on the day a strategy is adopted, and a few cannot be ignored at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from leadline.strategy.document import CompanyObjective, Document, Line, Method, Objective, OwnMetric
from leadline.strategy.facts import Facts, Limits
from leadline.strategy.fields import Role
from leadline.strategy.metric_fit import metrics_of
from leadline.strategy.metrics import Direction, Metric
from leadline.words import Department, Remark, Severity, ValueType

FAMILIES = {
    "STR": "elements",
    "COM": "company objectives",
    "OBJ": "social objectives",
    "TAR": "targets",
    "LIN": "lines",
    "BEN": "benefits",
    "MET": "methods",
    "ORD": "order",
    "MAT": "maturity",
    "RES": "resources",
    "REP": "reporting",
    "PAR": "participation",
    "ASS": "assessment",
    "LAY": "layers",
}


@dataclass(frozen=True)
class Found:
    """One thing that a rule has to say; `where` is the path in the document."""

    where: str
    thing: str
    message: str
    advice: str


Check = Callable[["View"], Iterator[Found]]


@dataclass(frozen=True)
class Rule:
    """`at_adoption` is the severity on the day of adoption, where it differs; `binding` rules cannot be ignored."""

    code: str
    severity: Severity
    title: str
    demands: tuple[str, ...]
    check: Check
    at_adoption: Severity | None = None
    binding: bool = False

    @property
    def family(self) -> str:
        return FAMILIES[self.code[:3]]

    @property
    def page(self) -> str:
        """The rule's page in the docs."""
        return f"docs/rules/{self.code}.md"

    def remarks(self, view: View, *, adopting: bool = False) -> Iterator[Remark]:
        severity = self.at_adoption if adopting and self.at_adoption else self.severity
        for found in self.check(view):
            yield Remark(self.code, severity, found.thing, found.message, found.advice, found.where)


def rule(
    code: str,
    severity: Severity,
    title: str,
    *demands: str,
    at_adoption: Severity | None = None,
    binding: bool = False,
) -> Callable[[Check], Rule]:
    """Makes a rule of a function; `demands` are the ids in the requirements that it stands for."""
    return lambda check: Rule(code, severity, title, demands, check, at_adoption, binding)


@dataclass(frozen=True)
class View:
    """A document with what is known about it; the indexes are made once, for all rules."""

    document: Document
    facts: Facts
    limits: Limits

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The document as dictionaries and lists, for paths into it."""
        return self.document.model_dump()

    @cached_property
    def company_objectives(self) -> tuple[tuple[str, CompanyObjective], ...]:
        """Each with its path."""
        return tuple((f"company_objectives[{i}]", one) for i, one in enumerate(self.document.company_objectives))

    @cached_property
    def metrics(self) -> dict[str, Metric]:
        """The catalogue's and the company's own, which count alike (S1.13)."""
        return {one.id: one for one in metrics_of(self.document)}

    @cached_property
    def own_metrics(self) -> dict[str, OwnMetric]:
        return {one.id: one for one in self.document.metrics}

    def metric(self, metric_id: str | None) -> Metric | None:
        """What is known of a metric; None where nobody described it."""
        return self.metrics.get(metric_id or "")

    def shows(self, metric: Metric, value: ValueType) -> bool:
        """Whether it can show a kind of value; of an own one that names none, nobody knows otherwise."""
        return value in metric.fits or (metric.id in self.own_metrics and not metric.fits)

    def is_no_business(self, metric: Metric) -> bool:
        """Whether the company itself says that its metric does not come from its books or systems."""
        own = self.own_metrics.get(metric.id)
        return own is not None and "business" in own.model_fields_set and not own.business

    def better(self, metric_id: str | None) -> Direction | None:
        """The direction that is better; None where nobody said."""
        metric, own = self.metric(metric_id), self.own_metrics.get(metric_id or "")
        return None if metric is None or (own and "good" not in own.model_fields_set) else metric.good

    @cached_property
    def objectives(self) -> tuple[tuple[str, Objective], ...]:
        """The social objectives that are not dropped, each with its path."""
        return tuple(
            (f"objectives[{i}]", one) for i, one in enumerate(self.document.objectives) if one.state != "dropped"
        )

    @cached_property
    def lines(self) -> tuple[tuple[str, Line], ...]:
        return tuple((f"lines[{i}]", one) for i, one in enumerate(self.document.lines))

    @cached_property
    def methods(self) -> tuple[tuple[str, Method], ...]:
        return tuple((f"methods[{i}]", one) for i, one in enumerate(self.document.methods))

    @cached_property
    def company_objective_by_id(self) -> dict[str, CompanyObjective]:
        return {one.id: one for one in self.document.company_objectives}

    @cached_property
    def objective_ids(self) -> frozenset[str]:
        """Ids of everything a method can serve."""
        return frozenset(self.company_objective_by_id) | {one.id for _, one in self.objectives}

    @cached_property
    def method_by_program(self) -> dict[str, Method]:
        return {program: one for one in self.document.methods for program in one.program_ids}

    @cached_property
    def findings(self) -> frozenset[str] | None:
        """The findings that may be cited, or None where nobody said which there are."""
        cited = frozenset(self.document.assessment.findings)
        if self.facts.findings is None:
            return cited or None
        return self.facts.findings | cited

    @cached_property
    def methods_in_order(self) -> tuple[tuple[str, Method], ...]:
        """The methods whose start or order is known, first to last; order numbers count where dates are missing."""
        known = [(where, one) for where, one in self.methods if one.order is not None or one.start is not None]
        dated = any(one.start is not None for _, one in known)
        by_order = not all(one.start for _, one in known) and all(one.order for _, one in known)
        return tuple(sorted(known, key=lambda pair: _place(pair[1], by_date=dated and not by_order)))

    @cached_property
    def insiders(self) -> frozenset[str]:
        """The names of colleagues: who signs in here, leads or pays, or stands in the document as one."""
        document, inside = self.document, (Role.COLLEAGUE, Role.EXECUTIVE)
        leading = (document.leadership.owner, document.leadership.sponsor.partition(",")[0])
        named = (one.name for one in document.participants if one.role in inside)
        return frozenset(plain_name(name) for name in (*self.facts.insiders, *leading, *named) if name)

    @cached_property
    def departments(self) -> frozenset[Department]:
        return frozenset(one.department for one in self.document.methods if one.department)


def _place(method: Method, *, by_date: bool) -> tuple[str, int]:
    start = method.start.isoformat() if method.start and by_date else "9999"
    return start, method.order or 10**6


def plain_name(name: str) -> str:
    """A name as people read it: one case, one kind of blank."""
    return " ".join(name.casefold().split())


def quoted(text: str, longest: int = 70) -> str:
    """A person's own words in quotes, shortened."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= longest else f"“{text[: longest - 1].rstrip()}…”"
