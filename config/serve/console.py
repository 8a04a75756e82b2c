"""What the person at the terminal sees, and the log file of each program."""

import contextlib
import datetime
import logging
import sys
from itertools import cycle
from logging.handlers import RotatingFileHandler
from pathlib import Path

from honcho.colour import get_colours
from honcho.printer import Message, Printer

LOG_BYTES, LOG_FILES = 5_000_000, 2
LONGEST_NAME = len("formline")


class Console:
    """Lines of all programs on one terminal, each after the name of who said it."""

    def __init__(self, logs: Path) -> None:
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._logs = logs
        self._printer = Printer(sys.stdout, width=LONGEST_NAME)
        self._colours = cycle(get_colours()) if sys.stdout.isatty() else cycle([None])
        self._colour_of: dict[str, str | None] = {}
        self._files: dict[str, RotatingFileHandler] = {}

    def say(self, text: str) -> None:
        """A line of the supervisor's own."""
        self._print("formline", text)

    def banner(self, text: str) -> None:
        """Lines without a name in front, for what should catch the eye."""
        with contextlib.suppress(OSError):
            sys.stdout.write(f"\n{text}\n\n")
            sys.stdout.flush()

    def relay(self, name: str, line: str, *, quiet: bool) -> None:
        """A line of a program: always into its log, on the terminal unless `quiet`."""
        self._log(name).emit(logging.makeLogRecord({"msg": line}))
        if not quiet:
            self._print(name, line)

    def log_path(self, name: str) -> Path:
        """Where the output of this program goes."""
        return self._logs / f"{name}.log"

    def _log(self, name: str) -> RotatingFileHandler:
        if name not in self._files:
            self._files[name] = RotatingFileHandler(
                self.log_path(name), maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
            )
        return self._files[name]

    def _print(self, name: str, text: str) -> None:
        colour = self._colour_of.setdefault(name, next(self._colours))
        now = datetime.datetime.now().astimezone()
        # A terminal that was closed must not keep us from ending the programs.
        with contextlib.suppress(OSError):
            self._printer.write(Message("line", text, now, name, colour))
