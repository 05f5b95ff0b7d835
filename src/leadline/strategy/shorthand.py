"""What may a person write short in a strategy? Each function turns the short form into the long one.

In comes what stood in the file, out goes what the model expects, untouched where it is not the short form. A value that
cannot be read becomes a PydanticCustomError that carries the sentence and the advice of our own errors.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from leadline.errors import LeadlineError
from leadline.strategy.numerals import canonical, parse_number
from leadline.words import Month


def number(given: Any) -> Any:
    """`50.000`, `50k` or 50000 as a Decimal (S0.20)."""
    if isinstance(given, str):
        try:
            return parse_number(given)
        except LeadlineError as error:
            raise refused(error) from error
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        return given
    value = Decimal(str(given))
    return canonical(value) if value.is_finite() else given


def whole_number(given: Any) -> Any:
    """The same for things that come in whole pieces: `1.500` fans are 1,500."""
    if not isinstance(given, str):
        return number(given)
    try:
        return parse_number(given, whole=True)
    except LeadlineError as error:
        raise refused(error) from error


def version(given: Any) -> Any:
    """The format's number, which a file gives as text."""
    return int(given) if isinstance(given, str) and given.strip().isdecimal() else given


def several(given: Any) -> Any:
    """One text where a list of them may stand."""
    if isinstance(given, str):
        return (given,) if given.strip() else ()
    return () if given is None else given


def under(field: str) -> Callable[[Any], Any]:
    """A reader that takes a bare value for a whole element: `goal: Serve people where they are` is its text."""

    def read(given: Any) -> Any:
        return {field: given} if isinstance(given, str | int | float | Decimal) else given

    return read


def aim(given: Any) -> Any:
    """`-11 %` carries its unit and direction; whether it is relative or in points must be said beside it (S1.10)."""
    given = under("value")(given)
    if (
        not isinstance(given, dict)
        or not isinstance(value := given.get("value"), str)
        or not value.strip().endswith("%")
    ):
        return given
    number = value.strip().rstrip("%").strip()
    implied = {"-": {"direction": "down"}, "−": {"direction": "down"}, "+": {"direction": "up"}}.get(number[:1], {})
    return {"unit": "%"} | implied | given | {"value": number}


def span(given: Any) -> Any:
    """`2026-04-01 to 2026-09-30`, or one month as in `2026-04`."""
    if not isinstance(given, str):
        return given
    first, to, last = (part.strip() for part in given.partition(" to "))
    if to:
        return {"first": first, "last": last}
    try:
        month = Month.parse(first)
    except LeadlineError as error:
        advice = "Write the first and the last day, as in 2026-04-01 to 2026-09-30."
        raise refused(LeadlineError(f"“{given}” is not a period.", advice)) from error
    return {"first": month.first_day, "last": month.last_day}


def refused(error: LeadlineError) -> PydanticCustomError:
    """Our error in the form that pydantic collects beside the others."""
    return PydanticCustomError("leadline", "{sentence}", {"sentence": error.sentence, "advice": error.advice})
