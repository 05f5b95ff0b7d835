"""Break the house in ten ways, one at a time, on a copy, and see that each is caught.

Run `python scripts/break_contracts.py`. Out: a line a violation, and exit status 1 where one was not caught. The repo
itself is not touched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

VIOLATIONS: tuple[tuple[str, str, str], ...] = (
    ("a lower stage imports a higher one", "listen/threads.py", "import leadline.assess\n"),
    ("the engine imports a stage", "engine/store.py", "import leadline.listen\n"),
    ("words import a stage", "words.py", "import leadline.strategy.numerals\n"),
    ("measure imports value", "measure/known.py", "import leadline.value.costs\n"),
    ("the demo is imported by the flow", "flow/month.py", "import leadline.demo.planted\n"),
    ("Django outside the site", "report/month.py", "import django.utils.timezone\n"),
    ("DuckDB outside the engine", "assess/cubes/making.py", "import duckdb\n"),
    ("the site asks the engine itself", "web/assess/views.py", "import leadline.engine.backend\n"),
    ("a word of the site imports a later word", "web/listen/views.py", "import leadline.web.value.models\n"),
    ("a new folder that no layer names", "stray/__init__.py", "VALUE = 1\n"),
)


def main() -> int:
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "vendor"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        if found := _broken(copy):
            print(f"the house as it stands is broken: {found}")
            return 1
        for name, file, line in VIOLATIONS:
            found = _try(copy, file, line)
            missed += not found
            print(f"{'caught' if found else 'MISSED':<8}{name:<44}{file:<24}{found}")
    print(f"{len(VIOLATIONS) - missed} of {len(VIOLATIONS)} were caught")
    return 1 if missed else 0


def _try(copy: Path, file: str, line: str) -> str:
    """Add the line at the end of the file, check, and take it back. A file in no folder yet is a new folder's."""
    path = copy / "src" / "leadline" / file
    if not path.exists() and path.parent.exists():
        raise SystemExit(f"There is no file {file} any more: name another one in VIOLATIONS.")
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text((before or "") + line)
    try:
        return _broken(copy)
    finally:
        if before is None:
            shutil.rmtree(path.parent)
        else:
            path.write_text(before)


def _broken(copy: Path) -> str:
    """The names of the broken contracts, or what the linter said, or nothing."""
    command = [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(copy / 'src')!r}); from importlinter.cli import lint_imports_command; "
        "lint_imports_command()",
        "--no-cache",
    ]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode == 0:
        return ""
    names = [text.removesuffix(" BROKEN") for text in done.stdout.splitlines() if text.endswith(" BROKEN")]
    return "; ".join(names) or done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    sys.exit(main())
