"""The shell part of both commands: which Python it takes and what a signal leaves behind."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest
from django.conf import settings

OF_THE_SYSTEM = "/usr/bin:/bin"


def shell(code: str, path: Path) -> subprocess.Popen[str]:
    """A POSIX shell with `bin/setup.sh` sourced, which finds programs in `path` first."""
    return subprocess.Popen(
        ["sh", "-euc", f"root=$(pwd); . bin/setup.sh; {code}"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PATH": f"{path}:{OF_THE_SYSTEM}"},
        stdout=subprocess.PIPE,
        text=True,
    )


def put(folder: Path, programs: Mapping[str, str]) -> None:
    for name, code in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{code}\n")
        (folder / name).chmod(0o755)


TOO_OLD = "exit 1"
GOOD = f'exec "{sys.executable}" "$@"'


@pytest.mark.parametrize(
    "programs",
    [
        {"python3.12": GOOD},
        {"python3.12": TOO_OLD, "python3.14": GOOD},
        {"python3.12": TOO_OLD, "python3.14": TOO_OLD, "python3.13": TOO_OLD, "python3": GOOD},
        {"python3.12": "exit 127", "pyenv": f'[ "$*" = "which python" ] && echo "{sys.executable}"'},
    ],
    ids=["of .python-version", "a newer one", "of no number", "of pyenv"],
)
def test_the_first_python_that_is_new_enough_is_taken(programs: dict[str, str], tmp_path: Path) -> None:
    put(tmp_path, programs)
    assert shell("find_python", tmp_path).communicate()[0] == f"{sys.executable}\n"


def test_without_a_fitting_python_there_is_none(tmp_path: Path) -> None:
    names = ("python3.14", "python3.13", "python3.12", "python3", "python", "pyenv")
    put(tmp_path, dict.fromkeys(names, TOO_OLD))
    process = shell("find_python", tmp_path)
    assert process.communicate()[0] == ""
    assert process.returncode == 1


def test_a_signal_ends_a_step_with_all_its_children(tmp_path: Path) -> None:
    put(tmp_path, {"python3": GOOD})
    process = shell("trap 'stop_child 143' TERM; run sh -c 'sleep 62 & echo $!; wait'", tmp_path)
    assert process.stdout is not None
    sleeper = psutil.Process(int(process.stdout.readline()))
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 143
    assert psutil.wait_procs([sleeper], timeout=10)[1] == []
