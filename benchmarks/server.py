#!/usr/bin/env python3
"""A whole server without containers: is it safe, does it work, does anybody notice when it is restarted?

nginx, two web servers, one for streams, three workers, a schedule, a PostgreSQL and a Valkey on loopback,
with the settings of production. Files are uploaded until their numbers are there; then the web servers are
replaced one after the other (one is told to reload), and a worker is killed, while people read and write.
"""

import argparse
import json
import signal
import ssl
import subprocess
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from urllib.parse import urlsplit

import requests
from support import root  # noqa: F401 - makes the project importable
from support import server as servers
from support.fit_file import ride
from support.report import p95, report, seconds
from support.server import Server

FILES, QUICK_FILES = 12, 3
READERS, PATIENCE_S, PAUSE_S = 3, 120, 0.1
RECOVERY_S = 360
"""The lease of a file whose worker died, the sweep after it, and then the reading."""
EMAIL, CLAIMED = "drill@formline.example", "203.0.113.7"
SHOW_ADDRESSES = """
from config.core.models import AuditPayload
print(*AuditPayload.objects.filter(body__has_key="address").values_list("body__address", flat=True))
"""
MAKE_KEY = f"""
from athletes.models import Athlete, User
from athletes.scopes import SCOPES
from athletes.services.api_keys import make_key
user = User.objects.create_user("{EMAIL}", name="Drill")
Athlete.objects.create(user=user, name="Drill", hr_max_bpm=188, hr_rest_bpm=45)
print(make_key(user=user, name="drill", scopes=list(SCOPES), days=1)[1])
"""


@dataclass
class Client:
    """A program with a key, through nginx."""

    server: Server
    key: str

    def __post_init__(self) -> None:
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {self.key}"
        self._session.trust_env = False
        self._session.verify = str(self.server.certificate)

    def get(self, path: str) -> requests.Response:
        return self._session.get(f"{self.server.url}{path}", timeout=PATIENCE_S)

    def upload(self, name: str, content: bytes) -> str:
        """The uid of the import that is under way."""
        answer = self._session.post(
            f"{self.server.url}/api/v1/athletes/me/imports/",
            files={"files": (name, content)},
            headers={"Idempotency-Key": name},
            timeout=PATIENCE_S,
        )
        answer.raise_for_status()
        uid: str = answer.json()["uid"]
        return uid

    def loads(self) -> list[float | None]:
        answer = self.get("/api/v1/athletes/me/activities/?page_size=100")
        answer.raise_for_status()
        return [each["load"] for each in answer.json()["results"]]


@dataclass
class Crowd:
    """People who read all the time; what was refused them, and how long answers took."""

    client: Client
    failed: list[str] = field(default_factory=list)
    took_ms: list[float] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        mine = Client(self.client.server, self.client.key)
        while not self.is_over.is_set():
            started = time.perf_counter()
            try:
                status = str(mine.get("/accounts/login/").status_code)
            except requests.RequestException as error:
                status = type(error).__name__
            self.took_ms.append((time.perf_counter() - started) * 1_000)
            if status != "200":
                self.failed.append(status)
            time.sleep(PAUSE_S)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    count = QUICK_FILES if options.parse_args().quick else FILES
    started = time.perf_counter()
    server = servers.start()
    figures: dict[str, float] = {"start_s": time.perf_counter() - started}
    client = Client(server, server.manage("shell", "--command", MAKE_KEY).split()[-1])
    figures |= {"unsafe": len(_unsafe(server, client)), "first_numbers_s": _first_numbers(client)}
    figures |= _restarted(server, client, count)
    report("server", figures, {"unsafe": 0, "failed": 0, "lost": 0})


def _unsafe(server: Server, client: Client) -> list[str]:
    """What this server does and must not; printed as well."""
    port = urlsplit(server.url).port or 0
    answer = requests.get(f"{server.url}/accounts/login/", verify=str(server.certificate), timeout=PATIENCE_S)
    again = client.get("/api/v1/athletes/me/activities/")
    wrong = {
        "speaks TLS 1.2": _speaks(server, port, ssl.TLSVersion.TLSv1_2),
        "speaks no TLS 1.3": not _speaks(server, port, ssl.TLSVersion.TLSv1_3),
        "sends no HSTS": "max-age=31536000" not in answer.headers.get("Strict-Transport-Security", ""),
        "shows its metrics": client.get("/metrics").status_code != 404,
        "shows its health": client.get("/health/detailed").status_code != 404,
        "answers to any name": _status_as(server, port, "elsewhere.example") != 400,
        "believes addresses of clients": _address_is_believed(server),
        "sets open cookies": any(not cookie.secure for cookie in answer.cookies),
        "gives no request id": not again.headers.get("X-Request-ID"),
        "lets health data be kept": "no-cache" not in again.headers.get("Cache-Control", ""),
    }
    found = [name for name, is_so in wrong.items() if is_so]
    print(json.dumps({"unsafe": found}))
    return found


def _speaks(server: Server, port: int, version: ssl.TLSVersion) -> bool:
    context = ssl.create_default_context(cafile=str(server.certificate))
    context.minimum_version = context.maximum_version = version
    connection = HTTPSConnection("localhost", port, context=context, timeout=10)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (ssl.SSLError, ConnectionError):
        return False
    finally:
        connection.close()


def _status_as(server: Server, port: int, host: str) -> int:
    context = ssl.create_default_context(cafile=str(server.certificate))
    connection = HTTPSConnection("localhost", port, context=context, timeout=10)
    connection.request("GET", "/accounts/login/", headers={"Host": host})
    return connection.getresponse().status


def _address_is_believed(server: Server) -> bool:
    """Whether the record of a failed login holds the address that the client claims."""
    forged = {"X-Forwarded-For": CLAIMED, "X-Real-IP": CLAIMED}
    login = f"{server.url}/accounts/login/"
    with requests.Session() as page:
        page.trust_env = False
        page.verify = str(server.certificate)
        page.get(login, timeout=PATIENCE_S)
        words = {"login": EMAIL, "password": "wrong-and-long-enough"}
        words |= {"csrfmiddlewaretoken": page.cookies["__Host-csrftoken"]}
        page.post(login, data=words, headers={**forged, "Referer": login}, timeout=PATIENCE_S)
    addresses = server.manage("shell", "--command", SHOW_ADDRESSES)
    assert "127.0.0.1" in addresses, addresses
    return CLAIMED in addresses


def _first_numbers(client: Client) -> float:
    """Seconds from sending a file until its load is there."""

    def until() -> None:
        client.upload("first.fit", ride(datetime(2026, 3, 1, 8, tzinfo=UTC), seed=1))
        _wait(client, 1)

    return seconds(until)


def _wait(client: Client, count: int) -> None:
    deadline = time.monotonic() + RECOVERY_S
    while sum(load is not None for load in client.loads()) < count and time.monotonic() < deadline:
        time.sleep(0.25)


def _restarted(server: Server, client: Client, count: int) -> dict[str, float]:
    """Every web server is replaced, and a worker killed, while people read and files come in."""
    crowd = Crowd(client)
    readers = [threading.Thread(target=crowd.read, daemon=True) for _ in range(READERS)]
    for each in readers:
        each.start()
    for number in range(count):
        begin = datetime(2026, 4, 1, 8, tzinfo=UTC) + timedelta(days=number)
        client.upload(f"{number}.fit", ride(begin, seed=number + 2))
        if number == count // 3:
            _replace(server, "web0")
        if number == count // 2:
            server.processes["web1"].tell(signal.SIGHUP)
            server.processes["worker sync,ingest"].kill()
            server.processes["worker sync,ingest"].start()
        if number == 2 * count // 3:
            _replace(server, "web1")
    all_sent = time.perf_counter()
    _wait(client, count + 1)
    complete_s = time.perf_counter() - all_sent
    crowd.is_over.set()
    for each in readers:
        each.join()
    print(json.dumps({"refused": sorted(set(crowd.failed))}))
    there = sum(load is not None for load in client.loads())
    return {
        "requests": len(crowd.took_ms),
        "failed": len(crowd.failed),
        "lost": count + 1 - there,
        "complete_after_kill_s": complete_s,
        "page_p95_ms": p95(crowd.took_ms),
    }


def _replace(server: Server, name: str) -> None:
    """As a release does: the old one ends with what it has begun, then the new one starts."""
    process = server.processes[name]
    process.tell(signal.SIGTERM)
    process.ended(PATIENCE_S)
    process.start()


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        raise SystemExit((error.stderr or b"").strip() or str(error)) from error
