"""A pilot drawn by lot on the page of its line, and its own page of evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadline import flow
from leadline.config import Home
from leadline.measure.pilots import judge_pilot, keep_plan
from tests.measure.evidence.test_experiments import NOW, lifted, planned, regions
from tests.measure.test_pilots import AFTER, LINE
from tests.october import copy_of, ran

pytestmark = pytest.mark.django_db


@pytest.fixture
def month_home(tmp_path: Path) -> Home:
    """October's home, with a pilot of its own."""
    world, plan = copy_of(ran(), tmp_path / "home"), planned(regions())
    link = flow.link_of(world.documents, LINE, "business")
    keep_plan(world.lake, link, plan, zone="Europe/Amsterdam", now=NOW)
    judge_pilot(world.lake, link, lifted(regions(), plan, -0.12), now=AFTER)
    return world.home


def test_the_line_shows_its_pilot_and_leads_to_its_evidence(reader) -> None:
    client = reader("executive")
    page = client.get(f"/measure/lines/{LINE}/?month=2026-10").content.decode()
    assert "A pilot drawn by lot" in page
    assert f"/measure/evidence/{LINE}/pilot-business/" in page
    evidence = client.get(f"/measure/evidence/{LINE}/pilot-business/?month=2026-10")
    assert evidence.status_code == 200
    assert "matched pairs, randomisation test" in evidence.content.decode()
