"""Builds the reader's kernel into the package, where there is a C compiler; without one, Leadline reads with NumPy.

In: `assess/reader/kernel/reading.c`. Out: `_reading.abi3.so` beside it, one build for Python 3.11 and later. It takes
Python's own compiler (`CC` names another, `CFLAGS` more options). The surprise: a build that fails is no error.
"""

from __future__ import annotations

import os
import runpy
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KERNEL = Path("src", "leadline", "assess", "reader", "kernel")
BUILT = KERNEL / "_reading.abi3.so"
FLAGS = ("-O3", "-std=c11", "-fPIC", "-fvisibility=hidden", "-Wall", "-Wextra")


class KernelHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        failed = compile_kernel(Path(self.root))
        if failed:
            self.app.display_warning(f"The reader's kernel was not built, NumPy reads instead: {failed}")
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data |= {"pure_python": False, "tag": f"cp311-abi3-{platform}"}
        build_data["artifacts"].append(BUILT.as_posix())


def compile_kernel(root: Path) -> str:
    """Build the kernel below `root`; say why where that fails, else nothing. An old build is gone then, too."""
    built = root / BUILT
    built.unlink(missing_ok=True)
    try:
        done = subprocess.run(_command(root), capture_output=True, text=True, check=False)  # noqa: S603
    except OSError as error:
        return str(error)
    return "" if done.returncode == 0 and built.exists() else (done.stderr.strip() or f"exit code {done.returncode}")


def _command(root: Path) -> list[str]:
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    shared = ["-bundle", "-undefined", "dynamic_lookup"] if sys.platform == "darwin" else ["-shared"]
    include = f"-I{sysconfig.get_path('include')}"
    name = runpy.run_path(str(root / KERNEL / "sources.py"))["sources"](root / KERNEL)
    own = [f'-DLEADLINE_SOURCES="{name}"', *shlex.split(os.environ.get("CFLAGS", ""))]
    return [*compiler, *FLAGS, include, *own, *shared, str(root / KERNEL / "reading.c"), "-o", str(root / BUILT)]
