"""A pytest plugin: every table of the lake counts as large, so that each query of each stage is asked of the cluster.

Tests marked `not_on_spark` are gaps, each with its reason; they are skipped here and told at the end. So is how many
queries were asked of whom. Rows by their key and what is in memory stay in process, as they do with LEADLINE_ENGINE;
so does all that a process of its own asks, which a test starts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from leadline.engine import DuckDB, Table
from leadline.engine.spark import Spark

Table.large = property(lambda _: True, lambda *_: None)  # type: ignore[assignment]
_asked = Counter[str]()


def _counted(engine: type[Any], verb: str) -> None:
    asked: Callable[..., Any] = getattr(engine, verb)

    def count(*what: Any) -> Any:
        _asked[engine.__name__] += 1
        return asked(*what)

    setattr(engine, verb, count)


for _engine in (DuckDB, Spark):
    _counted(_engine, "collect")
_counted(Spark, "in_batches")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for gap in item.iter_markers("not_on_spark"):
            item.add_marker(pytest.mark.skip(reason=f"not on Spark: {gap.args[0]}"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    told = ", ".join(f"{count:,} of {engine}" for engine, count in sorted(_asked.items()))
    terminalreporter.write_line(f"queries asked: {told}")
