"""Garmin's sign-in as the phone app and the web portal use it: page, password, code, ticket."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import SimpleCookie

from tests.doubles.garmin.forms import Json
from tests.doubles.garmin.server import NOT_FOUND, Answer, Asked

PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><div id='app'></div></body></html>"
MFA_LIFE_S = 600


@dataclass
class Login:
    """What the sign-in knows of a person. With `mfa_code` a code is asked for; `captcha` asks for one."""

    email: str
    password: str
    mfa_code: str | None = None
    mfa_method: str = "email"
    captcha: bool = False


@dataclass(frozen=True)
class Ticket:
    email: str
    service: str


@dataclass(frozen=True)
class _Waiting:
    email: str
    service: str
    since: float


class SignIn:
    """The sessions and the tickets that were given out; a ticket is good for one exchange."""

    def __init__(self) -> None:
        self.logins: dict[str, Login] = {}
        self.tickets: dict[str, Ticket] = {}
        self.mfa_life_s = MFA_LIFE_S
        self.codes_sent = 0
        self._sessions: set[str] = set()
        self._waiting: dict[str, _Waiting] = {}
        self._lock = threading.Lock()

    def answer(self, asked: Asked) -> Answer:
        if asked.method == "GET" and asked.path.endswith("/sign-in"):
            return self._page()
        if asked.method == "POST" and asked.path.endswith("/api/login"):
            return self._login(asked)
        if asked.method == "POST" and asked.path.endswith("/api/mfa/verifyCode"):
            return self._verify(asked)
        return NOT_FOUND

    def spend(self, ticket: str, service: str) -> str | None:
        """The person of a ticket that was made for `service`; once."""
        with self._lock:
            found = self.tickets.get(ticket)
            if found is None or found.service != service:
                return None
            del self.tickets[ticket]
            return found.email

    def _page(self) -> Answer:
        session = secrets.token_hex(16)
        self._sessions.add(session)
        return Answer(
            200, PAGE.encode(), {"Content-Type": "text/html", "Set-Cookie": _cookie("SESSION", session)}
        )

    def _login(self, asked: Asked) -> Answer:
        came_by_page = _cookies(asked, "SESSION") & self._sessions
        if not came_by_page or "sign-in" not in asked.headers.get("referer", ""):
            return Answer(429, {"error": {"status-code": "429", "message": "Too many requests"}})
        given = asked.json()
        login = self.logins.get(str(given.get("username", "")).lower())
        if login is None or login.password != given.get("password"):
            return Answer(401, _says("INVALID_USERNAME_PASSWORD", "generalLoginInvalidUsernameOrPassword"))
        if login.captcha:
            return Answer(200, _says("CAPTCHA_REQUIRED"))
        service = asked.query.get("service", "")
        if login.mfa_code is None:
            return Answer(200, self._passed(login.email, service))
        return self._ask_code(login, service)

    def _ask_code(self, login: Login, service: str) -> Answer:
        waiting = secrets.token_hex(16)
        with self._lock:
            self.codes_sent += 1
            self._waiting[waiting] = _Waiting(login.email, service, time.time())
        body = _says("MFA_REQUIRED") | {
            "customerMfaInfo": {
                "email": login.email,
                "phoneNumber": None,
                "mfaLastMethodUsed": login.mfa_method,
                "defaultMfaMethod": None,
            }
        }
        return Answer(200, body, {"Set-Cookie": _cookie("SSO-MFA", waiting)})

    def _verify(self, asked: Asked) -> Answer:
        with self._lock:
            known = [each for each in _cookies(asked, "SSO-MFA") if each in self._waiting]
            waiting = self._waiting[known[0]] if known else None
        if waiting is None or time.time() - waiting.since > self.mfa_life_s:
            return Answer(401, _says("SESSION_EXPIRED"))
        if asked.json().get("mfaVerificationCode") != self.logins[waiting.email].mfa_code:
            return Answer(401, _says("MFA_CODE_INVALID"))
        with self._lock:
            self._waiting.pop(known[0], None)
        return Answer(200, self._passed(waiting.email, waiting.service))

    def _passed(self, email: str, service: str) -> Json:
        ticket = f"ST-{secrets.token_hex(12)}-cas"
        with self._lock:
            self.tickets[ticket] = Ticket(email, service)
        ways = {"serviceURL": service, "serviceTicketId": ticket, "authType": "CAS"}
        return _says("SUCCESSFUL") | ways


def _says(kind: str, message: str = "") -> dict[str, Json]:
    return {
        "serviceURL": None,
        "serviceTicketId": None,
        "responseStatus": {"type": kind, "message": message, "httpStatus": "OK"},
        "responseReason": None,
        "customerMfaInfo": None,
        "captchaAlreadyPassed": False,
        "authType": None,
    }


def _cookie(name: str, value: str) -> str:
    return f"{name}={value}; Path=/; HttpOnly"


def _cookies(asked: Asked, name: str) -> set[str]:
    morsels: Iterable = SimpleCookie(asked.headers.get("cookie", "")).values()
    return {each.value for each in morsels if each.key == name}
