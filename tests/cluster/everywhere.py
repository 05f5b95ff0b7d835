"""A pytest plugin: every table of the lake counts as large, so that each query of each stage is asked of the cluster.

Tests marked `not_on_spark` are gaps, each with its reason; they are skipped here and told at the end.
"""

from __future__ import annotations

import pytest

from leadline.engine import Table

Table.large = property(lambda _: True, lambda *_: None)  # type: ignore[assignment]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for gap in item.iter_markers("not_on_spark"):
            item.add_marker(pytest.mark.skip(reason=f"not on Spark: {gap.args[0]}"))
