"""Who begins (S4.7-S4.17)? Support first and marketing last, with a gate that reads what the months measured.

The order is a default, not a law: a recorded reason settles each of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadline.strategy.document import Method
from leadline.strategy.rules.rule import Found, View, quoted, rule
from leadline.words import Department, MethodKind, Month, listed

_PROMOTING = (Department.SALES, Department.MARKETING)
_SPEAKING_UP = (MethodKind.ADVOCACY, MethodKind.BUZZ)


@rule("ORD001", "warning", "Marketing comes first", "S4.12", "S4.7", "S4.16")
def marketing_first(view: View) -> Iterator[Found]:
    """Support first and marketing last is a default, not a law: a recorded reason settles it."""
    for where, one in view.methods_in_order[:1]:
        if one.department in _PROMOTING and one.override is None:
            name = "Marketing" if one.department is Department.MARKETING else "Sales"
            message = f"{name} comes first, with {quoted(one.name)}: only happy customers carry a message on."
            advice = "Start with what support can solve and set this later, or add `override:` with the reason."
            yield _found(where, "department", one, message, advice)


@rule("ORD002", "warning", "Only marketing and sales take part", "S4.17", "S2.5", "S1.3")
def only_marketing(view: View) -> Iterator[Found]:
    """Marketing may be the place to start, as long as it does not end there."""
    if view.departments and view.departments <= set(_PROMOTING):
        names = listed(sorted(department.value for department in view.departments))
        yield Found(
            "methods",
            "methods",
            f"Only {names} takes part; the greatest value comes when the whole business does.",
            "Add a method for support or product, even if it starts later.",
        )


@rule("ORD003", "note", "Support does not come first", "S4.7", "S4.16")
def support_not_first(view: View) -> Iterator[Found]:
    for where, one in view.methods_in_order[:1]:
        if one.department not in (None, Department.SUPPORT, *_PROMOTING) and one.override is None:
            message = (
                f"{quoted(one.name)} of {one.department.value} comes first; by default support does: there the pain is."
            )
            advice = "Look whether a method of support should come before it, or add `override:` with the reason."
            yield _found(where, "department", one, message, advice)


@rule("ORD004", "warning", "A campaign starts before anybody is made happy", "S4.10", "S4.11")
def campaign_before_service(view: View) -> Iterator[Found]:
    """Advocacy and buzz need happy customers, so a method of support stands before them in the order."""
    served = False
    for where, one in view.methods_in_order:
        served = served or one.department is Department.SUPPORT
        if one.kind in (MethodKind.ADVOCACY, MethodKind.BUZZ) and not served and one.override is None:
            message = f"{quoted(one.name)} asks people to speak up before any method of support has helped them."
            advice = "Start a method of support before it, or add `override:` with the reason and who decided."
            yield _found(where, "start", one, message, advice)


@rule("ORD005", "warning", "The gate to sales and marketing is shut", "S4.10", "S4.11")
def gate_is_shut(view: View) -> Iterator[Found]:
    """The last months before the start, or before today where it has not come, judged by what was measured in them.
    A method of which no month was measured before is let be: nobody looked."""
    measured = view.facts.promise_kept
    if measured is None:
        return
    most, least = view.limits.gate_months, view.limits.gate_percent
    for where, one in view.methods:
        if one.override or not (one.department in _PROMOTING or one.kind in _SPEAKING_UP):
            continue
        before = min(one.start or view.facts.today, view.facts.today)
        months = sorted(month for month in measured if month.last_day < before)[-most:]
        short = [month for month in months if measured[month] < least]
        if short:
            message = (
                f"{quoted(one.name)} comes before service keeps its promise: {_shares(short, measured)} were answered "
                "within it."
            )
            advice = (
                f"Wait until {least} % are answered within the promise for {most} months, or add `override:` with the "
                "reason and who decided."
            )
            yield _found(where, "start", one, message, advice)


def _shares(months: list[Month], measured: Mapping[Month, float]) -> str:
    """`61 % in August and 72 % in September`."""
    return listed([f"{measured[month]:.0f} % in {month.name}" for month in months])


def _found(where: str, field: str, one: Method, message: str, advice: str) -> Found:
    return Found(f"{where}.{field}", f"method {quoted(one.name)}", message, advice)
