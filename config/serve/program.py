"""What can be started, as plain data."""

import signal
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """One process to run.

    `descriptors` stay open in it. `if_orphaned` is what Linux sends to it when the supervisor dies.
    A `quiet` program writes to its log file only. `listen` sees each line first and keeps it out of console
    and log by returning true. A program that is not `kept` runs once and is not restarted.
    """

    name: str
    argv: tuple[str, ...]
    descriptors: tuple[int, ...] = ()
    grace_s: float = 10
    if_orphaned: signal.Signals = signal.SIGTERM
    quiet: bool = False
    kept: bool = True
    listen: Callable[[str], bool] | None = None
