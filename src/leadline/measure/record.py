"""How a result is stored and read back exactly: every result class of measure and value inherits `Recorded`.

In: a frozen dataclass. Out: a dictionary that JSON can hold (dates as ISO text, Decimal as text, enumerations as
their value), and the same dataclass again. Floats keep every digit, because JSON writes Python's shortest exact form.
"""

from __future__ import annotations

from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from leadline.errors import LeadlineError


class Recorded:
    """A frozen dataclass that can be stored: `from_dict(as_dict(x)) == x`."""

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        record: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json")
        return record

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Self:
        """Read `as_dict` back. Raises LeadlineError where the record has another shape."""
        try:
            found: Self = _adapter(cls).validate_python(record)
        except ValidationError as problem:
            first = problem.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise LeadlineError(
                f"A stored {cls.__name__} cannot be read: {where}: {first['msg']}.",
                "Run the stage that wrote it again.",
            ) from problem
        return found


_ADAPTERS: dict[str, TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    name = f"{kind.__module__}.{kind.__qualname__}"
    if name not in _ADAPTERS:
        _ADAPTERS[name] = TypeAdapter(kind)
    return _ADAPTERS[name]
