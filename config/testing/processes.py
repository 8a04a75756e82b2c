"""Running a stage, and ending it whichever way this process ends."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

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
    process = subprocess.Popen(  # noqa: S603
        argv,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=None if shown else subprocess.PIPE,
        stderr=None if shown else subprocess.STDOUT,
        text=True,
        preexec_fn=die_with(os.getpid(), signal.SIGTERM),
    )
    try:
        output, _ = process.communicate()
    except Interrupted:
        _let_it_tidy_up(process)
        raise
    return Outcome(process.returncode, time.monotonic() - started, output)


def _let_it_tidy_up(process: subprocess.Popen[str]) -> None:
    """Ctrl-C has reached pytest already; any other signal reached only us."""
    for signum in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(subprocess.TimeoutExpired, Interrupted):
            process.wait(timeout=2 if signum == signal.SIGINT else PATIENCE_S)
            return
        process.send_signal(signum)
