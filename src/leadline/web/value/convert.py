"""Between rows and the stage's own words."""

from __future__ import annotations

from leadline.value import CostSheet, read_costs
from leadline.web.accounts.versions import newest
from leadline.web.documents import part
from leadline.web.value.models import CostsVersion
from leadline.words import Company


@part("costs")
def costs(company: Company) -> CostSheet | None:
    """The cost sheet in force."""
    version = newest(CostsVersion)
    return read_costs(version.text).sheet if version else None
