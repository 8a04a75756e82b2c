"""A served Formline of which nothing is patched: its environment alone leads it to the doubles."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil
import requests
from django.conf import settings

from config.serve.child import die_with
from config.serve.ports import free_port
from tests.black_box.garmin import Garmin
from tests.serve.conftest import PATIENCE_S, TEST_ONLY, wait_until

SPEED = {"GARMIN_REQUESTS_PER_S": "200", "SYNC_TICK_S": "1"}
"""Settings of an installation that make a test quick."""


@dataclass
class Formline:
    """`said` is where the output of the command goes."""

    process: subprocess.Popen[bytes]
    data: Path
    port: int
    said: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def database(self) -> Path:
        return self.data / "formline.sqlite3"

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", timeout=PATIENCE_S)

    def family(self) -> list[psutil.Process]:
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def let_time_pass(self, column: str, spent: timedelta) -> None:
        """Move every moment of a column ("table.column") into the past, as if it were so much later now."""
        table, _, name = column.partition(".")
        with closing(sqlite3.connect(self.database, timeout=20)) as connection, connection:
            rows = connection.execute(f"select id, {name} from {table} where {name} is not null").fetchall()
            for row, moment in rows:
                sql = f"update {table} set {name} = strftime('%Y-%m-%d %H:%M:%f', ?, ?) where id = ?"
                connection.execute(sql, (moment, f"-{spent.total_seconds()} seconds", row))


@contextmanager
def serving(folder: Path, garmin: Garmin) -> Iterator[Formline]:
    """`python -m config.serve` until the block ends."""
    foreign = {name for name in os.environ if name.startswith(("GARMIN", "CURL_", "SSL_", "FORMLINE_DATA"))}
    own = {name: value for name, value in os.environ.items() if name not in TEST_ONLY | foreign}
    led = garmin.told["environment"] | {"GARMIN_PERSONAL_API_BASE_URL": garmin.told["personal_url"]}
    data, port, said = folder / "data", free_port(), folder / "said.log"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.serve", "--port", str(port), "--data", str(data), "--no-demo"],
            cwd=settings.BASE_DIR,
            env=own | led | SPEED,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with(os.getpid(), signal.SIGTERM),
        )
    try:
        wait_until(lambda: (data / "serve.json").exists() or process.poll() is not None)
        assert process.poll() is None, said.read_text()
        yield Formline(process, data, port, said)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)
