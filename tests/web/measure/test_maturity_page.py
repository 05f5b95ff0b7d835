"""The stage as a page: from the records of the month, and no money for whoever may not see it (S1.1, S1.4)."""

from __future__ import annotations

from html import escape

import pytest

from leadline.flow.maturity import practice_of
from leadline.measure.maturity import maturity
from leadline.web.documents import documents, lake
from tests.october import OCTOBER

pytestmark = pytest.mark.django_db
PAGE = f"/measure/stage/?month={OCTOBER}"


def test_the_page_says_what_the_records_say(reader):
    page = reader("strategist").get(PAGE).content.decode()
    did = practice_of(lake(), documents(), OCTOBER)
    found = maturity(did)
    assert did.programs == sum(one.runs_in(OCTOBER) for one in documents().programs) > 0
    assert did.told >= 1
    assert did.kept is not None
    assert f"Stage {found.stage.step} of 4: {found.stage}" in page
    for one in found.criteria:
        assert escape(one.evidence) in page
    for one in found.missing:
        assert escape(one.missing) in page


def test_value_stands_beside_the_stage_for_whoever_may_see_money_and_for_nobody_else(reader):
    assert "Proven a month" in reader("manager").get(PAGE).content.decode()
    seen = reader("viewer").get(PAGE)
    assert seen.status_code == 200
    assert "Proven a month" not in seen.content.decode()


def test_the_market_sees_no_stage(reader):
    assert reader("representative").get(PAGE).status_code == 403
