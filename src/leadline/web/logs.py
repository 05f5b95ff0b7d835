"""What must never stand in a log: the token of somebody's link, which Django writes with each address it refuses."""

from __future__ import annotations

import logging
import re

_LINK = re.compile(r"(/guest/in/)[^/\s\"']+")


class NoTokens(logging.Filter):
    """Blank the token in whatever is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = record.getMessage()
        if "/guest/in/" in told:
            record.msg, record.args = _LINK.sub(r"\1…", told), ()
        return True
