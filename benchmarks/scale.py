#!/usr/bin/env python3
"""What a server does with many athletes: how fast the API and Today are, and what one more athlete costs.

The server is that of `server.py`: nginx with TLS, two web servers, three workers, PostgreSQL and Valkey on
one machine. The athletes are copies of one with two years of training. Each size is measured once the daily
work for its new athletes is done. Requests come at a steady rate, whatever the answers take, each by an
athlete drawn at random; whoever asks shares the processors with the server.
"""

import argparse
import http.client
import json
import random
import ssl
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from support import root  # noqa: F401 - makes the project importable
from support import server as servers
from support.report import p50, p95, report
from support.server import Server

GROWTH, QUICK_GROWTH = (1, 10, 100, 1_000), (1, 10, 100)
CROWD = 10_000
RATE, SECONDS, QUICK_SECONDS = 100, 60, 10
PEOPLE, ROUNDS, QUICK_ROUNDS = 200, 60, 10
TODAYS, QUICK_TODAYS = 200, 30
ASKING = 48
IDLE_SHARE, SETTLE_STEP_S, SETTLE_MOST_S = 0.05, 5, 1_800
MINE = "/api/v1/athletes/me/"
ASKED = (
    *("", "activities/?limit=30", "days/", "load/", "health/", "readiness/", "analyses/?limit=5"),
    *("changes/?limit=50", "planned-sessions/", "signals/", "activities/{activity}/"),
)
STREAMS = "activities/{activity}/streams/?points=1000"
"""One request in twenty asks for the streams of the newest activity."""


@dataclass
class Asked:
    """What a crowd was answered, and how long each answer took."""

    took_ms: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    late_s: float = 0.0


@dataclass
class Crowd:
    """People with keys and sessions, who ask through nginx; a connection per thread is kept."""

    server: Server
    people: list[dict[str, str]]
    _own: threading.local = field(default_factory=threading.local)

    def ask(self, path: str, person: dict[str, str], *, page: bool = False) -> tuple[float, str]:
        """Milliseconds, and the status or what broke."""
        who = {"Cookie": f"__Host-sessionid={person['session']}"} if page else {}
        headers = who or {"Authorization": f"Bearer {person['key']}"}
        started = time.perf_counter()
        connection = self._connection()
        try:
            connection.request("GET", path, headers=headers | {"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            status = str(answer.status)
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            status = type(error).__name__
        return (time.perf_counter() - started) * 1_000, status

    def _connection(self) -> http.client.HTTPSConnection:
        """As little work as can be, on the processors of the server."""
        if not hasattr(self._own, "connection"):
            at = urlsplit(self.server.url)
            context = ssl.create_default_context(cafile=str(self.server.certificate))
            self._own.connection = http.client.HTTPSConnection(
                str(at.hostname), at.port, timeout=120, context=context
            )
        found: http.client.HTTPSConnection = self._own.connection
        return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--rate", type=int, default=RATE, help="requests a second")
    options.add_argument("--crowd", action="store_true", help="also ten thousand athletes, without streams")
    given = options.parse_args()
    scale = Scale(servers.start(crowd=True), QUICK_ROUNDS if given.quick else ROUNDS)
    for size in QUICK_GROWTH if given.quick else GROWTH:
        crowd = scale.grow(size)
    scale.figures |= _loaded(crowd, given.rate, QUICK_SECONDS if given.quick else SECONDS)
    scale.figures |= _todays(crowd, QUICK_TODAYS if given.quick else TODAYS)
    if given.crowd:
        scale.grow(CROWD, streams=False)
    many = [cost for size, cost in scale.costs.items() if size >= 100]
    scale.figures |= {"athletes": max(scale.costs), "cost_per_athlete_ratio": max(many) / min(many)}
    targets = {"api_p95_ms": 200, "today_p95_ms": 300, "cost_per_athlete_ratio": 1.2, "failed": 0}
    report("scale", scale.figures, targets, {"requests_per_s": 0.98 * given.rate})


@dataclass
class Scale:
    """A server that grows; `costs` are median milliseconds of a request, asked one by one, by size."""

    server: Server
    rounds: int
    costs: dict[int, float] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)

    def grow(self, size: int, *, streams: bool = True) -> Crowd:
        """Some of the people that there are then."""
        told = self.server.grow(size, people=PEOPLE, streams=streams)
        crowd = Crowd(self.server, told["people"])
        self.figures[f"settled_after_{size}_s"] = _settle(self.server)
        self.costs[size] = _cost(crowd, self.rounds)
        self.figures |= {
            f"grow_to_{size}_s": told["seconds"],
            f"database_{size}_mb": told["bytes"] / 1e6,
            f"request_{size}_p50_ms": self.costs[size],
        }
        print(json.dumps({"athletes": size, **self.figures}), flush=True)
        return crowd


def _settle(server: Server) -> float:
    """Seconds until the workers and the schedule have next to nothing to do."""
    busy = [each for name, each in server.processes.items() if name.startswith(("worker", "beat"))]
    begun = time.perf_counter()
    while True:
        before = sum(each.cpu_s() for each in busy)
        time.sleep(SETTLE_STEP_S)
        used = sum(each.cpu_s() for each in busy) - before
        took_s = time.perf_counter() - begun
        if used < IDLE_SHARE * SETTLE_STEP_S or took_s > SETTLE_MOST_S:
            return took_s


def _cost(crowd: Crowd, rounds: int) -> float:
    """Each round is one athlete, as a rule a new one, who asks everything; the first rounds warm up."""
    drawn = random.Random(1)
    took = []
    # One person alone is asked within what the API allows them in a minute.
    for number in range(min(rounds, 40 * len(crowd.people)) + 3):
        person = drawn.choice(crowd.people)
        for path in ASKED:
            ms, status = crowd.ask(MINE + path.format(**person), person)
            assert status == "200", (path, status)
            took += [ms] if number >= 3 else []
    return p50(took)


def _loaded(crowd: Crowd, rate: int, seconds: int) -> dict[str, float]:
    """Requests that set out at their time, however long those before them take."""
    drawn, asked, begun = random.Random(2), Asked(), time.perf_counter() + 1

    def one(number: int) -> None:
        due = begun + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        person = crowd.people[number * 7 % len(crowd.people)]
        path = STREAMS if number % 20 == 0 else drawn.choice(ASKED)
        _, status = crowd.ask(MINE + path.format(**person), person)
        # From when it was due: a server that falls behind cannot hide it.
        asked.took_ms.append((time.perf_counter() - due) * 1_000)
        asked.statuses[status] += 1

    before = {name: each.cpu_s() for name, each in crowd.server.processes.items()}
    asking_s = time.process_time()
    with ThreadPoolExecutor(ASKING) as pool:
        list(pool.map(one, range(rate * seconds)))
    took_s = time.perf_counter() - begun
    used = {name: each.cpu_s() - before[name] for name, each in crowd.server.processes.items()}
    used["asking"] = time.process_time() - asking_s
    a_request_ms = {name: round(used_s * 1_000 / (rate * seconds), 2) for name, used_s in used.items()}
    print(json.dumps({"statuses": asked.statuses, "cpu_ms_per_request": a_request_ms}), flush=True)
    return {
        "api_p50_ms": p50(asked.took_ms),
        "api_p95_ms": p95(asked.took_ms),
        "requests_per_s": asked.statuses["200"] / took_s,
        "failed": float(sum(count for status, count in asked.statuses.items() if status != "200")),
    }


def _todays(crowd: Crowd, count: int) -> dict[str, float]:
    """Today of so many athletes, of whom nothing is kept yet, then of the same again; one by one."""
    figures = {}
    for name in ("today", "today_again"):
        told = [crowd.ask("/athletes/me/today/", person, page=True) for person in (crowd.people * 9)[:count]]
        assert {status for _, status in told} == {"200"}, Counter(status for _, status in told)
        figures[f"{name}_p95_ms"] = p95([ms for ms, _ in told])
    return figures


if __name__ == "__main__":
    main()
