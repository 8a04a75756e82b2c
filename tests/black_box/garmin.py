"""The doubles of Garmin in a process of their own, and the accounts that tests take from them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import requests
from django.conf import settings

CODE = "739182"
DAYS, ACTIVITIES, FILE_S = 40, 8, 600


@dataclass(frozen=True)
class Account:
    """One person at Garmin, by key and by login."""

    key: str
    email: str
    password: str


@dataclass
class Garmin:
    """`told` is what the process said of itself."""

    told: dict[str, Any]
    _seeds: Iterator[int] = field(default_factory=lambda: count(10))

    def steer(self, command: str, /, **given: Any) -> Any:
        """A command of `tests.doubles.garmin.control`."""
        session = requests.Session()
        session.trust_env = False
        with session:
            url = f"{self.told['control_url']}/control/{command}"
            answer = session.post(url, json=given, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def account(self, *, code: str | None = None) -> Account:
        """A new one of forty days and eight activities; its login asks for `code`."""
        [made] = self.steer("person/add", seed=next(self._seeds))
        if code:
            self.steer("login/set", email=made["email"], mfa_code=code)
        return Account(made["key"], made["email"], self.told["password"])

    def tokens(self, account: Account) -> str:
        """A garmin_tokens.json as a login at home leaves it."""
        return json.dumps(self.steer("login/tokens", email=account.email))

    def calls(self, service: str, part: str) -> int:
        return len(self.steer("log", service=service, part=part)[service]["calls"])


@contextmanager
def running(folder: Path) -> Iterator[Garmin]:
    """The process, until the block ends."""
    command = [sys.executable, "-m", "tests.doubles.garmin", "--dir", str(folder), "--until-eof"]
    options = ["--days", str(DAYS), "--activities", str(ACTIVITIES), "--file-s", str(FILE_S)]
    with subprocess.Popen(
        [*command, *options],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        yield Garmin(json.loads(process.stdout.readline()))
        process.stdin.close()
        process.wait(timeout=20)
