"""`leadline strategy lint`: files, folders or standard input in; remarks out, for people or for a program.

The surprise: with `--fix` the remarks are those of the file as it stands afterwards, and of standard input it is the
fixed text that comes out, with the remarks on the error stream.
"""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from leadline.cli.speaking import Said
from leadline.config import Home
from leadline.errors import LeadlineError
from leadline.plain import read_text
from leadline.strategy import Facts, Placed
from leadline.strategy.checking import Checked, check_text
from leadline.strategy.sarif import sarif
from leadline.strategy.workflow_commands import workflow_commands
from leadline.words import Remark, Severity

NAMES = ("strategy.yaml", "strategy.yml", "*.strategy.yaml", "*.strategy.yml")
"""What a strategy is called in a folder that is searched; a file that is named may be called anything."""
STANDARD_INPUT = Path("-")
_SEVERITIES: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}


class Format(StrEnum):
    PEOPLE = "people"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


def lint_files(
    files: Sequence[Path], home: Home | None, facts: Facts, *, shape: Format, fix: bool = False, diff: bool = False
) -> Said:
    """The remarks on some files; without a home, of what the documents alone can show. Writes only with `fix`."""
    checked = [_check(path, facts, fix=fix or diff) for path in _found(files)]
    if fix and not diff:
        for one in checked:
            _write(one)
    if diff:
        told = "".join(_diff(one) for one in checked)
        return Said(told.rstrip("\n") or "Nothing to write.", {"diff": told}, _failed(checked) or bool(told), True)
    if shape is Format.SARIF:
        return Said("", sarif(checked), _failed(checked))
    if shape is Format.GITHUB:
        return Said(workflow_commands(checked) or "Nothing to remark.", failed=_failed(checked), as_it_stands=True)
    return Said(_for_people(checked, home), _data(files, checked, home), _failed(checked))


def _found(files: Sequence[Path]) -> tuple[Path, ...]:
    """Each file once, in the order in which they were named; of a folder every strategy in it and below."""
    found: dict[Path, None] = {}
    for path in files:
        if path.is_dir():
            inside = sorted({one for name in NAMES for one in path.rglob(name) if _lies_in(one, path)})
            if not inside:
                raise LeadlineError(f"There is no strategy in {path}.", f"Name a file, or call it one of {_names()}.")
            found |= dict.fromkeys(inside)
        else:
            found[path] = None
    return tuple(found)


def _lies_in(file: Path, folder: Path) -> bool:
    """Whether it is a file of the folder, and no link out of it: `--fix` writes what was named, and nothing else."""
    return file.is_file() and file.resolve().is_relative_to(folder.resolve())


def _names() -> str:
    return ", ".join(NAMES)


def _check(path: Path, facts: Facts, *, fix: bool) -> Checked:
    text = sys.stdin.read() if path == STANDARD_INPUT else read_text(path)
    return check_text(text, "standard input" if path == STANDARD_INPUT else str(path), facts, fix=fix)


def _write(one: Checked) -> None:
    """Write a fixed text where it came from. A mark of UTF-8 at the file's beginning stays."""
    if one.name == "standard input":
        sys.stdout.write(one.text)
    elif one.text != one.before:
        path = Path(one.name)
        marked = path.read_bytes().startswith(b"\xef\xbb\xbf")
        path.write_bytes(one.text.encode("utf-8-sig" if marked else "utf-8"))


def _failed(checked: Sequence[Checked]) -> bool:
    return any(one.counts["error"] for one in checked)


def _diff(one: Checked) -> str:
    before, after = one.before.splitlines(keepends=True), one.text.splitlines(keepends=True)
    lines = difflib.unified_diff(before, after, one.name, one.name)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _for_people(checked: Sequence[Checked], home: Home | None) -> Group:
    told = [_remark(one, placed) for one in checked for placed in one.placed]
    fixed = [_settled(one, remark) for one in checked for remark in one.settled]
    return Group(*fixed, *told, _summary(checked), *_unseen(home))


def _unseen(home: Home | None) -> Iterator[str]:
    if home is None:
        yield "No home was found: which metrics have data, and which assessments are closed, was not checked."


def _settled(one: Checked, remark: Remark) -> Text:
    return Text.assemble(one.name, "  ", ("fixed", "bold green"), "  ", remark.code, "  ", remark.message)


def _remark(one: Checked, placed: Placed) -> RenderableType:
    """`strategy.yaml:12 error OBJ001`, which editors open at the line; below it the sentence and the advice."""
    remark = placed.remark
    place = f"{one.name}:{placed.line}" if placed.line else one.name
    head = Text.assemble(place, "  ", (remark.severity, f"bold {_SEVERITIES[remark.severity]}"), "  ", remark.code)
    if one.fix(remark):
        head.append("  --fix writes it", "green")
    return Group(head, Padding(Text(remark.message), (0, 0, 0, 2)), Padding(Text(remark.advice, "dim"), (0, 0, 1, 2)))


def _summary(checked: Sequence[Checked]) -> str:
    counts = sum((one.counts for one in checked), Counter[Severity]())
    fixes = sum(len(one.fixes) for one in checked)
    files = f" in {len(checked)} files" if len(checked) > 1 else ""
    if not counts:
        return f"Nothing to remark{files}."
    told = [f"{counts[one]} {one}{'s' * (counts[one] != 1)}" for one in _SEVERITIES if counts[one]]
    can = f" {fixes} of them can be written for you: add --fix." if fixes else ""
    return f"{', '.join(told)}{files}.{can} What each rule means: docs/rules, or the strategy's page."


def _data(files: Sequence[Path], checked: Sequence[Checked], home: Home | None) -> dict[str, Any]:
    """One file that was named by itself is told as it always was; several, or a folder, as a list."""
    about = {"home": str(home.root) if home else None}
    if len(files) == 1 and not files[0].is_dir():
        return _of_file(checked[0]) | about
    counts = sum((one.counts for one in checked), Counter[Severity]())
    return about | {"counts": {one: counts[one] for one in _SEVERITIES}, "files": [_of_file(one) for one in checked]}


def _of_file(one: Checked) -> dict[str, Any]:
    return {
        "file": one.name,
        "counts": {severity: one.counts[severity] for severity in _SEVERITIES},
        "remarks": [_of_remark(one, placed) for placed in one.placed],
        "fixed": [asdict(remark) for remark in one.settled],
    }


def _of_remark(one: Checked, placed: Placed) -> dict[str, Any]:
    fix = one.fix(placed.remark)
    written = [{"start": each.start, "end": each.end, "text": each.text} for each in fix.replacements] if fix else None
    return asdict(placed.remark) | {"line": placed.line, "column": one.region(placed)[1], "fix": written}
