"""What imports cannot show: the house of ARCHITECTURE.md holds."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from leadline.config import SETTINGS
from tests.conftest import LONG

ROOT = Path(__file__).parents[2]
CORE = sorted(
    ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "src" / "leadline").rglob("*.py")
    if "web" not in path.parts and "cli" not in path.parts
)


def test_every_core_module_imports_without_django():
    code = f"""
import importlib, sys
sys.modules["django"] = None
for name in {CORE!r}:
    importlib.import_module(name)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_setting_is_documented_with_its_default_and_nothing_else_is():
    page = (ROOT / "docs" / "settings.md").read_text()
    documented = dict(re.findall(r"^\| `(\w+)` \| `?([^|`]*?)`? \|", page, flags=re.M))
    assert documented == {one.name: one.default or "(empty)" for one in SETTINGS}
    for one in SETTINGS:
        assert one.sentence in page


@pytest.mark.parametrize("word", ["listen", "assess", "strategy", "programs", "measure", "value", "report"])
def test_the_same_word_opens_every_door(word: str):
    for door in (f"src/leadline/{word}", f"src/leadline/web/{word}", f"tests/{word}", f"docs/words/{word}.md"):
        assert (ROOT / door).exists(), f"{door} is missing"


def test_no_path_of_a_machine_and_no_secret_stands_in_the_repo():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    wrong = re.compile(rb"/(?:work|root)/|/home/\w+/|BEGIN [A-Z ]*PRIVATE KEY")
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and path != Path(__file__) and "vendor" not in path.parts:
            assert not wrong.search(path.read_bytes()), f"{name} holds a machine's path or a key"


def test_foreign_keys_point_upstream():
    from django.apps import apps

    order = (
        "auth",
        "accounts",
        "listen",
        "assess",
        "strategy",
        "programs",
        "measure",
        "value",
        "report",
        "together",
        "home",
    )
    ours = [model for model in apps.get_models() if model.__module__.startswith("leadline.web.")]
    pointed = {
        (model._meta.app_label, field.related_model._meta.app_label)
        for model in ours
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and isinstance(field.related_model, type)
    }
    assert ("programs", "accounts") in pointed or ("programs", "auth") in pointed
    assert [(own, theirs) for own, theirs in sorted(pointed) if order.index(theirs) > order.index(own)] == []


def test_front_page_and_commands_are_what_the_docs_say():
    makefile = (ROOT / "Makefile").read_text()
    for target in ("demo", "test", "check", "benchmark", "golden"):
        assert re.search(rf"^{target}:.*## ", makefile, flags=re.M), f"make does not list {target}"
        assert f"make {target}" in (ROOT / "README.md").read_text() or target in ("check", "benchmark", "golden")
    assert "make check" in (ROOT / ".ci" / "run").read_text()
    assert "make test" in (ROOT / ".ci" / "run").read_text()


def test_the_files_of_tests_that_begin_first_are_there():
    assert [name for name in LONG if not (ROOT / name).is_file()] == []
