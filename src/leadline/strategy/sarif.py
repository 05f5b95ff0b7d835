"""How does another program read the lint's remarks? As SARIF 2.1.0, which editors and servers of code understand.

In: checked files. Out: one log as plain values, with every rule, where its page is, the region of each remark, and what
would be replaced to settle it. Source: OASIS, Static Analysis Results Interchange Format 2.1.0, 27 March 2020.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from leadline.strategy.checking import Checked, Region
from leadline.strategy.edits import Replacement
from leadline.strategy.fixes import FIXES
from leadline.strategy.lint import Placed
from leadline.strategy.rules import RULES
from leadline.strategy.schema import PUBLISHED

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
READING = tuple(f"DOC{number:03d}" for number in range(1, 11))
"""The codes of what keeps a file from being read; they share one page."""


def sarif(checked: Iterable[Checked]) -> dict[str, Any]:
    """The log of one run over some files."""
    rules = _rules()
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Leadline",
                        "version": version("leadline"),
                        "informationUri": PUBLISHED,
                        "rules": rules,
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, placed, index) for one in checked for placed in one.placed],
            }
        ],
    }


def rule_address(code: str) -> str:
    """The page of a rule."""
    return f"{PUBLISHED}docs/rules/{'DOC' if code.startswith('DOC') else code}.md"


def _rules() -> list[dict[str, Any]]:
    told = [(rule.code, rule.title, rule.severity, [rule.family, *rule.demands]) for rule in RULES]
    told += [(code, "What keeps a file from being read", "error", ["reading"]) for code in READING]
    return [
        {
            "id": code,
            "shortDescription": {"text": f"{title}."},
            "helpUri": rule_address(code),
            "defaultConfiguration": {"level": severity},
            "properties": {"tags": tags},
        }
        for code, title, severity, tags in told
    ]


def _result(one: Checked, placed: Placed, index: dict[str, int]) -> dict[str, Any]:
    remark = placed.remark
    where = {"artifactLocation": _file(one.name), "region": _region(one.region(placed))}
    mark = hashlib.sha256(f"{remark.code} {remark.thing} {remark.where.split('.')[-1]}".encode()).hexdigest()[:32]
    found: dict[str, Any] = {
        "ruleId": remark.code,
        "ruleIndex": index[remark.code],
        "level": remark.severity,
        "message": {"text": f"{remark.message} {remark.advice}"},
        "locations": [{"physicalLocation": where, "logicalLocations": [{"fullyQualifiedName": remark.where or "/"}]}],
        "partialFingerprints": {"remark/v1": mark},
    }
    fix = one.fix(remark)
    if fix is not None and one.spans is not None:
        found["fixes"] = [_fix(one, remark.code, fix.replacements)]
    return found


def _fix(one: Checked, code: str, replaced: Iterable[Replacement]) -> dict[str, Any]:
    says = FIXES[code].says if code in FIXES else "Writes the nearest that can be read."
    changes = {"artifactLocation": _file(one.name), "replacements": [_replacement(one, each) for each in replaced]}
    return {"description": {"text": says}, "artifactChanges": [changes]}


def _replacement(one: Checked, each: Replacement) -> dict[str, Any]:
    assert one.spans is not None  # noqa: S101 - without spans there are no fixes
    region = (*one.spans.place(each.start), *one.spans.place(each.end))
    return {"deletedRegion": _region(region), "insertedContent": {"text": each.text}}


def _region(region: Region) -> dict[str, int]:
    return dict(zip(("startLine", "startColumn", "endLine", "endColumn"), region, strict=True))


def _file(name: str) -> dict[str, Any]:
    """The file's address: below the folder one works in, or absolute."""
    path = PurePath(name)
    return {"uri": path.as_uri()} if path.is_absolute() else {"uri": quote(path.as_posix()), "uriBaseId": "%SRCROOT%"}
