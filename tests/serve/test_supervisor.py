"""The supervisor over small programs that behave badly."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import settings

pytestmark = pytest.mark.servers

SAYS_AND_STAYS = "import time; print('hello'); time.sleep(60)"
IGNORES_THE_END = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('hello'); time.sleep(60)"
)
LEAVES_A_SESSION = (
    "import subprocess, time;"
    "subprocess.run(['setsid', '-f', 'sleep', '61'], stdout=subprocess.DEVNULL);"
    "print('hello'); time.sleep(60)"
)
DIES_AT_ONCE = "print('my last words', end=''); raise SystemExit(3)"

Tiny = subprocess.Popen[str]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[[str], Tiny]]:
    started: list[Tiny] = []

    def start(code: str) -> Tiny:
        process = subprocess.Popen(
            [sys.executable, "-u", Path(__file__).with_name("tiny.py"), tmp_path, code],
            cwd=settings.BASE_DIR,
            env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR)},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def family_once_it_said(process: Tiny, text: str) -> list[psutil.Process]:
    assert process.stdout is not None
    while text not in process.stdout.readline():
        assert process.poll() is None
    return psutil.Process(process.pid).children(recursive=True)


def family_once_it_runs(process: Tiny, command: list[str]) -> list[psutil.Process]:
    """``setsid -f`` returns before its child has become ``command``."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        family = psutil.Process(process.pid).children(recursive=True)
        if command in [_command_of(member) for member in family]:
            return family
        time.sleep(0.01)
    raise AssertionError(f"{command} never ran")


def _command_of(member: psutil.Process) -> list[str]:
    try:
        return member.cmdline()
    except psutil.NoSuchProcess:
        return []


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_ending_signal_ends_the_program_too(run: Callable[[str], Tiny], signum: signal.Signals) -> None:
    process = run(SAYS_AND_STAYS)
    family = family_once_it_said(process, "hello")
    process.send_signal(signum)
    assert process.communicate(timeout=10)[0] == f"StopRequested: {int(signum)}\n"
    assert psutil.wait_procs(family, timeout=0)[1] == []


def test_a_program_that_ignores_sigterm_is_killed_after_its_grace(run: Callable[[str], Tiny]) -> None:
    process = run(IGNORES_THE_END)
    family = family_once_it_said(process, "hello")
    process.terminate()
    process.communicate(timeout=10)
    assert len(family) == 1
    assert psutil.wait_procs(family, timeout=0)[1] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans to the supervisor")
def test_a_grandchild_in_a_session_of_its_own_does_not_get_away(run: Callable[[str], Tiny]) -> None:
    process = run(LEAVES_A_SESSION)
    family_once_it_said(process, "hello")
    family = family_once_it_runs(process, ["sleep", "61"])
    process.terminate()
    process.communicate(timeout=10)
    assert psutil.wait_procs(family, timeout=0)[1] == []


@pytest.mark.long
def test_a_program_that_keeps_dying_ends_the_run(run: Callable[[str], Tiny], tmp_path: Path) -> None:
    said = run(DIES_AT_ONCE).communicate(timeout=20)[0]
    assert re.findall(r"tiny ended with 3, starts again in (\S+) s", said) == ["0.5", "1", "2", "4"]
    assert said.count("my last words") == 5
    assert said.splitlines()[-1] == (
        f"ServeError: tiny ended 5 times within 60 seconds; its last words are in {tmp_path / 'tiny.log'}"
    )
    assert (tmp_path / "tiny.log").read_text() == "my last words\n" * 5
