"""Kill, fill, tear and double: what a lake must survive, each fault against a real home in processes of their own.

In: a folder, how many kills, a seed. Out: a tally of what was done and what was found broken, which must be nothing.
The surprise: the processes are forked from one that has imported everything and opened nothing, so that a kill costs
no start of an interpreter. After every fault the same work runs again, and then: every message exactly once, every
file as its seal says, every cube equal to a full rebuild, the frozen month as it is without a fault. Damage is done to
every table, and what is refused is held to the sentence that a person reads.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import narwhals as nw
import typer

from leadline import assess, flow
from leadline.assess.tables import ASSESSMENTS, CUBES
from leadline.cli.speaking import Said, say
from leadline.config import open_home
from leadline.engine import Lake, Table, collect, rows, scan
from leadline.engine.answers import ANSWERS
from leadline.engine.check import check_table
from leadline.engine.ledger import LEDGER
from leadline.engine.repair import repair_table
from leadline.flow.mending import WAYS_BACK, rebuild, remake
from leadline.flow.tables import TABLES
from leadline.listen import HEARD_MONTHS, MESSAGES, VERSIONS, Options, import_file, metrics
from tests.october import NOW, OCTOBER, SAID, documents_in, october

COUNTED = (HEARD_MONTHS, *CUBES)
ONCE_ONLY = (ASSESSMENTS, ANSWERS, LEDGER)
"""Tables that hold what was said once: of these a backup is asked for."""
SOME = 1
"""Tables that a short run damages; all of them are, one by one, in tests/cli/test_repair.py."""
ROWS = 400
"""Messages of one import, in nine commits."""
EDITED, DELETED = 20, 50
"""Every how-manieth of them is edited, and deleted where it was not."""


IN_WORDS = re.compile(
    r"RefusedError: The lake in .+ cannot be written: .+\nLook at its rights and at the space on the disk"
)
"""What a person is told when a lake cannot be written: what happened to what, and where to look."""


class RefusedError(Exception):
    """What a command printed when it failed."""


@dataclass
class Tally:
    """What was done, by name; and what was found broken, in words."""

    done: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1


@dataclass(frozen=True)
class Place:
    """A home under torture (`root`), and the files of its company (`folder`)."""

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
    if kill_after is None:
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
    """Kill -9 at that moment, unless the work was done before, and reap the child; whether it was killed."""
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
    """A new import: conversations of two, some of them late, with a private number here and there; some of the messages
    come again, edited or deleted.
    """
    draw, changed = random.Random(number), ""  # noqa: S311 - a test
    with place.file(number).open("w") as file:
        for one in range(ROWS):
            day = dt.date(2026, 6, 1) + dt.timedelta(days=draw.randrange(150))
            said = {"message_id": f"{number}-{one}", "thread_id": f"{number}-t{one // 2}", "channel": "forum"}
            said |= {"posted_at": f"{day}T{8 + one % 10:02}:00:00+02:00", "author": f"user{draw.randrange(90)}"}
            said |= {"text": draw.choice(SAID), "about_party": "halden"}
            file.write(json.dumps(said) + "\n")
            if one % EDITED == 0:
                changed += json.dumps(said | {"text": draw.choice(SAID), "edited_at": "2026-11-01T10:00:00Z"}) + "\n"
            elif one % DELETED == 0:
                changed += json.dumps(said | {"text": "", "deleted_at": "2026-11-01T11:00:00Z"}) + "\n"
        file.write(changed)


def take_in(place: Place, number: int, now: dt.datetime = NOW) -> None:
    os.environ["LEADLINE_IMPORT_ROWS"] = str(ROWS // 8)
    home = open_home(place.root)
    parties = documents_in(place.folder, home).parties
    import_file(home, place.lake, place.file(number), parties=parties, options=Options(), now=now)


def read_all(place: Place) -> None:
    assess.label(place.lake, _reader())


@cache
def _reader() -> assess.AnyReader:
    """Read before any process is forked: each has it then."""
    return assess.load_reader()


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
    told = rows(scan(lake, VERSIONS).select("message_id", "what"))
    changed = sorted((row["message_id"], row["what"]) for row in told)
    edits = [(f"{number}-{one}", "edited") for number in numbers for one in range(0, ROWS, EDITED)]
    gone = [(f"{number}-{one}", "deleted") for number in numbers for one in range(0, ROWS, DELETED) if one % EDITED]
    assert changed == sorted(edits + gone), "later versions lost or doubled"
    for table in TABLES:
        state = check_table(lake, table)
        assert state.is_whole, f"{table.name} is not whole: {state}"
    kept = {cube.name: _content(lake, cube) for cube in COUNTED}
    rebuild(lake)
    for cube in COUNTED:
        assert kept[cube.name] == _content(lake, cube), f"{cube.name} is not equal to its rebuild"


def _content(lake: Lake, cube: Table) -> list[dict[str, object]]:
    return collect(scan(lake, cube).sort(*cube.key)).to_pylist()


def frozen(place: Place) -> dict[tuple[str, str], object]:
    """What a month found, without the versions of tables that it was found at."""
    told = rows(scan(place.lake, ANSWERS).sort("stage", "about", "number"))
    return {(row["stage"], row["about"]): row["digest"] for row in told}


# The tortures.


def torture_work(place: Place, tally: Tally, name: str, kills: int, draw: random.Random) -> None:
    """Kill one kind of work at random moments; a new home after every twenty kills, so that it stays small.

    In each home the work runs to its end first, to know how long it lasts.
    """
    home, number, lasts = place, 0, 0.0
    for kill in range(kills):
        if kill % 20 == 0:
            home, number = fresh(place, name), 1
            write_file(home, 0)
            lasts = _timed(_ready(home, name, 0))
        write_file(home, number)
        work = _ready(home, name, number)
        told = run(work, kill_after=draw.uniform(0, lasts))
        tally.count(f"{name}: killed" if told == "killed" else f"{name}: over before")
        rest = (work, partial(take_in, home, number), partial(read_all, home), partial(expect, home, range(number + 1)))
        if wrong := told.removeprefix("killed") or first_fault(*rest):
            tally.broken.append(f"{name}, kill {kill}: {wrong}")
        number += 1


def _timed(work: Callable[[], None]) -> float:
    """How many seconds the work lasts when nobody ends it."""
    begun = time.monotonic()
    told = run(work)
    assert told == "", told
    return time.monotonic() - begun


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
    lasts = _timed(partial(run_month, reference))
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
    limit = draw.choice([300, 2_000, 6_000])  # the largest file of so small an import takes seven thousand bytes

    def fill() -> None:
        sys.dont_write_bytecode = True  # Python would keep byte code that is cut at the limit, for all that follow
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    _fails_in_words_then_works(home, tally, "disk full", fill)


def read_only(place: Place, tally: Tally, _: random.Random) -> None:
    """Somebody who may read everything and write nothing: the import fails in words, and nothing is changed."""
    with TemporaryDirectory() as folder:  # one that others can get to: a test's own folder is its owner's only
        shutil.copytree(place.folder, Path(folder) / "world")
        home = Place(Path(folder) / "world", Path(folder) / "world" / "home")
        write_file(home, 0)
        rehearsed = fresh(home, "rehearsed")

        def be_nobody() -> None:
            take_in(rehearsed, 0)  # loads what is loaded late, from an interpreter that only its owner may read
            os.chmod(folder, 0o755)  # noqa: S103 - it holds an invented company, for a minute
            for path in (home.folder, *home.folder.rglob("*")):
                os.chmod(path, 0o555 if path.is_dir() else 0o444)
            if os.getuid() == 0:
                os.setuid(65534)

        _fails_in_words_then_works(home, tally, "read-only", be_nobody)


def _fails_in_words_then_works(home: Place, tally: Tally, what: str, before: Callable[[], None]) -> None:
    told = run(lambda: in_words(partial(take_in, home, 0)), before=before)
    for path in (home.folder, *home.folder.rglob("*"), home.root, *home.root.rglob("*")):
        os.chmod(path, 0o700 if path.is_dir() else 0o600)
    tally.count(what)
    if not IN_WORDS.match(told):
        tally.broken.append(f"{what}: it did not fail in words: {told or 'it went through'}")
    if wrong := first_fault(*_taken_in_read_and_whole(home)):
        tally.broken.append(f"{what}: {wrong}")


def in_words(work: Callable[[], None]) -> None:
    """Do the work as a command of the terminal; RefusedError says what it prints for a person where it fails."""

    def answer() -> Said:
        work()
        return Said("")

    with redirect_stderr(io.StringIO()) as printed:
        try:
            say(answer, as_json=False)
        except typer.Exit:
            raise RefusedError(printed.getvalue()) from None


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


def damaged_tables(place: Place, tally: Tally, draw: random.Random, tables: Sequence[Table]) -> None:
    """One table after another loses a file: what is computed or imported comes back equal.

    Of the rest a backup is asked for, and everything else goes on.
    """
    whole = fresh(place, "whole")
    expected = place.folder / "tables.json"
    write_file(whole, 0)
    works = (partial(take_in, whole, 0), partial(run_month, whole), partial(_note_tables, whole, expected))
    assert first_fault(*works) == ""
    for table in tables:
        home = fresh(whole, "hurt")
        _hurt(draw.choice(sorted(_live(home, table))), draw.choice(["cut", "changed", "gone"]), draw)
        tally.count(f"{table.name} damaged")
        works = (partial(_mended, home, table), partial(_bring_again, home), partial(run_month, home))
        if wrong := first_fault(*works, partial(_same_tables, home, expected, table)):
            tally.broken.append(f"{table.name} damaged: {wrong}")


def _live(home: Place, table: Table) -> list[Path]:
    """Of a table in a copy of a home; asked in a process of its own, since nothing is opened in this one."""
    told = home.folder / "live.json"

    def note() -> None:
        told.write_text(json.dumps(home.lake.files(table)))

    assert run(note) == ""
    return [Path(file) for file in json.loads(told.read_text())]


def _mended(home: Place, table: Table, *, is_log: bool = False) -> None:
    """Raises AssertionError where the damage is not found, not mended, or more is promised than can be kept.

    Where only a commit is damaged (`is_log`), the files that it told of are sound: no row is lost.
    """
    assert not check_table(home.lake, table).is_whole, "the damage was not found"
    mended = repair_table(home.lake, table)
    assert mended.lost_rows or is_log, "no row was said to be lost"
    assert not (mended.lost_rows and is_log), "rows of sound files were said to be lost"
    assert not mended.left, f"it was left alone: {mended.left}"
    assert ("Only a backup" in WAYS_BACK[table.name]) == (table in ONCE_ONLY)
    remake(home.lake)
    assert check_table(home.lake, table).is_whole, "it is not whole after the repair"


def _bring_again(home: Place) -> None:
    opened = open_home(home.root)
    parties = documents_in(home.folder, opened).parties
    for name in ("messages.ndjson", "metrics.csv", home.file(0).name):
        import_file(opened, home.lake, home.folder / name, parties=parties, options=Options(), now=NOW)


def _tables_of(home: Place) -> dict[str, str]:
    """A digest of the rows of every table that can be computed or brought in again."""
    kept = [table for table in TABLES if table not in ONCE_ONLY]
    return {table.name: sha256(repr(_content(home.lake, table)).encode()).hexdigest() for table in kept}


def _note_tables(home: Place, to: Path) -> None:
    to.write_text(json.dumps(_tables_of(home)))


def _same_tables(home: Place, expected: Path, hurt: Table) -> None:
    before = json.loads(expected.read_text())
    assert _tables_of(home) == before, f"not as before: {[a for a, b in _tables_of(home).items() if b != before[a]]}"
    expect(home, range(1))


def torn_commit(place: Place, tally: Tally, draw: random.Random) -> None:
    """The newest commit is cut anywhere: what it told of is found by its seals and stands on the table again."""
    home = fresh(place, "torn")
    write_file(home, 0)
    assert first_fault(partial(take_in, home, 0)) == ""
    newest = max((home.root / "lake" / "messages" / "_delta_log").glob("*.json"))
    newest.write_bytes(newest.read_bytes()[: draw.randrange(newest.stat().st_size - 2)])
    _mends(home, tally, "commit torn", is_log=True)


def _hurt(path: Path, how: str, draw: random.Random) -> None:
    content = bytearray(path.read_bytes())
    if how == "cut":
        content = content[: draw.randrange(len(content))]
    if how == "changed":
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    path.write_bytes(bytes(content))
    if how == "gone":
        path.unlink()


def _mends(home: Place, tally: Tally, what: str, *, is_log: bool = False) -> None:
    """The damage is found and mended, and the same imports bring back what was lost."""
    tally.count(what)

    mend, again = partial(_mended, home, MESSAGES, is_log=is_log), partial(_bring_again, home)
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
    """`kills` over five works, most of them over the cheap ones, and each other fault once for every twenty-five.

    Every table is damaged once; in a short run only some are.
    """
    _reader()
    place, tally, draw = prepare(folder), Tally(), random.Random(seed)  # noqa: S311 - a test
    month = max(1, kills // 10)
    each = max(1, (kills - month) // 4)
    for name in ("import", "labels", "cubes", "compaction"):
        torture_work(place, tally, name, each, draw)
    torture_month(place, tally, month, draw)
    damaged_tables(place, tally, draw, TABLES if kills >= 25 else draw.sample(TABLES, SOME))
    for _ in range(max(1, kills // 25)):
        for fault in ONCE:
            fault(place, tally, draw)
    return tally


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        told = torture(Path(folder), kills=int(sys.argv[1]) if len(sys.argv) > 1 else 500)
    for what, times in sorted(told.done.items()):
        print(f"{what:30}{times:6}")
    print(f"{'broken':30}{len(told.broken):6}", *told.broken, sep="\n")
    sys.exit(bool(told.broken))
