"""What people change in assess: they close an assessment."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from leadline import assess

if TYPE_CHECKING:
    from leadline.engine import Lake

log = logging.getLogger(__name__)


def close_assessment(lake: Lake, x_ray: assess.XRay, *, by: object, now: dt.datetime) -> assess.Assessment:
    """Freeze the x-ray (S3.16); the same content again gives the same version. Raises LeadlineError for nothing."""
    closed = assess.close(lake, x_ray, now=now)
    log.info("assessment closed: version %d, by %s", closed.version, by)
    return closed
