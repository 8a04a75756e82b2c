#!/usr/bin/env python3
"""SIGKILL to every process of a whole server, at random moments, under people who read and write.

nginx, two web servers, one for streams, three workers, beat, PostgreSQL and Valkey run as in `server.py`;
what was killed is started again a moment later, as an orchestrator does. Every write has a name: writers
repeat one that was not answered under the same key, and in the end all that was accepted is read back, once.
Comments of coaches become mails at a real mail server, which counts them.

A failed request is the killed process's own if it was under way on it; of nginx and PostgreSQL, of which
there is one, also if it came while they were down. Of Valkey, workers and beat no request is their own.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

from support import post
from support import server as servers
from support.fault_load import BUSY, Asked, Client, Load, file_of, lost_and_doubled
from support.report import p50, report
from support.server import Server

KILLS, QUICK = 20, ("database", "queue", "nginx", "web0", "worker sync,ingest")
PATIENCE_S = 420
"""The lease of a file whose worker died, the sweep after it, and then the reading."""
SETTLE_S, REVIVE_S = 3.0, 0.2
FIRST_PROBE = 10_000
DOUBT = """
from notifications.models import Delivery
print(Delivery.objects.filter(address__channel="email", uncertain_at__isnull=False).count())
"""


@dataclass
class Kill:
    """Moments of one kill: it, the process's return, and when a file sent afterwards had its numbers."""

    name: str
    at: float
    up_at: float = 0.0
    worked_at: float = 0.0

    def owns(self, asked: Asked) -> bool:
        under_way = asked.begun <= self.at <= asked.ended
        while_down = asked.begun <= self.up_at and asked.ended >= self.at
        if self.name in ("nginx", "database"):
            return while_down
        if self.name == "streams":
            return asked.pool == "streams" and while_down
        return self.name.startswith("web") and asked.pool == "web" and under_way


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance = random.Random(given.seed)
    mail = {"EMAIL_URL": os.environ["EMAIL_URL"], "COACHES_NEED_MFA": "false"}
    server = servers.start(crowd=True, **mail)
    path = str(servers.ROOT / "benchmarks")
    made = server.manage(
        "shell", "-c", "from support import fault_people; fault_people.make()", PYTHONPATH=path
    )
    drill = Drill(server, Load(server, json.loads(made.splitlines()[-1])), chance)
    names = _order(sorted(server.processes), chance) if not given.quick else list(QUICK)
    kills = drill.run(names)
    figures = drill.ended() | _errors(drill.load.asked, kills) | _recovery(kills, drill.load.asked)
    report(
        "faults",
        {"kills": float(len(kills)), "ended_by_themselves": float(drill.revived)} | figures,
        {"lost": 0, "doubled": 0, "mails_lost": 0, "mails_unmarked": 0, "other_errors_pct": 1},
        {"kills": float(len(names))},
    )


def _order(names: list[str], chance: random.Random) -> list[str]:
    """Each as often as any other, in an order by chance."""
    rounds = -(-KILLS // len(names))
    return [name for _ in range(rounds) for name in chance.sample(names, len(names))][:KILLS]


class Drill:
    """A server with people in it, and somebody who kills."""

    def __init__(self, server: Server, load: Load, chance: random.Random) -> None:
        self.server, self.load, self._chance = server, load, chance
        self.revived, self._probes = 0, FIRST_PROBE

    def run(self, names: Iterable[str]) -> list[Kill]:
        self._probe()  # until then the workers come up
        print("the first file was read", file=sys.stderr)
        self.load.start()
        kills = [self._kill(name) for name in names]
        self._rest(SETTLE_S)
        self.load.stop()
        return kills

    def ended(self) -> dict[str, float]:
        """What is there when all is quiet: nothing that was promised may be missing or be there twice."""
        for write in list(self.load.in_doubt):
            self.load.insist(Client(self.server, []), write)
        deadline = time.monotonic() + PATIENCE_S
        told = [each.mark for each in self.load.accepted if each.kind == "comment"]
        found = lost_and_doubled(self.load)
        while (found["lost"] or self._missing(told)) and time.monotonic() < deadline:
            self._rest(2)
            found = lost_and_doubled(self.load)
        doubled = sum(post.office.marks[mark] > 1 for mark in told)
        in_doubt = int(self.server.manage("shell", "-c", DOUBT).split()[-1])
        return {
            "writes": float(len(self.load.accepted)),
            **{name: float(count) for name, count in found.items()},
            "mails": float(len(told)),
            "mails_lost": float(self._missing(told)),
            "mails_doubled": float(doubled),
            "mails_unmarked": float(max(0, doubled - in_doubt)),
        }

    def _missing(self, marks: list[str]) -> int:
        return sum(mark not in post.office.marks for mark in marks)

    def _kill(self, name: str) -> Kill:
        self._rest(self._chance.uniform(1, SETTLE_S))
        process = self.server.processes[name]
        kill = Kill(name, time.monotonic())
        process.kill()
        time.sleep(self._chance.uniform(0, 1))
        process.start()
        kill.up_at = time.monotonic()
        self._probe()
        kill.worked_at = time.monotonic()
        print(f"killed {name:20} up {kill.up_at - kill.at:6.1f} s, works {kill.worked_at - kill.at:6.1f} s",
              file=sys.stderr)  # fmt: skip
        return kill

    def _probe(self) -> None:
        """Send a file, and wait until its numbers are there."""
        person, client = self.load.people["athletes"][-1], Client(self.server, [])
        self._probes += 1
        while self.load.insist(client, file_of(person, self._probes)) is None:
            self._rest(REVIVE_S)
        deadline = time.monotonic() + PATIENCE_S
        path = "/api/v1/athletes/me/activities/?limit=200"
        wanted = self._probes - FIRST_PROBE
        while sum(each["load"] is not None for each in client.pages(path, person["key"])) < wanted:
            if time.monotonic() > deadline:
                raise SystemExit("a file that was accepted is not read")
            self._rest(REVIVE_S)

    def _rest(self, seconds: float) -> None:
        """Wait, and bring back what ended by itself: Celery's worker gives up when it loses its broker."""
        until = time.monotonic() + seconds
        while True:
            self.revived += sum(each.revive() for each in self.server.processes.values())
            if time.monotonic() >= until:
                return
            time.sleep(min(REVIVE_S, seconds))


def _errors(asked: list[Asked], kills: list[Kill]) -> dict[str, float]:
    failed = [each for each in asked if each.is_failed]
    others = [each for each in failed if not any(kill.owns(each) for kill in kills)]
    for each in others[:20]:
        after = min((each.begun - kill.at, kill.name) for kill in kills if each.ended > kill.at)
        print(f"failed with {each.status} {after[0]:.1f} s after {after[1]} was killed", file=sys.stderr)
    return {
        "requests": float(len(asked)),
        "told_to_wait": float(sum(each.status == BUSY for each in asked)),
        "failed": float(len(failed)),
        "failed_pct": 100 * len(failed) / len(asked),
        "other_errors": float(len(others)),
        "other_errors_pct": 100 * len(others) / len(asked),
    }


def _recovery(kills: list[Kill], asked: list[Asked]) -> dict[str, float]:
    """Medians by process, as a table for people and as figures.

    `up_s` is until it answers again, `answers_s` until the last request failed, `works_s` until a file that
    was sent after it had its numbers.
    """
    figures: dict[str, float] = {}
    print("| killed | times | is up again (s) | last failed request (s) | a new file is read (s) |")
    print("|---|---|---|---|---|")
    for name in sorted({each.name for each in kills}):
        mine = [each for each in kills if each.name == name]
        row = {
            "up_s": p50([each.up_at - each.at for each in mine]),
            "answers_s": p50([_last_failure(each, asked) for each in mine]),
            "works_s": p50([each.worked_at - each.at for each in mine]),
        }
        print(f"| {name} | {len(mine)} | " + " | ".join(f"{value:.1f}" for value in row.values()) + " |")
        figures |= {f"{name} {what}": value for what, value in row.items()}
    return figures


def _last_failure(kill: Kill, asked: list[Asked]) -> float:
    ends = [
        each.ended - kill.at for each in asked if each.is_failed and kill.at <= each.ended <= kill.worked_at
    ]
    return max(ends, default=0.0)


if __name__ == "__main__":
    main()
