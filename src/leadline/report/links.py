"""Where on the site does a number's evidence lie? One function a kind of page, relative to the site's root.

The site's addresses (`web/*/urls.py`) answer these paths; they are written down here only.
"""

from __future__ import annotations

from urllib.parse import quote

from leadline.words import Month

CHAMPIONS = "programs/champions/"
JOIN = "programs/champions/join/"
MY_RESULTS = "programs/champions/mine/"
MESSAGES = "listen/"
X_RAY = "assess/"
WARNINGS = "measure/warnings/"
COSTS = "value/costs/"
WORTH = "value/"
STRATEGY = "strategy/"


def finding(finding_id: str) -> str:
    return f"assess/finding/{_part(finding_id)}/"


def service_levels(month: Month) -> str:
    return f"measure/service-levels/{month}/"


def kpi(metric: str) -> str:
    return f"measure/kpi/{_part(metric)}/"


def effect(line: str, role: str, month: Month) -> str:
    """What was known of it by the month's end: a later look must not stand behind what a frozen month told."""
    return f"measure/evidence/{_part(line)}/{_part(role)}/?month={month}"


def warning(warning_id: str) -> str:
    return f"measure/warnings/{_part(warning_id)}/"


def line(line_id: str) -> str:
    return f"measure/lines/{_part(line_id)}/"


def objective(objective_id: str) -> str:
    return f"strategy/#objective-{_part(objective_id)}"


def rule(code: str) -> str:
    return f"strategy/rules/{_part(code)}/"


def roi(program: str) -> str:
    return f"value/roi/{_part(program)}/"


def program(program_id: str) -> str:
    return f"programs/{_part(program_id)}/"


def _part(text: str) -> str:
    return quote(text, safe=":@-_.")
