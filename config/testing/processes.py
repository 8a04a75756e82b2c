"""Running a stage, and ending it whichever way this process ends."""

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

import psutil

from config.serve.child import die_with
from config.serve.options import ROOT

PATIENCE_S = 15


class Interrupted(Exception):
    """A signal asked for the end."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum


@dataclass(frozen=True)
class Outcome:
    """How a command ended; `output` is None when it went to the terminal."""

    code: int
    seconds: float
    output: str | None


def catch_signals() -> None:
    """From now on the signals that end a process raise Interrupted."""

    def interrupt(signum: int, _frame: FrameType | None) -> None:
        raise Interrupted(signum)

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, interrupt)


def end_all() -> None:
    """Kill every process that descends from this one."""
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def run(argv: Sequence[str | Path], environment: Mapping[str, str], *, shown: bool) -> Outcome:
    """Run a command in the project's folder; `shown` lets it write to the terminal as it goes."""
    started = time.monotonic()
    process = _start(argv, environment, None if shown else subprocess.PIPE)
    try:
        output, _ = process.communicate()
    except Interrupted:
        _let_it_tidy_up(process)
        raise
    return Outcome(process.returncode, time.monotonic() - started, output)


@contextlib.contextmanager
def beside(argv: Sequence[str | Path], environment: Mapping[str, str]) -> Iterator[Callable[[], Outcome]]:
    """Run a command while the block runs; what is given waits for its end and tells how it was."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = _start(argv, environment, output)

        def ended() -> Outcome:
            process.wait()
            output.seek(0)
            return Outcome(process.returncode, time.monotonic() - started, output.read())

        yield ended


def _start(
    argv: Sequence[str | Path], environment: Mapping[str, str], output: int | IO[str] | None
) -> subprocess.Popen[str]:
    """With `output` None it writes to our terminal."""
    return subprocess.Popen(  # noqa: S603
        argv,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=output,
        stderr=None if output is None else subprocess.STDOUT,
        text=True,
        preexec_fn=die_with(os.getpid(), signal.SIGTERM),
    )


def _let_it_tidy_up(process: subprocess.Popen[str]) -> None:
    """Ctrl-C has reached pytest already; any other signal reached only us."""
    for signum in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(subprocess.TimeoutExpired, Interrupted):
            process.wait(timeout=2 if signum == signal.SIGINT else PATIENCE_S)
            return
        process.send_signal(signum)
