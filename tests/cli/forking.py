"""`leadline` in a process of its own, without the start of an interpreter: forked from one that opened nothing.

In: a connection for each command, with what its streams are to be and, as JSON, its words, folder and environment.
Out: its exit status. The surprise: all that Leadline imports is imported here once, where a command of the terminal
takes two seconds of CPU for it; Django's settings and whatever else reads the environment are not, so that each
process still works in the home and with the settings that it was given.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from leadline.cli import WORDS, main

ROOT = Path(__file__).parents[2]
BESIDE = (
    "django.contrib.staticfiles",
    "django.core.management.commands.migrate",
    "django.db.backends.postgresql.base",
    "django.db.backends.sqlite3.base",
    "django.template.backends.django",
    "openpyxl",
)
"""What commands import besides their own modules."""


@contextmanager
def forking() -> Iterator[str]:
    """The address of a process that forks commands; it ends with this one."""
    with tempfile.TemporaryDirectory(prefix="leadline-forking-") as folder:
        address = f"{folder}/socket"
        command = [sys.executable, "-m", "tests.cli.forking", address]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
            assert process.stdin
            assert process.stdout
            assert process.stdout.readline() == "It listens.\n"
            yield address
            process.stdin.close()


def run(address: str, words: list[str], *, cwd: Path, environ: dict[str, str]) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a command."""
    asked = json.dumps({"words": words, "cwd": str(cwd), "environ": environ})
    with (
        socket.socket(socket.AF_UNIX) as connection,
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8") as err,
    ):
        connection.settimeout(600)
        connection.connect(address)
        socket.send_fds(connection, [b"!"], [out.fileno(), err.fileno()])
        connection.sendall(asked.encode())
        connection.shutdown(socket.SHUT_WR)
        code = int(_all_of(connection))
        out.seek(0)
        err.seek(0)
        return code, out.read(), err.read()


def _all_of(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


def _listen(address: str) -> None:
    """Returns in the process of a command, which is then to do it."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        print("It listens.", flush=True)
        while True:
            ready, _, _ = select.select([listener, sys.stdin], [], [], 1)
            if sys.stdin in ready:
                os._exit(0)
            if listener in ready and _is_a_command(listener.accept()[0]):
                return
            _reap()


def _is_a_command(connection: socket.socket) -> bool:
    """In two processes: one is the command, one waits for its end."""
    with connection:
        if os.fork():
            return False
        _, streams, _, _ = socket.recv_fds(connection, 1, 2)
        asked = json.loads(_all_of(connection))
        if child := os.fork():
            _, status = os.waitpid(child, 0)
            connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())
            os._exit(0)
    _become(asked, streams)
    return True


def _become(asked: dict[str, Any], streams: list[int]) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    for place, stream in enumerate((nothing, *streams)):
        os.dup2(stream, place)
        os.close(stream)
    os.environ.clear()
    os.environ.update(asked["environ"])
    os.chdir(asked["cwd"])
    sys.argv[:] = ["leadline", *asked["words"]]


def _end_with(command: Callable[[], None]) -> NoReturn:
    """As an interpreter ends, but for taking itself apart, which costs more than most commands."""
    code = 0
    try:
        command()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass


if __name__ == "__main__":
    for name in (*(f"leadline.cli.{word}" for word in WORDS), *BESIDE):
        import_module(name)
    gc.freeze()
    _listen(sys.argv[1])
    _end_with(main)
