"""Programs that may be killed at any moment and come back: a PostgreSQL, a Valkey, worker and beat."""

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

import psycopg

from config.serve import valkey
from config.serve.child import die_with
from config.serve.options import ROOT
from config.serve.ports import LOOPBACK, free_port
from config.testing import postgres
from support.process_tree import ProcessTree

FOLDER = Path(tempfile.mkdtemp(prefix="formline-mortal-"))
PATIENCE_S = 60


class Mortal:
    """One program with all processes below it; `is_up` says when it works."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        is_up: Callable[[], bool] = lambda: True,
        user: dict | None = None,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.name, self._argv, self._is_up, self._user = name, [str(each) for each in argv], is_up, user or {}
        self._environment = environment
        self.log = FOLDER / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.kill)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = self._open(log)
        deadline = time.monotonic() + PATIENCE_S
        while not self._is_up():
            if time.monotonic() > deadline:
                raise SystemExit(f"{self.name} does not come up: {self.log.read_text()[-2_000:]}")
            time.sleep(0.1)

    def _open(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._argv,
            cwd="/" if self._user else ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            process_group=0,
            preexec_fn=die_with(os.getpid(), signal.SIGKILL),
            **self._user,
        )

    def revive(self) -> bool:
        """Start it again if it ended by itself, as every supervisor does; true when it had."""
        if self._process is None or self._process.poll() is None:
            return False
        self.kill()
        self.start()
        return True

    def tell(self, signum: signal.Signals) -> None:
        """A signal to its first process alone."""
        if self._process is not None:
            self._process.send_signal(signum)

    def cpu_s(self) -> float:
        """Seconds of processor that it has used since it was started."""
        return ProcessTree(self._process.pid).cpu_s() if self._process else 0.0

    def ended(self, seconds: float) -> None:
        """Wait for its end; what it left below it is killed."""
        if self._process is not None:
            self._process.wait(timeout=seconds)
            self.kill()

    def kill(self) -> None:
        """SIGKILL to all of it at once."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None


def database() -> tuple[Mortal, str]:
    """A PostgreSQL that keeps what it committed, and its URL."""
    user = postgres._user()
    if user:
        shutil.chown(FOLDER, **user)
        FOLDER.chmod(0o755)
    binaries = postgres._binaries(FOLDER, user)
    postgres._initialise(binaries, FOLDER, user, "drill")
    port = free_port()
    base = f"postgres://postgres:drill@{LOOPBACK}:{port}"
    settings = ["unix_socket_directories=", "timezone=UTC", f"listen_addresses={LOOPBACK}", f"port={port}"]
    argv = [
        binaries / "postgres",
        "-D",
        FOLDER / "data",
        *(part for each in settings for part in ("-c", each)),
    ]
    server = Mortal("database", argv, lambda: _answers(f"{base}/postgres"), postgres._as(user))
    server.start()
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE formline")
    return server, f"{base}/formline"


def queue() -> tuple[Mortal, str]:
    server = valkey.prepare(FOLDER / "valkey")
    mortal = Mortal("valkey", server.argv, server.answers)
    mortal.start()
    return mortal, server.url


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
