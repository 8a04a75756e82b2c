"""Garmin Connect: the sign-in, the tokens that rotate, and the phone app's API."""

from __future__ import annotations

import base64
import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import unquote

from tests.doubles.garmin import bodies_estimates, connect_estimates, library
from tests.doubles.garmin.connect_routes import ROUTES
from tests.doubles.garmin.forms import Json
from tests.doubles.garmin.library import Library
from tests.doubles.garmin.person import Person
from tests.doubles.garmin.routes import BadValue
from tests.doubles.garmin.server import BAD_REQUEST, NO_CONTENT, NOT_FOUND, Answer, Asked, Double
from tests.doubles.garmin.sso import Login, SignIn
from tests.doubles.garmin.tokens import token

SSO, DIAUTH, CONNECTAPI = "sso.garmin.com", "diauth.garmin.com", "connectapi.garmin.com"
TOKEN_PATH = "/di-oauth2-service/oauth/token"
TICKET_GRANT = "https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket"
CLIENT = "GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2"
TOKEN_LIFE_S = 4 * 3_600
LOGIN_PATHS = r"^/(mobile|portal|sso)/"
INACTIVE = {"message": "Token is not active", "error": "UnauthorizedException"}

__all__ = ["CONNECTAPI", "DIAUTH", "SSO", "Account", "GarminConnect", "connect_estimates"]


@dataclass
class Account:
    """A person with a login. `access` and `refresh` are the tokens that count now, by their ends."""

    login: Login
    person: Person
    token_life_s: float = TOKEN_LIFE_S
    rotates: bool = True
    access: dict[str, float] = field(default_factory=dict)
    refresh: set[str] = field(default_factory=set)
    library: Library = field(default_factory=Library)
    refreshes: int = 0

    @property
    def email(self) -> str:
        return self.login.email


class GarminConnect(Double):
    """All hosts of the service on one port; an account is named in log and faults by its e-mail address."""

    name = CONNECTAPI

    def __init__(self, *, latency_s: float = 0.0) -> None:
        self.accounts: dict[str, Account] = {}
        self.sign_in = SignIn()
        self._by_token: dict[str, Account] = {}
        self._lock = threading.Lock()
        super().__init__(latency_s=latency_s)

    def add(
        self, email: str, password: str, person: Person, *, mfa_code: str | None = None, **about: float | bool
    ) -> Account:
        """Make a person known; `about` are `token_life_s` and `rotates`."""
        login = Login(email.lower(), password, mfa_code)
        account = Account(login, person, **about)
        self.sign_in.logins[login.email] = login
        self.accounts[login.email] = account
        return account

    def tokens(self, email: str) -> dict[str, str]:
        """New tokens as a login would leave them, in the form of `garmin_tokens.json`."""
        given = self._issue(self.accounts[email.lower()], CLIENT)
        return {
            "di_token": given["access_token"],
            "di_refresh_token": given["refresh_token"],
            "di_client_id": CLIENT,
        }

    def drop_access(self, email: str) -> None:
        """Let every access token be refused; the refresh token still counts."""
        account = self.accounts[email.lower()]
        with self._lock:
            for each in account.access:
                self._by_token.pop(each, None)
            account.access.clear()

    def revoke(self, email: str) -> None:
        """Let no token count any more: the athlete has to log in again."""
        self.drop_access(email)
        self.accounts[email.lower()].refresh.clear()

    def block_logins(self, status: int = 429, *, times: int | None = None) -> None:
        """Refuse everybody at the sign-in: 429 as a limit, 403 as a page of a bot check."""
        if status == 403:
            self.script.html(LOGIN_PATHS, status=403, times=times)
        else:
            self.script.add(LOGIN_PATHS, status=status, times=times)

    def host_of(self, asked: Asked) -> str:
        if asked.path == TOKEN_PATH:
            return DIAUTH
        return SSO if re.match(LOGIN_PATHS, asked.path) else CONNECTAPI

    def account_of(self, asked: Asked) -> str | None:
        if asked.path == TOKEN_PATH:
            account = self._refreshing(asked.form().get("refresh_token", ""))
        else:
            account = self._by_token.get(asked.headers.get("authorization", "").removeprefix("Bearer "))
        return account.email if account else None

    def answer(self, asked: Asked) -> Answer:
        if asked.path == TOKEN_PATH:
            return self._exchange(asked)
        if re.match(LOGIN_PATHS, asked.path):
            return self.sign_in.answer(asked)
        bearer = asked.headers.get("authorization", "").removeprefix("Bearer ")
        account = self._by_token.get(bearer)
        if account is None or account.access.get(bearer, 0) < time.time():
            return Answer(401, INACTIVE)
        return self._told(account, asked)

    def _told(self, account: Account, asked: Asked) -> Answer:
        if special := _profile(account, asked):
            return special
        found, owner = ROUTES.match(asked.method, asked.path), account.person
        if found is None:
            found, owner = library.ROUTES.match(asked.method, asked.path), account.library
        if found is None:
            return NOT_FOUND
        function, values = found
        if unquote(values.get("name", "")) not in ("", account.person.display_name):
            return Answer(403, {"message": "HTTP 403 Forbidden", "error": "ForbiddenException"})
        try:
            return function(owner, asked, **values)
        except BadValue:
            return BAD_REQUEST

    def _exchange(self, asked: Asked) -> Answer:
        form = asked.form()
        client = form.get("client_id", "")
        basic = "Basic " + base64.b64encode(f"{client}:".encode()).decode()
        if asked.headers.get("authorization") != basic:
            return Answer(401, {"error": "invalid_client"})
        if form.get("grant_type") == "refresh_token":
            return self._refresh(form.get("refresh_token", ""), client)
        if form.get("grant_type") != TICKET_GRANT:
            return Answer(400, {"error": "unsupported_grant_type"})
        email = self.sign_in.spend(form.get("service_ticket", ""), form.get("service_url", ""))
        if email is None:
            return Answer(400, {"error": "invalid_grant"})
        return Answer(200, self._issue(self.accounts[email], client))

    def _refresh(self, refresh: str, client: str) -> Answer:
        account = self._refreshing(refresh)
        if account is None:
            return Answer(400, {"error": "invalid_grant", "error_description": "Invalid refresh token"})
        account.refreshes += 1
        if not account.rotates:
            given = self._issue(account, client)
            account.refresh.discard(given.pop("refresh_token"))
            return Answer(200, given)
        account.refresh.discard(refresh)
        return Answer(200, self._issue(account, client))

    def _refreshing(self, refresh: str) -> Account | None:
        return next((each for each in self.accounts.values() if refresh in each.refresh), None)

    def _issue(self, account: Account, client: str) -> Json:
        access = token(account.token_life_s, client_id=client, sub=account.person.display_name)
        refresh = secrets.token_urlsafe(32)
        self.issued += [access, refresh]
        with self._lock:
            account.access[access] = time.time() + account.token_life_s
            account.refresh.add(refresh)
            self._by_token[access] = account
        return {
            "access_token": access,
            "refresh_token": refresh,
            "token_type": "Bearer",
            "expires_in": round(account.token_life_s),
        }


def _profile(account: Account, asked: Asked) -> Answer | None:
    """What needs the e-mail address, or nothing of the account."""
    person = account.person
    path = asked.path
    if path == "/userprofile-service/socialProfile":
        return Answer(200, bodies_estimates.social_profile(person, account.email))
    if path == "/userprofile-service/userprofile/user-settings":
        return Answer(200, bodies_estimates.user_settings(person))
    if path.startswith("/userprofile-service/userprofile/personal-information/"):
        return Answer(200, bodies_estimates.personal_information(person, account.email))
    if asked.method == "POST" and path.startswith("/wellness-service/wellness/epoch/request/"):
        return NO_CONTENT
    return None
