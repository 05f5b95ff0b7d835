"""How do remarks stand beside the lines of a pull request? As workflow commands of GitHub Actions, one a line.

Source: GitHub, “Workflow commands for GitHub Actions”: `::error file=NAME,line=N,col=N,title=TITLE::MESSAGE`.
"""

from __future__ import annotations

from collections.abc import Iterable

from leadline.strategy.checking import Checked
from leadline.strategy.lint import Placed, find_rule

_KINDS = {"error": "error", "warning": "warning", "note": "notice"}


def workflow_commands(checked: Iterable[Checked]) -> str:
    """The commands for every remark of some files; nothing where there is none."""
    return "\n".join(_command(one, placed) for one in checked for placed in one.placed)


def _command(one: Checked, placed: Placed) -> str:
    remark, (line, column, last_line, last_column) = placed.remark, one.region(placed)
    rule = find_rule(remark.code)
    said = {
        "file": one.name,
        "line": str(line),
        "endLine": str(last_line),
        "col": str(column),
        "endColumn": str(last_column),
        "title": f"{remark.code} {rule.title}" if rule else remark.code,
    }
    fields = ",".join(f"{name}={_property(value)}" for name, value in said.items())
    return f"::{_KINDS[remark.severity]} {fields}::{_data(f'{remark.message} {remark.advice}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
