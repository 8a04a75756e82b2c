"""One input after the other, under limits: what came of each, how long it took, how much memory there was."""

from __future__ import annotations

import resource
import signal
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Final

from tests.fuzzing.damage import FAULT_BYTES, MOST_FAULTS
from tests.fuzzing.formats import Format

HANG_S: Final = 5.0
MEMORY_BYTES: Final = 512 * 1024 * 1024
"""What one input may make the process grow by: as much as the whole child process has that reads uploads."""


class HangError(BaseException):
    """No reader may catch it, as one does that catches all."""


@dataclass
class Found:
    """Outcomes by count, and per fault the first input that showed it, with its trace."""

    outcomes: Counter[str] = field(default_factory=Counter)
    hangs: int = 0
    faults: dict[str, str] = field(default_factory=dict)


def plan_of(form: Format, number: int) -> bytes:
    """The plan of the `number`th input, always the same."""
    chance = Random(f"{form.name} {number}")
    return chance.randbytes(1 + FAULT_BYTES * chance.randint(1, MOST_FAULTS))


def try_one(form: Format, plan: bytes, found: Found, name: str) -> None:
    content = form.input(plan)
    try:
        with _at_most(HANG_S):
            found.outcomes[form.outcome(content)] += 1
    except HangError as hang:
        found.hangs += 1
        _note(hang, found, name)
    except Exception as error:
        _note(error, found, name)


@contextmanager
def bounded_memory() -> Iterator[None]:
    """A reader that wants more than MEMORY_BYTES gets a MemoryError meanwhile."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY_BYTES, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise HangError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _note(error: BaseException, found: Found, name: str) -> None:
    """Faults are the same when they come from the same line."""
    cause = error.__cause__ or error
    frames = traceback.extract_tb(cause.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    key = f"{type(cause).__name__} at {place}"
    found.outcomes[f"FAULT {key}"] += 1
    found.faults.setdefault(key, f"input {name}\n{''.join(traceback.format_exception(cause))}")
