"""The cost sheets that people have handed in."""

from __future__ import annotations

from leadline.web.accounts.versions import Version


class CostsVersion(Version):
    """A cost sheet, as YAML."""
