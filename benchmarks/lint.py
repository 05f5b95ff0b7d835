"""How fast is the lint? A strategy of 500 elements against the promise of 50 ms; the median of 20 runs, CPU time.

Run: .venv/bin/python benchmarks/lint.py [ELEMENTS]
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable

from leadline.strategy import Document, Facts, compare, document_from, lint, parse_document, write_document
from leadline.strategy.checking import check_text
from leadline.strategy.fixing import fixable
from leadline.strategy.sarif import sarif
from leadline.strategy.spans import spans_of
from leadline.words import Department

DEPARTMENTS = [department.value for department in Department]


def main(elements: int) -> None:
    """One row per step: what a page or a command spends on a strategy of that size."""
    document = strategy(elements)
    text = write_document(document)
    facts = Facts(today=dt.date(2026, 6, 1), metrics={}, findings=frozenset(), opportunities={})
    remarks, checked = lint(document, facts), check_text(text, "strategy.yaml", facts)
    fixes = f"{len(checked.fixes):,} of them can be fixed"
    print(f"{elements} elements, {len(text.splitlines()):,} lines of YAML, {len(remarks):,} remarks; {fixes}")
    print(f"{'step':<28}{'median ms':>10}{'worst ms':>10}")
    for name, step in {
        "lint": lambda: lint(document, facts),
        "read YAML": lambda: parse_document(text),
        "spans, to the sign": lambda: spans_of(text),
        "try every fix": lambda: fixable(text, facts),
        "SARIF": lambda: sarif([checked]),
        "read from plain values": lambda: document_from(document.model_dump()),
        "write YAML": lambda: write_document(document),
        "digest": document.digest,
        "compare with itself": lambda: compare(document, document),
    }.items():
        times = milliseconds(step)
        print(f"{name:<28}{statistics.median(times):>10.1f}{max(times):>10.1f}")


def milliseconds(step: Callable[[], object], runs: int = 20) -> list[float]:
    times = []
    for _ in range(runs):
        begin = time.process_time()
        step()
        times.append((time.process_time() - begin) * 1000)
    return times


def strategy(elements: int) -> Document:
    """A fifth each: company objectives, social objectives, methods, lines, people; every second lacks something."""
    fifth = range(elements // 5)
    values = {
        "company": "Large",
        "goal": "Serve people where they are",
        "mission": "We answer.",
        "company_objectives": [_company_objective(i) for i in fifth],
        "objectives": [_objective(i) for i in fifth],
        "methods": [_method(i) for i in fifth],
        "lines": [_line(i) for i in fifth],
        "participants": [{"name": f"Person {i}", "role": "customer", "contributions": [f"Words {i}"]} for i in fifth],
    }
    reading = document_from(values)
    assert reading.document, reading.remarks
    return reading.document


def _company_objective(i: int) -> dict[str, object]:
    baseline = {"value": 1000 + i, "unit": "calls a day"} if i % 2 else None
    target = {"value": "20 %", "direction": "down"}
    return {
        "id": f"o{i}",
        "text": f"Objective {i}",
        "kind": "cost",
        "metric": "calls",
        "baseline": baseline,
        "target": target,
    }


def _objective(i: int) -> dict[str, object]:
    owner = f"Owner {i}" if i % 2 else ""
    return {
        "id": f"s{i}",
        "text": f"Answer question {i} sooner",
        "serves": f"o{i}",
        "owner": owner,
        "period": "2026-04",
    }


def _method(i: int) -> dict[str, object]:
    department = DEPARTMENTS[i % len(DEPARTMENTS)]
    start = dt.date(2026, 1, 1) + dt.timedelta(days=i)
    return {"id": f"m{i}", "name": f"Method {i}", "department": department, "serves": [f"s{i}"], "start": start}


def _line(i: int) -> dict[str, object]:
    mechanism = "Who is answered does not call." if i % 2 else ""
    return {"id": f"l{i}", "objective": f"o{i}", "business_metric": "calls", "program": f"m{i}", "mechanism": mechanism}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
