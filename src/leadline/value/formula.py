"""A company's own formula of named numbers: `visits * (spend_after - spend_before) * margin` (S1.5).

In: a text that a person wrote. Out: a `Formula` that knows its names and takes arrays for them. The surprise: nothing
of it is ever run as code. The text is read into a tree, every knot of the tree must be one of the few that stand here,
and whatever is not (a call but `min` and `max`, an attribute, an index, a power) is refused in a sentence.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from leadline.errors import LeadlineError
from leadline.value.uncertainty import Floats

LONGEST = 500
"""Characters of a formula."""
ADVICE = "Use names of inputs, numbers, + - * / ( ), min and max: visits * spend_a_visit * margin."

Operate = Callable[[Floats, Floats], Floats]
_BINARY: dict[type[ast.operator], Operate] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_CALLS: dict[str, Operate] = {"min": np.minimum, "max": np.maximum}


@dataclass(frozen=True)
class Formula:
    """`text` as it was written; it is looked through when it is made. Raises LeadlineError for what cannot be read."""

    text: str

    def __post_init__(self) -> None:
        for knot in ast.walk(self._tree):
            _check(knot)
        if not self.names:
            raise LeadlineError(f"“{self.text}” names no input.", ADVICE)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The inputs that it asks for, in the order in which they stand."""
        named = [knot for knot in ast.walk(self._tree) if isinstance(knot, ast.Name)]
        ordered = sorted(named, key=lambda knot: (knot.lineno, knot.col_offset))
        return tuple(dict.fromkeys(knot.id for knot in ordered if knot.id not in _CALLS))

    @property
    def shown(self) -> str:
        """For people: the inputs in words, signs as in print."""
        return self.text.replace("_", " ").replace("*", "×").replace("/", "÷")

    def value(self, inputs: Mapping[str, Floats]) -> Floats:
        """What it comes to. Raises LeadlineError where it divides by what may be nothing."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found = np.asarray(_value(self._tree.body, inputs), dtype=np.float64)
        if not np.isfinite(found).all():
            raise LeadlineError(
                f"“{self.text}” divides by something that may be nothing.",
                "Write max(divisor, 1), or an interval above 0.",
            )
        return found

    @cached_property
    def _tree(self) -> ast.Expression:
        if len(self.text) > LONGEST:
            raise LeadlineError(f"A formula has at most {LONGEST} characters, this one {len(self.text)}.", ADVICE)
        try:
            return ast.parse(self.text.strip(), mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise LeadlineError(f"“{self.text}” is no formula.", ADVICE) from error


def _check(knot: ast.AST) -> None:
    """Whether this kind of knot may stand in a formula."""
    if isinstance(knot, ast.Expression | ast.Name | ast.Load | ast.UnaryOp | ast.USub | ast.BinOp | ast.operator):
        if isinstance(knot, ast.operator) and type(knot) not in _BINARY:
            raise LeadlineError(f"A formula knows no {type(knot).__name__.lower()}.", ADVICE)
        return
    if isinstance(knot, ast.Constant) and type(knot.value) in (int, float):
        return
    is_known = isinstance(knot, ast.Call) and isinstance(knot.func, ast.Name) and knot.func.id in _CALLS
    if not (is_known and isinstance(knot, ast.Call) and len(knot.args) > 1 and not knot.keywords):
        raise LeadlineError(f"“{_shown(knot)}” cannot stand in a formula.", ADVICE)


def _shown(knot: ast.AST) -> str:
    try:
        return ast.unparse(knot)[:60]
    except (ValueError, RecursionError):
        return type(knot).__name__


def _value(knot: ast.expr, inputs: Mapping[str, Floats]) -> Floats:
    if isinstance(knot, ast.Constant):
        return np.float64(knot.value)  # type: ignore[return-value, arg-type]
    if isinstance(knot, ast.Name):
        return inputs[knot.id]
    if isinstance(knot, ast.UnaryOp):
        return -_value(knot.operand, inputs)
    if isinstance(knot, ast.BinOp):
        return _BINARY[type(knot.op)](_value(knot.left, inputs), _value(knot.right, inputs))
    if isinstance(knot, ast.Call) and isinstance(knot.func, ast.Name):
        return reduce(_CALLS[knot.func.id], (_value(each, inputs) for each in knot.args))
    raise TypeError(f"{type(knot).__name__} was let through")  # `_check` refused everything else
