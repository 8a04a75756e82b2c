"""One running process and its output."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

from config.serve.options import ROOT
from config.serve.program import Program

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
ON_LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None, use_errno=True) if ON_LINUX else None


def adopt_orphans() -> None:
    """Let processes whose parent died become children of this one, so that none can slip away. Linux only."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with(parent: int, signum: signal.Signals) -> Callable[[], None]:
    def before_exec() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(signum), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


class Child:
    """A started program, leader of its own process group."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._rest = b""
        # The supervisor has one thread, so code between fork and exec is safe here.
        self._process = subprocess.Popen(  # noqa: S603
            program.argv,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=program.descriptors,
            process_group=0,
            preexec_fn=die_with(os.getpid(), program.if_orphaned),
        )
        self.pid = self._process.pid
        assert self._process.stdout is not None  # noqa: S101
        self.output = self._process.stdout
        os.set_blocking(self.output.fileno(), False)

    def exit_code(self) -> int | None:
        """None while it runs; minus the signal's number when one ended it."""
        return self._process.poll()

    def lines(self) -> Iterator[str]:
        """What it has written since the last call, by whole lines; never waits."""
        with contextlib.suppress(BlockingIOError):
            while chunk := os.read(self.output.fileno(), 65536):
                *whole, self._rest = (self._rest + chunk).split(b"\n")
                yield from (line.decode("utf-8", "replace") for line in whole)

    def last_words(self) -> Iterator[str]:
        """After its end: the remaining lines, also one that was not finished."""
        yield from self.lines()
        if self._rest:
            yield self._rest.decode("utf-8", "replace")
        self.output.close()

    def ask_to_stop(self) -> None:
        """SIGTERM to the leader alone: it knows best how to end its own children."""
        if self.exit_code() is None:
            self._process.send_signal(signal.SIGTERM)

    def bury(self) -> None:
        """Wait for its end; call it after `kill_group`."""
        self._process.wait()

    def kill_group(self) -> None:
        """SIGKILL to whatever is left of it, leader or not."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
