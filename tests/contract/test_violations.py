"""The import contracts bite: ten deliberate violations, each in a copy of the house, each caught by its contract."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FLOW, SITE = "Imports point up the flow and nowhere else", "The site has the same order"
DJANGO, ENGINE = "Django lives in the site only", "DuckDB and Delta Lake are asked through the engine's one door"
ANSWERS, CIRCLES = "Pages get answers: the site asks no engine", "No folder goes in circles"

VIOLATIONS = (
    ("listen/records.py", "import leadline.assess.tables", FLOW),
    ("engine/store.py", "import leadline.listen.tables", FLOW),
    ("measure/kpi.py", "import leadline.value.roi", FLOW),
    ("errors.py", "import leadline.words", FLOW),
    ("web/listen/pages.py", "import leadline.web.home.pages", SITE),
    ("web/accounts/models.py", "import leadline.web.strategy.models", SITE),
    ("report/month.py", "import django", DJANGO),
    ("assess/messages/listing.py", "import duckdb", ENGINE),
    ("web/value/pages.py", "import narwhals", ANSWERS),
    ("engine/table.py", "import leadline.engine.check", CIRCLES),
)
"""In which module what is imported that its contract forbids."""


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the contracts say of a house that breaks them ten times."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "src" / "leadline", house / "leadline", ignore=shutil.ignore_patterns("static", "templates"))
    shutil.copy(ROOT / "pyproject.toml", house)
    for module, line, _ in VIOLATIONS:
        with (house / "leadline" / module).open("a") as code:
            code.write(f"\n{line}\n")
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    environ = os.environ | {"PYTHONPATH": str(house), "COLUMNS": "400"}
    done = subprocess.run(command, cwd=house, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(("module", "line", "contract"), VIOLATIONS)
def test_a_forbidden_import_is_caught_by_its_contract(verdict: str, module: str, line: str, contract: str):
    importer, imported = f"leadline.{module.removesuffix('.py').replace('/', '.')}", line.removeprefix("import ")
    told = _of(verdict, contract)
    if contract == CIRCLES:  # told by the names of the two beneath their folder
        importer, imported = (f".{name.rpartition('.')[2]}" for name in (importer, imported))
    assert f"- {importer} -> {imported} (" in told.replace("-   ", "- "), told


def _of(verdict: str, contract: str) -> str:
    """What is said beneath a contract's name in the list of broken ones."""
    broken = verdict[verdict.index("Broken contracts") :]
    begin = broken.index(contract)
    ends = [broken.find(other, begin) for other in (FLOW, SITE, DJANGO, ENGINE, ANSWERS, CIRCLES) if other != contract]
    return broken[begin : min((end for end in ends if end > 0), default=len(broken))]
