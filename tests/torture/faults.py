"""Kill, fill, tear and double: what a lake must survive, each fault against a real home in processes of their own.

In: a folder, how many kills, a seed. Out: a tally of what was done and what was found broken, which must be nothing.
The surprise: the processes are forked from one that has imported everything and opened nothing, so that a kill costs
no start of an interpreter. After every fault the same work runs again, and then: every message exactly once, every
file as its seal says, every cube equal to a full rebuild, the frozen month as it is without a fault.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import narwhals as nw

from leadline import assess, flow
from leadline.assess.tables import CONVERSATIONS, MESSAGE_DAYS, THEME_DAYS, TURN_MONTHS
from leadline.config import open_home
from leadline.engine import Lake, collect, rows, scan
from leadline.engine.answers import ANSWERS
from leadline.engine.check import check_table
from leadline.engine.repair import repair_table
from leadline.flow.tables import TABLES
from leadline.listen import HEARD_MONTHS, MESSAGES, Options, import_file, metrics, refresh_heard
from tests.october import NOW, OCTOBER, SAID, documents_in, october

CUBES = (HEARD_MONTHS, MESSAGE_DAYS, THEME_DAYS, CONVERSATIONS, TURN_MONTHS)
ROWS = 400
"""Messages of one import, in eight commits."""


@dataclass
class Tally:
    """What was done, by name; and what was found broken, in words."""

    done: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1


@dataclass(frozen=True)
class Place:
    """A home under torture, the files beside it, and how many imports it has had."""

    folder: Path
    root: Path

    @property
    def lake(self) -> Lake:
        return Lake(self.root / "lake")

    def file(self, number: int) -> Path:
        return self.folder / f"more-{number}.ndjson"


def prepare(folder: Path) -> Place:
    """A read world, in a process of its own; its home is copied for whoever spoils it."""

    def make() -> None:
        world = october()
        shutil.copytree(world.folder, folder / "world", dirs_exist_ok=True)

    assert run(make) == "", "the world could not be made"
    return Place(folder / "world", folder / "world" / "home")


def fresh(place: Place, name: str) -> Place:
    to = place.folder.parent / name
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(place.root, to)
    return Place(place.folder, to)


def run(work: Callable[[], None], *, kill_after: float | None = None, before: Callable[[], None] | None = None) -> str:
    """Do the work in a forked process; what went wrong, `killed`, or nothing."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _be_the_child(work, write, before)
    os.close(write)
    killed = kill_after is not None and _kill(child, kill_after)
    with os.fdopen(read) as pipe:
        told = pipe.read()
    if kill_after is None or not killed:
        os.waitpid(child, 0)
    return "killed" if killed else told


def first_fault(*works: Callable[[], None]) -> str:
    """Do one work after another, each in a process of its own, up to the first that fails; what went wrong there."""
    return next(filter(None, map(run, works)), "")


def _be_the_child(work: Callable[[], None], write: int, before: Callable[[], None] | None) -> None:
    told = ""
    try:
        if before:
            before()
        work()
    except BaseException as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
    with os.fdopen(write, "w") as pipe:
        pipe.write(told)
    os._exit(0)


def _kill(child: int, after: float) -> bool:
    """Kill -9 at that moment, unless the work was done before; whether it was killed."""
    until = time.monotonic() + after
    while time.monotonic() < until:
        done, _ = os.waitpid(child, os.WNOHANG)
        if done:
            return False
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


# The works that are killed: each is run to its end once, then killed at random moments of that time.


def write_file(place: Place, number: int) -> None:
    """A new import: conversations of two, some of them late, with a private number here and there."""
    draw = random.Random(number)  # noqa: S311 - a test
    with place.file(number).open("w") as file:
        for one in range(ROWS):
            day = dt.date(2026, 6, 1) + dt.timedelta(days=draw.randrange(150))
            said = {"message_id": f"{number}-{one}", "thread_id": f"{number}-t{one // 2}", "channel": "forum"}
            said |= {"posted_at": f"{day}T{8 + one % 10:02}:00:00+02:00", "author": f"user{draw.randrange(90)}"}
            file.write(json.dumps(said | {"text": draw.choice(SAID), "about_party": "halden"}) + "\n")


def take_in(place: Place, number: int, now: dt.datetime = NOW) -> None:
    os.environ["LEADLINE_IMPORT_ROWS"] = str(ROWS // 8)
    home = open_home(place.root)
    parties = documents_in(place.folder, home).parties
    import_file(home, place.lake, place.file(number), parties=parties, options=Options(), now=now)


def read_all(place: Place) -> None:
    assess.label(place.lake, assess.load_reader())


def build_cubes(place: Place) -> None:
    assess.rebuild_cubes(place.lake)


def put_together(place: Place) -> None:
    for table in TABLES:
        place.lake.compact(table, most_files=2)
        place.lake.tidy(table, unread_for=dt.timedelta(0))


def run_month(place: Place) -> None:
    documents = documents_in(place.folder, open_home(place.root))
    flow.run_month(place.lake, documents, OCTOBER, now=NOW)


# What must hold afterwards.


def expect(place: Place, numbers: range) -> None:
    """Raises AssertionError where a message is lost or doubled, a file is damaged, or a cube is not its rebuild."""
    lake = place.lake
    mine = nw.col("channel") == "forum"
    ids = sorted(row["message_id"] for row in rows(scan(lake, MESSAGES).filter(mine).select("message_id")))
    assert ids == sorted(f"{number}-{one}" for number in numbers for one in range(ROWS)), "messages lost or doubled"
    for table in TABLES:
        state = check_table(lake, table)
        assert state.is_whole, f"{table.name} is not whole: {state}"
    kept = {cube.name: _content(lake, cube) for cube in CUBES}
    lake.replace(HEARD_MONTHS, HEARD_MONTHS.of_rows([]), note="forgotten")
    refresh_heard(lake)
    assess.rebuild_cubes(lake)
    for cube in CUBES:
        assert kept[cube.name] == _content(lake, cube), f"{cube.name} is not equal to its rebuild"


def _content(lake: Lake, cube) -> list[dict[str, object]]:
    return collect(scan(lake, cube).sort(*cube.key)).to_pylist()


def frozen(place: Place) -> dict[tuple[str, str], object]:
    """What a month found, without the versions of tables that it was found at."""
    told = rows(scan(place.lake, ANSWERS).sort("stage", "about", "number"))
    return {(row["stage"], row["about"]): row["digest"] for row in told}


# The tortures.


def torture_work(place: Place, tally: Tally, name: str, kills: int, draw: random.Random) -> None:
    """Kill one kind of work at random moments; a new home after every twenty kills, so that it stays small."""
    home, number, lasts = place, 0, 0.0
    for kill in range(kills):
        if kill % 20 == 0:
            home, number = fresh(place, name), 0
            lasts = 0.0
        write_file(home, number)
        work = _ready(home, name, number)
        begun = time.monotonic()
        told = run(work, kill_after=draw.uniform(0, lasts) if lasts else None)
        lasts = lasts or time.monotonic() - begun
        tally.count(f"{name}: killed" if told == "killed" else f"{name}: over before")
        rest = (work, partial(take_in, home, number), partial(read_all, home), partial(expect, home, range(number + 1)))
        if wrong := told.removeprefix("killed") or first_fault(*rest):
            tally.broken.append(f"{name}, kill {kill}: {wrong}")
        number += 1


def _ready(home: Place, name: str, number: int) -> Callable[[], None]:
    """The work, with what must stand before it done."""
    take, read = partial(take_in, home, number), partial(read_all, home)
    before, work = {
        "import": ((), take),
        "labels": ((take,), read),
        "cubes": ((take, read), partial(build_cubes, home)),
        "compaction": ((take, read), partial(put_together, home)),
    }[name]
    assert first_fault(*before) == ""
    return work


def torture_month(place: Place, tally: Tally, kills: int, draw: random.Random) -> None:
    """A month that died somewhere and ran again is the month that never died."""
    reference = fresh(place, "month")
    begun = time.monotonic()
    assert run(lambda: run_month(reference)) == ""
    lasts = time.monotonic() - begun
    expected = place.folder / "expected.json"

    def note() -> None:
        expected.write_text(json.dumps([[*key, value] for key, value in frozen(reference).items()]))

    assert run(note) == ""
    for kill in range(kills):
        home = fresh(place, "month")
        told = run(partial(run_month, home), kill_after=draw.uniform(0, lasts))
        tally.count("month: killed" if told == "killed" else "month: over before")
        rest = (partial(run_month, home), partial(_same_month, home, expected))
        if wrong := told.removeprefix("killed") or first_fault(*rest):
            tally.broken.append(f"month, kill {kill}: {wrong}")


def _same_month(home: Place, expected: Path) -> None:
    found = [[*key, value] for key, value in frozen(home).items()]
    assert found == json.loads(expected.read_text()), "the month is another one"
    expect(home, range(0))


def full_disk(place: Place, tally: Tally, draw: random.Random) -> None:
    """No file may grow beyond a limit: the import fails in words, and comes in whole when there is space again."""
    home = fresh(place, "full")
    write_file(home, 0)
    limit = draw.choice([300, 2_000, 8_000])

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    _fails_in_words_then_works(home, tally, "disk full", fill)


def read_only(place: Place, tally: Tally, _: random.Random) -> None:
    """Somebody without rights to write: the import fails in words, and nothing is changed."""
    home = fresh(place, "rights")
    write_file(home, 0)

    def be_nobody() -> None:
        for path in (home.root.parent, home.root, *home.root.rglob("*")):
            os.chmod(path, 0o555 if path.is_dir() else 0o444)
        if os.getuid() == 0:
            os.setuid(65534)

    _fails_in_words_then_works(home, tally, "read-only", be_nobody)


def _fails_in_words_then_works(home: Place, tally: Tally, what: str, before: Callable[[], None]) -> None:
    told = run(lambda: take_in(home, 0), before=before)
    for path in (home.root, *home.root.rglob("*")):
        os.chmod(path, 0o700 if path.is_dir() else 0o600)
    tally.count(what)
    if not told.startswith(("LeadlineError", "PermissionError", "OSError")):
        tally.broken.append(f"{what}: it did not fail in words: {told or 'it went through'}")
    if wrong := first_fault(*_taken_in_read_and_whole(home)):
        tally.broken.append(f"{what}: {wrong}")


def _taken_in_read_and_whole(home: Place) -> tuple[Callable[[], None], ...]:
    return partial(take_in, home, 0), partial(read_all, home), partial(expect, home, range(1))


def torn_file(place: Place, tally: Tally, draw: random.Random) -> None:
    """A file is cut, changed, or gone: check says so, repair takes it off, the same import brings its rows back."""
    home = fresh(place, "torn")
    write_file(home, 0)
    assert first_fault(partial(take_in, home, 0)) == ""
    hurt = draw.choice(sorted((home.root / "lake" / "messages").glob("*.parquet")))
    how = draw.choice(["cut", "changed", "gone"])
    _hurt(hurt, how, draw)
    _mends(home, tally, f"file {how}")


def torn_commit(place: Place, tally: Tally, draw: random.Random) -> None:
    """The newest commit is cut anywhere: the table cannot be read, and stands as before it after the repair."""
    home = fresh(place, "torn")
    write_file(home, 0)
    assert first_fault(partial(take_in, home, 0)) == ""
    newest = max((home.root / "lake" / "messages" / "_delta_log").glob("*.json"))
    newest.write_bytes(newest.read_bytes()[: draw.randrange(newest.stat().st_size - 2)])
    _mends(home, tally, "commit torn")


def _hurt(path: Path, how: str, draw: random.Random) -> None:
    content = bytearray(path.read_bytes())
    if how == "cut":
        content = content[: draw.randrange(len(content))]
    if how == "changed":
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    path.write_bytes(bytes(content))
    if how == "gone":
        path.unlink()


def _mends(home: Place, tally: Tally, what: str) -> None:
    """The damage is found and mended, and the same imports bring back what was lost."""
    tally.count(what)

    def mend() -> None:
        assert not check_table(home.lake, MESSAGES).is_whole, "the damage was not found"
        assert repair_table(home.lake, MESSAGES)

    def again() -> None:
        world = home.folder / "messages.ndjson"
        opened = open_home(home.root)
        parties = documents_in(home.folder, opened).parties
        import_file(opened, home.lake, world, parties=parties, options=Options(), now=NOW)

    if wrong := first_fault(mend, again, *_taken_in_read_and_whole(home)):
        tally.broken.append(f"{what}: {wrong}")


def twice_at_once(place: Place, tally: Tally, _: random.Random) -> None:
    """Two processes import the same file at the same time."""
    home = fresh(place, "twice")
    write_file(home, 0)
    tally.count("two imports at once")
    read, write = os.pipe()
    other = os.fork()
    if other == 0:
        os.close(read)
        _be_the_child(lambda: take_in(home, 0), write, None)
    os.close(write)
    told = run(lambda: take_in(home, 0))
    with os.fdopen(read) as pipe:
        told = told or pipe.read()
    os.waitpid(other, 0)
    if wrong := told or first_fault(*_taken_in_read_and_whole(home)):
        tally.broken.append(f"two imports at once: {wrong}")


def clock_set_back(place: Place, tally: Tally, _: random.Random) -> None:
    """A correction that comes in under an earlier clock still is the newest value."""
    home = fresh(place, "clock")
    tally.count("clock set back")
    file = home.folder / "corrected.csv"
    head = "metric,day,value,unit,area,segment,source\n"

    def take(value: int, now: dt.datetime) -> None:
        file.write_text(f"{head}visits,2026-11-01,{value},visits,all,all,web\n")
        opened = open_home(home.root)
        import_file(
            opened, home.lake, file, parties=documents_in(home.folder, opened).parties, options=Options(), now=now
        )

    def told() -> None:
        mine = (nw.col("metric") == "visits") & (nw.col("day") == dt.date(2026, 11, 1))
        found = [row["value"] for row in rows(metrics(home.lake).filter(mine).select("value"))]
        assert found == [7.0], f"the newest value is {found}"

    back = NOW - dt.timedelta(days=2)
    write_file(home, 0)
    works = (partial(take, 5, NOW), partial(take, 7, back), told, partial(take_in, home, 0, back))
    if wrong := first_fault(*works, *_taken_in_read_and_whole(home)):
        tally.broken.append(f"clock set back: {wrong}")


ONCE = (full_disk, read_only, torn_file, torn_commit, twice_at_once, clock_set_back)


def torture(folder: Path, *, kills: int, seed: int = 1) -> Tally:
    """`kills` over five works, most of them over the cheap ones, and each other fault once for every twenty-five."""
    place, tally, draw = prepare(folder), Tally(), random.Random(seed)  # noqa: S311 - a test
    month = max(1, kills // 10)
    each = max(1, (kills - month) // 4)
    for name in ("import", "labels", "cubes", "compaction"):
        torture_work(place, tally, name, each, draw)
    torture_month(place, tally, month, draw)
    for _ in range(max(1, kills // 25)):
        for fault in ONCE:
            fault(place, tally, draw)
    return tally


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        told = torture(Path(folder), kills=int(sys.argv[1]) if len(sys.argv) > 1 else 500)
    for what, times in sorted(told.done.items()):
        print(f"{what:30}{times:6}")
    print(f"{'broken':30}{len(told.broken):6}", *told.broken, sep="\n")
    sys.exit(bool(told.broken))
