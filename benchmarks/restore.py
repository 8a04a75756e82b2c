#!/usr/bin/env python3
"""The restore drill at size: how long backup and restore of many athletes take, and whether all comes back.

The server and its athletes are those of `scale.py`. While the backup is made, requests go on. Then
web servers, workers and beat are stopped, everything is replaced by the backup, and rows and hashes of all
tables are compared with those of the instant of the backup.
"""

import argparse
import json
import threading
import time

from support import root  # noqa: F401 - makes the project importable
from support import server as servers
from support.report import p95, report
from support.server import Server

from benchmarks.scale import ASKED, MINE, Crowd
from config.testing import postgres

ATHLETES, QUICK_ATHLETES = 1_000, 20
TARGETS = {"restore_s": 900, "failed_meanwhile": 0, "different_tables": 0}
STOPPED = ("web0", "web1", "streams", "beat", *(f"worker {queues}" for queues in servers.WORKERS))
COUNT = "import json; from config.core.backup.databases import count_rows; print(json.dumps(count_rows()))"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    athletes = QUICK_ATHLETES if options.parse_args().quick else ATHLETES
    server = servers.start(crowd=True)
    told = server.grow(athletes, people=20)
    figures = {"athletes": float(athletes), "database_mb": told["bytes"] / 1e6}
    report("restore", figures | _drilled(server, Crowd(server, told["people"])), TARGETS)


def _drilled(server: Server, crowd: Crowd) -> dict[str, float]:
    target = servers.FOLDER / "drill.backup"
    given = {"POSTGRES_BIN": str(postgres.installation() / "bin"), "BACKUP_KEY": "A" * 43 + "="}
    readers = Readers(crowd)
    started = time.perf_counter()
    server.manage("backup", str(target), **given)
    backup_s = time.perf_counter() - started
    took_ms, failed = readers.stop()
    for name in STOPPED:
        server.processes[name].kill()
    before = json.loads(server.manage("shell", "-c", COUNT).strip().splitlines()[-1])
    server.manage("backup", str(target), **given)
    started = time.perf_counter()
    server.manage("restore", str(target), "--replace", **given)
    restore_s = time.perf_counter() - started
    after = json.loads(server.manage("shell", "-c", COUNT).strip().splitlines()[-1])
    return {
        "backup_s": backup_s,
        "backup_mb": target.stat().st_size / 1e6,
        "asked_meanwhile": float(len(took_ms)),
        "meanwhile_p95_ms": p95(took_ms),
        "failed_meanwhile": float(failed),
        "restore_s": restore_s,
        "tables": float(len(before)),
        "different_tables": float(sum(before[name] != after.get(name) for name in before)),
    }


class Readers:
    """Somebody who asks all the time, until they are stopped."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd, self._is_over = crowd, threading.Event()
        self._took_ms: list[float] = []
        self._failed = 0
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def stop(self) -> tuple[list[float], int]:
        """Milliseconds of all answers, and how many were none."""
        self._is_over.set()
        self._thread.join()
        return self._took_ms, self._failed

    def _read(self) -> None:
        number = 0
        while not self._is_over.wait(0.05):
            person = self._crowd.people[number % len(self._crowd.people)]
            path = ASKED[number % len(ASKED)].format(**person)
            ms, status = self._crowd.ask(MINE + path, person)
            self._took_ms.append(ms)
            self._failed += status != "200"
            number += 1


if __name__ == "__main__":
    main()
