from pathlib import Path

import pytest

from leadline.engine import Lake
from tests.assess.saying import Said


@pytest.fixture
def said(tmp_path: Path) -> Said:
    """A lake in which nobody has said anything yet."""
    return Said(Lake(tmp_path / "lake"))
