from collections.abc import Iterator
from pathlib import Path

import pytest

from leadline.engine import Lake
from tests.assess.saying import Said


@pytest.fixture(autouse=True)
def repeats_are_found() -> Iterator[None]:
    """As everywhere but in the tests of other stages; it stays where a test undoes its own patches."""
    with pytest.MonkeyPatch.context() as own:
        own.setenv("LEADLINE_REPEATS", "3")
        yield


@pytest.fixture
def said(tmp_path: Path) -> Said:
    """A lake in which nobody has said anything yet."""
    return Said(Lake(tmp_path / "lake"))
