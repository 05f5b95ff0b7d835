"""Refresh the vendored front-end files from npm, by version: `python scripts/vendor_static.py`.

In: the table below. Out: the named files and each licence (Tabler states its own in its README) in
`web/static/vendor/<package>/`, and axe-core in the browser tests' folder. The surprise: Tabler is put into a cascade
layer, so that Leadline's own rules win whatever their weight. Needs npm; the site needs nothing from the network.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "src" / "leadline" / "web" / "static" / "vendor"
TESTS = ROOT / "tests" / "web" / "vendor"

PACKAGES: dict[str, tuple[str, Path, tuple[str, ...]]] = {
    "@tabler/core": ("1.6.1", SITE, ("dist/css/tabler.min.css", "README.md")),
    "htmx.org": ("2.0.11", SITE, ("dist/htmx.min.js", "LICENSE")),
    "vega": ("6.4.0", SITE, ("build/vega.min.js", "LICENSE")),
    "vega-lite": ("6.4.3", SITE, ("build/vega-lite.min.js", "LICENSE")),
    "vega-embed": ("7.3.0", SITE, ("build/vega-embed.min.js", "LICENSE")),
    "@fontsource-variable/inter": (
        "5.3.0",
        SITE,
        ("files/inter-latin-wght-normal.woff2", "files/inter-latin-ext-wght-normal.woff2", "LICENSE"),
    ),
    "axe-core": ("4.14.1", TESTS, ("axe.min.js", "LICENSE")),
}


def main() -> None:
    for package, (version, target, files) in PACKAGES.items():
        take(package, version, target / package.split("/")[-1], files)
    for target in (SITE, TESTS):
        mine = {name: version for name, (version, where, _) in PACKAGES.items() if where == target}
        (target / "versions.json").write_text(json.dumps(mine, indent=2) + "\n")


def take(package: str, version: str, target: Path, files: tuple[str, ...]) -> None:
    """Unpack the named files of one package. Raises CalledProcessError where npm has no such version."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        packed = ["npm", "pack", "--silent", f"{package}@{version}"]
        name = subprocess.run(packed, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
        with tarfile.open(Path(folder) / name.splitlines()[-1]) as archive:
            for file in files:
                (target / Path(file).name).write_bytes(_layered(file, _content(archive, file)))
    print(f"{package} {version}")


def _content(archive: tarfile.TarFile, file: str) -> bytes:
    member = archive.extractfile(f"package/{file}")
    if member is None:
        raise FileNotFoundError(file)
    return member.read()


def _layered(file: str, content: bytes) -> bytes:
    """A style sheet inside `@layer vendor`; anything else as it is."""
    if not file.endswith(".css"):
        return content
    return (
        b"@layer vendor{"
        + content.removeprefix(b'@charset "UTF-8";').split(b"/*# sourceMappingURL")[0].rstrip()
        + b"}\n"
    )


if __name__ == "__main__":
    main()
