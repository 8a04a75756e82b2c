"""A running Celery worker with its beat, and what its processes cost."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from config.serve.child import die_with
from config.serve.program import Program
from config.serve.programs import TASK_PROCESSES, beat, worker
from support.house import ROOT
from support.process_tree import ProcessTree

CORES = TASK_PROCESSES


@contextmanager
def running_worker() -> Iterator[ProcessTree]:
    """Worker and beat as `bin/serve` starts them, bound to two cores, until the block ends."""
    cores = set(sorted(os.sched_getaffinity(0))[:CORES])
    os.environ["PYTHONPATH"] = str(ROOT / "benchmarks")
    programs = [_start(program, cores) for program in (worker(), beat())]
    try:
        yield ProcessTree(programs[0].pid)
    finally:
        for program in programs:
            _stop(program)


@contextmanager
def start_worker(name: str) -> Iterator[subprocess.Popen[bytes]]:
    """One more worker of that name, on all cores, until the block ends."""
    program = worker()
    with _running(replace(program, argv=(*program.argv, "--hostname", f"{name}@%h"))) as process:
        yield process


@contextmanager
def start_beat() -> Iterator[subprocess.Popen[bytes]]:
    with _running(beat()) as process:
        yield process


@contextmanager
def _running(program: Program) -> Iterator[subprocess.Popen[bytes]]:
    os.environ["PYTHONPATH"] = str(ROOT / "benchmarks")
    process = _start(program, os.sched_getaffinity(0))
    try:
        yield process
    finally:
        _stop(process)


def _start(program: Program, cores: set[int]) -> subprocess.Popen[bytes]:
    dies = die_with(os.getpid(), program.if_orphaned)

    def before_exec() -> None:
        dies()
        os.sched_setaffinity(0, cores)

    return subprocess.Popen(
        program.argv,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=before_exec,
    )


def _stop(program: subprocess.Popen[bytes]) -> None:
    program.send_signal(signal.SIGTERM)
    try:
        program.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
