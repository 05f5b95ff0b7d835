"""Copy a home while everybody works, and bring it back into an empty folder, proven byte for byte.

In: a home, its declared tables, an empty folder. Out: the folder with people's rows, the keys, the live files of every
table with the log that they stand in, and a manifest of checksums. The surprise: what was computed is copied before
what it was computed from. Whatever others add meanwhile, nothing in the copy rests on a row that the copy lacks: at
worst some messages are not read yet.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from leadline.config import HOME_FILE, Home
from leadline.database import holds_rows
from leadline.engine.check import check_table
from leadline.engine.seals import SEALS, checksum_of, digest
from leadline.engine.store import Lake
from leadline.engine.table import Table
from leadline.errors import LeadlineError

MANIFEST = "backup.json"
_TRIES = 5


@dataclass(frozen=True)
class Copied:
    """What a backup holds. `tables` says the version of each table's log that was copied."""

    made_at: str
    company: str
    files: int
    bytes: int
    tables: dict[str, int]

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def back_up(
    home: Home,
    tables: Sequence[Table],
    folder: Path,
    *,
    now: dt.datetime,
    write_rows: Callable[[Path], object] | None = None,
) -> Copied:
    """Copy the home into an empty folder while others work on: rows first, then the lake from its end to its beginning.

    `write_rows` writes people's rows into a file of SQLite where they lie elsewhere than in the home. Raises
    LeadlineError where the folder is not empty.
    """
    if folder.resolve().is_relative_to(home.root.resolve()):
        raise LeadlineError(f"{folder} lies in the home itself.", "Name a new folder elsewhere, best on another disk.")
    _make_empty(folder, "Name a new folder for each backup.")
    try:
        return _backed_up(home, tables, folder, write_rows, now=now)
    except BaseException:  # a backup is whole or absent: half of one holds the keys and looks like a copy
        clear(folder)
        raise


def clear(folder: Path) -> None:
    """Remove what stands in a folder that was empty before."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _backed_up(
    home: Home, tables: Sequence[Table], folder: Path, write_rows: Callable[[Path], object] | None, *, now: dt.datetime
) -> Copied:
    for path in _files_of_home(home):
        _copy(path, folder / path.relative_to(home.root))
    _copy_live(home, folder / home.live.name)
    if write_rows is not None:
        _write(folder / home.rows.name, "")
        write_rows(folder / home.rows.name)
    elif holds_rows(home.rows):
        _copy_rows(home.rows, folder / home.rows.name)
    lake = Lake(home.lake)
    versions = {table.name: _copy_table(lake, table, folder / "lake" / table.name) for table in reversed(tables)}
    sums = {str(path.relative_to(folder)): _sound_digest(path) for path in _all_files(folder)}
    told = Copied(now.isoformat(), home.company.name, len(sums), sum(map(_size, _all_files(folder))), versions)
    _write(folder / MANIFEST, json.dumps({**told.as_dict(), "sha256": sums}, indent=1, sort_keys=True))
    return told


def restore(folder: Path, root: Path, tables: Sequence[Table]) -> Copied:
    """Bring a backup back into an empty folder, after every file was compared with the manifest; check the lake."""
    told, sums = _read_manifest(folder)
    for name, sha in sums.items():
        if not (folder / name).is_file() or digest(folder / name) != sha:
            raise LeadlineError(f"{name} in {folder} is not what was backed up.", "Restore another backup.")
    _make_empty(root, "Restore into a new folder, then move it to its place.")
    for name in sums:
        _copy(folder / name, root / name)
    lake = Lake(root / "lake")
    if broken := [state.table for state in (check_table(lake, table) for table in tables) if not state.is_whole]:
        raise LeadlineError(
            f"What was restored is not whole: {', '.join(broken)}.", f"leadline engine check --home {root} says why."
        )
    return told


def _files_of_home(home: Home) -> Iterator[Path]:
    """What stands in the home beside its lake and its rows: who it is, the keys, its own profiles, refused rows."""
    yield home.root / HOME_FILE
    for folder in (home.root / "keys", home.profiles, home.refused):
        yield from _all_files(folder)
    if (sources := home.root / "sources.yaml").is_file():
        yield sources
    yield from (path for path in home.lake.glob("*") if path.is_file())


def _copy_live(home: Home, place: Path) -> None:
    """Where live sources stand, batches that wait, and accounts that are replied to. What is taken in meanwhile is gone
    from here and in the lake, which is copied after.
    """
    for part in ("state", "pushed"):
        for path in _all_files(home.live / part):
            with suppress(FileNotFoundError):
                _copy(path, place / path.relative_to(home.live))
    for path in home.live.glob("*.sqlite3"):
        _copy_rows(path, place / path.name)


def _copy_rows(rows: Path, place: Path) -> None:
    """SQLite's own backup: one moment of the database, whoever writes meanwhile."""
    _write(place, "")
    with closing(sqlite3.connect(rows)) as source, closing(sqlite3.connect(place)) as copy:
        source.backup(copy)


def _copy_table(lake: Lake, table: Table, place: Path) -> int:
    """The log up to one version, and the files that are live in it; once more where they change meanwhile."""
    if lake.strays(table):
        raise _damaged(table.name)
    for _ in range(_TRIES):
        version, files = lake.snapshot(table)
        try:
            for path in (*files, *_log(lake.root / table.name, version)):
                _copy(path, place / path.relative_to(lake.root / table.name))
        except FileNotFoundError:
            shutil.rmtree(place, ignore_errors=True)
            continue
        for path in files:
            _copy_seal(path, place)
        return version
    if not all(path.exists() for path in files):
        raise _damaged(table.name)
    raise LeadlineError(f"The table {table.name} kept changing its files.", "Back up when imports have ended.")


def _sound_digest(path: Path) -> str:
    """The checksum of a copied file. Raises LeadlineError where the file was sealed with another one."""
    found = digest(path)
    if checksum_of(str(path)) not in (None, found):
        raise _damaged(path.parent.name)
    return found


def _damaged(table: str) -> LeadlineError:
    return LeadlineError(
        f"The table {table} is damaged, so nothing was backed up.",
        "leadline engine check says where; leadline engine repair mends what can be mended; then back up again.",
    )


def _log(folder: Path, version: int) -> list[Path]:
    """Commits and checkpoints that are no newer; `_last_checkpoint` is only a hint, which may point further."""
    found = (folder / "_delta_log").glob("[0-9]*") if version >= 0 else iter(())
    return sorted(path for path in found if int(path.name.split(".")[0]) <= version)


def _copy_seal(path: Path, place: Path) -> None:
    seal = path.parent / SEALS / f"{path.name}.sha256"
    if seal.exists():
        _copy(seal, place / SEALS / seal.name)


def _read_manifest(folder: Path) -> tuple[Copied, dict[str, str]]:
    try:
        told = json.loads((folder / MANIFEST).read_text())
        sums = {str(name): str(sha) for name, sha in told.pop("sha256").items()}
        copied = Copied(**told)
        logs = {f"lake/{name}/_delta_log/" for name, version in copied.tables.items() if version >= 0}
        if len(sums) != copied.files or any(Path(name).is_absolute() or ".." in Path(name).parts for name in sums):
            raise ValueError
        if not all(any(name.startswith(log) for name in sums) for log in logs):
            raise ValueError
        return copied, sums
    except FileNotFoundError:
        raise LeadlineError(f"{folder} is no backup: it has no {MANIFEST}.", "Name the folder of a backup.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LeadlineError(f"{MANIFEST} in {folder} cannot be read.", "Restore another backup.") from error


def _make_empty(folder: Path, advice: str) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LeadlineError(f"{folder} is not empty.", advice)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _all_files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _copy(path: Path, place: Path) -> None:
    """For the owner only, whatever the rights of the original: a backup holds the keys."""
    _make_folder(place.parent)
    with path.open("rb") as source, os.fdopen(_new(place), "wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        _make_folder(folder.parent)
        folder.mkdir(mode=0o700)


def _write(place: Path, text: str) -> None:
    with os.fdopen(_new(place), "w") as file:
        file.write(text)


def _new(place: Path) -> int:
    return os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def _size(path: Path) -> int:
    return path.stat().st_size
