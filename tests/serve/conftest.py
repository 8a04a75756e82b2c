"""Starting a real supervisor as a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings

from config.serve.child import die_with
from config.serve.ports import free_port

# What a test process sets for itself and a real server must not inherit.
TEST_ONLY = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "BROKER_URL", "CACHE_URL", "SITE_URL"}


# A start takes seconds, but not on a machine that does ten other things.
PATIENCE_S = 240


def wait_until(holds: Callable[[], Any]) -> None:
    """Fail unless it holds before our patience ends."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@dataclass
class Server:
    """A started `python -m config.serve` and where it writes."""

    process: subprocess.Popen[str]
    data: Path
    port: int

    @property
    def file(self) -> Path:
        return self.data / "serve.json"

    def facts(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.file.read_text())
        return content

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, signum: signal.Signals) -> str:
        """Send it the signal and return what it has said in its life."""
        self.process.send_signal(signum)
        said, _ = self.process.communicate(timeout=PATIENCE_S)
        return said


def start(data: Path, port: int, *arguments: str) -> Server:
    environment = {name: value for name, value in os.environ.items() if name not in TEST_ONLY}
    process = subprocess.Popen(
        [sys.executable, "-m", "config.serve", "--port", str(port), "--data", str(data), *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=die_with(os.getpid(), signal.SIGTERM),
    )
    return Server(process, data, port)


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all servers of the session, so that only the first migrates and collects."""
    return tmp_path_factory.mktemp("serve") / "data"


@pytest.fixture
def server(data_folder: Path) -> Iterator[Server]:
    """A running Formline without the demo athlete."""
    server = start(data_folder, free_port(), "--no-demo")
    wait_until(lambda: server.file.exists() or server.process.poll() is not None)
    if server.process.poll() is not None:
        pytest.fail(server.process.communicate()[0])
    yield server
    server.process.terminate()
    server.process.communicate(timeout=PATIENCE_S)
