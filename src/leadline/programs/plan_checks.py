"""What is missing in the plans, or does not fit the strategy? Programs in, remarks out, each with an advice.

The rules have codes PRG020 to PRG029 (docs/words/programs.md lists them). None of them refuses a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from leadline.programs.plan import Measure, Program
from leadline.strategy.document import Document, Method
from leadline.words import MethodKind, Remark, RunBy, Severity

Told = tuple[Severity, str, str, str]
"""Severity, field, message and advice."""


def check_programs(programs: Sequence[Program], strategy: Document | None = None) -> tuple[Remark, ...]:
    """Every program against every rule, in the order of the programs; without a strategy only the plans themselves."""
    methods = _methods_by_program(strategy)
    remarks = [
        Remark(code, severity, f"program “{program.name}”", message, advice, f"programs[{index}].{field}")
        for index, program in enumerate(programs)
        for code, rule in RULES.items()
        for severity, field, message, advice in rule(program, _method_of(program, strategy, methods), strategy)
    ]
    return (*remarks, *_unplanned(programs, strategy))


def _methods_by_program(strategy: Document | None) -> dict[str, Method]:
    return {name: method for method in (strategy.methods if strategy else ()) for name in method.program_ids}


def _method_of(program: Program, strategy: Document | None, by_program: dict[str, Method]) -> Method | None:
    methods = strategy.methods if strategy else ()
    named = next((method for method in methods if method.id == program.method), None)
    return named or by_program.get(program.id)


def _without_strategy(program: Program, method: Method | None, strategy: Document | None) -> Iterable[Told]:
    """S3.27: no program without a link to the strategy."""
    if program.method is None and method is None:
        yield (
            "warning",
            "method",
            "It hangs from no method of the strategy, so nobody can say what it is for.",
            "Name the method that it carries out, or let it be.",
        )
    elif method is None and strategy is not None:
        yield (
            "error",
            "method",
            f"The strategy has no method “{program.method}”.",
            "Correct the name, or add the method to the strategy first.",
        )


def _without_owner(program: Program, method: Method | None, strategy: Document | None) -> Iterable[Told]:
    if not program.owner:
        yield "warning", "owner", "Nobody owns it.", "Name the one person who answers for it."


def _without_department(program: Program, method: Method | None, strategy: Document | None) -> Iterable[Told]:
    if program.department is None:
        yield "warning", "department", "No department runs it.", "Name one: support first, marketing last."
    elif method is not None and method.department not in (None, program.department):
        yield (
            "note",
            "department",
            f"It is run by {program.department}, its method by {method.department}.",
            "Let the two agree, or split the program.",
        )


def _without_period(program: Program, method: Method | None, strategy: Document | None) -> Iterable[Told]:
    if program.period is None:
        yield "warning", "period", "It has no period.", "Say from when it runs, as in from 2026-04-01."
    elif method is not None and method.start is not None and program.period.start < method.start:
        yield (
            "note",
            "period",
            f"It starts on {program.period.start}, before its method does on {method.start}.",
            "Correct one of the two dates.",
        )


def _without_means(program: Program, method: Method | None, strategy: Document | None) -> Iterable[Told]:
    """S0.21, S3.25; what the market carries out alone may cost nothing (S3.29)."""
    if method is not None and method.run_by is RunBy.MARKET:
        return
    if program.budget is None:
        yield "warning", "budget", "It has no budget.", "Write 1000 EUR a month, or 0 EUR a month if it costs nothing."
    if not program.people:
        yield "warning", "people", "Nobody works on it.", "Name people or roles with their hours a month."
    elif not program.hours_a_month:
        yield "warning", "people", "Its people have no hours.", "Give each of them hours_a_month."


def _without_success(program: Program, method: Method | None, strategy: Document | None) -> Iterable[Told]:
    """S3.26: what success means, in a number."""
    if not program.metrics:
        yield "warning", "metrics", "It has no metric.", "Name what shows that it works, and its target."
    for index, measure in enumerate(program.metrics):
        yield from _unclear_target(measure, index)


def _unclear_target(measure: Measure, index: int) -> Iterable[Told]:
    place = f"metrics[{index}]"
    if measure.target is None:
        yield "warning", place, f"`{measure.metric}` has no target.", "Write where it should get to, as in target: 95 %."
    elif measure.direction is None or not measure.unit:
        missing = "direction" if measure.direction is None else "unit"
        yield "note", place, f"The target of {measure.metric} has no {missing}.", f"Add its {missing}."


def _without_promise(program: Program, method: Method | None, strategy: Document | None) -> Iterable[Told]:
    """S0.8, S0.9: who serves says when and how fast."""
    if method is not None and method.kind is MethodKind.SERVICE and program.promise is None:
        yield (
            "warning",
            "promise",
            "It serves people and promises nothing about replies.",
            "Add a promise with target_minutes and hours; without one no service level is measured.",
        )


RULES: dict[str, Callable[[Program, Method | None, Document | None], Iterable[Told]]] = {
    "PRG020": _without_strategy,
    "PRG021": _without_owner,
    "PRG022": _without_department,
    "PRG023": _without_period,
    "PRG024": _without_means,
    "PRG025": _without_success,
    "PRG026": _without_promise,
}
"""Every rule by its code."""


def _unplanned(programs: Sequence[Program], strategy: Document | None) -> list[Remark]:
    """A method that no program carries out yet."""
    planned = {program.method for program in programs} | {program.id for program in programs}
    return [
        Remark(
            "PRG027",
            "note",
            f"method “{method.name}”",
            "No program carries it out yet.",
            "Plan one, with owner, period and people.",
        )
        for method in (strategy.methods if strategy else ())
        if method.id not in planned and not planned.intersection(method.program_ids)
    ]
