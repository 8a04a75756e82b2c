"""The Personal API: keys for bearers, and the 26 endpoints on its allow-list."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from tests.doubles.garmin.person import Person
from tests.doubles.garmin.personal_routes import ROUTES
from tests.doubles.garmin.routes import BadValue
from tests.doubles.garmin.server import BAD_REQUEST, NOT_FOUND, Answer, Asked, Double
from tests.doubles.garmin.tokens import token

TOKEN_PATH = "/personalapitoken-service/personal-api/personal-api-key/token"
HOST = "personal.connectapi.garmin.com"
DAY_S = 86_400


@dataclass
class Account:
    """A key and whose it is. `refusal` is what the token endpoint answers once the key does not count."""

    key: str
    person: Person
    bearer_life_s: float = DAY_S
    refusal: int | None = None
    bearers: dict[str, float] = field(default_factory=dict)
    exchanges: int = 0


class PersonalApi(Double):
    """Plain HTTP on a port of its own; any number of keys. An account is named in log and faults by its key.

    A bearer is one of its key's; a new exchange leaves older ones valid until they end or `drop_bearers`.
    """

    name = HOST

    def __init__(self, *, latency_s: float = 0.0) -> None:
        self.accounts: dict[str, Account] = {}
        self._by_bearer: dict[str, Account] = {}
        self._lock = threading.Lock()
        super().__init__(latency_s=latency_s)

    def add(self, key: str, person: Person, *, bearer_life_s: float = DAY_S) -> Account:
        """Make a key known."""
        account = Account(key, person, bearer_life_s)
        with self._lock:
            self.accounts[key] = account
        return account

    def revoke(self, key: str, *, status: int = 401) -> None:
        """The key was revoked or has expired: no exchange works any more, and no bearer of it."""
        self.accounts[key].refusal = status
        self.drop_bearers(key)

    def restore(self, key: str) -> None:
        self.accounts[key].refusal = None

    def drop_bearers(self, key: str) -> None:
        """Let every bearer of the key be refused from now on; an exchange gives a new one."""
        with self._lock:
            for bearer in self.accounts[key].bearers:
                self._by_bearer.pop(bearer, None)
            self.accounts[key].bearers.clear()

    @property
    def exchanges(self) -> int:
        return sum(account.exchanges for account in self.accounts.values())

    @property
    def writes(self) -> list[str]:
        """Calls that wanted to write; there must be none."""
        return [call.path for call in self.traffic.seen() if call.method != "GET" and call.path != TOKEN_PATH]

    def account_of(self, asked: Asked) -> str | None:
        scheme, _, value = asked.headers.get("authorization", "").partition(" ")
        if scheme == "ApiKey":
            return value if value in self.accounts else None
        found = self._by_bearer.get(value)
        return found.key if found else None

    def answer(self, asked: Asked) -> Answer:
        if asked.path == TOKEN_PATH:
            return self._exchange(asked)
        account = self._bearer(asked)
        if account is None:
            return Answer(401)
        if asked.method != "GET":
            return Answer(405, {})
        found = ROUTES.match("GET", asked.path)
        if found is None:
            return NOT_FOUND
        function, values = found
        try:
            return function(account.person, asked, **values)
        except BadValue:
            return BAD_REQUEST

    def _exchange(self, asked: Asked) -> Answer:
        scheme, _, key = asked.headers.get("authorization", "").partition(" ")
        account = self.accounts.get(key)
        if asked.method != "POST":
            return Answer(405, {})
        if scheme != "ApiKey" or account is None:
            return Answer(401, {})
        if account.refusal:
            return Answer(account.refusal, {})
        bearer = token(account.bearer_life_s, sub=account.person.display_name)
        self.issued.append(bearer)
        with self._lock:
            account.exchanges += 1
            account.bearers[bearer] = time.time() + account.bearer_life_s
            self._by_bearer[bearer] = account
        return Answer(200, bearer.encode(), {"Content-Type": "text/plain"})

    def _bearer(self, asked: Asked) -> Account | None:
        scheme, _, bearer = asked.headers.get("authorization", "").partition(" ")
        account = self._by_bearer.get(bearer) if scheme == "Bearer" else None
        if account is None or account.bearers.get(bearer, 0) < time.time():
            return None
        return account
