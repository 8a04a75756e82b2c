"""What `bin/serve` leaves in the data folder while it runs: its lock and `serve.json`."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from config.serve.errors import ServeError

LOCK_WAIT_S = 2.0


def lock(data: Path) -> int:
    """Take the data folder for this process; the descriptor holds it.

    Valkey inherits the descriptor: should the supervisor be killed, the folder stays taken until Valkey has
    closed its files. Raises ServeError when somebody else has it or it cannot be written to.
    """
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(data / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ServeError(f"the data folder {data} cannot be used: {error.strerror}") from error
    patience = time.monotonic() + LOCK_WAIT_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > patience:
                raise ServeError(f"Formline already runs on {data}{_address(data)}") from None
            time.sleep(0.1)
        else:
            return descriptor


def counters(data: Path) -> Path:
    """Where all processes count for /metrics, so that one of them can tell what all of them counted."""
    return data / "counters"


def clear_counters(data: Path) -> None:
    """Counting begins with each run; files of processes that are gone would add up for ever."""
    shutil.rmtree(counters(data), ignore_errors=True)
    counters(data).mkdir(mode=0o700, parents=True)


def _address(data: Path) -> str:
    try:
        return f", at {json.loads((data / 'serve.json').read_text())['url']}"
    except (OSError, ValueError, KeyError):
        return ""


class ServeFile:
    """`serve.json`: `{url, demo_email, demo_password, pids}`, pids by name, mode 0600, never half written."""

    def __init__(self, data: Path, url: str) -> None:
        self._path = data / "serve.json"
        self._facts: dict[str, object] = {"url": url, "demo_email": None, "demo_password": None, "pids": {}}
        self.remove()

    def set_login(self, email: str, password: str) -> None:
        """The demo athlete's, once known."""
        self._facts |= {"demo_email": email, "demo_password": password}

    def write(self, pids: Mapping[str, int]) -> None:
        """Put the current facts in place in one step."""
        self._facts["pids"] = {"supervisor": os.getpid(), **pids}
        aside = self._path.with_suffix(".new")
        aside.unlink(missing_ok=True)
        aside.touch(mode=0o600)
        aside.write_text(json.dumps(self._facts))
        aside.replace(self._path)

    def remove(self) -> None:
        """Nothing runs (any more)."""
        self._path.unlink(missing_ok=True)
